"""What can be written here: rules in a suppression, keys and values of front matter, variables, a charter's words."""

from __future__ import annotations

import os
from collections.abc import Iterator

from lsprotocol import types as lsp

from promptlint import regex
from promptlint.engine import toolbox
from promptlint.lsp import complete_charter, front_matter, names
from promptlint.lsp.analyser import Analysis
from promptlint.lsp.proposal import Proposal
from promptlint.lsp.session import Session
from promptlint.span import Span

NAMES = regex.compile(r"promptlint:[ \t]*(?:ignore-file|ignore|disable|enable)[ \t]*\[(?:[^\]\n,]*,)*[ \t]*([\w*-]*)$")
WORD = regex.compile(r"promptlint:[ \t]*([a-z-]*)$")
VARIABLE = regex.compile(r"\{\{[-~]?[ \t]*([\w.]*)$")
SUPPRESSIONS = {
    "ignore": "the line it stands in, or the next line of text if it stands alone",
    "ignore-file": "the whole file",
    "disable": "every line from here on, to an enable",
    "enable": "ends a disable",
}
TRIGGERS = [".", "[", "{", "<", '"', ":", ">", ",", " ", "="]


def register(server: Session) -> None:
    """Teach the server this feature."""
    server.on(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=TRIGGERS))(completion)


async def completion(ls: Session, params: lsp.CompletionParams) -> lsp.CompletionList | None:
    """What can be written here."""
    uri = params.text_document.uri
    analysis = await ls.read(uri)
    if analysis is None:
        return None
    places = ls.places(analysis)
    at = places.offset(params.position)
    items = [
        lsp.CompletionItem(
            p.label,
            kind=p.kind,
            detail=p.detail or None,
            documentation=p.about or None,
            sort_text=f"{rank:04}",
            filter_text=p.label,
            text_edit=lsp.TextEdit(places.range(Span(at - p.typed, at)), p.text or p.label),
        )
        for rank, p in enumerate(proposals(analysis, at, os.path.dirname(ls.path_of(uri))))
    ]
    return lsp.CompletionList(False, items)


def proposals(analysis: Analysis, at: int, folder: str) -> Iterator[Proposal]:
    """What can be written at an offset, the likeliest first.

    Args:
        folder: where the file lies.
    """
    source = analysis.source
    start = source.line_starts[source.position(at).line - 1]
    before = source.text[start:at]
    if "promptlint:" in before:
        yield from _suppression(analysis, before)
        return
    if front_matter.inside(source.text, at):
        yield from front_matter.proposals(analysis, start, before)
    elif analysis.charter is not None:
        yield from complete_charter.proposals(analysis, analysis.charter, at, before, folder)
    elif m := VARIABLE.search(before):
        known = names.of(analysis)
        ordered = sorted(known, key=lambda n: (not n.defines, n.span))
        for text in dict.fromkeys(n.text for n in ordered if n.kind == "variable" and n.span.end != at):
            yield Proposal(text, lsp.CompletionItemKind.Variable, len(m[1]))


def _suppression(analysis: Analysis, before: str) -> Iterator[Proposal]:
    """Rules in the brackets of a suppression, those that speak in this file first."""
    if m := NAMES.search(before):
        registry = toolbox(analysis.settings.packs, analysis.settings.knowledge).registry
        spoken = {d.name for d in analysis.diagnostics}
        for rule in sorted(registry.rules, key=lambda r: (r.name not in spoken, r.name)):
            yield Proposal(rule.name, lsp.CompletionItemKind.EnumMember, len(m[1]), rule.code, rule.summary)
    elif m := WORD.search(before):
        for word, about in SUPPRESSIONS.items():
            yield Proposal(word, lsp.CompletionItemKind.Keyword, len(m[1]), about=about, text=f"{word}[")
