"""What one sentence says, as far as it can be compared with others, and where others may say it again."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.hosts import host, is_directive
from promptlint.analysis.numbers import ranges
from promptlint.analysis.order import ORDERING
from promptlint.analysis.paraphrases import Meaning, meaning
from promptlint.analysis.restated import Limit, limit, quoted, recast
from promptlint.analysis.similarity import content, key, stem
from promptlint.block import ITEM, Block
from promptlint.deontic.ir import Directive
from promptlint.document import Unit
from promptlint.record import record
from promptlint.shelf import derived
from promptlint.text.kept import by_content, of_sentence, same
from promptlint.text.sentences import Sentence

RECAP = frozenset("reminder remember recap checklist again reiterate above earlier".split())
RECAPS = (["to", "repeat"], ["in", "short"], ["in", "brief"], ["in", "summary"], ["summary", ":"], ["short", "version"])
NEAR = 0.8
# Verbs and words that change nothing of what is asked: "choose one label", "gets one label, no more and no fewer".
LIGHT = """choose pick select give get gets assign have use make name appear keep put write add provide include contain
    exactly precisely every always fewer less more always strictly must shall so simply really directly absolutely sure"""
# Verbs of giving and showing, and nouns that only frame another: "state the room number", "be given with its room number".
FRAME = """state mention tell show come present lay include add given supply offer reply answer respond open say matter question
    issue topic concern user customer member you each per included whenever time must needed required couple have see"""
ONE = {"reason": "explain", "caus": "explain", "why": "explain"}
MOVES = frozenset("proceed continue go skip jump halt exit resume".split())
GROUP = 40  # of the sentences with one word so many are looked at; a prompt with more repeats itself
CORE = 3  # words of the content of which other verbs of giving may be used
RAREST = 7  # words of a sentence by which others are found
# Words of a limit, which the amounts themselves compare.
COMPARING = frozenset(("maximum", "minimum", "exceed", "two"))
GREETING, OPENING = frozenset(("greet",)), frozenset(("begin", "speak"))  # a greeting comes first
# What goes without saying: whom it is asked of, that it is asked for.
TAKEN_AS_READ = frozenset(("person", "need", "ask", "admit", "message", "back"))

Amount = tuple[str, str, float, float]  # what is counted, what it is measured of, the least and the most


@record(frozen=True, slots=True, eq=False)
class Said:
    """What one sentence says, as far as it can be compared."""

    sentence: Sentence
    keys: frozenset[str]
    numbers: tuple[tuple[float, float], ...]
    outer: tuple[object, ...]
    forbids: bool
    directive: Directive
    core: frozenset[str]
    orders: bool
    meaning: Meaning
    amounts: frozenset[Amount]
    label: str  # of its own line
    limit: Limit | None
    literals: frozenset[str]  # what stands in backticks
    quoted: frozenset[str]  # what it quotes, of two words or more
    itself: frozenset[str]  # the name of the agent, if the sentence opens with it
    gist: frozenset[str]  # what its words mean, without what goes without saying and what its amounts say


class Index:
    """Finds what may say the same without comparing everything with everything.

    Args:
        said: in order of the text.
    """

    def __init__(self, said: list[Said]) -> None:
        self.groups: dict[str, list[Said]] = {}  # the first of those that have a word
        self.places: dict[str, list[int]] = {}  # and the numbers of their sentences
        self.others: dict[int | str, list[Said]] = {}
        self.gists: dict[frozenset[str], list[Said]] = {}
        counts: Counter[str] = Counter()
        for x in said:
            counts.update(x.keys)
            at = x.sentence.index
            for word in x.keys:
                group = self.groups.get(word)
                if group is None:
                    self.groups[word], self.places[word] = [x], [at]
                elif len(group) < GROUP:
                    group.append(x)
                    self.places[word].append(at)
            if len(alike := self.gists.setdefault(x.gist, [])) < GROUP:
                alike.append(x)
            for other in _others(x):
                if len(group := self.others.setdefault(other, [])) < GROUP:
                    group.append(x)
        self.counts = counts

    def near(self, x: Said) -> list[Said]:
        """What stands after ``x`` and shares four fifths of its words, its core, its gist, or that it orders steps."""
        at, keys, core, counts = x.sentence.index, x.keys, x.core, self.counts
        size, told = len(keys), len(core) >= CORE
        found = {y.sentence.index: y for y in self.gists[x.gist]}
        for other in _others(x):
            found |= {y.sentence.index: y for y in self.others[other]}
        for word in sorted(keys, key=lambda k: (counts[k], k))[:RAREST]:
            group = self.groups[word]
            for y in group[bisect_right(self.places[word], at) :]:
                other = len(y.keys)
                if (
                    (x.orders and y.orders)
                    or (told and core == y.core)
                    or (size >= NEAR * other and other >= NEAR * size and len(keys & y.keys) >= NEAR * max(size, other))
                ):
                    found[y.sentence.index] = y
        return [y for i, y in sorted(found.items()) if i > at]


def _others(x: Said) -> Iterator[int | str]:
    """What else than words finds a sentence that may say the same: a limit, a quotation."""
    if x.limit:
        yield x.limit.most
    yield from x.quoted


@derived
def _light() -> frozenset[str]:
    return frozenset(key(w) for w in LIGHT.split()) - {"write"}


@derived
def _frame() -> frozenset[str]:
    return frozenset(key(w) for w in FRAME.split()) - {"explain"}


def items_around(unit: Unit) -> dict[int, tuple[object, ...]]:
    """For each leaf, the items around its own: what stands under two of them belongs to two tasks."""
    found: dict[int, tuple[object, ...]] = {}
    stack: list[tuple[Block, tuple[int, ...]]] = [(unit.prompt.root, ())]
    while stack:
        block, items = stack.pop()
        found[id(block)] = items[:-1]
        inner = (*items, id(block)) if block.kind == ITEM else items
        stack += [(child, inner) for child in block.children]
    return found


def said_by(
    unit: Unit, s: Sentence, outer: dict[int, tuple[object, ...]], amounts: frozenset[Amount], name: frozenset[str]
) -> Said | None:
    words = s.tokens.words
    if (
        s.block.kind in ("heading", "label")
        or not 4 <= len(words) <= 60
        or (len(words) > 20 and not is_directive(unit, s))
    ):
        return None
    if words[0] in MOVES or s.text.startswith("@"):
        return None  # "Proceed to 3b." belongs to its step; "@notes/plan.md" brings in a file
    if words[-1] == ":" or RECAP & set(words[:3]) or words[:2] in RECAPS or _recapped(s):
        return None
    ((keys, numbers, forbids, core, ordered, says, gist),) = _wording(s)
    if (len(keys) < 3 and len(says.words) < 2 and limit(words) is None) or "<" in words:
        return None
    d = host(unit, s)
    first = s.index
    while 0 < first < len(unit.all_sentences) and unit.all_sentences[first - 1].block is s.block:
        if "\n" in unit.source.text[unit.all_sentences[first - 1].span.end : unit.all_sentences[first].span.start]:
            break  # it begins a line of its own
        first -= 1
    context = _content(unit.all_sentences[first]) if first < s.index else frozenset()
    text, at = unit.source.text, s.span.start
    label = s.scope.item if s.scope.item and s.scope.item in text[text.rfind("\n", 0, at) + 1 : at] else ""
    return Said(
        s,
        keys,
        numbers,
        (*outer.get(id(s.block), ()), context),
        forbids,
        d,
        core,
        ordered,
        says,
        amounts,
        label,
        *_further(s),
        frozenset({stem(words[0])}) if words[0] in name else frozenset(),
        gist,
    )


@of_sentence(same)
def _wording(
    s: Sentence,
) -> Iterator[
    tuple[frozenset[str], tuple[tuple[float, float], ...], bool, frozenset[str], bool, Meaning, frozenset[str]]
]:
    """What the words say: content, numbers, whether they deny, core of the content, whether they order steps, meaning, gist."""
    words = s.tokens.words
    keys = content(words) - _light()
    negations = sum(w in ("not", "never", "no", "without", "avoid", "none", "cannot", "nothing") for w in words)
    numbers = tuple((r.low, r.high) for r in ranges(words) if (r.low, r.high) != (1.0, 1.0))
    says = meaning(recast(words))
    gist = says.words - TAKEN_AS_READ - COMPARING
    gist = gist - OPENING if gist >= GREETING else gist
    yield keys, numbers, negations % 2 == 1, _core(words, keys), not ORDERING.isdisjoint(words), says, gist


@by_content
def _further(s: Sentence) -> tuple[Limit | None, frozenset[str], frozenset[str]]:
    """How many at most it allows, what stands in backticks, what it quotes."""
    return limit(s.tokens.words), frozenset(regex.findall(r"`([^`\n]+)`", s.text)), quoted(s.text)


def _core(words: list[str], keys: frozenset[str]) -> frozenset[str]:
    """What is left without the words that only give or frame it."""
    why = {"explain"} if "why" in words else set()
    return frozenset({ONE.get(k, k) for k in keys - _frame()} | why)


@by_content
def _content(s: Sentence) -> frozenset[str]:
    return content(s.tokens.words)


@by_content
def _recapped(s: Sentence) -> bool:
    places = " ".join((*s.scope.headings[-1:], s.scope.lead, s.scope.item, *s.scope.tags)).lower()
    return any(
        w in places
        for w in ("remind", "recap", "checklist", "summary of", "in short", "remember", "example", "quick ref")
    )
