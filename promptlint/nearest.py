"""What a mistyped word was meant to be."""

from __future__ import annotations

from collections.abc import Iterable


def suggestion(word: str, words: Iterable[str]) -> str:
    """``; did you mean 'x'?`` for the word that looks most like ``word``, or nothing."""
    import difflib

    close = difflib.get_close_matches(word, list(words), 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""
