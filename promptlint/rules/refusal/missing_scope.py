"""Whether a public assistant says where its subjects end."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.hints import hinted
from promptlint.analysis.policy import bounded, complete, witness
from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.rule import rule


@rule(
    "PL306",
    severity="warning",
    help="name the subjects that belong to it and say what is done with other requests",
    scope="stack",
    evidence=(("OpenAI Model Spec", "https://model-spec.openai.com/"),),
)
def check(stack: Stack) -> Iterator[Finding]:
    """A public assistant has no boundary of subjects and no rule for requests outside it.

    A role sentence ("you help with boats") says what the assistant is for, not what it does when somebody asks for
    anything else. One line settles it: the subjects, and where other requests go.

    ```bad
    You plan rail journeys in Europe for members of the Slowtrain club.

    - Ask the member for the start, the goal and the dates.
    - Take times from the timetable tool; if it gives none, say that the time is not known to you.
    - Turn down help with riding without a ticket, and explain the club's hardship fund.
    ```

    ```good
    You plan rail journeys in Europe for members of the Slowtrain club.

    - Ask the member for the start, the goal and the dates.
    - Take times from the timetable tool; if it gives none, say that the time is not known to you.
    - Turn down help with riding without a ticket, and explain the club's hardship fund.
    - If a member wants something other than a journey by rail, name the club's office.
    ```
    """
    profile = stack.profile
    if not profile.public or profile.name == "agent" or not complete(stack) or bounded(stack):
        return
    if hinted(stack, "scope"):
        return
    yield Finding(
        f"people outside the team talk to it ({witness(stack)}), and nothing says which subjects belong to it", None
    )
