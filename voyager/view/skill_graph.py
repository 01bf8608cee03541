"""The call graph of skills, drawn as a tree for a terminal or as Mermaid text; view/skill_svg.py draws SVG.

Takes who calls whom; knows nothing of files. Cycles are tolerated: a call back is named as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from voyager.core.records import Skill
from voyager.core.skill_graph import called_in

if TYPE_CHECKING:
    from rich.tree import Tree

Calls = Mapping[str, Sequence[str]]
"""Skill → the skills that it calls itself, sorted."""


def calls_of(skills: Iterable[Skill]) -> dict[str, list[str]]:
    """Who calls whom, as their code says now."""
    known = {skill.name: skill for skill in skills}
    return {
        name: sorted(called_in(skill.code) & known.keys() - {name})
        for name, skill in sorted(known.items())
    }


def below(name: str, calls: Calls) -> dict[str, list[str]]:
    """The part of the graph that `name` can reach, itself included."""
    found: dict[str, list[str]] = {}
    waiting = [name]
    while waiting:
        if (here := waiting.pop()) not in found:
            found[here] = list(calls.get(here, ()))
            waiting += found[here]
    return dict(sorted(found.items()))


def roots(calls: Calls) -> list[str]:
    """Skills that nobody calls; of a cycle that nobody enters, one from which all of it is reached."""
    called = {name for callees in calls.values() for name in callees}
    found = [name for name in sorted(calls) if name not in called]
    reached = {n for name in found for n in below(name, calls)}
    left = {name: below(name, calls).keys() for name in sorted(calls) if name not in reached}
    for name in sorted(left, key=lambda name: (-len(left[name]), name)):
        if name not in reached:
            found.append(name)
            reached |= left[name]
    return sorted(found)


# ── tree ───────────────────────────────────────────────────────────────────────────────────────


def trees(
    calls: Calls, tops: Sequence[str], quarantined: frozenset[str] = frozenset()
) -> Iterator[Tree]:
    """A rich tree for each of `tops`. What was unfolded once is only named where it comes again."""
    unfolded: set[str] = set()
    for top in tops:
        yield _tree(top, calls, quarantined, unfolded, ())


def _tree(
    name: str, calls: Calls, quarantined: frozenset[str], unfolded: set[str], above: tuple[str, ...]
) -> Tree:
    from rich.text import Text
    from rich.tree import Tree

    label = Text(name)
    callees = calls.get(name, ())
    if name in quarantined:
        label.append(" (quarantined)", "yellow")
    if name in above:
        label.append(" ↑ calls back", "dim")
        return Tree(label)
    if name in unfolded and callees:
        label.append(" …", "dim")
        return Tree(label)
    unfolded.add(name)
    tree = Tree(label)
    for callee in callees:
        tree.children.append(_tree(callee, calls, quarantined, unfolded, (*above, name)))
    return tree


def shortened(tree: Tree) -> bool:
    """Whether a node of `tree` is only named, since it was unfolded before."""
    return str(tree.label).endswith(" …") or any(shortened(each) for each in tree.children)


# ── Mermaid ────────────────────────────────────────────────────────────────────────────────────


def mermaid(calls: Calls, quarantined: frozenset[str] = frozenset()) -> str:
    """A flowchart in Mermaid's language; nodes are numbered, since names may hold a $ or be a keyword."""
    names = sorted(calls.keys() | {name for callees in calls.values() for name in callees})
    ids = {name: f"s{i}" for i, name in enumerate(names)}
    lines = ["flowchart TD"]
    lines += [f'    {ids[name]}["{name}"]' for name in names]
    lines += [f"    {ids[a]} --> {ids[b]}" for a in sorted(calls) for b in calls[a]]
    off = [ids[name] for name in names if name in quarantined]
    if off:
        lines += ["    classDef off stroke-dasharray: 4 3", f"    class {','.join(off)} off"]
    return "\n".join(lines)
