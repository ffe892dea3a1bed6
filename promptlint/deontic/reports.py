"""Sentences that tell what others do, did or hold, or that something is not forbidden: facts, whatever verbs they use.

"Rivals use the word “cheap” in every ad", "some contributors hold that a small fix needs no test", "there is no rule
against it": none of them binds the model.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from promptlint.text.kept import by_content

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

# Words with which a sentence binds somebody after all.
BINDING = frozenset(
    "must should shall never always please only may will ought needs need required ensure sure avoid let not no".split()
)
BREAKS = frozenset(";:—–")
OPENERS = frozenset("if when whenever unless once after before while where for in on at as with do".split())
CASES = frozenset("if when whenever once unless".split())
QUANTIFIED = frozenset("many most some several few certain lots plenty".split())
BE = frozenset("is are was were be".split())
RULED = frozenset(
    "allowed fine welcome ok okay permitted banned forbidden wanted used written kept left put given".split()
)
HEAD = 3  # tokens within which the subject begins
NEAR = 7  # tokens within which its verb follows
STATED = 16  # tokens that a report is looked for in


@by_content
def reports(sentence: Sentence) -> bool:
    """Whether a sentence only tells of others, of the past, or of a ban that there is not."""
    if "told:no-ban" in sentence.concepts:
        return True
    words = sentence.tokens.words
    if not words or words[0] in OPENERS:
        return False
    if _said(words):
        return True
    return (
        BREAKS.isdisjoint(words)
        and BINDING.isdisjoint(words)
        and not _goes_on(words)
        and (_others(words) or _past(words[:STATED]))
    )


def _goes_on(words: list[str]) -> bool:
    """Whether a second clause says what follows: "…, so keep it short"."""
    return any(a == "," and b in ("so", "but", "you", "and", "do", "never", "then") for a, b in pairwise(words))


def _said(words: list[str]) -> bool:
    """ "Some contributors hold that …": whatever follows is theirs."""
    subject = words[0] in QUANTIFIED or not _section("third_parties").isdisjoint(words[:HEAD])
    verbs = (i for i in range(1, min(NEAR, len(words) - 1)) if words[i] in _section("reporting_verbs"))
    return subject and any(words[i + 1] == "that" or words[i] in ("complain", "claim") for i in verbs)


def _others(words: list[str]) -> bool:
    """ "Rivals in our market use …", "most letters are long"."""
    head = next((i for i, w in enumerate(words[:HEAD]) if w in _section("third_parties")), -1)
    end = next((i for i in range(head + 1, len(words)) if words[i] in CASES), len(words))  # "… if a client asks"
    if head >= 0 and not _section("habits").isdisjoint(words[head + 1 : min(end, head + NEAR)]):
        return True
    if words[0] not in QUANTIFIED:
        return False
    return not BE.isdisjoint(words[2:STATED]) and RULED.isdisjoint(words)


def _past(words: list[str]) -> bool:
    """Whether the first verb of a statement is in the past tense: "the founder grew up in …"."""
    if words[0] not in ("the", "our", "a", "an", "my", "we", "i", "they"):
        return False
    return not _section("past_verbs").isdisjoint(words[1 : NEAR + 1])


@lru_cache(maxsize=8)
def _section(name: str) -> frozenset[str]:
    from promptlint.knowledge import current

    return frozenset(w for line in current().section(name) for w in str(line).split())
