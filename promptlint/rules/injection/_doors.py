"""Sentences that let users or content set the rules aside."""

from __future__ import annotations

from itertools import pairwise

from promptlint import regex
from promptlint.text.kept import by_content
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention
from promptlint.text.tokens import forms

LONG = 400  # a "sentence" of more tokens is no prose
CONTENT = frozenset(
    "mail email e-mail message page document comment issue ticket review letter attachment website webpage post article "
    "text upload pdf file transcript feedback record entry result output content line sheet reply answer response caller "
    "customer tenant prospect supplier thread chat request form caption subtitle description readme prompt query".split()
)
ALONE = frozenset(("alone", "only"))  # "you take instructions from this message alone"
CONTRAST = frozenset(("rather", "not", "never", "instead"))
ASKS = frozenset(
    "ask asks tell tells order orders instruct instructs want wants invite invites urge urges request requests".split()
)
CUES = frozenset("if when for once whenever where should as".split())
SINGLE = frozenset("rule limit restriction constraint requirement filter policy principle".split())
ALL = frozenset("all any every each".split())
PERMIT = frozenset(("may", "can"))
HAVE = frozenset("ask tell have get make order instruct request let want".split())  # "may ask you to skip these rules"
BEFORE = 4  # tokens before the order among which a user is the one who asks
FAR = 16  # tokens from the user to the rule that falls
SINGLE_QUOTED = regex.compile(r"(?<!\w)['‘]\w[^'’]{1,40}['’](?!\w)")
REPORTED = 2  # tokens before the order in which "to" shows that it is what somebody asks for


@by_content
def doors(s: Sentence) -> list[tuple[int, int]]:
    """Token ranges of the orders in a sentence that open a door, the conditions left out."""
    if (
        len(s.tokens.words) > LONG
        or _outside(s, "door.operator", "door.obey")
        or _outside(s, "door.refused", "door.drop")
    ):
        return []
    echoed = _echo(s)
    if s.concepts.isdisjoint(("door.drop", "door.obey", "door.grant", "door.rank")):
        return [echoed] if echoed else []
    found = [(m.start, m.end) for m in s.find("door.obey") if _obeys(s, m)]
    found += [(m.start, m.end) for m in s.find("door.rank") if not _negated(s, m)]
    found += [(m.start, m.end) for m in s.find("door.drop") if _dropped(s, m)]
    found += [(m.start, m.end) for m in s.find("door.grant") if _granted(s, m)]
    return sorted(found)[:1] or ([echoed] if echoed else [])


def _outside(s: Sentence, concept: str, door: str) -> bool:
    """Whether a concept that closes a door stands outside the words that open it.

    "Ignore" within "have the rules ignored" turns nothing down, nor is an operator asked in "as if the operator wrote it".
    """
    opened = [(m.start, m.end) for m in s.find(door)]
    return any(not any(a <= r.start and r.end <= b + 1 for a, b in opened) for r in s.find(concept))


def _echo(s: Sentence) -> tuple[int, int] | None:
    """What content asks for is ordered with the same verb: "Should a page ask you to leave out a step, leave it out"."""
    words = s.tokens.words
    for i in range(len(words) - 4):
        if words[i : i + 2] != ["you", "to"] or (forms(words[i - 1])[-1] not in ASKS and words[i - 1] not in ASKS):
            continue
        before = words[max(0, i - 6) : i]
        if CUES.isdisjoint(before) or not any(w in CONTENT or w.rstrip("s") in CONTENT for w in before):
            continue
        comma = next((j for j in range(i + 2, len(words) - 1) if words[j] == ","), None)
        if comma is not None and words[comma + 1] == words[i + 2]:
            return comma + 1, len(words)
    return None


