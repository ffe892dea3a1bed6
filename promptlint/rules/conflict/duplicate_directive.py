from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.analysis.hosts import host, is_directive
from promptlint.analysis.numbers import ranges
from promptlint.analysis.order import ORDERING, Order, orders, score
from promptlint.analysis.paraphrases import Meaning, meaning, of_stems
from promptlint.analysis.quantities import quantities, shows_prompts
from promptlint.analysis.similarity import content, key, likeness
from promptlint.analysis.words import about
from promptlint.block import ITEM, Block
from promptlint.deontic.ir import Directive
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.record import record
from promptlint.rule import rule
from promptlint.rules.conflict import _charter, _constitution
from promptlint.rules.conflict._constitution import constitution_of
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
STRICT = (
    False,
    False,
    True,
    True,
)  # headings, tags, labels, branches: where a general place may stand for a narrower one


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
    gist: frozenset[str]  # what its words mean, without what goes without saying and what its amounts say


@rule("PL110", severity="info", confidence="medium", help="keep one of them; mark a wanted repetition as a reminder")
def check(unit: Unit) -> Iterator[Finding]:
    """The same directive stands twice in one prompt.

    A repetition costs tokens on every call and comes apart at the next edit: one copy is changed, the other is not,
    and the prompt contradicts itself. Recaps that say so are left alone, and so are the same words under headings of
    different tasks.

    ```bad
    - «Choose exactly one label for each issue.»
    - Keep the tone friendly.
    - For each issue, choose exactly one label.
    ```

    ```bad
    «Never reveal the customer's address.»
    Be brief.
    Do not reveal the address of the customer.
    ```

    ```good
    - Be polite to every customer.
    - Reminder: be polite to every customer.
    ```

    ```good
    - Use at most three bullets.
    - Use at most five bullets.
    ```

    ```bad path=constitution.json
    [{"critic": "Say what in the response is rude.", "revision": "Rewrite the response politely."},
     {"critic": "«Say what in the response is rude.»", "revision": "Make the response polite."}]
    ```

    ```bad path=policy.charter
    must not share the address when user.age < 18
    «must not disclose the address when user.age < 18»
    ```
    """
    data = constitution_of(unit)
    if data is not None:
        yield from _constitution.duplicates(data)
    charter = facts_of(unit)
    if charter is not None:
        yield from _charter.duplicates(charter)
        return
    taken: set[int] = set()
    if shows_prompts(unit):
        return  # it repeats them on purpose
    outer = _outer(unit)
    amounts: dict[int, set[Amount]] = {}
    for q in quantities(unit):
        amounts.setdefault(q.sentence.index, set()).add((q.dimension, q.thing, q.low, q.high))
    said = [x for s in unit.sentences if (x := _said(unit, s, outer, frozenset(amounts.get(s.index, ()))))]
    index = _Index(said)
    for x in said:
        if x.sentence.index in taken:
            continue
        twins = [y for y in index.near(x) if y.sentence.index not in taken and _same(x, y)]
        if not any(is_directive(unit, y.sentence) for y in (x, *twins)):
            continue
        if twins:
            taken |= {y.sentence.index for y in twins}
            yield Finding(
                "the same directive stands again below",
                x.sentence.span,
                tuple(Label(y.sentence.span, "said again here") for y in twins),
            )


class _Index:
    """Finds what may say the same without comparing everything with everything.

    Args:
        said: in order of the text.
    """

    def __init__(self, said: list[Said]) -> None:
        self.groups: dict[str, list[Said]] = {}  # the first of those that have a word
        self.places: dict[str, list[int]] = {}  # and the numbers of their sentences
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
        self.counts = counts

    def near(self, x: Said) -> list[Said]:
        """What stands after ``x`` and shares four fifths of its words, its core, its gist, or that it orders steps."""
        at, keys, core, counts = x.sentence.index, x.keys, x.core, self.counts
        size, told = len(keys), len(core) >= CORE
        found = {y.sentence.index: y for y in self.gists[x.gist]}
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


