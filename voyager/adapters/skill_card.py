"""What skill.json says: a card for each skill, with one entry for each version."""

from __future__ import annotations

import hashlib
import re

from pydantic import Field

from voyager.core import maturity
from voyager.core.errors import UsageMistake
from voyager.core.records import (
    Fault, Origin, Record, Skill, SkillDraft, StepResult, TrackRecord,
)  # fmt: skip

NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,79}")  # a JavaScript identifier that is a file name
MAX_CODE = 200_000  # characters; far above any program that a model writes
MAX_DESCRIPTION = 4_000  # characters; a paragraph or two
FORMAT = 1


class VersionCard(Record):
    """What skill.json says of one version."""

    sha: str
    description: str
    uses: tuple[str, ...] = ()
    needs: dict[str, int] = Field(default_factory=dict)
    learned_from: Origin = Origin()
    record: TrackRecord = TrackRecord()
    quarantined: str | None = None
    pardoned: tuple[int, int] = (0, 0)
    """(tried, succeeded) when it last came out of quarantine: the floor counts from there."""


class SkillCard(Record):
    """skill.json."""

    format: int = FORMAT
    name: str
    current: int = Field(ge=1)
    candidate: int | None = None
    """A newer version that has yet to do as well as the current one."""
    versions: dict[int, VersionCard]


class BrokenSkill(Record):
    """A folder of the library that cannot be read, and why."""

    name: str
    reason: str


def sha_of(code: str) -> str:
    """SHA-256 of a skill's code, in hexadecimal."""
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()


def skill_of(name: str, number: int, code: str, said: VersionCard) -> Skill:
    """The record that the rest of the program knows."""
    return Skill(
        name=name,
        version=number,
        code=code,
        description=said.description,
        uses=said.uses,
        needs=said.needs,
        sha=sha_of(code),
        learned_from=said.learned_from,
        record=said.record,
        quarantined=said.quarantined,
    )


def entry_of(draft: SkillDraft, origin: Origin, quarantined: str | None) -> VersionCard:
    """A version's entry at its beginning."""
    return VersionCard(
        sha=sha_of(draft.code),
        description=draft.description,
        uses=draft.uses,
        needs=draft.needs,
        learned_from=origin,
        quarantined=quarantined,
    )


def with_entry(card: SkillCard, number: int, entry: VersionCard) -> SkillCard:
    """`card` with one version's entry replaced."""
    return card.model_copy(update={"versions": {**card.versions, number: entry}})


def reconsidered(card: SkillCard, number: int, *, practice: bool, success: bool) -> SkillCard:
    """`card` after a run of `number` was written into it: floor, pardon, and who is current.

    A version below the floor is quarantined, and when it was the current one an earlier version that
    has proved itself takes its place. A quarantined one that succeeds in practice is offered again.
    """
    entry = card.versions[number]
    if entry.quarantined is not None and practice and success:
        tried = (entry.record.tried, entry.record.succeeded)
        entry = entry.model_copy(update={"quarantined": None, "pardoned": tried})
    elif entry.quarantined is None and (why := maturity.below_floor(entry.record, entry.pardoned)):
        fault = entry.record.last_fault
        entry = entry.model_copy(
            update={"quarantined": why + (f"; last: {fault.message}"[:300] if fault else "")}
        )
    card = with_entry(card, number, entry)
    if card.versions[card.current].quarantined is not None:
        proved = [
            n
            for n, said in card.versions.items()
            if said.quarantined is None and maturity.mature(said.record)
        ]
        if proved:
            card = card.model_copy(update={"current": max(proved)})
    return _trial(card)


def _trial(card: SkillCard) -> SkillCard:
    """Settle the trial of a candidate, when its record allows it."""
    number = card.candidate
    if number is None or number not in card.versions or number == card.current:
        return card.model_copy(update={"candidate": None})
    candidate, current = card.versions[number], card.versions[card.current]
    if candidate.quarantined is not None:
        return card.model_copy(update={"candidate": None})
    match maturity.compare(current.record, candidate.record):
        case "replace":
            return card.model_copy(update={"current": number, "candidate": None})
        case "keep":
            return card.model_copy(update={"candidate": None})
        case "undecided":
            return card


def refuse_unfit(draft: SkillDraft) -> None:
    """Raises UsageMistake for a name or a size that no skill can have."""
    if not NAME.fullmatch(draft.name):
        raise UsageMistake(
            f"{draft.name!r:.90} cannot name a skill: use letters, digits and _, at most 80."
        )
    if len(draft.code) > MAX_CODE:
        raise UsageMistake(
            f"{draft.name} has {len(draft.code):,} characters of code; "
            f"a skill may have {MAX_CODE:,}."
        )
    try:
        (draft.code + draft.description).encode()
    except UnicodeEncodeError:
        raise UsageMistake(f"{draft.name} holds characters that no text file can.") from None


def preferring(card: SkillCard, number: int) -> SkillCard:
    """`card` with `number` as its current version, or as candidate where that one must prove itself."""
    current, new = card.versions[card.current], card.versions[number]
    if number == card.current:
        return card
    if new.quarantined is not None and current.quarantined is None:
        return card
    if current.quarantined is None and maturity.mature(current.record):
        return card.model_copy(update={"candidate": number})
    return card.model_copy(update={"current": number, "candidate": None})


def after_run(
    record: TrackRecord, result: StepResult, success: bool, world: str, fault: Fault | None
) -> TrackRecord:
    first = result.faults[0] if result.faults else None
    return record.model_copy(
        update={
            "tried": record.tried + 1,
            "succeeded": record.succeeded + (1 if success else 0),
            "ticks": record.ticks + (result.ticks if success else 0),
            "worlds": tuple(dict.fromkeys((*record.worlds, world)))[-50:],
            "last_fault": record.last_fault if success else fault or first or record.last_fault,
        }
    )
