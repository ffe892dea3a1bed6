"""What a rule is about: its verb, the things it is done to, and a number that it sets."""

from __future__ import annotations

from promptlint import regex
from promptlint.charter.ast import Charter
from promptlint.charter.values import UNITS, unit
from promptlint.logic.ranges import Range
from promptlint.record import NamedTuple
from promptlint.text.tokens import forms

WORDS = regex.compile(r"[\w$%€£'./-]+")
MORE = regex.compile(r",?\s+(?:and then|and|then)\s+|;\s+")
SPLIT = regex.compile(r" ?(?:,|\band\b|\bor\b) ?")
DROPPED = frozenset(
    "the a an any all your their its his her our my every each please such this that these those".split()
)
PREPOSITIONS = frozenset("with to for in on by from at about under before after within".split())
ALIKE = (
    ("share", "disclose", "reveal", "expose", "divulge", "show", "display", "print"),
    ("recommend", "suggest", "advise"),
    ("delete", "remove", "erase"),
    ("answer", "reply", "respond"),
    ("give", "offer", "provide", "grant", "issue"),
    ("use", "employ"),
    ("mention", "name"),
    ("ask", "request"),
    ("tell", "inform"),
    ("include", "add", "insert", "append"),
    ("store", "save", "retain"),
    ("collect", "gather"),
    ("begin", "start", "open"),
    ("end", "close", "conclude"),
    ("change", "modify", "edit", "alter"),
    ("reject", "decline", "deny"),
    ("accept", "approve"),
    ("verify", "check"),
    ("hide", "conceal"),
)
SAME = {verb: group[0] for group in ALIKE for verb in group}
CONTRARY: tuple[tuple[str, str], ...] = (
    ("accept", "reject"),
    ("hide", "share"),
    ("include", "omit"),
    ("include", "exclude"),
    ("allow", "block"),
)
CONTRARY += (("enable", "disable"), ("lock", "unlock"), ("begin", "stop"), ("increase", "decrease"), ("raise", "lower"))
LASTING = frozenset({"finish", "complete", "take", "last", "run", "work", "end"})
FORMING = frozenset("answer write give format list share summarise summarize explain draw begin end describe".split())
# Rules that say in their action what the keyword could have said.
TURNED = (
    (
        regex.compile(r"(?i)(?:not|refuse to|decline to|refrain from|avoid) "),
        {"must": "must not", "should": "should not", "always": "never"},
    ),
    (regex.compile(r"(?i)never "), {"must": "never", "should": "should not"}),
    (regex.compile(r"(?i)always "), {"must": "always", "should": "should"}),
    (regex.compile(r"(?i)only "), {"must": "only", "may": "only"}),
)
HELPING = frozenset({"give", "help", "answer", "discuss", "share", "explain", "recommend"})
OUTPUT = frozenset({"answer", "write", "be", "keep", "use", "give", "produce", "speak"})
# What one does with a subject: who may not discuss it may not explain it either.
SPEAKING = frozenset("discuss explain describe talk speak mention comment address answer write tell".split())
SUBJECT = frozenset("discuss talk speak mention comment address".split())
# What "avoid jargon" is about: whatever brings the thing into an answer.
BRINGING = SPEAKING | frozenset(
    "use give say add include share offer show make produce recommend ask list name".split()
)
ASKING = regex.compile(
    r"(?i)(?:any |all )?(?:requests?|questions?|help|assistance)(?: for| about| on| with| regarding)\s+"
)
# What an adverb behind a thing says of how it is done, a ban of the thing bans as well.
MANNER = frozenset("verbatim again twice often always once immediately first too here now".split())
MOST = 500  # things of one rule, with their kinds
BINDING = PREPOSITIONS | {"of", "as", "between", "against"}
DETERMINED = regex.compile(r"(?i)(?:the|an?|any|all|every|each|your|their|his|her|its|our|my|no)\b|\w+ing\b")
SPECIFIC = regex.compile(r"(?i)(?:the|this|that|these|those|his|her|its|their|your|my|our)\b")
DENIED = frozenset("not no never cannot don't you".split())
COUNTS = {w: float(n) for n, w in enumerate("one two three four five six seven eight nine ten".split(), 1)}
N = r"[$€£]?\s?\d[\d,]*(?:\.\d+)?|" + "|".join(COUNTS)
LIMIT = regex.compile(
    r"\b(?:(?P<op>(?:at|the) most|a maximum of|max(?:imum)?|no more than|not more than|up to|under|fewer than|less than"
    r"|within|below|at least|a minimum of|min(?:imum)?|no fewer than|no less than|more than|over|above|exceed(?:ing)?"
    r"|exactly)\s+|(?P<bare>in\s+)|between\s+(?P<low>" + N + r")\s+and\s+)"
    r"(?P<n>" + N + r")(?![\w,.]*\d)(?:\s*(?P<unit>[A-Za-z%/]+))?"
)
OPS = {"under": "<", "below": "<", "fewer than": "<", "less than": "<", "at least": ">=", "no fewer than": ">="}
OPS |= {"no less than": ">=", "more than": ">", "over": ">", "above": ">", "exactly": "=", "exceed": ">"}
OPS |= {"exceeding": ">", "a minimum of": ">=", "min": ">=", "minimum": ">="}
COUNTED = frozenset({"word", "sentence", "paragraph", "line", "bullet", "step", "character", "page"})
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!="}


