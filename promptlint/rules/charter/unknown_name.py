from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL002",
    severity="error",
    confidence="provable",
    help="use the name of a rule, as in `[no-share] never …`, or of a principle",
    formats=("charter",),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A charter names a rule or principle that it does not have.

    An `overrides` that names nothing overrides nothing, and an example for a missing rule tests nothing. A `precedence`
    may rank subjects that no principle is about; a name in it is reported when it looks like a slip.

    ```bad path=policy.charter
    [no-share] never share the address
    may share the address when user.verified = yes
      overrides «no-shar»
    ```

    ```good path=policy.charter
    [no-share] never share the address
    may share the address when user.verified = yes
      overrides no-share
    ```
    """
    facts = facts_of(unit)
    if facts is None:
        return
    from promptlint.charter.words import close

    charter, elsewhere = facts.charter, not facts.complete
    known = {n.name.text for n in facts.whole.of("rule", "principle", "escalate") if n.name}
    strict = [t for n in charter.of("rule") for t in n.clauses.overrides]
    strict += [n.name for n in charter.of("example") if n.name]
    for name in sorted([*strict, *(t for n in charter.of("precedence") for t in n.names)], key=lambda t: t.span):
        if name.text in known:
            continue
        meant = close(name.text, known)
        if meant or (name in strict and not elsewhere):
            hint = f"did you mean '{meant}'?" if meant else None
            yield Finding(f"no rule or principle is called '{name.text}'", name.span, help=hint)
