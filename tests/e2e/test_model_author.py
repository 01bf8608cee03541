"""The model author whole: real CLI, real embedded world, a scripted model over real HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doubles.chat_server import Answer, ChatServer, Exchange, fails, says
from voyager.adapters.sessions import Sessions
from voyager.core.events import Attempted, Event, ModelCalled, Noted, Planned, SkillLearned
from voyager.core.state import State, fold

pytestmark = pytest.mark.real_world

KEY = "sk-voyager-e2e-0123456789abcdef"
PATIENCE_S = 120  # wall seconds for one run, on a loaded machine


def program(name: str, body: str) -> str:
    return f"A plan.\n```javascript\nasync function {name}(bot, count = 3) {{\n  {body}\n}}\n```"


MINE = program("mineLogs", 'await mineBlock(bot, "log", count)')
UNAWAITED = program("mineLogs", 'mineBlock(bot, "log", count)')
UNDECLARED = program("mineLogs", 'await mineBlock(bot, "log", howMany)')
PLANKS = program(
    "craftPlanks",
    'for (const kind of ["oak", "birch", "spruce"]) {\n'
    "    if (api.count(`${kind}_log`)) await craftItem(bot, `${kind}_planks`)\n  }",
)
LOG = {"kind": "have_item", "name": "log", "count": 3}
PLAN = {"steps": [{"task": "Mine a log", "goal": LOG}, {"task": "Craft planks", "goal": {
    "kind": "have_item", "name": "planks", "count": 4}}]}  # fmt: skip
ABOUT = {"description": "Needs nothing; gathers what it says.", "name": ""}


class Model:
    """Answers by who asks; the actor's replies in order, the last one again and again."""

    def __init__(
        self, *programs: str | Answer, fail_after: int | None = None, general: str | None = None
    ) -> None:
        self.programs = list(programs)
        self.fail_after = fail_after
        self.general = general
        self.asked: list[str] = []
        """Whole prompts, in order."""

    def __call__(self, exchange: Exchange) -> None:
        text = "\n".join(m["content"] for m in exchange.chat.requests[-1]["messages"])
        self.asked.append(text)
        if self.fail_after is not None and len(self.asked) > self.fail_after:
            fails(401, f"Incorrect API key provided: {KEY}")(exchange)
            return
        self._answer(text)(exchange)

    def _answer(self, text: str) -> Answer:
        if text.startswith("You write JavaScript"):
            reply = self.programs.pop(0) if len(self.programs) > 1 else self.programs[0]
            return says(reply, cached=64) if isinstance(reply, str) else reply
        if text.startswith("Break a Minecraft goal"):
            return says(json.dumps(PLAN))
        if text.startswith("You are the mentor"):
            task = {"reasoning": "r", "task": "Mine a log", "goal": LOG, "question": None}
            return says(json.dumps(task))
        if text.startswith("Describe a JavaScript program"):
            return says(json.dumps({**ABOUT, "code": self.general}))
        return says("It is done by hand.")


def voyager(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "voyager", *arguments, "--home", str(home)],
        env=os.environ | {"OPENAI_API_KEY": KEY}, capture_output=True, text=True,
        timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    assert KEY not in done.stdout + done.stderr
    return done


def run(home: Path, server: ChatServer, *options: str) -> subprocess.CompletedProcess[str]:
    return voyager(
        home, "run", "--session", "s", "--seed", "1", "--plain", "--author", "model",
        "--model", "small", "--base-url", server.base_url, *options,
    )  # fmt: skip


def events(home: Path, session: str = "s") -> list[Event]:
    return [entry.event for entry in Sessions(home).entries(session)]


def state(home: Path, session: str = "s") -> State:
    return fold(events(home, session))


def outcomes(home: Path, session: str = "s") -> list[str]:
    return [e.attempt.result.outcome for e in events(home, session) if isinstance(e, Attempted)]


def holds_no_key(home: Path) -> None:
    for path in home.rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path


players: list[bytes] = []


def looking_at_players(then: Model) -> Answer:
    """Answers like `then`, and keeps the environments of the player processes that there are (Linux)."""

    def answer(exchange: Exchange) -> None:
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if b"player/main.js" in (process / "cmdline").read_bytes():
                    players.append((process / "environ").read_bytes())
            except OSError:
                continue
        then(exchange)

    return answer


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Model]:
    """A session with two replies that could not have run, then a good one."""
    home = tmp_path_factory.mktemp("model")
    model = Model(UNAWAITED, UNDECLARED, MINE)
    with ChatServer([looking_at_players(model)]) as server:
        done = run(home, server, "--tasks", "1")
        assert done.returncode == 0, done.stdout + done.stderr
        assert set(server.keys) == {f"Bearer {KEY}"}
    return home, model


def test_what_could_not_run_is_reported_back_before_the_world_is_touched(
    learned: tuple[Path, Model],
) -> None:
    home, model = learned
    assert outcomes(home) == ["rejected", "rejected", "finished"]
    attempts = [e.attempt for e in events(home) if isinstance(e, Attempted)]
    assert [a.result.faults[0].kind for a in attempts[:2]] == ["not_awaited", "undeclared"]
    assert [a.result.ticks for a in attempts[:2]] == [0, 0]
    prompts = [text for text in model.asked if text.startswith("You write JavaScript")]
    assert "not_awaited at mineLogs.js:2" in prompts[1]
    assert "howMany is not declared" in prompts[2]
    (skill,) = [e for e in events(home) if isinstance(e, SkillLearned)]
    assert skill.name == "mineLogs"
    assert state(home).completed


