"""Replies that models really give, good and bad."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyager.core.records import HaveItem, Program, ReachPlace, Reply, Unusable
from voyager.roles import parse

GOOD = (
    "I will mine.\n```javascript\nasync function mineLogs(bot, count = 3) {\n"
    "  await mineBlock(bot, 'oak_log', count)\n}\n```\n"
)


def test_the_program_and_what_was_said_before_it() -> None:
    program = parse.program(Reply(text=GOOD))
    assert isinstance(program, Program)
    assert program.name == "mineLogs"
    assert program.code.startswith("async function mineLogs(bot, count = 3) {")
    assert program.explanation == "I will mine."


HELPER = "async function helper(bot, where) {\n  return 1 // not main(bot), and no 'main'\n}\n"
SKILL = "async function main(bot) {\n  for (const p of list) await helper(bot, p)\n}\n"


@pytest.mark.parametrize(
    "code",
    [
        HELPER + SKILL,
        SKILL + HELPER,
        SKILL + HELPER + "const retry = async f => { await f(helper) }\n",
        "async function main(bot) {\n  await main(bot)\n}\n",
    ],
)
def test_the_function_that_no_other_calls_is_the_program(code: str) -> None:
    program = parse.program(Reply(text=f"```js\n{code}```"))
    assert isinstance(program, Program)
    assert program.name == "main"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (SKILL.replace("helper", "api.goto") + HELPER, "main, helper all take bot, and nothing"),
        (SKILL + HELPER.replace("return 1", "await main(bot)"), "they call one another"),
    ],
)
def test_when_no_function_or_more_than_one_could_be_the_skill_it_is_said(
    code: str, why: str
) -> None:
    found = parse.program(Reply(text=f"```js\n{code}```"))
    assert isinstance(found, Unusable)
    assert why in found.reason


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(text="", ended="empty"), "empty"),
        (Reply(text="I cannot help", ended="refusal"), "refusal"),
        (Reply(text=GOOD, ended="length"), "cut off"),
        (Reply(text="Just words."), "no program"),
        (Reply(text="```javascript\nasync function a(bot) {"), "never closed"),
        (Reply(text="```javascript\nmineBlock(bot)\n```"), "no `async function"),
        (Reply(text=GOOD + GOOD.replace("mineLogs", "other")), "2 programs"),
        (Reply(text="```js\nasync function a(bot) {}\n//" + "x" * 50_000 + "\n```"), "characters"),
    ],
)
def test_a_reply_without_a_program_says_why(reply: Reply, why: str) -> None:
    found = parse.program(reply)
    assert isinstance(found, Unusable)
    assert why in found.reason


@given(st.text())
def test_no_text_breaks_the_parser(text: str) -> None:
    assert isinstance(parse.program(Reply(text=text)), Program | Unusable)
    with pytest.raises(parse.NotUsable):
        parse.json_reply(Reply(text=text.replace("{", "")), parse.ProposalReply)


def test_json_is_found_inside_a_fence_and_words() -> None:
    goal = '{"kind": "have_item", "name": "Oak Log", "count": 3}'
    text = f'Sure!\n```json\n{{"task": "Mine", "goal": {goal}}}\n```'
    said = parse.json_reply(Reply(text=text), parse.ProposalReply)
    assert parse.goal(said.goal) == HaveItem(item="oak_log", count=3)


def test_a_goal_with_a_level() -> None:
    low = parse.GoalReply(kind="reach_place", y=-50, text="at_most")
    assert parse.goal(low) == ReachPlace(at_most_y=-50)


@pytest.mark.parametrize(
    "reply",
    [
        parse.GoalReply(kind="have_item"),
        parse.GoalReply(kind="reach_place"),
        parse.GoalReply(kind="described"),
    ],
)
def test_a_goal_without_its_name_is_refused(reply: parse.GoalReply) -> None:
    with pytest.raises(parse.NotUsable):
        parse.goal(reply)


def test_counts_stay_within_an_inventory() -> None:
    assert parse.goal(parse.GoalReply(kind="have_item", name="dirt", count=10**9)) == HaveItem(
        item="dirt", count=parse.MAX_COUNT
    )


def test_schemas_are_closed_as_strict_servers_ask() -> None:
    schema = parse.schema_of(parse.PlanReply)
    step = schema["properties"]["steps"]["items"]
    assert step["additionalProperties"] is False
    assert set(step["required"]) == {"task", "goal"}
    assert "$defs" not in schema
