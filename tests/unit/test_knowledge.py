"""The rules of 1.20.4, as the tables that are shipped say them."""

from __future__ import annotations

import pytest

from voyager.adapters.game_data import load_knowledge
from voyager.core.errors import SetupFailed
from voyager.core.knowledge import count_of, in_family
from voyager.shipped import shipped

RULES = load_knowledge("1.20.4", shipped("bridge"), shipped("curriculum"))


def test_a_recipe_tells_ingredients_yield_and_grid() -> None:
    (pickaxe,) = RULES.recipes_for("iron_pickaxe")
    assert (pickaxe.ingredients, pickaxe.yields) == ((("iron_ingot", 3), ("stick", 2)), 1)
    assert pickaxe.needs_table
    assert not RULES.recipes_for("crafting_table")[0].needs_table
    assert all(recipe.yields == 4 for recipe in RULES.recipes_for("oak_planks"))


@pytest.mark.parametrize(("block", "poorest"), [
    ("stone", "wooden_pickaxe"), ("iron_ore", "stone_pickaxe"), ("diamond_ore", "iron_pickaxe"),
    ("obsidian", "diamond_pickaxe"),
])
def test_the_poorest_tool_that_harvests_comes_first(block: str, poorest: str) -> None:
    assert RULES.tools_for(block)[0] == poorest
    assert RULES.harvests(poorest, block)
    assert not RULES.harvests(None, block)


def test_a_bare_hand_harvests_wood() -> None:
    assert RULES.tools_for("oak_log") == ()
    assert RULES.harvests(None, "oak_log")


def test_an_ore_drops_what_the_player_then_smelts() -> None:
    assert RULES.drops_of("iron_ore") == ("raw_iron",)
    assert set(RULES.blocks_dropping("raw_iron")) == {"iron_ore", "deepslate_iron_ore"}
    assert RULES.smelts_to("raw_iron") == "iron_ingot"
    assert "raw_iron" in RULES.smelted_from("iron_ingot")


def test_fuel_is_counted_in_items_smelted() -> None:
    assert RULES.fuel["coal"] == 8
    assert RULES.fuel["oak_planks"] == 1.5


def test_food_that_harms_is_not_edible() -> None:
    assert RULES.edible("cooked_beef")
    assert not RULES.edible("rotten_flesh")
    assert not RULES.edible("stone")


def test_mobs_drop_meat_wool_and_string() -> None:
    assert RULES.mobs_dropping("porkchop")[0].source == "pig"
    assert RULES.mobs_dropping("white_wool")[0].source == "sheep"
    assert RULES.mobs["zombie"] == "hostile"
    assert RULES.mobs["cow"] == "passive"


def test_families_share_an_ending_but_not_stripped_wood() -> None:
    assert in_family("birch_log", "log")
    assert not in_family("stripped_birch_log", "log")
    assert not in_family("oak_log", "planks")
    assert count_of({"oak_log": 2, "birch_log": 1, "stick": 9}, "log") == 3
    assert "cherry_planks" in RULES.family("planks")
    assert RULES.family("stick") == ("stick",)


def test_no_family_is_called_like_an_item() -> None:
    from voyager.core.knowledge import FAMILIES

    assert not [name for name in FAMILIES if name in RULES.items]


def test_every_table_names_only_things_of_this_version() -> None:
    assert not [r for r in RULES.smelting if r not in RULES.items]
    assert not [f for f in RULES.fuel if f not in RULES.items]
    assert not [d for d in RULES.mob_drops if d.item not in RULES.items]
    assert not [d for d in RULES.chance_drops if d.item not in RULES.items]
    assert not [d for d in RULES.chance_drops if d.source not in RULES.blocks]
    assert not [block for block in RULES.ores if block not in RULES.blocks]


def test_ore_levels_name_a_level_within_the_ore_s_own() -> None:
    for ore in RULES.ores.values():
        assert ore.lowest <= ore.best <= ore.highest
        assert ore.best >= -54, "below lie lakes of lava"


def test_a_version_nobody_has_is_refused_in_one_sentence() -> None:
    with pytest.raises(SetupFailed, match=r"Minecraft 0\.3"):
        load_knowledge("0.3", shipped("bridge"), shipped("curriculum"))


def test_a_real_server_s_neighbouring_version_is_understood() -> None:
    rules = load_knowledge("1.20.1", shipped("bridge"), shipped("curriculum"))
    assert rules.recipes_for("iron_pickaxe")
