"""Files with front matter: prompty, dotprompt, and the Markdown of agents, skills, chat modes and instructions."""

from __future__ import annotations

from promptlint.formats import Parsed, format_of
from promptlint.formats.carrier import Part, compose
from promptlint.formats.front_matter import split
from promptlint.source import Source
from promptlint.text.kept import Kept
from promptlint.view import View


def parse(source: Source, kept: Kept | None = None) -> Parsed:
    """The prompt after the front matter, with its messages as ROLE blocks and its declarations in ``meta``.

    Args:
        source: the file.
        kept: what an earlier version of it was read as.
    """
    name = format_of(source)
    front = split(source.text, preamble=name == "dotprompt")
    body = View.of(source.text[front.body :], front.body)
    return Parsed(name, [compose([Part(body)], meta=front.meta, format=name, kept=kept)], front.notices)
