from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule

LIMITS = {"time": ("time", "a length of time, such as 20 minutes"), "cost": ("money", "an amount of money, such as $2")}
COUNTS = ("steps", "turns", "retries", "tokens", "calls")


@rule(
    "PL010",
    severity="error",
    confidence="provable",
    help="give both numbers units of one kind, such as days and weeks",
    formats=("charter",),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A number of a charter has a unit that does not go with what it is compared with.

    `wait > 5 km` can never be held against `wait < 2 hours`, so the two rules are not compared, and a limit of time
    without a unit is read as seconds by one program and as minutes by the next.

    ```bad path=policy.charter
    must charge a fee when wait > 2 hours
    never charge a fee when wait < «5 km»
    ```

    ```bad path=policy.charter
    must go on
    limit steps <= 40, time <= «20»
    stop when all tests pass
    ```

    ```good path=policy.charter
    must charge a fee when wait > 2 hours
    never charge a fee when wait < 90 minutes
    ```
    """
    facts = facts_of(unit)
    if facts is None:
        return
    from promptlint.charter.model import conditions
    from promptlint.charter.values import CURRENCIES, amount, kind, number, scaled

    model = facts.model
    for use in (u for n in facts.charter.walk() for c in conditions(n) for u in c.uses()):
        base = model.units.get(use.name.text, "")
        for v in use.values if base else ():
            found = number(v.text)
            if found is None or (found[1] and scaled(*found, base) is not None):
                continue
            what = f"'{v.text}' has no unit" if not found[1] else f"'{v.text}' is none of these"
            yield Finding(f"'{use.name.text}' is counted in {base}{'s' * base.isalpha()}, and {what}", v.span)
    for name, _, value in (b for n in facts.charter.of("limit") for b in n.bounds):
        found = number(value.text)
        if found is None:
            if name.text in (*LIMITS, *COUNTS):
                yield Finding(f"'{value.text}' is no number", value.span, help=f"write {name.text} <= 20")
            continue
        of = "money" if found[1] in CURRENCIES or found[1] == "cent" else kind(found[1])
        if name.text in LIMITS and of != LIMITS[name.text][0]:
            message = f"a limit of {name.text} is no '{value.text}'" if found[1] else f"'{value.text}' has no unit"
            yield Finding(message, value.span, help=f"write {LIMITS[name.text][1]}")
        elif name.text in COUNTS and found[1] and found[1] != name.text.removesuffix("s"):
            plain = amount(f"{found[0]:g}", "")
            yield Finding(f"{name.text} are counted, and '{value.text}' has a unit", value.span, help=f"write {plain}")
