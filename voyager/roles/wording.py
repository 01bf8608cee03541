"""Goals and programs of the recipe author as sentences for people: `Hunt sheep for 3 white wool`.

Knows English; names of items and creatures become words here and nowhere else.
"""

from __future__ import annotations

from voyager.core.goals import describe
from voyager.core.knowledge import FAMILIES
from voyager.core.milestones import Milestone
from voyager.core.records import DefeatMob, EquipItem, Goal, HaveItem, PlaceBlock
from voyager.roles.javascript import spaced
from voyager.roles.naming import function_name, way_to
from voyager.roles.prices import Prices
from voyager.roles.steps import Hunt

# last words of names that have no plural: three white wool, not three wools
MASS = frozenset({
    "andesite", "bamboo", "beef", "bread", "charcoal", "clay", "coal", "cobblestone", "cod",
    "copper", "deepslate", "diorite", "dirt", "dust", "flesh", "glass", "glowstone", "gold",
    "granite", "gravel", "gunpowder", "iron", "kelp", "lazuli", "leather", "meal", "mutton",
    "netherrack", "obsidian", "paper", "powder", "quartz", "redstone", "salmon", "sand",
    "sandstone", "stone", "string", "sugar", "tuff", "wart", "wheat", "wool",
})  # fmt: skip
PLURALS = {"sheep": "sheep", "enderman": "endermen", "wolf": "wolves"}


def words(name: str) -> str:
    """`white_wool` → `white wool`."""
    return name.replace("_", " ")


def plural(name: str) -> str:
    """`oak_log` → `oak logs`; what has no plural stays."""
    label = words(name)
    before, _, last = label.rpartition(" ")
    if last in PLURALS:
        return f"{before} {PLURALS[last]}".strip()
    if last in MASS or last.endswith("s"):
        return label
    return label + ("es" if last.endswith(("ch", "sh", "x")) else "s")


def amount(count: int, name: str) -> str:
    """`a log`, `3 logs`, `3 white wool`, `coal`."""
    if count != 1:
        return f"{count} {plural(name)}"
    label = words(name)
    if label == plural(name):
        return label
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def say(goal: Goal, prices: Prices) -> str:
    """A task in one line: `Mine 3 logs`, `Hunt spiders for 3 string`."""
    if not isinstance(goal, HaveItem):
        return in_words(goal)
    name, way = function_name(prices, goal.item), way_to(prices, goal.item)
    what = amount(goal.count, goal.item)
    if isinstance(way, Hunt):
        return f"Hunt {plural(way.mob)} for {what}"
    return f"{spaced(name).split()[0].capitalize() if name else 'Obtain'} {what}"


def in_words(goal: Goal) -> str:
    """A goal as a sentence without names that only the game knows."""
    match goal:
        case HaveItem():
            return f"Obtain {amount(goal.count, goal.item)}"
        case PlaceBlock():
            return f"Place {amount(1, goal.block)}"
        case DefeatMob():
            return f"Defeat {amount(goal.count, goal.mob)}"
        case EquipItem():
            return f"Equip {amount(1, goal.item)}"
        case _:
            return describe(goal)


def any_of(item: str) -> str:
    """What a function obtains: `any planks`, `raw iron`, `iron ingots`."""
    return f"any {plural(item)}" if item in FAMILIES else plural(item)


def reason(step: Goal, target: Goal, milestone: Milestone | None) -> str:
    """Why a step is taken."""
    if step == target:
        return milestone.reason if milestone else "it is the goal of this session"
    told = in_words(target)
    return f"a step to: {told[0].lower()}{told[1:]}"
