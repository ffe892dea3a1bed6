"""What a step of the work is about: the words that tell it from other steps."""

from __future__ import annotations

from promptlint.analysis.similarity import content, stems
from promptlint.deontic.clauses import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

# Words that say that a step is done, and those that every step has in common.
EMPTY = stems(
    """do run make perform carry use get give be have start begin step process thing first last second then next complet
    done finish ready move leav come go proceed only time question whole entire full two both right very afterward later put
    anything say plac earl order must should begin end task turn all any straight away outset immediately front initially"""
)
VAGUE = stems(
    {"user", "answer", "repl", "respons", "messag", "output", "text", "assist", "model", "you", "agent", "file", "cod"}
)
# What may stand beside quoted words that are a step by themselves: "call `get_order`", "the phrase “…”".
AROUND = stems({"phras", "word", "sentenc", "call", "use", "tool", "function", "text", "follow"})


def step(sentence: Sentence, first: int, last: int) -> frozenset[str]:
    """What a step is about; quoted words stand for themselves."""
    words = sentence.tokens.words[first:last]
    masked = quoted(sentence.tokens)[first:last]
    if any(masked):
        i = next(i for i, m in enumerate(masked) if m)
        j = next((j for j in range(i, len(masked)) if not masked[j]), len(masked))
        literal = " ".join(w for w in words[i:j] if w[0].isalnum())
        if literal and not content(w for w, m in zip(words, masked, strict=True) if not m) - EMPTY - AROUND:
            return frozenset({literal})
    found = content(words) - EMPTY
    if "who" in words and not IDENTIFIED.isdisjoint(words):
        found |= {"identity"}  # "until you know who is calling"
    if not found and not ORDERED.isdisjoint(words):
        found = frozenset({"order"})
    named = found if "and" in words else found - VAGUE or found  # "after the answer and the notes" names the answer
    return named | frozenset(POLES[x] for x in words if x in POLES)


ORDERED = frozenset({"order", "orders"})
IDENTIFIED = frozenset("verified verify verifying know confirmed confirm checked established".split())
# Acts that undo one another: "open the valve" and "close the valve" are two steps.
POLES = {
    form: f"{sign}{axis}"
    for axis, pair in enumerate(
        (
            ("open opens opened opening", "close closes closed closing shut"),
            ("start starts started running begin begun", "stop stops stopped end ended halt"),
            ("add adds added adding", "remove removes removed removing"),
            ("lock locked locking", "unlock unlocked unlocking"),
            ("connect connected", "disconnect disconnected"),
            ("enable enabled", "disable disabled"),
            ("load loaded loading", "unload unloaded unloading"),
            ("install installed", "uninstall uninstalled"),
        )
    )
    for sign, forms in zip("+-", pair, strict=True)
    for form in forms.split()
}
SHORT = 7  # letters that the words of one family share: "prescribe", "prescription"


def short(step_: frozenset[str]) -> frozenset[str]:
    """The words of a step, cut to what their family shares; the signs of opposite acts are left out."""
    return frozenset(x if " " in x else x[:SHORT] for x in step_ if x[0] not in "+-")


def undone(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether one of two steps undoes what the other does."""
    signs = {x for x in a | b if x[0] in "+-"}
    return any({"+" + x[1:], "-" + x[1:]} <= signs for x in signs)
