"""Agents that nobody can stop."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.rule import rule


@rule(
    "PL505",
    severity="hint",
    confidence="medium",
    default=False,
    help="say who can stop or pause the run, how, and what state it leaves behind",
    scope="stack",
    profiles=("agent",),
    evidence=(("OpenAI Model Spec: scope of autonomy", "https://model-spec.openai.com/"),),
)
def check(stack: Stack) -> Iterator[Finding]:
    """An agent is not told how a person can stop or pause it.

    The caller can always end the process; a word to the agent says how to leave things in order when that happens.

    ```bad
    You are a research agent with the tools `search` and `open`. Use 40 tool calls at most.
    ```

    ```good
    You are a research agent with the tools `search` and `open`. Use 40 tool calls at most.
    When the user says "stop", stop at once and hand over your notes.
    ```
    """
    if stack.profile.agent and not stack.has("run.switch"):
        yield Finding("nothing says how a person can stop or pause this agent", None)
