"""The facts that rules read, computed when first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from promptlint.block import Block, Prompt
from promptlint.record import field, record
from promptlint.source import Source
from promptlint.span import Span
from promptlint.text.kept import Kept, Piece, pieces
from promptlint.text.sentences import Sentence, Walker
from promptlint.text.table import Mention, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.analysis.profile import Profile
    from promptlint.deontic.ir import Directive
    from promptlint.diagnostic import Finding


@record(eq=False)
class Unit:
    """One prompt as rules see it.

    Args:
        prompt: structure, placeholders and metadata from the front end.
        source: the file.
        table: compiled knowledge.
        kept: what the sentences of an earlier version were read as.
    """

    prompt: Prompt
    source: Source
    table: Table = field(repr=False)
    kept: Kept | None = field(default=None, repr=False)

    @cached_property
    def all_sentences(self) -> list[Sentence]:
        """Every sentence, those of examples and dialogues included (``mentioned`` is true on them)."""
        return Walker(self.table, self.prompt.role, self.kept).walk(self.prompt.root)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The prose that instructs: without examples, code, tables and data."""
        return [s for s in self.all_sentences if not s.mentioned]

    @cached_property
    def directives(self) -> list[Directive]:
        """The directives in order of the text."""
        return [d for d in self._lowered if not d.stated]

    @cached_property
    def statements(self) -> list[Directive]:
        """Statements that may be meant as directives, in order of the text; for rules that compare directives."""
        return [d for d in self._lowered if d.stated]

    @cached_property
    def _lowered(self) -> list[Directive]:
        from promptlint.deontic.lower import lower

        return [d for s in self.sentences for d in lower(s)]

    @cached_property
    def _by_sentence(self) -> dict[Sentence, list[Directive]]:
        found: dict[Sentence, list[Directive]] = {}
        for d in self.directives:
            found.setdefault(d.sentence, []).append(d)
        return found

    def directives_of(self, sentence: Sentence) -> list[Directive]:
        """The directives of one sentence, in order of the text."""
        return self._by_sentence.get(sentence, [])

    @cached_property
    def pieces(self) -> list[Piece]:
        """The prompt's text in pieces, for what is found line by line (see `by_piece`)."""
        return pieces(self.prompt.view.text, self.kept)

    @cached_property
    def language(self) -> str:
        """ISO 639-1 code of the prose, "und" when unknown."""
        from promptlint.text.language import detect

        return detect(self.prompt.view.text)

    @cached_property
    def _by_concept(self) -> dict[str, list[Sentence]]:
        found: dict[str, list[Sentence]] = {}
        for s in self.sentences:
            for concept in s.concepts:
                found.setdefault(concept, []).append(s)
        return found

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Names of all concepts and patterns anywhere in the instructing prose."""
        return frozenset(self._by_concept)

    def mentioning(self, concepts: Iterable[str]) -> list[Sentence]:
        """The sentences with one of some concepts, in order of the text."""
        found = {s.index: s for concept in concepts for s in self._by_concept.get(concept, ())}
        return [found[i] for i in sorted(found)]

    def has(self, *concepts: str) -> bool:
        """Whether one of the concepts is mentioned."""
        return not self.concepts.isdisjoint(concepts)

    def find(self, concept: str) -> Iterator[tuple[Sentence, Mention]]:
        """Every mention of a concept, with its sentence."""
        for s in self._by_concept.get(concept, ()):
            for m in s.find(concept):
                yield s, m

    def blocks(self, *kinds: str) -> Iterator[Block]:
        """Blocks of the given kinds in order of the text."""
        return (b for b in self._blocks if b.kind in kinds)

    @cached_property
    def _blocks(self) -> list[Block]:
        return list(self.prompt.root.walk())

    @property
    def meta(self) -> dict[str, Any]:
        """Facts from front matter or the carrier."""
        return self.prompt.meta


@record(eq=False)
class Stack:
    """Units of one file that act together in one system; most stacks hold one unit."""

    units: list[Unit]
    declared_profile: str = ""

    @cached_property
    def profile(self) -> Profile:
        """What kind of prompt this is, and why we think so."""
        from promptlint.analysis.profile import profile_of

        return profile_of(self)

    @property
    def sentences(self) -> list[Sentence]:
        """Instructing prose of all units."""
        return [s for u in self.units for s in u.sentences]

    @property
    def directives(self) -> list[Directive]:
        """Directives of all units."""
        return [d for u in self.units for d in u.directives]

    @property
    def language(self) -> str:
        """The language of the first unit."""
        return self.units[0].language

    def has(self, *concepts: str) -> bool:
        """Whether one of the concepts is mentioned in any unit."""
        return any(u.has(*concepts) for u in self.units)

    @property
    def span(self) -> Span:
        """Where the first unit stands."""
        return self.units[0].prompt.span


@record(frozen=True)
class Subject:
    """A prompt in another file, as far as eval cases can name something in it.

    Args:
        text: of the file.
        names: those of a charter's rules; None where only the text can tell.
    """

    text: str
    names: frozenset[str] | None


@record(eq=False)
class Document:
    """One file: its prompts and what is known of them.

    Args:
        declared_profile: the profile that the configuration declares, "" for none.
        notices: what the front end could not read.
        subjects: the prompts in other files that the eval cases in this one are about, by their paths as written.
        kept: what the sentences of an earlier version were read as.
    """

    source: Source
    format: str
    prompts: list[Prompt]
    table: Table = field(repr=False)
    declared_profile: str = ""
    notices: list[Finding] = field(default_factory=list)
    subjects: dict[str, Subject] = field(default_factory=dict)
    kept: Kept | None = field(default=None, repr=False)

    @cached_property
    def units(self) -> list[Unit]:
        """One unit a prompt."""
        return [Unit(p, self.source, self.table, self.kept) for p in self.prompts]

    @cached_property
    def stacks(self) -> list[Stack]:
        """Units grouped by the stack that they act in, in order of the text."""
        groups: dict[str, list[Unit]] = {}
        for i, unit in enumerate(self.units):
            groups.setdefault(unit.prompt.stack or f"\0{i}", []).append(unit)
        return [Stack(units, self.declared_profile) for units in groups.values()]
