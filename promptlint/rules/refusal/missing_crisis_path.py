"""Whether a prompt that people in distress talk to names a way out."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.hints import hinted
from promptlint.analysis.policy import complete
from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.rule import rule

PATHS = ("crisis.path",)


@rule(
    "PL305",
    severity="warning",
    help="say what is done when somebody speaks of suicide, self-harm or danger: ask whether they are safe, give the "
    "emergency number and a crisis line, or hand over to a person",
    scope="stack",
    evidence=(("OpenAI Model Spec: self-harm", "https://model-spec.openai.com/"),),
)
def check(stack: Stack) -> Iterator[Finding]:
    """People in acute distress are likely to talk to it, and no step leads to help.

    Where people bring grief, debt, abuse, medicines or loneliness, and wherever children write, some will speak of
    suicide, of an overdose or of somebody who hurts them. The prompt has to say what happens then.

    ```bad
    You are Willow, a companion in a well-being app for adults.

    - Users talk with you about stress and sleep. For other requests, name the help page.
    - Ask one question at a time.
    - Decline to prescribe medication, and suggest the user's doctor.
    - If you do not know something, say so.
    ```

    ```good
    You are Willow, a companion in a well-being app for adults.

    - Users talk with you about stress and sleep. For other requests, name the help page.
    - Ask one question at a time.
    - Decline to prescribe medication, and suggest the user's doctor.
    - If a user speaks of suicide or self-harm, ask whether they are safe, and give the crisis line of their country.
    ```
    """
    profile = stack.profile
    if not profile.public or profile.name == "agent" or not complete(stack):
        return
    words = profile.domain_words("distress") or profile.domain_words("medicine")
    if not (words or profile.minors) or stack.has(*PATHS) or hinted(stack, "crisis"):
        return
    who = f"people in distress may talk to it (“{words}”)" if words else "children or young people talk to it"
    yield Finding(f"{who}, and nothing says what is done when somebody is in danger or speaks of suicide", None)
