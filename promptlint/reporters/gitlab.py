"""GitLab's code quality report."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.reporters.json import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.reporters import Context
    from promptlint.run import RunResult

LEVEL = {"error": "critical", "warning": "major", "info": "minor", "hint": "info"}


def report(result: RunResult, context: Context) -> Iterator[str]:
    """One document."""
    found = [
        {
            "description": d.message,
            "check_name": d.name,
            "fingerprint": d.fingerprint,
            "severity": LEVEL[d.severity],
            "location": {
                "path": d.path,
                "lines": {"begin": f.source.position(d.span.start).line, "end": f.source.position(d.span.end).line},
            },
        }
        for f in result.files
        for d in f.diagnostics
    ]
    yield dumps(found, 1) + "\n"
