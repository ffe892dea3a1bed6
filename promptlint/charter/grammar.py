"""The parser made of ``grammar/charter.lark``, kept in the user's cache between runs."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

import lark
from lark import Lark
from lark.exceptions import LarkError

from promptlint.data import cache_folder, folder, own_file


@lru_cache(maxsize=1)
def parser() -> Lark:
    """The parser of one statement.

    Raises:
        FileNotFoundError: the grammar is missing from the installation.
    """
    text = (folder("grammar") / "charter.lark").read_text(encoding="utf-8")
    place = _place(text)
    if place is not None and (kept := _read(place)) is not None:
        return kept
    made = Lark(text, parser="lalr", lexer="contextual", maybe_placeholders=False)
    if place is not None:
        _write(made, place)
    return made


def _place(text: str) -> Path | None:
    """The cache file for this grammar, this Lark and this Python."""
    cache = cache_folder()
    if cache is None:
        return None
    seed = f"{lark.__version__} {sys.version_info[:2]} {sys.implementation.name} {text}"
    return cache / f"charter-{hashlib.sha256(seed.encode()).hexdigest()[:16]}.grammar"


def _read(place: Path) -> Lark | None:
    """The parser in the cache; a pickle can run code, so a file that another user could have written is not read."""
    try:
        if not own_file(place) or not place.is_file():
            return None
        with place.open("rb") as f:
            kept = Lark.load(f)
        return kept if isinstance(kept, Lark) else None
    except (OSError, LarkError, pickle.UnpicklingError, EOFError, LookupError, TypeError, ValueError, AttributeError):
        return None  # a damaged cache costs time, never the run


def _write(made: Lark, place: Path) -> None:
    """Keep the parser; the file appears whole or not at all, and only its owner may write it."""
    with contextlib.suppress(OSError, TypeError, AttributeError, pickle.PicklingError):
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".charter-")  # mode 0600
        try:
            with os.fdopen(handle, "wb") as f:
                made.save(f)
            os.replace(name, place)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
