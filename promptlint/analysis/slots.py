"""Exact texts for one place of an output, and wording that a demanded style rules out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.adjacent import beside
from promptlint.analysis.clashes import claims_of
from promptlint.analysis.commission import commission
from promptlint.analysis.keywords import directives_of, tokens, words_of
from promptlint.analysis.prescribed import Prescribed, prescribed
from promptlint.analysis.quotes import QUOTE, inner, may_quote
from promptlint.analysis.stance import EXCEPTS, apart
from promptlint.analysis.text_rules import APART, RUNNING, text_rules
from promptlint.deontic.ir import Directive
from promptlint.document import Unit
from promptlint.record import NamedTuple
from promptlint.span import Span
from promptlint.text.kept import of_sentence, same
from promptlint.text.sentences import Sentence
from promptlint.text.tokens import tokenize

PLACE = r"(title|headline|subject line|subtitle|salutation|closing|sign-off|slogan|caption|file name|filename)"
EXACT = regex.compile(
    rf"\b{PLACE}\b[^\"“.;]{{0,40}}\b(?:is|be|are|read|reads)(?: exactly)?(?: this| the following)?:? ?$|\bthe {PLACE} $|\b{PLACE}: $",
    re.I,
)
CLOSES = regex.compile(r"\b(?:letter|e-mail|email|mail|message|reply|it|text)\b[^\"“.;]{0,20}\bcloses? with $", re.I)
HOLDS = regex.compile(rf"\b{PLACE}\b[^\"“.;]{{0,30}}\b(?:contain|include|contains|includes)\b[^\"“.;]{{0,20}}$", re.I)
QUOTING = regex.compile(r"\b(?:quot\w+|example|literal\w*|verbatim|word for word)\b", re.I)
ASIDE = frozenset({"postscript", "quote", "dialogue", "caption"})


class Demand(NamedTuple):
    """One of two demands that no text meets together."""

    span: Span
    sentence: Sentence
    reading: str


class SlotClash(NamedTuple):
    """Two demands and why they exclude each other."""

    first: Demand
    second: Demand
    why: str


def slot_clashes(unit: Unit) -> Iterator[SlotClash]:
    """Two exact texts for one place, a place whose exact text lacks a demanded phrase, slang in a formal text."""
    yield from _places(unit)
    yield from _edges(unit)
    yield from _forms(unit)
    yield from _literals(unit)
    yield from _styles(unit)


PARTIAL = regex.compile(
    r"\b(?:each|every|second|third|fourth|fifth|middle|after|below|under|beneath|following|next|subtitle|one of the)\b|"
    r"\bof (?:the|each|every|your) (?:\w+ )?(?:paragraph|stanza|verse|section|chapter|part|scene|slide|strophe|page)s?\b",
    re.I,
)


def _edges(unit: Unit) -> Iterator[SlotClash]:
    """Two texts of which each is to stand first, or last."""
    found = [p for p in prescribed(unit) if p.role and not _partial(p)]
    for i, p in enumerate(found):
        for q in found[i + 1 :]:
            if p.role != q.role or p.sentence is q.sentence or not nested(p.sentence, q.sentence):
                continue
            one, two = tokens(p.text), tokens(q.text)
            if p.role in ("first", "last"):
                same = _edge(one, two, p.role)
            elif p.role in ("title", "refrain", "motto", "slogan", "caption"):
                same = one == two
            else:
                continue
            if one and two and not same:
                place = {"first": "what comes first", "last": "what comes last"}.get(p.role, f"the {p.role}")
                yield SlotClash(
                    _demand(p.sentence, unit), _demand(q.sentence, unit), f"{place} is “{p.text}” or “{q.text}”"
                )


def _edge(one: list[str], two: list[str], role: str) -> bool:
    """Whether one of two texts can stand first (or last) within the other."""
    n = min(len(one), len(two))
    return one[:n] == two[:n] if role == "first" else one[-n:] == two[-n:]


def _partial(p: Prescribed) -> bool:
    """Whether the place is one within a part: "the first line of each stanza"."""
    return PARTIAL.search(p.sentence.text[max(0, p.start - 90) : p.start]) is not None


def _forms(unit: Unit) -> Iterator[SlotClash]:
    """A prescribed text that breaks a rule of form."""
    texts = prescribed(unit)
    if not texts:
        return
    for rule in text_rules(unit):
        for p in texts:
            if p.sentence is rule.sentence or (rule.name in RUNNING and (p.quoted or p.role in APART)):
                continue
            if (rule.part and rule.part != p.role) or (rule.name in ("spelling", "language") and p.quoted):
                continue
            if not nested(rule.sentence, p.sentence) or not (what := rule.broken(p.text)):
                continue
            if commission(unit) is None and beside(rule.sentence, p.sentence):
                continue
            yield SlotClash(_demand(rule.sentence, unit), _demand(p.sentence, unit), f"“{p.text}” has {what}")


# A number that has to stand as it is written.
NUMERAL = regex.compile(
    r"\b(?:numerals?|digits?|figures?)\b[^.;\d]{0,15}(\d[\w:.,]*)|\b(?:as|in the form|written|printed|spelled|reads?)\b[^.;\w]{0,6}(?:exactly )?(\d[\w:.,]*)",
    re.I,
)
EXCLUSIVE = regex.compile(
    r"\b(?:only|exclusively|solely|nothing but|no|never|all|every|each|throughout|without exception)\b", re.I
)
CONVERTED = regex.compile(
    r"\b(?:convert\w*|translat\w*|equivalent|brackets|both|instead of|rather than|not|never|no)\b", re.I
)


def _literals(unit: Unit) -> Iterator[SlotClash]:
    """Numbers and measures that a sentence of a commission gives in a form that another rules out."""
    of = commission(unit)
    if of is None:
        return
    seen: set[tuple[int, int]] = set()
    for rule in text_rules(unit):
        if rule.part or rule.name not in ("units", "digit") or not EXCLUSIVE.search(rule.sentence.text):
            continue
        for s in of.sentences:
            pair = (rule.sentence.index, s.index)
            if s is rule.sentence or s.index == of.asked or pair in seen or CONVERTED.search(s.text):
                continue
            shown = NUMERAL.search(s.text) if rule.name == "digit" else None
            text = (shown[1] or shown[2]) if shown else s.text if rule.name == "units" else ""
            what = rule.broken(text)
            if what and not EXCEPTS.search(rule.sentence.text) and not apart(rule.sentence, s, of):
                seen.add(pair)
                yield SlotClash(_demand(rule.sentence, unit), _demand(s, unit), what)


def nested(a: Sentence, b: Sentence) -> bool:
    """Whether two sentences stand under one heading, or one of them above the other."""
    p, q = a.scope.headings, b.scope.headings
    return p[: len(q)] == q or q[: len(p)] == p


def _places(unit: Unit) -> Iterator[SlotClash]:
    exact: list[tuple[str, str, Sentence]] = []
    held: list[tuple[str, str, Sentence]] = []
    for s in unit.sentences:
        if not may_quote(s.text):
            continue
        for m in QUOTE.finditer(s.text):
            before, value = s.text[max(0, m.start() - 200) : m.start()], m[inner(m)].strip(" .,!?").lower()
            if n := EXACT.search(before):
                exact.append(((n[1] or n[2] or n[3]).lower(), value, s))
            elif CLOSES.search(before):
                exact.append(("closing", value, s))
            elif (n := HOLDS.search(before)) and " not " not in before:
                held.append((n[1].lower(), value, s))
    for i, (place, value, s) in enumerate(exact):
        for other, text, t in (*exact[i + 1 :], *held):
            apart = text not in value if (other, text, t) in held else text != value
            if place == other and apart and s is not t and s.scope == t.scope:
                yield SlotClash(_demand(s, unit), _demand(t, unit), f"the {place} is “{value}” or has “{text}”")


def _demand(s: Sentence, unit: Unit) -> Demand:
    own = directives_of(unit).get(s.index, [])
    d = own[0] if len(own) == 1 else None
    return Demand(d.span if d else s.span, s, d.reading() if d else s.text)


@of_sentence(same)
def _loose(s: Sentence) -> Iterator[re.Match[str]]:
    """The quoted texts of a sentence that are informal and are not told of."""
    if s.table is None or not may_quote(s.text) or QUOTING.search(s.text):
        return
    for m in QUOTE.finditer(s.text):
        if any(x.concept == "informal" for x in s.table.find(tokenize(m[inner(m)]).words)):
            yield m


def _styles(unit: Unit) -> Iterator[SlotClash]:
    index = claims_of(unit)
    formal = [c for c in index.get("is:register", ()) if c.value == "formal" and c.sign > 0]
    formal += [c for c in index.get("do:slang", ()) if c.sign < 0]
    if not formal:
        return
    for s in unit.sentences:
        for m in _loose(s):
            word = next((w for w in words_of(s, unit) if w.sign > 0 and w.value[:20] in (m[0].lower())), None)
            asked = any(p.sentence is s and p.start == m.start() + 1 for p in prescribed(unit))
            if (word is None and not asked and not _said(s, unit)) or not tokens(m[0]):
                continue
            need = word.directive if word else _said(s, unit)
            parts = word.parts if word else frozenset()
            for c in formal:
                if (
                    parts & ASIDE
                    or (c.parts and parts and not c.parts & parts)
                    or c.directive.sentence is s
                    or QUOTING.search(c.directive.sentence.text)
                ):
                    continue
                if need is None or _both(c.directive, need, unit):
                    first = Demand(c.directive.span, c.directive.sentence, c.directive.reading())
                    yield SlotClash(first, _demand(s, unit), f"“{m[inner(m)]}” is informal")
                    break


def _both(a: Directive, b: Directive, unit: Unit) -> bool:
    from promptlint.analysis.overlap import overlap

    return overlap(a, b, unit).yes


def _said(s: Sentence, unit: Unit) -> Directive | None:
    """The one demand of a sentence that gives words to say."""
    own = [d for d in directives_of(unit).get(s.index, ()) if d.modality.requires]
    return own[0] if len(own) == 1 else None
