"""Asking again with less when the model says that the prompt is too long.

Every part of a prompt that can be cut says itself what was cut (render.py); here is only how often.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from voyager.core.errors import ContextTooLong
from voyager.core.records import Message, Reply

DIVISORS = (1, 2, 4, 8)  # of the allowances, one after the other


def ask(
    send: Callable[[Sequence[Message]], Reply], told: Callable[[int], Sequence[Message]]
) -> Reply:
    """The reply to `told(1)`, or to the first of `told(2)`, `told(4)`… that fits.

    Raises ContextTooLong when not even the last one does.
    """
    for divisor in DIVISORS[:-1]:
        try:
            return send(told(divisor))
        except ContextTooLong:
            continue
    return send(told(DIVISORS[-1]))
