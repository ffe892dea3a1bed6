"""Variables that nobody declares."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.block import Placeholder
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule

BUILT_IN = frozenset(
    "loop self range true false none super caller varargs kwargs this root index key first last history".split()
)


@rule(
    "PL903",
    severity="warning",
    help="declare the variable among the inputs, or correct its name",
    needs=("input",),
    languages=(),
    evidence=[("Prompty, Prompty file specification", "https://www.prompty.ai/docs/prompty-specification")],
)
def check(unit: Unit) -> Iterator[Finding]:
    """A variable is used that the prompt's own list of inputs does not declare.

    Most template engines put an empty text in its place, so the prompt goes out with a hole and nobody notices. Looked at
    where the format declares inputs (Prompty, dotprompt and others); elsewhere the caller may supply anything.

    ```bad path=answer.prompty
    ---
    name: answer
    inputs:
      question:
        type: string
    ---
    system:
    Answer in the language «{{langauge}}».

    user:
    {{question}}
    ```

    ```good path=answer.prompty
    ---
    name: answer
    inputs:
      question:
        type: string
      language:
        type: string
    ---
    system:
    Answer in the language {{language}}.

    user:
    {{question}}
    ```
    """
    declared = declared_inputs(unit)
    if not declared:
        return
    known = declared | {n.lower() for n in unit.prompt.template_names} | BUILT_IN
    seen: set[str] = set()
    for p in unit.prompt.placeholders:
        name = root_name(p)
        if p.kind != "variable" or p.dialect not in ("jinja", "handlebars") or name.lower() in known or name in seen:
            continue
        seen.add(name)
        yield Finding(f"the variable {name} is not among the declared inputs", p.span, help=_near(name, declared))


def declared_inputs(unit: Unit) -> set[str]:
    """Names of the declared inputs in lower case; empty where the prompt declares none."""
    inputs = unit.meta.get("inputs")
    return {str(i).lower() for i in inputs} if isinstance(inputs, list | tuple | set | dict) else set()


def root_name(p: Placeholder) -> str:
    """The variable's name without the path into it."""
    return p.name.lstrip("@./#^&").split(".")[0].split("[")[0].strip()


def _near(name: str, declared: set[str]) -> str | None:
    import difflib

    close = difflib.get_close_matches(name.lower(), sorted(declared), 1, 0.7)
    return f"did you mean {close[0]}? Otherwise declare it among the inputs" if close else None
