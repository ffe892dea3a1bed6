"""Goals that are counts."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.parts import told_in_parts
from promptlint.analysis.rows import rows
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.goal._measures import denied, proxies


@rule(
    "PL701",
    severity="warning",
    help="state the purpose, or measure the share of results that serve it",
    needs=("proxy.drive", "proxy.measure", "proxy.prize", "proxy.raise", "table"),
    evidence=(
        ("Concrete Problems in AI Safety", "https://arxiv.org/abs/1606.06565"),
        (
            "Specification gaming: the flip side of AI ingenuity",
            "https://deepmind.google/discover/blog/specification-gaming-the-flip-side-of-ai-ingenuity/",
        ),
    ),
)
def check(unit: Unit) -> Iterator[Finding]:
    """The stated goal or measure is a count that can rise while the purpose fails.

    Minutes, clicks, links and alerts stand in for something that is harder to count. A model that is told to raise
    the count raises it: with sessions that will not end, headlines that promise too much, alerts for nothing. A
    measure that is the purpose itself, or that is tied to it, is not meant.

    ```bad
    Your «success is measured by minutes» of conversation.
    ```

    ```bad
    Collect sources; your «performance is the number of links» you deliver.
    ```

    ```bad
    Get the «largest number of clicks» per post, whatever the post says.
    ```

    ```bad
    «Maximise the time users spend on the site».
    ```

    ```good
    Your performance is the share of the questions that are answered from a source.
    ```

    ```good
    Success means that people leave with one step that they want to try.
    ```

    ```good
    Report the number of clicks per post.
    ```

    ```good
    Do not try to maximise engagement.
    ```
    """
    whole = {s.index: (found.start, found.end) for s, found in told_in_parts(unit, "proxy-metric")}
    for s in (*unit.sentences, *rows(unit)):
        told = [whole[s.index]] if s.index in whole and not denied(s, whole[s.index][0]) else []
        for start, end in proxies(s) or told:
            words = " ".join(s.text_of(start, end).split())
            yield Finding(
                f"“{words}” makes a count the goal, which can rise while the purpose fails", s.span_of(start, end)
            )
