"""Decoding, positions and views: every place is in code points of the file on disk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptlint.source import Source, SourceError
from promptlint.view import View

TEXT = "ab\r\n🚲é x\rlast\n"


@pytest.mark.parametrize("encoding, bom", [
    ("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"),
    ("utf-32-le", b"\xff\xfe\x00\x00"),
])  # fmt: skip
def test_bytes_come_back_as_they_were(encoding: str, bom: bytes) -> None:
    data = bom + TEXT.encode(encoding)
    source = Source.from_bytes("a.md", data)
    assert source.text == TEXT
    assert source.to_bytes(source.text) == data


@pytest.mark.parametrize("data, message", [
    (b"ok\nbad \xff\n", "2: not valid UTF-8 (byte 0xff)"),
    (b"a\n\n\x00", "3: a NUL byte; not a text file"),
])  # fmt: skip
def test_what_is_no_text_is_one_clear_line(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match="^" + message.replace("(", r"\(").replace(")", r"\)")):
        Source.from_bytes("a.md", data)


def test_positions_in_three_units() -> None:
    source = Source("a.md", TEXT)
    at = TEXT.index("x")
    assert tuple(source.position(at)) == (2, 4, at)
    assert (source.utf16_column(at), source.utf8_column(at)) == (4, 7)
    assert [source.line(n) for n in (1, 2, 3, 4)] == ["ab", "🚲é x", "last", ""]


@given(st.text(alphabet="a🚲\r\n\x0b\u2028é ", max_size=40))
def test_every_offset_has_a_line_and_lines_end_at_newlines_only(text: str) -> None:
    source = Source("a.md", text)
    assert source.line_starts == [0] + [
        i + 1 for i, c in enumerate(text) if c == "\n" or (c == "\r" and text[i + 1 : i + 2] != "\n")
    ]
    for offset in range(len(text) + 1):
        line, column, _ = source.position(offset)
        assert source.line_starts[line - 1] + column - 1 == offset


@st.composite
def views(draw: st.DrawFn) -> tuple[str, View]:
    """A file, and a view of copied pieces and escapes of it."""
    parts = draw(
        st.lists(st.tuples(st.sampled_from(["copy", "escape", "gap"]), st.text("abc ", max_size=5)), max_size=8)
    )
    file, pieces = "", []
    for kind, text in parts:
        if kind == "copy":
            pieces.append((text, len(file), len(text)))
            file += text
        elif kind == "escape":
            pieces.append(("\n", len(file), 2))
            file += "\\n"
        else:
            file += "|" + text
    return file, View.join(pieces)


@given(views(), st.data())
def test_views_map_back_to_the_pieces_of_the_file(made: tuple[str, View], data: st.DataObject) -> None:
    file, view = made
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))
    span = view.span(start, end)
    assert 0 <= span.start <= span.end <= len(file)
    part = view.slice(start, end)
    assert part.text == view.text[start:end]
    if start < end:
        assert part.span(0, end - start) == span
        shown = file[span.start : span.end].replace("\\n", "\n")
        wanted = iter(shown)
        assert all(c in wanted for c in view.text[start:end]), "the span holds the text in order"
