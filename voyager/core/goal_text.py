"""Reading a goal that a person typed: `obtain an iron pickaxe`, `kill two zombies`, `reach y -50`.

What no rule can read becomes `Described` with the text unchanged: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from voyager.core.knowledge import FAMILIES, Knowledge
from voyager.core.records import (
    DefeatMob,
    Described,
    EatFood,
    EquipItem,
    Goal,
    HaveItem,
    PlaceBlock,
    Position,
    ReachPlace,
)

SEA_LEVEL = 63  # y of the water's surface, overworld; https://minecraft.wiki/w/Altitude

OBTAIN = {"obtain", "get", "have", "craft", "make", "mine", "dig", "collect", "gather", "smelt", "cook",
          "bake", "build", "acquire", "find", "own", "hold", "forge", "chop", "cut", "harvest"}
PLACE = {"place", "put", "set"}
DEFEAT = {"kill", "defeat", "slay", "hunt", "fight"}
EQUIP = {"equip", "wear", "wield", "don"}
EAT = {"eat", "consume"}
REACH = {"reach", "go", "travel", "walk", "climb", "descend", "explore", "visit", "dig"}

NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
           "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12,
           "sixteen": 16, "twenty": 20, "stack": 64}
FILLERS = {"the", "some", "of", "my", "your", "piece", "pieces", "loaf", "loaves", "block", "blocks",
           "more", "new", "down", "up", "on", "to", "into", "off", "at", "least", "please", "and"}
ALIASES = {"wood": "log", "tree": "log", "plank": "planks", "diamond_armour": "diamond_armor",
           "iron": "iron_ingot", "gold": "gold_ingot", "copper": "copper_ingot",
           "steak": "cooked_beef", "raw_beef": "beef", "raw_porkchop": "porkchop",
           "raw_mutton": "mutton", "raw_chicken": "chicken", "workbench": "crafting_table",
           "table": "crafting_table", "cobble": "cobblestone", "wheat_seed": "wheat_seeds",
           "seed": "wheat_seeds", "lapis": "lapis_lazuli", "bow_and_arrow": "bow"}


def parse_goal(text: str, knowledge: Knowledge) -> Goal:
    """The goal that `text` states; `Described(text)` when it fits no type.

    Articles, plurals, number words, display names (`Iron Pickaxe`) and families (`3 logs`) are
    understood; `mine iron ore` asks for what the ore drops, `cook beef` for what it becomes.
    """
    words = re.findall(r"[a-z0-9_]+(?:\.\d+)?|-\d+(?:\.\d+)?", text.lower().replace("'s", ""))
    described = Described(text=text.strip() or "nothing")
    while words and words[0] in {"please", "now", "then"}:
        words = words[1:]
    if not words:
        return described
    verb, rest = words[0], words[1:]
    if verb in REACH and (place := _place(rest, knowledge)):
        return place
    if verb in DEFEAT:
        return _defeat(rest, knowledge) or described
    if verb in EAT:
        return _eat(rest, knowledge) or described
    if verb in EQUIP and (item := _item(rest, knowledge)):
        return EquipItem(item=item[0])
    if verb in PLACE and (item := _item(rest, knowledge)):
        return PlaceBlock(block=item[0])
    found = _item(rest if verb in OBTAIN else words, knowledge)
    if found is None:
        return described
    return HaveItem(item=_outcome(verb, found[0], knowledge), count=found[1])


def _outcome(verb: str, item: str, knowledge: Knowledge) -> str:
    """What one holds after doing `verb` to `item`."""
    if verb in ("smelt", "cook", "bake") and not knowledge.smelted_from(item):
        return knowledge.smelts_to(item) or item
    drops = knowledge.drops_of(item)
    if drops and item not in drops and (verb in ("mine", "dig") or not _made(item, knowledge)):
        return drops[0]
    return item


def _made(item: str, knowledge: Knowledge) -> bool:
    return bool(knowledge.recipes_for(item) or knowledge.smelted_from(item)
                or knowledge.mobs_dropping(item) or knowledge.blocks_dropping(item))


def _number(words: Iterable[str]) -> tuple[int, list[str]]:
    """The count that `words` state (1 if none) and the words that are left."""
    count, left = 1, []
    for word in words:
        if word.isdigit():
            count = max(1, int(word))
        elif word in NUMBERS:
            count = max(count, NUMBERS[word])
        elif word not in FILLERS:
            left.append(word)
    return count, left


def _singulars(phrase: str) -> list[str]:
    """`phrase` and what it may be the plural of."""
    forms = [phrase]
    for ending, instead in (("ves", "f"), ("ies", "y"), ("es", ""), ("s", "")):
        if phrase.endswith(ending):
            forms.append(phrase[: -len(ending)] + instead)
    return forms


def _named(words: list[str], names: Iterable[str]) -> str | None:
    """The one of `names` that `words` mean."""
    known = set(names)
    phrase = "_".join(words)
    for form in _singulars(phrase):
        for candidate in (form, ALIASES.get(form, "")):
            if candidate in known:
                return candidate
    return None


def _item(words: list[str], knowledge: Knowledge) -> tuple[str, int] | None:
    count, left = _number(words)
    labels = {kind.label.lower().replace(" ", "_"): kind.name for kind in knowledge.items.values()}
    if len(left) == 2 and "of" in words and f"{left[1]}_{left[0]}" in knowledge.items:
        left.reverse()  # a bucket of water
    name = _named(left, [*knowledge.items, *knowledge.blocks, *FAMILIES])
    if name is None and (label := _named(left, labels)):
        name = labels[label]
    return (name, count) if name and name != "air" else None


def _defeat(words: list[str], knowledge: Knowledge) -> Goal | None:
    count, left = _number(words)
    mob = _named(left, knowledge.mobs)
    return DefeatMob(mob=mob, count=count) if mob else None


def _eat(words: list[str], knowledge: Knowledge) -> Goal | None:
    _, left = _number(words)
    if not left or left in (["something"], ["food"], ["anything"], ["meal"]):
        return EatFood()
    food = _named(left, knowledge.foods)
    return EatFood(food=food) if food else None


def _place(words: list[str], knowledge: Knowledge) -> Goal | None:
    """`y -50`, `level 11`, `10 64 -20`, `a desert`."""
    numbers = [float(w) for w in words if re.fullmatch(r"-?\d+(\.\d+)?", w)]
    if len(numbers) == 3:
        return ReachPlace(position=Position(x=numbers[0], y=numbers[1], z=numbers[2]))
    if len(numbers) == 1 and {"y", "level", "height", "layer", "depth"} & set(words):
        level = int(numbers[0])
        if level < SEA_LEVEL:
            return ReachPlace(at_most_y=level)
        return ReachPlace(at_least_y=level)
    if numbers:
        return None
    _, left = _number(words)
    left = [w for w in left if w != "biome"]
    biome = _named(left, {*knowledge.biomes, *(b.rsplit("_", 1)[-1] for b in knowledge.biomes)})
    return ReachPlace(biome=biome) if biome else None
