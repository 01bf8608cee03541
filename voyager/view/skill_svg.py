"""The call graph of skills as one SVG document, with a small layout of our own.

Layers by the longest way down from a caller; a call that passes layers by gets a place in each of
them, so that lines do not run behind boxes; each layer is put in the order that crosses least, sweep
by sweep. Cycles are tolerated: a call back up is drawn dashed. Knows names and calls, nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

Calls = Mapping[str, Sequence[str]]

SWEEPS = 12  # of ordering; more changes little
CHARACTER = 7.4  # px of the font below
BOX_HEIGHT, GAP_X, GAP_Y, MARGIN = 30, 22, 56, 20  # px
PASSING = 10  # px that a line takes in a layer that it passes
STYLE = (
    "text{font:12px ui-monospace,monospace;fill:#1f2328}rect{fill:#f6f8fa;stroke:#57606a}"
    "rect.off{stroke-dasharray:4 3}path{fill:none;stroke:#8c959f}path.back{stroke-dasharray:3 3}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}rect{fill:#161b22;stroke:#8b949e}}"
)


def svg(calls: Calls, quarantined: frozenset[str] = frozenset()) -> str:
    """The whole graph; each skill a box, each call a line downwards."""
    ways = {(a, b): [a, b] for a in sorted(calls) for b in calls[a]}
    rows = _rows(calls, ways)
    names = set(calls) | {b for _, b in ways}
    width = {n: len(n) * CHARACTER + 18 if n in names else PASSING for row in rows for n in row}
    spans = [sum(width[n] for n in row) + GAP_X * (len(row) - 1) for row in rows]
    whole = max(spans, default=0) + 2 * MARGIN
    at: dict[str, tuple[float, float]] = {}  # middle of the upper edge
    for number, row in enumerate(rows):
        x = (whole - spans[number]) / 2
        for name in row:
            at[name] = (x + width[name] / 2, MARGIN + number * (BOX_HEIGHT + GAP_Y))
            x += width[name] + GAP_X
    height = 2 * MARGIN + max(0, len(rows) * (BOX_HEIGHT + GAP_Y) - GAP_Y)
    lines = [_line([at[name] for name in way]) for way in ways.values()]
    boxes = [_box(name, at[name], width[name], name in quarantined) for name in at if name in names]
    size = f'width="{whole:.0f}" height="{height:.0f}" viewBox="0 0 {whole:.0f} {height:.0f}"'
    body = "\n".join([f"<style>{STYLE}</style>", *lines, *boxes])
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{body}\n</svg>\n'


def _box(name: str, at: tuple[float, float], width: float, off: bool) -> str:
    x, y = at
    kind = ' class="off"' if off else ""
    return (
        f'<rect x="{x - width / 2:.0f}" y="{y:.0f}" width="{width:.0f}" height="{BOX_HEIGHT}" rx="5"{kind}/>'
        f'<text x="{x:.0f}" y="{y + 19:.0f}" text-anchor="middle">{escape(name)}</text>'
    )


def _line(points: Sequence[tuple[float, float]]) -> str:
    """From the lower edge of a box to the upper edge of another, straight down through what it passes."""
    (x, y), rest = points[0], points[1:]
    back = rest[-1][1] <= y
    y += BOX_HEIGHT
    bend = GAP_Y * 0.6
    path = [f"M{x:.0f} {y:.0f}"]
    for i, (to_x, to_y) in enumerate(rest):
        path.append(f"C{x:.0f} {y + bend:.0f} {to_x:.0f} {to_y - bend:.0f} {to_x:.0f} {to_y:.0f}")
        x, y = to_x, to_y + BOX_HEIGHT
        if i < len(rest) - 1:
            path.append(f"V{y:.0f}")
    kind = ' class="back"' if back else ""
    return f'<path{kind} d="{"".join(path)}"/>'


def levels(calls: Calls) -> dict[str, int]:
    """Skill → its layer: below everything that calls it. Calls that close a cycle count for nothing."""
    forward = without_cycles(calls)
    waiting = dict.fromkeys(forward, 0)
    for callees in forward.values():
        for name in callees:
            waiting[name] += 1
    ready = sorted(name for name, count in waiting.items() if count == 0)
    level = dict.fromkeys(ready, 0)
    while ready:
        here = ready.pop(0)
        for name in forward[here]:
            level[name] = max(level.get(name, 0), level[here] + 1)
            waiting[name] -= 1
            if waiting[name] == 0:
                ready.append(name)
    return level


def without_cycles(calls: Calls) -> dict[str, list[str]]:
    """The calls without those that lead back to a skill that is still being walked from."""
    names = calls.keys() | {callee for callees in calls.values() for callee in callees}
    kept: dict[str, list[str]] = {name: [] for name in sorted(names)}
    done: set[str] = set()
    for start in kept:
        path: set[str] = set()
        waiting: list[tuple[str, bool]] = [(start, False)]
        while waiting:
            name, leaving = waiting.pop()
            if leaving:
                path.discard(name)
                done.add(name)
            elif name not in done and name not in path:
                path.add(name)
                waiting.append((name, True))
                kept[name] = [each for each in calls.get(name, ()) if each not in path]
                waiting += [(each, False) for each in reversed(kept[name])]
    return kept


def _rows(calls: Calls, ways: dict[tuple[str, str], list[str]]) -> list[list[str]]:
    """Names by layer, in order. Puts places for passing lines into `ways`, named `caller>callee>layer`."""
    level = levels(calls)
    rows: list[list[str]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for name in sorted(level):
        rows[level[name]].append(name)
    for (caller, callee), way in ways.items():
        passed = [f"{caller}>{callee}>{n}" for n in range(level[caller] + 1, level[callee])]
        way[1:1] = passed
        for n, name in enumerate(passed, start=level[caller] + 1):
            rows[n].append(name)
    above: dict[str, list[str]] = {}
    beneath: dict[str, list[str]] = {}
    for (caller, callee), way in ways.items():
        if level[callee] > level[caller]:
            for upper, lower in pairwise(way):
                beneath.setdefault(upper, []).append(lower)
                above.setdefault(lower, []).append(upper)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        neighbours = above if down else beneath
        place = _places(rows)
        for row in rows if down else reversed(rows):
            ranked = sorted(
                (_middle([place[n] for n in neighbours.get(name, ())], place[name]), name)
                for name in row
            )
            row[:] = [name for _, name in ranked]
            place |= _places([row])
    return rows


def _places(rows: Sequence[Sequence[str]]) -> dict[str, float]:
    return {name: (i + 0.5) / len(row) for row in rows for i, name in enumerate(row)}


def _middle(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
