"""`voyager world serve`: the embedded world over TCP, for any 1.20.4 client.

The server is bridge/world/serve.js; this hands it the options and this terminal as its console.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from voyager.cli.compose import Factory
from voyager.cli.options import Home, home_of

app = typer.Typer(help="Serve the embedded world to other clients.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps `serve` a command of its own while it is the only one."""


@app.command()
def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="P")] = 25565,
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the world.")] = 0,
    terrain: Annotated[Literal["normal", "flat"], typer.Option(help="normal or flat.")] = "normal",
    gamemode: Annotated[
        Literal["survival", "creative"], typer.Option(help="survival or creative.")
    ] = "survival",
    persist: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Keep the world under this name [default: not kept]."),
    ] = None,
    home: Home = None,
) -> int:
    """Serve a world in real time. This terminal is the server's console; `stop` or Ctrl-C ends it."""
    import subprocess

    from voyager.adapters.node_setup import bridge_folder, node_binary
    from voyager.core.errors import SetupFailed

    factory: Factory = context.obj
    kept = _kept_in(home, persist) if persist is not None else []
    factory.prepare()
    command = [
        str(node_binary()), str(bridge_folder() / "world" / "serve.js"), "--host", host, "--port", str(port),
        f"--seed={seed}", "--terrain", terrain, "--gamemode", gamemode, *kept,
    ]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as node:
        said = ""
        while True:  # Ctrl-C reaches the server too, which saves and stops: wait for that
            try:
                said += node.communicate()[1] or ""
                break
            except KeyboardInterrupt:
                continue
    if node.returncode:
        lines = said.strip().splitlines()
        raise SetupFailed(lines[0] if lines else f"The server ended with code {node.returncode}.")
    return 0


def _kept_in(home: Home, name: str) -> list[str]:
    """The server's option for a world that is kept. Raises UsageMistake, SetupFailed."""
    from voyager.adapters.jsonl_journal import make_folder
    from voyager.core.settings import world_spec

    world_spec(f"embedded:{name}", 0, "")  # the same names as --world embedded:NAME
    folder = home_of(home) / "worlds"
    make_folder(folder)
    return ["--persist", str(folder / f"{name}.world")]
