"""The Reviewdog Diagnostic Format."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.diagnostic import Diagnostic
from promptlint.reporters.json import dumps
from promptlint.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.reporters import Context
    from promptlint.run import RunResult
    from promptlint.source import Source

LEVEL = {"error": "ERROR", "warning": "WARNING", "info": "INFO", "hint": "INFO"}


def report(result: RunResult, context: Context) -> Iterator[str]:
    """One document."""
    found = [_diagnostic(d, f.source) for f in result.files for d in f.diagnostics]
    yield dumps({"source": {"name": "promptlint"}, "diagnostics": found}, 1) + "\n"


def _diagnostic(d: Diagnostic, source: Source) -> dict[str, Any]:
    data: dict[str, Any] = {
        "message": d.message + (f" ({d.help})" if d.help else ""),
        "location": {"path": d.path, "range": _range(d.span, source)},
        "severity": LEVEL[d.severity],
        "code": {"value": d.name},
    }
    if d.fix and d.fix.safe:
        data["suggestions"] = [{"range": _range(e.span, source), "text": e.text} for e in d.fix.edits]
    if d.related:
        data["related_locations"] = [
            {
                "message": r.message,
                "location": {
                    "path": r.source.path if r.source else d.path,
                    "range": _range(r.span, r.source or source),
                },
            }
            for r in d.related
        ]
    return data


def _range(span: Span, source: Source) -> dict[str, dict[str, int]]:
    # The format counts columns in bytes of UTF-8.
    ends = {"start": span.start, "end": span.end}
    return {k: {"line": source.position(o).line, "column": source.utf8_column(o) + 1} for k, o in ends.items()}
