"""Orders to go on or do again, and the limits that hold for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.document import Stack
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention
from promptlint.text.tokens import NUMBER_WORDS

CLOCK = regex.compile(r"\b(?:until|till|by|before|at|between) \d{1,2}(?:[:.]\d\d\b|\s?(?:am|pm|h|o'clock)\b)", re.I)
MONEY = regex.compile(
    r"\b(?:at most|no more than|more than|up to|budgets?|costs?|spend|limit|cap(?:ped)?|under|below|within|max(?:imum)?)\b[^.\n]{0,40}[$€£]\s?\d",
    re.I,
)
LONG = 400  # a "sentence" of more tokens is no prose, and every pair of its words would be weighed
REACH = 12  # tokens from the verb to "until", and from there to the state
BEFORE = 5  # tokens in which a negation before the verb is looked for
BEFORE_VERB = frozenset("not never no avoid without wait hold delay postpone defer refrain instead stop".split())
HELD = frozenset("cannot not blocked block wait waits defer hold".split())
KEEP = frozenset(("keep", "keeps", "kept"))
BREAKS = frozenset((";", ".", "!", "?"))
AMISS = frozenset(
    "fail fails failing red broken down errors error warnings warning unanswered unresolved unsolved unhealthy failures failure "
    "differ differs disagree missing wrong mismatch unexplained faults fault persists persist problems".split()
)
LASTING = frozenset(
    "keep keeps hold holds leave leaves left store stores stay stays remain remains wait waits block blocks pause lock retain save park "
    "open closed be is are was been has have valid applies apply lasts rest sleep stand stands belongs reserve reserved locked paused "
    "may can could might should".split()
)
HALT = frozenset(("stop", "pause", "terminate", "end"))
OWN_WORK = frozenset(
    "work task job run loop search session conversation chat call process iteration turn mission hunt game attempt".split()
)
SPENT = frozenset(
    "hour hours minute minutes day deadline limit budget timeout time noon midnight attempts tries".split()
)
COUNTS = NUMBER_WORDS - {"one", "zero", "once"}
LOCAL = frozenset("retry rerun re-run retried rerun try tried tries again restart repeat repeated resend".split())


def loops(sentence: Sentence, agent: bool = True) -> list[tuple[int, int]]:
    """Token ranges of the orders in a sentence that go on until a state that may never come.

    Args:
        sentence: where they are looked for.
        agent: it stands in an agent's brief, where nobody is there to end a loop: a state that is not known to come
            by itself is then one that may never come.
    """
    if len(sentence.tokens.words) > LONG:
        return []
    found = [*_endless(sentence), *_stays(sentence, agent), *_untils(sentence, agent)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda r: (r[0] - r[1], r)):
        if all(end <= a or b <= start for a, b in kept):
            kept.append((start, end))
    return sorted(kept)


def limited(stack: Stack) -> bool:
    """Whether a limit of steps, calls, time or money holds for the whole run."""
    if any(u.meta.get("limits") for u in stack.units):
        return True
    return any(_run_wide(s) for s in stack.sentences if "run.limit" in s.concepts or _measured(s))


def any_limit(stack: Stack) -> bool:
    """Whether any limit is stated, of one loop or one item included."""
    limits = stack.has("run.limit") or any(u.meta.get("limits") for u in stack.units)
    return limits or any(_measured(s) or _ends_by_count(s) for s in stack.sentences)


def bounded(sentences: list[Sentence], at: int) -> bool:
    """Whether the sentence at ``at`` or one beside it says when to give up."""
    own = sentences[at]
    for i in range(max(0, at - 1), min(len(sentences), at + 3)):
        s = sentences[i]
        if s.scope.headings == own.scope.headings and not s.concepts.isdisjoint(("run.limit", "loop.bounded")):
            return True
    return False


def _measured(s: Sentence) -> bool:
    """Whether a time of the day or a sum of money bounds something."""
    return bool(CLOCK.search(s.text) or MONEY.search(s.text))


def _ends_by_count(s: Sentence) -> bool:
    return any(_or_count(s.tokens.words, m.end) for m in s.find("loop.until"))


def _run_wide(sentence: Sentence) -> bool:
    words = sentence.tokens.words
    if not LOCAL.isdisjoint(words):
        return False
    return _measured(sentence) or any("per" not in words[m.start : m.end + 2] for m in sentence.find("run.limit"))


def _endless(s: Sentence) -> Iterator[tuple[int, int]]:
    for m in s.find("loop.endless"):
        if not _negated(s, m.start) and not _sentence_of_question(s):
            yield m.start, m.end


def _stays(s: Sentence, agent: bool) -> Iterator[tuple[int, int]]:
    """Ends that are forbidden: "Do not stop until all is well", "Only stop when you are sure"."""
    for m in s.find("loop.stay"):
        if s.tokens.words[m.end - 1] in HALT and _other_run(s.tokens.words[m.end : m.end + 4]):
            continue
        for cue in s.find("loop.cue"):
            if m.end <= cue.start <= m.end + REACH // 2:
                end = state(s, cue.end, agent)
                if end:
                    yield m.start, end


def _other_run(words: list[str]) -> bool:
    """Whether what must not stop is a thing of its own ("do not stop the service until …"), not the agent's work."""
    return words[:1] in (["the"], ["a"], ["an"], ["any"], ["that"]) and OWN_WORK.isdisjoint(words)


