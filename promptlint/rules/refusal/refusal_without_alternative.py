"""Refusals that leave people with nothing."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.breadth import too_broad
from promptlint.analysis.parts import told_in_parts
from promptlint.analysis.policy import outside, reported, told
from promptlint.analysis.rows import rows
from promptlint.block import HEADING, LABEL
from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.rule import rule
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention


@rule(
    "PL303",
    severity="warning",
    help="add the reason and the next step: a person, a page, or what can be done instead",
    scope="stack",
    evidence=(("OpenAI Model Spec: refusal style", "https://model-spec.openai.com/"),),
)
def check(stack: Stack) -> Iterator[Finding]:
    """A refusal, ordered or scripted, gives neither a reason with a next step nor any other help.

    People ask for a reason; a bare no sends them to the same question in other words. One half-sentence helps: why,
    and where to go. A ban on the model's own conduct ("never state prices") is no refusal of a request.

    ```bad
    You answer customers of a bank in its app.

    - «If somebody asks about another person's account, answer "I can't help with that."»
    ```

    ```bad
    You speak with callers of a debt advice line.

    - «If a caller asks you to recommend a lender, refuse.»
    ```

    ```good
    You answer customers of a bank in its app.

    - If somebody asks about another person's account, answer that only its holder may ask and name the form.
    - Decline help with getting round a fraud check; explain that the branch can review it.
    ```
    """
    if (
        stack.has("decline.manner")
        or stack.profile.name == "constitution"
        or (stack.profile.name in ("agent", "task") and not stack.profile.conversational)
    ):
        return
    broad = {id(s) for s, _ in too_broad(stack)}  # their fault is another one
    for unit in stack.units:
        sentences = [s for s in unit.sentences if s.block.kind not in (HEADING, LABEL)]
        whole = {s.index: found for s, found in told_in_parts(unit, "refusal-without-alternative", sentences)}
        for i, s in enumerate((*sentences, *rows(unit))):
            found = whole.get(s.index)
            m = _refusal(s, stack.profile.public)
            if id(s) in broad:
                continue
            followed = i < len(sentences) and _followed(sentences, i, unit.source.text)
            if m is not None and not followed and _bare(s, m) and not _helped(s, m):
                yield Finding(f"“{told(s.text_of(m.start, m.end))}” gives neither a reason nor another way", s.span)
            elif found is not None and not reported(s) and (not followed or found.says.endswith(MUTE)):
                yield Finding(f"“{told(s.text_of(found.start, found.end))}” {found.says}", s.span)


def _bare(s: Sentence, m: Mention) -> bool:
    """Whether the refusal is ordered, and not told of other people or negated."""
    return not (reported(s) and m.concept != "decline.bare") and {"not", "never"}.isdisjoint(
        s.tokens.words[max(0, m.start - 3) : m.start]
    )


MUTE = "and says so"  # what is ordered to be left out, no later sentence brings
SEPARATORS = frozenset({",", ";", ":", ".", "—", "–", "-", "and", "then", "but", "by", "with"})
PEOPLE = frozenset("customer user guest caller patient they he she who student member visitor i client".split())
AS = regex.compile(r"\b(?:declin|refus)\w+ as (?:it|they|this|these)\b")
CONDUCT = frozenset("run execute follow obey open click install load accept".split())  # acts of its own, no answers
ENDS = frozenset("ends stops closes terminates leaves finishes".split())  # what a user does: "ends the session"
NOUNS = frozenset("a the of in or steady sharp further".split())  # "growth or decline"
REASONS = frozenset("because since reason why".split())


def _refusal(s: Sentence, public: bool) -> Mention | None:
    """The words that refuse: a bare refusal anywhere; in a public prompt any order to refuse a person's request."""
    words = s.tokens.words
    told = (m for m in s.find("decline.bare") if words[m.start] not in ENDS)
    bare = [m for m in told if NOUNS.isdisjoint(words[max(0, m.start - 1) : m.start])]
    if bare:
        return max(bare, key=lambda m: m.end - m.start)
    if not public or not REASONS.isdisjoint(words) or AS.search(s.text) or outside(s):
        return None
    if words[1:2] == ["to"] and not CONDUCT.isdisjoint(words[2:3]):
        return None
    clause = _clause(s)
    for m in s.find("decline.order"):
        asked = any(a.start < m.start for a in s.find("decline.asked"))
        opens = m.start == 0 and words[0] in ("decline", "refuse", "reject", "turn")
        if words[m.start] == "reject" and s.concepts.isdisjoint(("decline.asked",)) and PEOPLE.isdisjoint(words):
            continue  # rows of a table, not people's requests
        if m.start >= clause and (asked or opens) and PEOPLE.isdisjoint(words[max(0, m.start - 2) : m.start]):
            return m
    return None


def _clause(s: Sentence) -> int:
    """Where the main clause begins after a leading condition."""
    words = s.tokens.words
    if words[:1] and words[0] in ("if", "when", "whenever", "should", "where", "once"):
        return next((i + 1 for i, w in enumerate(words) if w in (",", ":", ";")), len(words))
    return 0


def _helped(s: Sentence, refusal: Mention) -> bool:
    """Whether help stands in the sentence: before the refusal in its clause, or behind a sign or an "and" after it."""
    clause, words = _clause(s), s.tokens.words
    for m in s.find("decline.help"):
        if clause <= m.start < refusal.start and not (clause == 0 and refusal.start):
            return True
        if m.start >= refusal.end and not SEPARATORS.isdisjoint(words[refusal.end : m.start + 1]):
            return True
        if (
            refusal.concept == "decline.order"
            and refusal.start < m.start
            and not SEPARATORS.isdisjoint(words[refusal.start + 1 : m.start])
        ):
            return True
    return False


def _followed(sentences: list[Sentence], i: int, text: str) -> bool:
    """Whether the next sentence goes on with the help, on the same line or with an order to give it."""
    here = sentences[i]
    for s in sentences[i + 1 : i + 3]:
        if s.block is not here.block:
            return False
        opens = any(m.start <= 1 for m in s.find("decline.help"))
        if "decline.help" in s.concepts and (opens or "\n" not in text[here.span.end : s.span.start]):
            return True
    return False
