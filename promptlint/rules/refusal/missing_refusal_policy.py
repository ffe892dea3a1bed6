"""Whether a prompt that the public talks to says what is declined."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.hints import hinted
from promptlint.analysis.policy import complete, has_refusals, witness
from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.rule import rule


@rule(
    "PL301",
    severity="warning",
    help="name the harmful or disallowed requests that are to be declined, the reason, and what is offered instead",
    scope="stack",
    evidence=(
        ("OpenAI Model Spec", "https://model-spec.openai.com/"),
        ("MLCommons AILuminate v1.0", "https://mlcommons.org/ailuminate/"),
    ),
)
def check(stack: Stack) -> Iterator[Finding]:
    """A prompt that the public talks to does not say which requests it declines.

    People outside the team will ask it for things that it must not do: data of other customers, help with fraud, an
    instruction that hurts somebody. Without a word on them the model falls back on what its maker trained, which knows
    neither your product nor your duties, and which changes with the next model.

    Sending other subjects elsewhere is a scope and no refusal. Agents without public users and one-shot tasks need no
    such rule; nor does a prompt whose refusals are too broad, which `over-broad-refusal` names.

    ```bad
    You answer customers of the Lindenhof web shop in the chat window.

    - Take the state of an order from the order tool.
    - For any other topic, point the customer to the contact form.
    - If the record does not contain the answer, say so.
    - An answer has at most 60 words.
    ```

    ```good
    You answer customers of the Lindenhof web shop in the chat window.

    - Take the state of an order from the order tool.
    - For any other topic, point the customer to the contact form.
    - If the record does not contain the answer, say so.
    - Requests for the data of other customers: decline, give the reason and offer the contact form.
    ```
    """
    profile = stack.profile
    if not profile.public or profile.name == "agent" or not complete(stack) or has_refusals(stack):
        return
    if hinted(stack, "refusal"):
        return
    yield Finding(
        f"people outside the team talk to it ({witness(stack)}), and nothing says which requests it declines", None
    )
