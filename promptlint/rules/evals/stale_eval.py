from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.analysis.eval_cases import configured_cases, mentions, own_cases
from promptlint.diagnostic import Finding
from promptlint.document import Document, Subject, Unit
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
    Those of a promptfoo file are compared with the prompts in it, or with the charter or prompt beside it that they are
    about (`metadata.charter`, or `file://` among the `prompts`). Those of the files that `evals` in the configuration
    names are reported at the prompt that they are about.

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
    inline = Subject("\n".join(p.view.text for p in document.prompts), None)
    for case in own_cases(document):
        about = [document.subjects[a] for a in case.about if a in document.subjects]
        if not case.about and document.prompts:
            about = [inline]
        for name, span in case.names if about else ():
            if not any(known(subject, name) for subject in about):
                where = " or ".join(case.about) or "the prompts here"
                hint = suggestion(name, sorted(frozenset().union(*(s.names or () for s in about))))
                yield Finding(f"a case is for “{name}”, and nothing in {where} is called so{hint}", span)
    for unit in document.units:
        subject = Subject(document.source.text, names(unit))
        for case in configured_cases(unit):
            for name, _ in case.names:
                if not known(subject, name):
                    hint = suggestion(name, sorted(subject.names or ()))
                    yield Finding(f"{case} is for “{name}”, and nothing here is called so{hint}", None)


def known(subject: Subject, name: str) -> bool:
    """Whether a prompt has what a case names."""
    return mentions(subject.text, name) if subject.names is None else name in subject.names


def names(unit: Unit) -> frozenset[str] | None:
    """The names of a charter's rules; None for prose, and for a charter of which a part is missing."""
    facts = facts_of(unit)
    if facts is None or not facts.complete:
        return None
    from promptlint.charter.facts import named

    return named(facts.whole)
