"""The cue phrases of ``rules/knowledge/modality.yaml``, ready for look-up."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from promptlint.knowledge import current
from promptlint.text.table import Table

MODALITIES = ("forbid", "discourage", "require", "recommend", "permit", "prefer")
ANYWHERE = ("absolute", "default", "exclusive", "conditions", "exemptions")


class Cues:
    """Compiled cues.

    Args:
        sections: the sections of the knowledge file.
    """

    def __init__(self, sections: dict[str, Any]) -> None:
        self.modality = Table()
        for name in MODALITIES:
            for phrase in sections.get(name, ()):
                self.modality.add(name, phrase)
        self.anywhere = Table()
        for name in ANYWHERE:
            for phrase in sections.get(name, ()):
                self.anywhere.add(name, phrase)
        self.predicates = Table()
        for name, phrases in sections.get("predicates", {}).items():
            for phrase in phrases:
                self.predicates.add(name, phrase)
        self.frames = Table()
        for name, phrases in sections.get("frames", {}).items():
            for phrase in phrases:
                self.frames.add(name, phrase)
        self.prepositions = frozenset(sections.get("prepositions", ()))
        self.verbs = _words(sections, "imperatives")
        self.doubtful = _words(sections, "not_imperatives")
        self.outputs = _words(sections, "output_nouns")
        self.actors = _words(sections, "actors")


def _words(sections: dict[str, Any], name: str) -> frozenset[str]:
    return frozenset(w for line in sections.get(name, ()) for w in str(line).split())


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The package's cues."""
    return Cues(current().sections)
