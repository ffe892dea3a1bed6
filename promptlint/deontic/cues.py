"""The cue phrases of ``rules/knowledge/modality.yaml``, ready for look-up."""

from __future__ import annotations

from functools import lru_cache

from promptlint.knowledge import Knowledge, current

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Cues:
    """Compiled cues.

    Args:
        knowledge: where the file is read.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.modality = knowledge.tables["modality"]
        self.anywhere = knowledge.tables["anywhere"]
        self.predicates = knowledge.tables["predicates"]
        self.frames = knowledge.tables["frames"]
        sections = knowledge.sections
        self.prepositions = frozenset(sections.get("prepositions", ()))
        self.verbs = _words(sections, "imperatives")
        self.doubtful = _words(sections, "not_imperatives")
        self.noun_verbs = _words(sections, "noun_verbs")
        self.outputs = _words(sections, "output_nouns")
        self.plain_verbs = self.verbs - self.noun_verbs - self.doubtful - self.outputs  # verbs and nothing else
        self.actors = _words(sections, "actors")
        self.parties = _words(sections, "parties")
        self.verdicts = knowledge.tables["verdicts"]
        self.roles = _words(sections, "roles")
        self.world = _words(sections, "world")
        self.acquaint = _words(sections, "acquaint")
        self.rule_verbs = _words(sections, "rule_verbs")
        self.stative = _words(sections, "stative")
        self.habitual = _words(sections, "habitual")
        self.distant = _words(sections, "distant")
        self.attributes = _words(sections, "attributes")
        self.given = _words(sections, "given")
        self.text_verbs = _words(sections, "text_verbs")
        self.programs = _words(sections, "programs") | _words(sections, "words_too")
        self.nominals = frozenset(str(line).split()[0] for line in sections.get("nominals", ()))
        self.asides = _words(sections, "asides")


def _words(sections: dict[str, Any], name: str) -> frozenset[str]:
    return frozenset(w for line in sections.get(name, ()) for w in str(line).split())


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The package's cues."""
    return Cues(current())
