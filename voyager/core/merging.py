"""One skill with parameters out of several of one shape: the same code, with what differs handed in.

Pure and mechanical: no model is asked. The old names stay as thin aliases, so that whoever calls them
still can. Whether the new skill does what each old one did is for practice to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from voyager.core.duplicates import Group, Shaped, Token
from voyager.core.records import Origin, Skill, SkillDraft

NOUNS = {  # whom a literal is handed to → what to call it
    "mineBlock": "block", "nearest": "block", "killMob": "mob", "placeItem": "block", "craftItem": "item",
    "count": "item", "has": "item", "smeltItem": "item", "equipItem": "item", "placeNearby": "block",
}  # fmt: skip
MOST_PARAMETERS = 4  # more than that is no skill but a form
NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[_$]+")


@dataclass(frozen=True)
class Merger:
    """A proposal: one skill for several."""

    merged: SkillDraft
    members: tuple[Skill, ...]
    aliases: tuple[SkillDraft, ...]
    """In the order of `members`: what stands under each old name from then on."""
    likeness: float
    parameters: tuple[str, ...]
    """`item = "oak_log"`: those that were added."""


def merge(group: Group, taken: Collection[str]) -> Merger | None:
    """The proposal for `group`; None when its code cannot be parametrised by rule. `taken`: names in use."""
    mains = [_main(each) for each in group.members]
    first, main = group.members[0], mains[0]
    if main is None or any(m is None for m in mains):
        return None
    columns = list(zip(*(_given(each) for each in group.members), strict=True))
    differing = [
        column for column in columns
        if len({t.value for t in column}) > 1 and not main.is_default(column[0])
    ]  # fmt: skip
    if any(not main.body[0] <= column[0].start < main.body[1] for column in differing):
        return None  # in a function beside the main one, which sees no parameters of it
    values: dict[tuple[str, ...], str] = {}
    words = {token.text for each in group.members for token in each.tokens if token.kind == "word"}
    for column in differing:
        key = tuple(token.value for token in column)
        if key not in values:
            noun = _noun(column[0], first)
            values[key] = _free(noun, words | set(values.values()) | set(taken))
    if len(values) > MOST_PARAMETERS:
        return None
    added = [f"{name} = {key[0]}" for key, name in values.items()]
    if added:
        noun = next(iter(values.values()))
        name = _name([each.skill.name for each in group.members], noun, taken)
        merged = _draft(first, main, name, values, differing, added)
    else:
        merged = _as_draft(first.skill)
    handed = list(zip(*values, strict=True)) or [()] * len(group.members)
    aliases = tuple(
        _alias(each.skill, m, merged.name, literals)
        for each, m, literals in zip(group.members, mains, handed, strict=True)
        if m is not None
    )
    members = tuple(each.skill for each in group.members)
    return Merger(merged, members, aliases, group.likeness, tuple(added))


def _given(each: Shaped) -> list[Token]:
    """What may differ between skills that are merged: literals, and names that are looked up."""
    looked_up = set(each.looked_up)
    return [token for i, token in enumerate(each.tokens) if token.literal or i in looked_up]


@dataclass(frozen=True)
class _Main:
    """The main function: where its parts stand in the code."""

    name: Token
    signature: tuple[int, int]
    """Between the brackets."""
    body: tuple[int, int]
    parameters: tuple[str, ...]
    defaults: frozenset[int]
    """Starts of the literals that are a parameter's whole default."""

    def is_default(self, token: Token) -> bool:
        return token.start in self.defaults


def _main(each: Shaped) -> _Main | None:
    """The function of the skill's own name; None when its parameters are anything but plain."""
    tokens = each.tokens
    for i, token in enumerate(tokens[:-1]):
        if token.text == "function" and tokens[i + 1].text == each.skill.name:
            break
    else:
        return None
    opening = i + 2
    closing = _closing(tokens, opening, "(", ")")
    brace = closing + 1 if closing is not None else len(tokens)
    ending = _closing(tokens, brace, "{", "}")
    if closing is None or ending is None:
        return None
    parameters, defaults, at = [], set(), opening + 1
    while at < closing:
        name, after = tokens[at], tokens[at + 1]
        if name.kind != "word":
            return None
        parameters.append(name.text)
        if after.text == "=":
            if not tokens[at + 2].literal:
                return None
            defaults.add(tokens[at + 2].start)
            after, at = tokens[at + 3], at + 2
        if after.text not in (",", ")"):
            return None
        at += 2
    return _Main(
        tokens[i + 1], (tokens[opening].end, tokens[closing].start),
        (tokens[brace].start, tokens[ending].end), tuple(parameters), frozenset(defaults),
    )  # fmt: skip


def _closing(tokens: Sequence[Token], at: int, opens: str, closes: str) -> int | None:
    if at >= len(tokens) or tokens[at].text != opens:
        return None
    depth = 0
    for i in range(at, len(tokens)):
        depth += {opens: 1, closes: -1}.get(tokens[i].text, 0)
        if depth == 0:
            return i
    return None


