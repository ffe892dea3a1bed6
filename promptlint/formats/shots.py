"""Worked questions, each with its answer, as few-shot prompts have them."""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.block import HEADING, Block

ASKED = regex.compile(r"^(?:Q|Question|Problem)(?: ?\d+)?: ?\S", re.M)
ANSWERED = regex.compile(r"^(?:A|Answer|Solution)(?: ?\d+)?: ?\S", re.M)
SHOTS = 2  # from which on they are examples
HOLE = regex.compile(r"\{\{|\$\{|\{[a-z_]\w*\}|\{%")


def worked(blocks: list[Block], i: int) -> int:
    """Where the worked questions end that begin at block ``i``; 0 if there are fewer than `SHOTS`.

    Args:
        blocks: the children of one block.
    """
    if not ASKED.match(_text(blocks[i])):
        return 0
    end, asked, answered = i, 0, 0
    while end < len(blocks) and blocks[end].kind != HEADING and not HOLE.search(_text(blocks[end])):
        asked += len(ASKED.findall(_text(blocks[end])))
        answered += len(ANSWERED.findall(_text(blocks[end])))
        end += 1
    if ASKED.match(_text(blocks[end - 1])) and not ANSWERED.search(_text(blocks[end - 1])):
        end -= 1  # the question that is left to the model
    return end if min(asked, answered) >= SHOTS else 0


def _text(block: Block) -> str:
    return block.view.text if block.view is not None else ""
