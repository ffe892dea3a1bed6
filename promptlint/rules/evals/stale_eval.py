from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.analysis.eval_cases import configured_cases, mentions, own_cases
from promptlint.diagnostic import Finding
from promptlint.document import Document, Subject, Unit
from promptlint.nearest import suggestion
from promptlint.rule import rule
from promptlint.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")


@rule(
    "PL802",
    severity="warning",
    help="name the rule as it is called now, or take the case out; `promptlint evals export` writes the cases anew",
    scope="document",
    needs=("charter", "eval cases"),
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
    that order. Where the prompt is prose and has none of the names, the cases are taken to name something else.

    ```bad path=promptfooconfig.yaml
    prompts:
      - |
        ## Refunds
        Never promise a refund of more than $300.
    providers: [echo]
    tests:
      - metadata: {rule: refunds}
        assert: [{type: icontains, value: colleague}]
      - metadata: {rule: «delivery times»}
        assert: [{type: icontains, value: days}]
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
    for names, subjects, where in own(document):
        for name, span in unknown(names, subjects):
            yield Finding(f"a case is for “{name}”, and nothing in {where} is called so{meant(name, subjects)}", span)
    for unit in document.units:
        subjects = [Subject(document.source.text, names_of(unit))]
        cases = [(name, case) for case in configured_cases(unit) for name, _ in case.names]
        for name, case in unknown(cases, subjects):
            yield Finding(f"{case} is for “{name}”, and nothing here is called so{meant(name, subjects)}", None)


def own(document: Document) -> Iterator[tuple[list[tuple[str, Span]], list[Subject], str]]:
    """What the cases of a file name, by the prompts that they are about, with how these are called."""
    groups: dict[tuple[str, ...], list[tuple[str, Span]]] = {}
    for case in own_cases(document):
        groups.setdefault(case.about, []).extend(case.names)
    for about, names in groups.items():
        subjects = [document.subjects[a] for a in about if a in document.subjects]
        if not about and document.prompts:
            subjects = [Subject("\n".join(p.view.text for p in document.prompts), None)]
        if subjects:
            yield names, subjects, " or ".join(about) or "the prompts here"


def unknown(names: list[tuple[str, T]], subjects: list[Subject]) -> Iterator[tuple[str, T]]:
    """The names that no prompt has; none where all are unknown to prose, for then they name something else."""
    missing = [n for n in names if not any(known(subject, n[0]) for subject in subjects)]
    if len(missing) < len(names) or any(subject.names is not None for subject in subjects):
        yield from missing


def meant(name: str, subjects: list[Subject]) -> str:
    """The name that was likely meant, as the end of a message."""
    return suggestion(name, sorted(frozenset().union(*(s.names or () for s in subjects))))


def known(subject: Subject, name: str) -> bool:
    """Whether a prompt has what a case names."""
    return mentions(subject.text, name) if subject.names is None else name in subject.names


def names_of(unit: Unit) -> frozenset[str] | None:
    """The names of a charter's rules; None for prose, and for a charter of which a part is missing."""
    facts = facts_of(unit)
    if facts is None or not facts.complete:
        return None
    from promptlint.charter.facts import named

    return named(facts.whole)
