"""Packs of skills: what `voyager skills export` writes, and every shape that import can read.

    pack.zip: voyager-pack.json, skills/NAME/skill.json, skills/NAME/v1.js …     same bytes for same skills
    a folder: an unpacked pack, a home or its library, a published checkpoint (skill/skills.json), or *.js

Everything read here is a stranger's: sizes are bounded before anything is read, only paths of the
shapes above are opened, links are not followed. Runs nothing. Raises UsageMistake with one sentence.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from voyager.adapters import atomic
from voyager.adapters.skill_card import MAX_CODE, NAME, SkillCard, VersionCard, sha_of
from voyager.core.errors import UsageMistake
from voyager.core.records import Origin

FORMAT = 1
MANIFEST = "voyager-pack.json"
MAX_FILE = 4 * MAX_CODE  # bytes; UTF-8 takes at most four a character
MAX_JSON = 100_000_000  # bytes of a checkpoint's skills.json; published ones are under one million
MAX_FILES = 50_000
MAX_WHOLE = 1_000_000_000  # bytes of a pack when unpacked
INSIDE = re.compile(r"skills/([^/\\]+)/(skill\.json|v[1-9]\d{0,5}\.js)")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the only date in a pack: the earliest that zip knows


@dataclass(frozen=True)
class Incoming:
    """One skill as it arrives: its card, and the code of each version."""

    card: SkillCard
    codes: Mapping[int, str]

    @property
    def name(self) -> str:
        return self.card.name

    @property
    def code(self) -> str:
        return self.codes[self.card.current]


@dataclass(frozen=True)
class Parcel:
    """Everything that one source holds."""

    label: str
    """What skills from here are said to come from."""
    skills: tuple[Incoming, ...]
    answers: Mapping[str, str] = field(default_factory=dict)
    tasks: int = 0
    """Tasks that a checkpoint's curriculum lists; nothing is done with them."""
    loose: bool = False
    """Names are keys of a checkpoint or of files, and may differ from the functions' own."""


def write_pack(path: Path, skills: Iterable[Incoming], voyager: str, licence: str) -> int:
    """Write `skills` into one archive, sorted and without dates; how many bytes it has."""
    import io

    chosen = sorted(skills, key=lambda each: each.name)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:

        def put(name: str, text: str) -> None:
            member = zipfile.ZipInfo(name, LONG_AGO)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            member.create_system = 3
            archive.writestr(member, text.encode())

        said = {"format": FORMAT, "voyager": voyager, "skills": [each.name for each in chosen]}
        put(MANIFEST, json.dumps({**said, "licence": licence}, indent=2) + "\n")
        for each in chosen:
            put(f"skills/{each.name}/skill.json", each.card.model_dump_json(indent=2) + "\n")
            for number in sorted(each.codes):
                put(f"skills/{each.name}/v{number}.js", each.codes[number])
    atomic.write(path, buffer.getvalue())
    return buffer.tell()


def read_parcel(source: Path) -> Parcel:
    """What `source` holds. Raises UsageMistake when it is nothing that can be read, or unfit."""
    try:
        if source.is_dir():
            return _from_folder(source)
        if source.is_file():
            return _from_zip(source)
    except (OSError, RecursionError, UnicodeDecodeError, zipfile.BadZipFile, NotImplementedError,
            RuntimeError) as error:  # fmt: skip
        raise UsageMistake(f"{source} cannot be read: {str(error)[:200]}") from error
    raise UsageMistake(f"There is no {source}. Give a pack, a folder or a checkpoint.")


def _from_zip(path: Path) -> Parcel:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MAX_FILES or sum(m.file_size for m in members) > MAX_WHOLE:
            raise UsageMistake(f"{path.name} holds more than any pack of skills does.")
        found: dict[tuple[str, str], str] = {}
        for member in members:
            inside = INSIDE.fullmatch(member.filename)
            if inside is None and member.filename not in (MANIFEST, "skills/"):
                raise UsageMistake(
                    f"{path.name} holds {member.filename!r:.120}, which has no place in a pack of "
                    "skills. Nothing was imported."
                )
            if inside is None:
                continue
            if (inside[1], inside[2]) in found:
                raise UsageMistake(f"{path.name} holds {member.filename} twice.")
            with archive.open(member) as stream:
                found[inside[1], inside[2]] = _text(stream.read(MAX_FILE + 1), member.filename)
    return _parcel(path.name, found)


