"""Signs that an author has thought of a policy: they keep the rule quiet that would miss it, and satisfy nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.block import CODE, DATA, EXAMPLE, TEMPLATE
from promptlint.document import Stack, Unit
from promptlint.knowledge import current
from promptlint.text.tokens import tokenize

SILENT = frozenset({CODE, DATA, EXAMPLE, TEMPLATE})  # blocks whose words are nobody's policy
LONG = 400  # a "sentence" of more tokens is no prose


def hinted(stack: Stack, policy: str, apart: str = "") -> bool:
    """Whether a sentence, a heading, a table's row or a tag hints that the author has thought of a policy.

    Args:
        policy: the name of its signs in ``rules/knowledge/hints.yaml``.
        apart: a sentence, on one line, that tells the work itself and states no policy.
    """
    known = current()
    table = known.tables["hints"]
    parts = [frozenset(group) for group in known.section("hint_parts").get(policy, ())]
    voids = [frozenset(group) for group in known.section("hint_unless").get(policy, ())]
    for unit in stack.units:
        for words in _texts(unit, apart):
            found = {m.concept for m in table.find(words)}
            if policy in found or (any(g <= found for g in parts) and not any(g <= found for g in voids)):
                return True
    return False


def _texts(unit: Unit, apart: str) -> Iterator[list[str]]:
    """The words of each sentence, cell and tag name that may state something."""
    tags: set[str] = set()
    for s in unit.all_sentences:
        if (
            s.block.kind not in SILENT
            and len(s.tokens.words) < LONG
            and (not apart or " ".join(s.text.split()) != apart)
        ):
            yield s.tokens.words
        tags.update(s.scope.tags)
    for tag in sorted(tags):
        yield tokenize(tag.replace("_", " ").replace("-", " ")).words
