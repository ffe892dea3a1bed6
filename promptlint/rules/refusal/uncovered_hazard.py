"""Whether the hazard that a subject brings with it is thought of."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.policy import complete
from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.knowledge import current
from promptlint.rule import rule

KIN = ("machine", "electric", "chemistry", "experiment")


@rule(
    "PL302",
    severity="warning",
    help="say what is warned of, left out or declined because of the hazard",
    scope="stack",
    evidence=(("MLCommons AILuminate v1.0", "https://mlcommons.org/ailuminate/"),),
)
def check(stack: Stack) -> Iterator[Finding]:
    """The subject has a foreseeable hazard of its own that no rule mentions.

    Recipes reach people with allergies, questions on medicines come from people who take others too, a chemistry chat
    is asked for explosives, children burn themselves. Refusals in general do not cover this: name the hazard.

    ```bad
    You write recipes for a home-cooking app. The app shows your JSON as a card.

    - A recipe has at most eight ingredients.
    - Amounts are in grams or millilitres.
    - Each step starts with a verb in the imperative.
    ```

    ```good
    You write recipes for a home-cooking app. The app shows your JSON as a card.

    - A recipe has at most eight ingredients.
    - Amounts are in grams or millilitres.
    - List the allergens that the dish contains under "allergens".
    ```
    """
    profile = stack.profile
    if not (profile.public or (profile.for_public and profile.name == "task")) or not complete(stack):
        return
    known = current().section("subject_hazards")
    domains = sorted(profile.domains & set(known))
    if any(stack.has(f"covered.{d}") for d in KIN if d in domains):
        domains = [d for d in domains if d not in KIN]  # tools, repairs and substances share their safety rules
    for domain in domains:
        if not stack.has(f"covered.{domain}"):
            words = profile.domain_words(domain)
            yield Finding(
                f"it is about {known[domain]['subject']} (“{words}”) and for the public, and nothing mentions {known[domain]['hazard']}",
                None,
            )
            return
