"""One JSON object a line and diagnostic, as in the JSON report."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.reporters.json import as_dict, dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.reporters import Context
    from promptlint.run import RunResult


def report(result: RunResult, context: Context) -> Iterator[str]:
    """One line a diagnostic."""
    for f in result.files:
        for d in f.diagnostics:
            yield dumps(as_dict(d, f.source)) + "\n"
