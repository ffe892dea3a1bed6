"""Mistakes of the user end a command with one line and exit code 2."""

from __future__ import annotations

import sys

# By name: importing these classes would cost every run that makes no mistake.
MISTAKES = ("ConfigError", "UnknownRule", "KnowledgeError", "PackError", "UsageError", "BaselineError")


class usage_errors:
    """A context that turns an unusable configuration, option or pack into one line and exit code 2."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is not None and type(error).__name__ in MISTAKES:
            from promptlint.reporters.visible import visible

            print(f"promptlint: {visible(str(error))}", file=sys.stderr)
            raise SystemExit(2) from None
