"""Success that can be had without the work."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.parts import told_in_parts
from promptlint.analysis.rows import rows
from promptlint.block import HEADING
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.goal._measures import games, succeeds
from promptlint.text.sentences import Sentence


@rule(
    "PL702",
    severity="warning",
    help="close that way (tests unchanged, rules unchanged), or have somebody else judge",
    needs=("game.self", "game.permit", "game.way_round", "game.own_word", "table"),
    evidence=(
        ("Concrete Problems in AI Safety", "https://arxiv.org/abs/1606.06565"),
        (
            "Specification gaming: the flip side of AI ingenuity",
            "https://deepmind.google/discover/blog/specification-gaming-the-flip-side-of-ai-ingenuity/",
        ),
    ),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A condition of being finished can be brought about by the agent without doing the work.

    If the tests may be changed to make CI green, or the agent ticks the box that defines success, the shortest way
    to the goal leaves the work out. Close that way, or let another person or a fixed measure judge.

    ```bad
    - The job is «done when CI is green; you may change the tests and the CI configuration to get there».
    ```

    ```bad
    - The work is finished once the box "verified" is ticked in the report; «tick it yourself».
    ```

    ```bad
    - The release counts as a «success when `ci` reports no failure; failing jobs may be removed for this».
    ```

    ```good
    - The job is done when CI is green with unchanged tests.
    ```

    ```good
    - The work is finished once the clerk has ticked "verified"; do not tick it yourself.
    ```

    ```good
    - You may change the tests when a maintainer asks for it.
    ```
    """
    sentences = [s for s in unit.sentences if s.block.kind != HEADING]
    whole = {s.index: found for s, found in told_in_parts(unit, "gameable-success", sentences)}
    sentences += rows(unit)
    for i, s in enumerate(sentences):
        if s.index in whole:
            start, end, says = whole[s.index]
            words = " ".join(s.text_of(start, end).split())
            yield Finding(f"“{words}” {says}", s.span_of(start, end))
            continue
        for start, end in games(s):
            goal = next((g for g in (s, *_beside(sentences, i)) if succeeds(g)), None)
            if goal is None or "game.closed" in goal.concepts:
                continue
            words = " ".join(s.text_of(start, end).split())
            related = () if goal is s else (Label(goal.span, "the condition that it meets"),)
            yield Finding(f"“{words}” meets the condition of success without the work", s.span_of(start, end), related)
            break


def _beside(sentences: list[Sentence], at: int) -> list[Sentence]:
    own = sentences[at].scope.headings
    near = (*sentences[max(0, at - 1) : at], *sentences[at + 1 : at + 2])
    return [s for s in near if s.scope.headings == own]
