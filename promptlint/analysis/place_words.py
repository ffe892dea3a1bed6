"""Words for what stands first or last in a text."""

from __future__ import annotations

from promptlint.analysis.preconditions import SIGNS
from promptlint.analysis.similarity import key

BE = frozenset({"be", "is", "are"})
# What may stand beside another thing at the same place: a word, a sign, a frame around the text.
SMALL = frozenset(
    """verb noun adverb word letter capital emoji number digit hash bullet dash prefix tag heading header title headline subject
    fence backtick brace bracket quote quotation mark period comma exclamation punctuation imperative hashtag xml json comment
    article preposition gerund""".split()
)
HEADS = "heading header title headline verb emoji tag hashtag json letter".split()
# Acts that are themselves a part of the text.
SAYING = frozenset(
    """thank thanking greet greeting restate restating repeat repeating naming stating quote quoting listing summarise summarize
    summarising summarizing apologise apologize apologising apologizing acknowledge acknowledging welcome welcoming recap
    recapping praise praising congratulate congratulating""".split()
)
# Parts of a text.
PARTS = """greeting salutation summary question apology thanks disclaimer overview recommendation conclusion
    introduction signature joke quote fact hook verdict warning date name reminder reference source compliment invitation wish
    offer link number proverb anecdote statistic definition answer explanation reasoning result source sources list verdict price total news weather invoice quote figure figures""".split()


def unknown_place(w: list[str], at: int) -> str:
    """The noun behind a determiner, for the place of a text that goes by no known name: "closes the prayer"."""
    known = w[at : at + 1] and w[at] in ("the", "a", "this") and at + 1 < len(w) and w[at + 1].isalpha()
    return (
        f"noun:{key(w[at + 1])}"
        if known and (at + 2 >= len(w) or w[at + 2] in SIGNS | BE | {"with", "by", "on"})
        else ""
    )


# Verbs that name a last place only with their particle: "wrap up", not "wrap errors with `%w`".
PHRASAL = {"wrap": "up", "wraps": "up", "round": "off", "rounds": "off"}


def transitive(w: list[str], i: int) -> bool:
    """Whether a verb of closing lacks the particle that makes it one."""
    return w[i] in PHRASAL and PHRASAL[w[i]] not in w[i + 1 : i + 5]
