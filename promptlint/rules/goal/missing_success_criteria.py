"""Work that nobody can call right or wrong."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.assisted import all_assisted
from promptlint.analysis.hints import hinted
from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.rule import rule
from promptlint.rules.agency._agents import is_brief
from promptlint.rules.goal._measures import games, proxies, succeeds


@rule(
    "PL703",
    severity="info",
    help='say when the result is accepted: "it is right when each figure carries a link"',
    needs=("agent.product",),
    scope="stack",
    evidence=(("Concrete Problems in AI Safety", "https://arxiv.org/abs/1606.06565"),),
)
def check(stack: Stack) -> Iterator[Finding]:
    """An agent or a crew produces something, and nothing says by what the result is judged.

    A format says how the result looks, not whether it is right. Without a criterion the agent cannot tell when its
    work is good enough, and nobody can say that it failed. One sentence that a person or a program can decide is
    enough.

    ```bad
    You are a research agent with the tools `search` and `open`.

    Write a report in Markdown. Use at most 40 calls, then stop.
    ```

    ```good
    You are a research agent with the tools `search` and `open`.

    Write a report in Markdown. Use at most 40 calls, then stop.
    The report is accepted when each figure carries the link that it was taken from.
    ```
    """
    if not is_brief(stack) or all_assisted(stack) or not (stack.has("agent.product") or stack.profile.works):
        return
    for s in stack.sentences:
        if "success.criterion" in s.concepts and not proxies(s):
            return
        if games(s) and succeeds(s):
            return
    if not hinted(stack, "success", stack.profile.works):
        yield Finding("nothing says when the result of this agent is right or accepted", None)
