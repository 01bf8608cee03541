"""The events of a session's journal: one JSON line each, never changed once written.

State, reports and the live view are folds of them. Wall-clock fields are named `at` or end in
`wall_s`: everything else is the same for the same seed and author.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from voyager.core.records import Attempt, Finished, Observation, Proposal, Record, Task

FORMAT = 1  # version of the journal's lines; a reader refuses what it does not know


class WorldSpec(Record):
    """Which world a session lives in."""

    kind: Literal["embedded", "remote"] = "embedded"
    seed: int = 0
    name: str | None = None
    """A named embedded world; None for the session's own."""
    host: str = ""
    port: int = 25565
    username: str = "Voyager"
    version: str = "1.20.4"


class SessionStarted(Record):
    """First line of every journal."""

    type: Literal["session_started"] = "session_started"
    session: str
    world: WorldSpec
    author: str
    """`recipes` or `model:NAME`."""
    goal: str | None = None
    voyager: str
    """Version of this package."""


class SessionContinued(Record):
    """A process took the session up again."""

    type: Literal["session_continued"] = "session_continued"
    author: str
    goal: str | None = None


class WorldEntered(Record):
    """The player is in the world; what it sees first."""

    type: Literal["world_entered"] = "world_entered"
    seen: Observation
    snapshot: str | None = None


class TaskOpened(Record):
    type: Literal["task_opened"] = "task_opened"
    task: Task


class ModelCalled(Record):
    """One call of a language model; enough to replay it."""

    type: Literal["model_called"] = "model_called"
    role: str
    model: str
    prompt_sha: str
    """SHA-256 of the messages as sent, with model and settings."""
    template_sha: str = ""
    """SHA-256 of the prompt template."""
    reply: str = ""
    ended: Literal["stop", "length", "refusal", "empty"] = "stop"
    failed: str | None = None
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    usd: float | None = None
    """None when the model's price is not known."""
    from_cache: bool = False
    wall_s: float = 0


class Attempted(Record):
    type: Literal["attempted"] = "attempted"
    task_id: str
    attempt: Attempt


class SkillLearned(Record):
    """The library took a program in. Written after the library's own files are safe."""

    type: Literal["skill_learned"] = "skill_learned"
    task_id: str
    name: str
    version: int
    sha: str
    description: str = ""


class TaskClosed(Record):
    type: Literal["task_closed"] = "task_closed"
    task_id: str
    success: bool
    reason: str = ""


class Noted(Record):
    """Something worth telling: a warning, a healed index, advice from the operator."""

    type: Literal["noted"] = "noted"
    kind: Literal["warning", "info", "advice", "answer"]
    text: str
    about: str = ""
    """What it is about; of advice, the id of the message that brought it (`inbox:…`)."""


class Planned(Record):
    """The session's goal was broken into steps; a resumed run follows them and pays for no other plan."""

    type: Literal["planned"] = "planned"
    goal: str
    steps: tuple[Proposal, ...] = Field(min_length=1)


class SessionPaused(Record):
    """A run ended; the session can go on."""

    type: Literal["session_paused"] = "session_paused"
    reason: str
    finished: Finished | None = None
    """Set when the curriculum had nothing left to propose."""
    wall_s: float = 0
    """Wall seconds since this process took the session up."""


Event = Annotated[
    SessionStarted | SessionContinued | WorldEntered | TaskOpened | ModelCalled | Attempted
    | SkillLearned | TaskClosed | Planned | Noted | SessionPaused,
    Field(discriminator="type"),
]


class Entry(Record):
    """An event as it stands in the journal."""

    v: int = FORMAT
    seq: int = Field(ge=1)
    at: str
    """When it was written: ISO 8601, UTC."""
    event: Event


ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
