from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.analysis.eval_cases import configured_cases, own_cases
from promptlint.diagnostic import Finding
from promptlint.document import Document
from promptlint.rule import rule

CONFIGURATION = "promptfooconfig"  # is linted as such, and said there


@rule(
    "PL803",
    severity="info",
    help="say what the answer must be like: `assert` in promptfoo, `good:`, `bad:` or a rule's name in a charter",
    scope="document",
    needs=("charter", "eval cases"),
    languages=(),
)
def check(document: Document) -> Iterator[Finding]:
    """An eval case asserts nothing, and so passes whatever the answer is.

    A case of promptfoo without `assert` (its own or that of `defaultTest`), an example of a charter that names no rule
    and has neither a `good:` nor a `bad:` answer, a sample without a target. Where none of a file's cases asserts
    anything, that is said once: the file may be meant for looking at answers side by side.

    ```bad path=promptfooconfig.yaml
    prompts: ["Translate to French: {{text}}"]
    providers: [echo]
    tests:
      - vars: {text: hello}
        assert: [{type: icontains, value: bonjour}]
      - «vars: {text: goodbye}»
    ```

    ```bad path=support.charter
    never promise a refund of more than $300
    «example "late refund":»
      user: I want my money back.
    ```

    ```good path=promptfooconfig.yaml
    prompts: ["Translate to French: {{text}}"]
    providers: [echo]
    defaultTest:
      assert: [{type: llm-rubric, value: it is French}]
    tests:
      - vars: {text: hello}
      - vars: {text: goodbye}
    ```

    ```good path=support.charter
    [refunds] never promise a refund of more than $300
    example "late refund" for refunds:
      user: I want my money back.
    ```
    """
    own = own_cases(document)
    bare = [case for case in own if not case.asserted]
    if len(own) > 1 and len(bare) == len(own):
        yield Finding(f"none of the {len(own)} cases asserts anything", bare[0].span)
    else:
        for case in bare:
            title = f" “{case.title}”" if case.title else ""
            yield Finding(f"the case{title} asserts nothing, so every answer passes", case.span)
    for unit in document.units:
        facts = facts_of(unit)
        for node in facts.charter.of("example") if facts else ():
            said = {turn.name.text for turn in node.children if turn.kind == "turn" and turn.name}
            if node.name is None and said and not said & {"good", "bad"}:
                yield Finding(
                    "the example says neither which rule it is for nor which answer is good or bad", node.span
                )
        for path, count in missing(unit.meta.get("evals") and configured_cases(unit)):
            yield Finding(f"{path}: {count} of the cases for this prompt assert nothing", None)


def missing(cases: object) -> Iterator[tuple[str, int]]:
    """The files with cases that assert nothing, and how many these are."""
    count: dict[str, int] = {}
    for case in cases if isinstance(cases, list) else ():
        if not case.asserted and CONFIGURATION not in case.path:
            count[case.path] = count.get(case.path, 0) + 1
    yield from count.items()
