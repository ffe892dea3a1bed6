"""Between promptlint's places and LSP's, in the encoding that the client asked for."""

from __future__ import annotations

from bisect import bisect_right

from lsprotocol import types as lsp

from promptlint.diagnostic import Diagnostic, Fix, Severity
from promptlint.source import Source
from promptlint.span import Span

SEVERITY = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
    Severity.HINT: lsp.DiagnosticSeverity.Hint,
}
Encoding = lsp.PositionEncodingKind | str


def position(source: Source, offset: int, encoding: Encoding) -> lsp.Position:
    """The LSP position of a code point offset."""
    line = bisect_right(source.line_starts, offset) - 1
    if encoding == lsp.PositionEncodingKind.Utf8:
        column = source.utf8_column(offset)
    elif encoding == lsp.PositionEncodingKind.Utf32:
        column = offset - source.line_starts[line]
    else:
        column = source.utf16_column(offset)
    return lsp.Position(line, column)


def offset(source: Source, place: lsp.Position, encoding: Encoding) -> int:
    """The code point offset of an LSP position; one behind the end of a line is the end of the line."""
    if place.line >= len(source.line_starts):
        return len(source.text)
    start = source.line_starts[place.line]
    line = source.line(place.line + 1)
    if encoding == lsp.PositionEncodingKind.Utf32:
        return start + min(place.character, len(line))
    utf8 = encoding == lsp.PositionEncodingKind.Utf8
    data = line.encode("utf-8" if utf8 else "utf-16-le", "surrogatepass")
    cut = data[: place.character * (1 if utf8 else 2)]
    return start + len(cut.decode("utf-8" if utf8 else "utf-16-le", "ignore"))


def range_of(source: Source, span: Span, encoding: Encoding) -> lsp.Range:
    """The LSP range of a span."""
    return lsp.Range(position(source, span.start, encoding), position(source, span.end, encoding))


def diagnostic(d: Diagnostic, source: Source, uri: str, encoding: Encoding) -> lsp.Diagnostic:
    """A diagnostic as editors show it; the second place of a conflict becomes related information."""
    parts = [d.message]
    if d.witness:
        parts.append(f"situation: {d.witness}")
    if d.help:
        parts.append(f"help: {d.help}")
    return lsp.Diagnostic(
        range=range_of(source, d.span, encoding),
        message="\n".join(parts),
        severity=SEVERITY[d.severity],
        code=d.name,
        code_description=lsp.CodeDescription(d.url) if d.url.startswith("http") else None,
        source="promptlint",
        related_information=[
            lsp.DiagnosticRelatedInformation(lsp.Location(uri, range_of(source, r.span, encoding)), r.message)
            for r in d.related
        ]
        or None,
        data=d.fingerprint,
    )


def edits(fix: Fix, source: Source, encoding: Encoding) -> list[lsp.TextEdit]:
    """A fix's edits."""
    return [lsp.TextEdit(range_of(source, e.span, encoding), e.text) for e in fix.edits]
