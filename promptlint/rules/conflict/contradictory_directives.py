from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.certainty import certainty, sure
from promptlint.analysis.charters import facts_of
from promptlint.analysis.clashes import clashes
from promptlint.analysis.commission import commission
from promptlint.analysis.crowds import breadth, within
from promptlint.analysis.keywords import word_clashes
from promptlint.diagnostic import Confidence, Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.conflict import _charter


@rule(
    "PL101",
    severity="warning",
    proven="error",
    help="drop one of the two, add “unless …” to the general one, or say which wins",
    across=True,
)
def check(unit: Unit) -> Iterator[Finding]:
    """One directive demands or allows what another forbids.

    A model that meets both picks one of the two, and which one changes with the wording of the request. Tests that
    pin either behaviour are flaky, and a user who quotes the other sentence has a case. Two directives are reported
    only if they constrain the same act on the same thing (or the forbidden one includes the other: a first name is a
    name) and can apply in one situation: conditions that exclude each other, stated exceptions, an order of rank and
    different parts of the output settle the matter.

    ```bad
    - «Never apologise».
    - Open by saying sorry for the delay.
    ```

    ```bad
    - «Do not disclose contact details of the staff».
    - Give the caller the phone number of the staff in charge.
    ```

    ```good
    - Never apologise, except to customers who have waited for more than a week.
    - Say sorry to customers who have waited for more than a week.
    ```

    ```good
    - Before the account is verified, do not show the balance.
    - Once verification has succeeded, show the balance.
    ```

    Say which of the two wins, or give the general one its exception: "Never apologise, except for a late delivery."

    In a charter the answer is exact, and an error. What decides between two rules, in this order: `overrides`, the
    `precedence` of rules and principles, and the narrower condition, unless the wider rule says never, always or only.
    A `define` makes kinds: sharing an address is sharing customer_data. Otherwise the report gives a situation in which
    both apply.

    ```bad path=policy.charter
    field user.plan: free | premium
    must refund the order when order.days <= 30
    «must not refund the order when user.plan = free»
    ```

    ```bad path=policy.charter
    define customer_data as name, address
    never share customer_data
    «may share the address when user.verified = yes»
    ```

    ```good path=policy.charter
    field user.plan: free | premium
    must refund the order when order.days <= 30 and user.plan = premium
    must not refund the order when user.plan = free
    ```

    ```good path=policy.charter
    [no-share] never share the address
    may share the address when user.verified = yes
      overrides no-share
    ```
    """
    charter = facts_of(unit)
    if charter is not None:
        yield from _charter.clashes(charter, numbers=False)
        return
    read, one_text, size = clashes(unit), commission(unit) is not None, breadth(unit)
    for held in word_clashes(unit):
        yield Finding(
            f"forbids what “{_short(held.need.sentence.text)}” demands ({held.why})",
            held.ban.span,
            (Label(held.need.span, f"demands “{held.need.value}”"),),
            witness=f"any output with “{held.need.value}”",
            confidence=within(Confidence.MEDIUM, size),
        )
    yield from _contents(unit, sure(read, one_text, size))
    for clash in read:
        if clash.values:
            continue
        ban, need = clash.a.directive, clash.b.directive
        word = "allows" if clash.b.permits else "demands"
        yield Finding(
            f"forbids what “{_short(need.sentence.text)}” {word} ({clash.why})",
            ban.span,
            (Label(need.span, f"read as: {need.reading()}"),),
            witness=f"{_when(clash.both.witness)}; read as: {ban.reading()}",
            confidence=certainty(clash, one_text, size),
        )


def _contents(unit: Unit, known: set[frozenset[int]]) -> Iterator[Finding]:
    """What a commissioned text must speak of and must not, unless the two sentences are ``known`` to clash."""
    if commission(unit) is None:
        return
    from promptlint.analysis.contents import content_clashes

    for clash in content_clashes(unit):
        if not clash.values and frozenset((clash.ban.index, clash.need.index)) not in known:
            yield Finding(
                f"forbids what “{_short(clash.need.text)}” demands ({clash.why})",
                clash.ban.span,
                (Label(clash.need.span, f"demands {clash.why}"),),
                witness="in the text that is to be written",
                confidence=Confidence.MEDIUM,
            )


def _short(text: str, limit: int = 70) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def _when(witness: str) -> str:
    return witness or "in any situation"
