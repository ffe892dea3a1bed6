"""The analysis of one open text: everything that the features of the editor read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

from promptlint.analysis.charters import facts_of
from promptlint.beside import Loader
from promptlint.diagnostic import Diagnostic
from promptlint.document import Document, Unit
from promptlint.engine import lint
from promptlint.record import field, record
from promptlint.result import FileResult
from promptlint.settings import Settings
from promptlint.source import Source
from promptlint.span import Span
from promptlint.text.kept import Kept

if TYPE_CHECKING:
    from promptlint.charter.ast import Charter
    from promptlint.charter.facts import Facts
    from promptlint.deontic.ir import Directive
    from promptlint.text.sentences import Sentence


class Superseded(Exception):
    """The text has changed since; nobody waits for this analysis any more."""


SERIAL = count(1)


@record(eq=False)
class Analysis:
    """What is known of one version of a text.

    Args:
        reads: names of the files that it includes, also of those that could not be read.
        serial: a number that no other analysis of this process has.
    """

    source: Source
    document: Document
    result: FileResult
    settings: Settings
    reads: frozenset[str] = frozenset()
    serial: int = field(default_factory=SERIAL.__next__)

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What was found, in order of the text."""
        return self.result.diagnostics

    @cached_property
    def charter(self) -> Charter | None:
        """The statements of a charter, None for anything else."""
        return self.facts.charter if self.facts else None

    @cached_property
    def facts(self) -> Facts | None:
        """What is known of a charter with its includes, None for anything else."""
        return next((f for u in self.document.units if (f := facts_of(u))), None)

    @cached_property
    def _by_start(self) -> list[tuple[int, Unit, Sentence]]:
        found = [(s.span.start, u, s) for u in self.document.units for s in u.all_sentences]
        return sorted(found, key=lambda x: x[0])

    def sentence_at(self, offset: int) -> tuple[Unit, Sentence] | None:
        """The sentence that stands at an offset, the innermost if several do."""
        rows = self._by_start
        at = bisect_right(rows, offset, key=lambda row: row[0]) - 1
        # Prose that a charter renders to may stand for overlapping places; those before may reach here.
        near = [row for row in rows[max(0, at - 8) : at + 1] if row[0] <= offset <= row[2].span.end]
        best = min(near, key=lambda row: row[2].span.end - row[0], default=None)
        return (best[1], best[2]) if best else None

    @cached_property
    def directives(self) -> list[Directive]:
        """Every directive, in order of the text."""
        return sorted((d for u in self.document.units for d in u.directives), key=lambda d: d.span)

    def directives_of(self, sentence: Sentence) -> list[Directive]:
        """The directives of a sentence."""
        return self._by_sentence.get(id(sentence), [])

    @cached_property
    def _by_sentence(self) -> dict[int, list[Directive]]:
        found: dict[int, list[Directive]] = {}
        for d in self.directives:
            found.setdefault(id(d.sentence), []).append(d)
        return found

    def conflicts(self) -> list[Diagnostic]:
        """The places that cannot all be followed."""
        return [d for d in self.diagnostics if is_conflict(d)]


def is_conflict(d: Diagnostic) -> bool:
    """Whether it is about places that cannot all be followed; those that only repeat one another can."""
    return d.category == "conflict" and d.name != "duplicate-directive"


def places_of(d: Diagnostic) -> list[Span]:
    """The primary place and the others in the same text."""
    return [d.span, *(r.span for r in d.related if not r.source)]


class Analyser:
    """Reads one open text again and again. What is worth keeping between two versions is kept here."""

    def __init__(self) -> None:
        self.kept = Kept()

    def analyse(self, source: Source, settings: Settings, load: Loader, proceed: Callable[[], None]) -> Analysis:
        """The analysis of the present version.

        Args:
            load: reads the files that this one includes.
            proceed: called now and then; raises Superseded when nobody waits any more.

        Raises:
            Superseded: the text has changed since.
            UnknownRule, KnowledgeError: the settings cannot be used.
        """
        reads: set[str] = set()

        def loading(name: str) -> bytes:
            reads.add(name)
            return load(name)

        self.kept.turn()
        document, result = lint(source, settings, proceed, loading, self.kept)
        self.kept.finish()
        return Analysis(source, document, result, settings, frozenset(reads))
