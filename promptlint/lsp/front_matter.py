"""Front matter by the kind of file: what can be written in it, and what its keys say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types as lsp

from promptlint import regex
from promptlint.analysis.front_matter import Kind, kind_of
from promptlint.lsp import complete_charter
from promptlint.lsp.analyser import Analysis
from promptlint.lsp.proposal import Proposal
from promptlint.span import Span

KEY = regex.compile(r"([\w-]*)$")
VALUE = regex.compile(r"([\w-]+):[ \t]*\[?(?:[^\]]*,)?[ \t]*[\"']?([\w./*-]*)$")
ITEM = regex.compile(r"[ \t]*-[ \t]+[\"']?([\w./*-]*)$")
RULER = regex.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.M)
WRITTEN = regex.compile(r"^([\w-]+):", re.M)


def inside(text: str, at: int) -> bool:
    """Whether an offset stands between the rulers at the top of a file, or behind the first while there is no second."""
    first = RULER.match(text)
    if first is None or at <= first.end():
        return False
    second = RULER.search(text, first.end())
    return second is None or at <= second.start()


def proposals(analysis: Analysis, start: int, before: str) -> Iterator[Proposal]:
    """Keys and values for a line of front matter.

    Args:
        start: where the line begins.
        before: the line up to the cursor.
    """
    kind = kind_of(analysis.source.path)
    if kind is None:
        return
    if m := KEY.fullmatch(before):
        written = set(WRITTEN.findall(_front(analysis.source.text)))
        for key in kind.keys:
            if key.name not in written - {m[1]}:
                yield Proposal(
                    key.name, lsp.CompletionItemKind.Property, len(m[1]), kind.about, key.about, f"{key.name}: "
                )
    elif m := VALUE.fullmatch(before):
        yield from _values(kind, m[1], len(m[2]))
    elif m := ITEM.fullmatch(before):
        above = WRITTEN.findall(analysis.source.text[:start])
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


def about(analysis: Analysis, at: int) -> tuple[str, Span] | None:
    """What the key at an offset says, and where it stands; None where there is none that is known."""
    source = analysis.source
    m = WRITTEN.match(source.text, source.line_starts[source.position(at).line - 1])
    kind = kind_of(source.path) if m and at <= m.end(1) and inside(source.text, at) else None
    key = next((k for k in kind.keys if m and k.name == m[1]), None) if kind else None
    if m is None or kind is None or key is None:
        return None
    values = f" ({', '.join(key.values)}{' …' if key.open else ''})" if key.values else ""
    return f"`{key.name}`: {key.about}{values} — {kind.about}", Span(*m.span(1))
