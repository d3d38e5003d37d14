"""The order in which Asterisk's hash tables give back what is in them: lists of some actions come in it.

Lives here: two string hashes and the order they make. Recorded: cases `states.extensions`, `states.devices`, on 16.28
also `pjsip.endpoints` and the like. Imports nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

_WORD = 0xFFFFFFFF

BUCKETS = 563
"""Of the tables of hints and of cached states."""


def by_xor(text: str) -> int:
    """Hash of hints and configuration objects. ast_str_hash()."""
    total = 5381
    for byte in text.encode():
        total = (total * 33 ^ byte) & _WORD
    return total & 0x7FFFFFFF


def by_sum(text: str) -> int:
    """Hash of names. ast_hashtab_hash_string()."""
    total = 0
    for byte in text.encode():
        total = (total * 13 + byte) & _WORD
    return total


def of_device(device: str) -> int:
    """Hash of a cached device state: of its name and of what kind of message it is, as a number with a sign."""
    total = (by_sum(device) + by_sum("ast_device_state_message_type")) & _WORD
    return total if total < 1 << 31 else (1 << 32) - total


def ordered(
    items: Iterable[T], key: Callable[[T], str], buckets: int = BUCKETS, digest: Callable[[str], int] = by_xor
) -> list[T]:
    """*items* as a table of *buckets* gives them back; those of one bucket as they came."""
    return sorted(items, key=lambda item: digest(key(item)) % buckets)


def prime_up_to(number: int) -> int:
    """The buckets of a table for *number* configuration objects: the greatest prime that is not greater, else 1."""
    return next((n for n in range(number, 1, -1) if all(n % divisor for divisor in range(2, int(n**0.5) + 1))), 1)
