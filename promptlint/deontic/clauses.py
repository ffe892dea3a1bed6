"""Clauses of a sentence: where an order can begin, and what is quoted."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.deontic.cues import Cues
from promptlint.record import NamedTuple
from promptlint.text.table import Mention
from promptlint.text.tokens import Tokens, forms

OPENERS = {"“": "”", "«": "»", "„": "“", "`": "`", '"': '"'}
CONNECTORS = frozenset(
    "and but then so also however therefore thus hence moreover or nor yet otherwise instead".split()
)
DETERMINERS = frozenset("the a an each every all any no this these those your its our both some such".split())
ADVERBS = frozenset(
    "please just also then first second third next finally lastly instead simply carefully kindly still now only "
    "generally normally usually typically ideally preferably always politely briefly silently immediately automatically "
    "directly explicitly clearly quietly gently firmly strictly proactively additionally furthermore importantly "
    "afterwards rather ever exclusively solely actively thoroughly strongly even either both absolutely definitely categorically".split()
)
AFTER_VERB = frozenset(
    "the a an your their it them this that these those each every all any no its his her our my one two three to with "
    "for only not as at in on by up out whether how what which if when so from into".split()
)


OBJECTS = frozenset("it them him her us me my his one two three what which whether how why that".split())
OPENING = frozenset("if when whenever once unless while after before".split())


BOUNDARIES = frozenset(";.!—–-:,") | {"and", "but", "or"}  # where a clause can end
SHORT = 5  # tokens of a label, and of a verdict


class Clause(NamedTuple):
    """Tokens ``[first, last)`` of a sentence; ``joined`` is the word that ties it to the clause before."""

    first: int
    last: int
    joined: str


def quoted(tokens: Tokens) -> list[bool]:
    """For each token, whether it stands inside quotation marks or backticks (the marks themselves included)."""
    inside = [False] * len(tokens.words)
    if OPENERS.keys().isdisjoint(tokens.words):
        return inside
    i, n = 0, len(tokens.words)
    while i < n:
        close = OPENERS.get(tokens.words[i])
        if close is None:
            i += 1
            continue
        end = next((j for j in range(i + 1, n) if tokens.words[j] == close), None)
        if end is None:
            i += 1
            continue
        for j in range(i, end + 1):
            inside[j] = True
        i = end + 1
    return inside


def starts(mentions: list[Mention], *names: str) -> dict[int, Mention]:
    """The longest mention of the named concepts at each token."""
    best: dict[int, Mention] = {}
    for m in mentions:
        if (not names or m.concept in names) and (m.start not in best or m.end > best[m.start].end):
            best[m.start] = m
    return best


def split(tokens: Tokens, masked: list[bool], modal: dict[int, Mention], cues: Cues) -> Iterator[Clause]:
    """The clauses of a sentence, each of which may hold one directive."""
    words, n = tokens.words, len(tokens.words)
    first, joined = 0, ""
    for i in range(n):
        word = words[i]
        if word not in BOUNDARIES or masked[i] or i < first:
            continue
        after = _boundary(tokens, masked, modal, cues, i, first)
        if after is None:
            continue
        if i > first:
            yield Clause(first, i, joined)
        first, joined = after, word
    if first < n:
        yield Clause(first, n, joined)


def _boundary(
    tokens: Tokens, masked: list[bool], modal: dict[int, Mention], cues: Cues, i: int, first: int
) -> int | None:
    """Where the next clause begins if one ends at token ``i``."""
    words, n = tokens.words, len(tokens.words)
    word = words[i]
    spaced = i + 1 < n and tokens.ends[i] < tokens.starts[i + 1]
    if word == ";" or (word in ".!" and spaced and words[i + 1][0].isalpha() and i > first + 1):
        return i + 1
    if word in ("—", "–") or (word == "-" and i + 1 < n and words[i + 1] == "-"):
        return i + 1 if _begins(words, modal, cues, i + 1) and not _judges(words, cues, i + 1) else None
    if word == ":" and i + 1 < n:
        if i - first < SHORT and _judges(words, cues, i + 1):
            return None
        return i + 1 if _begins(words, modal, cues, i + 1) or _states(words, i + 1) else None
    if word in (",", "and", "but") and (further := _goes_on(words, cues, first, i)):
        return further
    if word == ",":
        j = i + 1
        if words[j : j + 1] and words[j] in RESULT and _follows(words, cues, j + 1):
            return j
        if j + 1 < n and words[j] in CONNECTORS:
            if words[j + 1] in OPENING:  # "…, and if it fails, stop"
                return j
            listed = words[j] in ("or", "nor") and j + 1 not in modal and words[min(j + 2, n - 1)] not in AFTER_VERB
            begins = i - first > 2 and not listed and _begins(words, modal, cues, j + 1)
            return j if begins else None
        if (
            words[j : j + 1]
            and words[j] in TURNS
            and words[j + 1 : j + 2]
            and words[j + 1] in cues.verbs
            and first in modal
        ):
            return j  # "do not rewrite it, just fix the typo"
        strong = j in modal and words[j] in ("do", "never", "always", "avoid", "refrain")
        ordered = words[first] in cues.verbs and first not in modal and i - first > 2
        if not strong and ordered:  # "get the tests green, commit with a message, then stop"
            strong = _bare(words, j, cues)
        return j if strong and not _conditional(words, first) else None
    if word in ("and", "but", "or") and i - first > 1 and not masked[i]:
        j = i + 1
        if j in modal and words[j] in ("do", "never", "always", "must", "avoid", "will", "should", "shall", "may"):
            return j
        k = j + 1 if j < n and words[j] in ADVERBS else j
        behind = DETERMINERS | OBJECTS if words[k : k + 1] and words[k] in cues.outputs else AFTER_VERB
        if k + 1 < n and words[k] in cues.verbs and words[k + 1] in behind and words[k] not in cues.doubtful:
            return j
        if k + 1 < n and words[k] in GERUNDIAL and words[k + 1].endswith("ing"):
            return j
        if k == j and k + 1 < n and words[k] in cues.plain_verbs:
            return j if _orders(words, first, i, cues) and words[k + 1].isalpha() else None
    return None


def third_person(words: list[str], at: int, cues: Cues) -> bool:
    """Whether a verb that says what the model does stands at token ``at``: "leaves the diagnosis to …"."""
    if not words[at : at + 1] or not words[at].endswith("s") or words[at].endswith("ss"):
        return False
    base = next((f for f in forms(words[at])[1:] if f in cues.verbs), "")
    follows = words[at + 1] if at + 1 < len(words) else "."
    if not base or base in cues.doubtful:
        return False
    if base in cues.outputs:
        return follows in DETERMINERS or follows in OBJECTS
    return follows in AFTER_VERB or follows in DETERMINERS or follows.endswith("ing")


def _goes_on(words: list[str], cues: Cues, first: int, i: int) -> int:
    """Where the next verb of a clause about the model stands, 0 for none: "the bot greets the caller and asks for …"."""
    start = first + (words[first] in DETERMINERS)
    j = i + 1
    while j < len(words) and (words[j] in ADVERBS or words[j] in ("and", "but")):
        j += 1
    if not third_person(words, j, cues):
        return 0
    if first and third_person(words, first, cues):
        return j
    subject = next((k for k in range(start, min(i, start + 3)) if words[k] in cues.actors | cues.roles), i)
    own = words[subject + 1 : min(i, subject + 4)]
    return j if any(w.endswith("s") and cues.verbs.intersection(forms(w)) for w in own) else 0


def _follows(words: list[str], cues: Cues, at: int) -> bool:
    """Whether what somebody does, or what is not done, follows: "…, so the agent leaves them out", "so none is offered"."""
    actor = at + (words[at : at + 1] != [] and words[at] in DETERMINERS)
    if words[actor : actor + 1] and words[actor] in cues.actors:
        return third_person(words, actor + 1, cues) or words[actor + 1 : actor + 2] in (["does"], ["do"], ["never"])
    be = next((k for k in range(at + 1, min(len(words) - 1, at + 6)) if words[k] in ("is", "are", "gets", "get")), 0)
    return bool(be) and (words[be + 1] in ("not", "never") or words[at] in ("no", "none", "nothing"))


def _orders(words: list[str], first: int, i: int, cues: Cues) -> bool:
    """Whether a whole order, with its object, stands in the tokens ``[first, i)``: "fix the bug" in "… and add tests"."""
    named = words[i - 1] not in cues.verbs or words[i - 2] in DETERMINERS
    return words[first] in cues.verbs and i - first > 2 and named


GERUNDIAL = frozenset("skip stop avoid start begin quit keep".split())  # "… and skip asking for confirmation"


def _bare(words: list[str], at: int, cues: Cues) -> bool:
    """Whether an order begins at token ``at`` that no noun phrase can begin."""
    if at + 1 >= len(words) or words[at] not in cues.verbs or words[at] in cues.doubtful:
        return False
    return words[at + 1] in (DETERMINERS | {"with"} if words[at] in cues.outputs else AFTER_VERB - {"and", "of", "or"})


def _states(words: list[str], at: int) -> bool:
    """Whether a statement with a subject of its own follows: ": the web is out of bounds"."""
    return words[at : at + 1] == ["the"] and any(w in ("is", "are") for w in words[at + 2 : at + 5])


RESULT = frozenset("so hence therefore thus".split())  # behind a comma, what is done for the reason before it
TURNS = frozenset("just simply instead rather only".split())  # after a comma, they turn a ban into an order
# Words that open a phrase which a comma ties to the order behind it: "On Fridays, never …".
LEADING = frozenset(
    "if when whenever once unless while whilst after before should for in on at during outside inside within under with without "
    "where wherever as given until till throughout among to by from upon provided assuming between beyond towards concerning regarding".split()
)


def _conditional(words: list[str], first: int) -> bool:
    word = next((w for w in words[first:] if w[0].isalnum()), "")  # past a list marker or an emoji
    return word in LEADING


def _judges(words: list[str], cues: Cues, at: int) -> bool:
    """Whether nothing but a verdict on the words before stands behind token ``at``: "bullet points – no thanks"."""
    end = next((i for i in range(at, len(words)) if words[i] in (",", ".", ";", "!", "(")), len(words))
    verdict = starts(cues.verdicts.find(words[at:end])).get(0) if end - at < SHORT else None
    return verdict is not None and at + verdict.end == end


def _begins(words: list[str], modal: dict[int, Mention], cues: Cues, at: int) -> bool:
    """Whether an order can begin at token ``at``."""
    n = len(words)
    while at < n and (words[at] in ADVERBS or words[at] in CONNECTORS or not words[at][0].isalnum()):
        at += 1
    if at >= n:
        return False
    if words[at] in cues.verbs and not (words[at] in cues.doubtful and at + 1 < n and words[at + 1] not in AFTER_VERB):
        return True
    if at in modal and modal[at].concept != "permit":
        return words[at] != "not"
    if words[at] == "no" and at + 1 < n:
        return True
    if words[at].endswith("ing") and any(
        f in cues.verbs for f in forms(words[at])
    ):  # "…, but adding files is off limits"
        return any(w in ("is", "are") for w in words[at + 1 : at + 6])
    return words[at] in ("you", "it", "the", "this", "that", "each", "every", "no", "nothing", "nobody") and any(
        j in modal for j in range(at + 1, min(n, at + 8))
    )
