"""Signs that an author has thought of a policy: they keep the rule quiet that would miss it, and satisfy nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.block import CODE, DATA, EXAMPLE, TEMPLATE
from promptlint.knowledge import current
from promptlint.text.tokens import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Stack, Unit

SILENT = frozenset({CODE, DATA, EXAMPLE, TEMPLATE})  # blocks whose words are nobody's policy
SHORT = 25  # tokens of a question that the next sentence may answer
LONG = 400  # a "sentence" of more tokens is no prose


def hinted(stack: Stack, policy: str, apart: str = "") -> bool:
    """Whether a sentence, a heading, a table's row or a tag hints that the author has thought of a policy.

    Args:
        policy: the name of its signs in ``rules/knowledge/hints.yaml``.
        apart: a sentence, on one line, that tells the work itself and states no policy.
    """
    return any(states(words, policy) for unit in stack.units for words in _texts(unit, apart))


def states(words: list[str], policy: str) -> bool:
    """Whether the words of one sentence hint at a policy."""
    known = current()
    found = {m.concept for m in known.tables["hints"].find(words)}
    if policy in found:
        return True
    parts, voids = (known.section(name).get(policy, ()) for name in ("hint_parts", "hint_unless"))
    return any(found.issuperset(g) for g in parts) and not any(found.issuperset(g) for g in voids)


def _texts(unit: Unit, apart: str) -> Iterator[list[str]]:
    """The words of each sentence, cell and tag name that may state something."""
    tags: set[str] = set()
    asked: list[str] = []
    end = -1
    for s in unit.all_sentences:
        if (
            s.block.kind not in SILENT
            and len(s.tokens.words) < LONG
            and (not apart or " ".join(s.text.split()) != apart)
        ):
            if asked and "\n" in unit.source.text[end : s.span.start]:
                yield asked
                asked = []
            words, end = asked + s.tokens.words, s.span.end
            if s.text.rstrip().endswith("?") and len(words) < SHORT:
                asked = words  # "Table empty? Ask the cashier." states one thing
            else:
                asked = []
                yield words
        tags.update(s.scope.tags)
    if asked:
        yield asked
    for tag in sorted(tags):
        yield tokenize(tag.replace("_", " ").replace("-", " ")).words
