"""`voyager world serve|list|show|rm|map`: the embedded world over TCP, and the worlds that are kept.

The server is bridge/world/serve.js; this hands it the options and this terminal as its console. Kept worlds
are the same that `voyager run --world embedded:NAME` opens.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from voyager.cli.compose import Factory
from voyager.cli.options import AsJson, Home, Yes, home_of, print_json

app = typer.Typer(help="Serve the embedded world, and see the worlds kept.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The world's name.")]


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
    from voyager.adapters.named_worlds import world_file
    from voyager.core.settings import world_spec

    world_spec(f"embedded:{name}", 0, "")  # the same names as --world embedded:NAME
    path = world_file(home_of(home), name)
    make_folder(path.parent)
    return ["--persist", str(path)]


@app.command("list")
def list_(context: typer.Context, home: Home = None, as_json: AsJson = False) -> None:
    """Every world that is kept: its seed, its age, who has been there."""
    from voyager.adapters.named_worlds import about, names, world_file

    where = home_of(home)
    found = names(where)
    if found:
        context.obj.prepare()
    worlds = [
        {"name": name, **told}
        for name, told in zip(found, about([world_file(where, n) for n in found]), strict=True)
    ]
    if as_json:
        print_json(worlds)
    elif not worlds:
        print(
            f"No worlds in {where / 'worlds'} yet. Keep one with: voyager world serve --persist NAME"
        )
    else:
        for world in worlds:
            print(_line(world))


@app.command()
def show(context: typer.Context, name: Name, home: Home = None, as_json: AsJson = False) -> None:
    """One world: its land, age, changes and players."""
    from voyager.adapters.named_worlds import about, existing

    path = existing(home_of(home), name)
    context.obj.prepare()
    world: dict[str, Any] = {"name": name, **about([path])[0]}
    if as_json:
        print_json(world)
        return
    print(_line(world))
    if "broken" not in world:
        print(f"  {world['changed_blocks']} blocks changed, {world['creatures']} creatures")
        for player in world["players"]:
            x, y, z = player["position"]
            print(
                f"  {player['name']} at {x}, {y}, {z}; health {player['health']}, food {player['food']}"
            )
        print(f"  Go on in it: voyager run --world embedded:{name}")


@app.command()
def rm(name: Name, yes: Yes = False, home: Home = None, as_json: AsJson = False) -> None:
    """Remove a kept world. Sessions that played in it keep their own saved states."""
    from voyager.adapters.named_worlds import existing

    path = existing(home_of(home), name)
    if not yes:
        typer.confirm(f"Remove {path}?", abort=True)
    path.unlink()
    if as_json:
        print_json({"removed": name})
    else:
        print(f"World {name} is removed.")


@app.command("map")
def map_(
    context: typer.Context,
    name: Name,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The picture, a PNG.")
    ] = Path("map.png"),
    size: Annotated[
        int, typer.Option(min=16, max=2048, metavar="BLOCKS", help="On each side.")
    ] = 512,
    level: Annotated[
        int | None,
        typer.Option("--slice", min=-64, max=319, metavar="Y", help="This level, with its ores."),
    ] = None,
    home: Home = None,
) -> None:
    """Draw a kept world from above. One pixel a block, players as red crosses."""
    from voyager.adapters.named_worlds import existing, look

    path = existing(home_of(home), name)
    context.obj.prepare()
    slices = [] if level is None else [f"--slice={level}"]
    look(["map", str(path), str(output), f"--size={size}", *slices])
    print(f"{output}: {size} × {size} blocks of {name}")


def _line(world: dict[str, Any]) -> str:
    if "broken" in world:
        return f"{world['name']}: {world['broken']}"
    players = ", ".join(player["name"] for player in world["players"]) or "nobody yet"
    return (
        f"{world['name']}: {world['terrain']}, seed {world['seed']}, day {world['day'] + 1}, "
        f"{world['ticks'] / 20 / 60:.0f} min played; {players}"
    )
