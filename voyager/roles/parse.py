"""Reply text to Program, Proposal or Verdict. What cannot be used says why, for the next try.

Everything here is a model's word: untrusted, checked, and never evaluated.
"""

from __future__ import annotations

import re
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voyager.core.records import (
    DefeatMob,
    Described,
    EatFood,
    EquipItem,
    Goal,
    HaveItem,
    PlaceBlock,
    Program,
    ReachPlace,
    Reply,
    Unusable,
)
from voyager.roles import outline

FENCE = re.compile(r"^[ \t]*```[ \t]*(\w*)[^\n]*\n(.*?)^[ \t]*```[ \t]*$", re.S | re.M)
MAIN = re.compile(r"^async\s+function\s+([A-Za-z_$][\w$]*)\s*\(\s*bot\b", re.M)
MAX_PROGRAM = 40_000  # characters; a program that long is a model gone wrong
MAX_COUNT = 2304  # 36 slots of 64: no inventory holds more

MALFORMED = {
    "refusal": "The reply was a refusal.",
    "empty": "The reply was empty.",
    "length": "The reply was cut off before it was complete. Be shorter: few words, one program.",
}


class _Loose(BaseModel):
    """A reply's JSON: extra keys are ignored, strings that hold numbers are read."""

    model_config = ConfigDict(extra="ignore")


T = TypeVar("T", bound=_Loose)


class GoalReply(_Loose):
    kind: Literal[
        "have_item",
        "place_block",
        "defeat_mob",
        "equip_item",
        "eat_food",
        "reach_place",
        "described",
    ]
    name: str | None = Field(default=None, max_length=80)
    count: int | None = Field(default=1)
    y: int | None = None
    text: str | None = Field(default=None, max_length=500)


class ProposalReply(_Loose):
    reasoning: str = ""
    task: str = Field(min_length=1, max_length=300)
    goal: GoalReply
    question: str | None = None


class VerdictReply(_Loose):
    reasoning: str = ""
    success: bool
    critique: str = ""


class DescriptionReply(_Loose):
    description: str = Field(min_length=1, max_length=2000)
    name: str = ""
    code: str | None = None


class StepReply(_Loose):
    task: str = Field(min_length=1, max_length=300)
    goal: GoalReply


class PlanReply(_Loose):
    steps: list[StepReply] = Field(min_length=1, max_length=40)


class NotUsable(ValueError):
    """The reply cannot be used; the text says why, in words for the model."""


def program(reply: Reply) -> Program | Unusable:
    """The one program of a reply."""

    def unusable(reason: str) -> Unusable:
        return Unusable(reason=reason, reply=reply.text[:2000])

    if reply.ended != "stop":
        return unusable(MALFORMED[reply.ended])
    blocks = [(m[1].lower(), m[2]) for m in FENCE.finditer(reply.text)]
    scripts = [code for language, code in blocks if language in ("", "js", "javascript", "ts")]
    with_main = [code for code in scripts if MAIN.search(code)]
    if not with_main:
        if reply.text.count("```") % 2:
            return unusable("The program's block was never closed: the reply seems cut off.")
        if not scripts:
            return unusable("The reply holds no program in a block fenced as ```javascript.")
        return unusable("The block holds no `async function name(bot, …)` at the top level.")
    if len(with_main) > 1:
        return unusable(f"The reply holds {len(with_main)} programs. Give one block.")
    code = with_main[0].strip() + "\n"
    if len(code) > MAX_PROGRAM:
        return unusable(f"The program has {len(code)} characters; {MAX_PROGRAM} are allowed.")
    mains = _uncalled(code)
    if len(mains) != 1:
        which = ", ".join(mains or dict.fromkeys(MAIN.findall(code)))
        how = "nothing calls any of them" if mains else "they call one another"
        return unusable(
            f"Which function is the skill? {which} all take bot, and {how}. "
            "Let the skill's function call the others, and none call it."
        )
    name = mains[0]
    explanation = FENCE.sub("", reply.text).strip()[:2000]
    return Program(name=name, code=code, explanation=explanation)


def _uncalled(code: str) -> list[str]:
    """The async functions taking `bot` that no other function of `code` names: the skill's, if one.

    Helpers may stand before or after it, as authors like.
    """
    code = outline.plain(code)
    bodies = outline.declarations(code)
    return [
        main
        for main in dict.fromkeys(MAIN.findall(code))
        if not any(
            re.search(rf"(?<![\w$.]){re.escape(main)}(?![\w$])", body)
            for name, body in bodies
            if name != main
        )
    ]


def json_reply(reply: Reply, shape: type[T]) -> T:
    """The reply as `shape`. Raises NotUsable with what is wrong."""
    if reply.ended != "stop":
        raise NotUsable(MALFORMED[reply.ended])
    text = _json_text(reply.text)
    try:
        return shape.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise NotUsable(
            f"The reply is not the JSON object asked for: {where} {first['msg']}."
        ) from error


def _json_text(text: str) -> str:
    """The outermost object of a reply that may wrap it in a fence or in words."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text


def goal(reply: GoalReply) -> Goal:
    """A typed goal. Raises NotUsable when a name or level is missing."""
    name = (reply.name or "").strip().lower().removeprefix("minecraft:").replace(" ", "_")
    count = min(max(reply.count or 1, 1), MAX_COUNT)
    if not name and reply.kind not in ("described", "eat_food", "reach_place"):
        raise NotUsable(f"A goal of kind {reply.kind} needs a name.")
    match reply.kind:
        case "have_item":
            return HaveItem(item=name, count=count)
        case "place_block":
            return PlaceBlock(block=name)
        case "defeat_mob":
            return DefeatMob(mob=name, count=count)
        case "equip_item":
            return EquipItem(item=name)
        case "eat_food":
            return EatFood(food=name or None)
        case "reach_place":
            if name:
                return ReachPlace(biome=name)
            if reply.y is None:
                raise NotUsable("A goal of kind reach_place needs a biome as name, or y.")
            above = reply.text is not None and "least" in reply.text
            return ReachPlace(at_least_y=reply.y) if above else ReachPlace(at_most_y=reply.y)
        case "described":
            if not reply.text:
                raise NotUsable("A goal of kind described needs its text.")
            return Described(text=reply.text)


def schema_of(shape: type[_Loose]) -> dict[str, Any]:
    """A strict JSON schema: every key required, nothing else allowed, as servers ask for it."""
    schema = shape.model_json_schema()
    definitions = schema.pop("$defs", {})

    def closed(part: Any) -> Any:
        if isinstance(part, list):
            return [closed(item) for item in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            return closed(definitions[part["$ref"].rsplit("/", 1)[-1]])
        unwanted = ("title", "default", "minLength", "maxLength", "minItems", "maxItems")
        kept = {
            key: closed(value)
            for key, value in part.items()
            if not (key in unwanted and not isinstance(value, dict))
        }
        if kept.get("type") == "object":
            kept["required"] = list(kept["properties"])
            kept["additionalProperties"] = False
        return kept

    strict: dict[str, Any] = closed(schema)
    return strict
