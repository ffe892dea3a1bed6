"""Demands for sources that neither the input nor the tools hold."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.policy import governed, reported, told
from promptlint.analysis.rows import rows
from promptlint.block import TAG
from promptlint.diagnostic import Finding
from promptlint.document import Stack, Unit
from promptlint.rule import rule
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention
from promptlint.text.tokens import tokenize

# What a web tool finds; page numbers of a printed book it does not.
LINKS = frozenset("link links url urls hyperlink hyperlinks address".split())
PARTS = frozenset("page pages paragraph paragraphs section sections chapter line number numbers".split())
EMPTY = frozenset(
    "which that it they is are on at the a an of to in from for its their your our each every with and or at least page pages number numbers printed print "
    "link links url urls academic scientific official original latest own exact verbatim direct".split()
)


@rule(
    "PL604",
    severity="warning",
    confidence="medium",
    help="cite what is in the input: the id, page or link that stands in it; or give it a tool that finds the source",
    needs=("cite.demand", "cite.required", "table"),
    scope="stack",
    evidence=(
        (
            "Mata v. Avianca: invented precedents",
            "https://law.justia.com/cases/federal/district-courts/new-york/nysdce/1:2022cv01461/575368/54/",
        ),
    ),
)
def check(stack: Stack) -> Iterator[Finding]:
    """A citation, quotation, page number or link is demanded that neither the input nor the tools provide.

    What the model cannot look up it makes up: page numbers that do not exist, journals that never printed the article,
    links that lead nowhere. Ask for ids, pages and links that stand in the input.

    ```bad
    You answer shoppers on our web site from the product sheets.

    - «Support each statement with the page number of the supplier's printed catalogue.»
    ```

    ```bad
    You write a report for the housing board from the notes.

    - «Back the report with at least ten citations from academic journals.»
    ```

    ```good
    You answer shoppers on our web site from the product sheets.

    - Support each statement with the item number of the sheet it comes from.
    ```

    ```good
    You answer from the passages of the printed yearbook; each passage begins with its page number.

    - Cite the page of the yearbook.
    ```
    """
    for unit in stack.units:
        for s in (*unit.sentences, *rows(unit)):
            if (
                s.concepts.isdisjoint(("cite.outside", "cite.generic"))
                or s.concepts.isdisjoint(("cite.demand", "cite.required", "cite.label"))
                or reported(s)
            ):
                continue
            if (m := _demand(unit, s)) and not _grounded(stack, s, m):
                yield Finding(f"“{told(s.text_of(m.start, m.end))}” is in neither the input nor the tools", s.span)


def _demand(unit: Unit, s: Sentence) -> Mention | None:
    """The longest words of a source that a demand before them asks for."""
    # "three quotations have to be in it": the demand follows what it asks for; "Source: author, year" is one by its label
    starts = [0] * ("cite.required" in s.concepts) + [m.start for m in s.find("cite.demand")]
    first = min((*starts, *(m.end for m in s.find("cite.label"))))
    found = [m for m in s.find("cite.outside") if m.start >= first and governed(unit, s, m)]
    if not found and "fact.none" not in s.concepts:  # "where there is none, …" says what is done without one
        found = [m for m in s.find("cite.generic") if governed(unit, s, m)]
    return max(found, key=lambda m: m.end - m.start) if found else None


def _grounded(stack: Stack, s: Sentence, m: Mention) -> bool:
    """Whether what is to be cited is spoken of elsewhere, as input or as the find of a tool."""
    wanted = {w for w in s.tokens.words[m.start : m.end] if w.isalpha()}
    if any(g.end <= m.start or m.end <= g.start for g in s.find("cite.ground")):
        return True
    if wanted & LINKS and stack.has("cite.web"):
        return True
    if m.concept == "cite.generic" and (
        stack.has("cite.ground", "cite.web") or any(u.prompt.placeholders for u in stack.units)
    ):
        return True
    named = [
        w.removesuffix("s") for w in s.tokens.words[m.start : m.end] if w.isalpha() and w not in EMPTY and len(w) > 2
    ]
    heads = set(named[-1:]) if m.end - m.start > 1 and named[-1:] != ["number"] else set(named)
    if PARTS & wanted:
        heads |= _owners(s, m)
    if not heads:
        heads = {"page"} if wanted & {"page", "pages"} else set()
    return any(heads & words for words in _elsewhere(stack, s))


def _owners(s: Sentence, m: Mention) -> set[str]:
    """What a page or paragraph is said to belong to: "the fact sheet's paragraph", "the section of the guide"."""
    words = s.tokens.words
    before = words[max(0, m.start - 3) : m.start]
    owners = before if "'s" in before or "'" in before else []
    after = words[m.end : m.end + 5] if words[m.end : m.end + 1] in (["of"], ["in"], ["from"]) else []
    return {w.removesuffix("s") for w in (*owners, *after) if w.isalpha() and w not in EMPTY and len(w) > 2}


def _elsewhere(stack: Stack, s: Sentence) -> Iterator[set[str]]:
    for unit in stack.units:
        for other in unit.all_sentences:
            if other is not s and not (other.span.overlaps(s.span)):
                yield {w.removesuffix("s") for w in other.tokens.words}
        names = [p.name for p in unit.prompt.placeholders] + [str(b.attrs.get("name", "")) for b in unit.blocks(TAG)]
        names += [str(t) for t in unit.meta.get("tools", ()) or ()]
        yield {w.removesuffix("s") for name in names for w in tokenize(name.replace("_", " ")).words}
