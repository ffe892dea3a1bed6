"""One HTML page with the same frames as on a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from promptlint.reporters import Context, full

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.run import RunResult


def report(result: RunResult, context: Context) -> Iterator[str]:
    """One document."""
    colored = Context(context.load, True, 110, context.verbose)
    console = Console(record=True, width=200, file=io.StringIO(), markup=False, emoji=False, highlight=False)
    for piece in full.report(result, colored):
        console.print(Text.from_ansi(piece.rstrip("\n")), soft_wrap=True)
        console.print()
    page = console.export_html(inline_styles=True)
    yield page.replace("<head>", "<head>\n<title>promptlint</title>", 1)
