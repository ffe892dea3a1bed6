"""Orders of steps in time, and claims to the first or last place of a text."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.leads import main_words
from promptlint.analysis.measure_words import BINDING, PERSONS
from promptlint.analysis.preconditions import NEGATION, SIGNS, Part, clause_end, led, prerequisites
from promptlint.analysis.similarity import content, stems
from promptlint.analysis.steps import EMPTY, VAGUE, short, step, undone
from promptlint.deontic.clauses import quoted
from promptlint.record import record
from promptlint.text.kept import of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

PRONOUNS = frozenset({"that", "this", "it", "so", "these", "those", "them", "which"})
# Steps that are often wanted both before and after another one.
REPEATED = stems(
    {"verify", "run", "test", "review", "save", "read", "updat", "log", "commit", "ask", "plan", "format", "lint"}
)


@record(frozen=True, slots=True)
class Order:
    """``before`` has to be done before ``after``.

    Args:
        firm: more than "after" says so.
        led: one step is told in a leading clause, which may be a case as well ("once the card is charged, ship").
    """

    before: frozenset[str]
    after: frozenset[str]
    firm: bool
    sentence: Sentence
    led: bool = False


@of_sentence(there)
def orders(sentence: Sentence) -> Iterator[Order]:
    """Every order of two steps that a sentence states."""
    w = _dashed(sentence)
    if w[0].endswith("s") and w[0][:-1] in PERSONS and not BINDING & set(w):
        return  # what people do
    if "/" in w and any(
        w[i : i + 3] in (["before", "/", "after"], ["after", "/", "before"]) for i in range(len(w) - 2)
    ):
        return  # "with before/after pictures"
    if not ORDERING & set(w) or {"silently", "internally", "privately"} & set(w):
        return
    for read in (
        _connected,
        _first_then,
        _placed_after,
        _first_second,
        _after_that,
        _waited,
        _resumed,
        _above,
        prerequisites,
        led,
    ):
        for a, b, firm in read(sentence, w):
            one, two = step(sentence, *a), step(sentence, *b)
            if one and two and one != two:
                yield Order(one, two, firm, sentence, read is led)


def _dashed(s: Sentence) -> list[str]:
    """The words, with a hyphen between spaces as the dash that it stands for."""
    t = s.tokens
    if "-" not in t.words:
        return main_words(t.words)
    spaced = [
        i
        for i in range(1, len(t.words) - 1)
        if t.words[i] in "-–" and t.ends[i - 1] < t.starts[i] and t.ends[i] < t.starts[i + 1]
    ]
    return [("—" if i in spaced else w) for i, w in enumerate(t.words)] if spaced else t.words


ORDERING = frozenset(
    "before prior ahead after once until then precede precedes earlier later thereafter subsequently thereupon wait waits when first begin start afterwards second follow follows followed above below underneath beneath requires require "
    "behind front presupposes prerequisite precondition till unless hold soon without".split()
)
TIMES = frozenset(
    "second seconds minute minutes hour hours day days night evening morning week weeks month months year years".split()
)


def _connected(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    masked = quoted(s.tokens)
    for i, word in enumerate(w):
        if masked[i]:
            continue
        kind, end = _connective(w, i, word)
        if not kind:
            continue
        left, right = clause_end(w, i - 1, -1), clause_end(w, end, 1)
        if right == end or (w[end] in PRONOUNS and not content(w[end + 1 : right]) - EMPTY):
            continue
        if left == i - 1 and w[left] == ")" and "(" in w[:left]:
            left = clause_end(w, len(w[:left]) - 1 - w[:left][::-1].index("(") - 1, -1)
        main, other = (left + 1, i), (end, right)
        if left == i - 1 > 1 and w[left] == "," and right >= len(w) - 1 and w[i] != "once":  # "do A first, before B"
            main, left = (clause_end(w, left - 1, -1) + 1, left), -2
        leading = left != -2 and i - left <= 1 + (w[i - 1] == "only")
        if leading:
            if kind != "before" and w[i - 1] != "only":
                continue  # "After X, do Y" is a condition as often as an order
            stop = clause_end(w, right + 1, 1)
            modal = next(
                (
                    j
                    for j in range(end, right)
                    if w[j] in ("should", "may", "can", "must", "does", "do", "is", "are", "will")
                ),
                0,
            )
            turned = modal and w[i - 1] == "only" and stop <= right + 2  # "only after X may you do Y"
            main, other = ((modal, right), (end, modal)) if turned else ((right + 1, stop), (end, right))
        if main[0] >= main[1]:
            continue
        negated = any(w[j] in NEGATION and not masked[j] for j in range(*main))
        if kind == "before" and not negated and word not in ("until", "till"):
            yield main, other, True
        elif kind == "before" and negated:
            yield other, main, True
        elif kind == "after" and not negated:
            yield other, main, w[i - 1] in FIRM


# What before "after" and "once" says that an order is meant: "only after", "comes after".
FIRM = frozenset("only come comes follow follows start starts begin begins not until".split())


def _connective(w: list[str], i: int, word: str) -> tuple[str, int]:
    nxt = w[i + 1] if i + 1 < len(w) else ""
    if i and w[i - 1] in TIMES and word in ("before", "after", "prior", "ahead"):
        return "", i  # "the day before the appointment"
    if word in ("before", "until", "till") or (word, nxt) in (("prior", "to"), ("ahead", "of")):
        return "before", i + (2 if word in ("prior", "ahead") else 1)
    if word in ("precedes", "precede"):
        return "before", i + 1
    if (word, nxt) == ("followed", "by"):
        return "before", i + 2
    if word in ("earlier", "later") and "than" in w[i : i + 6]:
        return ("before" if word == "earlier" else "after"), w.index("than", i) + 1
    if word == "as" and w[i + 1 : i + 3] == ["soon", "as"] and i:
        return "after", i + 3
    if word == "after" or (word == "once" and i and nxt not in ("a", "an", "per", "every", "") and nxt[0].isalpha()):
        return "after", i + 1
    if (
        word in ("follow", "follows", "succeeds")
        and i
        and w[i - 1] not in SIGNS
        and w[i - 1][0].isalpha()
        and w[0] != word
    ):
        return "after", i + 1
    return "", i


def _first_then(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """ "First A, then B", "A first, then B", "A and then B"."""
    masked = quoted(s.tokens)
    for i, word in enumerate(w):
        if word != "then" or masked[i] or i < 2 or "if" in w[:i] or "when" in w[:i]:
            continue
        if w[i - 1] not in (",", ";", "and", "only") and not (w[i - 1] == "," or "first" in w[:i]):
            continue
        back = i - 1
        while back > 0 and (w[back] in SIGNS or w[back] in ("and", "only")):
            back -= 1
        left = clause_end(w, back, -1)
        start = i + 1
        while start < len(w) and (
            w[start] in SIGNS or w[start : start + 2] == ["at", "last"] or w[start] in ("last", "finally", "lastly")
        ):
            start += 1  # "and then, at last, the price"
        end = clause_end(w, start, 1)
        yield (left + 1, back + 1), (start, end), True
        for _ in range(2):  # "do A, do B, and only then C"
            if left <= 0 or w[left] != ",":
                break
            back, left = left, clause_end(w, left - 1, -1)
            if back - left > 2:
                yield (left + 1, back), (i + 1, end), True


def _placed_after(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """ "A to begin with; B comes second", "A, and B only after that", "begin with A, and leave B for afterwards"."""
    for i, word in enumerate(w):
        late = word == "afterwards" or (word == "second" and w[i - 1] in ("come", "comes"))
        late = late or (word == "after" and i + 1 < len(w) and w[i + 1] in ("that", "it", "this"))
        closing = (
            not late and word in LATE and w[i + 1 : i + 2] in ([], ["."], [";"])
        )  # "the second clause ends with it"
        late = late or (closing and (word != "next" or "first" in w[:i]))
        if not late:
            continue
        alone = word in ("afterwards", "thereafter", "subsequently")
        left = clause_end(w, i - 1, -1)
        if "and" in w[left + 2 : i] and (word == "afterwards" or closing):
            left = w.index("and", left + 2)
        if left <= 0 or (closing and not alone and not EARLY & set(w[:left]) and word not in FOLLOWS):
            continue
        back = left - (w[left - 1] == ",")
        first = clause_end(w, back - 1, -1)
        yield (first + 1, back), (left + 1 + (w[left + 1] == "and"), i), True
        if first > 1 and back - first < 3:  # "describe the room, wait, and roll the dice thereafter"
            yield (clause_end(w, first - 1, -1) + 1, first), (left + 1 + (w[left + 1] == "and"), i), True


LATE = frozenset("later afterwards subsequently thereafter follows follow next last second".split())
FOLLOWS = frozenset({"follows", "follow"})
# Words of the first of two clauses, the second of which says "later": "first", "at the outset", "right away", "up front".
EARLY = frozenset("first outset straight right immediately front once start beginning initially".split())
DONE = frozenset(
    "done open there up finished complete completed over through ready settled passed run runs ran works working place been clear known".split()
)


def _resumed(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """ "A, and only when that is done B", "A first; B comes once it runs", "A straight away and B once it is in"."""
    masked = quoted(s.tokens)
    for i in range(3, len(w) - 2):
        if (
            masked[i]
            or w[i] not in ("once", "when", "until", "after")
            or w[i + 1] not in ("that", "this", "it", "they")
        ):
            continue
        end = next((j for j in range(i + 2, min(i + 6, len(w))) if w[j] in DONE), 0)
        start = i
        while start > 0 and w[start - 1] in ("and", "only", "not", "but"):
            start -= 1
        if start < i and end and start > 1 and end + 2 < len(w) and (w[i] != "until" or w[i - 1] == "not"):
            back = start - (w[start - 1] in SIGNS)
            first = end + 1 + (w[end + 1] == ",")
            yield (clause_end(w, back - 1, -1) + 1, back), (first, clause_end(w, first, 1)), True
            continue
        right = clause_end(w, i, 1)
        left = clause_end(w, i - 1, -1)
        if EARLY & set(w[left + 1 : i]) and "and" in w[left + 2 : i - 1]:
            left = w.index("and", left + 2)
        if left > 1 and right >= len(w) - 1 and i - left > 1 and EARLY & set(w[:left]):
            yield (clause_end(w, left - 1, -1) + 1, left), (left + 1, i), True


PLACING = frozenset(
    "put puts place set stand stands come comes go goes stays sits belongs list show print keep".split()
)


def _above(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """ "Put the sources above the answer", "the reasoning comes underneath the verdict"."""
    for i, word in enumerate(w):
        front = word == "in" and w[i + 1 : i + 3] == ["front", "of"]
        if not (front or word in ("above", "below", "underneath", "beneath", "behind")) or not PLACING & set(w[:i]):
            continue
        left, right = clause_end(w, i - 1, -1), clause_end(w, i + 1, 1)
        right = next((j for j in range(i + 1, right) if w[j] in ("so", "because", "since", "as")), right)
        if left + 1 < i and i + 1 < right and NEGATION.isdisjoint(w[left + 1 : i]):
            one, two = (left + 1, i), (i + 1, right)
            if (
                w[i + 1] in ("it", "that", "this", "them") and w[left] == ","
            ):  # "the total, and below it the unit price"
                one, two = (clause_end(w, left - 1, -1) + 1, left), (i + 2, right)
                yield (two, one, True) if word == "above" else (one, two, True)
                continue
            yield (one, two, True) if front or word == "above" else (two, one, True)


def _after_that(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """ "A, and after that B", "A; only afterwards B"."""
    masked = quoted(s.tokens)
    for i in range(2, len(w) - 1):
        late = w[i] in LATER or (w[i] == "after" and w[i + 1] in ("that", "this", "which", "it"))
        start = i
        while start > 0 and w[start - 1] in ("and", "only", "but"):
            start -= 1
        if masked[i] or not late or start < 2 or (w[start - 1] not in SIGNS and start == i):
            continue
        back = start - 1 if w[start - 1] in SIGNS else start
        first = i + 1 + (w[i] == "after")
        if back > 0 and first < len(w):
            yield (clause_end(w, back - 1, -1) + 1, back), (first, clause_end(w, first, 1)), True


LATER = frozenset("afterwards thereafter subsequently thereupon".split())


def _waited(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """ "The deploy waits until the ticket is closed", "wait for the test run before you merge", "close it when X has finished"."""
    masked = quoted(s.tokens)
    for i, word in enumerate(w):
        if masked[i] or i + 2 >= len(w):
            continue
        if word in ("waits", "wait") and w[i + 1] in ("until", "till", "for"):
            left, right = clause_end(w, i - 1, -1), clause_end(w, i + 2, 1)
            until = next((j for j in range(i + 2, right) if w[j] in ("before", "until")), right)
            if i > left + 1 and w[left + 1] not in ("you", "please", "always"):
                yield (i + 2, until), (left + 1, i), True
            elif until < right and w[until] == "before":
                yield (i + 2, until), (until + 1, right), True
        elif word in ("when", "once") and i and w[i - 1] not in SIGNS:
            left, right = clause_end(w, i - 1, -1), clause_end(w, i + 1, 1)
            done = any(w[j] in ("has", "have") for j in range(i + 2, right))
            done = done or (
                w[right - 2] in ("is", "are", "been") and (w[right - 1].endswith(("ed", "ing")) or w[right - 1] in DONE)
            )
            if word == "when" and done and not NEGATION & set(w[left + 1 : right]):
                yield (i + 1, right), (left + 1, i), False


def _first_second(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """ "Name the strengths first and the weaknesses second", "answers first, the check afterwards"."""
    for i, word in enumerate(w):
        if word != "first" or i + 3 >= len(w) or w[i + 1] not in ("and", ",", ";"):
            continue
        start = i + 2 + (w[i + 2] in ("and", "then", "only"))
        end = clause_end(w, start, 1)
        left = clause_end(w, i - 1, -1)
        if w[end - 1] in ("second", "next", "last", "later", "afterwards") and i > left + 1:
            yield (left + 1, i), (start, end - 1), True


def score(a: frozenset[str], b: frozenset[str], vague: bool = False) -> float:
    """How much of the smaller of two steps the larger one shares; words that name every step count if ``vague``."""
    if undone(a, b):
        return 0.0
    a, b = short(a), short(b)
    shared = a & b
    return len(shared) / min(len(a), len(b)) if shared and (vague or shared - VAGUE) else 0.0


def _only_repeated(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two steps share nothing but a verb that goes with many things, and each has a thing of its own."""
    return bool(a & b) and a & b <= REPEATED - {"ask"} and bool(a - b) and bool(b - a)


def opposed(a: Order, b: Order) -> bool:
    """Whether two orders put the same two steps the other way round."""
    sure = max(len(short(a.before) & short(b.after)), len(short(a.after) & short(b.before))) > 1
    if not (a.firm and b.firm) and (_only_repeated(a.before, b.after) or _only_repeated(a.after, b.before)):
        return False  # "check the stock", "check the address"
    one, two = score(a.before, b.after, sure), score(a.after, b.before, sure)
    if max(one, two) == 1 and min(one, two) == 0:  # "answer" names a step where the other step is named as well
        one, two = score(a.before, b.after, True), score(a.after, b.before, True)
    if (a.led or b.led) and min(one, two) < 1:
        return False
    if min(one, two) < 0.5 or one + two <= score(a.before, b.before) + score(a.after, b.after) + 0.2:
        return False
    if not (a.firm and b.firm):
        return not any(x <= REPEATED for x in (a.before, a.after, b.before, b.after))
    return True
