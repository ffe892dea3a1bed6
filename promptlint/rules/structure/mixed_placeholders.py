"""Two ways of writing variables in one prompt."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint import regex
from promptlint.block import Placeholder
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule

# Engines that fill in one of these leave the others as they are.
ESCAPED = regex.compile(
    r"\{\{\s*[\"'\n]|\bf[\"'][^\n]*\{"
)  # braces doubled for str.format, and f-strings of sample code
ENGINES = {"jinja": "{{…}}", "handlebars": "{{…}}", "fstring": "{…}"}


@rule(
    "PL909",
    severity="info",
    help="write all variables in the way that the template engine fills in",
    needs=("placeholder",),
    languages=(),
    confidence="medium",
    evidence=[
        ("Jinja, Template Designer Documentation", "https://jinja.palletsprojects.com/en/stable/templates/#variables")
    ],
)
def check(unit: Unit) -> Iterator[Finding]:
    """Variables are written in two template languages, of which an engine fills in one.

    The other variables reach the model as they stand, braces and all. The way that is used less often is marked.

    ```bad
    Answer {{name}} about the order {{order}} in the language «{language}».
    ```

    ```good
    Answer {{name}} about the order {{order}} in the language {{language}}.
    ```
    """
    styles: dict[str, list[Placeholder]] = {}
    for p in unit.prompt.placeholders:
        if p.dialect in ENGINES and p.kind == "variable" and p.block.kind not in ("code", "data", "comment", "hidden"):
            before = unit.source.text[max(0, p.span.start - 80) : p.span.start].rpartition("\n")[2]
            if before.count("`") % 2 == 0:
                styles.setdefault(ENGINES[p.dialect], []).append(p)
    if len(styles) < 2 or ESCAPED.search(unit.prompt.view.text):
        return
    common = max(styles, key=lambda k: (len(styles[k]), k))
    known = {p.name.split(".")[0] for p in styles[common]}
    for style, rare in styles.items():
        if style == common or len(rare) * 2 > len(styles[common]):
            continue
        first, *rest = rare
        again = any(p.name.split(".")[0] in known for p in rare)
        end = "; the same variable is written both ways" if again else ""
        message = f"{style} stands beside {common}, and an engine fills in one of them{end}"
        yield Finding(message, first.span, tuple(Label(p.span, f"{style} as well") for p in rest))
