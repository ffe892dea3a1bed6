from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.certainty import certainty, sure
from promptlint.analysis.clashes import clashes
from promptlint.analysis.commission import commission
from promptlint.analysis.crowds import breadth, within
from promptlint.analysis.slots import slot_clashes
from promptlint.diagnostic import Confidence, Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL102",
    severity="warning",
    help="keep one of the two, limit each to its own part or case, or say which wins",
    across=True,
)
def check(unit: Unit) -> Iterator[Finding]:
    """Two demands that no single output can meet together.

    Each is sensible alone: a table, one unbroken paragraph; British spelling, American spelling. Together they leave
    the choice to the model, and it falls differently from run to run. Reported are different values of one attribute
    of the same thing (format, language, tense, person, spelling, units, order …) and a value that rules out a
    feature which another directive demands.

    ```bad
    - «Write the whole answer as one unbroken paragraph».
    - Set out the answer as a table with three columns.
    ```

    ```bad
    - «Output a single JSON object and no other text».
    - Begin each response with a greeting.
    ```

    ```good
    - Narrate the discovery in the first paragraph in the past tense.
    - The second paragraph describes the cave today in the present tense.
    ```

    Keep the one that is meant, or give each its part: "Title in capitals; everything below it in lower case."
    """
    read, one_text, size = clashes(unit), commission(unit) is not None, breadth(unit)
    for slot in slot_clashes(unit):
        one, two = sorted((slot.first, slot.second), key=lambda x: x.span.start)
        yield Finding(
            f"cannot be met together with “{_short(two.sentence.text)}” ({slot.why})",
            one.span,
            (Label(two.span, f"read as: {two.reading}"),),
            witness=f"in any output; read as: {one.reading}",
            confidence=within(Confidence.HIGH, size),
        )
    yield from _contents(unit, sure(read, one_text, size))
    for clash in read:
        if not clash.values:
            continue
        first, second = sorted((clash.a.directive, clash.b.directive), key=lambda d: d.span.start)
        yield Finding(
            f"cannot be met together with “{_short(second.sentence.text)}” ({clash.why})",
            first.span,
            (Label(second.span, f"read as: {second.reading()}"),),
            witness=f"{clash.both.witness or 'in any output'}; read as: {first.reading()}",
            confidence=certainty(clash, one_text, size),
        )


def _contents(unit: Unit, known: set[frozenset[int]]) -> Iterator[Finding]:
    """What a commissioned text must speak of in two ways at once, unless the two sentences are ``known`` to clash."""
    if commission(unit) is None:
        return
    from promptlint.analysis.contents import content_clashes

    for clash in content_clashes(unit):
        if clash.values and frozenset((clash.ban.index, clash.need.index)) not in known:
            yield Finding(
                f"cannot be met together with “{_short(clash.need.text)}” ({clash.why})",
                clash.ban.span,
                (Label(clash.need.span, f"demands {clash.why}"),),
                witness="in the text that is to be written",
                confidence=Confidence.MEDIUM,
            )


def _short(text: str, limit: int = 70) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
