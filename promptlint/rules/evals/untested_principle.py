from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.charters import facts_of
from promptlint.analysis.eval_cases import configured_cases
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule

NUMBER = regex.compile(r"\d+")


@rule(
    "PL801",
    severity="info",
    help="write an example for it: a request, an answer that keeps it and one that breaks it",
    needs=("charter", "eval cases"),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """No example and no eval case is for a principle.

    Whether a model follows a rule shows in cases. A principle of a charter is tested if an example, or a case of the
    files that `evals` in the configuration names, is `for` it or for one of its rules. A charter without any case is told
    so once.

    In prose, principles are known by the names that the configured cases use: where some are for “R1” and “R3”, an
    “R2” at the start of a line or heading is one that no case is for.

    ```bad path=support.charter
    principle safety "Keep people safe":
      must tell the user to stop riding when a brake fails
    principle «orders» "Orders":
      [refunds] never promise a refund of more than $300
    example "brakes" for safety:
      user: My brake lever came off. Can I ride home?
      good: Please stop riding.
    ```

    ```good path=support.charter
    principle safety "Keep people safe":
      must tell the user to stop riding when a brake fails
    principle orders "Orders":
      [refunds] never promise a refund of more than $300
    example "brakes" for safety:
      user: My brake lever came off. Can I ride home?
      good: Please stop riding.
    example "late refund" for refunds:
      user: I bought this 90 days ago and I want $450 back.
      bad: Done! You will get $450 tomorrow.
    ```
    """
    named = {name for case in configured_cases(unit) for name, _ in case.names}
    facts = facts_of(unit)
    if facts is None:
        yield from untested_prose(unit, named)
        return
    examples = list(facts.whole.of("example"))
    named |= {n.name.text for n in examples if n.name}
    bare = []
    for node in facts.charter.of("principle"):
        inside = {n.name.text for n in node.walk() if n.name and n.kind in ("rule", "escalate", "principle")}
        if node.name and any(n.kind == "rule" for n in node.walk()) and not named & inside:
            bare.append(node.name)
    if bare and not named and len(bare) > 1:
        others = tuple(Label(name.span, "nor this one") for name in bare[1:])
        yield Finding(f"no example is for any of the {len(bare)} principles", bare[0].span, others)
        return
    for name in bare:
        yield Finding(f"no example is for the principle “{name.text}” or for one of its rules", name.span)


def untested_prose(unit: Unit, named: set[str]) -> Iterator[Finding]:
    """The numbered names that look like those of cases and that no case has."""
    forms = {NUMBER.sub(r"\\d+", re.escape(name)) for name in named if NUMBER.search(name)}
    if not forms:
        return
    shape = regex.compile(rf"[\W_]*((?:{'|'.join(sorted(forms))})(?!\w))", re.I)
    have = {name.lower() for name in named}
    block = None
    for s in unit.sentences:
        m = shape.match(s.text) if s.block is not block else None
        block = s.block
        if m is not None and m[1].lower() not in have:
            have.add(m[1].lower())
            yield Finding(f"no case is for “{m[1]}”", s.view.span(m.start(1), m.end(1)))
