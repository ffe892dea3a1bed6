"""Agents without a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.assisted import assisted
from promptlint.analysis.hints import hinted
from promptlint.block import HEADING
from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.rule import rule
from promptlint.rules.agency._agents import has_tools, is_brief
from promptlint.rules.agency._loops import any_limit, loops

OUTSIDE = ("run.ongoing", "act.mail", "act.publish", "act.pay", "act.tool")
SHORT = 3  # sentences below which a brief answers one question
# A line that is nothing but a count: "15 calls.", "Two rounds."; sizes of the text are no limit of the work.
BARE = regex.compile(
    r"^\W*(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred)\s(?:[\w-]+\s)?"
    r"(?!words?\b|lines?\b|sentences?\b|pages?\b|columns?\b|rows?\b|points?\b|paragraphs?\b|characters?\b|bullets?\b|headings?\b|sections?\b|names?\b|topics?\b|tables?\b)[a-z-]+\W*$",
    re.I,
)
CODE = (".py", ".pyi", ".ts", ".tsx", ".js", ".mjs")


@rule(
    "PL502",
    severity="warning",
    confidence="medium",
    help="state a limit of calls, steps, time or money for the run, and what is handed over when it is reached",
    scope="stack",
    evidence=(
        ("OWASP LLM10:2025 Unbounded Consumption", "https://genai.owasp.org/llmrisk/llm102025-unbounded-consumption/"),
    ),
)
def check(stack: Stack) -> Iterator[Finding]:
    """An agent has no limit of steps, calls, time or money.

    An agent that may call its tools as often as it likes spends what nobody has agreed to, and a page or a message
    that leads it in circles is enough to start it. The agents of a coding assistant, whose program holds the limit,
    are not meant. A rate or a limit for each item counts as a limit. Where a loop without a bound is the cause, only
    the loop is reported.

    ```bad
    You are a research agent with the tools `search` and `open`.

    - Write a note for each finding with the address of the page.
    - If nothing is found, write "not found".
    ```

    ```good
    You are a research agent with the tools `search` and `open`.

    - Write a note for each finding with the address of the page.
    - Use 40 tool calls at most; at the limit, deliver what you have.
    ```

    ```good
    You are a cleaning agent with the tools `next_record` and `save_record`.

    - Write street names in full.
    - At most three calls of the tools per record.
    ```

    ```good
    You translate one letter into German. Keep its paragraphs.
    ```
    """
    if not is_brief(stack) or any_limit(stack) or not _spends(stack):
        return
    if any(loops(s) or (stack.profile.works and BARE.search(s.text)) for s in stack.sentences) or hinted(
        stack, "budget", stack.profile.works
    ):
        return
    yield Finding("no limit of calls, steps, time or money is stated for this agent", None)


def _spends(stack: Stack) -> bool:
    """Whether the prompt itself must hold the limit.

    A crew without tools costs its few answers. An agent of a coding assistant runs under the limits of the program
    that loads the file, with its user beside it, unless it is told to watch something or to act outside.
    """
    unit = stack.units[0]
    if len(stack.units) > 1:
        return any(u.meta.get("tools") or any(has_tools(s.text) for s in u.sentences) for u in stack.units)
    if sum(s.block.kind != HEADING and not s.text.startswith("{{") for s in unit.sentences) < SHORT:
        return False
    described = unit.meta.get("front_matter") and unit.meta.get("description") and not unit.meta.get("inputs")
    described = described or unit.source.path.endswith(CODE)  # there, the program around it counts the calls
    if assisted(unit):
        return False
    return not described or any(
        d.first <= m.start <= d.first + 1 for d in unit.directives for m in d.sentence.mentions if m.concept in OUTSIDE
    )
