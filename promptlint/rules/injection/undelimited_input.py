"""Text of others without marks around it."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.assisted import assisted
from promptlint.block import Placeholder
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.injection._inputs import Places, brings_text, fills_in, of_strangers

SEPARATE = 2  # placeholders up to which each is a finding of its own; a template that is full of them has one cause


@rule(
    "PL401",
    severity="warning",
    help="put it between tags of its own, a fence or begin and end lines, or into a user message",
    needs=("placeholder",),
    languages=(),
    evidence=(
        ("OWASP LLM01:2025 Prompt Injection", "https://genai.owasp.org/llmrisk/llm01-prompt-injection/"),
        (
            "PromptDoctor: 10.75 % of 2,173 prompts in open-source code are injectable",
            "https://arxiv.org/abs/2501.12521",
        ),
    ),
)
def check(unit: Unit) -> Iterator[Finding]:
    """Text of users or third parties is filled in with nothing that marks its start and its end.

    A label or a heading says where the text starts; where it ends, and your instructions go on, the model has to
    guess, and so the author of the text may write both. Marks on both sides settle where the data is. They do not
    make it harmless: say as well that instructions in it are not followed.

    ```bad
    You label new issues of the project.

    Issue text: «{{issue_body}}»

    Return one label.
    ```

    ```bad
    You answer e-mails of customers in at most 120 words.

    ## E-mail

    «{{ email_body }}»
    ```

    ```good
    You label new issues of the project.

    <issue>
    {{issue_body}}
    </issue>

    Return one label.
    ```

    ```good
    You write the menu card from the kitchen's text.

    BEGIN TEXT
    {kitchen_text}
    END TEXT

    Prices have two decimals.
    ```

    ````good
    You answer e-mails of customers in at most 120 words.

    ```
    {{ email_body }}
    ```
    ````

    ```good
    You greet {{customer_name}} of {{company}} in {{language}}.
    ```
    """
    found = list(_bare(unit)) if unit.prompt.placeholders and not assisted(unit) else []
    if len(found) <= SEPARATE:
        for p in found:
            yield Finding(f"nothing marks where the text of “{p.name}” starts and ends", p.span)
        return
    first, *others = found
    related = tuple(Label(p.span, f"nor that of “{p.name}”") for p in others)
    yield Finding(f"nothing marks where the text of “{first.name}” starts and ends", first.span, related)


def _bare(unit: Unit) -> Iterator[Placeholder]:
    """The placeholders for text of others that stand without marks, each name once."""
    places, said = Places(unit), set()
    for p in unit.prompt.placeholders:
        if p.name in said or not fills_in(unit, p) or not brings_text(p.name):
            continue
        role = places.role(p)
        if role not in ("system", "user") or places.alone(p):
            continue
        if role == "user" and not of_strangers(unit, p):
            continue
        if not places.delimited(p) and not places.described(p):
            said.add(p.name)
            yield p
