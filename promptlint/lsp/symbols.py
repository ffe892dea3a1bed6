"""The outline of a text, and what of it can be folded: prompts, sections, principles, directives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types as lsp

from promptlint.block import CODE, COMMENT, EXAMPLE, HEADING, HIDDEN, LIST, ROLE, TABLE, TAG, Block
from promptlint.charter.ast import Charter, Node
from promptlint.document import Unit
from promptlint.lsp.analyser import Analysis
from promptlint.lsp.convert import Places
from promptlint.lsp.session import Session
from promptlint.record import field, record
from promptlint.span import Span

LONGEST = 80  # characters of a name
KIND = lsp.SymbolKind
STATEMENTS = {
    "principle": KIND.Namespace,
    "rule": KIND.Function,
    "escalate": KIND.Function,
    "when": KIND.Struct,
    "field": KIND.Field,
    "define": KIND.Constant,
    "input": KIND.Variable,
    "example": KIND.Event,
    "limit": KIND.Number,
    "stop": KIND.Event,
    "confirm": KIND.Event,
    "precedence": KIND.Operator,
    "include": KIND.File,
    "extends": KIND.File,
}
FOLDED = frozenset({TAG, CODE, TABLE, EXAMPLE, LIST, ROLE, COMMENT, HIDDEN})


def register(server: Session) -> None:
    """Teach the server these features."""
    server.on(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(document_symbol)
    server.on(lsp.TEXT_DOCUMENT_FOLDING_RANGE)(folding_range)


@record(eq=False, slots=True)
class Entry:
    """One line of the outline."""

    name: str
    detail: str
    kind: lsp.SymbolKind
    span: Span
    chosen: Span
    level: int = 0
    below: list[Entry] = field(default_factory=list)


async def document_symbol(
    ls: Session, params: lsp.DocumentSymbolParams
) -> list[lsp.DocumentSymbol] | list[lsp.SymbolInformation] | None:
    """The outline; flat for a client that knows no other."""
    analysis = await ls.read(params.text_document.uri)
    if analysis is None:
        return None
    entries = outline(analysis)
    places = ls.places(analysis)
    able = ls.client_capabilities.text_document
    if able and able.document_symbol and able.document_symbol.hierarchical_document_symbol_support:
        return [_symbol(e, places) for e in entries]
    uri = params.text_document.uri
    return [
        lsp.SymbolInformation(lsp.Location(uri, places.range(e.span)), e.name, e.kind, container_name=above or None)
        for e, above in _flat(entries, "")
    ]


def outline(analysis: Analysis) -> list[Entry]:
    """The outline of a text."""
    if analysis.charter is not None:
        return [e for n in analysis.charter.nodes if (e := _statement(n))]
    units = analysis.document.units
    if len(units) == 1 and not units[0].prompt.name:
        return _sections(units[0])
    found = []
    for unit in units:
        span = unit.prompt.span
        entry = Entry(_short(unit.prompt.name) or "prompt", "", KIND.Module, span, Span(span.start, span.start))
        entry.below = _sections(unit)
        found.append(entry)
    return found


def _sections(unit: Unit) -> list[Entry]:
    """Headings by their levels, with the directives below each."""
    top: list[Entry] = []
    open_: list[Entry] = []
    rows: list[tuple[Span, Entry]] = []
    for block in unit.blocks(HEADING):
        if block.view:
            title = _short(block.view.text.strip(" *_:#")) or "…"
            level = int(block.attrs.get("level", 1))
            rows.append((block.span, Entry(title, "", KIND.String, block.span, block.span, level)))
    for d in unit.directives:
        kind = KIND.Boolean if d.modality.forbids else KIND.Function if d.modality.requires else KIND.Event
        rows.append((d.span, Entry(_short(d.reading()), "", kind, d.span, d.span, 99)))
    for span, entry in sorted(rows, key=lambda r: (r[0].start, r[1].level)):
        while open_ and open_[-1].level >= entry.level:
            open_.pop()
        (open_[-1].below if open_ else top).append(entry)
        for above in open_:
            above.span = Span(above.span.start, max(above.span.end, span.end))
        if entry.level < 99:
            open_.append(entry)
    return top


def _statement(node: Node) -> Entry | None:
    if node.kind not in STATEMENTS or node.path:
        return None
    title = node.name.text if node.name else ""
    said = " ".join(x for x in (node.modality, node.words.text if node.words else "") if x)
    if node.kind == "when" and node.condition:
        said = f"when {node.condition.text.text}"
    elif node.kind in ("precedence", "field"):
        said = (" > " if node.kind == "precedence" else " | ").join(t.text for t in node.names)
    elif node.kind == "limit":
        said = ", ".join(f"{name.text} {op} {value.text}" for name, op, value in node.bounds)
    elif node.kind == "stop" and node.condition:
        said = node.condition.text.text
    span = Span(node.span.start, max(n.span.end for n in node.walk()))
    name, detail = (title, said) if title else (said or node.kind, node.kind)
    chosen = node.name.span if node.name else node.span
    entry = Entry(_short(name), _short(detail), STATEMENTS[node.kind], span, chosen)
    entry.below = [e for n in node.children if (e := _statement(n))]
    return entry


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1].rstrip() + "…"


def _symbol(e: Entry, places: Places) -> lsp.DocumentSymbol:
    inside = e.chosen if e.span.contains(e.chosen) else Span(e.span.start, e.span.start)
    below = [_symbol(b, places) for b in e.below]
    return lsp.DocumentSymbol(
        e.name or "…", e.kind, places.range(e.span), places.range(inside), e.detail or None, children=below or None
    )


def _flat(entries: Iterable[Entry], above: str) -> Iterator[tuple[Entry, str]]:
    for e in entries:
        yield e, above
        yield from _flat(e.below, e.name)


# -- folding -----------------------------------------------------------------------------------------------------------


async def folding_range(ls: Session, params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange] | None:
    """Front matter, sections, tags, fences, lists, examples; in a charter the statements with something below."""
    analysis = await ls.read(params.text_document.uri)
    if analysis is None:
        return None
    text, source = analysis.source.text, analysis.source
    found: dict[int, tuple[int, lsp.FoldingRangeKind | None]] = {}
    for span, kind in _folds(analysis):
        end = span.end
        while end > span.start and text[end - 1].isspace():
            end -= 1
        first, last = source.position(span.start).line - 1, source.position(end).line - 1
        if last > first and last > found.get(first, (0, None))[0]:
            found[first] = (last, kind)
    return [lsp.FoldingRange(first, last, kind=kind) for first, (last, kind) in sorted(found.items())]


def _folds(analysis: Analysis) -> Iterator[tuple[Span, lsp.FoldingRangeKind | None]]:
    if analysis.charter is not None:
        yield from _statements(analysis.charter)
        return
    for unit in analysis.document.units:
        yield from _blocks(unit)


def _statements(charter: Charter) -> Iterator[tuple[Span, lsp.FoldingRangeKind | None]]:
    if charter.body:
        yield Span(0, charter.body), lsp.FoldingRangeKind.Comment
    for node in charter.walk():
        if node.children:
            yield Span(node.span.start, max(n.span.end for n in node.walk())), None


def _blocks(unit: Unit) -> Iterator[tuple[Span, lsp.FoldingRangeKind | None]]:
    whole = unit.prompt.span
    front = unit.prompt.root.children[0].span.start if unit.prompt.root.children else whole.start
    if unit.source.text.startswith("---") and front > 3:
        yield Span(0, front), lsp.FoldingRangeKind.Comment
    open_: list[Block] = []
    for block in unit.blocks(HEADING, *FOLDED):
        if block.kind != HEADING:
            kind = lsp.FoldingRangeKind.Comment if block.kind in (COMMENT, HIDDEN) else None
            yield block.span, kind
            continue
        level = int(block.attrs.get("level", 1))
        while open_ and int(open_[-1].attrs.get("level", 1)) >= level:
            yield Span(open_.pop().span.start, block.span.start), lsp.FoldingRangeKind.Region
        open_.append(block)
    for block in open_:
        yield Span(block.span.start, whole.end), lsp.FoldingRangeKind.Region
