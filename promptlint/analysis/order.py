"""Orders of steps in time, and claims to the first or last place of a text."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.leads import main_words
from promptlint.analysis.measure_words import BINDING, PERSONS
from promptlint.analysis.similarity import content, stems
from promptlint.deontic.clauses import quoted
from promptlint.record import record
from promptlint.text.kept import of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

SIGNS = frozenset(",;:.!?()—–")
NEGATION = frozenset({"not", "never", "no", "nor", "nobody", "nothing", "without", "avoid"})
# Words that say that a step is done, and those that every step has in common.
EMPTY = stems(
    """do run make perform carry use get give be have start begin step process thing first last second then next complet
    done finish ready move leav come go proceed only time question whole entire full two both right very afterward later put
    anything say plac earl order must should begin end task turn all any straight away outset immediately front initially"""
)
VAGUE = stems(
    {"user", "answer", "repl", "respons", "messag", "output", "text", "assist", "model", "you", "agent", "file", "cod"}
)
# What may stand beside quoted words that are a step by themselves: "call `get_order`", "the phrase “…”".
AROUND = stems({"phras", "word", "sentenc", "call", "use", "tool", "function", "text", "follow"})
PRONOUNS = frozenset({"that", "this", "it", "so", "these", "those", "them", "which"})
# Steps that are often wanted both before and after another one.
REPEATED = stems(
    {"verify", "run", "test", "review", "save", "read", "updat", "log", "commit", "ask", "plan", "format", "lint"}
)


@record(frozen=True, slots=True)
class Order:
    """``before`` has to be done before ``after``; ``firm`` unless only "after" says so."""

    before: frozenset[str]
    after: frozenset[str]
    firm: bool
    sentence: Sentence


def step(sentence: Sentence, first: int, last: int) -> frozenset[str]:
    """What a step is about; quoted words stand for themselves."""
    words = sentence.tokens.words[first:last]
    masked = quoted(sentence.tokens)[first:last]
    if any(masked):
        i = next(i for i, m in enumerate(masked) if m)
        j = next((j for j in range(i, len(masked)) if not masked[j]), len(masked))
        literal = " ".join(w for w in words[i:j] if w[0].isalnum())
        if literal and not content(w for w, m in zip(words, masked, strict=True) if not m) - EMPTY - AROUND:
            return frozenset({literal})
    found = content(words) - EMPTY
    if not found and not ORDERED.isdisjoint(words):
        found = frozenset({"order"})
    named = found if "and" in words else found - VAGUE or found  # "after the answer and the notes" names the answer
    return named | frozenset(POLES[x] for x in words if x in POLES)


ORDERED = frozenset({"order", "orders"})
# Acts that undo one another: "open the valve" and "close the valve" are two steps.
POLES = {
    form: f"{sign}{axis}"
    for axis, pair in enumerate(
        (
            ("open opens opened opening", "close closes closed closing shut"),
            ("start starts started running begin begun", "stop stops stopped end ended halt"),
            ("add adds added adding", "remove removes removed removing"),
            ("lock locked locking", "unlock unlocked unlocking"),
            ("connect connected", "disconnect disconnected"),
            ("enable enabled", "disable disabled"),
            ("load loaded loading", "unload unloaded unloading"),
            ("install installed", "uninstall uninstalled"),
        )
    )
    for sign, forms in zip("+-", pair, strict=True)
    for form in forms.split()
}
SHORT = 7  # letters that the words of one family share: "prescribe", "prescription"


def short(step_: frozenset[str]) -> frozenset[str]:
    """The words of a step, cut to what their family shares; the signs of opposite acts are left out."""
    return frozenset(x if " " in x else x[:SHORT] for x in step_ if x[0] not in "+-")


def _undone(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether one of two steps undoes what the other does."""
    signs = {x for x in a | b if x[0] in "+-"}
    return any({"+" + x[1:], "-" + x[1:]} <= signs for x in signs)


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
    for read in (_connected, _first_then, _placed_after, _first_second, _after_that, _waited, _resumed, _above):
        for a, b, firm in read(sentence, w):
            one, two = step(sentence, *a), step(sentence, *b)
            if one and two and one != two:
                yield Order(one, two, firm, sentence)


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
    "before prior ahead after once until then precede precedes earlier later thereafter subsequently thereupon wait waits when first begin start afterwards second follow follows followed above below underneath beneath".split()
)
Part = tuple[int, int]
TIMES = frozenset(
    "second seconds minute minutes hour hours day days night evening morning week weeks month months year years".split()
)


