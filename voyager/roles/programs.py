"""One program for one task: the writer's functions, and what tactics put before them.

Also makes the skill draft of a program that worked. Runs nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from voyager.core.goals import describe
from voyager.core.knowledge import FAMILIES, Knowledge, in_family
from voyager.core.records import (
    DefeatMob,
    EatFood,
    EquipItem,
    HaveItem,
    Observation,
    PlaceBlock,
    Program,
    ReachPlace,
    Skill,
    SkillDraft,
    Task,
)
from voyager.roles.tactics import Tactics
from voyager.roles.writer import KnownSkills, Writer, called_in, function, words_of

RESTED = 16  # of 20 health: enough for a cave
REST_S = 40  # game seconds; a full stomach heals a point every 4 s; https://minecraft.wiki/w/Healing

SLOTS = {"helmet": "head", "chestplate": "torso", "leggings": "legs", "boots": "feet"}
MEALS = ("cooked_beef", "cooked_porkchop", "cooked_mutton", "cooked_chicken", "bread",
         "baked_potato", "beef", "porkchop", "mutton", "apple", "carrot", "sweet_berries")
"""What a hungry player looks for, the best first among equals of price."""

TOOLS = "_(pickaxe|axe|sword|shovel|hoe|helmet|chestplate|leggings|boots)$|^(shield|bucket|bow|arrow)$"
STOCK = "_(log|planks|ingot)$|iron|diamond|^(torch|coal|stick|crafting_table|furnace|cobblestone)$|^cooked_"


def program_for(
    task: Task, knowledge: Knowledge, seen: Observation, tactics: Tactics, known: KnownSkills
) -> Program | None:
    """A program for `task` with these tactics; None when nothing can bring its goal about."""
    writer = Writer(knowledge, seen, tactics, known)
    goal = task.goal
    match goal:
        case HaveItem():
            return _obtain(goal, task, writer, tactics)
        case PlaceBlock():
            lines = _place(goal, writer)
            name = "place" + words_of(goal.block)
        case DefeatMob():
            lines = _defeat(goal, writer)
            name = "defeat" + words_of(goal.mob)
        case EquipItem():
            lines = _equip(goal, writer)
            name = "equip" + words_of(goal.item)
        case EatFood():
            lines = _eat(goal, writer)
            name = "eat" + words_of(goal.food or "something")
        case ReachPlace():
            lines = _reach(goal, writer)
            name = _reach_name(goal, seen)
        case _:
            return None
    if lines is None:
        return None
    parameter = f"count = {goal.count}" if isinstance(goal, DefeatMob) else ""
    before = prelude(tactics, writer)
    code = _joined(function(name, describe(goal) + ".", [*before, *lines], parameter), writer)
    return Program(name=name, code=code, explanation=tactics.in_words())


def _obtain(goal: HaveItem, task: Task, writer: Writer, tactics: Tactics) -> Program | None:
    name = writer.name_for(goal.item)
    if name is None:
        return None
    skill = writer.callable_skill(name)
    before = prelude(tactics, writer, goal.item)
    if skill is not None:
        if not before and f"count = {goal.count})" in skill.code:
            return Program(name=name, code=skill.code, explanation="a skill that is known already")
        main = "have" + (str(goal.count) if goal.count > 1 else "") + words_of(goal.item)
        lines = [*before, f"await {name}(bot, {goal.count});"]
        code = _joined(function(main, describe(goal) + ".", lines), writer)
        return Program(name=main, code=code, explanation=f"{name} is known; {tactics.in_words()}")
    if writer.obtain(goal.item, goal.count, before=before) is None:
        return None
    main_code = writer.functions.pop(name)
    return Program(name=name, code=_joined(main_code, writer), explanation=tactics.in_words())


def _joined(main: str, writer: Writer) -> str:
    """The main function first, then those that were written beside it."""
    return "\n\n".join([main, *writer.functions.values()]) + "\n"


def prelude(tactics: Tactics, writer: Writer, wanted: str | None = None) -> list[str]:
    """Lines that come before the work itself, which is to obtain `wanted`."""
    lines = []
    if tactics.surface:
        lines.append("await climbToSurface(bot);")
    if tactics.rest:
        lines += [
            f"for (let second = 0; second < {REST_S} && bot.health < {RESTED}; second++) {{",
            "  if (bot.food < 18 && api.food()) await eatFood(bot);",
            "  await api.waitTicks(20);",
            "}",
        ]
    if tactics.tidy:
        lines.append("await api.tidy();  // throws junk away when hardly a slot is free")
    limit = writer.price(wanted) if wanted else float("inf")
    for item in [*tactics.first, *(["stone_sword"] if tactics.armed else [])]:
        if writer.price(item) >= limit:
            continue  # it takes the very thing that is wanted
        make = writer.obtain(item)
        if make is not None:
            lines.append(f'if (!api.has("{item}")) await {make}(bot);')
    return lines


def _place(goal: PlaceBlock, writer: Writer) -> list[str] | None:
    make = writer.obtain(goal.block)
    if make is None:
        return None
    lines = [f"await {make}(bot);"]
    if goal.block != "chest":
        return [*lines, f'await placeNearby(bot, "{goal.block}");']
    return [
            *lines,
            'const spot = await placeNearby(bot, "chest");',

            "// keep at hand what is worn, used or eaten every day; store the rest",
            f"const tools = /{TOOLS}/;",
            f"const stock = /{STOCK}/;",
            "const spare = {};",
            "for (const item of bot.inventory.items()) {",
            "  if (tools.test(item.name) || stock.test(item.name)) continue;",
            "  spare[item.name] = api.count(item.name);",
            "}",
            "if (Object.keys(spare).length) await depositItemIntoChest(bot, spot, spare);",
    ]


def _defeat(goal: DefeatMob, writer: Writer) -> list[str]:
    hostile = writer.knowledge.mobs.get(goal.mob) == "hostile"
    lines = []
    if hostile:
        lines += [
            "// monsters come out at night",
            "for (let wait = 0; bot.time.isDay && wait < 50; wait++) await api.waitTicks(200);",
        ]
    seek = writer.hunt_lines(goal.mob, "kills < count", after="kills++;")
    return [*lines, "let kills = 0;", *seek]


def _equip(goal: EquipItem, writer: Writer) -> list[str] | None:
    make = writer.obtain(goal.item)
    if make is None:
        return None
    ending = goal.item.rsplit("_", 1)[-1]
    slot = SLOTS.get(ending, "off-hand" if goal.item == "shield" else "hand")
    return [f'if (!api.has("{goal.item}")) await {make}(bot);',
            f'await equipItem(bot, "{goal.item}", "{slot}");']


def _eat(goal: EatFood, writer: Writer) -> list[str] | None:
    if goal.food is not None:
        make = writer.obtain(goal.food)
        return None if make is None else [
            f"await {make}(bot);", f'await eatFood(bot, "{goal.food}");']
    meal = min(MEALS, key=lambda m: (writer.prices.shortfall(m, 1, writer.prices.around.held),
                                     MEALS.index(m)))
    make = writer.obtain(meal)
    if make is None:
        return ["await eatFood(bot);"]
    return [f"if (!api.food()) await {make}(bot, 2);", "await eatFood(bot);"]


def _reach(goal: ReachPlace, writer: Writer) -> list[str] | None:
    if goal.position is not None:
        p = goal.position
        if p.distance_to(writer.seen.position) < goal.radius:
            return ["await shelter(bot);"]
        return [f"await goTo(bot, {p.x:g}, {p.y:g}, {p.z:g}, {goal.radius:g});"]
    if goal.biome is not None:
        return writer.walk_to_biome(goal.biome)
    if goal.at_most_y is not None:
        return [f"await digDownTo(bot, {goal.at_most_y});"]
    return ["await climbToSurface(bot);"]


def _reach_name(goal: ReachPlace, seen: Observation) -> str:
    if goal.biome is not None:
        return "reach" + words_of(goal.biome)
    if goal.at_most_y is not None:
        level = goal.at_most_y
        return f"digDownToMinus{-level}" if level < 0 else f"digDownTo{level}"
    if goal.position is not None and goal.position.distance_to(seen.position) < goal.radius:
        return "shelterUntilMorning"
    return "goToPlace" if goal.position is not None else "climbUp"


# ── skills ─────────────────────────────────────────────────────────────────────────────────────


def draft(
    task: Task, program: Program, knowledge: Knowledge, lookup: Callable[[str], Skill | None]
) -> SkillDraft | None:
    """The skill that `program` becomes; None when it only calls another or fits one place only."""
    if program.name.startswith("have") or program.name == "goToPlace":
        return None
    uses = tuple(sorted(n for n in called_in(program.code) if n != program.name and lookup(n)))
    return SkillDraft(name=program.name, code=program.code,
                      description=description(task, program, knowledge), uses=uses)


def description(task: Task, program: Program, knowledge: Knowledge) -> str:
    """What it does, what it needs, what it leaves behind."""
    first = program.code.split("*/", 1)[0].removeprefix("/**").strip()
    goal = task.goal
    if not isinstance(goal, HaveItem):
        return f"{first} Obtains what it needs first. Works from any state."
    item = goal.item.replace("_", " ")
    needs = _needs(goal.item, knowledge)
    return (f"{first} Returns at once when they are held; obtains what is missing first"
            f"{f' ({needs})' if needs else ''}. Leaves `count` {item} in the inventory.")


def _needs(item: str, knowledge: Knowledge) -> str:
    member = knowledge.family(item)[0] if item in FAMILIES else item
    recipes = knowledge.recipes_for(member)
    if (recipes and not knowledge.blocks_dropping(member)) or item in ("planks",):
        recipe = recipes[0]
        parts = [f"{n} {_general(name)}" for name, n in recipe.ingredients]
        return ", ".join([*parts, *(["a crafting table"] if recipe.needs_table else [])])
    if (raw := knowledge.smelted_from(member)) and not recipes:
        return f"{raw[-1].replace('_', ' ')}, fuel and a furnace"
    blocks = knowledge.blocks_dropping(member)
    tools = knowledge.tools_for(blocks[0]) if blocks else ()
    return f"a {tools[0].replace('_', ' ')} or better" if tools else ""


def _general(name: str) -> str:
    family = next((f for f in ("planks", "log") if in_family(name, f)), None)
    return (family or name).replace("_", " ")

