"""Lists without an end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.wording import Hit, fold, hits, orders
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule

FIXES = regex.compile(
    r"\b(?:allowed|permitted|forbidden|prohibited|accepted|supported|banned|required|mandatory|compulsory|obligatory|excluded|valid|confidential|sensitive|"
    r"off limits|taboo|counts?|must|shall|should|may(?! (?:ask|say|write|mention|want|need|send|have|be)))\b",
    re.I,
)
RELATIVE = frozenset(("which", "who", "whose", "where"))
MODAL = frozenset("must shall should may can need needs has have".split())
TRAILING = regex.compile(r",[^,.;:()]{1,40}(?:\.\.\.|…)\W*$")  # "signatures, legal notices ..."


@rule(
    "PL202",
    severity="info",
    confidence="medium",
    help="finish the list, or name the category and illustrate it with “such as”",
    evidence=[
        (
            "Femmer et al., Rapid quality assurance with requirements smells (open-ended terms)",
            "https://arxiv.org/abs/1611.08847",
        )
    ],
)
def check(unit: Unit) -> Iterator[Finding]:
    """A list that fixes what is required, allowed or forbidden ends open.

    "Etc.", "and so on" and "including but not limited to" leave it to the model what else belongs to the list, which is
    exactly what the list is there to settle. A named category with examples says the same and can be tested.

    ```bad
    Spell out names, streets, e-mail addresses, «etc».
    ```

    ```bad
    Decline instructions for bypassing guards, interlocks, «and the like».
    ```

    ```bad
    Never discuss competitors, «including but not limited to» Acme and Globex.
    ```

    ```good
    Decline requests for weapons, such as guns, knives, etc.
    ```

    ```good
    Spell out names, streets and e-mail addresses.
    Read the configuration files (setup.cfg, pyproject.toml, etc.).
    ```

    ```good
    Users write about fares, luggage, and so on.
    ```
    """
    lists = hits(unit, ("open-end",), directive=False)
    binding = {d.sentence for d in unit.directives}
    found = (
        (hit.text.lower(), hit)
        for hit in lists
        if not _illustrates(hit)
        and not _described(hit)
        and (hit.sentence in binding or orders(hit.sentence) or FIXES.search(hit.sentence.text))
    )
    for s in unit.sentences:
        if s not in binding and not FIXES.search(s.text):
            continue
        if s.text.count(",") > 1 and (m := TRAILING.search(s.text)) and not _illustrated(s.text):
            at = s.text.rindex("…") if "…" in m[0] else s.text.rindex("...")
            yield Finding(
                "the list ends open: “…” leaves the rest to the model", s.view.span(at, at + (1 if "…" in m[0] else 3))
            )
    yield from fold(found, "the list ends open: “{text}” leaves the rest to the model", "“{text}” again", threshold=2)


def _described(hit: Hit) -> bool:
    """Whether the list only tells what something is like: "a firm, which serves weddings, fairs, etc. here"."""
    words = hit.sentence.tokens.words
    at = max((i for i in range(1, hit.start) if words[i] in RELATIVE and words[i - 1] == ","), default=None)
    return at is not None and MODAL.isdisjoint(words[at : hit.start])


def _illustrated(text: str) -> bool:
    return text.count("(") > text.count(")") or '"' in text or "such as" in text


def _illustrates(hit: Hit) -> bool:
    """Whether the list stands in brackets or after "such as", so that it only illustrates a category that is named."""
    s = hit.sentence
    words = s.tokens.words
    if words[hit.end : hit.end + 1] in (["for"], ["until"], ["up"], ["through"]) or s.text.startswith("//"):
        return True  # a pattern that goes on to a stated end
    if "limited" in words[hit.start : hit.end] or "limitation" in words[hit.start : hit.end]:
        return False
    before = s.text[: s.tokens.starts[hit.start]]
    if before.count("(") > before.count(")") or before.count("[") > before.count("]"):
        return True
    clause = max((i for i in range(hit.start) if words[i] == ";"), default=0)
    return any(m.concept == "open-end:illustrates" and clause <= m.start < hit.start for m in s.mentions)
