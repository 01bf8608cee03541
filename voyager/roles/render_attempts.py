"""What programs did, in words: for their author's next try, for the critic and for the librarian."""

from __future__ import annotations

import json
from collections.abc import Sequence

from voyager.core.records import Attempt, Call, Fault, Observation, StepResult, Unusable
from voyager.roles import outline, render


def attempts(past: Sequence[Attempt], allowances: render.Allowances) -> str:
    """The last two tries: program, faults with their lines, what it changed, critique.

    The newest comes before all else where there is not room for both.
    """
    if not past:
        return ""
    newest = render.cut(_attempt(past[-1], allowances, whole=True), allowances.attempts, "attempt")
    shown = [newest]
    if len(past) > 1:
        before = _attempt(past[-2], allowances, whole=False)
        if len(before) + len(newest) <= allowances.attempts * render.CHARACTERS_PER_TOKEN:
            shown.insert(0, before)
    missing = len(past) - len(shown)
    earlier = f"({missing} earlier attempt{'s' * (missing > 1)} left out)\n" if missing else ""
    body = "\n".join(shown)
    return f"\n\n## Your attempts so far\n{earlier}{body}\nWrite a different program."


def _attempt(attempt: Attempt, allowances: render.Allowances, *, whole: bool) -> str:
    """One try; `whole`: with its program."""
    lines = [f"### Attempt {attempt.number}: {attempt.result.outcome}"]
    program = attempt.program
    if isinstance(program, Unusable):
        lines.append(f"No program could be read: {program.reason}")
        if program.reply and whole:
            lines.append("Your reply began: " + json.dumps(program.reply[:300]))
    elif whole:
        faults = [
            f.line for f in attempt.result.faults if f.file == f"{program.name}.js" and f.line
        ]
        code = outline.around(
            program.code, faults, allowances.program * render.CHARACTERS_PER_TOKEN
        )
        lines.append(f"```javascript\n{code}\n```")
    lines += [fault(f) for f in attempt.result.faults[:4]]
    lines += evidence(attempt.result, allowances)
    if attempt.verdict.critique:
        lines.append(f"Verdict: {attempt.verdict.critique}")
    return "\n".join(lines)


def fault(found: Fault) -> str:
    """One line: kind, message, where, the line itself."""
    where = f" at {found.file}:{found.line}" if found.file and found.line else ""
    line = f"  `{found.source_line.strip()[:160]}`" if found.source_line else ""
    details = {k: v for k, v in found.details.items() if v is not None}
    more = f" {json.dumps(details)}" if details else ""
    return f"Fault {found.kind}{where}: {found.message[:400]}{more}{line}"


def evidence(result: StepResult, allowances: render.Allowances) -> list[str]:
    """What the game said happened, calls that ran, and the program's own words, quoted."""
    lines = []
    if result.happened.gained or result.happened.lost:
        lines.append(f"What it changed: {net_change(result)}")
    if result.calls:
        top = [c for c in result.calls if c.parent is None][-8:]
        lines.append("Last calls: " + _told(top))
        if top and top[-1].kind == "skill" and top[-1].outcome != "ok":
            number = max(n for n, c in enumerate(result.calls) if c.parent is None)
            within = [c for c in result.calls if c.parent == number][-6:]
            if within:
                lines.append(f"Within that {top[-1].name}: " + _told(within))
    own = [line for line in result.chat if not render.OTHERS.match(line)]
    if own:
        lines.append("Said by the program and the game: " + render.quoted(own, allowances.chat))
    if others := render.said_by_others(result.chat, allowances.chat):
        lines.append(others)
    return lines


def _told(calls: Sequence[Call]) -> str:
    return "; ".join(f"{c.name}({', '.join(c.arguments)}) {c.outcome}" for c in calls)


def net_change(result: StepResult) -> str:
    """What a run left and what it used up: `oak_planks +8, oak_log -2`.

    A torch that was placed and picked up again is no gain.
    """
    ordered = sorted(render.net(result.happened).items(), key=lambda p: (-p[1], p[0]))
    did = result.happened
    told = [", ".join(f"{name} {delta:+d}" for name, delta in ordered), *render.deeds(did)]
    return "; ".join(filter(None, told)) or "nothing"


def difference(before: Observation, after: Observation) -> str:
    """What changed between two observations."""
    names = sorted(before.inventory.keys() | after.inventory.keys())
    changed = {n: after.inventory.get(n, 0) - before.inventory.get(n, 0) for n in names}
    lines = [f"{name} {delta:+d}" for name, delta in changed.items() if delta]
    if before.position.distance_to(after.position) >= 1:
        lines.append(f"moved {render.place(before.position)} → {render.place(after.position)}")
    if before.biome != after.biome:
        lines.append(f"biome {before.biome} → {after.biome}")
    for word, was, now in (
        ("health", before.health, after.health),
        ("food", before.food, after.food),
    ):
        if round(was) != round(now):
            lines.append(f"{word} {was:.0f} → {now:.0f}")
    if before.equipment != after.equipment:
        worn = ", ".join(f"{slot}: {name}" for slot, name in sorted(after.equipment.items()))
        lines.append(f"equipped {worn or 'nothing'}")
    if before.dimension != after.dimension:
        lines.append(f"dimension {before.dimension} → {after.dimension}")
    if before.experience_level != after.experience_level:
        lines.append(f"experience level {before.experience_level} → {after.experience_level}")
    for name, what in sorted(after.enchanted.items()):
        if before.enchanted.get(name) != what:
            lines.append(f"{name} enchanted with {what}")
    return ", ".join(lines) or "nothing"
