"""The last line of a report for people."""

from __future__ import annotations

from promptlint.diagnostic import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.run import RunResult

PLURAL = {
    "error": "errors",
    "warning": "warnings",
    "info": "infos",
    "hint": "hints",
    "file": "files",
    "directive": "directives",
}


def many(count: int, word: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{count} {word if count == 1 else PLURAL[word]}"


def summary(result: RunResult) -> str:
    """``2 errors, 1 warning in 3 files (1 suppressed) · 1 fixable with --fix``."""
    found = result.diagnostics
    counts = [many(n, s) for s in Severity if (n := sum(d.severity is s for d in found))]
    parts = [f"{', '.join(counts) or 'no findings'} in {many(len(result.files), 'file')}"]
    aside = []
    if suppressed := sum(f.suppressed for f in result.files):
        aside.append(f"{suppressed} suppressed")
    if result.baselined:
        aside.append(f"{result.baselined} in the baseline")
    if result.errors:
        aside.append(f"{len(result.errors)} not read")
    if aside:
        parts[0] += f" ({', '.join(aside)})"
    if safe := sum(d.fix is not None and d.fix.safe for d in found):
        parts.append(f"{safe} fixable with --fix")
    if unsafe := sum(d.fix is not None and not d.fix.safe for d in found):
        parts.append(f"{unsafe} with --unsafe-fixes")
    return " · ".join(parts)