@derived
def _light() -> frozenset[str]:
    return frozenset(key(w) for w in LIGHT.split()) - {"write"}


@derived
def _frame() -> frozenset[str]:
    return frozenset(key(w) for w in FRAME.split()) - {"explain"}


def _outer(unit: Unit) -> dict[int, tuple[object, ...]]:
    """For each leaf, the items around its own: what stands under two of them belongs to two tasks."""
    found: dict[int, tuple[object, ...]] = {}
    stack: list[tuple[Block, tuple[int, ...]]] = [(unit.prompt.root, ())]
    while stack:
        block, items = stack.pop()
        found[id(block)] = items[:-1]
        inner = (*items, id(block)) if block.kind == ITEM else items
        stack += [(child, inner) for child in block.children]
    return found


def _said(unit: Unit, s: Sentence, outer: dict[int, tuple[object, ...]], amounts: frozenset[Amount]) -> Said | None:
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
    if (len(keys) < 3 and len(says.words) < 2) or "<" in words:
        return None
    d = host(unit, s)
    first = s.index
    while 0 < first < len(unit.all_sentences) and unit.all_sentences[first - 1].block is s.block:
        if "\n" in unit.source.text[unit.all_sentences[first - 1].span.end : unit.all_sentences[first].span.start]:
            break  # it begins a line of its own
        first -= 1
    context = _content(unit.all_sentences[first]) if first < s.index else frozenset()
    return Said(
        s, keys, numbers, (*outer.get(id(s.block), ()), context), forbids, d, core, ordered, says, amounts, gist
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
    says = meaning(words)
    gist = says.words - TAKEN_AS_READ - COMPARING
    yield keys, numbers, negations % 2 == 1, _core(words, keys), not ORDERING.isdisjoint(words), says, gist


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


def _same(x: Said, y: Said) -> bool:
    if x.outer[:-1] != y.outer[:-1] or not _context(x, y):
        return False
    if x.sentence.text.startswith("[") != y.sentence.text.startswith("["):
        return False
    alike = (x.forbids == y.forbids or _ordered(x, y)) and sorted(x.numbers) == sorted(y.numbers)
    if not (alike and (_reworded(x, y) or _ordered(x, y) or _rephrased(x, y))) and not _paraphrased(x, y):
        return False
    if x.directive.actor and y.directive.actor and x.directive.actor != y.directive.actor:
        return False
    if any(
        a != b and ((a and b) or strict)
        for a, b, strict in zip(_subject(x.sentence), _subject(y.sentence), STRICT, strict=True)
    ):
        return False
    from promptlint.analysis.overlap import overlap

    return _ordered(x, y) or overlap(x.directive, y.directive).verdict != "no"


def _context(x: Said, y: Said) -> bool:
    """Whether what stands before in the same paragraph does not make two tasks of one wording."""
    one, two = x.outer[-1], y.outer[-1]
    return not one or not two or one == two or x.sentence.block is y.sentence.block


def _reworded(x: Said, y: Said) -> bool:
    alike = likeness(x.keys, y.keys)
    if alike < 1:
        # a word changed for another is another rule; a word more is mostly the same one
        if alike < NEAR or min(len(x.keys), len(y.keys)) < 5 or (x.keys - y.keys and y.keys - x.keys):
            return False
        return {o.before for o in orders(x.sentence)} == {o.before for o in orders(y.sentence)}
    one, two = ([(o.before, o.after) for o in orders(s.sentence)] for s in (x, y))
    asked = [ASKED & set(s.tokens.words) for s in (x.sentence, y.sentence)]
    if asked[0] and asked[1] and asked[0] != asked[1]:
        return False
    if one and two and any((after, before) in two for before, after in one):
        return False
    turned = {"to", "from", "than", "into"} & set(x.sentence.tokens.words)
    return not turned or x.sentence.text.strip(" .") == y.sentence.text.strip(" .") or len(x.keys) > 4


def _rephrased(x: Said, y: Said) -> bool:
    """Whether the same things are asked for with other verbs of giving: the same nouns, none of an order, in other words."""
    if x.core != y.core or len(x.core) < CORE or x.forbids or y.forbids:
        return False
    words = (x.sentence.tokens.words, y.sentence.tokens.words)
    if len(x.core) < 4 and all(ROLES & set(w) for w in words):
        return False
    return all(ORDERING.isdisjoint(w) and TURNED.isdisjoint(w) for w in words)


def _paraphrased(x: Said, y: Said) -> bool:
    """Whether the two say the same in words of one meaning, with the same amounts and in the same order."""
    one, two = x.meaning.words, y.meaning.words
    same_amounts = bool(x.amounts) and x.amounts == y.amounts
    if same_amounts:
        one, two = one - COMPARING, two - COMPARING
    elif sorted(x.numbers) != sorted(y.numbers) or x.meaning.denials != y.meaning.denials:
        return False
    both, apart = one & two, (one ^ two) - TAKEN_AS_READ
    if apart or len(both) < (2 if one == two else 3) - same_amounts:
        return False
    words = (x.sentence.tokens.words, y.sentence.tokens.words)
    if len(both) < 4 and not same_amounts and any(ROLES & set(w) for w in words):
        return False
    if any(a != b and a and b for a, b in zip(*(_roles(w) for w in words), strict=True)):
        return False  # "from English to French", "from French to English"
    mine, theirs = (list(orders(s)) for s in (x.sentence, y.sentence))
    if bool(mine) != bool(theirs):
        return any("without" in w for w in words)
    timed = all(not ORDERING.isdisjoint(w) or "until" in w for w in words)
    if not timed and bool(ASKING & one) != bool(ASKING & two):
        return False  # "ask the user for the number", "tell the user the number"
    return not mine or any(_meet(o.before, p.before) and _meet(o.after, p.after) for o in mine for p in theirs)


def _roles(words: list[str]) -> list[frozenset[str]]:
    """What stands right behind each preposition of direction."""
    return [content(words[words.index(r) + 1 :][:2]) if r in words else frozenset() for r in sorted(ROLES)]


def _meet(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two steps are one in other words."""
    return score(a, b) >= 0.5 or bool(of_stems(a) & of_stems(b) - TAKEN_AS_READ)


# Words of a limit, which the amounts themselves compare.
COMPARING = frozenset(("maximum", "minimum", "exceed", "two"))
# What goes without saying: whom it is asked of, that it is asked for.
TAKEN_AS_READ = frozenset(("person", "need", "ask", "admit", "message", "back"))
ASKING = frozenset(("need", "ask"))
ROLES = frozenset(("to", "from", "into"))  # what stands before and behind them may have changed places
ASKED = frozenset("how why where who".split())
TURNED = frozenset("how from than into least most instead rather if when unless only without".split())


def _ordered(x: Said, y: Said) -> bool:
    """ "A before B" and "no B until A"."""
    if x.orders and y.orders:
        for o in orders(x.sentence):
            for p in orders(y.sentence):
                if o.after == p.after and score(o.before, p.before) >= 0.5 and x.numbers == y.numbers and _near(o, p):
                    return o.firm and p.firm
    return False


def _near(o: Order, p: Order) -> bool:
    """Whether one first step is the other with more words; asking for a thing is being told it."""
    apart = o.before ^ p.before
    return o.before <= p.before or p.before <= o.before or apart <= {"ask", "tell", "give", "giv"}


def _subject(s: Sentence) -> tuple[frozenset[str], ...]:
    """The headings, tags and labels that make the same words a rule of another task."""
    scope = s.scope
    return (
        about(" ".join(scope.headings)),
        about(" ".join(scope.tags)),
        about(scope.item),
        frozenset({scope.branch, scope.role}),
    )
