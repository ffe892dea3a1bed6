"""A file's bytes, decoded once, and the positions in it."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from promptlint.record import NamedTuple

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


class SourceError(Exception):
    """The bytes are not text that can be linted; the message is one clear line."""


class Position(NamedTuple):
    """A place in a file: 1-based ``line`` and ``column`` (code points), 0-based ``offset``."""

    line: int
    column: int
    offset: int


class Source:
    """Decoded text of one file.

    Args:
        path: name shown to people, with forward slashes.
        text: the whole text with its line ends as on disk, without a byte order mark.
        encoding: codec that wrote the bytes.
        bom: the byte order mark found, or ``b""``.
    """

    def __init__(self, path: str, text: str, encoding: str = "utf-8", bom: bytes = b"") -> None:
        self.path = path
        self.text = text
        self.encoding = encoding
        self.bom = bom

    @classmethod
    def from_bytes(cls, path: str, data: bytes) -> Source:
        """Decode ``data``: by its byte order mark, else as UTF-8.

        Raises:
            SourceError: the bytes are not valid in that encoding, or hold NUL and so are not text.
        """
        bom, encoding = next(((b, e) for b, e in BOMS if data.startswith(b)), (b"", "utf-8"))
        try:
            text = data[len(bom) :].decode(encoding)
        except UnicodeDecodeError as e:
            line = data[: e.start].count(b"\n") + 1
            raise SourceError(f"{line}: not valid {encoding.upper()} (byte 0x{data[e.start]:02x})") from None
        if "\0" in text:
            raise SourceError(f"{text[: text.index(chr(0))].count(chr(10)) + 1}: a NUL byte; not a text file")
        return cls(path, text, encoding, bom)

    def to_bytes(self, text: str) -> bytes:
        """Encode ``text`` as this file was encoded."""
        return self.bom + text.encode(self.encoding)

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of the first code point of every line; ``\\n``, ``\\r\\n`` and a lone ``\\r`` end lines."""
        starts, text, i = [0], self.text, 0
        if "\r" not in text:
            while (i := text.find("\n", i) + 1) > 0:
                starts.append(i)
            return starts
        for line in text.splitlines(keepends=True):
            i += len(line)
            if line.endswith(("\n", "\r")):
                starts.append(i)
        return self._only_newlines(starts)

    def _only_newlines(self, starts: list[int]) -> list[int]:
        # str.splitlines also breaks at form feeds and U+2028; those start no line in an editor.
        return [s for s in starts if s == 0 or self.text[s - 1] in "\r\n"]

    def position(self, offset: int) -> Position:
        """Line and column of a code point offset, clamped to the text."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1, offset)

    def utf16_column(self, offset: int) -> int:
        """0-based column of ``offset`` in UTF-16 code units (the default of LSP)."""
        start = self.line_starts[bisect_right(self.line_starts, offset) - 1]
        return len(self.text[start:offset].encode("utf-16-le", "surrogatepass")) // 2

    def utf8_column(self, offset: int) -> int:
        """0-based column of ``offset`` in bytes of UTF-8."""
        start = self.line_starts[bisect_right(self.line_starts, offset) - 1]
        return len(self.text[start:offset].encode("utf-8", "surrogatepass"))

    def line(self, number: int) -> str:
        """Text of the 1-based line, without its line end."""
        starts = self.line_starts
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")
