"""Facts that several rules ask for are computed once for each unit or stack."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

S = TypeVar("S")
T = TypeVar("T")


def once(function: Callable[[S], T]) -> Callable[[S], T]:
    """Let ``function`` run once for each subject (a Unit, Stack or Document); the result goes when the subject goes."""
    kept: WeakKeyDictionary[S, T] = WeakKeyDictionary()

    @wraps(function)
    def recall(subject: S) -> T:
        try:
            return kept[subject]
        except KeyError:
            result = kept[subject] = function(subject)
            return result

    return recall
