"""Render a charter to the prompt that is sent to the model."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from promptlint.cli.options import Parser, choice


def parser() -> Parser:
    """The options of `render`."""
    p = Parser("render", __doc__ or "")
    p.add_argument("path", metavar="FILE", help="a charter; `-` is standard input")
    p.add_argument(
        "--to", type=choice("markdown", "xml", "chat", "constitution"), default="markdown", metavar="FORM",
        help="markdown (the default), xml (a pair of tags around each part), chat (messages as JSON) "
        "or constitution (JSON of critique and revision pairs, as constitutional training takes it)",
    )  # fmt: skip
    return p


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    from promptlint.cli.commands.fmt import read

    args = parser().read(arguments)
    source = read(args.path)
    if source is None:
        return 2
    from promptlint.beside import loader
    from promptlint.charter.forms import rendered
    from promptlint.charter.includes import resolve
    from promptlint.reporters.visible import visible

    found = resolve(source, loader(source.path))
    for problem in found.problems:
        print(f"promptlint: {visible(str(problem))}", file=sys.stderr)
    sys.stdout.write(rendered(found.charter, args.to))
    return 1 if found.problems else 0
