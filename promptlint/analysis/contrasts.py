"""Words that name different cases: "new orders", "existing orders"; signed, unsigned. See ``rules/knowledge/contrasts.yaml``."""

from __future__ import annotations

from functools import lru_cache

from promptlint.analysis.words import base, bases
from promptlint.text.tokens import tokenize

# Words without which a condition says the same; and those for whoever writes to the model.
FUNCTION = bases(
    "a an the any some this that these those your its their our his her my is are be was were been being has have had do does did "
    "will would can could may might should must of to in on at by for with from as it they he she you we i there here so too also just "
    "even such s t not no never if when while and or but who which what whose whom then than about into ever yet still asks ask says say "
    "writes write wants want requests gets get"
)
ANYBODY = bases(
    "user users customer customers client clients caller callers person people somebody someone anyone visitor guest"
)
NONE: frozenset[str] = frozenset()
PREFIXES = ("un", "non", "in", "im", "ir", "dis")


@lru_cache(maxsize=1)
def _contrasts() -> dict[str, frozenset[str]]:
    """What each word is contrasted with, both in base form."""
    from promptlint.knowledge import current

    found: dict[str, set[str]] = {}
    for line in current().section("contrasts"):
        one, two = (base(w) for w in str(line).split())
        found.setdefault(one, set()).add(two)
        found.setdefault(two, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    """The base forms of a phrase's words."""
    return frozenset(base(w) for w in tokenize(text).words if w[0].isalnum())


def contrasted(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of words, in base form, name different cases: "new"/"existing", "signed"/"unsigned"."""
    known = _contrasts()
    if any(not known.get(w, NONE).isdisjoint(b - a) for w in a - b):
        return True
    return any(f"{p}{w}" in b or (w.startswith(p) and w[len(p) :] in b) for w in a for p in PREFIXES)
