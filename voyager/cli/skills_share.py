"""`voyager skills export|import`: skills from one home to another, and from published checkpoints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voyager.cli.options import AsJson, Home, home_of, print_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voyager.adapters.skill_card import SkillCard

STRANGER = (
    "This is other people's code. It was read, not run; when a session uses it, it runs only inside the "
    'player\'s walls (README, "What a program may do").'
)


def export(
    pack: Annotated[Path, typer.Argument(metavar="PACK", help="The archive to write: NAME.zip.")],
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAMES…]", help="Which skills; else all.")
    ] = None,
    licence: Annotated[
        str, typer.Option(metavar="TEXT", help="Licence of skills that name none, like MIT.")
    ] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Write skills and those that they call into one archive.

    It holds their versions, records and provenance.
    """
    import voyager
    from voyager.adapters.skill_card import SkillCard
    from voyager.adapters.skill_files import SkillFiles
    from voyager.adapters.skill_library import Library
    from voyager.adapters.skill_pack import Incoming, write_pack
    from voyager.core.errors import UsageMistake
    from voyager.core.records import Skill

    where = home_of(home)
    files = SkillFiles(where)
    chosen = set(names or files.names())
    for name in sorted(chosen if names else ()):
        files.known(name)
    library = Library(where)
    try:
        for name in sorted(chosen):
            if skill := library.get(name):
                chosen |= {called.name for called in library.closure(skill.code)}
    finally:
        library.close()
    packed = []
    for name in sorted(chosen):
        card = files.card(name)
        if not isinstance(card, SkillCard):
            continue
        found = [files.version(card, number) for number in sorted(card.versions)]
        codes = {v.version: v.code for v in found if isinstance(v, Skill)}
        if card.current in codes:
            packed.append(Incoming(_complete(card, codes, licence), codes))
    if not packed:
        raise UsageMistake(f"There are no skills in {where / 'library'} to export.")
    size = write_pack(pack, packed, voyager.__version__, licence)
    if as_json:
        print_json({"pack": str(pack), "skills": [each.name for each in packed], "bytes": size})
    else:
        print(f"{pack}: {len(packed)} skills, {size / 1000:,.0f} kB.")


def import_(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A pack, a folder, or a Voyager checkpoint.")
    ],
    only: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Name for a single skill.")
    ] = None,
    suffix: Annotated[
        str, typer.Option(metavar="TEXT", help="Put after names that are taken here.")
    ] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Take skills in. All of them or, when something is wrong with the source, none."""
    from voyager.adapters.program_check import read_programs
    from voyager.adapters.skill_files import SkillFiles
    from voyager.adapters.skill_import import take_in
    from voyager.adapters.skill_pack import read_parcel
    from voyager.view.fold import clean

    where = home_of(home)
    parcel = read_parcel(source)
    done = take_in(parcel, SkillFiles(where), read_programs, only=only, suffix=suffix)
    answers = _answers(where, parcel.answers)
    if as_json:
        from dataclasses import asdict

        print_json({**asdict(done), "answers": answers, "tasks_left_out": parcel.tasks})
        return
    print(f"{len(done.kept)} skills imported from {parcel.label}.")
    for name, why in sorted(done.quarantined.items()):
        print(f"  quarantined: {name} ({clean(why, 160)})")
    for old, new in sorted(done.renamed.items()):
        print(f"  {old} is called {new} here")
    if done.there_already:
        print(f"  {len(done.there_already)} were here already")
    if answers:
        print(f"  {answers} answers to questions kept for the curriculum")
    if parcel.tasks:
        print(f"  its list of {parcel.tasks} tasks is left out: tasks belong to a session")
    if done.kept:
        print(STRANGER)


def _complete(card: SkillCard, codes: dict[int, str], licence: str) -> SkillCard:
    """`card` with the versions whose code is there, as it is there, each with a licence."""
    from voyager.adapters.skill_card import sha_of

    versions = {}
    for number, code in codes.items():
        said = card.versions[number]
        origin = said.learned_from
        if licence and not origin.licence:
            origin = origin.model_copy(update={"licence": licence})
        versions[number] = said.model_copy(update={"sha": sha_of(code), "learned_from": origin})
    return card.model_copy(update={"versions": versions})


def _answers(home: Path, answers: Mapping[str, str]) -> int:
    """Keep a checkpoint's answers that are not known yet; how many were."""
    from voyager.adapters.answers import AnswerFile
    from voyager.adapters.embedding import MiniLM

    file = AnswerFile(home, MiniLM)
    fresh = {q: a for q, a in answers.items() if q.strip() and not file.knows(q)}
    for question, answer in sorted(fresh.items()):
        file.keep(question[:2000], answer[:8000])
    return len(fresh)
