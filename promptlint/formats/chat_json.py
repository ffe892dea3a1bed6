"""JSON: chats, maps of slots (translations), constitutions, collections of prompts."""

from __future__ import annotations

from promptlint.formats import Parsed
from promptlint.formats.carrier import prose
from promptlint.formats.json_nodes import read
from promptlint.formats.nodes import Unreadable
from promptlint.formats.yaml_prompts import of_roots
from promptlint.source import Source


def parse(source: Source) -> Parsed:
    """The prompts of a JSON file, or of a file of JSON lines."""
    try:
        roots = read(source.text)
    except Unreadable as e:
        return prose(source, "json", e)
    return of_roots(source, roots, "json")
