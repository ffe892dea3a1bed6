"""Charters: rendered to the prose that the model receives, so that every rule reads them; spans stay exact."""

from __future__ import annotations

from promptlint.charter import render
from promptlint.charter.ast import Charter
from promptlint.charter.parse import parse as read
from promptlint.formats import Parsed
from promptlint.formats.prose import parse_prose
from promptlint.source import Source
from promptlint.span import Span
from promptlint.view import View


def parse(source: Source) -> Parsed:
    """The one prompt of a charter; its statements stand in ``meta["charter"]``."""
    charter = read(source)
    prompt = parse_prose(View.join(render.markdown(charter)), format="markdown")
    prompt.span = prompt.root.span = Span(charter.body, len(source.text))
    prompt.meta.update(declared(charter))
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
    meta["charter"] = charter
    return meta
