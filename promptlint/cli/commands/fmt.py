"""Lay out charters in the one way: two spaces a level, one space between words; comments are kept."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from promptlint.cli.options import Parser
from promptlint.source import Source, SourceError

SUFFIX = ".charter"


def parser() -> Parser:
    """The options of `fmt`."""
    p = Parser("fmt", __doc__ or "")
    p.add_argument("paths", nargs="+", metavar="FILE", help="charters, or folders of them; `-` is standard input")
    p.add_argument("--check", action="store_true", help="change nothing; exit with 1 if a file would change")
    p.add_argument("--diff", action="store_true", help="change nothing; print what would change")
    return p


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    args = parser().read(arguments)
    code, changed, count = 0, 0, 0
    for path in args.paths:
        for file in files(path):
            source = read(file)
            if source is None:
                code = 2
                continue
            count += 1
            changed += _one(source, file, args.check, args.diff)
    if count == 0 and code == 0:
        print(f"promptlint: no {SUFFIX} file here", file=sys.stderr)
        return 2
    if (args.check or args.diff) and changed:
        return code or 1
    return code


def files(path: str) -> Iterator[str]:
    """The charters that a path names: itself, or those in the folder."""
    if not os.path.isdir(path):
        yield path
        return
    for place in sorted(Path(path).rglob(f"*{SUFFIX}")):
        if not any(part.startswith(".") for part in place.relative_to(path).parts):
            yield str(place)


def read(path: str) -> Source | None:
    """The text of a charter; None, and one line on standard error, where it cannot be read."""
    from promptlint.reporters.visible import visible

    shown = os.path.normpath(path).replace(os.sep, "/")
    if path != "-" and not path.endswith(SUFFIX):
        print(f"promptlint: {visible(shown)}: not a {SUFFIX} file", file=sys.stderr)
        return None
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return Source.from_bytes(shown, data)
    except SourceError as e:
        print(f"promptlint: {visible(shown)}:{e}", file=sys.stderr)
    except OSError as e:
        print(f"promptlint: {visible(shown)}: {e.strerror or e}", file=sys.stderr)
    return None


def _one(source: Source, path: str, check: bool, diff: bool) -> bool:
    """Lay out one file; whether it changed or would change."""
    from promptlint.charter.fmt import fmt
    from promptlint.reporters.visible import visible

    text = fmt(source)
    changed = text != source.text
    if diff and changed:
        from promptlint.cli.changes import show_diff

        show_diff(source, Source(source.path, text))
    elif check and changed:
        print(f"{visible(source.path)}: would be laid out anew")
    elif path == "-" and not check and not diff:
        sys.stdout.flush()
        sys.stdout.buffer.write(source.to_bytes(text))
    elif changed and not check and not diff:
        from promptlint.fixes import write_atomically

        write_atomically(path, source.to_bytes(text))
        print(f"{visible(source.path)}: laid out anew")
    return changed
