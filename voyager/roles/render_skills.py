"""Stored skills as the author of a program sees them: every signature, and code where there is room.

A program is shown whole or by its main function; never by half.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voyager.core.records import Skill
from voyager.roles import outline
from voyager.roles.render import CHARACTERS_PER_TOKEN, Allowances, cut

JSDOC = re.compile(r"\A\s*/\*\*.*?\*/\s*", re.S)
SIGNATURE = re.compile(r"(?:async\s+)?function\s+[\w$]+\s*\([^)]*\)")
SENTENCE = re.compile(r".*?[.!?](?=\s|$)", re.S)
LONGEST_SENTENCE = 160  # characters


def skills(known: Sequence[Skill], allowances: Allowances) -> str:
    """Signature and first sentence of each; of the first few all that is known, and their code."""
    if not known:
        return "None yet."
    limit = allowances.skills * CHARACTERS_PER_TOKEN
    first = allowances.skills_with_code
    full = [f"`{signature(skill)}` – {skill.description}" for skill in known]
    brief = [f"`{signature(skill)}` – {first_sentence(skill)}" for skill in known]
    shown = [f"`{signature(skill)}`" for skill in known]
    used = sum(len(text) + 1 for text in shown)
    for number, texts in enumerate(zip(full, brief, strict=True)):  # the best first, with room
        for text in texts if number < first else texts[1:]:
            if used + len(text) - len(shown[number]) <= limit:
                used += len(text) - len(shown[number])
                shown[number] = text
                break
    for number, skill in enumerate(known[: allowances.skills_with_code]):
        room = min(limit - used, allowances.skill_code * CHARACTERS_PER_TOKEN)
        if block := _code(skill, room):
            shown[number] += block
            used += len(block)
    return cut("\n".join(shown), allowances.skills, "list")


def _code(skill: Skill, room: int) -> str:
    """The whole program, or its main function, as a fenced block of at most `room` characters."""
    whole = JSDOC.sub("", skill.code).strip()
    main = outline.function(whole, skill.name)
    texts = [whole, *([f"{main}\n// its helper functions are not shown"] if main else [])]
    blocks = [f"\n```javascript\n{text}\n```" for text in texts]
    return next((block for block in blocks if len(block) <= room), "")


def first_sentence(skill: Skill) -> str:
    """What says most in least."""
    found = SENTENCE.match(skill.description)
    text = " ".join((found[0] if found else skill.description).split())
    return text if len(text) <= LONGEST_SENTENCE else text[: LONGEST_SENTENCE - 1] + "…"


def signature(skill: Skill) -> str:
    """`mineOakLog(bot, count = 3)`, read from the code."""
    for found in SIGNATURE.finditer(skill.code):
        if re.search(rf"\b{re.escape(skill.name)}\b", found[0]):
            return re.sub(r"^(async\s+)?function\s+", "", found[0])
    return f"{skill.name}(bot)"
