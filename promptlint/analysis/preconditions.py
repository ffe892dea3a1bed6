"""Orders of steps that one step's need of another states: "not until X may Y", "Y requires X first", "no Y without X"."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.deontic.clauses import quoted
from promptlint.deontic.cues import cues

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

SIGNS = frozenset(",;:.!?()—–")
NEGATION = frozenset({"not", "never", "no", "nor", "nobody", "nothing", "without", "avoid"})
Part = tuple[int, int]
AUXILIARIES = frozenset("does do did may can must should will is are shall has have could would".split())
PERFECT = frozenset("has have is are exists exist been passed".split())
PUTTING_OFF = frozenset("hold wait postpone delay defer refrain withhold put".split())
NEEDS = frozenset({"prerequisite", "precondition", "requirement", "condition"})
AGAIN = frozenset("again also another too still next second further follow new".split())
PRONOUNS = frozenset("it they this that these those".split())


def clause_end(w: list[str], at: int, step: int) -> int:
    """The sign that ends the clause around ``at``, to the left (``step`` -1) or to the right (1)."""
    while 0 <= at < len(w) and w[at] not in SIGNS:
        at += step
    return at


def prerequisites(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """Each step that another one needs, the step that needs it, and whether the order is firm."""
    masked = quoted(s.tokens)
    for i, word in enumerate(w):
        if masked[i] or word not in LEADS:
            continue
        left, right = clause_end(w, i - 1, -1), clause_end(w, i + 1, 1)
        nxt = w[i + 1] if i + 1 < len(w) else ""
        if word in ("not", "only") and nxt in WHEN and left == i - 1:  # "not until X has passed does Y start"
            yield from _inverted(w, i + 2, right)
        elif word == "only" and nxt in ("when", "once", "if") and i > left + 1:  # "Y comes only when X is there"
            if nxt != "if" or not PERFECT.isdisjoint(w[i + 2 : right]):
                yield (i + 2, right), _main(w, left + 1, i), True
        elif word in ("until", "till") and i > left + 2 and not PUTTING_OFF.isdisjoint(w[left + 1 : i]):
            yield (i + 1, right), (left + 1, i), True
        elif word == "before" and nxt in PRONOUNS and w[i - 1 : i] == ["and"] and i > 2:  # "do Y, and before that X"
            end = left if left == i - 2 else i - 1
            yield (i + 2, right), (clause_end(w, end - 1, -1) + 1, end), True
        elif (word == "without" and not NEGATION.isdisjoint(w[left + 1 : i]) and i > left + 2) or (
            word == "unless" and not NEGATION.isdisjoint(w[left + 1 : i]) and _perfect(w, i + 2, right)
        ):
            yield (i + 1, right), (left + 1, i), False
        elif word in ("requires", "presupposes", "require", "presuppose") and i > left + 1:
            if word.startswith("pre") or w[right - 1] in ("first", "beforehand"):
                yield (i + 1, right), (left + 1, i), True
        elif (
            word in ("before", "after", "above", "below") and left == i - 1
        ):  # "before the diagnosis comes the history"
            be = next(
                (j for j in range(i + 2, right - 1) if w[j] in ("comes", "come", "stands", "stand", "goes", "go")), 0
            )
            if be:
                one, two = (be + 1, right), (i + 1, be)
                yield (one, two, True) if word in ("before", "above") else (two, one, True)
        elif word in NEEDS and nxt in ("for", "of") and i > left + 2 and not {"is", "are"}.isdisjoint(w[left + 1 : i]):
            yield (left + 1, i), (i + 2, right), True


LEADS = (
    frozenset(
        "not only until till before after above below without unless requires presupposes require presuppose".split()
    )
    | NEEDS
)
WHEN = frozenset("until till when once after".split())


def _perfect(w: list[str], first: int, last: int) -> bool:
    """Whether a clause says that something has been done: "unless a backup has been made"."""
    return any(
        (w[j] in ("has", "have") and w[j + 1].endswith(("ed", "en", "n", "t")))
        or (w[j] in ("is", "are") and w[j + 1].endswith("ed"))
        for j in range(first, last - 1)
    )


def _main(w: list[str], first: int, last: int) -> Part:
    """A step in ``w[first:last]``, or, for a pronoun in its place, the clause that opens the sentence."""
    named = [x for x in w[first:last] if x not in ("so", "and", "then", "comes", "come", "is", "are", "goes", "go")]
    if first and named and set(named) <= PRONOUNS:
        return 0, clause_end(w, 0, 1)
    return first, last


def _inverted(w: list[str], at: int, right: int) -> Iterator[tuple[Part, Part, bool]]:
    """ "Not until X has passed does a build reach staging": the second auxiliary opens the step that waits."""
    found = [j for j in range(at + 1, right) if w[j] in AUXILIARIES]
    if found and found[-1] + 2 < right and found[-1] > at + 1:
        yield (at, found[-1]), (found[-1] + 1, right), True
    elif right + 2 < len(w) and w[right] == "," and w[right + 1] in AUXILIARIES:
        yield (at, right), (right + 2, clause_end(w, right + 2, 1)), True


def led(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """ "Once the card is charged, ship the parcel", "as soon as the key is there create the branch"."""
    masked = quoted(s.tokens)
    for i, word in enumerate(w):
        start = i + 1 if word == "once" else i + 3 if w[i : i + 3] == ["as", "soon", "as"] else 0
        opens = i == 0 or w[i - 1] in SIGNS or (w[i - 1] == "and" and i > 1)
        if not start or masked[i] or not opens or start + 2 >= len(w):
            continue
        right = clause_end(w, start, 1)
        verbs = cues().verbs
        split = next((j for j in range(start + 3, right) if w[j] in verbs and w[j - 1] not in ENDINGS), 0)
        if right + 2 < len(w) and w[right] == ",":
            part, main = (start, right), (right + 1, clause_end(w, right + 1, 1))
        elif split and not PERFECT.isdisjoint(w[start:split]):
            part, main = (start, split), (split, right)
        else:
            continue
        if NEGATION.isdisjoint(w[part[0] : main[1]]) and AGAIN.isdisjoint(w[main[0] : main[1]]):
            yield part, main, False


ENDINGS = frozenset("the a an to of in on for with and or is are has have been not your its".split())
