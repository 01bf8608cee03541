"""The game's own words for what people say: a hatchet is an axe, an oven a furnace. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

AMOUNT = re.compile(r"\bx ?\d+\b|\b\d+ ?x\b")
WORD = re.compile(r"[a-z]+|[0-9]+")
ENDINGS = ("ings", "ing", "ies", "es", "ed", "s", "e")
STOP = frozenset(
    """a an the of to in on at for and or with from by into it its is are be some any that this as
    up out off so you your my me i we our them then than where when which what can will get obtain
    have need want needs near wanted has""".split()  # noqa: SIM905  # quoted one by one they read worse
)


def stem(word: str) -> str:
    """A rough stem: one ending off, as long as three letters stay.

    >>> stem("mining"), stem("mines"), stem("glass"), stem("berries")
    ('min', 'min', 'glass', 'berry')
    """
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def stems(text: str) -> list[str]:
    """The stems of a text's words in order; `the` and its like left out."""
    return [stem(word) for word in WORD.findall(spaced(text)) if word not in STOP]


def spaced(text: str) -> str:
    """`mineOakLog` and `oak_log` in words: `mine oak log`, `oak log`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text).replace("_", " ").lower()


def plain(query: str) -> str:
    """A query without what says nothing about the skill: `Obtain oak_log x4` → `obtain oak log`."""
    return " ".join(AMOUNT.sub(" ", spaced(query)).split())


class Thesaurus:
    """Everyday words → game words."""

    def __init__(self, said: Mapping[str, Iterable[str]]) -> None:
        self._game: dict[tuple[str, ...], list[str]] = {}
        for game, everyday in said.items():
            for each in everyday:
                self._game.setdefault(tuple(stems(each)), []).append(game.replace("_", " "))

    def also(self, query: str) -> list[str]:
        """Game words for what stands in `query`, each once, in order; longer phrases first."""
        words = stems(query)
        pairs = [tuple(words[i : i + 2]) for i in range(len(words) - 1)]
        found = [g for key in (*pairs, *((w,) for w in words)) for g in self._game.get(key, ())]
        return list(dict.fromkeys(found))