def _draft(
    first: Shaped, main: _Main, name: str, values: dict[tuple[str, ...], str],
    differing: Sequence[tuple[Token, ...]], added: Sequence[str],
) -> SkillDraft:  # fmt: skip
    """The first member's code with its literals replaced, from the end so that places stay true."""
    code = first.skill.code
    told = f"{first.skill.description.rstrip('.')}; with {', '.join(added)} by default."
    changes = [(0, first.tokens[0].start, f"/** {_one_line(told)} */\n")]  # its comment told of one
    changes += [(main.signature[1], main.signature[1], "".join(f", {each}" for each in added))]
    changes += [(t.start, t.end, name) for t in first.tokens if t.text == first.skill.name]
    for column in differing:
        parameter, here = values[tuple(t.value for t in column)], column[0]
        i = first.tokens.index(here)
        if here.kind == "word":  # `of.oak_log` becomes `of[item]`
            changes.append((first.tokens[i - 1].start, here.end, f"[{parameter}]"))
            continue
        before, after = first.tokens[i - 1].text, first.tokens[i + 1].text
        key = after == ":" and before in ("{", ",")
        changes.append((here.start, here.end, f"[{parameter}]" if key else parameter))
    for start, end, text in sorted(changes, reverse=True):
        code = code[:start] + text + code[end:]
    return SkillDraft(
        name=name, code=code, description=told, uses=first.skill.uses, needs=first.skill.needs
    )


def _alias(skill: Skill, main: _Main, merged: str, literals: Sequence[str]) -> SkillDraft:
    """What stands under an old name: a call of the new skill with that name's own values."""
    if skill.name == merged:
        return _as_draft(skill)
    signature = skill.code[main.signature[0] : main.signature[1]]
    handed = ", ".join([*main.parameters, *literals])
    code = (
        f"/** {_one_line(skill.description)} */\n"
        f"async function {skill.name}({signature}) {{\n  return {merged}({handed});\n}}\n"
    )
    return SkillDraft(
        name=skill.name, code=code, description=skill.description, uses=(merged,), needs=skill.needs
    )


def _as_draft(skill: Skill) -> SkillDraft:
    return SkillDraft(
        name=skill.name,
        code=skill.code,
        description=skill.description,
        uses=skill.uses,
        needs=skill.needs,
    )


def _one_line(text: str) -> str:
    return " ".join(text.replace("*/", "* /").split())


def _noun(literal: Token, shaped: Shaped) -> str:
    """What to call the parameter for a literal, by whom it is handed to."""
    if literal.kind == "number":
        return "amount"
    tokens = shaped.tokens
    if literal.kind == "word":  # `itemsByName.oak_log` is an item
        table = tokens[tokens.index(literal) - 2].text
        return next((noun for noun in ("item", "block") if table.startswith(noun)), "what")
    same = [i for i, token in enumerate(tokens) if token.value == literal.value]
    for i in same:
        for j in range(i - 1, max(i - 6, 0), -1):
            if tokens[j].text == "(" and tokens[j - 1].text in NOUNS:
                return NOUNS[tokens[j - 1].text]
    return "what"


def _free(name: str, taken: Collection[str]) -> str:
    if name not in taken:
        return name
    return next(f"{name}{n}" for n in range(2, 1000) if f"{name}{n}" not in taken)


def _name(names: Sequence[str], noun: str, taken: Collection[str]) -> str:
    """`mineOakLog, mineBirchLog` → `mineLog`; where that is taken, `mineAnyLog`."""
    rows = [NAME_WORD.findall(name) for name in names]
    shortest = min(len(row) for row in rows)
    head = next((i for i in range(shortest) if len({row[i] for row in rows}) > 1), shortest)
    tail = 0
    while tail < shortest - head and len({row[-1 - tail] for row in rows}) == 1:
        tail += 1
    front = "".join(rows[0][:head])
    back = "".join(rows[0][len(rows[0]) - tail :]) if tail else ""
    noun = noun.rstrip("0123456789").capitalize()
    wanted = [front + back] if front and back else []
    wanted += [f"{front}{noun}{back}", f"{front}Any{back}" if back else f"{front}Any{noun}"]
    lowered = {name.lower() for name in taken}
    for each in wanted:
        if front and each.lower() not in lowered:
            return each
    return _free_of_case(wanted[-1] if front else f"do{wanted[-1]}", lowered)


def _free_of_case(name: str, lowered: Collection[str]) -> str:
    numbered = (f"{name}{n or ''}" for n in range(1000) if n != 1)
    return next(each for each in numbered if each.lower() not in lowered)


def origin_of(merger: Merger) -> Origin:
    """Where the merged skill comes from: what its first member was, by another author."""
    first = merger.members[0].learned_from
    told = f"one skill for {', '.join(skill.name for skill in merger.members)}"
    return first.model_copy(update={"author": "tidy", "task": f"{first.task} ({told})"[:300]})
