"""`voyager setup`: the bridge's npm packages, fetched once, with progress shown."""

from __future__ import annotations

from typing import Annotated

import typer


def setup(
    clean: Annotated[
        bool,
        typer.Option("--clean", help="Remove bridges of other versions from the cache folder."),
    ] = False,
) -> None:
    """Fetch what the bridge needs (a run does it by itself the first time)."""
    from voyager.adapters.node_setup import bridge_folder

    ensure_bridge()
    print(f"The bridge and its npm packages are in {bridge_folder()}.")
    if clean:
        from voyager.adapters.bridge_cache import remove_others
        from voyager.view.fold import counted

        gone, freed = remove_others()
        print(f"{counted(gone, 'bridge')} of other versions removed ({freed / 1e9:.1f} GB).")


def ensure_bridge() -> None:
    """Return once the packages are there. Progress goes to stderr. Raises SetupFailed."""
    from voyager.adapters.node_setup import bridge_folder, installed

    if installed():
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        console.print("Fetching the bridge's npm packages (once) …", highlight=False)
        bridge_folder()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Fetching the bridge's npm packages (once)", total=None)
        bridge_folder(lambda done, total: bar.update(task, completed=done, total=total))
