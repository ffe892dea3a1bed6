"""Workflow commands of GitHub Actions: annotations beside the changed lines."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.reporters.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.reporters import Context
    from promptlint.run import RunResult

LEVEL = {"error": "error", "warning": "warning", "info": "notice", "hint": "notice"}


def report(result: RunResult, context: Context) -> Iterator[str]:
    """One command a diagnostic, and one a file that could not be read."""
    for f in result.files:
        for d in f.diagnostics:
            start, end = f.source.position(d.span.start), f.source.position(d.span.end)
            place = f"file={_property(d.path)},line={start.line},endLine={end.line}"
            if start.line == end.line:  # GitHub takes columns on one line only
                place += f",col={start.column},endColumn={end.column}"
            text = d.message + (f" ({d.help})" if d.help else "")
            yield f"::{LEVEL[d.severity]} {place},title={_property(f'{d.code} {d.name}')}::{_data(text)}\n"
    for skipped in result.errors:
        yield f"::error file={_property(skipped.path)},title=promptlint::{_data(skipped.reason)}\n"


def _data(text: str) -> str:
    # A line end or a stray sign would begin a command of its own.
    return visible(" ".join(text.split())).replace("%", "%25")


def _property(text: str) -> str:
    return visible(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
