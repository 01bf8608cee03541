"""The call graph drawn: tree, Mermaid, SVG; cycles and strange names included."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from voyager.core.records import Skill
from voyager.view.skill_graph import below, calls_of, mermaid, roots, trees
from voyager.view.skill_svg import BOX_HEIGHT, levels, svg, without_cycles

CALLS = {
    "top": ["left", "right"],
    "left": ["base"],
    "right": ["base", "top"],
    "base": [],
    "alone": [],
}
SVG = "{http://www.w3.org/2000/svg}"

graphs = st.dictionaries(
    st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=4)
).map(lambda g: {a: sorted(b for b in callees if b in g and b != a) for a, callees in g.items()})


def test_calls_are_read_from_code_as_it_is_now() -> None:
    code = {
        "a": "async function a(bot) { await b(bot); function c() {} c() }",
        "b": "async function b(bot) { await b(bot) }",
        "c": "async function c(bot) {}",
    }
    skills = [Skill(name=name, code=text, description="") for name, text in code.items()]
    assert calls_of(skills) == {"a": ["b"], "b": [], "c": []}


def test_a_tree_unfolds_each_skill_once_and_names_calls_back() -> None:
    console = Console(file=io.StringIO(), width=80)
    for tree in trees(CALLS, roots(CALLS)):
        console.print(tree)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert roots(CALLS) == ["alone", "right"]  # top and right call each other: either would do
    assert "right ↑ calls back" in text
    assert text.count("left") == 1 and text.count("base") == 2


@given(graphs)
def test_every_skill_stands_below_some_root(calls: dict[str, list[str]]) -> None:
    reached = {name for root in roots(calls) for name in below(root, calls)}
    assert reached == set(calls)


def test_mermaid_survives_names_that_are_words_of_its_own() -> None:
    text = mermaid({"end": ["$x"], "$x": []}, frozenset({"$x"}))
    assert text.splitlines()[0] == "flowchart TD"
    assert 's1["end"]' in text and "s1 --> s0" in text and "class s0 off" in text


@given(graphs)
def test_callers_stand_above_what_they_call(calls: dict[str, list[str]]) -> None:
    level = levels(calls)
    assert set(level) == set(calls)
    for caller, callees in without_cycles(calls).items():
        assert all(level[callee] > level[caller] for callee in callees)


@given(graphs)
def test_no_box_of_the_svg_lies_on_another_and_every_call_is_a_line(
    calls: dict[str, list[str]],
) -> None:
    drawn = ElementTree.fromstring(svg(calls))
    boxes = [
        {k: float(r.get(k) or 0) for k in ("x", "y", "width")} for r in drawn.iter(f"{SVG}rect")
    ]
    assert len(boxes) == len(calls)
    boxes.sort(key=lambda box: (box["y"], box["x"]))
    for one, other in pairwise(boxes):
        apart = other["y"] >= one["y"] + BOX_HEIGHT or other["x"] >= one["x"] + one["width"]
        assert apart
    assert len(list(drawn.iter(f"{SVG}path"))) == sum(len(callees) for callees in calls.values())


def test_a_line_that_passes_a_layer_runs_beside_its_boxes() -> None:
    calls = {"a": ["b", "c"], "b": ["c"], "c": []}
    drawn = ElementTree.fromstring(svg(calls))
    b = next(r for r in drawn.iter(f"{SVG}rect") if float(r.get("y") or 0) > 20)
    left, right = float(b.get("x") or 0), float(b.get("x") or 0) + float(b.get("width") or 0)
    passing = [p for p in drawn.iter(f"{SVG}path") if "V" in (p.get("d") or "")]
    assert len(passing) == 1
    x = float(re.findall(r"(-?\d+) -?\d+V", passing[0].get("d") or "")[0])
    assert x < left or x > right


def test_an_empty_library_is_an_empty_drawing() -> None:
    assert ElementTree.fromstring(svg({})).tag == f"{SVG}svg"
    assert mermaid({}) == "flowchart TD"
