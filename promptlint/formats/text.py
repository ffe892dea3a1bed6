"""Files that are one prompt from top to bottom: Markdown, plain text, XML, Jinja."""

from __future__ import annotations

from promptlint import regex
from promptlint.formats import Parsed, format_of
from promptlint.formats.prose import parse_prose
from promptlint.source import Source
from promptlint.text.kept import Kept
from promptlint.view import View

FRONT_MATTER = regex.compile(r"---[ \t]*(?:\r\n?|\n)")


def parse(source: Source, format: str = "", kept: Kept | None = None) -> Parsed:
    """The prompt of a whole file, without its front matter.

    Args:
        source: the file.
        format: its format; "" asks the table of formats.
        kept: what an earlier version of the file was read as.
    """
    name = format or format_of(source)
    if not FRONT_MATTER.match(source.text):
        return Parsed(name, [parse_prose(View.of(source.text), format=name, kept=kept)], [])
    from promptlint.formats.front_matter import split  # loads the YAML reader

    front = split(source.text)
    prompt = parse_prose(View.of(source.text[front.body :], front.body), format=name, kept=kept)
    prompt.meta.update(front.meta)
    return Parsed(name, [prompt], front.notices)
