"""Which prompts are an agent's whole brief, so that what they lack is missing."""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.block import HEADING
from promptlint.document import Stack, Unit

BRIEF = 2  # sentences of a file that is one prompt
SLOT = 8  # sentences of one slot among several in a file: what it lacks may stand in another slot or in the code
OPENING = 3  # sentences in which a brief says who the agent is
ACTS = regex.compile(
    r"\b(?:tools?|shell|terminal|browser|checkout|git|commands?|sandbox|api calls?|sub-?agents?|inbox|mailbox)\b|"
    r"\b(?:get|list|read|send|search|open|fetch|run|call|write|save|create|next|new|submit|post|query|web|click|type|load|find|book|update|"
    r"delete|edit|tag|note|draft|restart|execute|browse|move|set|add|place|transfer)_[a-z]\w*",
    re.I,
)
FRAGMENT = regex.compile(r"plan|final|summar|update|managed|observ|step|retry|error|reflect", re.I)


def is_brief(stack: Stack) -> bool:
    """Whether the stack is an agent's brief, and no fragment of one and no one-shot task under an agent's name."""
    if not stack.profile.agent:
        return False
    if len(stack.units) > 1:
        return any(_has_task(u) for u in stack.units)
    unit = stack.units[0]
    prose = [s for s in unit.sentences if s.block.kind != HEADING]
    if unit.prompt.role != "system" or not (unit.meta.get("tools") or any(ACTS.search(s.text) for s in unit.sentences)):
        return False
    if FRAGMENT.search(unit.prompt.name):
        return False
    if not unit.prompt.name or unit.meta.get("name"):
        return len(prose) >= BRIEF
    return len(prose) >= SLOT and any(re.search(r"(?i)\byou(?:'re| are| \w+)\b", s.text) for s in prose[:OPENING])


def _has_task(unit: Unit) -> bool:
    """Whether a slot of a crew is a task; a file of agents alone leaves the tasks to another file."""
    return unit.meta.get("kind", "task") != "agent"
