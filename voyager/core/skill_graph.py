"""Which skill calls which: names read from code, closures, callers and cycles. Pure.

Reads JavaScript only as far as identifiers: good enough to know what a program may call, since the
bridge's parser has read every program before. A function that a program declares is its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from voyager.core.records import Skill

IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
DECLARED = re.compile(r"\bfunction\s*\*?\s*([A-Za-z_$][\w$]*)")
CHARACTERS_PER_TOKEN = 4  # of JavaScript and English, roughly; enough to share out room

Lookup = Callable[[str], Skill | None]


def called_in(code: str) -> set[str]:
    """Every identifier in `code` that it does not declare as a function itself."""
    return set(IDENTIFIER.findall(code)) - set(DECLARED.findall(code))


def closure(code: str, lookup: Lookup) -> list[Skill]:
    """Every skill that `code` calls, directly or through others; sorted by name."""
    found: dict[str, Skill] = {}
    waiting = [code]
    while waiting:
        for name in called_in(waiting.pop()):
            if name not in found and (skill := lookup(name)):
                found[name] = skill
                waiting.append(skill.code)
    return [found[name] for name in sorted(found)]


def callers(name: str, skills: Iterable[Skill]) -> list[str]:
    """Every skill that calls `name`, directly or through others, sorted; never `name` itself."""
    calls = {skill.name: called_in(skill.code) for skill in skills}
    found: set[str] = set()
    waiting = {name}
    while waiting:
        wanted = waiting
        waiting = {n for n, called in calls.items() if called & wanted} - found - {name}
        found |= waiting
    return sorted(found)


def cycle(calls: Mapping[str, Iterable[str]]) -> list[str]:
    """One cycle of calls, `[a, b, a]`, or empty when there is none. Self-calls are recursion, not cycles.

    >>> cycle({"a": ["b"], "b": ["c"], "c": ["a"]})
    ['a', 'b', 'c', 'a']
    """
    settled: set[str] = set()
    for start in sorted(calls):
        path: list[str] = []
        waiting: list[tuple[str, bool]] = [(start, False)]
        while waiting:
            name, leaving = waiting.pop()
            if leaving:
                settled.add(path.pop())
            elif name in path:
                return [*path[path.index(name) :], name]
            elif name not in settled and name in calls:
                path.append(name)
                waiting.append((name, True))
                waiting += [(n, False) for n in sorted(calls[name], reverse=True) if n != name]
    return []


def with_called(chosen: Sequence[Skill], lookup: Lookup, tokens: int | None) -> list[Skill]:
    """`chosen`, best first, each with the skills it calls coming along after all of them.

    Stops where `tokens` (None: no limit) are used up; the first skill always stays.
    """
    names = {skill.name for skill in chosen}
    along = {
        called.name: called
        for skill in chosen
        for called in closure(skill.code, lookup)
        if called.name not in names and called.quarantined is None
    }
    kept: list[Skill] = []
    left = float("inf") if tokens is None else tokens
    for skill in (*chosen, *along.values()):
        left -= tokens_of(skill)
        if left < 0 and kept:
            break
        kept.append(skill)
    return kept


def tokens_of(skill: Skill) -> int:
    """About how many tokens a skill takes in a prompt, code and all."""
    return (len(skill.code) + len(skill.description) + len(skill.name)) // CHARACTERS_PER_TOKEN + 1
