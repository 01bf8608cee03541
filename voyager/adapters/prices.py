"""What a call costs, by the price table; None for a model that is not in it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voyager.adapters.chat_model import Usage
from voyager.core.errors import SetupFailed

TABLE = Path(__file__).with_name("prices.toml")
MILLION = 1_000_000


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens."""

    input: float
    cached: float
    output: float

    def of(self, usage: Usage) -> float:
        """US dollars for one call; cached tokens are part of the input tokens."""
        fresh = usage.input_tokens - usage.cached_tokens
        return (
            fresh * self.input
            + usage.cached_tokens * self.cached
            + usage.output_tokens * self.output
        ) / MILLION


def load_prices(home: Path) -> Mapping[str, Price]:
    """The shipped table with `home/prices.toml` over it. Raises SetupFailed if that is broken."""
    prices: dict[str, Price] = {}
    for path in (TABLE, home / "prices.toml"):
        if not path.exists():
            continue
        try:
            rows = tomllib.loads(path.read_text("utf-8"))
            for model, row in rows.items():
                price = float(row["input"])
                prices[model] = Price(price, float(row.get("cached", price)), float(row["output"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise SetupFailed(
                f"{path} is not a price table ({error!r:.120}). Each model needs a section with "
                "input, cached and output in dollars per million tokens."
            ) from error
    return prices


def price_of(prices: Mapping[str, Price], model: str) -> Price | None:
    """The price of `model`; `openai:gpt-5` and dated `gpt-5-2025-08-07` are gpt-5."""
    name = model.rpartition(":")[2]
    if name in prices:
        return prices[name]
    dated = [known for known in prices if name.startswith(f"{known}-20")]
    return prices[max(dated, key=len)] if dated else None
