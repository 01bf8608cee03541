"""Which rule of the game a written function follows, and what the function is therefore called.

Decided with nothing held and nothing in sight, so that a name always means the same function.
"""

from __future__ import annotations

from voyager.core.knowledge import Knowledge
from voyager.roles.javascript import words_of
from voyager.roles.prices import Prices
from voyager.roles.steps import Craft, Hunt, Mine, Smelt, Surroundings, Way


def bare(knowledge: Knowledge, avoid: frozenset[str] = frozenset()) -> Prices:
    """Prices with nothing held and nothing in sight: what a function does must not depend on the day."""
    return Prices(knowledge, Surroundings({}, {}), avoid)


def member_of(prices: Prices, item: str) -> str | None:
    """The cheapest member of family `item` here; `item` itself when it is none."""
    members = prices.knowledge.family(item)
    prices.price_all(members)
    return min(members, key=lambda m: (prices.price(m), m), default=None)


def way_to(prices: Prices, item: str) -> Way | None:
    """The way that a function for `item` follows: the cheapest here."""
    member = member_of(prices, item)
    return min(prices.usable(member), key=prices.cost, default=None) if member else None


def function_name(prices: Prices, item: str) -> str | None:
    """`mineLog`, `craftIronPickaxe`, `smeltIronIngot`, `huntBeef`; None when nothing yields it."""
    way = way_to(prices, item)
    if way is None:
        return None
    verb = {Mine: "mine", Hunt: "hunt", Craft: "craft", Smelt: "smelt"}[type(way)]
    return verb + words_of(item)
