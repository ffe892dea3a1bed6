from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.analysis.hosts import is_directive
from promptlint.analysis.order import ORDERING, Order, orders, score
from promptlint.analysis.paraphrases import of_stems
from promptlint.analysis.quantities import quantities, shows_prompts
from promptlint.analysis.restated import of_cases, recast
from promptlint.analysis.similarity import content, likeness
from promptlint.analysis.words import about
from promptlint.deontic.ir import Directive
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.record import replace
from promptlint.rule import rule
from promptlint.rules.conflict import _charter, _constitution
from promptlint.rules.conflict._constitution import constitution_of
from promptlint.rules.conflict._said import (
    COMPARING,
    CORE,
    GREETING,
    NEAR,
    OPENING,
    TAKEN_AS_READ,
    Amount,
    Index,
    Said,
    items_around,
    said_by,
)

TIMES = frozenset("before after pre post".split())
STRICT = (
    False,
    True,
    True,
)  # tags, labels, branches: where a general place may stand for a narrower one


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
    outer = items_around(unit)
    amounts: dict[int, set[Amount]] = {}
    for q in quantities(unit):
        amounts.setdefault(q.sentence.index, set()).add((q.dimension, q.thing, q.low, q.high))
    title = next((s for s in unit.sentences if s.block.kind == "heading"), None)
    name = frozenset(title.tokens.words) if title else frozenset()
    said = [x for s in unit.sentences if (x := said_by(unit, s, outer, frozenset(amounts.get(s.index, ())), name))]
    index = Index(said)
    stated = {d.sentence.index for d in unit.statements} | {x.sentence.index for x in said if x.itself or x.limit}
    for x in said:
        if x.sentence.index in taken:
            continue
        twins = [y for y in index.near(x) if y.sentence.index not in taken and _same(x, y)]
        if not any(is_directive(unit, y.sentence) or y.sentence.index in stated for y in (x, *twins)):
            continue
        if twins:
            taken |= {y.sentence.index for y in twins}
            yield Finding(
                "the same directive stands again below",
                x.sentence.span,
                tuple(Label(y.sentence.span, "said again here") for y in twins),
            )


def _same(x: Said, y: Said) -> bool:
    if x.outer[:-1] != y.outer[:-1] or not _context(x, y):
        return False
    if x.sentence.text.startswith("[") != y.sentence.text.startswith("["):
        return False
    verbs = [ASK_OR_ANSWER & set(z.sentence.tokens.words[:3]) for z in (x, y)]
    if all(verbs) and verbs[0] != verbs[1]:
        return False
    if x.literals != y.literals and x.literals and y.literals:
        return False
    if TIMES & set(x.sentence.tokens.words) != TIMES & set(y.sentence.tokens.words) and not (x.orders or y.orders):
        return False
    alike = (x.forbids == y.forbids or _ordered(x, y)) and sorted(x.numbers) == sorted(y.numbers)
    limited = _limited(x, y)
    if not (alike and (_reworded(x, y) or _ordered(x, y) or _rephrased(x, y))) and not (
        _paraphrased(x, y) or limited or _quoting(x, y)
    ):
        return False
    if x.directive.actor and y.directive.actor and x.directive.actor != y.directive.actor:
        return False
    one, two = x.sentence.scope, y.sentence.scope
    elsewhere = one.headings != two.headings
    if elsewhere and (
        of_cases(one.headings, two.headings) or len(x.meaning.words & y.meaning.words) + 2 * (x.limit is not None) < 3
    ):
        return False
    if any(a != b and ((a and b) or strict) for a, b, strict in zip(_subject(x), _subject(y), STRICT, strict=True)):
        return False
    from promptlint.analysis.overlap import overlap

    placed = x.meaning == y.meaning and OPENING & x.meaning.words
    if (limited or placed) and not (x.directive.conditions or y.directive.conditions):
        return True  # "nothing beyond two" is no exception, "the name comes first" no rank
    return _ordered(x, y) or overlap(_anywhere(x), _anywhere(y)).verdict != "no"


