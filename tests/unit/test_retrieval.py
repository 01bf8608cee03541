"""The retrieval benchmark: that it is fair, and that finding reaches its goal on the part not tuned on."""

from __future__ import annotations

import json

import pytest

from voyager.adapters.curriculum_files import load_retrieval, load_thesaurus
from voyager.cli.app import main
from voyager.core.retrieval import Case, measure, part_of
from voyager.core.thesaurus import Thesaurus, plain, stems
from voyager.shipped import shipped

CASES = load_retrieval(shipped("curriculum"))


def test_the_benchmark_is_large_and_its_queries_are_no_copies() -> None:
    assert len(CASES) >= 150 and len({c.name for c in CASES}) == len(CASES)
    assert all(len(set(c.queries)) == 3 for c in CASES)
    every = [q.lower() for c in CASES for q in c.queries]
    assert len(set(every)) == len(every), "no query means two skills"
    for case in CASES:
        told = set(stems(case.description))
        for query in case.queries:
            asked = set(stems(plain(query)))
            long = len(asked) > 4
            assert not (long and asked <= told), f"{query!r} copies the description of {case.name}"


def test_measures_are_what_they_are_called() -> None:
    cases = [Case(name=n, description="d", queries=(n,)) for n in "abcd"]
    ranked = {"a": ["a"], "b": ["x", "b"], "c": ["x", "y", "z", "c"], "d": []}
    score = measure(cases, lambda query: ranked[query])
    assert (score.recall1, score.recall3, score.recall5) == (0.25, 0.5, 0.75)
    assert score.mrr == pytest.approx((1 + 1 / 2 + 1 / 4) / 4)
    assert [c.name for c in part_of(cases, "test")] == ["a", "c"]


def test_a_query_gets_the_games_words() -> None:
    words = Thesaurus(
        {"axe": ["hatchet"], "chest": ["storage box"], "crafting_table": ["workbench"]}
    )
    assert words.also("Make two hatchets") == ["axe"]
    assert words.also("put a workbench by the storage boxes") == ["chest", "crafting table"]
    assert plain("Obtain oak_log x4") == "obtain oak log"
    assert load_thesaurus(shipped("curriculum")).also("") == []


def test_recall_at_5_is_095_on_the_part_that_nothing_was_tuned_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bench", "retrieval", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["part"] == "test" and said["hybrid"]["recall5"] >= 0.95
    for alone in ("words", "meaning"):
        assert said["hybrid"]["mrr"] > said[alone]["mrr"]
    assert main(["bench", "retrieval", "--part", "none"]) == 2
