"""Charters: rendered to the prose that the model receives, so that every rule reads them; spans stay exact."""

from __future__ import annotations

from promptlint.beside import Loader, nothing
from promptlint.charter import render
from promptlint.charter.ast import Charter
from promptlint.charter.facts import Facts
from promptlint.charter.includes import resolve
from promptlint.charter.parse import parse as read
from promptlint.formats import Parsed
from promptlint.formats.prose import parse_prose
from promptlint.source import Source
from promptlint.span import Span
from promptlint.view import View


def parse(source: Source, load: Loader = nothing) -> Parsed:
    """The one prompt of a charter; what is known of its statements stands in ``meta["charter"]``.

    Args:
        source: the file.
        load: reads what it includes.
    """
    charter = read(source)
    prompt = parse_prose(View.join(render.markdown(charter)), format="markdown")
    prompt.span = prompt.root.span = Span(charter.body, len(source.text))
    prompt.meta.update(declared(charter))
    found = resolve(source, load, charter) if any(charter.of("include", "extends")) else None
    prompt.meta["charter"] = Facts(charter, found.charter, found.problems) if found else Facts(charter, charter)
    return Parsed("charter", [prompt], [])


def declared(charter: Charter) -> dict[str, object]:
    """What front matter and statements declare, for `Prompt.meta`."""
    meta = dict(charter.meta)
    inputs = [n.name.text for n in charter.of("input") if n.name]
    if inputs:
        meta["inputs"] = inputs
    limits = {name.text: value.text for n in charter.of("limit") for name, _, value in n.bounds}
    if limits:
        meta["limits"] = limits
    return meta
