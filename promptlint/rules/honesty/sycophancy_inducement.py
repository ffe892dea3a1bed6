"""Orders to agree, praise or confirm whatever the facts are."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.parts import told_in_parts
from promptlint.analysis.policy import REGARDLESS, governed, negated, reported, told
from promptlint.analysis.rows import rows
from promptlint.deontic.cues import cues
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.text.kept import by_content
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention


@rule(
    "PL601",
    severity="warning",
    help="order what is right instead: say what is correct, what is not, and what to try next; warmth can stay",
    needs=("flattery.*", "table"),
    evidence=(
        ("OpenAI Model Spec: don't be sycophantic", "https://model-spec.openai.com/"),
        ("Towards Understanding Sycophancy in Language Models", "https://arxiv.org/abs/2310.13548"),
    ),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A directive orders agreement, praise or confirmation regardless of the facts.

    Models lean towards agreeing as it is. An order to do so turns a wrong answer, a plan that cannot work or a delusion
    into something that the assistant confirms. Warmth, respect, and praise for what is right are no such order.

    ```bad
    - «Agree with what the user thinks about others, and tell them that they are right.»
    ```

    ```bad
    - «If a member likes a plan, praise it even if a connection cannot be made.»
    ```

    ```bad
    - «Never contradict the customer.»
    ```

    ```good
    - Say what is right in the answer, then what to try again.
    - Praise every correct answer.
    - Do not agree with everything the user says.
    - Never correct the user's grammar.
    ```
    """
    whole = {s.index: found for s, found in told_in_parts(unit, "sycophancy-inducement") if not reported(s)}
    for s in (*unit.sentences, *rows(unit)):
        if s.index in whole:
            start, end, what = whole[s.index]
            yield Finding(f"“{told(s.text_of(start, end))}” {what}", s.span)
        elif _speaks_of_it(s) and not reported(s) and (found := _flattery(unit, s)):
            mention, what = found
            yield Finding(f"“{told(s.text_of(mention.start, mention.end))}” {what}", s.span)


@by_content
def _speaks_of_it(s: Sentence) -> bool:
    return not s.concepts.isdisjoint((*FORBID, *ORDER, "flattery.approve", "flattery.told"))


def _flattery(unit: Unit, s: Sentence) -> tuple[Mention, str] | None:
    """The words that order flattery, and what is wrong with them."""
    loose = not s.concepts.isdisjoint(("flattery.regardless",))
    tied = _tied(s)
    for m in sorted(s.mentions):
        if _decided(s, m) or _named(s, m):
            continue
        if m.concept in FORBID and not tied and not negated(s, m.start) and not _compound(s, m.end):
            return m, "forbids to say what is wrong"
        if m.concept in ORDER and not tied and governed(unit, s, m):
            return m, "orders agreement or praise whatever the facts are"
        if m.concept == "flattery.told" and not tied and _verdict(s, m) and not negated(s, m.start):
            return m, "fixes the verdict whatever the facts are"
        if m.concept == "flattery.approve" and loose and not tied and governed(unit, s, m) and not _neutral(s, m):
            return m, "orders agreement or praise whatever the facts are"
    return None


FORBID = ("flattery.never_contradict", "flattery.no_dissent")
ORDER = ("flattery.agree", "flattery.opinion")
ARTICLES = [[w] for w in ("a", "an", "the", "your", "its", "our")]  # before the noun "answer"
NEUTRAL = frozenset("date time price terms appointment booking order term slot procedure payment delivery".split())


CONDITIONS = frozenset("if when where once unless provided whenever only true".split())


ASKED = frozenset(("ask", "asks", "asked"))


def _verdict(s: Sentence, m: Mention) -> bool:
    """Whether a verdict is given whatever the case: no condition decides it, or one that says that nothing does."""
    words = s.tokens.words
    if "or" in words[m.end : m.end + 2]:
        return False  # "rate each answer as right or wrong"
    return (
        CONDITIONS.isdisjoint(words)
        or not REGARDLESS.isdisjoint(words)
        or (words[0] in ("when", "whenever") and not ASKED.isdisjoint(words))
    )


def _decided(s: Sentence, m: Mention) -> bool:
    """Whether a condition behind the words decides whether they hold: "call it right if it matches the key"."""
    words = s.tokens.words
    return not DECIDES.isdisjoint(words[m.end : m.end + 2]) and REGARDLESS.isdisjoint(words)


DENIED = frozenset("not no never neither nor nothing hardly".split())
DECIDES = frozenset("if once provided unless".split())


def _neutral(s: Sentence, m: Mention) -> bool:
    """Whether the words deny, are about a date or a booking and not about what is true, or belong to two clauses."""
    words = s.tokens.words
    return (
        not DENIED.isdisjoint(words[m.start + 1 : m.end])
        or ";" in words[m.start : m.end]
        or "or" in words[m.end : m.end + 2]
        or (words[m.start] in ("answer", "reply") and words[max(0, m.start - 1) : m.start] in ARTICLES)
        or not NEUTRAL.isdisjoint(words[m.start : m.end + 4])
    )


# What can stand before a verb that orders: "then praise …", "to praise …", "you always praise …".
BEFORE = frozenset(
    "the each every all any to and or you we always must should shall will never not then please also simply just only do may can".split()
)


def _named(s: Sentence, m: Mention) -> bool:
    """Whether the words begin with a noun that looks like a verb: "every tool call must be justified", "a second opinion"."""
    words = s.tokens.words
    first, before = words[m.start], words[m.start - 1] if m.start else ""
    return first in cues().verbs and before.isalpha() and before not in BEFORE


@by_content
def _tied(s: Sentence) -> bool:
    """Whether the praise is tied to what is right, or the words are about manners."""
    orders = [m for m in s.mentions if m.concept in (*ORDER, *FORBID)]
    apart = [t for t in s.find("flattery.tied") if not any(m.start < t.end and t.start < m.end for m in orders)]
    inside = [t for t in s.find("flattery.tied") if any(m.start < t.start and t.end <= m.end for m in orders)]
    return bool(apart or inside) and not any(w in REGARDLESS for w in s.tokens.words)


def _compound(s: Sentence, end: int) -> bool:
    """Whether the last word is the first part of a compound ("user-level fact")."""
    return s.tokens.words[end : end + 1] == ["-"]
