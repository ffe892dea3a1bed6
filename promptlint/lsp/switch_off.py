"""A configuration's text with one more rule ignored; the rest of it stays as its author wrote it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from promptlint import regex
from promptlint.diagnostic import Edit
from promptlint.span import Span

HEADER = regex.compile(r"^[ \t]*\[[^\r\n]*", re.M)
OWN = regex.compile(r"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*promptlint[ \t]*\][^\r\n]*(?:\r?\n|$)", re.M)
IGNORE = regex.compile(r"^[ \t]*ignore[ \t]*=[ \t]*\[[ \t]*", re.M)


def switched_off(text: str, name: str, embedded: bool) -> Edit | None:
    """The edit that adds a rule to ``ignore``, None where no edit of one place does it.

    Args:
        text: a configuration.
        embedded: whether it is a ``pyproject.toml``.
    """
    start = 0
    if embedded:
        own = OWN.search(text)
        if own is None:
            return None
        start = own.end()
    header = HEADER.search(text, start)
    end = header.start() if header else len(text)
    m = IGNORE.search(text, start, end)
    if m:
        rest = text[m.end() : end].lstrip()
        edit = Edit(Span(m.end(), m.end()), f'"{name}"' + ("" if rest.startswith("]") else ", "))
    else:
        edit = Edit(Span(start, start), f'ignore = ["{name}"]\n')
    new = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return edit if name in _ignored(new, embedded) else None


def _ignored(text: str, embedded: bool) -> list[str]:
    """What a configuration ignores; nothing if it cannot be read."""
    try:
        data: Mapping[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return []
    data = data.get("tool", {}).get("promptlint", {}) if embedded else data
    return list(data.get("ignore", []))
