from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL003",
    severity="error",
    confidence="provable",
    help="declare it: field user.plan: free | premium",
    formats=("charter",),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A condition names a field that is not declared, or a value that its field cannot have.

    A rule for `user.plan = premum` never applies, and nobody is told. Fields need no declaration; but in a charter that
    declares some, one that is missing is reported.

    ```bad path=policy.charter
    field user.plan: free | premium
    may refund the order when user.plan = «premum»
    ```

    ```bad path=policy.charter
    field user.age: number
    never recommend a race bike when «user.agee» < 18
    ```

    ```good path=policy.charter
    field user.plan: free | premium
    may refund the order when user.plan = premium
    ```

    ```bad path=policy.charter
    field user.plan: free | premium
    may refund the order when «user.plan is premium»
    ```
    """
    facts = facts_of(unit)
    if facts is None:
        return
    from promptlint.charter.model import SIMPLE, conditions, word
    from promptlint.charter.values import number
    from promptlint.charter.words import close

    charter, model = facts.charter, facts.model
    for node in charter.of("field"):
        kind = model.types.get(node.name.text, ()) if node.name else ()
        if len(kind) == 1 and kind[0] not in SIMPLE:
            meant = close(kind[0], SIMPLE)
            hint = f"did you mean '{meant}'?" if meant else "write number, text, yes/no, or values parted by |"
            yield Finding(f"unknown type '{kind[0]}'", node.names[0].span, help=hint)
    for phrase in (p for n in charter.walk() for c in conditions(n) for p in c.phrases()):
        name, _, rest = phrase.text.partition(" ")
        if name in model.types and rest:
            message = f"'{name}' is a field, and this compares it in words"
            yield Finding(message, phrase.span, help=f"write {name} = {', '.join(model.types[name][:1])}")
    elsewhere = not facts.complete
    for use in (u for n in charter.walk() for c in conditions(n) for u in c.uses()):
        name = use.name.text
        if use.op in ("<", "<=", ">", ">=") and name not in model.types:
            for v in (v for v in use.values if number(v.text) is None):
                yield Finding(f"'{v.text}' is no number", v.span, help=f"compare {name} with a number")
        if name not in model.types:
            meant = close(name, model.types)
            if model.types and (meant or not elsewhere):
                hint = f"did you mean '{meant}'?" if meant else f"declare it: field {name}: …"
                yield Finding(f"no field is called '{name}'", use.name.span, help=hint)
            continue
        kind = model.types[name]
        if kind == ("number",):
            for v in (v for v in use.values if number(v.text) is None):
                yield Finding(f"'{name}' is a number, and '{v.text}' is none", v.span, help="compare it with a number")
        elif use.op in ("<", "<=", ">", ">="):
            yield Finding(
                f"'{name}' is no number and cannot be compared by {use.op}", use.name.span, help="use = or in"
            )
        elif name in model.logic.fields:
            for v in (v for v in use.values if word(v) not in model.logic.fields[name]):
                meant = close(v.text, model.logic.fields[name])
                values = ", ".join(kind) if kind != ("yes/no",) else "yes or no"
                hint = f"did you mean '{meant}'?" if meant else f"it can be {values}"
                yield Finding(f"'{name}' is never '{v.text}'", v.span, help=hint)