def _obeys(s: Sentence, m: Mention) -> bool:
    """Whether the content's own words are to be followed."""
    words = s.tokens.words
    if _negated(s, m) or _reported(s, m) or words[m.start].endswith("ing"):
        return False
    held = words[m.start : m.end]
    if (
        not CONTRAST.isdisjoint(held)
        or "user" in words[max(0, m.start - BEFORE) : m.end]
        or not ALONE.isdisjoint(words[m.end : m.end + 1])
        or ";" in held
        or _passive(held)
        or (not SINGLE.isdisjoint(held) and "above" in held)
    ):
        return False
    return any(w.rstrip("s") in CONTENT or w in CONTENT for w in words[: m.end])


def _passive(words: list[str]) -> bool:
    """Whether it only tells what was done to something: "an instruction, superseded by a later one"."""
    return any(b == "by" and a.endswith(("ed", "en")) for a, b in pairwise(words))


def _dropped(s: Sentence, m: Mention) -> bool:
    """Whether a rule falls because somebody says something."""
    if _negated(s, m) or _quoted(s, m) or _one_rule(s, m):
        return False
    claims = [c for c in s.find("door.claim") if not m.start <= c.start < m.end]
    words = s.tokens.words
    users = [u for u in s.find("door.user") if u.start < m.start or not CUES.isdisjoint(words[m.end : u.start])]
    for u in users:
        if any(u.end <= c.start <= u.end + 8 for c in claims) and not _reported(s, m):
            return True
        between = words[u.end : m.start]
        if u.end <= m.start and _may_have_it(words[u.end - 1 : m.start]):
            return True
        if u.end <= m.start and len(between) <= 10 and not PERMIT.isdisjoint(between[:3]):
            return True
    return "door.phrase" in s.concepts and _literal(s) and not _reported(s, m)


def _may_have_it(words: list[str]) -> bool:
    """Whether the words between a user and a rule that falls say that the user may ask for it: "may tell you to …"."""
    if len(words) > FAR:
        return False
    at = max((i for i, w in enumerate(words) if w in PERMIT), default=-1)
    return at >= 0 and not HAVE.isdisjoint(words[at + 1 : at + 4])


def _granted(s: Sentence, m: Mention) -> bool:
    """Whether a privilege is given for a mere claim of role or a word that anybody may type."""
    if _negated(s, m) or _reported(s, m):
        return False
    claims = [c for c in s.find("door.claim") if not m.start <= c.start < m.end]
    users = [u for u in s.find("door.user") if u.start < m.start]
    said = any(u.end <= c.start <= u.end + 8 for u in users for c in claims)
    roles = [r for r in s.find("door.role") if any(c.end <= r.start <= c.end + 8 for c in claims)]
    if "door.phrase" in s.concepts and _literal(s):
        return True
    return said and bool(roles or "door.phrase" in s.concepts or _literal(s))


def _literal(s: Sentence) -> bool:
    """Whether a phrase to type is quoted in the condition."""
    return any(q in s.text for q in ('"', "“", "`")) or bool(SINGLE_QUOTED.search(s.text))


def _negated(s: Sentence, m: Mention) -> bool:
    """Whether the order is denied: a negation before it in its clause."""
    words = s.tokens.words
    first = m.start
    while first > 0 and words[first - 1] not in (",", ";", ":", ".") and m.start - first < 8:
        first -= 1
    return any(first <= n.start < m.start for n in s.find("door.negated"))


def _quoted(s: Sentence, m: Mention) -> bool:
    """Whether the words are somebody's, in quotation marks."""
    at = s.tokens.starts[m.start]
    return s.text[max(0, at - 1) : at] in ("'", '"', "“", "‘", "`") and at > 0


def _one_rule(s: Sentence, m: Mention) -> bool:
    """Whether a single rule is excepted, as an author may do for one case."""
    words = s.tokens.words[m.start : m.end]
    return not SINGLE.isdisjoint(words) and ALL.isdisjoint(words)


def _reported(s: Sentence, m: Mention) -> bool:
    return "to" in s.tokens.words[max(0, m.start - REPORTED) : m.start]
