"""Agents without a limit."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.rule import rule
from promptlint.rules.agency._agents import is_brief
from promptlint.rules.agency._loops import any_limit, loops


@rule(
    "PL502",
    severity="warning",
    help="state a limit of calls, steps, time or money for the run, and what is handed over when it is reached",
    scope="stack",
    evidence=(
        ("OWASP LLM10:2025 Unbounded Consumption", "https://genai.owasp.org/llmrisk/llm102025-unbounded-consumption/"),
    ),
)
def check(stack: Stack) -> Iterator[Finding]:
    """An agent has no limit of steps, calls, time or money.

    An agent that may call its tools as often as it likes spends what nobody has agreed to, and a page or a message
    that leads it in circles is enough to start it. A rate or a limit for each item counts as a limit. Where a loop
    without a bound is the cause, only the loop is reported.

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
    if not is_brief(stack) or any_limit(stack):
        return
    if any(loops(s) for s in stack.sentences):
        return
    yield Finding("no limit of calls, steps, time or money is stated for this agent", None)
