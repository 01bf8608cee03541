"""Roles that know one short road: wood to a diamond pickaxe, with a first try that fails now and then."""

from __future__ import annotations

from collections.abc import Sequence

from voyager.core.records import (
    Attempt,
    Finished,
    HaveItem,
    Observation,
    Program,
    Proposal,
    Skill,
    SkillDraft,
    StepResult,
    Task,
    Unusable,
    Verdict,
)
from voyager.core.state import State

ROAD = (
    ("oak_log", 3),
    ("crafting_table", 1),
    ("wooden_pickaxe", 1),
    ("cobblestone", 11),
    ("stone_pickaxe", 1),
    ("furnace", 1),
    ("raw_iron", 3),
    ("iron_ingot", 3),
    ("iron_pickaxe", 1),
    ("diamond", 3),
    ("diamond_pickaxe", 1),
)
STUBBORN = ("wooden_pickaxe", "raw_iron")  # the first try for these fails


class ToyRoles:
    """Proposes the items of ROAD in order; each attempt's program is made from the task alone."""

    author = "recipes"

    def propose(self, state: State, seen: Observation) -> Proposal | Finished:
        done = {task.goal.item for task in state.completed if isinstance(task.goal, HaveItem)}
        for item, count in ROAD:
            if item not in done:
                name = item.replace("_", " ")
                return Proposal(
                    text=f"Obtain {count} {name}",
                    goal=HaveItem(item=item, count=count),
                    reason=f"{name} is the next step that can be reached",
                    milestone=item,
                )
        return Finished(reason="Every milestone is reached.")

    def write(
        self, task: Task, seen: Observation, known: Sequence[Skill], attempts: Sequence[Attempt]
    ) -> Program | Unusable:
        assert isinstance(task.goal, HaveItem)
        item, count = task.goal.item, task.goal.count
        name = "obtain" + "".join(part.title() for part in item.split("_"))
        lines = [f"async function {name}(bot) {{", "  // walk until one is in sight", "  walk(12);"]
        if item in STUBBORN and not attempts:
            lines.append(f'  fail("missing_item", "no stick to make a {item} of");')
        lines += [f'  gain("{item}", {count});', "  wait(200);", "}"]
        return Program(name=name, code="\n".join(lines))

    def judge(self, task: Task, before: Observation, result: StepResult) -> Verdict:
        assert isinstance(task.goal, HaveItem)
        holds = result.after.inventory.get(task.goal.item, 0) >= task.goal.count
        return Verdict(success=holds, critique="" if holds else f"there is no {task.goal.item}")

    def describe(self, task: Task, program: Program, result: StepResult) -> SkillDraft | None:
        return SkillDraft(name=program.name, code=program.code, description=task.text)
