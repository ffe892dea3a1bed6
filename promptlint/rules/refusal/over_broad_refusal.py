"""Refusals of a whole class of requests by topic or keyword."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.breadth import too_broad
from promptlint.analysis.policy import told
from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.rule import rule


@rule(
    "PL304",
    severity="warning",
    confidence="medium",
    help="refuse what does harm and name it: the act, not the subject or a word that occurs in it",
    needs=("broad.keyword", "broad.topic", "broad.turned", "table"),
    scope="stack",
    evidence=(("XSTest: exaggerated safety behaviours", "https://arxiv.org/abs/2308.01263"),),
)
def check(stack: Stack) -> Iterator[Finding]:
    """A whole class of requests is refused by topic or keyword, although most of them are harmless and belong to the task.

    A tutor that refuses every question about the body fails the child who asks what blood is for. Models overdo
    refusals as it is (one refused 38 % of safe prompts that merely sounded dangerous). A boundary of scope that sends
    other subjects elsewhere, and a narrow ban, are fine.

    ```bad
    You are Pip, a science tutor for children.

    - «Decline every question about the human body, and suggest a question about the planets.»
    ```

    ```bad
    You are Willow, a companion in a well-being app.

    - «Refuse every message that mentions sadness, anger, work or family; offer a breathing exercise.»
    ```

    ```good
    You are Pip, a science tutor for children.

    - Decline sexual content; say that a parent is the right person to ask, and suggest a question about the planets.
    - Decline every question about politics, and name the teacher.
    - Refuse every message that asks for the address of another child, and say why.
    ```
    """
    for s, words in too_broad(stack):
        yield Finding(f"“{told(words)}” refuses a whole class of requests, most of them harmless", s.span)
