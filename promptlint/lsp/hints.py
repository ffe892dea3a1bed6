"""What stands beside the text without being in it: hints at conflicts, and counts above prompts and sections."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from lsprotocol import types as lsp

from promptlint.analysis.budgets import tokens
from promptlint.block import HEADING
from promptlint.charter.ast import Charter
from promptlint.document import Unit
from promptlint.lsp.analyser import Analysis, places_of
from promptlint.lsp.session import Session
from promptlint.lsp.words import many
from promptlint.span import Span


def register(server: Session) -> None:
    """Teach the server these features."""
    server.on(lsp.TEXT_DOCUMENT_INLAY_HINT)(inlay_hint)
    server.on(lsp.TEXT_DOCUMENT_CODE_LENS)(code_lens)


async def inlay_hint(ls: Session, params: lsp.InlayHintParams) -> list[lsp.InlayHint] | None:
    """ "conflicts with line 40" at the end of each line that takes part; only where the user wants hints."""
    uri = params.text_document.uri
    if not ls.settings_of(uri).inlay_hints or (analysis := await ls.read(uri)) is None:
        return None
    places, source = ls.places(analysis), analysis.source
    area = places.span(params.range)
    found = []
    for line, others in sorted(_opponents(analysis).items()):
        start = source.line_starts[line - 1]
        end = start + len(source.line(line))
        if end < area.start or start > area.end:
            continue
        numbers = ", ".join(map(str, sorted(others)))
        label = f"conflicts with line{'s' if len(others) > 1 else ''} {numbers}"
        found.append(lsp.InlayHint(places.position(end), label, padding_left=True))
    return found


def _opponents(analysis: Analysis) -> dict[int, set[int]]:
    """The lines that conflict with each line."""
    found: dict[int, set[int]] = {}
    for d in analysis.conflicts():
        rows = {analysis.source.position(s.start).line for s in places_of(d)}
        for row in rows:
            if others := rows - {row}:
                found.setdefault(row, set()).update(others)
    return found


async def code_lens(ls: Session, params: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
    """Counts above each prompt and each of its sections."""
    uri = params.text_document.uri
    if not ls.settings_of(uri).code_lens or (analysis := await ls.read(uri)) is None:
        return None
    places, found = ls.places(analysis), []
    for span, title in lenses(analysis):
        start = places.position(span.start)
        arguments = [uri, {"line": start.line, "character": start.character}] if ls.lens_command else None
        command = lsp.Command(title, ls.lens_command, arguments=arguments)
        found.append(lsp.CodeLens(lsp.Range(start, start), command))
    return found


def lenses(analysis: Analysis) -> Iterator[tuple[Span, str]]:
    """The places of lenses and what they say."""
    conflicts = sorted({(s.start, i) for i, d in enumerate(analysis.conflicts()) for s in places_of(d)})
    for unit in analysis.document.units:
        starts = sorted(d.span.start for d in unit.directives)
        sections = _principles(analysis.charter) if analysis.charter else _sections(unit)
        top = _top(unit)
        yield top, f"{_title(unit.prompt.span, starts, conflicts)} · ~{tokens(unit.prompt.view.text):,} tokens"
        for span in sections:
            if span.start != top.start and _within(span, starts):
                yield span, _title(span, starts, conflicts)


def _top(unit: Unit) -> Span:
    """Where the text of a prompt begins."""
    start, end = unit.prompt.span
    while start < end and unit.source.text[start].isspace():
        start += 1
    return Span(start, start)


def _sections(unit: Unit) -> Iterator[Span]:
    """Each section from its heading to the next of its level or above."""
    headings = [b for b in unit.blocks(HEADING) if b.view]
    for i, block in enumerate(headings):
        level = int(block.attrs.get("level", 1))
        after = (b.span.start for b in headings[i + 1 :] if int(b.attrs.get("level", 1)) <= level)
        yield Span(block.span.start, next(after, unit.prompt.span.end))


def _principles(charter: Charter) -> Iterator[Span]:
    """Each principle with its rules."""
    for node in charter.of("principle"):
        yield Span(node.span.start, max(n.span.end for n in node.walk()))


def _title(span: Span, directives: list[int], conflicts: list[tuple[int, int]]) -> str:
    """ "12 directives · 2 conflicts".

    Args:
        directives: where directives begin, in order.
        conflicts: where places of conflicts begin, in order, each with the number of its conflict.
    """
    text = many(_within(span, directives), "directive")
    first, last = bisect_left(conflicts, (span.start, -1)), bisect_left(conflicts, (span.end, -1))
    here = len({number for _, number in conflicts[first:last]})
    return f"{text} · {many(here, 'conflict')}" if here else text


def _within(span: Span, starts: list[int]) -> int:
    """How many of the offsets, which are in order, lie in a span."""
    return bisect_left(starts, span.end) - bisect_left(starts, span.start)
