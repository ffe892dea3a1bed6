"""Files that are active together, read as one prompt: what none of them says alone can clash between them.

A stack is declared in the configuration, or holds by convention: an AGENTS.md or CLAUDE.md is read together with those
of the same name in the folders above. All its files are read for each of them, so that an order of rank in any of them
counts; a clash is reported once, in the last file that takes part.
"""

from __future__ import annotations

import posixpath
from bisect import bisect_right
from collections.abc import Iterator

from promptlint.beside import Loader
from promptlint.block import HEADING, Prompt
from promptlint.diagnostic import Confidence, Finding, Label
from promptlint.document import Document, Unit
from promptlint.record import record, replace
from promptlint.settings import Settings
from promptlint.source import Source, SourceError
from promptlint.span import Span
from promptlint.text.sentences import Sentence
from promptlint.view import View

NESTED = ("AGENTS.md", "CLAUDE.md")
QUOTED = 70  # characters of a sentence in a message


@record(frozen=True, slots=True)
class Part:
    """One file of a stack.

    Args:
        start: where its text begins in the common coordinates.
        turn: its place in the stack; a clash is reported in the file of the last turn.
        level: its authority, 0 the highest; between two levels the stack has decided.
    """

    source: Source
    start: int
    turn: int
    level: int


@record(eq=False)
class Joint:
    """A stack as the rules see it: one unit in common coordinates, of which the linted file holds the first.

    Args:
        parts: in order of their starts; the linted file is the first.
        declared: it stands in the configuration.
    """

    unit: Unit
    parts: list[Part]
    declared: bool

    def own(self, finding: Finding) -> Finding | None:
        """A finding in common coordinates as one of the linted file, None if it is not to be reported there."""
        if finding.span is None:
            return None
        mine = self.parts[0]
        first = Label(finding.span, "the other place")
        places = [(self._part(r.span), r) for r in (first, *finding.related)]
        places = [(part, r) for part, r in places if part.level == mine.level]
        own = [r for part, r in places if part is mine]
        others = [(part, r) for part, r in places if part is not mine]
        if not own or not others or any(part.turn > mine.turn for part, _ in others):
            return None
        labels = own[1:] + [
            Label(Span(r.span.start - part.start, r.span.end - part.start), r.message, part.source)
            for part, r in others
        ]
        message, part = finding.message, others[0][0]
        if own[0] is first:
            message += f" (in {part.source.path})"
        else:  # the message speaks of a sentence of another file
            message = f"“{_short(self._part(first.span), first.span)}” in {part.source.path}: {message}"
        sure = finding.confidence
        if not self.declared and sure is not Confidence.LOW:  # the nearer file may be meant to differ
            sure = Confidence.MEDIUM
        return replace(finding, message=message, span=own[0].span, related=tuple(labels), confidence=sure, fix=None)

    def _part(self, span: Span) -> Part:
        return self.parts[bisect_right([p.start for p in self.parts], span.start) - 1]


def joints(document: Document, settings: Settings, load: Loader) -> Iterator[Joint]:
    """The stacks that a file is part of, of which another file can be read, and in which no sentence ranks the files.

    Args:
        load: reads the other files.
    """
    path = document.source.path
    stacks = [(True, [(_from(path, name), level) for name, level in stack]) for stack in settings.stacks]
    if posixpath.basename(path) in NESTED:
        declared = {name for _, stack in stacks for name, _ in stack}
        above = [(name, 0) for name in _above(path) if name not in declared]
        if above:
            stacks.append((False, [*above, (path, 0)]))
    for declared_, stack in stacks:
        joint = _joint(document, stack, load, declared_)
        if joint and not joint.unit.has("rank:files"):
            yield joint


def _from(path: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def _above(path: str) -> list[str]:
    """The files of the same name in the folders above, as far as the path goes; the farthest first."""
    folder, name = posixpath.split(path)
    found = []
    while folder and folder != posixpath.dirname(folder) and posixpath.basename(folder) not in ("", ".", ".."):
        folder = posixpath.dirname(folder)
        found.append(posixpath.join(folder, name))
    return found[::-1]


def _joint(document: Document, stack: list[tuple[str, int]], load: Loader, declared: bool) -> Joint | None:
    path = posixpath.normpath(document.source.path)
    turn, level = next(((i, level) for i, (name, level) in enumerate(stack) if name == path), (-1, 0))
    if turn < 0 or not document.units:
        return None
    parts, sentences = [Part(document.source, 0, turn, level)], _renumbered(document, 0, 0)
    for i, (name, rank) in enumerate(stack):
        if i == turn:
            continue
        start = parts[-1].start + len(parts[-1].source.text) + 1
        other = _read(name, document, load)
        if other is not None and other.source.text != document.source.text:  # a copy says nothing else
            parts.append(Part(other.source, start, i, rank))
            sentences += _renumbered(other, start, len(sentences))
    if len(parts) < 2:
        return None
    own = document.units[0]
    prompt = Prompt("", own.prompt.span, own.prompt.root, own.prompt.view, own.prompt.role)
    unit = Unit(prompt, document.source, document.table)
    unit.__dict__["all_sentences"] = sentences
    return Joint(unit, parts, declared)


def _read(name: str, document: Document, load: Loader) -> Document | None:
    from promptlint import formats

    try:
        source = Source.from_bytes(name, load(name))
    except (OSError, SourceError):
        return None
    parsed = formats.parse(source, load=load)
    return Document(source, parsed.format, parsed.prompts, document.table)


def _renumbered(document: Document, start: int, count: int) -> list[Sentence]:
    """The sentences of all prompts of a file in common coordinates, numbered from ``count`` on."""
    found: list[Sentence] = []
    if document.format == "charter":  # is compared by its own logic, with what it includes
        return found
    for unit in document.units:
        moved: dict[int, Sentence] = {}
        titled = _titled(unit)
        for s in unit.all_sentences:
            view = View(s.view.text, [(a, b + start, c, d) for a, b, c, d in s.view.segments])
            lead = s.lead_sentence and moved.get(id(s.lead_sentence))
            scope = replace(s.scope, headings=s.scope.headings[1:]) if titled else s.scope
            copy = replace(s, view=view, scope=scope, index=count + len(found), lead_sentence=lead)
            moved[id(s)] = copy
            found.append(copy)
    return found


def _titled(unit: Unit) -> bool:
    """Whether one heading stands above all prose: the title of the file, which limits nothing beside other files."""
    tops = {s.scope.headings[:1] for s in unit.all_sentences if s.block.kind != HEADING}
    return len(tops) == 1 and () not in tops


def _short(part: Part, span: Span) -> str:
    flat = " ".join(part.source.text[span.start - part.start : span.end - part.start].split())
    return flat if len(flat) <= QUOTED else flat[: QUOTED - 1].rstrip() + "…"
