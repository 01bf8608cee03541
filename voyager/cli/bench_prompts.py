"""`voyager bench prompts`: how large a program prompt is, part by part, at three moments of a real run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from voyager.cli.options import AsJson, print_json

if TYPE_CHECKING:
    from voyager.core.records import Message, Reply


def prompts(as_json: AsJson = False) -> None:
    """Print the sizes of program prompts.

    On recorded observations: an early, a middle and a late one.
    """
    from voyager.adapters.recorded_moments import load_moments
    from voyager.roles.actor import Actor
    from voyager.roles.prompt_parts import PAPER_CHARACTERS, PAPER_TOKENS, fixed_share, sizes
    from voyager.roles.prompts import load_prompts
    from voyager.shipped import shipped

    folder = shipped("skills") / "primitives"
    primitives = {p.stem: p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.js"))}
    actor = Actor(_NoModel(), load_prompts(shipped("prompts")), primitives)
    moments = load_moments(shipped("curriculum"))
    measured = {name: sizes(actor, moment, primitives) for name, moment in moments.items()}
    if as_json:
        print_json(
            {
                name: {
                    "characters": {size.part: size.characters for size in parts},
                    "tokens": {size.part: size.tokens for size in parts},
                    "fixed_share": round(fixed_share(parts), 3),
                }
                for name, parts in measured.items()
            }
        )
        return
    names = list(measured)
    print(f"{'characters (tokens)':<20}" + "".join(f"{name:>16}" for name in names))
    for rows in zip(*measured.values(), strict=True):
        cells = "".join(f"{f'{size.characters:,} ({size.tokens:,})':>16}" for size in rows)
        print(f"{rows[0].part:<20}{cells}")
    firsts = [[size for size in parts if size.part != "attempts"] for parts in measured.values()]
    totals = [(sum(s.characters for s in p), sum(s.tokens for s in p)) for p in firsts]
    print(f"{'a first try':<20}" + "".join(f"{f'{c:,} ({t:,})':>16}" for c, t in totals))
    shares = "".join(f"{f'{fixed_share(parts):.0%}':>16}" for parts in measured.values())
    print(f"{'of it unchanging':<20}{shares}")
    against = "".join(f"{f'{t / PAPER_TOKENS:.0%}':>16}" for _, t in totals)
    print(f"{'of the paper’s':<20}{against}")
    print(
        f"\nTokens are estimated. The paper's published code sends {PAPER_CHARACTERS:,} characters "
        f"({PAPER_TOKENS:,}) before the state, on every try."
    )


class _NoModel:
    """A LanguageModel that nobody asks."""

    name = "none"

    def ask(
        self,
        role: str,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        template_sha: str = "",
        failed_tries: int = 0,
    ) -> Reply:
        raise AssertionError("measuring a prompt sends none")
