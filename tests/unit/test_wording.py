"""Tasks of the recipe author are told in words that a person would use."""

from __future__ import annotations

import pytest

from voyager.adapters.game_data import load_knowledge
from voyager.core.records import DefeatMob, EquipItem, Goal, HaveItem, PlaceBlock
from voyager.roles.naming import bare
from voyager.roles.wording import amount, say
from voyager.shipped import shipped

RULES = bare(load_knowledge("1.20.4", shipped("bridge"), shipped("curriculum")))


@pytest.mark.parametrize(("goal", "told"), [
    (HaveItem(item="white_wool", count=3), "Hunt sheep for 3 white wool"),
    (HaveItem(item="string", count=3), "Hunt spiders for 3 string"),
    (HaveItem(item="porkchop"), "Hunt pigs for a porkchop"),
    (HaveItem(item="log", count=3), "Mine 3 logs"),
    (HaveItem(item="coal"), "Mine coal"),
    (HaveItem(item="raw_iron", count=3), "Mine 3 raw iron"),
    (HaveItem(item="iron_ingot", count=3), "Smelt 3 iron ingots"),
    (HaveItem(item="torch", count=4), "Craft 4 torches"),
    (HaveItem(item="iron_pickaxe"), "Craft an iron pickaxe"),
    (EquipItem(item="iron_chestplate"), "Equip an iron chestplate"),
    (DefeatMob(mob="zombie"), "Defeat a zombie"),
    (DefeatMob(mob="enderman", count=2), "Defeat 2 endermen"),
    (PlaceBlock(block="crafting_table"), "Place a crafting table"),
])  # fmt: skip
def test_a_task_reads_as_a_sentence(goal: Goal, told: str) -> None:
    assert say(goal, RULES) == told


def test_every_item_has_an_amount_without_a_raw_name() -> None:
    assert amount(1, "oak_log") == "an oak log"
    assert amount(2, "oak_leaves") == "2 oak leaves"
