"""Tidying with real worlds: what differs in one name becomes one skill, once both have been run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from voyager.adapters.skill_files import SkillFiles
from voyager.core.records import HaveItem, Origin, SkillDraft

PATIENCE_S = 240  # wall seconds, on a loaded machine

pytestmark = pytest.mark.real_world


def test_skills_that_differ_in_one_name_are_merged_after_a_proof(tmp_path: Path) -> None:
    files = SkillFiles(tmp_path)
    for item, count in (("stick", 4), ("crafting_table", 1)):
        name = f"craft{item.title().replace('_', '')}"
        code = (
            f"async function {name}(bot) {{\n"
            f"  const wanted = mcData.itemsByName.{item};\n"
            "  await craftItem(bot, wanted.name, 1);\n}\n"
        )
        draft = SkillDraft(name=name, code=code, description=f"Crafts a {item} from planks.",
                           needs={"planks": 4})  # fmt: skip
        files.add(draft, Origin(goal=HaveItem(item=item, count=count)))
    done = subprocess.run(
        [sys.executable, "-m", "voyager", "skills", "tidy", "--apply", "--worlds", "1", "--json",
         "--home", str(tmp_path)],
        capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (proposal,) = json.loads(done.stdout)["proposals"]
    assert proposal["replaced"] and proposal["parameters"] == ['item = "crafting_table"']
    assert [proof["after"] for proof in proposal["proofs"]] == [1, 1]
    assert "mcData.itemsByName[item]" in proposal["merged"]["code"]
    assert (files.known("craftStick").versions[2].quarantined or "").startswith("replaced by ")
