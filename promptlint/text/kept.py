"""What sentences were read as, kept from one version of a text to the next.

An editor asks again after every keystroke, and all sentences but one are what they were. What is read from a sentence
alone is therefore kept under its content; what names a place in the file is moved to where the sentence now stands.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

T = TypeVar("T")


class Facts:
    """What is known of every sentence with one content; two are the same only if they are one object."""

    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values: dict[Hashable, Any] = {}


class Kept:
    """The facts of the sentences of the present version of a text and of the one before."""

    def __init__(self) -> None:
        self._now: dict[Hashable, Facts] = {}
        self._before: dict[Hashable, Facts] = {}

    def __len__(self) -> int:
        return len(self._now) + len(self._before)

    def turn(self) -> None:
        """A new version begins: what neither it nor the last one holds is forgotten."""
        self._before, self._now = self._now, {}

    def facts(self, content: Hashable) -> Facts:
        """The facts of the sentences with this content."""
        found = self._now.get(content)
        if found is None:
            found = self._now[content] = self._before.get(content) or Facts()
        return found


def kept(read: Callable[[Sentence], T]) -> cached_property[T]:
    """A property of a sentence that its content alone decides."""
    name = read.__name__

    def recall(sentence: Sentence) -> T:
        values = sentence.facts.values
        if name not in values:
            values[name] = read(sentence)
        return values[name]  # type: ignore[no-any-return]

    recall.__doc__ = read.__doc__
    return cached_property(recall)
