"""Reads one game version's rules from JSON and TOML into a Knowledge.

minecraft-data (an npm package of the bridge) has recipes, blocks, tools, food and biomes; it has no
smelting, no fuel and no usable drop tables: those are bridge/world/data/*.json, the same tables that
the embedded world plays by. Ore levels are curriculum/ore_levels.toml.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from voyager.core.errors import SetupFailed
from voyager.core.knowledge import (
    BlockKind,
    Drop,
    Fill,
    Food,
    ItemKind,
    Knowledge,
    OreLevels,
    Recipe,
)

TICKS_TO_SMELT = 200  # game ticks for one item in a furnace; https://minecraft.wiki/w/Smelting
HARMFUL = frozenset({"rotten_flesh", "spider_eye", "poisonous_potato", "pufferfish", "chicken",
                     "chorus_fruit", "suspicious_stew"})  # https://minecraft.wiki/w/Food: effects
TOOL_KINDS = ("pickaxe", "axe", "shovel", "hoe")

CHANCE_DROPS = (  # vanilla 1.20.4 loot_tables/blocks: expected number without Fortune
    Drop("gravel", "flint", 0.1),
    Drop("oak_leaves", "apple", 0.005), Drop("dark_oak_leaves", "apple", 0.005),
    Drop("short_grass", "wheat_seeds", 0.125),
    *(Drop(f"{wood}_leaves", f"{wood}_sapling", 0.05)
      for wood in ("oak", "spruce", "birch", "acacia", "dark_oak", "cherry")),
    Drop("jungle_leaves", "jungle_sapling", 0.025),
)

FILLS = (  # https://minecraft.wiki/w/Bucket and https://minecraft.wiki/w/Glass_Bottle: "Usage"
    Fill("water_bucket", "bucket", "water"),
    Fill("lava_bucket", "bucket", "lava"),
    Fill("milk_bucket", "bucket", "cow"),
    Fill("powder_snow_bucket", "bucket", "powder_snow"),
    *(Fill(f"{animal}_bucket", "water_bucket", animal)
      for animal in ("cod", "salmon", "pufferfish", "tropical_fish", "axolotl", "tadpole")),
    Fill("potion", "glass_bottle", "water"),  # a water bottle, by the game's own name
    Fill("honey_bottle", "glass_bottle", "bee_nest"),
)
COLOURS = ("orange", "magenta", "light_blue", "yellow", "lime", "pink", "gray", "light_gray", "cyan",
           "purple", "blue", "brown", "green", "red", "black")
OTHER_WAYS = (  # "Obtaining" on each item's page of https://minecraft.wiki
    Drop("wheat", "wheat"), Drop("carrots", "carrot"), Drop("potatoes", "potato"),
    Drop("beetroots", "beetroot"), Drop("beetroots", "beetroot_seeds"),
    Drop("cocoa", "cocoa_beans"), Drop("sweet_berry_bush", "sweet_berries"),
    Drop("cave_vines", "glow_berries"), Drop("chicken", "egg"), Drop("spider", "spider_eye"),
    Drop("rabbit", "rabbit_foot"), Drop("glow_squid", "glow_ink_sac"),
    Drop("tropical_fish", "tropical_fish"), Drop("pufferfish", "pufferfish"),
    Drop("hay_block", "hay_block"), Drop("bell", "bell"),
    Drop("bee_nest", "honeycomb", tool="shears"),
    *(Drop(stone, stone, tool="wooden_pickaxe") for stone in ("granite", "diorite", "andesite")),
    *(Drop(f"{wood}_leaves", f"{wood}_leaves", tool="shears")
      for wood in ("oak", "spruce", "birch", "jungle", "acacia", "cherry", "dark_oak", "mangrove")),
    *(Drop(plant, plant, tool="shears") for plant in (
        "short_grass", "fern", "tall_grass", "large_fern", "vine", "seagrass", "glow_lichen",
        "dead_bush", "cobweb", "hanging_roots", "small_dripleaf")),
    *(Drop("sheep", f"{colour}_wool") for colour in COLOURS),  # born so, or dyed
    # beyond a portal
    Drop("nether_quartz_ore", "quartz", tool="wooden_pickaxe"),
    Drop("ancient_debris", "ancient_debris", tool="diamond_pickaxe"),
    Drop("glowstone", "glowstone_dust", 3.0), Drop("magma_block", "magma_block", tool="wooden_pickaxe"),
    *(Drop(block, block) for block in ("crimson_stem", "warped_stem", "shroomlight")),
    Drop("blaze", "blaze_rod"), Drop("ghast", "ghast_tear"), Drop("magma_cube", "magma_cream"),
    *(Drop("chest", found) for found in (
        "saddle", "name_tag", "iron_horse_armor", "golden_horse_armor", "diamond_horse_armor",
        "enchanted_book", "music_disc_13", "music_disc_cat", "enchanted_golden_apple")),
)


@lru_cache(maxsize=4)
def load_knowledge(version: str, bridge: Path, curriculum: Path) -> Knowledge:
    """The rules of game `version`.

    `bridge` holds node_modules and world/data, `curriculum` holds ore_levels.toml. A version that
    minecraft-data does not have is answered with the nearest one of the same release (1.20.x).
    Raises SetupFailed when the tables cannot be read.
    """
    data = bridge / "node_modules" / "minecraft-data" / "minecraft-data" / "data"
    paths = _paths(_json(data / "dataPaths.json")["pc"], version)

    def table(name: str) -> Any:
        return _json(data / paths[name] / f"{name}.json")

    items = {row["id"]: row for row in table("items")}
    names = {number: str(row["name"]) for number, row in items.items()}
    world = bridge / "world" / "data"
    smelting = _json(world / "smelting.json")
    mobs = _json(world / "mobs.json")["mobs"]
    hostile = {row["name"] for row in table("entities") if row.get("category") == "Hostile mobs"}
    return Knowledge(
        version=version,
        items={row["name"]: _item(row) for row in items.values()},
        blocks={row["name"]: _block(row, names) for row in table("blocks")},
        recipes=_recipes(table("recipes"), names),
        smelting=_turned(smelting["furnace"]),
        fuel={name: ticks / TICKS_TO_SMELT
              for name, ticks in _json(world / "fuel.json")["ticks"].items()},
        foods={row["name"]: Food(row["foodPoints"], row.get("saturation", 0.0),
                                 row["name"] in HARMFUL) for row in table("foods")},
        mob_drops=tuple(_mob_drops(mobs, _everywhere(_json(world / "spawns.json")))),
        chance_drops=CHANCE_DROPS,
        fills=FILLS,
        other_ways=OTHER_WAYS,
        mobs={name: "hostile" if name in hostile else "passive" for name in mobs},
        biomes=frozenset(row["name"] for row in table("biomes")),
        ores=_ores(curriculum / "ore_levels.toml"),
    )


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SetupFailed(
            f"The game's data cannot be read from {path} ({error}). "
            "Run `make setup` to install the bridge again."
        ) from error


def _paths(pc: dict[str, dict[str, str]], version: str) -> dict[str, str]:
    if version in pc:
        return pc[version]
    release = ".".join(version.split(".")[:2])
    near = [known for known in pc if known == release or known.startswith(release + ".")]
    if not near:
        raise SetupFailed(f"Minecraft {version} is not in the game data; 1.20.4 is.")
    return pc[near[-1]]


def _item(row: dict[str, Any]) -> ItemKind:
    return ItemKind(row["name"], row["displayName"], row["stackSize"], row.get("maxDurability"))


def _block(row: dict[str, Any], names: dict[int, str]) -> BlockKind:
    material = str(row.get("material", ""))
    drops = tuple(dict.fromkeys(names[d] for d in row.get("drops", []) if d in names))
    return BlockKind(
        name=row["name"],
        hardness=row.get("hardness") or 0.0,
        diggable=bool(row["diggable"]) and (row.get("hardness") or 0) >= 0,
        drops=() if drops == ("air",) else drops,
        harvest_tools=frozenset(names[int(t)] for t in row.get("harvestTools", {})),
        worked_by=next((t for t in TOOL_KINDS if f"mineable/{t}" in material), ""),
    )


def _recipes(
    table: dict[str, list[dict[str, Any]]], names: dict[int, str]
) -> dict[str, tuple[Recipe, ...]]:
    found: dict[str, tuple[Recipe, ...]] = {}
    for number, rows in table.items():
        item = names.get(int(number))
        if item is not None:
            found[item] = tuple(dict.fromkeys(_recipe(item, row, names) for row in rows))
    return found


def _recipe(item: str, row: dict[str, Any], names: dict[int, str]) -> Recipe:
    if shape := row.get("inShape"):
        cells = [cell for line in shape for cell in line]
        needs_table = len(shape) > 2 or max(len(line) for line in shape) > 2
    else:
        cells = row["ingredients"]
        needs_table = len(cells) > 4
    needed: dict[str, int] = {}
    for cell in cells:
        if cell is not None:
            needed[names[cell]] = needed.get(names[cell], 0) + 1
    return Recipe(item, row["result"]["count"], tuple(sorted(needed.items())), needs_table)


def _turned(furnace: dict[str, dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for raw, row in furnace.items():
        found.setdefault(row["result"], []).append(raw)
    return {done: tuple(raws) for done, raws in found.items()}


def _everywhere(spawns: dict[str, Any]) -> frozenset[str]:
    """Mobs that appear in most biomes."""
    lists = (spawns[kind].get("default", []) for kind in ("monsters", "creatures", "water"))
    return frozenset(row["mob"] for rows in lists for row in rows)


def _mob_drops(mobs: dict[str, dict[str, Any]], common: frozenset[str]) -> Iterable[Drop]:
    """What is got by hunting. A mob of rare places counts for what no common one drops: nobody
    looks for iron golems to have iron."""
    ordinary = {d.get("item") for mob in common & mobs.keys() for d in mobs[mob].get("drops", [])}
    for mob, row in mobs.items():
        for drop in row.get("drops", []):
            if "item" not in drop or (mob not in common and drop["item"] in ordinary):
                continue
            low, high = drop.get("count", [1, 1])  # may begin below nothing
            mean = sum(max(0, n) for n in range(low, high + 1)) / (high - low + 1)
            yield Drop(mob, drop["item"], mean * drop.get("chance", 1.0))
    yield Drop("sheep", "white_wool")  # of its own colour; white is by far the commonest


def _ores(path: Path) -> dict[str, OreLevels]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["ores"]
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SetupFailed(f"{path} cannot be read: {error}") from error
    return {
        block: OreLevels(block, row["lowest"], row["highest"], row["best"])
        for row in rows.values() for block in row["blocks"]
    }
