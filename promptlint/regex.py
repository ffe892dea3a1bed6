"""Regular expressions whose compiled form is kept between runs, and that are built when they are first used.

Compiling the project's patterns costs more than reading a small prompt does, and most of them are for other prompts. The
compiled form is plain data (CPython hands it to its matcher as a list of integers), so it is kept on a shelf. Where any of
that is not to be had, patterns are compiled as ever: the shelf can only save time.
"""

from __future__ import annotations

import re
from functools import lru_cache

from promptlint.shelf import TEXT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

METHODS = ("search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split")


class _Waiting:
    """A pattern that is built when something but its text is asked for; from then on its methods are found at once."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._given = pattern, flags

    def __getattr__(self, name: str) -> Any:
        built = _build(self.pattern, self._given)
        self.__dict__.update({method: getattr(built, method) for method in METHODS})
        return getattr(built, name)


def compile(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Like `re.compile`, but a pattern that is wrong raises `re.error` only where it is first used."""
    waiting: Any = _Waiting(pattern, int(flags))
    return waiting  # type: ignore[no-any-return]


@lru_cache(maxsize=512)
def _kept(pattern: str, flags: int) -> re.Pattern[str]:
    return _build(pattern, int(flags))


def search(pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
    """`re.search`, for patterns that are written in the code: those made at run time would fill the cache."""
    return _kept(pattern, flags).search(text)


def match(pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
    """`re.match`; see `search`."""
    return _kept(pattern, flags).match(text)


def fullmatch(pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
    """`re.fullmatch`; see `search`."""
    return _kept(pattern, flags).fullmatch(text)


def findall(pattern: str, text: str, flags: int = 0) -> list[Any]:
    """`re.findall`; see `search`."""
    return _kept(pattern, flags).findall(text)


def finditer(pattern: str, text: str, flags: int = 0) -> Iterator[re.Match[str]]:
    """`re.finditer`; see `search`."""
    return _kept(pattern, flags).finditer(text)


def sub(pattern: str, new: str | Callable[[re.Match[str]], str], text: str, count: int = 0, flags: int = 0) -> str:
    """`re.sub`; see `search`."""
    return _kept(pattern, flags).sub(new, text, count)


def split(pattern: str, text: str, flags: int = 0) -> list[Any]:
    """`re.split`; see `search`."""
    return _kept(pattern, flags).split(text)


def beginnings(words: tuple[str, ...], text: str) -> Iterator[int]:
    """Where a word begins with one of ``words``, in any case.

    A pattern without a fixed beginning is tried at every character of a text; `matches_at` tries it only at these.

    Args:
        words: in lower case.
    """
    low = text.lower()
    if len(low) != len(text):  # a letter whose small form is two
        yield from range(len(text))
        return
    found: set[int] = set()
    for word in words:
        at = low.find(word)
        while at >= 0:
            if not (at and (low[at - 1].isalnum() or low[at - 1] == "_")):
                found.add(at)
            at = low.find(word, at + 1)
    yield from sorted(found)


def line_starts(text: str) -> Iterator[int]:
    """Where the lines of a text begin: all places at which a pattern matches that begins with ``^`` in multi-line mode."""
    yield 0
    at = text.find("\n")
    while at >= 0:
        yield at + 1
        at = text.find("\n", at + 1)


def matches_at(pattern: re.Pattern[str], places: Iterable[int], text: str) -> Iterator[re.Match[str]]:
    """`pattern.finditer(text)` for a pattern that can begin only at ``places``, which are in order."""
    end = 0
    for at in places:
        if at >= end and (found := pattern.match(text, at)):
            yield found
            end = found.end()


def _build(pattern: str, flags: int) -> re.Pattern[str]:
    try:
        import _sre  # type: ignore[import-not-found]

        built: re.Pattern[str] = _sre.compile(pattern, *TEXT.get((pattern, flags), lambda: _parts(pattern, flags)))
    except (ImportError, AttributeError, TypeError, ValueError, OverflowError, RuntimeError):
        return re.compile(pattern, flags)
    return built


def _parts(pattern: str, flags: int) -> tuple[Any, ...]:
    """What CPython's own compiler would hand to its matcher."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    code = _compiler._code(parsed, flags)
    groups = parsed.state.groups
    names = parsed.state.groupdict
    by_index: list[str | None] = [None] * groups
    for name, index in names.items():
        by_index[index] = name
    return flags | parsed.state.flags, list(map(int, code)), groups - 1, dict(names), tuple(by_index)
