"""Facts that several rules ask for are computed once for each unit or stack."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    S = TypeVar("S")
    T = TypeVar("T")


def once(function: Callable[[S], T]) -> Callable[[S], T]:
    """Let ``function`` run once for each subject (a Unit, Stack or Document); the result goes when the subject goes."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def recall(subject: S) -> T:
        kept: dict[str, T] = subject.__dict__
        if name not in kept:
            kept[name] = function(subject)
        return kept[name]

    return recall


SHORT = 2000  # characters: the longest text that `recent` keeps, so that what it keeps stays small


def recent(function: Callable[[str], T]) -> Callable[[str], T]:
    """Keep what `function` makes of the short texts that it read last: an editor asks for the same ones again."""
    kept = lru_cache(maxsize=4096)(function)

    @wraps(function)
    def recall(text: str) -> T:
        return kept(text) if len(text) <= SHORT else function(text)

    return recall
