"""Small matters of wording."""

from __future__ import annotations


def many(count: int, noun: str) -> str:
    """``1 directive``, ``1,840 directives``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
