"""What stands under the mouse: the rules that speak there, a charter's name, and how the sentence was read."""

from __future__ import annotations

import re

from lsprotocol import types as lsp

from promptlint.lsp import front_matter, names, reading
from promptlint.lsp.analyser import Analysis
from promptlint.lsp.session import Session
from promptlint.span import Span
from promptlint.suppression import scan


def register(server: Session) -> None:
    """Teach the server this feature."""
    server.on(lsp.TEXT_DOCUMENT_HOVER)(hover)


async def hover(ls: Session, params: lsp.HoverParams) -> lsp.Hover | None:
    """The pages of the rules that speak here, and how the sentence here was read."""
    analysis = await ls.read(params.text_document.uri)
    if analysis is None:
        return None
    places = ls.places(analysis)
    at = places.offset(params.position)
    parts: list[str] = []
    span: Span | None = None
    if (name := names.at(analysis, at)) and (text := names.about(analysis, name)):
        parts, span = [text], name.span
    if (found := analysis.sentence_at(at)) is not None:
        _, sentence = found
        parts.append(reading.markdown(sentence, analysis.directives_of(sentence)))
        span = span or sentence.span
    if (key := front_matter.about(analysis, at)) is not None:
        parts, span = [key[0]], key[1]
    here = [d for d in analysis.diagnostics if d.span.start <= at <= d.span.end]
    named: list[str] = []
    if "promptlint:" in analysis.source.line(analysis.source.position(at).line):
        named = [n for s in scan(analysis.source) if s.span.start <= at <= s.span.end for n in s.names]
    parts += dict.fromkeys(p for n in (*(d.name for d in here), *named) if (p := _page(ls, analysis, n)))
    if not parts:
        return None
    text = "\n\n---\n\n".join(parts)
    span = here[0].span if here else span
    return lsp.Hover(_content(ls, text), places.range(span) if span else None)


def _page(ls: Session, analysis: Analysis, name: str) -> str:
    rule = ls.rule(name, analysis.settings)
    if rule is None:
        return ""
    return f"### {rule.name} ({rule.code})\n\n{rule.page.strip()}\n\n**What to do:** {rule.help}"


def _content(ls: Session, text: str) -> lsp.MarkupContent:
    """Markdown, or plain text for a client that takes no other."""
    able = ls.client_capabilities.text_document
    formats = able.hover.content_format if able and able.hover else None
    if formats and lsp.MarkupKind.Markdown not in formats:
        plain = re.sub(r"^\|(?: ?\||-+\|)+\n", "", re.sub(r"\\([\\`*_{}\[\]<>#|])", r"\1", text), flags=re.M)
        return lsp.MarkupContent(lsp.MarkupKind.PlainText, plain.replace("**", ""))
    return lsp.MarkupContent(lsp.MarkupKind.Markdown, text)
