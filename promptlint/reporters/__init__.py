"""Reports: one module a format, each with ``report(result, context)`` that yields text. Only `html` imports rich."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator

from promptlint.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.registry import Registry
    from promptlint.run import RunResult

FORMATS = ("full", "concise", "json", "json-lines", "github", "sarif", "gitlab", "junit", "rdjson", "html")


@record(frozen=True, slots=True)
class Context:
    """What a report may need beside the result.

    Args:
        load: loads the rules, for their pages; most reports need none, and a run over unchanged files loads none.
        color: whether escape sequences for colours may be written.
        width: columns of the terminal.
        verbose: 1 adds the rule's reasons, -1 leaves out hints.
    """

    load: Callable[[], Registry]
    color: bool = False
    width: int = 100
    verbose: int = 0

    @property
    def registry(self) -> Registry:
        """The rules."""
        return self.load()


def report(name: str, result: RunResult, context: Context) -> Iterator[str]:
    """The text of a report in the format ``name`` (one of FORMATS), in pieces."""
    module = importlib.import_module(f"promptlint.reporters.{name.replace('-', '_')}")
    pieces: Iterator[str] = module.report(result, context)
    return pieces
