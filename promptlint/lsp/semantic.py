"""Charters in colour and in one layout: semantic tokens from the grammar's own tokens, and the formatter."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from promptlint.charter import statement
from promptlint.charter.ast import Charter, Mistake, Node
from promptlint.charter.fmt import fmt
from promptlint.charter.lalr import Token, Tree
from promptlint.charter.layout import Line, lines
from promptlint.lsp.convert import Places
from promptlint.lsp.session import Session
from promptlint.source import Source
from promptlint.span import Span

TYPES = (
    "keyword",
    "modifier",
    "enumMember",
    "variable",
    "function",
    "namespace",
    "string",
    "number",
    "operator",
    "comment",
    "type",
    "parameter",
)
LEGEND = lsp.SemanticTokensLegend(list(TYPES), [])
MODALITIES = frozenset("MUST MUST_NOT SHOULD SHOULD_NOT MAY NEVER ALWAYS ONLY AVOID PREFER REFUSE".split())
OPERATORS = frozenset("OP GT BAR".split())
SILENT = frozenset("COLON COMMA LPAR RPAR LBRACE RBRACE ACTION PREFERRED TOPIC PHRASE REST".split())
NAMED = {
    "ID": "function",
    "STRING": "string",
    "TAG_NAME": "parameter",
    "FIELD_NAME": "variable",
    "TYPE_VALUE": "enumMember",
    "MEMBER": "enumMember",
}


def register(server: Session) -> None:
    """Teach the server these features."""
    server.on(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, LEGEND)(semantic_tokens)
    server.on(lsp.TEXT_DOCUMENT_FORMATTING)(formatting)


async def semantic_tokens(ls: Session, params: lsp.SemanticTokensParams) -> lsp.SemanticTokens | None:
    """The colours of a charter; other formats have grammars of their own."""
    analysis = await ls.read(params.text_document.uri)
    if analysis is None or analysis.charter is None:
        return None
    return lsp.SemanticTokens(encoded(tokens(analysis.source, analysis.charter), ls.places(analysis)))


def encoded(found: Iterator[tuple[Span, str]], places: Places) -> list[int]:
    """Tokens as LSP wants them: five numbers each, places relative to the token before."""
    data: list[int] = []
    line = column = 0
    for span, kind in found:
        start = places.position(span.start)
        same = start.line == line
        data += [
            start.line - line,
            start.character - (column if same else 0),
            places.length(span),
            TYPES.index(kind),
            0,
        ]
        line, column = start.line, start.character
    return data


def tokens(source: Source, charter: Charter) -> Iterator[tuple[Span, str]]:
    """The coloured words of a charter, in order."""
    nodes = {n.line: n for n in charter.walk() if not n.path}
    for line in lines(source.text, charter.body, source.line_starts):
        if not line.bare and (node := nodes.get(line.number)) is not None:
            yield from _line(source, line, node)
        if line.comment < line.stop:
            yield Span(line.comment, line.stop), "comment"


def _line(source: Source, line: Line, node: Node) -> Iterator[tuple[Span, str]]:
    if node.kind == "turn" and node.name:
        yield node.name.span, "keyword"
        return
    if node.kind in ("prose", "turn", "broken"):
        return
    text = source.text[line.start : line.end]
    tree = statement.parse(text, line.start)
    if isinstance(tree, Mistake):
        return
    for token in _terminals(tree):
        start = line.start + token.start
        span = Span(start, start + len(token.text.rstrip()))
        if (kind := _kind(token, node)) and span.end > span.start:
            yield span, kind


def _terminals(tree: Tree) -> Iterator[Token]:
    for child in tree.children:
        if isinstance(child, Token):
            yield child
        else:
            yield from _terminals(child)


def _kind(token: Token, node: Node) -> str:
    """The colour of a token, "" for none."""
    name = token.type
    if name in NAMED:
        return NAMED[name]
    if name in MODALITIES:
        return "modifier"
    if name in OPERATORS:
        return "operator"
    if name == "VALUE":
        return "number" if token.text[:1].isdigit() or token.text[:1] in "$€£" else "enumMember"
    if name in ("NAME", "DOTTED"):
        return {"principle": "namespace", "precedence": "namespace", "field": "variable", "define": "type"}.get(
            node.kind, "parameter" if node.kind in ("input", "limit") else "function"
        )
    return "" if name in SILENT else "keyword"


async def formatting(ls: Session, params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit] | None:
    """A charter in its one layout, as `promptlint fmt` writes it."""
    analysis = await ls.read(params.text_document.uri)
    if analysis is None or analysis.charter is None:
        return None
    return ls.places(analysis).difference(fmt(analysis.source))
