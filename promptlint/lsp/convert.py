"""Between promptlint's places and LSP's, in the encoding that the client asked for."""

from __future__ import annotations

import posixpath
from bisect import bisect_right
from collections.abc import Iterable
from difflib import SequenceMatcher
from urllib.parse import quote, urljoin

from lsprotocol import types as lsp

from promptlint.diagnostic import Diagnostic, Edit, Severity
from promptlint.record import record
from promptlint.source import Source
from promptlint.span import Span

SEVERITY = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
    Severity.HINT: lsp.DiagnosticSeverity.Hint,
}


@record(frozen=True, slots=True)
class Places:
    """The places of one text as a client counts them.

    Args:
        encoding: the unit of columns that was agreed with the client.
    """

    source: Source
    encoding: lsp.PositionEncodingKind

    def position(self, offset: int) -> lsp.Position:
        """The position of a code point offset."""
        source = self.source
        line = bisect_right(source.line_starts, offset) - 1
        if self.encoding == lsp.PositionEncodingKind.Utf8:
            column = source.utf8_column(offset)
        elif self.encoding == lsp.PositionEncodingKind.Utf32:
            column = offset - source.line_starts[line]
        else:
            column = source.utf16_column(offset)
        return lsp.Position(line, column)

    def offset(self, place: lsp.Position) -> int:
        """The code point offset of a position; one behind the end of a line is the end of the line."""
        source = self.source
        if place.line >= len(source.line_starts):
            return len(source.text)
        start, line = source.line_starts[place.line], source.line(place.line + 1)
        if self.encoding == lsp.PositionEncodingKind.Utf32:
            return start + min(place.character, len(line))
        codec, width = ("utf-8", 1) if self.encoding == lsp.PositionEncodingKind.Utf8 else ("utf-16-le", 2)
        cut = line.encode(codec, "surrogatepass")[: place.character * width]
        return start + len(cut.decode(codec, "ignore"))

    def range(self, span: Span) -> lsp.Range:
        """The range of a span."""
        return lsp.Range(self.position(span.start), self.position(span.end))

    def span(self, range: lsp.Range) -> Span:
        """The span of a range."""
        return Span(self.offset(range.start), self.offset(range.end))

    def length(self, span: Span) -> int:
        """The length of a span within one line, in the client's units."""
        text = self.source.text[span.start : span.end]
        if self.encoding == lsp.PositionEncodingKind.Utf32:
            return len(text)
        if self.encoding == lsp.PositionEncodingKind.Utf8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def edits(self, edits: Iterable[Edit]) -> list[lsp.TextEdit]:
        """Edits of the text, with the line ends that it has."""
        crlf = "\r\n" in self.source.text
        found = []
        for e in edits:
            text = e.text.replace("\r\n", "\n")
            found.append(lsp.TextEdit(self.range(e.span), text.replace("\n", "\r\n") if crlf else text))
        return found

    def difference(self, new: str) -> list[lsp.TextEdit]:
        """The edits that turn the text into ``new``, whole lines at a time, so that cursors stay where they are."""
        old, rows = self.source.text.splitlines(keepends=True), new.splitlines(keepends=True)
        # Mostly one place has changed; comparing all lines with all others would take seconds in a long text.
        shared = min(len(old), len(rows))
        top = next((i for i in range(shared) if old[i] != rows[i]), shared)
        below = next((i for i in range(shared - top) if old[-1 - i] != rows[-1 - i]), shared - top)
        starts = [sum(map(len, old[:top]))]
        old, rows = old[top : len(old) - below], rows[top : len(rows) - below]
        for row in old:
            starts.append(starts[-1] + len(row))
        return [
            lsp.TextEdit(self.range(Span(starts[a], starts[b])), "".join(rows[c:d]))
            for kind, a, b, c, d in SequenceMatcher(None, old, rows).get_opcodes()
            if kind != "equal"
        ]


def diagnostic(d: Diagnostic, places: Places, uri: str, page: str | None) -> lsp.Diagnostic:
    """A diagnostic as editors show it; the second place of a conflict becomes related information.

    Args:
        uri: of the text.
        page: where the rule's page can be read, None if nowhere.
    """
    parts = [d.message]
    if d.witness:
        parts.append(f"situation: {d.witness}")
    if d.help:
        parts.append(f"help: {d.help}")
    return lsp.Diagnostic(
        range=places.range(d.span),
        message="\n".join(parts),
        severity=SEVERITY[d.severity],
        code=d.name,
        code_description=lsp.CodeDescription(page) if page else None,
        source="promptlint",
        related_information=[
            lsp.DiagnosticRelatedInformation(
                lsp.Location(
                    _beside(uri, d.path, r.source.path) if r.source else uri,
                    Places(r.source or places.source, places.encoding).range(r.span),
                ),
                r.message,
            )
            for r in d.related
        ]
        or None,
        data=d.fingerprint,
    )


def _beside(uri: str, path: str, other: str) -> str:
    """The URI of the file that is shown as ``other``, from that of the one shown as ``path``."""
    return urljoin(uri, quote(posixpath.relpath(other, posixpath.dirname(path) or ".")))
