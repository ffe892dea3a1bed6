"""Vague terms."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.wording import CRITERION, Hit, defined, defines, explained, fold, governed, hits, reason
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule

CONCEPTS = (
    "vague:fit-adverb",
    "vague:fit-attribute",
    "vague:fit-predicate",
    "vague:quality-attribute",
    "vague:weight-object",
    "vague:weight-case",
)
# "the appropriate tool" means the one whose description fits: there is a list to choose from.
LISTED = frozenset(
    "tool tools function functions field fields category categories section sections label template subagent subagents agent "
    "branch file files directory folder column status endpoint type format key value level heading tag command commands "
    "placeholder time noun nouns".split()
)
LINKS = frozenset("or and to for if when in as it the on by of at with that but than is are be".split())
DISCIPLINE = frozenset("formatted escaped closed quoted indented nested cited attributed encoded aligned".split())


@rule(
    "PL201",
    severity="info",
    confidence="medium",
    help="say what counts, as a number, a list or a criterion that two readers would apply alike",
    evidence=[
        ("Femmer et al., Rapid quality assurance with requirements smells", "https://arxiv.org/abs/1611.08847"),
    ],
)
def check(unit: Unit) -> Iterator[Finding]:
    """An evaluative word decides what is done, chosen or accepted, and nothing says what it means.

    "Appropriate", "reasonable", "good" and "important" stand for a decision that the author has made and not written
    down. The model makes its own, a different one each time. Words of tone ("friendly") and words that describe the role
    or the users are not meant; nor is a term that is followed by its criterion or defined elsewhere in the prompt.

    ```bad
    Choose an «appropriate» delivery option for the customer.
    ```

    ```bad
    Offer a «reasonable» discount if the caller hesitates.
    ```

    ```bad
    The dish should be «suitable» for a weeknight.
    ```

    ```bad
    Make the story «good».
    ```

    ```bad
    Pass on posts «of particular importance» to the service team.
    ```

    ```good
    Offer a reasonable discount, that is 5 %.
    ```

    ```good
    Pass on important posts to the service team.
    A post counts as important when it reports an injury.
    ```

    ```good
    You are a good listener and a friendly, professional assistant.
    Answer in a warm tone.
    ```

    ```good
    Never say that a price is reasonable.
    Wish the caller a good day.
    ```
    """
    yield from fold(
        _found(unit),
        "“{text}” decides here, and nothing says what it means",
        "“{text}” again",
        threshold=2,
    )


def _found(unit: Unit) -> Iterator[tuple[str, Hit]]:
    asked = hits(unit, CONCEPTS, unless="vague:not")
    loose = (
        h
        for h in hits(unit, ("vague:fit-any",), unless="vague:not")
        if _attributive(h) and governed(h, unit, conditions=False)
    )
    goals = hits(unit, ("vague:goal",), unless="vague:not", directive=False)
    for hit in sorted((*asked, *loose, *goals), key=lambda h: (h.sentence.index, h.start)):
        term = _term(hit)
        word = term.sentence.tokens.words[term.end - 1]
        if defines(term.sentence.tokens.words, term.end - 1):
            continue
        if not reason(hit) and not explained(hit) and not _fixed(hit, word) and not defined(unit, word, hit.sentence):
            yield word, term

    for hit in hits(unit, ("vague:stated",), unless="vague:not", directive=False):
        term = _term(hit)
        word = term.sentence.tokens.words[term.end - 1]
        if not reason(hit) and not CRITERION.match(_rest(hit)) and not defined(unit, word, hit.sentence):
            yield word, term


def _rest(hit: Hit) -> str:
    """What follows the words in their sentence."""
    return hit.sentence.text[hit.sentence.tokens.ends[hit.end - 1] :]


def _attributive(hit: Hit) -> bool:
    """Whether a noun follows that the word belongs to."""
    words = hit.sentence.tokens.words
    before = words[hit.start - 1] if hit.start else ""
    return (
        words[hit.end - 1].isalpha()
        and words[hit.end - 1] not in LINKS
        and before not in ("when", "if", "where", "as", "if", "not")
    )


def _term(hit: Hit) -> Hit:
    """The vague word itself; the whole construction where it has no single one ("as you see fit")."""
    for concept in ("fit-word", "quality-word", "weight-word"):
        found = [m for m in hit.sentence.find(concept) if hit.start <= m.start and m.end <= hit.end]
        if found:
            m = max(found, key=lambda m: (m.end - m.start, m.end))
            return Hit(hit.sentence, m.start, m.end)
    return hit


def _fixed(hit: Hit, term: str) -> bool:
    """Whether the words mean a choice from a list, a rule of form, or something that is talked about."""
    words = hit.sentence.tokens.words
    around = words[max(0, hit.start - 1) : hit.end + 1]
    if "the" in around and not LISTED.isdisjoint(around):
        return True
    if not DISCIPLINE.isdisjoint(around):
        return True
    return words[hit.end : hit.end + 1] == ["to"] and term == "appropriate"
