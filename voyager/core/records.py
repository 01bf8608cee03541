"""Everything that flows round the loop, as immutable records.

Observation → Task → Program → StepResult → Verdict → Skill. Knows no world, no model and no file.
The same shapes, key for key, are JSDoc typedefs in bridge/protocol.js: what the bridge sends is
validated here, and a fixture shared by both test suites keeps the two in step.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from voyager.core.observation import TICKS_PER_SECOND as TICKS_PER_SECOND
from voyager.core.observation import BlockSeen as BlockSeen
from voyager.core.observation import ChestSeen as ChestSeen
from voyager.core.observation import EntitySeen as EntitySeen
from voyager.core.observation import Observation as Observation
from voyager.core.observation import Position as Position
from voyager.core.observation import Record as Record

# ── goals: what a task wants to be true ────────────────────────────────────────────────────────


class HaveItem(Record):
    """Hold at least `count` of `item`."""

    kind: Literal["have_item"] = "have_item"
    item: str
    count: int = Field(default=1, ge=1)


class PlaceBlock(Record):
    """Place `block` in the world."""

    kind: Literal["place_block"] = "place_block"
    block: str


class DefeatMob(Record):
    """Kill `count` of `mob`."""

    kind: Literal["defeat_mob"] = "defeat_mob"
    mob: str
    count: int = Field(default=1, ge=1)


class EquipItem(Record):
    """Wear or hold `item`."""

    kind: Literal["equip_item"] = "equip_item"
    item: str


class EatFood(Record):
    """Eat something: `food` names it, or leave it out for anything edible."""

    kind: Literal["eat_food"] = "eat_food"
    food: str | None = None


class ReachPlace(Record):
    """Be somewhere: within `radius` of `position`, at or below a level, or in a biome."""

    kind: Literal["reach_place"] = "reach_place"
    position: Position | None = None
    radius: float = Field(default=3, gt=0)
    at_most_y: int | None = None
    at_least_y: int | None = None
    biome: str | None = None


class Described(Record):
    """A goal in words: only a model can judge it."""

    kind: Literal["described"] = "described"
    text: str = Field(min_length=1)


Goal = Annotated[
    HaveItem | PlaceBlock | DefeatMob | EquipItem | EatFood | ReachPlace | Described,
    Field(discriminator="kind"),
]


class Proposal(Record):
    """What a curriculum proposes: a task that has no number yet."""

    text: str = Field(min_length=1)
    """One line for people: `Mine 3 oak logs`."""
    goal: Goal
    reason: str = ""
    context: str = ""
    """What is worth knowing for it (an answer to a question the curriculum asked itself)."""
    milestone: str | None = None
    """The milestone this task is a step to, if it is one."""


class Task(Proposal):
    """A proposal that the session took up."""

    id: str
    """`t1`, `t2`, … in the order of the session."""


class Finished(Record):
    """The curriculum has nothing left to propose."""

    reason: str
    reached: bool = True
    """Whether the session's goal holds; False when it cannot be reached."""


# ── programs and what they did ─────────────────────────────────────────────────────────────────


class Program(Record):
    """A JavaScript program: one async function taking `bot`, helpers allowed beside it."""

    name: str
    """The main function's name; lowerCamelCase."""
    code: str
    explanation: str = ""
    """The author's reasoning, for the next attempt and for people."""


class Unusable(Record):
    """A reply that holds no program; still an attempt, so the author sees why."""

    reason: str
    reply: str = ""
    final: bool = False
    """The author has nothing else to offer for this task: it is closed without further attempts."""


Outcome = Literal["finished", "threw", "timed_out", "rejected", "died", "world_lost"]

FAULT_KINDS = (
    "missing_tool", "missing_item", "not_found", "no_path", "inventory_full", "timed_out",
    "bad_argument", "blocked", "out_of_reach", "unsafe", "threatened", "died",
    "no_recipe",                                                                # thrown by primitives
    "syntax", "undeclared", "not_awaited", "unusable_reply",                    # found before running
    "threw", "unhandled_rejection", "out_of_memory", "exited", "world_lost",    # seen by the runner
)


class Fault(Record):
    """One thing that went wrong, and where."""

    kind: str
    """One of FAULT_KINDS; an unknown kind is kept as it came."""
    message: str
    file: str | None = None
    """`NAME.js` of the program, skill or primitive whose line it is."""
    line: int | None = Field(default=None, ge=1)
    source_line: str | None = None
    details: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    """What the fault is about: `item`, `needed`, `block`, `count`…"""


class Call(Record):
    """One traced call of a primitive or a skill."""

    name: str
    kind: Literal["primitive", "skill"] = "primitive"
    parent: int | None = None
    """Index of the enclosing call in `StepResult.calls`; None at the top."""
    arguments: tuple[str, ...] = ()
    """Each as short text; the bot is left out."""
    start_tick: int = Field(ge=0)
    ticks: int = Field(ge=0)
    outcome: str = "ok"
    """`ok`, or the kind of the fault it threw."""
    gained: dict[str, int] = Field(default_factory=dict)
    """Item → change of its count (negative: spent)."""
    moved_to: Position | None = None
    """Where the player stood afterwards, if it moved."""