def _untils(s: Sentence, agent: bool) -> Iterator[tuple[int, int]]:
    cues = [*s.find("loop.until"), *(m for m in s.find("loop.while") if _bad(s, m))]
    if not cues:
        return
    verbs = sorted(m for m in _verbs(s) if not _negated(s, m.start))
    strict = {m.start for m in s.find("loop.strict")}
    for cue in cues:
        if "only" in s.tokens.words[max(0, cue.start - 8) : cue.start]:
            continue  # "only one test until it passes" is about order
        words = s.tokens.words
        before = [v for v in verbs if v.end <= cue.start <= v.end + REACH and not _broken(s, v.end, cue.start)]
        before = [v for v in before if HELD.isdisjoint(words[v.end : cue.start])]  # "testing cannot go on until …"
        end = state(s, cue.end, (agent and any(v.start in strict for v in before)) or cue.concept == "loop.while")
        if not end:
            continue
        if before:
            yield before[0].start, end
        elif agent and cue.concept == "loop.until" and (start := _clause(s, cue.start)) is not None:
            yield start, end
        elif all(not w[0].isalnum() for w in s.tokens.words[: cue.start]):
            after = next((v for v in verbs if v.start >= end), None)
            if after:
                yield cue.start, after.end


def _clause(s: Sentence, at: int) -> int | None:
    """Where the clause before "until" begins, or None if it says to wait, to keep something as it is, or not to act."""
    words = s.tokens.words
    first = at
    while first > 0 and words[first - 1] not in BREAKS and words[first - 1] not in (",", ":", "and", "then", "or"):
        first -= 1
    clause = words[first:at]
    if (
        not clause
        or (len(clause) < 2 and not clause[0].startswith("re"))
        or not BEFORE_VERB.isdisjoint(clause)
        or not LASTING.isdisjoint(clause)
    ):
        return None
    return first


def _verbs(s: Sentence) -> Iterator[Mention]:
    words = s.tokens.words
    yield from s.find("loop.verb")
    for m in s.find("loop.keep"):
        if m.end < len(words) and words[m.end].endswith("ing"):
            yield m


def state(s: Sentence, at: int, any_state: bool = False) -> int | None:
    """The end of the state named from token ``at`` on, or None if none is named or it comes by itself."""
    words = s.tokens.words
    stop = next((i for i in range(at, min(len(words), at + REACH)) if words[i] in BREAKS), min(len(words), at + REACH))
    if any(at <= m.start < stop for m in s.find("loop.end")):
        return None
    if _or_count(words, at):
        return None
    goal = min((m.end for m in s.find("loop.goal") if at <= m.start < stop), default=None)
    if goal is None and any_state and stop - at >= 2:
        goal = at + 1
    if goal is None:
        return None
    return next((i for i in range(goal, len(words)) if words[i] in BREAKS or words[i] == ","), len(words))


def _or_count(words: list[str], at: int) -> bool:
    """Whether a count ends it as well: "until no mutant survives or 25 tests are written"."""
    for i in range(at, min(len(words) - 1, at + 2 * REACH)):
        if words[i] in (".", ";"):
            return False
        if words[i] == "or" and any(w[0].isdigit() or w in COUNTS or w in SPENT for w in words[i + 1 : i + 6]):
            return True
        if words[i] == "whichever":
            return True
    return False


def _bad(s: Sentence, m: Mention) -> bool:
    """Whether "while" and "as long as" name a state that is to go away."""
    return not AMISS.isdisjoint(s.tokens.words[m.end : m.end + 6])


def _negated(s: Sentence, at: int) -> bool:
    words = s.tokens.words
    first = at
    while first > max(0, at - BEFORE) and words[first - 1] not in BREAKS and words[first - 1] not in (",", ":"):
        first -= 1
    return not BEFORE_VERB.isdisjoint(words[first:at])


def _broken(s: Sentence, start: int, end: int) -> bool:
    return not BREAKS.isdisjoint(s.tokens.words[start:end])


def _sentence_of_question(s: Sentence) -> bool:
    return s.text.rstrip().endswith("?")
