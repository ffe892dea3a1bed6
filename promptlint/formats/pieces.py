"""Pieces of text with their places, on the way to a View."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from promptlint.view import View

# Text as decoded, its start in the file, and its length there.
Piece = tuple[str, int, int]


def merged(pieces: Iterable[Piece]) -> View:
    """The view of pieces one after the other; neighbours that stand in the file as they are become one segment."""
    out: list[Piece] = []
    for text, start, length in pieces:
        if not text:
            continue
        last = out[-1] if out else ("", -1, -1)
        if len(text) == length and len(last[0]) == last[2] and last[1] + last[2] == start:
            out[-1] = (last[0] + text, last[1], last[2] + length)
        else:
            out.append((text, start, length))
    return View.join(out)


def computed(text: str, source: str, start: int, end: int) -> list[Piece]:
    """Pieces for a text that stands for ``source[start:end]``: it maps as a whole, even where both are of one length."""
    if len(text) != end - start or source.startswith(text, start):
        return [(text, start, end - start)]
    return [(text[:1], start, 0), (text[1:], start, end - start)]


def pieces_of(view: View) -> list[Piece]:
    """The pieces that a view is made of."""
    return [(view.text[at : at + n], start, length) for at, start, n, length in view.segments]


def concatenated(views: Sequence[View], between: str = "") -> View:
    """The texts one after the other, with ``between`` between them."""
    pieces: list[Piece] = []
    for view in views:
        if pieces and between and view.segments:
            pieces.append((between, view.segments[0][1], 0))
        pieces += pieces_of(view)
    return merged(pieces)
