"""Files that are one prompt from top to bottom: Markdown, plain text, XML, Jinja, dotprompt."""

from __future__ import annotations

from promptlint.formats import Parsed, format_of
from promptlint.formats.prose import parse_prose
from promptlint.source import Source
from promptlint.view import View


def parse(source: Source) -> Parsed:
    """The prompt of a whole file, without its front matter."""
    name = format_of(source)
    return Parsed(name, [parse_prose(View.of(source.text), format=name)], [])
