"""What a prompt can point at: numbered and named parts, tags, tools."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.memo import recent
from promptlint.block import CODE, DATA, HEADING, ITEM, LABEL, LIST, PARAGRAPH, TABLE, TAG
from promptlint.document import Unit
from promptlint.record import field, record
from promptlint.text.kept import by_content, by_piece
from promptlint.text.sentences import Sentence
from promptlint.text.tokens import forms

KINDS = (
    "figure|fig|table|appendix|annex|exhibit|attachment|schedule|section|chapter|part|step|rule|phase|principle|guideline|"
    "point|item|paragraph|clause|article|stage|example|note|criterion|requirement|diagram|listing"
)
NUMBER = r"\d+(?:\.\d+)*(?:[a-z](?![\w'’]))?|[A-Z](?![\w'’])|[IVX]{1,4}(?![\w'’])"
# "Figure 2: …", "## Step 3", "**Rule A**" at the start of a line: the thing itself, not a pointer to it.
ANCHOR = regex.compile(rf"^[^\w\n]*({KINDS})s?\.?[ _-]?({NUMBER})[\])*_\"']*(?=\s*(?:[:.)(|>–—-]|\Z|\n))", re.I | re.M)
NUMBERED = regex.compile(r"^[\s>#*_]*(?:§\s*)?(\d+(?:\.\d+)*|[A-Z]|[IVX]+)[.)]?\s+\S", re.M)
LEADING = regex.compile(r"\n[ \t>#*_\-+]*([A-Z][^\n:.!?]{1,50})(?::|\*\*|\n|$)|\*\*([^*\n]{2,60})\*\*")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FIRST = regex.compile(r"^[\s*_\-]*(?:`([\w./-]+)(?:\([^`]*\))?`|([A-Za-z][\w./-]*)\s*(?:\(|:|—|–| - |,|$))")
WORD = r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*"  # no underscore in the class: nothing to backtrack over
NAME = regex.compile(rf"{WORD}(?:[./-]{WORD})*")
# "with the tools list_mail, read_mail and send_mail"
ROW = regex.compile(r"`?[\w./-]+(?:\(\))?`?(?:\s*,\s*`?[\w./-]+(?:\(\))?`?)+\.?")
HAVING = regex.compile(
    r"\b(?:with|have|use|to|following|available)\b[^.;:]{0,30}\b(?:tools|functions)\b[^.;:,]{0,20}?:?\s+"
    rf"(`?{WORD}`?(?:\(\))?(?:(?:,\s*|\s+)(?:(?:and|or)\s+)?`?[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+`?(?:\(\))?)+)",
    re.I,
)
OWNED = frozenset(("tools", "functions"))
TOOLS = regex.compile(
    r"(?:(?:the|your|available|list of|these) )*(?:tools?|functions|toolset|tool list)(?: (?:available|you have|you can use|list|at your disposal))?",
    re.I,
)
SMALL = frozenset("the a an of and or for to in on with your our my its section sections heading below above".split())


@record
class Anchors:
    """Everything in a unit that a pointer may mean.

    Args:
        numbers: ``(kind, id)`` of captions and headings, kind "" for numbered headings and items.
        names: word sets of headings, labels and tags.
        tags: names of tags, lower case.
        tools: names of the tools in the unit's own tool list; empty when it has none.
    """

    numbers: set[tuple[str, str]] = field(default_factory=set)
    names: list[frozenset[str]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    tools: set[str] = field(default_factory=set)

    def numbered(self, kind: str, number: str) -> bool:
        """Whether the unit has this numbered part."""
        kind, number = singular(kind), number.upper()
        whole = number.rstrip(LETTERS) if number[:1].isdigit() else number  # "Step 8" is what 8a and 8b make up
        ids = {number, whole} | {f"{number}{x}" for x in "AB" if number.isdecimal()}
        return any((k, n) in self.numbers for k in (kind, "") for n in ids)

    def has_tool(self, name: str) -> bool:
        """Whether the list of tools names it, alone, with its server, or by a pattern ("files/*")."""
        return any(
            name == t or t.endswith(("/" + name, "." + name)) or name.startswith(t.rstrip("*/") + "/")
            for t in self.tools
        )

    def named(self, name: str) -> bool:
        """Whether a heading, label or tag goes by this name or by one that includes it."""
        own = content(name)
        return not own or any(own <= words or (words and words <= own) for words in self.names)


def anchors(unit: Unit) -> Anchors:
    """Collect what the unit holds."""
    found = Anchors()
    found.numbers.update(number for _, number in _captions(unit))
    found.tags.update(tag for _, tag in _closed(unit))
    for block in unit.prompt.root.walk():
        if block.kind in (HEADING, LABEL) and block.view:
            _title(found, block.view.text)
        elif block.kind == TAG:
            name = str(block.attrs.get("name", ""))
            found.tags.add(name.lower())
            _title(
                found,
                regex.sub(r"[_.-]", " ", name)
                + " "
                + " ".join(regex.findall(r"[\"'](.*?)[\"']", str(block.attrs.get("attributes", "")))),
            )
        elif block.kind == ITEM and block.attrs.get("number") is not None:
            found.numbers.add(("", str(block.attrs["number"])))
        elif block.kind in (PARAGRAPH, CODE, TABLE, DATA) and block.view:
            _lines(found, block.view.text)
    parts = unit.meta.get("parts")  # numbers that a carrier gives to what it holds
    found.numbers |= {("", str(n)) for n in parts} if isinstance(parts, list) else set()
    found.tools = _tools(unit)
    if found.tools:
        text = unit.prompt.view.text
        found.tools |= {m[1].lower() for m in regex.finditer(r"^[ \t]*[-*+][ \t]+\W*`([\w.-]+)", text, re.M)}
    return found


@by_piece
def _captions(text: str) -> Iterator[tuple[str, str]]:
    """Kind and number of the parts that open a line."""
    for m in regex.matches_at(ANCHOR, regex.line_starts(text), text):
        yield singular(m[1]), m[2].upper()


@by_piece
def _closed(text: str) -> Iterator[str]:
    """Names of the tags that are closed."""
    for m in regex.finditer(r"</([A-Za-z][\w.:-]*)", text):
        yield m[1].lower()


def _title(found: Anchors, text: str) -> None:
    words = content(text)
    if words:
        found.names.append(words)
    m = NUMBERED.match(text)
    if m:
        found.numbers.add(("", m[1].upper()))


def _lines(found: Anchors, text: str) -> None:
    numbers, names = _named(text)
    found.numbers.update(numbers)
    found.names += names


@recent
def _named(text: str) -> tuple[tuple[tuple[str, str], ...], tuple[frozenset[str], ...]]:
    """The numbers and names that the lines of a block open with."""
    numbers = []
    for m in regex.matches_at(NUMBERED, regex.line_starts(text), text):
        if m[0].lstrip()[len(m[1])] in ".)":
            numbers.append(("", m[1].upper()))
    names = []
    for m in LEADING.finditer("\n" + text):
        words = content(m[1] or m[2])
        if words:
            names.append(words)
    return tuple(numbers), tuple(names)


def _tools(unit: Unit) -> set[str]:
    """Names in the front matter's tools, and those that open the entries of a list of tools."""
    declared = unit.meta.get("tools")
    names = {str(t).lower() for t in declared} if isinstance(declared, list | tuple | set) else set()
    return names.union(*map(_tools_in, unit.all_sentences))


