"""A program's text by its top-level functions, and cut so that what matters is still there.

Reads text, not syntax: good enough for programs laid out as people do it, with what stands at the top
level at the left margin. What must be exact is bridge/player/check.js.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

TOP = re.compile(
    r"^(?:(?:async\s+)?function\s*\*?\s*|(?:const|let|var|class)\s+)([A-Za-z_$][\w$]*)", re.M
)
"""Where each declaration at the left margin begins."""
WORDS = re.compile(
    r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""",
    re.S,
)
"""Comments and strings: a name in them calls nothing."""


def plain(code: str) -> str:
    """`code` with blanks for its comments and strings; every line stays where it is."""
    return WORDS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), code)


def declarations(code: str) -> list[tuple[str, str]]:
    """Name and text of each top-level declaration, up to where the next begins."""
    starts = [(found.start(), found[1]) for found in TOP.finditer(plain(code))]
    ends = [at for at, _ in starts[1:]] + [len(code)]
    return [(name, code[at:end]) for (at, name), end in zip(starts, ends, strict=False)]


def function(code: str, name: str) -> str | None:
    """The text of top-level function `name`, from its first line to its closing brace."""
    text = next((text for found, text in declarations(code) if found == name), None)
    if text is None:
        return None
    end = text.find("\n}")
    return text.rstrip() if end < 0 else text[: end + 2]


def around(code: str, lines: Iterable[int], limit: int) -> str:
    """`code`, or what of it fits into `limit` characters: its first line and those nearest `lines`.

    What is left out is said in its place.
    """
    code = code.rstrip()
    if len(code) <= limit:
        return code
    every = code.split("\n")
    wanted = [n - 1 for n in lines if 1 <= n <= len(every)] or [0]
    nearest = sorted(
        range(len(every)), key=lambda n: (n != 0, min(abs(n - at) for at in wanted), n)
    )
    kept: set[int] = set()
    room = limit - 80  # for the remarks
    for n in nearest:
        room -= len(every[n]) + 1
        if room < 0:
            break
        kept.add(n)
    shown: list[str] = []
    gap = 0
    for n, line in enumerate([*every, ""]):
        if n < len(every) and n not in kept:
            gap += 1
            continue
        if gap:
            shown.append(f"// [{gap} lines left out]")
            gap = 0
        shown.append(line)
    return "\n".join(shown).rstrip()
