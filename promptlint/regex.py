"""Regular expressions whose compiled form is kept between runs.

Compiling the project's patterns costs more than reading a small prompt does. The compiled form is plain data (CPython
hands it to its matcher as a list of integers), so it is kept in the user's cache folder like compiled knowledge, keyed by
the interpreter. Where any of that is not to be had, patterns are compiled as ever: the cache can only save time.
"""

from __future__ import annotations

import atexit
import marshal
import os
import re
import sys
from functools import lru_cache

from promptlint.data import cache_folder, read_own, write_own

FORMAT = 2
LIMIT = 3000  # patterns kept; beyond that old versions have piled up, and it starts afresh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

# Each form packed by itself: a run unpacks those that it meets.
_store: dict[tuple[str, int], bytes] | None = None
_fresh: dict[tuple[str, int], bytes] = {}


def compile(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Like `re.compile`, with the compiled form from the cache when it is there.

    Raises:
        re.error: the pattern is wrong.
    """
    global _store
    if _store is None:
        _store = _read()
    key = (pattern, int(flags))
    kept = _store.get(key)
    try:
        if kept is None:
            kept = _fresh[key] = marshal.dumps(_parts(pattern, int(flags)))
        return _build(pattern, marshal.loads(kept))
    except (ImportError, AttributeError, TypeError, ValueError, EOFError, OverflowError, RuntimeError):
        return re.compile(pattern, flags)


@lru_cache(maxsize=512)
def _kept(pattern: str, flags: int) -> re.Pattern[str]:
    return compile(pattern, flags)


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


def starting(pattern: re.Pattern[str], words: tuple[str, ...], text: str) -> Iterator[re.Match[str]]:
    """`pattern.finditer(text)` for a pattern that begins at the start of a word with one of ``words``, in any case.

    A pattern without a fixed beginning is tried at every character of a text; this one only where it can begin.

    Args:
        words: in lower case.
    """
    low = text.lower()
    if len(low) != len(text):  # a letter whose small form is two
        yield from pattern.finditer(text)
        return
    end = 0
    for m in _kept("|".join(words), 0).finditer(low):
        at = m.start()
        if at >= end and not (at and (low[at - 1].isalnum() or low[at - 1] == "_")):
            found = pattern.match(text, at)
            if found:
                yield found
                end = found.end()


def _parts(pattern: str, flags: int) -> tuple[Any, ...]:
    """What CPython's own compiler would hand to its matcher."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    if not _fresh:
        atexit.register(_write)
    parsed = _parser.parse(pattern, flags)
    code = _compiler._code(parsed, flags)
    groups = parsed.state.groups
    names = parsed.state.groupdict
    by_index: list[str | None] = [None] * groups
    for name, index in names.items():
        by_index[index] = name
    return flags | parsed.state.flags, list(map(int, code)), groups - 1, dict(names), tuple(by_index)


def _build(pattern: str, kept: tuple[Any, ...]) -> re.Pattern[str]:
    import _sre  # type: ignore[import-not-found]

    flags, code, groups, names, by_index = kept
    built: re.Pattern[str] = _sre.compile(pattern, flags, code, groups, names, by_index)
    return built


def _place() -> str | None:
    folder = cache_folder()
    # The form belongs to one interpreter: its version and the magic number of its matcher.
    try:
        import _sre
    except ImportError:
        return None
    version = "-".join(map(str, sys.version_info[:3]))
    return os.path.join(folder, f"regex{FORMAT}-{sys.implementation.name}-{version}-{_sre.MAGIC}") if folder else None


def _read() -> dict[tuple[str, int], bytes]:
    place = _place()
    kept = read_own(place) if place else None
    try:
        data = marshal.loads(kept) if kept else None
    except (ValueError, EOFError, TypeError):
        return {}
    return data if isinstance(data, dict) else {}


def _write() -> None:
    place = _place()
    if place is not None and _fresh:
        kept = _store if _store and len(_store) < LIMIT else {}
        write_own(place, marshal.dumps({**kept, **_fresh}))