def test_no_key_is_in_any_file_or_in_the_players_environment(
    learned: tuple[Path, Model],
) -> None:
    holds_no_key(learned[0])
    if Path("/proc/self/environ").exists():
        assert players
    assert not any(KEY.encode() in environment for environment in players)


def test_the_report_counts_what_was_wasted_and_what_it_cost(learned: tuple[Path, Model]) -> None:
    home, _ = learned
    done = voyager(home, "report", "s", "--json")
    told = json.loads(done.stdout)
    assert (told["attempts"], told["rejected"], told["program_prompts"]) == (3, 2, 3)
    actor = next(used for used in told["used"] if used["role"] == "actor")
    assert (actor["input_tokens"], actor["cached_tokens"], actor["usd"]) == (300, 192, None)
    assert told["milestones"][0] == {"name": "wood", "program_prompts": 3, "attempts": 3,
                                     "game_s": told["milestones"][0]["game_s"]}  # fmt: skip
    for_people = voyager(home, "report", "s").stdout
    assert "3, of which 2 (67%)" in for_people
    assert "after 3 program prompts" in for_people


def test_a_session_is_replayed_without_a_model(learned: tuple[Path, Model]) -> None:
    home, _ = learned
    done = voyager(home, "run", "--replay", "s", "--plain")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The recorded session ends here: 5 calls replayed" in done.stdout
    assert outcomes(home, "s-replay") == outcomes(home)
    assert state(home, "s-replay").completed == state(home).completed
    calls = [e for e in events(home, "s-replay") if isinstance(e, ModelCalled)]
    assert all(call.from_cache for call in calls)


def test_a_replay_stops_at_the_first_call_that_differs(learned: tuple[Path, Model]) -> None:
    home, _ = learned
    changed = home / "sessions" / "changed"
    changed.mkdir()
    journal = (home / "sessions" / "s" / "journal.jsonl").read_text()
    # The program of the first attempt is shown in the second prompt: another one is another prompt.
    (changed / "journal.jsonl").write_text(journal.replace("\\n  mineBlock(", "\\n  mineBlocks("))
    done = voyager(home, "run", "--replay", "changed", "--plain")
    assert done.returncode == 1
    assert "Replay stops at call 3" in done.stderr
    assert "+  mineBlocks(" in done.stderr


def test_a_server_that_fails_in_the_middle_costs_nothing_and_the_plan_is_kept(
    tmp_path: Path,
) -> None:
    goal = ["--goal", "obtain 4 planks"]
    broken = Model(MINE, PLANKS, fail_after=4)  # plan, question, program, description
    with ChatServer([broken]) as server:
        done = run(tmp_path, server, *goal)
        assert done.returncode == 1
        assert len(done.stderr.strip().splitlines()) == 1
        assert "refuses the key" in done.stderr
        assert "go on" in done.stdout
        before = state(tmp_path)
        assert [c.task.text for c in before.closed] == ["Mine a log"]
        good = Model(PLANKS)
        server.script[0] = good
        done = run(tmp_path, server, *goal)
    assert done.returncode == 0, done.stdout + done.stderr
    after = state(tmp_path)
    assert after.finished
    assert after.finished.reached
    assert sum(isinstance(e, Planned) for e in events(tmp_path)) == 1
    assert not any(text.startswith("Break a Minecraft goal") for text in good.asked)
    holds_no_key(tmp_path)
    replayed = voyager(tmp_path, "run", "--replay", "s", "--plain")
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr
    assert state(tmp_path, "s-replay").completed == after.completed


def test_the_operator_is_heard_a_skill_is_proven_and_a_budget_ends_it_cleanly(
    tmp_path: Path,
) -> None:
    said = "Look for a birch.\nNow."

    def speaks_first(model: Model) -> Answer:
        def answer(exchange: Exchange) -> None:
            if len(model.asked) == 1:  # the program of t1 is being written: the journal is locked
                done = voyager(tmp_path, "say", "s", said)
                assert "reads it when its next task is chosen" in done.stdout
            model(exchange)

        return answer

    model = Model(MINE, general=program("gatherWood", 'await mineBlock(bot, "log", count)'))
    with ChatServer([speaks_first(model)]) as server:
        done = run(tmp_path, server, "--budget-calls", "5", "--no-cache")
        assert done.returncode == 0
        assert "The budget of 5 model calls is used up" in done.stdout
        assert len(server.requests) == 5
    advice = [e for e in events(tmp_path) if isinstance(e, Noted) and e.kind == "advice"]
    assert [a.text for a in advice] == ["Look for a birch. Now."]
    (skill,) = [e for e in events(tmp_path) if isinstance(e, SkillLearned)]
    assert skill.name == "gatherWood"
    assert any(isinstance(e, Noted) and "proven" in e.text for e in events(tmp_path))
    prompts = [text for text in model.asked if text.startswith("You are the mentor")]
    assert "Advice from the operator" not in prompts[0]
    assert "Advice from the operator: Look for a birch. Now." in prompts[1]
