"""What the commands' option parsers share: one-line errors with a suggestion, choices, the overview."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import SimpleNamespace

from promptlint import __version__
from promptlint.nearest import suggestion

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any, NoReturn


class UsageError(Exception):
    """An option or its value cannot be used; the message is one line."""


class Parser:
    """A command's options, declared as for `argparse`.

    An ordinary command line is read by `_plainly`; `argparse`, whose import costs more than that of all else that a
    cached run needs, is asked for help, for messages, and for whatever is put unusually.
    """

    def __init__(self, command: str, description: str) -> None:
        self.prog, self.description = f"promptlint {command}", description
        self._groups: list[tuple[str, list[_Option]]] = [("", [])]

    def add_argument(self, *flags: str, **how: Any) -> None:
        """Declare an option or a positional argument of no group."""
        self._groups[0][1].append(_Option(flags, how))

    def add_argument_group(self, title: str) -> Group:
        """Begin a group, which help shows under its title."""
        self._groups.append((title, []))
        return Group(self._groups[-1][1])

    @property
    def flags(self) -> list[str]:
        """All long options."""
        return ["--help", *(f for _, group in self._groups for o in group for f in o.flags if f.startswith("--"))]

    def error(self, message: str) -> NoReturn:
        """Print one line and exit with 2."""
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(2)

    def read(self, arguments: Sequence[str]) -> SimpleNamespace:
        """Parse, and name an unknown option with a suggestion."""
        plain = self._plainly(list(arguments))
        if plain is not None:
            return plain
        known, extra = self._argparse().parse_known_intermixed_args(list(arguments), SimpleNamespace())
        if extra:
            word = extra[0].split("=", 1)[0]
            kind = "option" if word.startswith("-") else "argument"
            self.error(f"unknown {kind} {word}{suggestion(word, self.flags) if kind == 'option' else ''}")
        return known

    def _plainly(self, arguments: list[str]) -> SimpleNamespace | None:
        """The values of a command line without surprises; None for any other."""
        options = [o for _, group in self._groups for o in group]
        values = {o.dest: o.default for o in options}
        known = {flag: o for o in options for flag in o.flags}
        rest = [o for o in options if not o.flags[0].startswith("-")]
        if len(rest) != 1 or rest[0].how.get("nargs") != "*" or "type" in rest[0].how:
            return None
        paths: list[str] = []
        waiting = iter(arguments)
        for word in waiting:
            if not word.startswith("-") or word == "-":
                paths.append(word)
                continue
            flag, equals, value = word.partition("=")
            option = known.get(flag)
            if option is None or (equals and not flag.startswith("--")):
                return None
            action = option.how.get("action", "store")
            if action in ("store", "extend"):
                value = value if equals else next(waiting, "-")
                if value.startswith("-"):
                    return None
                try:
                    read = option.how.get("type", str)(value)
                except Exception:  # argparse says what is wrong
                    return None
                values[option.dest] = [*(values[option.dest] or ()), *read] if action == "extend" else read
            elif action == "store_true" and not equals:
                values[option.dest] = True
            elif action == "count" and not equals:
                values[option.dest] += 1
            else:
                return None
        values[rest[0].dest] = paths
        return SimpleNamespace(**values)

    def _argparse(self) -> argparse.ArgumentParser:
        import argparse

        class Strict(argparse.ArgumentParser):
            error = staticmethod(self.error)

        made = Strict(
            prog=self.prog, description=self.description, allow_abbrev=False, add_help=True,
            formatter_class=lambda prog: argparse.RawDescriptionHelpFormatter(prog, max_help_position=32, width=110),
        )  # fmt: skip
        for title, options in self._groups:
            place = made.add_argument_group(title) if title else made
            for o in options:
                place.add_argument(*o.flags, **o.how)
        return made


class Group:
    """Options that belong together."""

    def __init__(self, options: list[_Option]) -> None:
        self._options = options

    def add_argument(self, *flags: str, **how: Any) -> None:
        """Declare an option of this group."""
        self._options.append(_Option(flags, how))


class _Option:
    """One option as it was declared."""

    __slots__ = ("dest", "flags", "how")

    def __init__(self, flags: tuple[str, ...], how: dict[str, Any]) -> None:
        self.flags, self.how = flags, how
        self.dest = next((f for f in flags if f.startswith("--")), flags[0]).lstrip("-").replace("-", "_")

    @property
    def default(self) -> Any:
        """The value where the option is not given."""
        return self.how.get("default", False if self.how.get("action") == "store_true" else None)


def choice(*values: str) -> Callable[[str], str]:
    """An argument type: one of ``values``, with a suggestion if it is none of them."""

    def read(text: str) -> str:
        if text in values:
            return text
        import argparse

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
    from promptlint.cli import command_module

    print("promptlint reads system prompts and constitutions the way a compiler reads code.\n")
    print("usage: promptlint [COMMAND] [OPTIONS] [PATH ...]\n\ncommands (`promptlint COMMAND --help` says more):")
    for name in known:
        print(f"  {name:<12} {(command_module(name).__doc__ or '').strip().split(chr(10), 1)[0]}")
    print("\nA bare path means `promptlint check PATH`; `-` reads standard input.")
    return 0
