"""Where a report goes, and in what shape."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import SimpleNamespace

from promptlint.reporters import Context, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from promptlint.registry import Registry
    from promptlint.run import RunResult

# For terminals that cannot show more: the signs of frames and messages.
ASCII = str.maketrans(
    {
        "│": "|",
        "╭": "-",
        "├": "|",
        "╰": "`",
        "─": "-",
        "⋮": ":",
        "…": "...",
        "“": '"',
        "”": '"',
        "·": "-",
        "—": "-",
        "–": "-",
    }
)


def wants_color(choice: str, stream: TextIO) -> bool:
    """Whether escape sequences for colours may be written: --color, then NO_COLOR, FORCE_COLOR, then the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0", "false"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def context_for(args: SimpleNamespace, registry: Callable[[], Registry]) -> Context:
    """What the report may do, given the options and the terminal.

    Args:
        registry: loads the rules for a report that shows more of them.
    """
    to_file = bool(args.output_file)
    color = wants_color(args.color, sys.stdout) and not (to_file and args.color != "always")
    width = 100
    if sys.stdout.isatty() or "COLUMNS" in os.environ:
        import shutil

        width = shutil.get_terminal_size((100, 40)).columns
    return Context(registry, color, min(width, 140), args.verbose - args.quiet)


def format_of(args: SimpleNamespace) -> str:
    """The output format: the one asked for, else annotations in GitHub Actions, else frames."""
    if args.output_format:
        return str(args.output_format)
    if os.environ.get("GITHUB_ACTIONS") == "true" and not args.output_file:
        return "github"
    return "full"


def write_report(result: RunResult, context: Context, args: SimpleNamespace) -> None:
    """Write the report to standard output or to --output-file (whole or not at all).

    Raises:
        OSError: it cannot be written.
    """
    name = format_of(args)
    text = report(name, result, context)
    if args.output_file:
        from promptlint.fixes import write_atomically

        write_atomically(args.output_file, "".join(text).encode("utf-8", "backslashreplace"))
        return
    if name not in ("full", "concise") and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # programs read it: the same everywhere
    plain = not (sys.stdout.encoding or "utf-8").lower().replace("-", "").startswith("utf")
    for piece in text:
        sys.stdout.write(piece.translate(ASCII) if plain else piece)


def progress_bar(total: int) -> Callable[[int], None]:
    """A bar on standard error; call it with the number of files done."""
    import atexit

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("reading prompts"), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True
    )
    task = bar.add_task("files", total=total)

    def advance(done: int) -> None:
        if done == 1:  # not before: the bar's thread must not run when worker processes fork
            atexit.register(bar.stop)  # gives the cursor back after Ctrl-C
            bar.start()
        bar.update(task, completed=done)
        if done >= total:
            bar.stop()

    return advance
