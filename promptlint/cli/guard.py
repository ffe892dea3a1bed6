"""Mistakes of the user end a command with one line and exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def usage_errors() -> Iterator[None]:
    """Turn an unusable configuration, option or pack into one line and exit code 2."""
    try:
        yield
    except Exception as e:
        # Compared by name: importing these classes would cost every run that makes no mistake.
        if type(e).__name__ in (
            "ConfigError",
            "UnknownRule",
            "KnowledgeError",
            "PackError",
            "UsageError",
            "BaselineError",
        ):
            from promptlint.reporters.visible import visible

            print(f"promptlint: {visible(str(e))}", file=sys.stderr)
            raise SystemExit(2) from None
        raise
