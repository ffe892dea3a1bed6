"""Marks examples and dialogues in a block tree."""

from __future__ import annotations

from promptlint.block import Block


def mark_examples(root: Block) -> None:
    """Wrap what is an example in EXAMPLE blocks, below ``root``, in place."""
