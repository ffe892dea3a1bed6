"""What the commands' option parsers share: one-line errors with a suggestion, choices, the overview."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from promptlint import __version__
from promptlint.registry import suggestion


class UsageError(Exception):
    """An option or its value cannot be used; the message is one line."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line each and suggest what was meant."""

    def __init__(self, command: str, description: str) -> None:
        super().__init__(
            prog=f"promptlint {command}", description=description, allow_abbrev=False, add_help=True,
            formatter_class=lambda prog: argparse.RawDescriptionHelpFormatter(prog, max_help_position=32, width=110),
        )  # fmt: skip

    def error(self, message: str) -> NoReturn:
        """Print one line and exit with 2."""
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(2)

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Parse, and name an unknown option with a suggestion."""
        known, extra = self.parse_known_args(list(arguments))
        if extra:
            flags = [s for a in self._actions for s in a.option_strings if s.startswith("--")]
            word = extra[0].split("=", 1)[0]
            kind = "option" if word.startswith("-") else "argument"
            self.error(f"unknown {kind} {word}{suggestion(word, flags) if kind == 'option' else ''}")
        return known


def choice(*values: str) -> Callable[[str], str]:
    """An argument type: one of ``values``, with a suggestion if it is none of them."""

    def read(text: str) -> str:
        if text in values:
            return text
        raise argparse.ArgumentTypeError(f"{text!r} is not one of {', '.join(values)}{suggestion(text, values)}")

    return read


def names(text: str) -> list[str]:
    """An argument type: names separated by commas."""
    return [n.strip() for n in text.split(",") if n.strip()]


def overview(known: Sequence[str], word: str) -> int:
    """Print the version, or what the commands do."""
    if word in ("-V", "--version"):
        print(f"promptlint {__version__}")
        return 0
    print("promptlint reads system prompts and constitutions the way a compiler reads code.\n")
    print("usage: promptlint [COMMAND] [OPTIONS] [PATH ...]\n\ncommands (`promptlint COMMAND --help` says more):")
    for name in known:
        module = importlib.import_module(f"promptlint.cli.commands.{name.replace('-', '_')}")
        print(f"  {name:<12} {(module.__doc__ or '').strip().split(chr(10), 1)[0]}")
    print("\nA bare path means `promptlint check PATH`; `-` reads standard input.")
    return 0
