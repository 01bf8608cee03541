"""`voyager run`: take a session up, learn, and say what was learned.

Knows the options; the run itself is cli/session_run.py, the learning voyager/loop.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from voyager.cli.options import Home

if TYPE_CHECKING:
    from voyager.cli.session_run import Form

MODEL = "A language model as the author"  # the heading of its options in --help


def _model(help_: str, metavar: str | None = "NAME", *names: str) -> Any:
    """An option of the model author."""
    return typer.Option(*names, help=help_, metavar=metavar, rich_help_panel=MODEL)


def run(
    context: typer.Context,
    session: Annotated[
        str | None,
        typer.Option(help="Session to begin or continue [default: default].", metavar="NAME"),
    ] = None,
    world: Annotated[
        str | None,
        typer.Option(help="embedded, embedded:NAME, or a server as HOST[:PORT].", metavar="W"),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Seed of an embedded world [default: 0].", metavar="N")
    ] = None,
    author: Annotated[
        str | None,
        typer.Option(help="Who writes the programs: recipes (no model) or model.", metavar="A"),
    ] = None,
    goal: Annotated[
        str | None, typer.Option(help='What to work towards: "obtain a diamond pickaxe".')
    ] = None,
    tasks: Annotated[
        int | None, typer.Option(help="Stop after N tasks [default: 40].", metavar="N")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="Stop after M minutes of wall time.", metavar="M")
    ] = None,
    replay: Annotated[
        str | None,
        typer.Option(
            help="Play a session again from its journal, as a new one: no model, no network.",
            metavar="SESSION",
        ),
    ] = None,
    home: Home = None,
    plain: Annotated[
        bool,
        typer.Option("--plain", help="One line an event (by itself when there is no terminal)."),
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="The journal's entries as they are written, one JSON a line."),
    ] = False,
    model: Annotated[
        str | None,
        _model("Means --author model. NAME, or provider:NAME [default: gpt-5-mini]."),
    ] = None,
    base_url: Annotated[
        str | None, _model("Any OpenAI-compatible server, like http://localhost:11434/v1.", "URL")
    ] = None,
    model_actor: Annotated[str | None, _model("Another one to write programs.")] = None,
    model_curriculum: Annotated[str | None, _model("Another one to propose tasks.")] = None,
    model_critic: Annotated[str | None, _model("Another one to judge what no rule can.")] = None,
    model_librarian: Annotated[str | None, _model("Another one to describe skills.")] = None,
    model_answer: Annotated[str | None, _model("Another one to answer questions.")] = None,
    model_fallback: Annotated[str | None, _model("Asked when one fails for good.")] = None,
    model_strong: Annotated[
        str | None, _model("Writes a task's programs once the first one has failed often enough.")
    ] = None,
    escalate_after: Annotated[
        int | None, _model("Failed tries before --model-strong writes [default: 2].", "N")
    ] = None,
    model_timeout: Annotated[
        float | None, _model("Wait so many seconds for an answer [default: 120].", "S")
    ] = None,
    temperature: Annotated[
        float | None, _model("At 0 identical calls are answered from disk [default: 0].", "T")
    ] = None,
    budget_usd: Annotated[
        float | None, _model("End before the session has cost more, in dollars.", "USD")
    ] = None,
    budget_tokens: Annotated[
        int | None, _model("End before the session has used more tokens.", "N")
    ] = None,
    budget_calls: Annotated[
        int | None, _model("End before the session has made more calls.", "N")
    ] = None,
    no_cache: Annotated[
        bool, _model("Ask again what was asked before.", None, "--no-cache")
    ] = False,
    no_practice: Annotated[
        bool,
        typer.Option(
            "--no-practice",
            help="At the end, do not practise skills whose called skills changed (about a minute at most).",
        ),
    ] = False,
    require_certified: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, metavar="SHARE",
            help="On a server: only skills that passed in SHARE of 5 or more practice worlds.",
        ),
    ] = None,
) -> int:
    """Learn: propose a task, write a program for it, run it in the game, judge it, keep what worked.

    The same command again continues the session. Without options: session `default` in the embedded
    world with the recipe author, up to a diamond pickaxe or 40 tasks. Ctrl-C ends it cleanly.
    """
    from voyager.cli.session_run import run_session
    from voyager.core.settings import load_settings

    settings = load_settings(
        session=session, world=world, seed=seed, goal=goal, tasks=tasks, minutes=minutes, home=home,
        author=author or ("model" if model else None), model=model, base_url=base_url,
        model_actor=model_actor, model_curriculum=model_curriculum, model_critic=model_critic,
        model_librarian=model_librarian, model_answer=model_answer, model_fallback=model_fallback,
        model_strong=model_strong, escalate_after=escalate_after, model_timeout=model_timeout,
        temperature=temperature, budget_usd=budget_usd, budget_tokens=budget_tokens,
        budget_calls=budget_calls, no_cache=no_cache or None, no_practice=no_practice or None,
        require_certified=require_certified,
    )  # fmt: skip
    form: Form = "json" if as_json else "plain" if plain else None
    if replay is not None:
        from voyager.cli.replay_run import replay_session

        return replay_session(replay, settings, context.obj, form)
    return run_session(settings, context.obj, form)
