"""What can be written here: rules in a suppression, keys and values of front matter, variables, a charter's words."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from lsprotocol import types as lsp

from promptlint import regex
from promptlint.analysis.front_matter import Kind, kind_of
from promptlint.engine import toolbox
from promptlint.lsp import complete_charter, names
from promptlint.lsp.analyser import Analysis
from promptlint.lsp.proposal import Proposal
from promptlint.lsp.session import Session
from promptlint.span import Span

NAMES = regex.compile(r"promptlint:[ \t]*(?:ignore-file|ignore|disable|enable)[ \t]*\[(?:[^\]\n,]*,)*[ \t]*([\w*-]*)$")
WORD = regex.compile(r"promptlint:[ \t]*([a-z-]*)$")
VARIABLE = regex.compile(r"\{\{[-~]?[ \t]*([\w.]*)$")
KEY = regex.compile(r"([\w-]*)$")
VALUE = regex.compile(r"([\w-]+):[ \t]*(?:\[(?:[^\]]*,)?[ \t]*)?[\"']?([\w./*-]*)$")
ITEM = regex.compile(r"[ \t]*-[ \t]+[\"']?([\w./*-]*)$")
RULER = regex.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.M)
SUPPRESSIONS = {
    "ignore": "the line it stands in, or the next line of text if it stands alone",
    "ignore-file": "the whole file",
    "disable": "every line from here on, to an enable",
    "enable": "ends a disable",
}
TRIGGERS = ["[", "{", "<", '"', ":", ">", ",", " ", "="]


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
    if _in_front_matter(source.text, at):
        yield from _front_matter(analysis, start, before)
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


# -- front matter ------------------------------------------------------------------------------------------------------


def _in_front_matter(text: str, at: int) -> bool:
    """Whether an offset stands between the rulers at the top of a file, or behind the first while there is no second."""
    first = RULER.match(text)
    if first is None or at <= first.end():
        return False
    second = RULER.search(text, first.end())
    return second is None or at <= second.start()


def _front_matter(analysis: Analysis, start: int, before: str) -> Iterator[Proposal]:
    kind = kind_of(analysis.source.path)
    if kind is None:
        return
    if m := KEY.fullmatch(before):
        written = set(re.findall(r"^([\w-]+):", _front(analysis.source.text), re.M))
        for key in kind.keys:
            if key.name not in written - {m[1]}:
                yield Proposal(
                    key.name, lsp.CompletionItemKind.Property, len(m[1]), kind.about, key.about, f"{key.name}: "
                )
    elif m := VALUE.fullmatch(before):
        yield from _values(kind, m[1], len(m[2]))
    elif m := ITEM.fullmatch(before):
        above = re.findall(r"^([\w-]+):", analysis.source.text[:start], re.M)
        if above:
            yield from _values(kind, above[-1], len(m[1]))


def _front(text: str) -> str:
    first = RULER.match(text)
    second = RULER.search(text, first.end()) if first else None
    return text[: second.start()] if second else text[:2000]


def _values(kind: Kind, name: str, typed: int) -> Iterator[Proposal]:
    """What a key can be."""
    if name == "risk":
        for label, about in complete_charter.hazards().items():
            yield Proposal(label, lsp.CompletionItemKind.EnumMember, typed, "hazard", about)
    for key in kind.keys:
        if key.name == name:
            for value in key.values:
                yield Proposal(value, lsp.CompletionItemKind.EnumMember, typed, about=key.about)
