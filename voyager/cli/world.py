"""`voyager world serve`: the embedded world over TCP, for any 1.20.4 client."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from voyager.cli.compose import Factory

app = typer.Typer(help="Serve the embedded world to other clients.", no_args_is_help=True)
MODES = {"survival": 0, "creative": 1}  # https://minecraft.wiki/w/Game_mode


@app.callback()
def _group() -> None:
    """Keeps `serve` a command of its own while it is the only one."""


@app.command()
def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="P")] = 25565,
    host: Annotated[
        str, typer.Option(help="Address to listen on; others than this machine need 0.0.0.0.")
    ] = "127.0.0.1",
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the world.")] = 0,
    terrain: Annotated[Literal["normal", "flat"], typer.Option(help="normal or flat.")] = "normal",
    gamemode: Annotated[
        Literal["survival", "creative"], typer.Option(help="survival or creative.")
    ] = "survival",
) -> int:
    """Serve a world in real time until `stop` or Ctrl-C. It is not kept: the same seed makes it anew."""
    import json
    import subprocess

    from voyager.adapters.node_setup import bridge_folder, node_binary
    from voyager.core.errors import SetupFailed

    factory: Factory = context.obj
    factory.prepare()
    wanted = {
        "seed": seed,
        "host": host,
        "port": port,
        "terrain": terrain,
        "gamemode": MODES[gamemode],
    }
    command = [str(node_binary()), str(bridge_folder() / "serve.js"), json.dumps(wanted)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as node:
        assert node.stdout is not None
        try:
            for line in node.stdout:
                said = json.loads(line)
                if "port" in said:
                    print(
                        f"Serving seed {seed} at {host}:{said['port']}. End it with: stop",
                        flush=True,
                    )
                    print(
                        f"Let Voyager join: voyager run --world {host}:{said['port']}", flush=True
                    )
                elif said.get("fatal"):
                    raise SetupFailed(said["error"])
                else:
                    print(said["error"], flush=True)
            return 0 if node.wait() == 0 else 1
        except KeyboardInterrupt:
            node.wait(10)
            return 0
        finally:
            if node.poll() is None:
                node.kill()
