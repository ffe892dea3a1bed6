"""Superlatives that a sentence puts first: "starting with the easiest", "newest first"."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.leads import main_words
from promptlint.analysis.places import OPEN
from promptlint.text.kept import of_sentence, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

OPPOSITES = {
    frozenset(pair.split())
    for pair in (
        "easiest hardest", "easiest difficult", "simplest hardest", "shortest longest", "newest oldest", "latest earliest",
        "latest oldest", "recent oldest", "highest lowest", "largest smallest", "biggest smallest", "cheapest dearest", "best worst",
        "strongest weakest", "most least", "simplest complex", "smallest greatest", "youngest oldest", "cheapest expensive",
    )
}  # fmt: skip


REVERSED = {"newest": "oldest", "oldest": "newest", "latest": "oldest", "earliest": "latest", "easiest": "hardest",
            "hardest": "easiest", "cheapest": "dearest", "shortest": "longest", "longest": "shortest"}  # fmt: skip


@of_sentence(same)
def ranks_first(s: Sentence) -> Iterator[str]:
    """Superlatives that a sentence puts first: "starting with the easiest", "newest first"."""
    w = main_words(s.tokens.words)
    for i, word in enumerate(w):
        if word == "chronological" and "order" in w[i : i + 3]:
            yield "newest" if {"reverse", "reversed", "inverse", "descending"} & set(w[max(0, i - 2) : i]) else "oldest"
            continue
        if not (word.endswith("est") or word in ("most", "least")) or len(word) < 4:
            continue
        if word in ("most", "least"):
            if "first" in w[i + 2 : i + 5]:
                yield w[i + 1] if word == "most" else word
            continue
        near = w[max(0, i - 4) : i]
        if "last" in w[i + 1 : i + 4] and word in REVERSED:
            yield REVERSED[word]
            continue
        if (
            w[i + 1 : i + 2] == ["first"]
            or "heads" in w[i + 1 : i + 4]
            or w[i + 2 : i + 5] == ["at", "the", "top"]
            or w[i + 1 : i + 4] == ["at", "the", "top"]
            or w[i + 2 : i + 3] == ["first"]
            or w[i + 1 : i + 3] == ["on", "top"]
            or ({"with", "from"} & set(near) and (OPEN & set(near)))
            or "opens" in w[i + 1 : i + 4]
        ) or (w[i + 1 : i + 3] and "first" in w[i + 2 : i + 6] and ("comes" in w[i:] or "come" in w[i:])):
            yield word
