"""What an "instead" replaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence

CONTRAST = regex.compile(
    r"\b(?:no|not|never|avoid\w*|without|refus\w+|declin\w+|fail\w*|stuck|stop\w*|skip\w*|rather|wrong\w*|cannot|unable|than|problem\w*|unless|"
    r"miss\w+|hesita\w+|leav\w+|bad|forbid\w*|only|else|drop\w*|replac\w+|remov\w+|lack\w*|empty|unavailable|invalid|instead of|prefer\w*|"
    r"discourag\w+|resist\w*|refrain\w*|if|when|where|whenever|out of|old|deprecated|too|nor|neither|hard\w*|difficult\w*|used to|against|"
    r"default|normally|usually|omit\w*|ignor\w+|reject\w*|block\w*|den(?:y|ies|ied)|prohibit\w*|ban\w*|disabl\w+|error\w*|change\w*|switch\w*|"
    r"available|exceed\w*|limit\w*|but|although|however|though|previous\w*|first|less|fewer|over|off|closed|lost|skeptical|alone)\b|n['’]t\b", re.I)  # fmt: skip
ASIDE = frozenset(("(", "—", "–", "-", ";", ",", "→"))


def replaced(unit: Unit, s: Sentence) -> Iterator[tuple[int, int, str]]:
    """An "instead" with nothing before it that could be replaced."""
    words = s.tokens.words
    at = words.index("instead")
    if _contrasts(words, at):
        return
    if words[at + 1 : at + 2] == ["of"] or CONTRAST.search(s.text.replace("instead", "")) or s.scope.branch:
        return
    before = [x for x in unit.all_sentences if x.index < s.index][-2:]
    own = [x for x in before if x.block is s.block]
    around = " ".join(x.text for x in own) if own else " ".join((s.scope.lead, s.scope.item, *(x.text for x in before)))
    cues = {m[0].lower() for m in CONTRAST.finditer(around)}
    if cues - ({"if", "when", "change", "changed"} if len(own) == 1 else set()) or s.text.lstrip().startswith(
        ("{", "*", '"')
    ):
        return
    start = s.tokens.starts[at]
    yield start, start + len("instead"), "“instead” has nothing before it that is replaced"


def _contrasts(words: list[str], at: int) -> bool:
    """Whether the sentence itself says what is replaced, or it does not matter: "print() – use the logger instead"."""
    if at == 0 or "what" in words[:at]:
        return True  # "Instead, …" goes on from the sentence before
    cut = max((i for i in range(at) if words[i] in ASIDE), default=0)
    return sum(w.isalpha() for w in words[:cut]) > 1
