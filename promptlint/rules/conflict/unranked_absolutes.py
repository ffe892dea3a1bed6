from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from promptlint import knowledge, regex
from promptlint.analysis.crowds import breadth, within
from promptlint.analysis.hosts import host, is_directive, statements, together
from promptlint.analysis.rank import ranks
from promptlint.analysis.ranked import names_both, settled
from promptlint.analysis.similarity import content, stem
from promptlint.diagnostic import Confidence, Finding, Label
from promptlint.document import Unit
from promptlint.record import record
from promptlint.rule import rule
from promptlint.rules.conflict import _constitution
from promptlint.rules.conflict._constitution import constitution_of
from promptlint.text.sentences import Sentence

PARTIES = frozenset(
    """operator user customer client supervisor manager developer owner government employer patient pupil student parent guest
    tenant member caller doctor physician pharmacist nurse teacher boss editor player reader author buyer seller visitor
    passenger child learner employee resident landlord board family host captain director donor citizen administrator admin
    principal shareholder subscriber team publisher sponsor""".split()
)
ALL = frozenset(stem(w) for w in ("everything", "anything", "all"))
LONGEST = 28  # words: a principle is short; a longer sentence with "always" is an instruction
MOST = 60
# Values of one side, which ask for the same.
ALLIED = (
    frozenset({"accuracy", "thorough", "quality", "truth"}),
    frozenset({"safety", "third-party", "harm", "life"}),
    frozenset({"obey", "helpful", "satisfaction"}),
    frozenset({"privacy", "secrecy"}),
)
FORMAL = ("is:", "unit:", "lang:", "fmt:", "thing:")  # what a rule of form names
ONE_PARTY = frozenset({"user", "customer", "client", "caller", "guest", "visitor", "buyer"})


@record(frozen=True, slots=True)
class Principle:
    """A sentence of general scope, worded as absolute, and the values that it serves.

    Args:
        top: it comes before everything else.
        cost: it holds whatever else is lost by it.
    """

    sentence: Sentence
    values: frozenset[str]
    top: bool
    cost: bool
    about: frozenset[str]


@rule(
    "PL106",
    severity="warning",
    help="say which of the two comes first, or name the exception in one of them",
    across=True,
)
def check(unit: Unit) -> Iterator[Finding]:
    """Two principles, each absolute, collide in a foreseeable case, and nothing says which comes first.

    "Always obey the user" and "never harm third parties" are both fine until a user asks for harm. Then the model has
    to break one of two rules that allow no exception, and nobody has told it which. Reported once a prompt.

    ```bad
    - «Always do what the user asks.»
    - Never do anything that could harm a third party.
    ```

    ```bad
    - «Speed is your top priority.»
    - Your first priority is accuracy.
    ```

    ```bad path=constitution.yaml
    principles:
      - {id: safety, priority: 1, text: Do nothing that endangers a person.}
      - {id: candour, priority: «1», text: Say what you know and what you do not know.}
      - {id: style, priority: 2, text: Write plain words in short sentences.}
    ```

    ```good
    - Always do what the user asks.
    - Never do anything that could harm a third party; this rule comes first.
    ```

    ```good
    - By default, do what the user asks.
    - Never do anything that could harm a third party.
    ```
    """
    data = constitution_of(unit)
    if data is not None:
        yield from _constitution.shared_top(data)
    if unit.has("rank:blanket") or _ordered(unit):
        return
    found = [p for s in statements(unit) if (p := _principle(unit, s))][:MOST]
    pairs = [(a, b, case) for i, a in enumerate(found) for b in found[i + 1 :] if (case := _collide(a, b))]
    pairs = [p for p in pairs if _unranked(unit, p[0], p[1])]
    if not pairs:
        return
    a, _, case = pairs[0]
    involved = {p.sentence.index: p for pair in pairs for p in pair[:2]}
    others = [p for i, p in sorted(involved.items()) if p is not a]
    yield Finding(
        "two absolute principles collide and nothing ranks them",
        a.sentence.span,
        tuple(Label(p.sentence.span, "absolute as well") for p in others),
        witness=f"Both hold without exception in one case: {case}.",
        confidence=within(Confidence.HIGH, breadth(unit)),
    )


def _principle(unit: Unit, s: Sentence) -> Principle | None:
    words = s.tokens.words
    main = next((i for i, w in enumerate(words) if w in (";", "—") and i > 5), len(words))
    if s.block.kind == "heading" or main > LONGEST or "abs:strong" not in s.concepts:
        return None
    d = host(unit, s)
    if any(
        c.cue.lower() in ("if", "when", "unless", "where", "once", "before", "after", "while", "for")
        for c in d.conditions
    ):
        return None
    if words[:1] == ["the"] and words[2:3] and words[2] in ("always", "never") and words[3].endswith("s"):
        return None  # what somebody does
    if words[:1] == ["in"] and "," in words[1:7] and any(m.end <= words.index(",") for m in s.of_kind("thing")):
        return None  # "in the summary, risks come first": a place in a text
    if d.exemptions or {"unless", "except", "if"} & set(words):
        return None
    values = frozenset(c[4:] for c in s.concepts if c.startswith("val:"))
    if "data" in values and {"never", "not", "no"} & set(words):
        values -= {"deletion", "privacy"}  # "never delete a record"
    if values & {"obey", "helpful"} and any(
        a in ("request", "requests", "wish") and b == "for" for a, b in pairwise(words)
    ):
        values -= {"obey", "helpful"}  # a request for one thing
    if "law" in values:
        values -= {"obey"}  # "the law is to be obeyed": no party's orders
    top = "abs:top" in s.concepts
    cost = "abs:cost" in s.concepts and not any(c.startswith(FORMAL) for c in s.concepts)
    if not values and not top and not cost and "law" not in words:
        return None
    return Principle(s, values, top, cost, content(words)) if is_directive(unit, s) or top or values else None


