"""Files that a prompt points at: Markdown links, ``#file:`` references of GitHub Copilot, parts that a template includes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from promptlint import regex
from promptlint.beside import Loader
from promptlint.block import CODE
from promptlint.document import Unit
from promptlint.record import NamedTuple
from promptlint.span import Span
from promptlint.text.kept import by_piece

LINK = regex.compile(
    r"\]\(<?(?P<link>[^()<>\s]{1,300})>?(?:[ \t]+\"[^\"\n]*\")?\)"
    r"|\{%-?[ \t]*(?:include|extends|import|from)[ \t]+[\"'](?P<part>[^\"'\n]{1,300})[\"']"
    r"|(?<![\w&])#file:(?P<file>[^\s,;()\[\]`'\"]{1,300})"
)
SIGNS = ("](", "{%", "#file:")  # one of these stands in every link
ELSEWHERE = regex.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:|//|#|mailto:")
PROMPT = regex.compile(
    r"(?:^|/)(?:[^/]+\.(?:prompt|instructions|agent|chatmode)\.md|[^/]+\.(?:prompt|prompty|charter|mdc)|(?:SKILL|AGENTS|CLAUDE|GEMINI)\.md)$"
)
MISSING = "missing_links"  # in `Prompt.meta`


class Link(NamedTuple):
    """A relative path.

    Args:
        target: the path, without a fragment.
        span: where it stands.
        rooted: whether it may count from the root of the project as well as from the file.
    """

    target: str
    span: Span
    rooted: bool


def links(unit: Unit) -> Iterator[Link]:
    """The relative paths that a prompt points at, in order; not those in code, nor those that a template fills in."""
    view = unit.prompt.view
    code = [b.span for b in unit.blocks(CODE)]
    for at, (start, target, rooted) in _targets(unit):
        span = view.span(at + start, at + start + len(target))
        if not any(c.contains(span) for c in code):
            yield Link(target.replace("%20", " "), span, rooted)


@by_piece
def _targets(text: str) -> Iterator[tuple[int, str, bool]]:
    """Start, path, and whether it may count from the root, of every relative path in some lines."""
    if not any(sign in text for sign in SIGNS):
        return
    for m in LINK.finditer(text):
        name = str(m.lastgroup)
        target = m[name].split("#")[0].rstrip(".:!?*")
        if target and not (ELSEWHERE.match(target) or target.startswith("/") or any(c in target for c in "{}$*|")):
            yield m.start(name), target, name != "link"


def look_up(unit: Unit, load: Loader) -> None:
    """Note in ``unit.meta["missing_links"]`` which of the prompts that a prompt links to are not there."""
    found = [x for x in links(unit) if PROMPT.search(x.target) and _missing(x, unit.source.path, load)]
    if found:
        unit.prompt.meta[MISSING] = found


def _missing(link: Link, path: str, load: Loader) -> bool:
    """Whether there certainly is no such file."""
    places = [posixpath.normpath(posixpath.join(posixpath.dirname(path), link.target))]
    places += [posixpath.normpath(link.target)] if link.rooted else []
    for place in places:
        try:
            load(place)
        except FileNotFoundError:
            continue
        except OSError:
            return False
        return False
    return True
