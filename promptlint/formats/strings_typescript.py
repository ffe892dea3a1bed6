"""Prompts in TypeScript source."""

from __future__ import annotations

from promptlint.block import Prompt
from promptlint.source import Source


def parse(source: Source) -> list[Prompt]:
    """The marked strings of a module."""
    return []
