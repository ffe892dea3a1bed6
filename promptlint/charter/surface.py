"""What a rule is about: its verb, the things it is done to, and a number that it sets."""

from __future__ import annotations

from typing import NamedTuple

from promptlint import regex
from promptlint.charter.ast import Charter
from promptlint.logic.ranges import Range

WORDS = regex.compile(r"[\w$%€£'./-]+")
SPLIT = regex.compile(r"\s*(?:,|\band\b|\bor\b)\s*")
DROPPED = frozenset(
    "the a an any all your their its his her our my every each please such this that these those".split()
)
PREPOSITIONS = frozenset("with to for in on by from at about under before after within".split())
ALIKE = (
    ("share", "disclose", "reveal", "expose", "divulge"),
    ("recommend", "suggest", "advise"),
    ("delete", "remove", "erase"),
    ("answer", "reply", "respond"),
    ("give", "offer", "provide", "grant", "issue"),
    ("use", "employ"),
    ("mention", "name"),
    ("ask", "request"),
    ("tell", "inform"),
)
SAME = {verb: group[0] for group in ALIKE for verb in group}
HELPING = frozenset({"give", "help", "answer", "discuss", "share", "explain", "recommend"})
OUTPUT = frozenset({"answer", "write", "be", "keep", "use", "give", "produce", "speak"})
LIMIT = regex.compile(
    r"\b(?P<op>at most|no more than|not more than|up to|under|fewer than|less than|within|below|at least|no fewer than"
    r"|no less than|more than|over|above|exactly)\s+(?P<n>[$€£]?\s?\d[\d,]*(?:\.\d+)?)(?:\s*(?P<unit>[A-Za-z%/]+))?"
)
OPS = {"under": "<", "below": "<", "fewer than": "<", "less than": "<", "at least": ">=", "no fewer than": ">="}
OPS |= {"no less than": ">=", "more than": ">", "over": ">", "above": ">", "exactly": "="}
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!="}


class Surface(NamedTuple):
    """What a rule is about.

    Args:
        verbs: what is done; several where a rule is about help of any kind.
        items: the things it is done to, each as its words.
        unit, range: of a number that the rule sets, if it sets one.
        rest: the words beside that number.
    """

    verbs: frozenset[str]
    items: frozenset[tuple[str, ...]]
    unit: str = ""
    range: Range | None = None
    rest: tuple[str, ...] = ()


class Surfaces:
    """Reads surfaces with the terms that a charter defines.

    Args:
        charter: the file.
    """

    def __init__(self, charter: Charter) -> None:
        self.kinds: dict[tuple[str, ...], frozenset[tuple[str, ...]]] = {}
        for node in charter.of("define"):
            if node.name and node.words:
                name = stems(node.name.text.replace("_", " "))
                self.kinds[name] = frozenset(stems(x) for x in SPLIT.split(node.words.text) if stems(x))

    def of(self, modality: str, action: str) -> Surface:
        """The surface of a rule."""
        if modality == "refuse":
            return Surface(HELPING, self.items(action))
        first, _, rest = action.strip().partition(" ")
        verb = stem(first.lower())
        verb = SAME.get(verb, verb)
        limit = LIMIT.search(action.lower())
        if limit is None:
            return Surface(frozenset({verb}), self.items(rest))
        op, n = OPS.get(limit["op"], "<="), float(limit["n"].lstrip("$€£ ").replace(",", ""))
        if modality in ("never", "must not", "should not", "avoid"):
            op = OPPOSITE[op]
        unit = stem(limit["unit"] or limit["n"][:1])
        beside = action.lower()[len(first) : limit.start()] + " " + action.lower()[limit.end() :]
        words = tuple(w for w in stems(beside) if w not in PREPOSITIONS)
        return Surface(frozenset({verb}), self.items(rest), unit, Range.of(op, n), words)

    def items(self, words: str) -> frozenset[tuple[str, ...]]:
        """The things that a list names, with the kinds of those that are defined."""
        found = {stems(x.replace("_", " ")) for x in SPLIT.split(words)} - {()}
        for item in list(found):
            found |= self.kinds.get(item, frozenset())
        return frozenset(found)


def meet(a: Surface, b: Surface) -> bool:
    """Whether two rules are about the same doing."""
    if a.verbs.isdisjoint(b.verbs):
        return False
    if not a.items or not b.items:
        return a.items == b.items
    return any(covers(x, y) or covers(y, x) for x in a.items for y in b.items)


def covers(x: tuple[str, ...], y: tuple[str, ...]) -> bool:
    """Whether ``y`` is ``x``, or ``x`` with a "to", "with" or "for" behind it."""
    return y[: len(x)] == x and (len(x) == len(y) or y[len(x)] in PREPOSITIONS)


def numbers_clash(a: Surface, b: Surface) -> bool:
    """Whether no number fits both rules, which set it for the same thing."""
    if a.range is None or b.range is None or a.unit != b.unit or not a.range.meet(b.range).empty:
        return False
    alike = not a.verbs.isdisjoint(b.verbs) or (a.verbs <= OUTPUT and b.verbs <= OUTPUT)
    return alike and (a.rest == b.rest or (a.unit in ("word", "sentence") and not (a.rest and b.rest)))


def stems(words: str) -> tuple[str, ...]:
    """The words of a phrase in lower case, without articles and plurals."""
    return tuple(stem(w) for w in WORDS.findall(words.lower()) if w not in DROPPED)


def stem(word: str) -> str:
    """A word without its plural."""
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
