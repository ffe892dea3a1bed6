"""Write a first draft of a charter from a prompt in prose."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

from promptlint.cli.options import Parser
from promptlint.reporters.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.charter.draft import Drafted
    from promptlint.document import Document, Stack, Unit

SHOWN = 10  # names of prompts, lost directives


def parser() -> Parser:
    """The options of `import`."""
    p = Parser("import", __doc__ or "")
    p.add_argument("path", metavar="FILE", help="a prompt of any format that `check` reads; `-` is standard input")
    p.add_argument("--prompt", metavar="NAME", help="which prompt of a file that holds several: its name or number")
    p.add_argument("-o", "--output", metavar="FILE", help="write the charter to this file, not to standard output")
    p.add_argument("--force", action="store_true", help="replace the file of --output if it is there")
    return p


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    from promptlint.charter.draft import draft

    args = parser().read(arguments)
    if args.output and os.path.exists(args.output) and not args.force:
        return _fail(f"{args.output}: is there already; --force replaces it")
    document = _read(args.path)
    if document is None:
        return 2
    chosen = _choose(document, args)
    if chosen is None:
        return 2
    stack, unit = chosen
    drafted = draft(unit, document.format, stack.profile.name)
    if args.output:
        from promptlint.fixes import write_atomically

        write_atomically(args.output, drafted.text.encode())
    else:
        sys.stdout.write(drafted.text)
    _tell(drafted, unit)
    return 1 if drafted.lost else 0


def _fail(message: str) -> int:
    print(f"promptlint: {visible(message)}", file=sys.stderr)
    return 2


def _read(path: str) -> Document | None:
    """The prompts of a file; None, and one line on standard error, where there are none to import."""
    from promptlint.engine import document_of, toolbox
    from promptlint.source import Source, SourceError

    shown = "stdin.md" if path == "-" else os.path.normpath(path).replace(os.sep, "/")
    if shown.endswith(".charter"):
        _fail(f"{shown}: is a charter already")
        return None
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return document_of(Source.from_bytes(shown, data), toolbox().table)
    except SourceError as e:
        _fail(f"{shown}:{e}")
    except OSError as e:
        _fail(f"{shown}: {e.strerror or e}")
    return None


def _choose(document: Document, args: SimpleNamespace) -> tuple[Stack, Unit] | None:
    """The prompt that is meant, with the stack it stands in."""
    every = [(stack, unit) for stack in document.stacks for unit in stack.units]
    if not every:
        _fail(f"{document.source.path}: no prompt found")
        return None
    names = [unit.prompt.name or str(i) for i, (_, unit) in enumerate(every, 1)]
    if args.prompt is None and len(every) == 1:
        return every[0]
    if args.prompt in names:
        return every[names.index(args.prompt)]
    if args.prompt is not None and args.prompt.isdecimal() and 0 < int(args.prompt) <= len(every):
        return every[int(args.prompt) - 1]
    listed = ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
    if args.prompt is None:
        _fail(f"{document.source.path}: holds {len(every)} prompts; choose one with --prompt: {listed}")
    else:
        from promptlint.nearest import suggestion

        _fail(f"{document.source.path}: no prompt is called {args.prompt!r}{suggestion(args.prompt, names)}")
    return None


def _tell(drafted: Drafted, unit: Unit) -> None:
    """Say on standard error what became of the directives."""
    kept = drafted.directives - len(drafted.lost)
    rules = f"{drafted.rules} rule{'s' * (drafted.rules != 1)}"
    say = f"{rules} and prose, which keep {kept} of {drafted.directives} directives"
    print(f"promptlint: {visible(unit.source.path)}: {say}", file=sys.stderr)
    for what, found in (("lost", drafted.lost), ("under other conditions", drafted.loosened)):
        for d in found[:SHOWN]:
            line = unit.source.position(d.span.start).line
            print(f"promptlint: {visible(unit.source.path)}:{line}: {what}: {visible(d.reading())}", file=sys.stderr)
