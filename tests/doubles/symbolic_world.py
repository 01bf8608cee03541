"""A world made of rules alone: steps and tasks come true at once, if the rules allow them.

It runs no JavaScript. `carry_out` checks every step against what is held (ingredients, tools, a
table or furnace standing near), so a plan that needs what no step provides fails here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voyager.core.knowledge import Knowledge, in_family
from voyager.core.records import (
    BlockSeen,
    DefeatMob,
    EatFood,
    EntitySeen,
    EquipItem,
    Goal,
    Happened,
    HaveItem,
    Observation,
    PlaceBlock,
    Position,
    ReachPlace,
    StepResult,
)
from voyager.roles.planner import plan_for
from voyager.roles.steps import Blocked, Craft, Hunt, Mine, Smelt, Station, Step

SURFACE = {"oak_log": 6.0, "birch_log": 14.0, "dirt": 1.0, "grass_block": 1.0, "stone": 9.0}
HERE = Position(x=0.5, y=64, z=0.5)


def seen(
    inventory: Mapping[str, int] | None = None,
    blocks: Mapping[str, float] | None = None,
    mobs: Mapping[str, float] | None = None,
    **fields: object,
) -> Observation:
    """An observation with `blocks` and `mobs` at these distances."""
    return Observation.model_validate(
        {
            "tick": 0,
            "position": HERE,
            "health": 20,
            "food": 20,
            "inventory": dict(inventory or {}),
            "blocks": tuple(
                BlockSeen(name=name, count=8, nearest=HERE, distance=far)
                for name, far in (SURFACE if blocks is None else blocks).items()
            ),
            "entities": tuple(
                EntitySeen(name=name, kind="passive", position=HERE, distance=far)
                for name, far in (mobs or {}).items()
            ),
            **fields,
        }
    )


class BrokeARule(AssertionError):
    """A step was taken that the game would not allow."""


@dataclass
class SymbolicWorld:
    """What is held and what stands near."""

    knowledge: Knowledge
    held: dict[str, int] = field(default_factory=dict)
    standing: set[str] = field(default_factory=set)
    worn: dict[str, str] = field(default_factory=dict)
    y: float = 64
    time_of_day: int = 1000

    def observe(self) -> Observation:
        blocks = {**SURFACE, **dict.fromkeys(self.standing, 3.0)}
        return seen(
            {k: n for k, n in self.held.items() if n},
            blocks,
            {"pig": 9, "sheep": 12},
            position=Position(x=0.5, y=self.y, z=0.5),
            equipment=self.worn,
            time_of_day=self.time_of_day,
        )

    def carry_out(self, steps: Sequence[Step]) -> None:
        """Take the steps one by one; BrokeARule when one is not allowed."""
        for step in steps:
            self._take(step)

    def _take(self, step: Step) -> None:
        for item, n in step.needs.items():
            if self.held.get(item, 0) < n:
                raise BrokeARule(f"{step} needs {n} {item}; held: {self.held}")
        match step:
            case Mine():
                if not all(self.knowledge.harvests(step.tool, b) for b in step.blocks):
                    raise BrokeARule(f"{step.tool} does not harvest {step.blocks}")
                gives = {d for b in step.blocks for d in self.knowledge.drops_of(b)}
                gives |= {d.item for d in self.knowledge.chances_for(step.item)}
                if step.item not in gives:
                    raise BrokeARule(f"{step.blocks} do not drop {step.item}")
            case Hunt():
                if not any(d.source == step.mob for d in self.knowledge.mobs_dropping(step.item)):
                    raise BrokeARule(f"{step.mob} does not drop {step.item}")
            case Craft():
                if step.recipe.needs_table and "crafting_table" not in self.standing:
                    raise BrokeARule(f"no table for {step.item}")
                if step.recipe.item != step.item:
                    raise BrokeARule(f"the recipe is not for {step.item}")
            case Smelt():
                if "furnace" not in self.standing:
                    raise BrokeARule(f"no furnace for {step.item}")
                if step.raw not in self.knowledge.smelted_from(step.item):
                    raise BrokeARule(f"{step.raw} does not smelt into {step.item}")
                if self.knowledge.fuel[step.fuel] * step.fuel_count < step.count:
                    raise BrokeARule(f"{step.fuel_count} {step.fuel} are not enough fuel")
            case Station():
                self.standing.add(step.item)
                self.held[step.item] -= 1
        for item, n in step.spends.items():
            self.held[item] -= n
        if not isinstance(step, Station):
            self.held[step.item] = self.held.get(step.item, 0) + step.count

    def bring_about(self, goal: Goal) -> StepResult:
        """Make `goal` true as the rules allow, as a program that works would."""
        happened: dict[str, dict[str, int]] = {}
        match goal:
            case HaveItem():
                steps = plan_for(self.knowledge, self.observe(), goal.item, goal.count)
                if isinstance(steps, Blocked):
                    raise BrokeARule(f"asked for what cannot be had: {steps}")
                self.carry_out(steps)
            case PlaceBlock():
                name = next(i for i, n in self.held.items() if n and in_family(i, goal.block))
                self.held[name] -= 1
                happened["placed"] = {name: 1}
            case DefeatMob():
                happened["defeated"] = {goal.mob: goal.count}
            case EatFood():
                happened["eaten"] = {goal.food or "apple": 1}
            case EquipItem():
                self.worn["hand"] = goal.item
            case ReachPlace(at_most_y=int() as level):
                self.y = level
            case ReachPlace(position=Position()):  # where one stands: a night or a day goes by
                self.time_of_day = (self.time_of_day + 12000) % 24000
            case _:
                raise BrokeARule(f"nobody can bring about {goal}")
        return StepResult(
            outcome="finished",
            after=self.observe(),
            ticks=200,
            happened=Happened.model_validate(happened),
        )
