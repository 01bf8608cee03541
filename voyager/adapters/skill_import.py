"""Takes a parcel of skills into the library: names settled, programs read, all or nothing.

What cannot run comes in quarantined with the reason. A stranger's record and certificates are not
taken over: what counts here is what a skill does here. Nothing of the code is run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from voyager.adapters.program_check import Checked
from voyager.adapters.skill_card import NAME, SkillCard, VersionCard, refuse_unfit, sha_of
from voyager.adapters.skill_files import SkillFiles
from voyager.adapters.skill_pack import Incoming, Parcel
from voyager.core.errors import UsageMistake
from voyager.core.records import Program, SkillDraft, TrackRecord
from voyager.core.skill_graph import cycle

Reader = Callable[[Sequence[Program], Sequence[str]], Sequence[Checked]]
HELPERS = 20  # functions of other skills that one may be given


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    kept: tuple[str, ...] = ()
    quarantined: Mapping[str, str] = field(default_factory=dict)
    """Name → why it cannot run; they are kept too."""
    there_already: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Name in the source → name here, where they differ."""


def take_in(
    parcel: Parcel, files: SkillFiles, read: Reader, *, only: str | None = None, suffix: str = ""
) -> Imported:
    """Import `parcel`. Names that are taken are refused, or get `suffix`; `only` names the single
    skill of the parcel anew. Raises UsageMistake; the library then is as it was."""
    skills = list(parcel.skills)
    there = files.names()
    if only is not None and len(skills) != 1:
        raise UsageMistake(f"--as names one skill; {parcel.label} holds {len(skills)}.")
    if parcel.loose:
        skills = _by_function(skills, read([_program(s) for s in skills], there))
        skills = _with_helpers(skills, [*there, *(s.name for s in skills)], read)
    renames = {skills[0].name: only} if only else _clashing(skills, files, there, suffix)
    skills = [_renamed(skill, renames) for skill in skills]
    called = {p.name: s.name for p, s in zip(parcel.skills, skills, strict=True)}
    same = [s for s in skills if _known(s, files)]
    skills = [s for s in skills if s.name not in {each.name for each in same}]
    for skill in skills:
        for code in skill.codes.values():
            refuse_unfit(SkillDraft(name=skill.name, code=code, description=""))
    _refuse_collisions([s.name for s in skills], there)
    names = [*there, *(s.name for s in skills)]
    checked = read([_program(s) for s in skills], names)
    calls = {s.name: set(c.calls) & set(names) for s, c in zip(skills, checked, strict=True)}
    if loop := cycle(calls):
        raise UsageMistake(f"{parcel.label}: skills that call each other in a circle are not "
                           f"taken ({' → '.join(loop)}). Nothing was imported.")  # fmt: skip
    wrong = {s.name: c.wrong for s, c in zip(skills, checked, strict=True) if c.wrong}
    cards = [(_own(s, parcel.label, calls[s.name], wrong.get(s.name)), s.codes) for s in skills]
    files.install(cards)
    return Imported(
        kept=tuple(sorted(s.name for s in skills)),
        quarantined=wrong,
        there_already=tuple(sorted(s.name for s in same)),
        renamed={old: new for old, new in called.items() if old != new},
    )


def _program(skill: Incoming) -> Program:
    return Program(name=skill.name, code=skill.code)


def _by_function(skills: list[Incoming], checked: Sequence[Checked]) -> list[Incoming]:
    """Skills under the names of their functions, by which others call them, where these are free."""
    keys = {skill.name for skill in skills}
    taken: set[str] = set()
    found = []
    for skill, read in zip(skills, checked, strict=True):
        name = read.name if NAME.fullmatch(read.name) else skill.name
        if name != skill.name and (name in keys or name in taken):
            skill = _renamed(skill, {name: skill.name}, own=True)
        elif name != skill.name:
            skill = replace(skill, card=skill.card.model_copy(update={"name": name}))
        taken.add(skill.name)
        found.append(skill)
    return found


def _clashing(
    skills: Sequence[Incoming], files: SkillFiles, there: Sequence[str], suffix: str
) -> dict[str, str]:
    """Old name → new name for those whose name another skill has here."""
    clashing = [s.name for s in skills if s.name in set(there) and not _known(s, files)]
    if clashing and not suffix:
        raise UsageMistake(
            f"{', '.join(clashing[:5])}{' and others' if len(clashing) > 5 else ''} would take a name "
            "that another skill has here. Give --suffix TEXT to import under other names."
        )
    return {name: f"{name}{suffix}" for name in clashing}


