"""Which prompts are an agent's whole brief, so that what they lack is missing."""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.analysis.memo import once
from promptlint.block import HEADING
from promptlint.document import Stack, Unit
from promptlint.text.kept import by_content
from promptlint.text.sentences import Sentence

BRIEF = 2  # sentences of a file that is one prompt
SLOT = 6  # sentences of one slot among several in a file: what it lacks may stand in another slot or in the code
OPENING = 4  # sentences in which a brief says who the agent is and what it has
NAMES = 2  # tools by name that make an agent of a prompt nobody talks with
CALLS = (
    r"\b(?:get|list|read|send|search|open|fetch|run|call|write|save|create|next|new|submit|post|query|web|click|type|load|find|book|update|"
    r"delete|edit|tag|note|draft|restart|execute|browse|move|set|add|place|transfer|scan|check|mark|report|answer|label|close)_[a-z]\w*"
)
ACTS = regex.compile(
    r"\b(?:tools?|shell|terminal|browser|checkout|git|commands?|sandbox|api calls?|sub-?agents?|inbox|mailbox)\b|"
    + CALLS,
    re.I,
)
NAMED = regex.compile(CALLS, re.I)
FRAGMENT = regex.compile(r"plan|final|summar|update|managed|observ|step|retry|error|reflect|template", re.I)
LISTED = regex.compile(
    r"\b(?:tools?|functions?|commands|you have|you can call|you may call|at your disposal|you use)\b[^.\n]{0,60}?`?\b[a-z]+(?:_[a-z]+)+`?"
    r"(?:,| and| or)\s`?[a-z]+(?:_[a-z]+)*",
    re.I,
)
# A list of tools as calls: "Tools: build(), test(version)".
TOOLS = regex.compile(
    r"^[\W_]*(?:(?:your|available|the)\s+)?(?:tools|actions|functions|commands)\b[\s\S]{0,500}", re.I | re.M
)
CALL = regex.compile(r"\b[a-z]\w*(?:\.\w+)?\([\w\s,:=\"']*\)")
AGENT = regex.compile(r"\bagent\b", re.I)
YOU = regex.compile(r"\byou(?:'re| are| \w+)\b", re.I)


@once
def is_agent(stack: Stack) -> bool:
    """Whether tools are called over several steps with nobody in conversation.

    The profile says so, or tools are named and the work is no talk: a queue, a stream, or nobody to talk with.
    """
    profile = stack.profile
    if profile.agent or profile.declared or not stack.units:
        return profile.agent
    unit = stack.units[0]
    names = frozenset[str]().union(*map(_named, unit.sentences))
    tools = unit.meta.get("tools")
    listed = any(LISTED.search(s.text) for s in unit.sentences if "_" in s.text)
    listed = listed or _signed(unit)
    if len(names) < NAMES and not listed and not (isinstance(tools, list) and len(tools) >= NAMES):
        return False
    if profile.name in ("task", "hobby"):
        return True
    called = any(AGENT.search(s.text) for s in unit.sentences[:OPENING])
    return called and profile.name == "assistant" and stack.has("run.batch", "run.ongoing")


@by_content
def _named(s: Sentence) -> frozenset[str]:
    """The tools that a sentence names."""
    return frozenset(n.lower() for n in NAMED.findall(s.text)) if "_" in s.text else frozenset()


@once
def is_brief(stack: Stack) -> bool:
    """Whether the stack is an agent's brief, and no fragment of one and no one-shot task under an agent's name."""
    if not is_agent(stack):
        return False
    if len(stack.units) > 1:
        return any(_has_task(u) for u in stack.units)
    unit = stack.units[0]
    prose = [s for s in unit.sentences if s.block.kind != HEADING]
    if unit.prompt.role != "system" or not (
        unit.meta.get("tools") or stack.profile.works or any(has_tools(s.text) for s in unit.sentences)
    ):
        return False
    if FRAGMENT.search(unit.prompt.name):
        return False
    if not unit.prompt.name or unit.meta.get("name"):
        return len(prose) >= BRIEF
    return len(prose) >= SLOT and any(YOU.search(s.text) for s in prose[:OPENING])


def _signed(unit: Unit) -> bool:
    """Whether a list of tools shows them as calls."""
    text = unit.prompt.view.text
    return "(" in text and any(
        len(set(CALL.findall(m[0]))) >= NAMES for m in regex.matches_at(TOOLS, regex.line_starts(text), text)
    )


def has_tools(text: str) -> bool:
    """Whether a sentence names a tool, or a place where work is done with one."""
    return bool(
        ACTS.search(text)
        or NAMED.search(text)
        or ("(" in text and CALL.search(text))
        or ("_" in text and LISTED.search(text))
    )


def _has_task(unit: Unit) -> bool:
    """Whether a slot of a crew is a task; a file of agents alone leaves the tasks to another file."""
    return bool(unit.meta.get("kind", "task") != "agent")