def _anywhere(x: Said) -> Directive:
    """The directive as if it stood under no heading: whether two headings are of two tasks is asked before."""
    s = x.sentence
    return (
        replace(x.directive, sentence=replace(s, scope=replace(s.scope, headings=())))
        if s.scope.headings
        else x.directive
    )


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
    if any(_crossed(o, p) for o in orders(x.sentence) for p in orders(y.sentence)):
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
    if one & two >= GREETING:
        one, two = one - OPENING, two - OPENING
    both, apart = one & two, (one ^ two) - TAKEN_AS_READ - x.itself - y.itself
    if apart or len(both) < (2 if one ^ two <= WHOM else 3) - same_amounts:
        return False
    words = (recast(x.sentence.tokens.words), recast(y.sentence.tokens.words))
    if len(both) < 4 and not same_amounts and any(ROLES & set(w) for w in words):
        return False
    if any(a != b and a and b for a, b in zip(*(_roles(w) for w in words), strict=True)):
        return False  # "from English to French", "from French to English"
    mine, theirs = (list(orders(s)) if FOLLOWED.isdisjoint(s.tokens.words) else [] for s in (x.sentence, y.sentence))
    if bool(mine) != bool(theirs) and OPENING.isdisjoint(both):
        return any("without" in w for w in words)
    timed = all(not ORDERING.isdisjoint(w) or "until" in w for w in words)
    if not timed and bool(ASKING & one) != bool(ASKING & two):
        return False  # "ask the user for the number", "tell the user the number"
    return not (mine and theirs) or any(
        _meet(o.before, p.before) and _meet(o.after, p.after) and not _crossed(o, p) for o in mine for p in theirs
    )


def _crossed(o: Order, p: Order) -> bool:
    """Whether two orders of the same words are orders of other steps."""
    straight = score(o.before, p.before) + score(o.after, p.after)
    return score(o.before, p.after) + score(o.after, p.before) > straight


def _quoting(x: Said, y: Said) -> bool:
    """Whether the two order or bar one quoted text: "never ask “Shall I go on?”"."""
    one, two = x.directive, y.directive
    free = not (one.conditions or two.conditions or one.exemptions or two.exemptions)
    return bool(x.quoted & y.quoted) and x.forbids and y.forbids and one.action == two.action != "" and free


def _limited(x: Said, y: Said) -> bool:
    """Whether the two allow as much of one thing: "one a turn", "never two in the same turn"."""
    a, b = x.limit, y.limit
    if a is None or b is None or a.most != b.most or a.rest.denials % 2 != b.rest.denials % 2:
        return False
    one, two = a.rest.words - COMPARING - SAME, b.rest.words - COMPARING - SAME
    return bool(one & two) and not (one ^ two) - TAKEN_AS_READ - GIVING


def _roles(words: list[str]) -> list[frozenset[str]]:
    """What stands right behind each preposition of direction."""
    return [content(words[words.index(r) + 1 :][:2]) if r in words else frozenset() for r in sorted(ROLES)]


def _meet(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two steps are one in other words."""
    return score(a, b) >= 0.5 or bool(of_stems(a) & of_stems(b) - TAKEN_AS_READ)


ASK_OR_ANSWER = frozenset(("ask", "answer"))
GIVING = frozenset("send create pick call attach".split())
WHOM = frozenset(("person",))
FOLLOWED = frozenset(("follow", "follows"))  # a rule, mostly
SAME = frozenset(("same", "turn", "message", "tim"))
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


def _subject(x: Said) -> tuple[frozenset[str], ...]:
    """The tags and labels that make the same words a rule of another task."""
    scope = x.sentence.scope
    return (
        about(" ".join(scope.tags)),
        about(x.label),
        frozenset({scope.branch, scope.role}),
    )