class Surface(NamedTuple):
    """What a rule is about.

    Args:
        verbs: what is done; several where a rule is about help of any kind.
        items: the things it is done to, each as its words.
        general: those of them that are named without "the" or an owner, so that what is a kind of them is meant too.
        unit, range: of a number that the rule sets, if it sets one.
        rest: the words beside that number.
    """

    verbs: frozenset[str]
    items: frozenset[tuple[str, ...]]
    general: frozenset[tuple[str, ...]] = frozenset()
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
                kinds = (stems(x.replace("_", " ")) for x in parts(node.words.text))
                self.kinds[name] = frozenset(k for k in kinds if k)

    def of(self, modality: str, action: str) -> Surface:
        """The surface of a rule."""
        if modality == "refuse":
            return self.named(HELPING, parts(ASKING.sub("", action, count=1)))
        verbs, rest = doing(action)
        if modality == "avoid" and not action.split(maxsplit=1)[0].lower().endswith("ing"):
            verbs, rest = BRINGING, action
        limit = LIMIT.search(action.lower())
        word = stem(limit["unit"] or limit["n"][:1]) if limit else ""
        if limit is None or (limit["bare"] and word not in COUNTED):
            return self.named(verbs, things(rest))
        op = "=" if limit["bare"] else OPS.get(limit["op"] or "", "<=")
        if modality in ("never", "must not", "should not", "avoid"):
            op = OPPOSITE[op]
        of, size = UNITS.get(unit(word), (word, 1.0))
        allowed = Range.of(op, amount(limit["n"]) * size)
        if limit["low"]:
            allowed = Range.of("<=", amount(limit["n"]) * size).meet(Range.of(">=", amount(limit["low"]) * size))
        start = action.lower().find(rest.lower()) if rest else len(action)
        beside = action.lower()[start : max(start, limit.start())] + " " + action.lower()[limit.end() :]
        words = tuple(w for w in stems(beside) if w not in PREPOSITIONS)
        found = self.named(OUTPUT if "exceed" in verbs else verbs, things(rest))
        return found._replace(unit=of, range=allowed, rest=words)

    def named(self, verbs: frozenset[str], listed: list[str]) -> Surface:
        """A surface of verbs and things."""
        general = [x for x in listed if not SPECIFIC.match(x)]
        return Surface(verbs, self.items(listed), self.items(general))

    def all(self, modality: str, action: str) -> list[Surface]:
        """The surfaces of a rule: of the whole, and of each doing that "and" or "then" adds."""
        action = " ".join(action.split())
        found = [self.of(modality, action)]
        if modality not in ("refuse", "prefer"):
            found += [self.of(modality, part) for part in MORE.split(action)[1:] if " " in part]
        return found

    def items(self, listed: list[str]) -> frozenset[tuple[str, ...]]:
        """The words of things, with the kinds of those that are defined."""
        stack = [stems(x.replace("_", " ")) for x in listed]
        found = set(stack) - {()}
        while stack and len(found) < MOST:  # a kind can have kinds of its own, and "x in y" can be a kind of x
            item = stack.pop()
            for name, kinds in self.kinds.items():
                tail = item[len(name) :]
                if item[: len(name)] == name and (not tail or tail[0] in PREPOSITIONS):
                    more = {kind + tail for kind in kinds} - found
                    found |= more
                    stack += more
        return frozenset(found)


def parts(words: str) -> list[str]:
    """The members of a list in words."""
    return SPLIT.split(" ".join(words.split()))


def things(words: str) -> list[str]:
    """What is done something to. Behind "as a source for tables" a further word is one more source, and no thing."""
    found, aside = [], False
    for part in parts(words):
        if not aside or DETERMINED.match(part):
            found.append(part)
        aside = aside or any(w in BINDING for w in part.lower().split())
    return found


def doing(action: str) -> tuple[frozenset[str], str]:
    """The verb of an action in its base forms, each standing for those alike, and what follows it."""
    words = action.strip().split()
    while len(words) > 1 and words[0].lower().endswith("ly") and words[0].lower() not in ("reply", "apply", "rely"):
        words = words[1:]
    first = words[0].lower().strip(",") if words else ""
    rest = action[action.find(words[0]) + len(words[0]) :].strip() if words else ""
    return frozenset(SAME.get(f, f) for f in (first, *forms(first))), rest