def _from_folder(folder: Path) -> Parcel:
    for checkpoint in (folder / "skill", folder):
        if (checkpoint / "skills.json").is_file():
            return _from_checkpoint(checkpoint / "skills.json", folder)
    for library in (folder / "library", folder / "skills", folder):
        cards = sorted(library.glob("*/skill.json"))
        if cards:
            found: dict[tuple[str, str], str] = {}
            for card in cards[:MAX_FILES]:
                for file in (card, *sorted(card.parent.glob("v*.js"))):
                    if INSIDE.fullmatch(f"skills/{card.parent.name}/{file.name}"):
                        found[card.parent.name, file.name] = _read(file)
            return _parcel(folder.name, found)
    files = sorted(folder.glob("*.js"))[:MAX_FILES]
    if not files:
        raise UsageMistake(
            f"{folder} holds no skills: no skills.json, no NAME/skill.json, no *.js."
        )
    skills = (_simple(file.stem, _read(file), file.stem, folder.name) for file in files)
    return Parcel(label=folder.name, skills=tuple(skills), loose=True)


def _from_checkpoint(path: Path, folder: Path) -> Parcel:
    said = _json(_read(path, MAX_JSON), path.name)
    if not isinstance(said, dict):
        raise UsageMistake(f"{path} is no list of skills: it should be an object of name → skill.")
    skills = []
    for name, entry in said.items():
        code = entry.get("code") if isinstance(entry, dict) else None
        if not isinstance(code, str) or not code.strip():
            raise UsageMistake(f"{path}: {name!r:.90} has no code. Nothing was imported.")
        _text(code.encode("utf-8", "replace")[: MAX_FILE + 1], name)
        skills.append(_simple(name, code, _words(str(entry.get("description", ""))), folder.name))
    curriculum = folder / "curriculum"
    answers = _optional(curriculum / "qa_cache.json", dict)
    tasks = [_optional(curriculum / f"{n}_tasks.json", list) for n in ("completed", "failed")]
    return Parcel(
        label=folder.name,
        skills=tuple(skills),
        answers={str(q): a for q, a in answers.items() if isinstance(a, str)},
        tasks=sum(len(each) for each in tasks),
        loose=True,
    )


def _parcel(label: str, found: Mapping[tuple[str, str], str]) -> Parcel:
    skills = []
    for name in sorted({name for name, _ in found}):
        if (name, "skill.json") not in found:
            raise UsageMistake(f"{label}: {name!r:.90} has code but no skill.json.")
        try:
            card = SkillCard.model_validate(_json(found[name, "skill.json"], f"{name}/skill.json"))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise UsageMistake(
                f"{label}: {name!r:.90}/skill.json is not as it should be ({where}: {first['msg']})."
            ) from error
        codes = {n: found[name, f"v{n}.js"] for n in card.versions if (name, f"v{n}.js") in found}
        if card.name != name or card.current not in codes or not NAME.fullmatch(name):
            raise UsageMistake(f"{label}: {name!r:.90} is no skill that can be kept here.")
        for number, code in codes.items():
            if sha_of(code) != card.versions[number].sha:
                raise UsageMistake(
                    f"{label}: {name}/v{number}.js is not what skill.json says it is."
                )
        kept = {n: v for n, v in card.versions.items() if n in codes}
        skills.append(Incoming(card.model_copy(update={"versions": kept}), codes))
    if not skills:
        raise UsageMistake(f"{label} holds no skills.")
    return Parcel(label=label, skills=tuple(skills))


def _simple(name: str, code: str, description: str, label: str) -> Incoming:
    entry = VersionCard(
        sha=sha_of(code), description=description or name, learned_from=Origin(author=f"import:{label}")
    )  # fmt: skip
    return Incoming(SkillCard(name=name, current=1, versions={1: entry}), {1: code})


def _words(description: str) -> str:
    """`async function x(bot) {\\n // It does this.\\n}` → `It does this.`"""
    comments = re.findall(r"//\s*(.+)", description)
    return " ".join(" ".join(comments or [description]).split())[:2000]


def _read(path: Path, most: int = MAX_FILE) -> str:
    if path.is_symlink() or not path.is_file():
        raise UsageMistake(f"{path} is no plain file; links are not followed.")
    with path.open("rb") as file:
        return _text(file.read(most + 1), path.name, most)


def _text(content: bytes, name: str, most: int = MAX_FILE) -> str:
    if len(content) > most:
        raise UsageMistake(f"{name!r:.90} is larger than {most:,} bytes. Nothing was imported.")
    return content.decode("utf-8")


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageMistake(f"{name} holds broken JSON: {str(error)[:120]}") from error


def _optional(path: Path, kind: Callable[[], Any]) -> Any:
    """What a side file of a checkpoint holds; empty when it is missing or something else."""
    if not path.is_file():
        return kind()
    held = _json(_read(path, MAX_JSON), path.name)
    return held if isinstance(held, type(kind())) else kind()
