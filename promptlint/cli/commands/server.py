"""Speak the Language Server Protocol over standard input and output."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from promptlint.cli.options import Parser


def main(arguments: Sequence[str]) -> int:
    """Run until the client says goodbye."""
    p = Parser("server", __doc__ or "")
    p.add_argument("--stdio", action="store_true", help="the default; accepted because editors pass it")
    p.read(arguments)
    try:
        from promptlint.lsp.server import make
    except ImportError:
        print(
            "promptlint: the language server needs the extra lsp: pip install '.[lsp]' in the checkout", file=sys.stderr
        )
        return 2
    make().start_io()
    return 0
