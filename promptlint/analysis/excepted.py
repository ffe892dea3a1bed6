"""Whether one of two directives is an exception that the other names, in its clause, its sentence or the next one."""

from __future__ import annotations

from collections.abc import Iterable

from promptlint.analysis.words import content, groups, polarity
from promptlint.deontic.ir import Condition, Directive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence


def excepted(rule: Directive, other: Directive, unit: Unit | None) -> str:
    """Why ``other`` is an exception that ``rule`` (or a sentence beside it) names, or ""."""
    theirs = _situation(other)
    core = content(" ".join(rule.words))
    for e in rule.exemptions:
        words = content(e.text)
        if _covers(words - core or words, theirs, other) or _person_acts(e, other):
            return f"stated exception: {e.text}"
    for text in _exception_clauses(rule, unit):
        words = content(text)
        if _covers(words - core or words, theirs, other):
            return f"stated exception: {text}"
    if (after := _goes_on(rule)) and _covers(after - core, theirs, other):
        return "the sentence goes on with the other case"
    if (before := _rest_of(rule)) and _covers(content(before) - core, theirs, other):
        return "one is for the rest of the cases"
    if _exception_told(rule) and _exception_told(other):
        return "one is worded as the exception that the other announces"
    for m in other.sentence.find("rank:exception"):  # "as the one exception to the rule on tables"
        tokens = other.sentence.tokens.words
        if tokens[m.end : m.end + 1] in (["to"], ["from"]) and content(" ".join(tokens[m.end :])) & core:
            return "one is worded as an exception"
    return ""


ARTICLES = frozenset("the one an single only sole this".split())


def _exception_told(d: Directive) -> bool:
    """Whether a sentence speaks of an exception: "with the one exception given below", "this is the exception"."""
    words = d.sentence.tokens.words
    return any(w in ("exception", "exceptions") and words[i - 1] in ARTICLES for i, w in enumerate(words) if i)


# Words that stand for what a rule has just spoken of: "headings aren't used in chat; outlines have them".
BACK = frozenset("them it one ones those do does may can".split())


def _goes_on(rule: Directive) -> frozenset[str]:
    """What the clause behind a rule's semicolon is about, where it takes the rule's thing up again."""
    words = rule.sentence.tokens.words
    at = next((i for i in range(rule.last - 1, len(words)) if words[i] == ";"), None)
    if at is None or not BACK & set(words[at + 1 :]) or len(words) - at > SHORT:
        return frozenset()
    return content(" ".join(words[at + 1 :]))


SHORT = 9  # words of a clause that only names the other case
# Words for every case but those named before: "to everyone else, never give one".
REST = frozenset("else otherwise others rest remaining".split())


def _rest_of(rule: Directive) -> str:
    """What stands before a directive that holds for the rest of the cases, "" for all other directives."""
    words = rule.sentence.tokens.words
    start = min([rule.first, *(c.first for c in rule.conditions if c.last)])
    if REST.isdisjoint((*rule.words, *(w for c in rule.conditions for w in c.text.lower().split()))):
        return ""
    return " ".join(words[:start])


def _situation(d: Directive) -> frozenset[str]:
    """What the words of a directive are about; a condition that denies its words ("before …") is left out."""
    words = content(" ".join(d.words))
    for c in d.conditions:
        if polarity(c.cue, c.text, c.negated):
            words |= content(c.text)
    return words


def _covers(named: frozenset[str], theirs: frozenset[str], other: Directive) -> bool:
    """Whether what an exception names is what the other directive is about."""
    return bool(named) and 2 * len(named & theirs) >= len(named)


def _person_acts(e: Condition, other: Directive) -> bool:
    """Whether an exception and a condition both hang on something that the same person does."""
    mine = groups(e, other.sentence)
    for c in other.conditions:
        theirs = groups(c, other.sentence)
        if any(mine[g] & theirs[g] for g in mine.keys() & theirs.keys()):
            return True
        first, second = e.text.lower().split(), c.text.lower().split()
        if {"user", "user's", "customer", "caller", "client"} & set(first) & {w.removesuffix("'s") for w in second}:
            return True
    return False


def _exception_clauses(rule: Directive, unit: Unit | None) -> Iterable[str]:
    """Clauses with a word of exception in the sentence of a directive or right after it."""
    sentences = [rule.sentence]
    if unit is not None:
        i = _position(unit, rule.sentence)
        if i + 1 < len(unit.sentences) and unit.sentences[i + 1].block is rule.sentence.block:
            sentences.append(unit.sentences[i + 1])
    for s in sentences:
        for m in s.find("rank:exception"):
            if s.tokens.words[m.start - 1 : m.start] in (["without"], ["no"]):
                continue  # "without exception"
            inside = s is rule.sentence and rule.first <= m.start < rule.last
            if inside and not rule.exemptions and rule.only and s.tokens.words[m.start - 1] not in ARTICLES:
                continue
            yield _clause(s, m.start, m.end)


def _position(unit: Unit, sentence: Sentence) -> int:
    sentences = unit.sentences
    low, high = 0, len(sentences)
    while low < high:
        middle = (low + high) // 2
        if sentences[middle].index < sentence.index:
            low = middle + 1
        else:
            high = middle
    return low


def _clause(s: Sentence, start: int, end: int) -> str:
    """The words around a cue, up to the next sign; where the cue governs what follows it, only those."""
    words = s.tokens.words
    first, last = start, end
    while first > 0 and words[first - 1] not in ",;:.()—–":
        first -= 1
    while last < len(words) and words[last] not in ",;.()—–":
        last += 1
    after = words[end:last]
    return " ".join(
        after if (start - first <= 1 or words[end - 1] in GOVERNING) and after else words[first:start] + after
    )


# Last words of the cues that name the exception behind them: "other than", "anything but".
GOVERNING = frozenset("except excepting excluding from than for of but barring besides including to".split())
