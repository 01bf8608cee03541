"""`voyager bench retrieval`: how often the right skill is among the first that are found."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voyager.cli.options import AsJson, print_json

if TYPE_CHECKING:
    from voyager.adapters.skill_finder import Mix


def retrieval(
    part: Annotated[
        str, typer.Option(help="test, tune or all: every second skill is for tuning only.")
    ] = "test",
    as_json: AsJson = False,
) -> None:
    """Measure how well skills are found.

    Asks for each skill of curriculum/retrieval.toml in three ways; prints recall@1/3/5 and MRR.
    """
    from voyager.adapters.curriculum_files import load_retrieval, load_thesaurus
    from voyager.adapters.embedding import MiniLM
    from voyager.adapters.skill_finder import HYBRID, MEANING_ALONE, WORDS_ALONE, Finder
    from voyager.core.errors import UsageMistake
    from voyager.core.retrieval import DEPTH, measure, part_of
    from voyager.shipped import shipped

    if part not in ("test", "tune", "all"):
        raise UsageMistake(f"--part cannot be {part!r}: give test, tune or all.")
    folder = shipped("curriculum")
    cases = load_retrieval(folder)
    ways = {"hybrid": HYBRID, "words": WORDS_ALONE, "meaning": MEANING_ALONE}
    with tempfile.TemporaryDirectory(prefix="voyager-bench-") as scratch:
        finder = Finder(Path(scratch), MiniLM, lambda text: None, lambda: load_thesaurus(folder))
        try:
            for case in cases:
                finder.put(case.name, case.description)
            scores = {}
            for way, mix in ways.items():

                def rank(query: str, mix: Mix = mix) -> list[str]:
                    return [name for name, _ in finder.best(query, DEPTH, mix)]

                scores[way] = measure(part_of(cases, part), rank)  # type: ignore[arg-type]  # checked above
        finally:
            finder.close()
    if as_json:
        from dataclasses import asdict

        print_json(
            {"part": part, "skills": len(cases), **{w: asdict(s) for w, s in scores.items()}}
        )
        return
    print(f"{scores['hybrid'].queries} queries ({part} part) over {len(cases)} skills\n")
    print(f"{'':9}{'recall@1':>9}{'recall@3':>9}{'recall@5':>9}{'MRR':>7}")
    for way, score in scores.items():
        print(
            f"{way:9}{score.recall1:9.3f}{score.recall3:9.3f}{score.recall5:9.3f}{score.mrr:7.3f}"
        )
