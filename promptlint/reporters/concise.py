"""One line a diagnostic: ``path:line:column: severity[code] name: message``."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.reporters.summary import summary
from promptlint.reporters.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.reporters import Context
    from promptlint.run import RunResult

COLOR = {"error": "31;1", "warning": "33;1", "info": "36", "hint": "2"}


def report(result: RunResult, context: Context) -> Iterator[str]:
    """One line a diagnostic, then the summary."""
    for f in result.files:
        for d in f.diagnostics:
            at = f.source.position(d.span.start)
            level = f"\x1b[{COLOR[d.severity]}m{d.severity}\x1b[0m" if context.color else str(d.severity)
            yield f"{visible(d.path)}:{at.line}:{at.column}: {level}[{d.code}] {d.name}: {visible(d.message)}\n"
    if context.verbose >= 0:
        yield summary(result) + "\n"
