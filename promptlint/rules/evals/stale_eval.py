from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.analysis.eval_cases import configured_cases, mentions, own_cases
from promptlint.diagnostic import Finding
from promptlint.document import Document, Unit
from promptlint.nearest import suggestion
from promptlint.rule import rule


@rule(
    "PL802",
    severity="warning",
    help="name the rule as it is called now, or take the case out; `promptlint evals export` writes the cases anew",
    scope="document",
    languages=(),
)
def check(document: Document) -> Iterator[Finding]:
    """An eval case is for a rule that the prompt does not have any more.

    The rule was renamed or taken out, and the case went on passing or failing for a reason that nobody looks at. Cases
    name their rule in `metadata.rule` (or `rules`, `principle`, `principles`), as `promptlint evals export` writes it.
    Those of a promptfoo file are compared with the prompts in it; those of the files that `evals` in the configuration
    names, with the charter or prompt that they are about (`metadata.charter`, or `file://` among the `prompts`).

    In a charter, a name is that of a rule, a principle or a hand-over; in prose, it is words that stand in the prompt in
    that order.

    ```bad path=promptfooconfig.yaml
    prompts:
      - |
        ## Refunds
        Never promise a refund of more than $300.
    providers: [echo]
    tests:
      - metadata: {rule: «delivery times»}
        assert: [{type: icontains, value: colleague}]
    ```

    ```good path=promptfooconfig.yaml
    prompts:
      - |
        ## Refunds
        Never promise a refund of more than $300.
    providers: [echo]
    tests:
      - metadata: {rule: refunds}
        assert: [{type: icontains, value: colleague}]
    ```
    """
    text = "\n".join(p.view.text for p in document.prompts)
    for case in own_cases(document):
        for name, span in case.names if text and not case.about else ():
            if not mentions(text, name):
                yield Finding(f"a case is for “{name}”, which none of the prompts here mentions", span)
    for unit in document.units:
        known = names(unit)
        for case in configured_cases(unit):
            for name, _ in case.names:
                if name in known if known is not None else mentions(document.source.text, name):
                    continue
                hint = suggestion(name, sorted(known)) if known else ""
                yield Finding(f"{case} is for “{name}”, and nothing here is called so{hint}", None)


def names(unit: Unit) -> set[str] | None:
    """The names of a charter's rules; None for prose, and for a charter of which a part is missing."""
    facts = facts_of(unit)
    if facts is None or not facts.complete:
        return None
    return {n.name.text for n in facts.whole.of("rule", "principle", "escalate") if n.name}