def amount(text: str) -> float:
    """A number in digits or in words."""
    return COUNTS.get(text) or float(text.lstrip("$€£ ").replace(",", ""))


def meet(a: Surface, b: Surface) -> bool:
    """Whether two rules are about the same doing."""
    if a.verbs.isdisjoint(b.verbs):
        return False
    if not a.items or not b.items:
        return a.items == b.items
    return any(covers(x, y) or covers(y, x) for x in a.items for y in b.items)


def bans(ban: Surface, need: Surface) -> bool:
    """Whether who does the one does what the other forbids: the same thing, a kind of it, or more of it."""
    speaking = bool(ban.verbs & SUBJECT and need.verbs & SPEAKING)
    formed = "use" in ban.verbs and bool(need.verbs & FORMING)
    if ban.verbs.isdisjoint(need.verbs) and not speaking and not formed:
        return False
    if not ban.items:
        return ban.range is None or not need.items
    for x in ban.items:
        topic = x[1:] if speaking and len(x) > 1 and x[0] in ("about", "on", "of") else x
        for y in need.items:
            if formed and ban.verbs.isdisjoint(need.verbs) and not speaking:
                pass  # only how a thing is done can be the same
            elif covers(topic, y, topic in ban.general or x in ban.general or topic is not x):
                return True
            if speaking and any(y[i] in PREPOSITIONS and covers(topic, y[i + 1 :]) for i in range(len(y) - 1)):
                return True
            if formed and any(y[i] in ("in", "with", "by") and covers(x, y[i + 1 :]) for i in range(len(y) - 1)):
                return True
    return False


def contrary(a: Surface, b: Surface) -> bool:
    """Whether two deeds undo each other on one thing; what is done at a time can be undone at another."""
    if a.range is not None or b.range is not None or not a.items:
        return False
    opposed = any((x in a.verbs and y in b.verbs) or (y in a.verbs and x in b.verbs) for x, y in CONTRARY)
    return opposed and any(covers(x, y) or covers(y, x) for x in a.items for y in b.items)


def turned(modality: str, action: str) -> tuple[str, str]:
    """A rule with what its action says of its modality: "must never share" is "never share"."""
    for pattern, found in TURNED:
        m = pattern.match(action)
        if m and modality in found:
            return found[modality], action[m.end() :]
    return modality, action


def beyond(only: Surface, need: Surface) -> bool:
    """Whether a thing is of the kind of those that alone are allowed, and none of them.

    "Questions about cars" are, where only questions about bikes are allowed, and so is "the other tool".
    """
    if only.verbs.isdisjoint(need.verbs) or not only.items or not need.items:
        return False
    for y in need.items:
        inside = any(set(_split(x)[1]) <= set(y) for x in only.items)
        if not inside and any(_split(x)[0] == _split(y)[0] for x in only.items):
            return True
    return False


def _split(item: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What kind of thing it is, and which one: ("question", "about") and ("bike",), ("tool",) and ("search",)."""
    at = next((i + 1 for i, w in enumerate(item) if w in PREPOSITIONS and i), 0)
    if 0 < at < len(item):
        return item[:at], item[at:]
    return (item[-1:], item[:-1]) if len(item) > 1 else ((), item)


def covers(x: tuple[str, ...], y: tuple[str, ...], general: bool = False) -> bool:
    """Whether ``y`` is ``x``, or ``x`` with a "to", "with" or "verbatim" behind it.

    Args:
        general: whether a kind of ``x`` counts too: a purchase price is a price.
    """
    if y[: len(x)] == x:
        return len(x) == len(y) or y[len(x)] in PREPOSITIONS | MANNER or y[len(x)].endswith("ly")
    head = y[: next((i for i, w in enumerate(y) if w in PREPOSITIONS), len(y))]
    return general and head[-len(x) :] == x and DENIED.isdisjoint(y)


def alike(a: Surface, b: Surface) -> bool:
    """Whether two rules count the same units of the same doing."""
    lasting = a.unit == "time" and a.verbs & LASTING and b.verbs & LASTING
    output = a.verbs <= OUTPUT and b.verbs <= OUTPUT
    return a.unit == b.unit and (not a.verbs.isdisjoint(b.verbs) or output or bool(lasting))


def numbers_clash(a: Surface, b: Surface) -> bool:
    """Whether no number fits both rules, which set it for the same thing."""
    if a.range is None or b.range is None or not a.range.meet(b.range).empty:
        return False
    return alike(a, b) and (a.rest == b.rest or (a.unit in ("word", "sentence") and not (a.rest and b.rest)))


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
