"""What a person is told when a run has ended: learned, kept where, continued how."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text

from voyager.core.records import TICKS_PER_SECOND
from voyager.view.fold import Picture, clean, clock, counted, shown_name


def print_summary(
    ended: Picture, home: Path, elapsed_s: float, continued_by: str, practised: str = "",
    console: Console | None = None,
) -> None:  # fmt: skip
    """Print the summary of a run; `continued_by` is the command that goes on."""
    out = console or Console(highlight=False)
    for line in summary(ended, home, elapsed_s, continued_by, practised):
        out.print(line, soft_wrap=True)


def summary(
    ended: Picture, home: Path, elapsed_s: float, continued_by: str, practised: str = ""
) -> list[Text]:
    """The lines of the summary; `practised` is what the end of the run has settled or left."""
    state = ended.state
    done, failed = ended.done_in_run
    pace = f" (×{ended.process_game_s / elapsed_s:.0f})" if elapsed_s >= 1 else ""
    wall = f"{clock(elapsed_s)} of wall time" + (" since it was cut off" if ended.resumed else "")
    lines = [
        Text(),
        Text(f"Session {state.session}: {clean(ended.ended or 'stopped')}", style="bold"),
        Text(f"  {_goal_line(ended)}") if state.goal else None,
        Text(
            f"  this run    {counted(done, 'task')} done, {failed} failed, in "
            f"{clock(ended.run_game_s)} of game time and {wall}{pace}"
        ),
    ]
    learned = ended.learned_in_run
    lines.append(
        Text(
            f"  learned     {counted(len(learned), 'skill')}" + (":" if learned else " in this run")
        )
    )
    lines += [Text(f"    ★ {name}", style="yellow") for name in learned[-12:]]
    if len(learned) > 12:
        lines.append(Text(f"    … and {len(learned) - 12} more"))
    if practised:
        lines.append(Text(f"  practised   {clean(practised, 300)}"))
    if ended.reached:
        last = ended.reached[-1]
        at = clock(last.tick / TICKS_PER_SECOND)
        lines.append(
            Text(
                f"  milestones  {len(ended.reached)} of {len(ended.milestones)}, "
                f"the latest: {shown_name(last.name)} (game time {at})"
            )
        )
    if state.spent.calls:
        usd = f", ${state.spent.usd:.4f}" if state.spent.usd else ""
        tokens = state.spent.input_tokens + state.spent.output_tokens
        lines.append(Text(f"  model       {counted(state.spent.calls, 'call')}, {tokens:,} tokens{usd}"))
    lines += [
        Text(f"  kept in     {home}"),
        Text(f"    skills    {home / 'library'}"),
        Text(f"    journal   {home / 'sessions' / state.session}"),
        Text("  go on       ").append(continued_by, style="bold green"),
    ]
    return [line for line in lines if line is not None]


def _goal_line(ended: Picture) -> str:
    state = ended.state
    holds = state.finished is not None and state.finished.reached
    return f"goal        {clean(state.goal or '')}: {'reached' if holds else 'not reached yet'}"
