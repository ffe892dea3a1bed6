"""Loops without a bound."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.assisted import all_assisted
from promptlint.block import HEADING
from promptlint.diagnostic import Finding, Label
from promptlint.document import Stack, Unit
from promptlint.rule import rule
from promptlint.rules.agency._agents import is_agent
from promptlint.rules.agency._loops import bounded, limited, loops
from promptlint.span import Span


@rule(
    "PL501",
    severity="warning",
    help="name a number of tries, a time or a cost, and say what happens then",
    scope="stack",
    evidence=(
        ("OWASP LLM10:2025 Unbounded Consumption", "https://genai.owasp.org/llmrisk/llm102025-unbounded-consumption/"),
    ),
)
def check(stack: Stack) -> Iterator[Finding]:
    """An order to go on or do again has no bound, and the state that would end it may never come.

    A test that cannot pass, a service that stays down or a model that is never quite sure turns such an order into
    an endless run: it costs money, and the later turns undo what the earlier ones got right. A bound in the loop or
    for the whole run ("at most 60 calls") settles it; "until the end of the file" needs none.

    ```bad
    If CI is red, «try again, and go on until it is green».
    ```

    ```bad
    «Keep searching until you are completely sure that nothing has been missed».
    ```

    ```bad
    Run the build. If it fails, rerun it and continue to do so for «for as long as it takes».
    ```

    ```bad
    «Do NOT stop until zero failures».
    ```

    ```bad
    «Until the picture is perfect, go on» polishing.
    ```

    ```bad
    A failed upload is «repeated until it goes through».
    ```

    ```good
    If CI is red, try again; after four attempts stop and report.
    ```

    ```good
    Read the log line by line until the end of the file.
    ```

    ```good
    Do not deploy until the tests pass.
    ```

    ```good
    Keep searching until you have found the cause. Use at most 20 tool calls in one run.
    ```

    ```good
    Keep asking until the user says that they are satisfied.
    ```

    ```good
    Repeat the steps until all records are processed.
    ```
    """
    if limited(stack):
        return
    agent = is_agent(stack) and not all_assisted(stack)
    for unit in stack.units:
        if not (found := list(_unbounded(unit, agent))):
            continue
        (words, span), *others = found
        related = tuple(Label(place, f"“{said}” says it again") for said, place in others)
        yield Finding(f"“{words}” may never end, and nothing bounds it", span, related)


def _unbounded(unit: Unit, agent: bool) -> Iterator[tuple[str, Span]]:
    """Every place of a unit at which a loop without a bound is ordered: prompts repeat such orders many times."""
    for i, s in enumerate(unit.sentences):
        if s.block.kind == HEADING or bounded(unit.sentences, i):
            continue
        for start, end in loops(s, agent):
            yield " ".join(s.text_of(start, end).split()), s.span_of(start, end)
