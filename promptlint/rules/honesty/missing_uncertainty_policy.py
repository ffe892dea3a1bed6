"""Whether a prompt that has facts answered says what is done when the fact is missing."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.hints import hinted
from promptlint.analysis.policy import complete, faces_gaps
from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.rule import rule

ADVERSE = ("fact.forbid_unknown", "fact.passoff")


@rule(
    "PL603",
    severity="warning",
    help="say what is done when the fact is missing or doubtful: say that it is not known, return “unknown”, ask a person",
    scope="stack",
    evidence=(
        (
            "Anthropic: reduce hallucinations",
            "https://docs.anthropic.com/en/docs/test-and-evaluate/strengthen-guardrails/reduce-hallucinations",
        ),
    ),
)
def check(stack: Stack) -> Iterator[Finding]:
    """Facts are answered for people, and nothing says what to do when a fact is missing, unknown or doubtful.

    A model that is not told that it may say "I do not know" will answer anyway. Any rule is enough: say so, return
    "unknown", name a person who knows.

    ```bad
    You give residents information on tenancy law in the chat of the county library.

    - Tenancy law of the state only. For other fields of law, name the bar association.
    - Use the statute texts and name the section for each statement.
    - Decline to help with forged documents; explain the lawful procedure.
    ```

    ```good
    You give residents information on tenancy law in the chat of the county library.

    - Tenancy law of the state only. For other fields of law, name the bar association.
    - Use the statute texts and name the section for each statement.
    - If the statutes hold nothing on the question, say so and name the law library desk.
    ```
    """
    profile = stack.profile
    if not profile.factual or profile.name in ("persona", "hobby", "agent") or not complete(stack):
        return
    if faces_gaps(stack) or stack.has(*ADVERSE) or hinted(stack, "uncertainty"):
        return
    yield Finding(
        f"people take its answers for facts ({profile.asks}), and nothing says what to do when one is not known", None
    )
