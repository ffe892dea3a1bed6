from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.conflict._constitution import constitution_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.formats.constitution import Constitution


@rule(
    "PL002",
    severity="error",
    confidence="provable",
    help="use the name of a rule, as in `[no-share] never …`, or of a principle",
    formats=("charter", "constitution"),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A charter or constitution names a rule or principle that it does not have.

    An `overrides` that names nothing overrides nothing, and an example for a missing rule tests nothing. A `precedence`
    may rank subjects that no principle is about; a name in it is reported when it looks like a slip.

    ```bad path=policy.charter
    [no-share] never share the address
    may share the address when user.verified = yes
      overrides «no-shar»
    ```

    ```bad path=constitution.yaml
    principles:
      safety: Do nothing that endangers a person.
      candour: Say what you know and what you do not know.
    precedence: [safety, «candor»]
    ```

    ```good path=policy.charter
    [no-share] never share the address
    may share the address when user.verified = yes
      overrides no-share
    ```
    """
    data = constitution_of(unit)
    if data is not None:
        yield from _missing(data)
    facts = facts_of(unit)
    if facts is None:
        return
    from promptlint.charter.facts import named
    from promptlint.charter.words import close

    charter, elsewhere = facts.charter, not facts.complete
    known = named(facts.whole)
    strict = [t for n in charter.of("rule") for t in n.clauses.overrides]
    strict += [n.name for n in charter.of("example") if n.name]
    for name in sorted([*strict, *(t for n in charter.of("precedence") for t in n.names)], key=lambda t: t.span):
        if name.text in known:
            continue
        meant = close(name.text, known)
        if meant or (name in strict and not elsewhere):
            hint = f"did you mean '{meant}'?" if meant else None
            yield Finding(f"no rule or principle is called '{name.text}'", name.span, help=hint)


def _missing(data: Constitution) -> Iterator[Finding]:
    from promptlint.charter.words import did_you_mean

    known = [n.text for a in data.articles for n in ([a.id] if a.id else []) + a.titles]
    for name in [n for order in data.orders for n in order] + [n for a in data.articles for n in a.over + a.under]:
        if data.find(name.text) is None:
            yield Finding(
                f"no principle is called '{name.text}'", name.span, help=did_you_mean(name.text, known) or None
            )
