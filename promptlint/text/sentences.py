"""Sentences of a block tree, each with the scope that governs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from promptlint import regex
from promptlint.block import (
    CODE,
    DATA,
    EXAMPLE,
    FIELD,
    HEADING,
    LABEL,
    LIST,
    MENTIONED,
    PARAGRAPH,
    ROLE,
    TABLE,
    TAG,
    TEMPLATE,
    TURN,
    Block,
)  # fmt: skip
from promptlint.record import field, record, replace
from promptlint.span import Span
from promptlint.text.kept import Facts, Kept, kept
from promptlint.text.labels import clausal
from promptlint.text.table import Mention, Table
from promptlint.text.tokens import Tokens, keys_of, tokenize
from promptlint.view import View


@record(frozen=True, slots=True)
class Scope:
    """What stands above a sentence and governs it.

    Args:
        headings: texts of the enclosing headings, outermost first.
        lead: the list's lead-in or label ("Never:"), "" if none.
        item: the label of a list item ("**Commits:**"), "" if none.
        tags: names of the enclosing tags, outermost first.
        role: "system", "user", "assistant" or "tool".
        branch: the template branch ("if x", "else x") it stands in, "" if none; branches of one statement exclude
            each other.
        listed: it stands in an item of a list.
    """

    headings: tuple[str, ...] = ()
    lead: str = ""
    item: str = ""
    tags: tuple[str, ...] = ()
    role: str = "system"
    branch: str = ""
    listed: bool = False


@record(eq=False)
class Sentence:
    """One sentence of prose, or one heading.

    Args:
        view: its text with the way back to the file.
        block: the leaf it stands in.
        scope: what governs it.
        index: its number in the prompt.
        mentioned: it stands in an example, a quote of a bad reply, code, a table or data: never a directive.
        facts: what its content alone decides, shared by all sentences with that content.
    """

    view: View
    block: Block
    scope: Scope
    index: int = 0
    mentioned: bool = False
    table: Table | None = field(default=None, repr=False)
    lead_sentence: Sentence | None = field(default=None, repr=False)
    facts: Facts = field(default_factory=Facts, repr=False)

    @property
    def text(self) -> str:
        """The text as the model reads it."""
        return self.view.text

    @cached_property
    def span(self) -> Span:
        """The sentence in the file."""
        return self.view.span(0, len(self.view.text))

    @kept
    def tokens(self) -> Tokens:
        """Its words and signs."""
        return tokenize(self.view.text)

    @kept
    def keys(self) -> list[tuple[str, ...]]:
        """The forms under which each word is looked up."""
        return [keys_of(w) for w in self.tokens.words]

    @kept
    def mentions(self) -> list[Mention]:
        """Every concept and pattern found in it."""
        return self.table.find(self.tokens.words, self.keys) if self.table else []

    @kept
    def concepts(self) -> frozenset[str]:
        """Names of all concepts in it."""
        return frozenset(self.by_concept)

    @kept
    def by_concept(self) -> dict[str, list[Mention]]:
        """The mentions of each concept in it, in order of the text."""
        found: dict[str, list[Mention]] = {}
        for m in self.mentions:
            found.setdefault(m.concept, []).append(m)
        return found

    @kept
    def _by_kind(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = {}
        for m in self.mentions:
            found.setdefault(m.concept.partition(":")[0], []).append(m)
        return found

    def of_kind(self, *kinds: str) -> list[Mention]:
        """The mentions of concepts of some kinds, which stand before the colon in their names, in order of the text."""
        found = [own for kind in kinds if (own := self._by_kind.get(kind))]
        return (found[0] if found else []) if len(found) < 2 else sorted(chain.from_iterable(found))

    def span_of(self, first: int, last: int) -> Span:
        """The file span of tokens ``[first, last)``."""
        t = self.tokens
        if not t.words or first >= last:
            return self.span
        return self.view.span(t.starts[first], t.ends[last - 1])

    def text_of(self, first: int, last: int) -> str:
        """The text of tokens ``[first, last)`` as written."""
        t = self.tokens
        return self.view.text[t.starts[first] : t.ends[last - 1]] if first < last else ""

    def find(self, concept: str) -> Iterator[Mention]:
        """Mentions of one concept."""
        return iter(self.by_concept.get(concept, ()))


END = regex.compile(  # all of it begins with white space, so that it is tried nowhere else
    r"\s(?:(?:(?<=[.!?…]\s)|(?<=[.!?…][\"'”’)\]*_`]\s)|(?<=[.!?…]\*\*\s))\s*(?=[\"'“‘(\[*_`#<{]*(?:[A-Z0-9À-ÞА-Я]|[a-z]+_[a-z]))"
    r"|(?<=\n)[ \t]*\n|(?<=[.!?]\n)\s*|(?<=[.!?]\s)\s*\n\s*|(?<=!!!\s)\s*|(?<=[?!]\s)\s*(?=`))"
)
FULL_STOP = regex.compile(r"(?<=[。！？])")
ABBREVIATION = regex.compile(
    r"\b(?:e\.g|i\.e|vs|cf|approx|no|nos|fig|figs|sec|dr|mr|mrs|ms|prof|st|jr|sr|inc|ltd|co|p|pp|u\.s|a\.m|p\.m"
    r"|(?-i:[A-Z]))\.$",
    re.I,
)
ENUMERATOR = regex.compile(r"\s*(?:\d+|[A-Za-z])\.")
NEWLINE = regex.compile(r"[ \t]*(?:\r\n?|\n)[ \t]*")
FIRST_WORD = regex.compile(r"[^\s]*+")
LONGEST = 5000  # characters; no sentence that a person wrote, but data
NARROW, WRAPPED = 50, 120  # lines that are all shorter, or longer, were not wrapped: each of their breaks is meant


def split(view: View, kept: Kept | None = None) -> list[View]:
    """The sentences of a text, without white space at their ends; a range inside quotes or code is not split.

    Args:
        kept: where the sentences of an earlier version end.
    """
    if kept is None:
        return [view.slice(start, end) for start, end in _ranges(view.text)]
    values = kept.facts(view.text).values
    if "sentences" not in values:
        values["sentences"] = list(_ranges(view.text))
    return [view.slice(start, end) for start, end in values["sentences"]]


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    ends = [m.span() for m in END.finditer(text)]
    if not text.isascii():
        ends = sorted({*ends, *(m.span() for m in FULL_STOP.finditer(text))})
    if "\n" in text or "\r" in text:
        ends = sorted({*ends, *_line_breaks(text)})
    for at, after in ends:
        if at < start or _inside(text, start, at):
            continue
        yield from _trim(text, start, at)
        start = after
    yield from _trim(text, start, len(text))


def _inside(text: str, start: int, at: int) -> bool:
    """Whether a sentence that began at ``start`` goes on after ``at``."""
    size = at - start
    piece = text[start:at] if size <= 400 else ""
    if piece and (piece.isspace() or ENUMERATOR.fullmatch(piece) or _open(piece)):
        return True
    return not size or ABBREVIATION.search(text, max(start, at - 12), at) is not None


def _line_breaks(text: str) -> Iterator[tuple[int, int]]:
    """Line breaks that the author meant: the next word would have fitted, and it begins something new."""
    breaks = [(m.start(), m.end()) for m in NEWLINE.finditer(text)]
    starts = [0, *(end for _, end in breaks)]
    stops = [*(start for start, _ in breaks), len(text)]
    width = max(b - a for a, b in zip(starts, stops, strict=True))
    for i, (at, after) in enumerate(breaks):
        sign = text[after : after + 1]
        if not sign or sign.islower() or sign in ",;:.)]}&|+=/":
            continue
        word = FIRST_WORD.match(text, after)
        if not NARROW <= width <= WRAPPED or at - starts[i] + 1 + (word.end() - after if word else 0) <= width:
            yield at, after


def _open(piece: str) -> bool:
    """Whether a quotation or an inline code span that opened in ``piece`` is still open at its end."""
    if piece.count("`") % 2 or piece.count("“") > piece.count("”"):
        return True
    return piece.count('"') % 2 == 1 and len(piece) < 300 and "\n" not in piece


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end and (text[start] != "*" or text[start:end].strip("*")):  # "**" alone says nothing
        yield start, end


ITEM_LABEL = regex.compile(
    r"^\s*(?:\*\*|__)([^*_\n]{2,60}?)[:.]?(?:\*\*|__)[:.]?\s*|^\s*[*_]([A-Z][^*_\n]{1,40}?)(?::[*_]|[*_]:)\s*|^\s*([A-Z][\w /&'-]{1,40}(?: \([^()\n]{1,40}\))?):\s+(?=\S)"
)


class _Level:
    """What governs the children of one block while they are walked in order.

    Args:
        scope: of the block.
        lead: the label or lead-in that governs the block.
    """

    def __init__(self, scope: Scope, lead: Sentence | None) -> None:
        self.scope = scope
        self.lead = lead
        self.headings: list[tuple[int, str]] = []
        self.above = scope.headings  # with those of ``headings``
        self.entered = scope  # of the last child; most children share one
        self.label, self.sentence = scope.lead, lead
        self.used = False  # a list or another block has followed the label
        self.spent = False  # a paragraph has followed the lead-in that a paragraph is
        self.branches: list[str] = [scope.branch] if scope.branch else []

    def enter(self, child: Block) -> Scope:
        """The scope of a child."""
        # "Never:" governs the list after it, not the paragraph after the list.
        if (self.spent and not child.attrs.get("continues")) or (self.used and child.kind == PARAGRAPH):
            self.drop()
        last, branch = self.entered, " / ".join(self.branches[-8:])
        if last.headings is not self.above or last.lead != self.label or last.branch != branch:
            self.entered = replace(self.scope, headings=self.above, lead=self.label, branch=branch)
        return self.entered

    def heading(self, block: Block) -> Scope:
        """The scope of a heading, which governs what follows it from now on."""
        level = int(block.attrs.get("level", 1))
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        self.drop()
        self.above = (*self.scope.headings, *(text for _, text in self.headings))
        scope = replace(self.enter(block), lead="")
        title = block.view.text.strip(" *_:#") if block.view else ""
        self.headings.append((level, title))
        self.above = (*self.above, title)
        return scope

    def govern(self, sentence: Sentence) -> None:
        """A label or lead-in begins."""
        self.label, self.sentence = sentence.text.strip(" *_:#"), sentence
        self.used = self.spent = False

    def drop(self) -> None:
        """The label ends."""
        self.label, self.sentence = self.scope.lead, self.lead
        self.used = self.spent = False

    def follow(self) -> None:
        """What a label introduces has come."""
        self.used = self.sentence is not self.lead

    def spend(self) -> None:
        """A paragraph has come, which ends a lead-in that is itself part of a paragraph."""
        own = self.sentence is not None and self.sentence is not self.lead
        self.spent = own and self.sentence is not None and self.sentence.block.kind == PARAGRAPH

    def pass_over(self, block: Block) -> None:
        """A block without sentences."""
        if block.attrs.get("ruler"):
            self.drop()
        elif block.kind in (CODE, DATA, TABLE):
            self.follow()


class Walker:
    """Walks a tree once and yields its sentences with their scopes.

    Args:
        table: compiled knowledge that the sentences are looked up in.
        kept: what an earlier version of the text was read as.
    """

    def __init__(self, table: Table | None, role: str = "system", kept: Kept | None = None) -> None:
        self.table = table
        self.role = role
        self.kept = kept
        self.count = 0
        self.shared: tuple[Scope, Facts] | None = None  # the scope of the last sentence, and what stands for it

    def walk(self, root: Block) -> list[Sentence]:
        """All sentences below ``root`` in order of the text."""
        return list(self._children(root, Scope(role=self.role), False, None))

    def _children(self, block: Block, scope: Scope, mentioned: bool, lead: Sentence | None) -> Iterator[Sentence]:
        level = _Level(scope, lead)
        for child in block.children:
            here = level.enter(child)
            if child.kind == TEMPLATE:
                _branch(child, level.branches)
            elif child.kind == HEADING and child.view and child.view.text.strip("* "):
                yield self._sentence(child.view, child, level.heading(child), mentioned, None)
            elif child.kind == LABEL and child.view and child.view.text.strip("* "):
                sentence = self._sentence(child.view, child, here, mentioned, None)
                yield sentence
                level.govern(sentence)
            elif child.kind == PARAGRAPH and child.view:
                yield from self._paragraph(child, child.view, here, mentioned, level)
            elif child.kind == LIST:
                level.follow()
                here = replace(here, listed=True)
                for item in child.children:
                    yield from self._children(item, here, mentioned, level.sentence)
            elif child.kind == ROLE:
                role = str(child.attrs.get("role", "system"))
                inner = Scope(role=role, branch=here.branch)
                yield from self._children(child, inner, mentioned or role == "assistant", None)
            elif child.kind in (EXAMPLE, TURN):
                level.follow()
                yield from self._children(child, here, True, None)
                for view in split(child.view, self.kept) if child.view else ():
                    yield self._sentence(view, child, here, True, None)
            elif child.kind in MENTIONED:
                level.pass_over(child)
            else:
                if child.kind in (TAG, FIELD):
                    here = replace(here, tags=(*scope.tags, str(child.attrs.get("name", ""))))
                yield from self._children(child, here, mentioned, level.sentence)

    def _paragraph(self, block: Block, text: View, scope: Scope, mentioned: bool, level: _Level) -> Iterator[Sentence]:
        last = None
        for view in split(text, self.kept):
            last = self._sentence(view, block, scope, mentioned, level.sentence)
            # "Small change (≤ 10 lines): two sentences. No headings.": the label governs both
            scope = last.scope
            yield last
        if last is not None and last.text.rstrip("*_ ").endswith(":"):
            level.govern(last)
        else:
            level.spend()

    def _sentence(self, view: View, block: Block, scope: Scope, mentioned: bool, lead: Sentence | None) -> Sentence:
        m = ITEM_LABEL.match(view.text) if block.kind == PARAGRAPH else None
        if m and len(view.text) > m.end() and not clausal(m[1] or m[2] or m[3]):
            scope = replace(scope, item=(m[1] or m[2] or m[3]).strip())
        self.count += 1
        mentioned = mentioned or len(view.text) > LONGEST
        sentence = Sentence(view, block, scope, self.count - 1, mentioned, self.table, lead)
        if self.kept is not None:
            if self.shared is None or self.shared[0] is not scope:
                self.shared = scope, self.kept.facts(scope)
            above = lead.facts if lead else None
            content = (view.text, view.shape, block.kind, self.shared[1], mentioned, above, self.table)
            sentence.facts = self.kept.facts(content)
        return sentence


def _branch(block: Block, branches: list[str]) -> None:
    """Follow a template statement: ``branches`` holds the open conditions, innermost last."""
    keyword, argument = block.attrs.get("keyword", ""), block.attrs.get("argument", "")
    if keyword in ("if", "unless"):
        branches.append(f"{keyword} {argument}")
    elif keyword in ("elif", "elseif", "else") and branches:
        branches[-1] = f"else of {branches[-1]}"
    elif keyword in ("endif", "endunless", "/if", "/unless") and branches:
        branches.pop()
