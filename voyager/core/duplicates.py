"""Which skills are nearly the same: by the shape of their code, and by what they call and mean.

Pure. Reads JavaScript as a row of tokens, no more: literals are blanked and a skill's own names are
numbered, so that two programs that differ in what they ask for and not in how have one shape. One
name that is looked up (`itemsByName.oak_log`) may differ as well. Meaning comes in as a function; no
model of language is known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from voyager.core.records import Skill
from voyager.core.skill_graph import called_in

ALIKE = 0.5  # cosine of two descriptions from which on one shape may become one skill (docs/log.md)
NEAR = 0.8  # cosine from which on two skills with the same calls are worth a look

TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
      | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<template>`(?:[^`\\]|\\.)*`)
      | (?P<number>\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)
      | (?P<word>[A-Za-z_$][\w$]*)
      | (?P<sign>=>|\.\.\.|[-+*/%&|<>=!?]=?=?|.)""",
    re.X | re.S,
)
BINDING = {"const", "let", "var", "function", "class"}
WORDS = BINDING | {
    "async", "await", "break", "case", "catch", "continue", "default", "delete", "do", "else",
    "finally", "for", "if", "in", "instanceof", "new", "of", "return", "switch", "this", "throw",
    "try", "typeof", "void", "while", "yield", "true", "false", "null", "undefined",
}  # fmt: skip

Meaning = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""Texts to vectors of length 1."""


@dataclass(frozen=True)
class Token:
    """A piece of code and where it stands."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def literal(self) -> bool:
        return self.kind in ("string", "number")

    @property
    def value(self) -> str:
        """What stands for it as a value; one kind of quotes where that changes nothing."""
        if self.kind == "word":
            return f'"{self.text}"'
        plain = self.kind == "string" and not {"\\", '"'} & set(self.text[1:-1])
        return f'"{self.text[1:-1]}"' if plain else self.text


def tokens_of(code: str) -> list[Token]:
    """The code's tokens, without spaces and comments."""
    return [
        Token(str(found.lastgroup), found[0], found.start())
        for found in TOKEN.finditer(code)
        if found.lastgroup != "space"
    ]


@dataclass(frozen=True)
class Shaped:
    """A skill, its tokens and its shape."""

    skill: Skill

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(tokens_of(self.skill.code))

    @cached_property
    def shape(self) -> tuple[str, ...]:
        """The tokens with literals blanked and names of its own numbered in the order they come."""
        own = self._own_names()
        numbered: dict[str, str] = {self.skill.name: "#self"}
        shape = []
        for i, token in enumerate(self.tokens):
            if token.literal:
                shape.append(f"#{token.kind}")
            elif token.kind == "word" and token.text in own and not self._is_key(i):
                shape.append(numbered.setdefault(token.text, f"#{len(numbered)}"))
            else:
                shape.append(token.text)
        return tuple(shape)

    @cached_property
    def literals(self) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.literal)

    @cached_property
    def looked_up(self) -> tuple[int, ...]:
        """Tokens that are names looked up and not called: `oak_log` of `itemsByName.oak_log`."""
        return tuple(
            i for i, token in enumerate(self.tokens[:-1])
            if i > 1 and token.kind == "word" and self.tokens[i - 1].text == "."
            and self.tokens[i - 2].kind == "word"
            and self.tokens[i + 1].text not in ("(", "=", "+", "-", "++", "--", "+=", "-=")
        )  # fmt: skip

    @cached_property
    def outline(self) -> tuple[str, ...]:
        """The shape with the names that are looked up blanked."""
        blank = set(self.looked_up)
        return tuple("#name" if i in blank else text for i, text in enumerate(self.shape))

    def _own_names(self) -> set[str]:
        """Its function, parameters and variables: names that mean nothing outside."""
        own = {self.skill.name}
        for before, token in zip(self.tokens, self.tokens[1:], strict=False):
            if before.text in BINDING and token.kind == "word":
                own.add(token.text)
        first = next((i for i, t in enumerate(self.tokens) if t.text == "("), len(self.tokens))
        depth = 0
        for i in range(first, len(self.tokens)):  # the first function's parameters
            token, before = self.tokens[i], self.tokens[i - 1]
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if token.kind == "word" and token.text not in WORDS and before.text in ("(", ","):
                own.add(token.text)
            if depth == 0:
                break
        return own

    def _is_key(self, i: int) -> bool:
        """A property: what follows a dot, or stands before a colon in an object."""
        before = self.tokens[i - 1].text if i else ""
        after = self.tokens[i + 1].text if i + 1 < len(self.tokens) else ""
        return before in (".", "?.") or (after == ":" and before in ("{", ","))


@dataclass(frozen=True)
class Group:
    """Skills of one shape that mean alike, by name."""

    members: tuple[Shaped, ...]
    likeness: float
    """The least cosine between the first one's description and another's."""


@dataclass(frozen=True)
class Pair:
    """Two skills that call the same and mean nearly the same, but are written differently."""

    first: str
    second: str
    likeness: float


def find(skills: Iterable[Skill], meaning: Meaning) -> tuple[list[Group], list[Pair]]:
    """Groups that could be one skill with parameters, and pairs that only a reader can judge."""
    shaped = [Shaped(s) for s in sorted(skills, key=lambda s: s.name) if s.quarantined is None]
    vectors = dict(
        zip(
            (each.skill.name for each in shaped),
            meaning([each.skill.description for each in shaped]),
            strict=True,
        )
    )

    def likeness(a: Shaped, b: Shaped) -> float:
        pairs = zip(vectors[a.skill.name], vectors[b.skill.name], strict=True)
        return float(sum(x * y for x, y in pairs))

    by_outline: dict[tuple[str, ...], list[Shaped]] = {}
    for each in shaped:
        by_outline.setdefault(each.outline, []).append(each)
    groups = []
    for same in by_outline.values():
        alike = [
            each for each in same
            if names_apart(same[0], each) <= 1 and likeness(same[0], each) >= ALIKE
        ]  # fmt: skip
        if len(alike) > 1:
            least = min(likeness(alike[0], each) for each in alike[1:])
            groups.append(Group(tuple(alike), least))
    return groups, _pairs(shaped, likeness)


def names_apart(a: Shaped, b: Shaped) -> int:
    """In how many different names that are looked up two skills of one outline differ."""
    pairs = {(a.tokens[i].text, b.tokens[i].text) for i in a.looked_up}
    return len({pair for pair in pairs if pair[0] != pair[1]})


def _pairs(shaped: Sequence[Shaped], likeness: Callable[[Shaped, Shaped], float]) -> list[Pair]:
    by_calls: dict[frozenset[str], list[Shaped]] = {}
    for each in shaped:
        by_calls.setdefault(_calls(each), []).append(each)
    pairs = [
        Pair(a.skill.name, b.skill.name, likeness(a, b))
        for calls, same in by_calls.items()
        if calls
        for i, a in enumerate(same)
        for b in same[i + 1 :]
        if (a.outline != b.outline or names_apart(a, b) > 1) and likeness(a, b) >= NEAR
    ]
    return sorted(pairs, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _calls(each: Shaped) -> frozenset[str]:
    """The names that it calls as functions, its own left out."""
    own = called_in(each.skill.code)
    followed = zip(each.tokens, each.tokens[1:], strict=False)
    return frozenset(
        t.text
        for t, after in followed
        if after.text == "(" and t.text in own - WORDS and t.kind == "word"
    )