@by_content
def _tools_in(s: Sentence) -> frozenset[str]:
    """The tools that a sentence names as an entry of a list of tools, or in a row."""
    names: set[str] = set()
    titles = (*s.scope.headings[-1:], s.scope.lead, *s.scope.tags[-1:])
    m = FIRST.match(s.text)
    if m and any(TOOLS.fullmatch(x.strip(" :*_#")) for x in titles):
        names.add((m[1] or m[2]).lower())
        if ROW.fullmatch(s.text.strip()):
            names |= {x.strip(" `()").lower() for x in s.text.split(",")}
    for m in HAVING.finditer(s.text) if not OWNED.isdisjoint(s.tokens.words) else ():
        listed = {x.lower() for x in NAME.findall(m[1])} - {"and", "or"}
        names |= listed if len(listed) > 1 else set()
    return frozenset(names)


def content(text: str) -> frozenset[str]:
    """The words of a title without articles and prepositions, in base form."""
    words = regex.findall(r"[^\W_]+", text.lower().replace("’", "'"))
    return frozenset(forms(w)[-1] if len(w) > 3 else w for w in words if w not in SMALL)


def singular(kind: str) -> str:
    """One name for the kinds "Fig." and "Figures"."""
    kind = kind.lower().rstrip(".")
    kind = {"appendices": "appendix", "criteria": "criterion", "annexes": "annex"}.get(kind, kind)
    kind = kind[:-1] if kind.endswith("s") else kind
    return "figure" if kind == "fig" else kind


def structured(unit: Unit, after: int | None = None, before: int | None = None) -> bool:
    """Whether a list, table, code, tag or further heading stands after (before) an offset of the file."""
    for block in unit.prompt.root.walk():
        if block.kind in (LIST, TABLE, CODE, TAG, DATA, HEADING, LABEL, "example", "template", "role", "quote"):
            if after is not None and block.span.end > after and block.span.start >= after - 2:
                return True
            if before is not None and block.span.start < before and block.span.end <= before + 2:
                return True
    return any(
        (after is not None and p.span.start >= after) or (before is not None and p.span.end <= before)
        for p in unit.prompt.placeholders
    )
