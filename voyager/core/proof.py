"""Whether a generalised program does what the winning one did: it is run from the same beginning.

The world is put back before and after, so a proof leaves no trace but time. A remote world cannot be
put back: there the winning program itself is kept.
"""

from __future__ import annotations

from voyager.core import goals
from voyager.core.ports import SkillLibrary, World
from voyager.core.records import Described, Limits, SkillDraft, Task
from voyager.core.state import State


def proven(
    draft: SkillDraft, task: Task, state: State, world: World, skills: SkillLibrary, limits: Limits
) -> tuple[SkillDraft, str]:
    """`draft` under its general program when that meets the same goal, else as it is; and what was found.

    Raises WorldLost when the world cannot be had again.
    """
    general = draft.general
    plain = draft.model_copy(update={"general": None})
    if general is None:
        return plain, ""
    if isinstance(task.goal, Described) or not (state.snapshot_before and state.snapshot):
        return plain, ""
    known = skills.get(general.name)
    if (
        known is not None and known.code == general.code
    ):  # learned before a kill, or before this session
        return plain.model_copy(
            update={"name": known.name, "code": known.code, "uses": known.uses}
        ), ""
    if known is not None:
        return plain, f"{general.name} is known already: {draft.name} is kept as it was written"
    called = skills.closure(general.code)
    before = world.begin(state.snapshot_before)
    try:
        result = world.check(general, called) or world.execute(general, called, limits)
    finally:
        world.begin(state.snapshot)
    verdict = goals.decide(task.goal, before, result)
    if verdict is None or not verdict.success or result.outcome != "finished":
        why = verdict.critique if verdict else "nothing could be seen"
        return plain, f"{general.name} did not do what {draft.name} did, which is kept: {why}"
    uses = {call.name for call in result.calls if call.kind == "skill"} - {general.name}
    told = {"name": general.name, "code": general.code, "uses": tuple(sorted(uses)), "needs": {}}
    return plain.model_copy(
        update=told
    ), f"{draft.name} was generalised to {general.name} and proven"