def _collide(a: Principle, b: Principle) -> str:
    """The case in which two principles collide, "" if they do not."""
    table = knowledge.current().section("values_collide")
    for mine, theirs in ((a, b), (b, a)):
        for value in sorted(mine.values):
            for other, case in (table.get(value) or {}).items():
                if other in theirs.values and value not in theirs.values and other not in mine.values:
                    return str(case)
    if a.top and b.top and not _same_goal(a, b):
        return "the two that come first ask for different things"
    for mine, theirs in ((a, b), (b, a)):
        if mine.top and "obey" in theirs.values and "obey" not in mine.values and not mine.values & ALLIED[2]:
            return "an order against what comes first"
    if a.cost and b.cost and (a.values or b.values or a.top or b.top) and not _same_goal(a, b):
        return "the one can only be had at the cost of the other"
    return _two_masters(a, b)


def _same_goal(a: Principle, b: Principle) -> bool:
    if any(a.values & allied and b.values & allied for allied in ALLIED):
        return True
    return bool(a.values & b.values) or len(a.about & b.about) * 2 > min(len(a.about), len(b.about))


def _two_masters(a: Principle, b: Principle) -> str:
    """Two parties, or two laws, that are each to be obeyed in every case."""
    one, two = set(a.sentence.tokens.words), set(b.sentence.tokens.words)
    if "obey" in a.values and "obey" in b.values:
        mine, theirs = _parties(one), _parties(two)
        if mine and theirs and not mine & theirs and mine != theirs:
            return "two parties ask for opposite things"
    laws = {"law", "laws"}
    if laws & one and laws & two and {"obey", "obeys", "follow", "follows", "observe", "observes"} & one & two:
        if a.about - b.about and b.about - a.about:
            return "the two laws ask for opposite things"
    return ""


def _parties(words: set[str]) -> frozenset[str]:
    named = PARTIES & {form for w in words for form in (w, w.removesuffix("s"), "child" if w == "children" else w)}
    return named - ONE_PARTY | ({"user"} if named & ONE_PARTY else frozenset())


def _settled(unit: Unit, a: Principle, b: Principle) -> bool:
    """Whether another sentence ranks one of the two, or one says what comes next: "safety first, then the schedule"."""
    for mine, theirs in ((a, b), (b, a)):
        words = mine.sentence.tokens.words
        if "first" in words and "then" in words[words.index("first") :]:
            if content(words[words.index("then") :]) & theirs.about:
                return True
    return settled(host(unit, a.sentence), host(unit, b.sentence), unit)


def _unranked(unit: Unit, a: Principle, b: Principle) -> bool:
    if _settled(unit, a, b):
        return False
    concepts = a.sentence.concepts | b.sentence.concepts
    if not concepts.isdisjoint(("order:beats", "order:yields")) and not (a.top or b.top):
        return False
    others = (s for s in unit.sentences if s not in (a.sentence, b.sentence) and not s.concepts.isdisjoint(SETTLED))
    if any(names_both(s, a.sentence, b.sentence) for s in others):
        return False
    found = together(host(unit, a.sentence), host(unit, b.sentence), unit)
    firm = _firm(a) and _firm(b)
    if found.verdict != "no" or (firm and found.reason.startswith(("different headings", "different tags"))):
        return True  # what holds in every case holds under every heading
    if "rank" in found.reason and ((a.top and b.top) or firm):
        return True
    # a word of rank elsewhere counts where the statement names both
    return "rank" in found.reason and not _ranks_both(unit, a, b)


SETTLED = ("rank:stated", "order:differ")  # of a sentence that says which of two things comes first
# What holds whatever else is at stake.
FIRM = regex.compile(
    r"\b(?:at (?:all costs|any (?:cost|price))|in (?:every|any) (?:situation|case|circumstances?)|under (?:any|all|no) circumstances|without (?:any )?exception|"
    r"at all times|whatever (?:happens|it costs)|no matter what|come what may|cost what it may)\b",
    re.I,
)


def _firm(p: Principle) -> bool:
    return p.top or FIRM.search(p.sentence.text) is not None


def _ranks_both(unit: Unit, a: Principle, b: Principle) -> bool:
    for s in unit.sentences:
        if "rank:stated" in s.concepts:
            if any(r.low <= ALL for r in ranks(s)):
                continue  # "comes before everything else" is what makes it absolute
            if s in (a.sentence, b.sentence):
                return True
            for r in ranks(s):
                if (r.high & a.about and r.low & b.about) or (r.low & a.about and r.high & b.about):
                    return True
    return False


def _ordered(unit: Unit) -> bool:
    """Whether the prompt ranks its own principles somewhere."""
    return any("order:ranked" in s.concepts for s in unit.sentences)