def _known(skill: Incoming, files: SkillFiles) -> bool:
    """Whether this very code is a version of the skill of that name already."""
    card = files.card(skill.name)
    return isinstance(card, SkillCard) and any(
        v.sha == sha_of(skill.code) for v in card.versions.values()
    )


def _refuse_collisions(names: Sequence[str], there: Sequence[str]) -> None:
    if taken := sorted(set(names) & set(there)):
        raise UsageMistake(f"{taken[0]} is the name of another skill here. Nothing was imported.")
    seen = {name.lower(): name for name in there}
    for name in names:
        other = seen.setdefault(name.lower(), name)
        if other != name:
            raise UsageMistake(
                f"{name} and {other} would be one folder on a disk that ignores case. Nothing was imported."
            )
    if len(set(names)) != len(names):
        raise UsageMistake("Two skills of the source have one name. Nothing was imported.")


def _renamed(skill: Incoming, names: Mapping[str, str], own: bool = False) -> Incoming:
    """`skill` with identifiers replaced, in its code and (unless only its `own` function) its name."""
    if not names:
        return skill
    either = "|".join(re.escape(name) for name in names)
    pattern = re.compile(rf"(?<![\w$.])(?:{either})(?![\w$])")
    codes = {n: pattern.sub(lambda m: names[m[0]], code) for n, code in skill.codes.items()}
    versions = {
        n: v.model_copy(update={"sha": sha_of(codes[n])}) for n, v in skill.card.versions.items()
    }
    name = skill.name if own else names.get(skill.name, skill.name)
    return Incoming(skill.card.model_copy(update={"name": name, "versions": versions}), codes)


def _with_helpers(skills: list[Incoming], names: Sequence[str], read: Reader) -> list[Incoming]:
    """Skills that call helper functions declared in others, given a copy of them."""
    checked = read([_program(s) for s in skills], names)
    declared: dict[str, str] = {}
    for each in checked:
        for name, source in each.declares.items():
            if name not in names:
                declared.setdefault(name, source)
    for _ in range(HELPERS):
        missing = {
            skill.name: wanted
            for skill, read_as in zip(skills, checked, strict=True)
            if (wanted := [n for n in _undeclared(read_as) if n in declared])
        }
        if not missing:
            break
        skills = [
            _given(s, [declared[n] for n in dict.fromkeys(missing.get(s.name, ()))]) for s in skills
        ]
        checked = read([_program(s) for s in skills], names)
    return skills


def _undeclared(checked: Checked) -> list[str]:
    return [str(f.details.get("name")) for f in checked.faults if f.kind == "undeclared"]


def _given(skill: Incoming, sources: Sequence[str]) -> Incoming:
    if not sources:
        return skill
    code = "\n\n".join((skill.code.rstrip(), *sources)) + "\n"
    number = skill.card.current
    entry = skill.card.versions[number].model_copy(update={"sha": sha_of(code)})
    card = skill.card.model_copy(update={"versions": {**skill.card.versions, number: entry}})
    return Incoming(card, {**skill.codes, number: code})


def _own(skill: Incoming, label: str, calls: set[str], wrong: str | None) -> SkillCard:
    """The card as it is kept here: provenance stays, trust begins anew."""
    versions = {}
    for number, said in skill.card.versions.items():
        origin = said.learned_from
        by = (
            f" by {origin.author}"
            if origin.author and not origin.author.startswith("import:")
            else ""
        )
        current = number == skill.card.current
        versions[number] = said.model_copy(
            update={
                "learned_from": origin.model_copy(update={"author": f"import:{label}{by}"}),
                "record": TrackRecord(),
                "pardoned": (0, 0),
                "uses": tuple(sorted(calls - {skill.name})) if current else said.uses,
                "quarantined": _doubt(said, wrong) if current else "imported, never checked here",
            }
        )  # fmt: skip
    return skill.card.model_copy(update={"versions": versions, "candidate": None})


def _doubt(said: VersionCard, wrong: str | None) -> str | None:
    """Why a version is not offered here: it cannot run, or was given up where it comes from."""
    if wrong:
        return f"imported, cannot run: {wrong}"
    return f"imported, quarantined there: {said.quarantined}" if said.quarantined else None