def _clause(w: list[str], at: int, step_: int) -> int:
    """The sign that ends the clause around ``at``, to the left or the right."""
    while 0 <= at < len(w) and w[at] not in SIGNS:
        at += step_
    return at


def _connected(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    masked = quoted(s.tokens)
    for i, word in enumerate(w):
        if masked[i]:
            continue
        kind, end = _connective(w, i, word)
        if not kind:
            continue
        left, right = _clause(w, i - 1, -1), _clause(w, end, 1)
        if right == end or (w[end] in PRONOUNS and not content(w[end + 1 : right]) - EMPTY):
            continue
        if left == i - 1 and w[left] == ")" and "(" in w[:left]:
            left = _clause(w, len(w[:left]) - 1 - w[:left][::-1].index("(") - 1, -1)
        main, other = (left + 1, i), (end, right)
        if left == i - 1 > 1 and w[left] == "," and right >= len(w) - 1 and w[i] != "once":  # "do A first, before B"
            main, left = (_clause(w, left - 1, -1) + 1, left), -2
        leading = left != -2 and i - left <= 1 + (w[i - 1] == "only")
        if leading:
            if kind != "before" and w[i - 1] != "only":
                continue  # "After X, do Y" is a condition as often as an order
            stop = _clause(w, right + 1, 1)
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
        if kind == "before" and not negated and word != "until":
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
    if word in ("before", "until") or (word, nxt) in (("prior", "to"), ("ahead", "of")):
        return "before", i + (2 if word in ("prior", "ahead") else 1)
    if word in ("precedes", "precede"):
        return "before", i + 1
    if (word, nxt) == ("followed", "by"):
        return "before", i + 2
    if word in ("earlier", "later") and "than" in w[i : i + 6]:
        return ("before" if word == "earlier" else "after"), w.index("than", i) + 1
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
        left = _clause(w, back, -1)
        end = _clause(w, i + 1, 1)
        yield (left + 1, back + 1), (i + 1, end), True
        for _ in range(2):  # "do A, do B, and only then C"
            if left <= 0 or w[left] != ",":
                break
            back, left = left, _clause(w, left - 1, -1)
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
        left = _clause(w, i - 1, -1)
        if "and" in w[left + 2 : i] and (word == "afterwards" or closing):
            left = w.index("and", left + 2)
        if left <= 0 or (closing and not EARLY & set(w[:left]) and word not in FOLLOWS):
            continue
        back = left - (w[left - 1] == ",")
        yield (_clause(w, back - 1, -1) + 1, back), (left + 1, i), True


LATE = frozenset("later afterwards subsequently thereafter follows follow next last second".split())
FOLLOWS = frozenset({"follows", "follow"})
# Words of the first of two clauses, the second of which says "later": "first", "at the outset", "right away", "up front".
EARLY = frozenset("first outset straight right immediately front once start beginning initially".split())
DONE = frozenset(
    "done finished complete completed over through ready settled passed run runs ran works working place been clear known".split()
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
            yield (_clause(w, back - 1, -1) + 1, back), (first, _clause(w, first, 1)), True
            continue
        right = _clause(w, i, 1)
        left = _clause(w, i - 1, -1)
        if EARLY & set(w[left + 1 : i]) and "and" in w[left + 2 : i - 1]:
            left = w.index("and", left + 2)
        if left > 1 and right >= len(w) - 1 and i - left > 1 and EARLY & set(w[:left]):
            yield (_clause(w, left - 1, -1) + 1, left), (left + 1, i), True


PLACING = frozenset(
    "put puts place set stand stands come comes go goes stays sits belongs list show print keep".split()
)


def _above(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """ "Put the sources above the answer", "the reasoning comes underneath the verdict"."""
    for i, word in enumerate(w):
        if word not in ("above", "below", "underneath", "beneath") or not PLACING & set(w[:i]):
            continue
        left, right = _clause(w, i - 1, -1), _clause(w, i + 1, 1)
        right = next((j for j in range(i + 1, right) if w[j] in ("so", "because", "since", "as")), right)
        if left + 1 < i and i + 1 < right and NEGATION.isdisjoint(w[left + 1 : i]):
            one, two = (left + 1, i), (i + 1, right)
            yield (one, two, True) if word == "above" else (two, one, True)


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
            yield (_clause(w, back - 1, -1) + 1, back), (first, _clause(w, first, 1)), True


LATER = frozenset("afterwards thereafter subsequently thereupon".split())


def _waited(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """ "The deploy waits until the ticket is closed", "wait for the test run before you merge", "close it when X has finished"."""
    masked = quoted(s.tokens)
    for i, word in enumerate(w):
        if masked[i] or i + 2 >= len(w):
            continue
        if word in ("waits", "wait") and w[i + 1] in ("until", "till", "for"):
            left, right = _clause(w, i - 1, -1), _clause(w, i + 2, 1)
            until = next((j for j in range(i + 2, right) if w[j] in ("before", "until")), right)
            if i > left + 1 and w[left + 1] not in ("you", "please", "always"):
                yield (i + 2, until), (left + 1, i), True
            elif until < right and w[until] == "before":
                yield (i + 2, until), (until + 1, right), True
        elif word in ("when", "once") and i and w[i - 1] not in SIGNS:
            left, right = _clause(w, i - 1, -1), _clause(w, i + 1, 1)
            done = any(w[j] in ("has", "have") for j in range(i + 2, right))
            done = done or (w[right - 1].endswith("ed") and w[right - 2] in ("is", "are", "been"))
            if word == "when" and done and not NEGATION & set(w[left + 1 : right]):
                yield (i + 1, right), (left + 1, i), False


def _first_second(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """ "Name the strengths first and the weaknesses second", "answers first, the check afterwards"."""
    for i, word in enumerate(w):
        if word != "first" or i + 3 >= len(w) or w[i + 1] not in ("and", ",", ";"):
            continue
        start = i + 2 + (w[i + 2] in ("and", "then", "only"))
        end = _clause(w, start, 1)
        left = _clause(w, i - 1, -1)
        if w[end - 1] in ("second", "next", "last", "later", "afterwards") and i > left + 1:
            yield (left + 1, i), (start, end - 1), True


def score(a: frozenset[str], b: frozenset[str], vague: bool = False) -> float:
    """How much of the smaller of two steps the larger one shares; words that name every step count if ``vague``."""
    if _undone(a, b):
        return 0.0
    a, b = short(a), short(b)
    shared = a & b
    return len(shared) / min(len(a), len(b)) if shared and (vague or shared - VAGUE) else 0.0


def opposed(a: Order, b: Order) -> bool:
    """Whether two orders put the same two steps the other way round."""
    sure = max(len(short(a.before) & short(b.after)), len(short(a.after) & short(b.before))) > 1
    one, two = score(a.before, b.after, sure), score(a.after, b.before, sure)
    if max(one, two) == 1 and min(one, two) == 0:  # "answer" names a step where the other step is named as well
        one, two = score(a.before, b.after, True), score(a.after, b.before, True)
    if min(one, two) < 0.5 or one + two <= score(a.before, b.before) + score(a.after, b.after) + 0.2:
        return False
    if not (a.firm and b.firm):
        return not any(x <= REPEATED for x in (a.before, a.after, b.before, b.after))
    return True
