"""What the rules on wording share: where a word counts, whether it is explained, and how repeats are folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from promptlint import regex
from promptlint.analysis.memo import once
from promptlint.analysis.rows import cells
from promptlint.block import HEADING, LABEL
from promptlint.deontic.cues import cues
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.record import NamedTuple
from promptlint.span import Span
from promptlint.text.kept import by_content
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention
from promptlint.text.tokens import NUMBER_WORDS, forms, spelling

QUOTED = regex.compile(r"`[^`\n]*`|\"[^\"\n]*\"|“[^”\n]*”|‘[^’\n]*’|(?<!\w)'[^'\n]{1,120}'(?!\w)|«[^»\n]*»")
# After a term these bring its criterion: "a reasonable discount, that is 5 %", "a good title (six words, no verb)".
CRITERION = regex.compile(
    r"^[\w\s'’/*_-]{0,60}?(?::[*_]*\s*\S|\(|,?\s(?:that is|i\.e\.|namely|meaning|in other words|defined (?:as|in|below|above)|which means|"
    r"in the sense|such that|according to|as (?:defined|described|listed|specified|set out|laid down|given|shown)|per the)\b|\s[–—]\s|\s--?\s)",
    re.I,
)
ROBOTS = frozenset("bot assistant agent model tutor chatbot".split())
CLAUSE = frozenset({"if", "when", "where", "that", "which", "what", "how", "until", "unless", "whether"})
OBJECTS = [[w] for w in "out the a an all every each any your it them no only".split()]
NAMED = frozenset("named listed defined given described shown specified stated below above following".split())
MOST = 50  # words of one rule that one sentence is searched for
REASONS = frozenset({"because", "since"})
DEFINING = frozenset({"mean", "define", "count", "denote", "qualify"})
DEEMING = frozenset({"consider", "treat", "regard", "call", "deem", "class", "classify", "rate"})
WHEN = frozenset({"if", "when", "where", "that", "which", "whose", "only", "as"})


class Hit(NamedTuple):
    """A word of a rule in an instructing sentence."""

    sentence: Sentence
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words as written, on one line."""
        return " ".join(self.sentence.text_of(self.start, self.end).split())

    @property
    def span(self) -> Span:
        """Where they stand in the file."""
        return self.sentence.span_of(self.start, self.end)


def hits(unit: Unit, concepts: Iterable[str], *, unless: str = "", directive: bool = True) -> Iterator[Hit]:
    """Mentions of concepts that instruct: not in headings, labels and quotations.

    Args:
        unit: the prompt.
        concepts: names of concepts; the longest of overlapping mentions counts.
        unless: a concept whose mentions make the words they overlap harmless.
        directive: whether the sentence must hold a directive.
    """
    names = frozenset(concepts)
    told = [c for c in cells(unit) if not c.concepts.isdisjoint(names)]
    if unit.concepts.isdisjoint(names) and not told:
        return
    for s in (*unit.mentioning(names), *told):
        if s.block.kind in (HEADING, LABEL) or (directive and not unit.directives_of(s) and not orders(s)):
            continue
        ranges = quotations(s)
        harmless = [m for m in s.mentions if m.concept == unless]
        for m in longest(m for m in s.mentions if m.concept in names)[:MOST]:
            if not inside(s, m.start, ranges) and not any(h.start < m.end and m.start < h.end for h in harmless):
                yield Hit(s, m.start, m.end)


@by_content
def orders(s: Sentence) -> bool:
    """Whether a sentence that was not understood as a directive still orders: it opens with a verb, or says what "you" do."""
    words = [w for w in s.tokens.words if w[0].isalpha()][:7]
    known = cues()
    if words and words[0] in known.verbs and (words[0] not in known.doubtful or words[1:2] in OBJECTS):
        return True
    if words[:1] == ["the"] and len(words) > 2 and words[1] in ROBOTS and not known.verbs.isdisjoint(forms(words[2])):
        return True
    return (
        "you" in words[:-1]
        and words[words.index("you") + 1] in known.verbs
        and not CLAUSE & set(words[: words.index("you")])
    )


def governed(hit: Hit, unit: Unit, *, conditions: bool = True) -> bool:
    """Whether the words belong to what a directive asks for, or to one of its conditions, and not to a remark beside it."""
    own = unit.directives_of(hit.sentence)
    for d in own:
        if d.first <= hit.start < d.last:
            return True
        if conditions and any(c.first <= hit.start < c.last for c in (*d.conditions, *d.exemptions)):
            return True
    return not own and orders(hit.sentence)


