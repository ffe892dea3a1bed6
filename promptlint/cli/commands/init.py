"""Write a commented promptlint.toml; an existing one is never touched."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from promptlint.cli.options import Parser


def parser() -> Parser:
    """The options of `init`."""
    p = Parser("init", __doc__ or "")
    p.add_argument("folder", nargs="?", default=".", metavar="FOLDER")
    return p


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    args = parser().read(arguments)
    from promptlint.scaffold import configuration

    for name in ("promptlint.toml", ".promptlint.toml"):
        if os.path.lexists(os.path.join(args.folder, name)):
            print(f"promptlint: {os.path.join(args.folder, name)} exists; nothing is written", file=sys.stderr)
            return 2
    path = os.path.normpath(os.path.join(args.folder, "promptlint.toml"))
    with open(path, "x", encoding="utf-8", newline="\n") as f:
        f.write(configuration())
    print(f"{path} written; every line in it is a comment until you need it")
    return 0
