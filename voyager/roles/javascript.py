"""Small pieces of JavaScript as text: functions, conditions and loops that written programs share.

Knows the names of primitives and of the toolbox; nothing of recipes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voyager.core.knowledge import FAMILIES

AT_HAND = 16  # blocks: a table or furnace farther off is not worth the walk


def words_of(item: str) -> str:
    """`iron_pickaxe` → `IronPickaxe`."""
    return "".join(part.capitalize() for part in item.split("_"))


def spaced(name: str) -> str:
    """`mineRawIron` → `mine raw iron`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()


def function(name: str, says: str, lines: Sequence[str], parameter: str = "") -> str:
    """The source of one async function with its one-line JSDoc."""
    parameters = f"bot, {parameter}" if parameter else "bot"
    return "\n".join([
        f"/** {says} */", f"async function {name}({parameters}) {{", *indent(lines), "}",
    ])


def indent(lines: Sequence[str]) -> list[str]:
    return ["  " + line if line else "" for line in lines]


def literal(names: Sequence[str], *, many: bool = False) -> str:
    """`"log"` for one name, `["iron_ore", "deepslate_iron_ore"]` for more."""
    texts = [f'"{name}"' for name in names]
    return texts[0] if len(texts) == 1 and not many else f"[{', '.join(texts)}]"


def held(item: str) -> str:
    """How many are held, as JavaScript; of a family, the most of one kind."""
    return f'api.most("{item}").count' if item in FAMILIES else f'api.count("{item}")'


def missing_of(item: str) -> str:
    return f"count - {held(item)}"


def attempt(*work: str) -> list[str]:
    """Lines that do `work` and start the loop again, or go on when there is nothing to be had here.

    `blocked` then tells what was seen and not reached from what was not seen at all.
    """
    return [
        "let blocked = false;",
        "try {",
        *indent([*work, "continue;"]),
        "} catch (error) {  // none here, or out of reach: look elsewhere",
        '  if (!api.isFailure(error, "not_found", "no_path", "timed_out")) throw error;',
        '  blocked = error.kind !== "not_found";',
        "}",
    ]


def near(station: str) -> str:
    return f'api.nearest("{station}", {{ maxDistance: {AT_HAND} }}).length'


def at_station(station: str, work: str) -> list[str]:
    """Lines that do `work` beside a table or furnace, and take it along afterwards."""
    return [
        f'if (!{near(station)}) await placeNearby(bot, "{station}");',
        work,
        f'await mineBlock(bot, "{station}");  // take it along',
    ]


def start(item: str) -> list[str]:
    """First lines of a function that makes what is missing."""
    return [f"const missing = {missing_of(item)};", "if (missing <= 0) return;"]


def called_in(code: str) -> set[str]:
    """Names that `code` awaits a call of."""
    return set(re.findall(r"\bawait\s+([A-Za-z_$][\w$]*)\(", code))
