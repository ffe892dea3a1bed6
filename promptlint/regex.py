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
from pathlib import Path
from typing import Any

from promptlint.data import cache_folder, own_file

LIMIT = 3000  # patterns kept; beyond that old versions have piled up, and it starts afresh

_store: dict[tuple[str, int], tuple[Any, ...]] | None = None
_fresh: dict[tuple[str, int], tuple[Any, ...]] = {}


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
            kept = _fresh[key] = _parts(pattern, int(flags))
        return _build(pattern, kept)
    except (ImportError, AttributeError, TypeError, ValueError, OverflowError, RuntimeError):
        return re.compile(pattern, flags)


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


def _place() -> Path | None:
    folder = cache_folder()
    # The form belongs to one interpreter: its version and the magic number of its matcher.
    try:
        import _sre
    except ImportError:
        return None
    version = "-".join(map(str, sys.version_info[:3]))
    return folder / f"regex-{sys.implementation.name}-{version}-{_sre.MAGIC}" if folder else None


def _read() -> dict[tuple[str, int], tuple[Any, ...]]:
    place = _place()
    try:
        if place is None or not own_file(place):
            return {}
        data = marshal.loads(place.read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return data if isinstance(data, dict) else {}


def _write() -> None:
    place = _place()
    if place is None or not _fresh:
        return
    fresh = place.with_suffix(f".{os.getpid()}")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as f:
            kept = _store if _store and len(_store) < LIMIT else {}
            f.write(marshal.dumps({**kept, **_fresh}))
        os.replace(fresh, place)
    except (OSError, ValueError):
        return
