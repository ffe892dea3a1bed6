"""What sentences and lines were read as, kept from one version of a text to the next.

An editor asks again after every keystroke, and all sentences but one are what they were. What is read from a sentence
alone is therefore kept under its content; what names a place in the file is moved to where the sentence now stands.
What is searched for in the text itself is found piece by piece, and kept likewise.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import wraps

from promptlint import regex
from promptlint.record import NamedTuple, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from functools import cached_property
    from typing import Any, TypeVar

    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence

    S = TypeVar("S")
    T = TypeVar("T")
    R = TypeVar("R")


class Facts:
    """What is known of every sentence with one content; two are the same only if they are one object."""

    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values: dict[Hashable, Any] = {}


class Kept:
    """The facts of the sentences and pieces of a text: of the present version, the one before, and the last one read whole."""

    def __init__(self) -> None:
        self._now: dict[Hashable, Facts] = {}
        self._before: dict[Hashable, Facts] = {}
        self._whole: dict[Hashable, Facts] = {}

    def __len__(self) -> int:
        return len(self._now) + len(self._before) + len(self._whole)

    def turn(self) -> None:
        """A new version begins: what none of the others holds is forgotten."""
        self._before, self._now = self._now, {}

    def finish(self) -> None:
        """The version has been read to its end."""
        self._before, self._whole = {}, self._now

    def facts(self, content: Hashable) -> Facts:
        """The facts of the sentences with this content."""
        found = self._now.get(content)
        if found is None:
            found = self._now[content] = self._before.get(content) or self._whole.get(content) or Facts()
        return found


class _Property:
    """Like `functools.cached_property`, which takes a lock for each object before Python 3.12."""

    def __init__(self, read: Callable[[Sentence], Any]) -> None:
        self.read, self.name, self.__doc__ = read, read.__name__, read.__doc__

    def __get__(self, sentence: Sentence, owner: type) -> Any:
        values = sentence.facts.values
        if self.name not in values:
            values[self.name] = self.read(sentence)
        found = sentence.__dict__[self.name] = values[self.name]
        return found


def kept(read: Callable[[Sentence], T]) -> cached_property[T]:
    """A property of a sentence that its content alone decides."""
    found: Any = _Property(read)
    return found  # type: ignore[no-any-return]


UNREAD = object()


def by_content(read: Callable[[Sentence], T]) -> Callable[[Sentence], T]:
    """Let a function that looks at nothing but a sentence's content, and names no place, run once for each content."""

    @wraps(read)
    def recall(sentence: Sentence) -> T:
        values = sentence.facts.values
        found = values.get(read, UNREAD)
        if found is UNREAD:
            found = values[read] = read(sentence)
        return found  # type: ignore[no-any-return]

    return recall


BLANK = regex.compile(r"\n(?:[ \t]*\r?\n)+")
LINE = regex.compile(r"[^\n]*\n|[^\n]+")
LONG = 4000  # characters; longer pieces are cut at every line


class Piece(NamedTuple):
    """Some lines of a prompt's text, from offset ``start`` on, with their line ends."""

    start: int
    text: str
    facts: Facts


def pieces(text: str, kept: Kept | None) -> list[Piece]:
    """A text cut after its blank lines.

    Args:
        kept: what is known of the pieces of an earlier version.
    """
    found, at = [], 0
    for end in (*(m.end() for m in BLANK.finditer(text)), len(text)):
        part = text[at:end]
        for line in (part,) if len(part) <= LONG else LINE.findall(part):
            found.append(Piece(at, line, kept.facts(line) if kept else Facts()))
            at += len(line)
    return found


def by_piece(read: Callable[[str], Iterable[T]]) -> Callable[[Unit], Iterator[tuple[int, T]]]:
    """Let a function that never looks past the end of a line read a prompt piece by piece, each content once.

    Returns:
        Each result with the offset of its piece, in order of the text.
    """

    @wraps(read)
    def recall(unit: Unit) -> Iterator[tuple[int, T]]:
        for piece in unit.pieces:
            values = piece.facts.values
            found = values.get(read)
            if found is None:
                found = values[read] = list(read(piece.text))
            for result in found:
                yield piece.start, result

    return recall


def recalled(
    owner: Callable[[S], Sentence], content: Callable[[S], Hashable], moved: Callable[[list[T], S, S], list[T]]
) -> Callable[[Callable[[S], Iterable[T]]], Callable[[S], list[T]]]:
    """Let a function that reads one subject run once for all subjects of one content.

    Args:
        owner: the sentence that the subject stands in, or is.
        content: what tells the subject from others in sentences of the same content.
        moved: the results for the first subject, as they are for the second.
    """

    def wrap(function: Callable[[S], Iterable[T]]) -> Callable[[S], list[T]]:
        @wraps(function)
        def recall(subject: S) -> list[T]:
            values = owner(subject).facts.values
            key = (function, content(subject))
            held: tuple[S, list[T]] | None = values.get(key)
            if held is None:
                result = list(function(subject))
            elif held[0] is subject:
                return held[1]
            else:
                result = moved(held[1], held[0], subject)
            values[key] = subject, result  # of the newest version, so that nothing of older ones stays
            return result

        return recall

    return wrap


def of_sentence(
    moved: Callable[[T, Sentence, int], T],
) -> Callable[[Callable[[Sentence], Iterable[T]]], Callable[[Sentence], list[T]]]:
    """`recalled` for what is read from a sentence and its scope alone.

    Args:
        moved: a result for a sentence as it is for another, with the distance between the two in the file.
    """

    def wrap(function: Callable[[Sentence], Iterable[T]]) -> Callable[[Sentence], list[T]]:
        @wraps(function)
        def recall(sentence: Sentence) -> list[T]:
            values = sentence.facts.values
            held: tuple[Sentence | None, list[T]] | None = values.get(function)
            if held is None:
                result = list(function(sentence))
            else:
                first, result = held
                if first is None or first is sentence:
                    return result
                by = sentence.span.start - first.span.start
                result = [moved(x, sentence, by) for x in result]
            # What has no place needs no sentence; the others are kept for the newest one, so that no older one stays.
            values[function] = (None if not result or moved is same else sentence), result
            return result

        return recall

    return wrap


def there(result: R, sentence: Sentence, by: int) -> R:
    """A record whose only place is its field ``sentence``, in another sentence."""
    return replace(result, sentence=sentence)


def same(result: R, sentence: Sentence, by: int) -> R:
    """A result that has no place."""
    return result
