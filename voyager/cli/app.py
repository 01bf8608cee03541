"""`voyager`: the commands, and what happens to everything that goes wrong in one.

Knows the groups by name only: each command loads what it needs when it runs, so `--help` is quick.
Expected failures end as one sentence on stderr with their exit code (1 or 2); a bug shows its traceback.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

import voyager
from voyager.cli import (
    bench, bench_prompts, doctor, practice, report, run, say, sessions, setup, skill_graph, skills,
    skill_run, tidy, world,
)  # fmt: skip
from voyager.cli.compose import Factory
from voyager.cli.options import Grouped
from voyager.core.errors import UsageMistake, VoyagerError

MACHINES_OWN = (  # errors that are the machine's, wherever they come up, and no bug of ours
    errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.EMFILE,
)  # fmt: skip
INTERRUPTED = 130  # 128 + SIGINT, as shells have it

app = typer.Typer(
    name="voyager",
    help="An agent that learns to play Minecraft by writing code, and keeps every program that worked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"voyager {voyager.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


app.command("run", short_help="Learn, in the embedded world or on a server.", cls=Grouped)(run.run)
app.command("say", short_help="Give a session advice, also while it runs.")(say.say)
app.command("report", short_help="What a session took: models, tokens, cost, tasks.")(report.report)
app.add_typer(sessions.app, name="sessions")
skills.app.command("practice")(practice.practice)
skills.app.command("graph")(skill_graph.graph)
skills.app.command("tidy")(tidy.tidy)
skills.app.command("run")(skill_run.run)
skills.app.command("edit")(skill_run.edit)
app.add_typer(skills.app, name="skills")
app.add_typer(world.app, name="world")
bench.app.command("prompts")(bench_prompts.prompts)
app.add_typer(bench.app, name="bench")
app.command("setup", short_help="Fetch what the bridge needs, once.")(setup.setup)
app.command("doctor", short_help="Check that a run could start here.")(doctor.doctor)


def main(arguments: Sequence[str] | None = None, factory: Factory | None = None) -> int:
    """Run one command and return its exit code. `factory` makes the parts; tests hand in doubles."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(
            stream, "reconfigure"
        ):  # a terminal that cannot show ♥ gets a ?, not a traceback
            stream.reconfigure(errors="replace")
    try:
        code = app(
            args=list(arguments) if arguments is not None else None,
            obj=factory or Factory(),
            prog_name="voyager",
            standalone_mode=False,
        )
        if sys.stdout is not None:  # None when it was closed before we began (`voyager … >&-`)
            sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except VoyagerError as error:
        return _say(str(error), error.exit_code)
    except TyperException as error:
        told = error.format_message().strip().replace("\n", " ")
        hint = "" if told.endswith("--help") else f" See: {_called(error)} --help"
        return _say(_sentence(told) + hint, UsageMistake.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _say("Stopped.", INTERRUPTED)
    except BrokenPipeError:
        # The reader has gone (`voyager … | head`): nothing is left to be said, nor to be flushed at exit.
        _leave_output()
        return 1
    except OSError as error:
        if error.errno not in MACHINES_OWN:
            raise
        what = f"{error.filename} cannot be used" if error.filename else "The output cannot be written"
        if error.filename is None:
            _leave_output()
        return _say(f"{what} ({error.strerror}). Make room or give access, then run it again.", 1)


def _leave_output() -> None:
    """What still waits to be written would fail again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(told: str) -> str:
    """What typer says of a value, without the words of its validator."""
    short = re.sub(r", unable to parse string as an? \w+", "", told)
    short = short.replace("Input should be", "it should be")
    return short if short.endswith(("?", "!")) else f"{short.rstrip('.')}."


def _called(error: TyperException) -> str:
    """The command that was meant, as far as it was understood: `voyager run`."""
    context = getattr(error, "ctx", None)
    return str(context.command_path) if context else "voyager"


def _say(sentence: str, code: int) -> int:
    if sentence:
        print(f"voyager: {sentence}", file=sys.stderr)
    return code