class Happened(Record):
    """What the game said happened while a program ran: the evidence that goals are judged by."""

    gained: dict[str, int] = Field(default_factory=dict)
    """Item → how many entered the inventory in all (never negative; later losses are not taken off)."""
    mined: dict[str, int] = Field(default_factory=dict)
    crafted: dict[str, int] = Field(default_factory=dict)
    placed: dict[str, int] = Field(default_factory=dict)
    defeated: dict[str, int] = Field(default_factory=dict)
    eaten: dict[str, int] = Field(default_factory=dict)
    lost: dict[str, int] = Field(default_factory=dict)
    """Item → how many left the inventory in all: `gained` less `lost` is what a program changed."""


class StepResult(Record):
    """What became of one program."""

    outcome: Outcome
    after: Observation
    faults: tuple[Fault, ...] = ()
    chat: tuple[str, ...] = ()
    """What the program said, then what others said, each line at most 256 characters."""
    ticks: int = Field(default=0, ge=0)
    wall_s: float = Field(default=0, ge=0)
    assists: tuple[str, ...] = ()
    """Everything that the runner did for the player that the game's rules would not; normally none."""
    calls: tuple[Call, ...] = ()
    calls_left_out: int = Field(default=0, ge=0)
    happened: Happened = Happened()
    restored: bool = False
    """The player had to be killed and the world stands as it did before the attempt."""
    snapshot: str | None = None
    """SHA-256 of the embedded world's saved state after the attempt; None for a remote world."""


class Verdict(Record):
    """Whether an attempt met its goal."""

    success: bool
    critique: str = ""
    decided_by: Literal["rule", "model"] = "rule"


class Attempt(Record):
    """One program for one task, from writing to verdict."""

    number: int = Field(ge=1)
    program: Program | Unusable
    result: StepResult
    verdict: Verdict


# ── skills ─────────────────────────────────────────────────────────────────────────────────────


class Origin(Record):
    """Where a version of a skill came from."""

    session: str = ""
    task: str = ""
    author: str = ""
    """`recipes`, `model:NAME`, `import:PACK`, `hand`."""
    game_version: str = ""
    world: str = ""
    licence: str = ""
    goal: Goal | None = None
    """What it was learned to do; None when nobody has written it down."""
    tools: tuple[str, ...] = ()
    """Tools and armour that were held when it was learned."""
    called: dict[str, str] = Field(default_factory=dict)
    """Skill → SHA-256 of its code: those it could call when it first worked."""


class Practice(Record):
    """How a version did in fresh randomised worlds, since it or what it calls last changed."""

    worlds: int = Field(ge=1)
    passed: int = Field(ge=0)
    seed: int = 0
    """That the last of the worlds were drawn from."""
    low: float = 0
    """Wilson's lower bound of the true rate of success (95 %)."""
    high: float = 1
    """Wilson's upper bound."""
    ticks: tuple[int, ...] = ()
    """Game ticks of each run that passed, quickest first."""
    faults: dict[str, int] = Field(default_factory=dict)
    """Kind of fault → in how many worlds it ended a run."""
    called: dict[str, str] = Field(default_factory=dict)
    """Skill → SHA-256 of its code: those it could call when it last passed."""
    ran_with: dict[str, str] | None = None
    """The same when it was last practised, passed or not; None where nobody wrote it down."""
    outcomes: dict[int, int | str] = Field(default_factory=dict)
    """Seed of each world → game ticks when it passed there, else the kind of fault."""

    @property
    def rate(self) -> float:
        """Share of worlds in which it passed."""
        return self.passed / self.worlds


class TrackRecord(Record):
    """How a version has done so far."""

    tried: int = Field(default=0, ge=0)
    succeeded: int = Field(default=0, ge=0)
    ticks: int = Field(default=0, ge=0)
    """Game ticks spent in successful runs."""
    worlds: tuple[str, ...] = ()
    last_fault: Fault | None = None
    practice: Practice | None = None


class Skill(Record):
    """A program that worked: named, described, versioned, found again by meaning."""

    name: str
    version: int = Field(default=1, ge=1)
    code: str
    description: str
    uses: tuple[str, ...] = ()
    """Names of the skills (not primitives) that its code calls."""
    needs: dict[str, int] = Field(default_factory=dict)
    """Item or family → how many must be held for it to work, as far as is known."""
    sha: str = ""
    """SHA-256 of the code."""
    learned_from: Origin = Origin()
    record: TrackRecord = TrackRecord()
    quarantined: str | None = None
    """Why it is not offered to the author; None when it is."""


class SkillDraft(Record):
    """What a librarian makes of a winning program: a skill that has no version yet."""

    name: str
    code: str
    description: str
    uses: tuple[str, ...] = ()
    needs: dict[str, int] = Field(default_factory=dict)
    """As in Skill; left empty, it is read off the run that won."""
    general: Program | None = None
    """The same with a parameter for what is too narrow; takes the code's place once a run has proven it."""


class Limits(Record):
    """How long one program may run. The bridge enforces both."""

    game_s: float = Field(default=600, gt=0)
    """Game seconds."""
    wall_s: float = Field(default=120, gt=0)
    """Wall seconds; an overrun kills the player."""


# ── talking to a language model ────────────────────────────────────────────────────────────────


class Message(Record):
    """One message of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    text: str


class Reply(Record):
    """What a model answered."""

    text: str
    ended: Literal["stop", "length", "refusal", "empty"] = "stop"
    """Why it stopped: `length` was cut off, `refusal` and `empty` hold nothing to use."""