def reason(hit: Hit) -> bool:
    """Whether the words stand in a clause that gives a reason, and so asks for nothing."""
    return not REASONS.isdisjoint(hit.sentence.tokens.words[: hit.start])


def longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions that overlap no longer one, in order of the text."""
    kept: list[Mention] = []
    taken: set[int] = set()
    for m in sorted(mentions, key=lambda m: (m.start - m.end, m.start, m.concept)):
        place = range(m.start, m.end)
        if taken.isdisjoint(place):
            kept.append(m)
            taken.update(place)
    return sorted(kept)


@by_content
def quotations(s: Sentence) -> list[tuple[int, int]]:
    """Ranges of the sentence's text that are quoted or code."""
    return [m.span() for m in QUOTED.finditer(s.text)]


def inside(s: Sentence, token: int, ranges: list[tuple[int, int]]) -> bool:
    """Whether a token lies in one of the ranges of the text."""
    at = s.tokens.starts[token]
    return any(a <= at < b for a, b in ranges)


def explained(hit: Hit) -> bool:
    """Whether the sentence goes on to say what the words mean, or ends in a colon that opens the list of criteria."""
    s, t = hit.sentence, hit.sentence.tokens
    rest = s.text[t.ends[hit.end - 1] :]
    if not NAMED.isdisjoint(t.words[hit.end : hit.end + 4]):
        return True
    return bool(CRITERION.match(rest)) or s.text.rstrip("*_ ").endswith(":") or numbered(t.words[hit.end :])


def numbered(words: list[str]) -> bool:
    """Whether one of the words is a number."""
    return any((w[0].isdigit() or w in NUMBER_WORDS) and words[max(0, i - 1)] != "at" for i, w in enumerate(words))


def defines(words: list[str], at: int) -> bool:
    """Whether the sentence says what its word at ``at`` means: "counts as X when", "X means", "treat as X if", "is X if"."""
    after = [f for w in words[at + 1 : at + 7] for f in forms(w)]
    before = [f for w in words[max(0, at - 7) : at] for f in forms(w)]
    if not DEFINING.isdisjoint(after) or (not DEFINING.isdisjoint(before) and "as" in words[max(0, at - 3) : at]):
        return True
    if at and "be" in forms(words[at - 1]) and words[at + 1 : at + 2] and words[at + 1] in WHEN:
        return True
    if not DEEMING.isdisjoint(before) and not WHEN.isdisjoint(words[at + 1 :]):
        return True
    return "be" in [f for w in words[at + 1 : at + 5] for f in forms(w)] and not WHEN.isdisjoint(words[at + 2 : at + 9])


@once
def _vocabularies(unit: Unit) -> list[tuple[Sentence, frozenset[str]]]:
    """Each sentence with the forms of all its words."""
    return [(s, _vocabulary(s)) for s in unit.sentences]


@by_content
def _vocabulary(s: Sentence) -> frozenset[str]:
    return frozenset(chain.from_iterable(s.keys))


def defined(unit: Unit, word: str, using: Sentence) -> bool:
    """Whether another sentence, heading or label of the unit says what ``word`` means there."""
    key = spelling(word)
    for s, vocabulary in _vocabularies(unit):
        if s is using or key not in vocabulary:
            continue
        words = s.tokens.words
        at = next(i for i, own in enumerate(s.keys) if key in own)
        if s.block.kind in (HEADING, LABEL):
            return True
        if defines(words, at):
            return True
        if not {":", "="}.isdisjoint(words[at + 1 : at + 4]):
            return True
    return False


def fold(found: Iterable[tuple[str, Hit]], message: str, also: str, threshold: int = 1) -> Iterator[Finding]:
    """One finding a sentence; where a key occurs in more than ``threshold`` sentences, one finding for all of them.

    Args:
        found: ``(key, hit)`` in order of the text; hits with the same key are the same habit.
        message: the finding's message; ``{text}`` stands for the words, ``{more}`` for how often they come again.
        also: the message of the further places.
        threshold: how many findings of one key are shown singly.
    """
    groups: dict[str, list[Hit]] = {}
    seen: set[int] = set()
    for key, hit in found:
        if id(hit.sentence) not in seen:
            seen.add(id(hit.sentence))
            groups.setdefault(key, []).append(hit)
    for group in groups.values():
        if len(group) <= threshold:
            for hit in group:
                yield Finding(message.replace("{text}", hit.text), hit.span)
        else:
            first, *rest = group
            labels = tuple(Label(h.span, also.replace("{text}", h.text)) for h in rest)
            yield Finding(message.replace("{text}", first.text), first.span, labels)
