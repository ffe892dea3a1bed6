"""Front matter: the YAML between two `---` lines at the top of a file."""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.diagnostic import Finding
from promptlint.formats.nodes import Node, Unreadable
from promptlint.record import NamedTuple
from promptlint.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OPEN = regex.compile(r"\ufeff?---[ \t]*(?:\r\n|\n|\r)")
CLOSE = regex.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.M)
# Continue's prompt files have the mapping without the first ruler.
PREAMBLE = regex.compile(r"(?:(?:[A-Za-z_][\w-]*:[^\n]*|[ \t]+[^\n]*|#[^\n]*|[ \t]*)\r?\n){1,40}?(?=---[ \t]*\r?\n)")


class Front(NamedTuple):
    """Front matter and what follows it.

    Args:
        node: the mapping, None when there is none or it cannot be read.
        body: offset of the text after it, in code points.
        meta: what it declares, for `Prompt.meta`.
        notices: what could not be read.
    """

    node: Node | None
    body: int
    meta: dict[str, Any]
    notices: list[Finding]


def split(text: str, *, preamble: bool = False) -> Front:
    """The front matter of a file.

    Args:
        text: the whole file.
        preamble: whether a mapping that starts without a ruler counts.
    """
    m = OPEN.match(text)
    start = m.end() if m else 0
    if m is None:
        head = PREAMBLE.match(text) if preamble and text[:1].isalpha() else None
        if head is None:
            return Front(None, 0, {}, [])
    end = CLOSE.search(text, start)
    if end is None:
        return Front(None, 0, {}, [])
    from promptlint.formats.declared import declared
    from promptlint.formats.yaml_nodes import read

    try:
        roots = read(text, start, end.start())
    except Unreadable as e:
        # Still front matter to the program that reads it: its lines are no prose.
        return Front(None, end.end(), {}, [Finding(f"front matter is not YAML: {e}", Span(e.offset, e.offset))])
    if not roots or roots[0].kind != "map":
        # A ruler at the top of plain text, unless nothing or only comments stand between the two.
        return Front(None, end.end() if not roots or not roots[0].text else 0, {}, [])
    return Front(roots[0], end.end(), {**declared(roots[0]), "front_matter": roots[0].value()}, [])
