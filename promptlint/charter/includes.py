"""`include` and `extends`: other charters put in the place of the statements that name them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from promptlint.charter.ast import Charter, Node
from promptlint.charter.parse import parse
from promptlint.source import Source, SourceError
from promptlint.span import Span

Loader = Callable[[str], bytes]
DEEPEST = 20


class Problem(NamedTuple):
    """Something that a charter or one that it includes is told.

    Args:
        path, line: where it is.
        message, help: what is wrong, and what to do ("" if nothing is to be said).
        top: the statement of the first file that led there, None for a line of that file which cannot be read.
    """

    path: str
    line: int
    message: str
    help: str
    top: Span | None

    def __str__(self) -> str:
        """``path:line: what is wrong; what to do``."""
        return f"{self.path}:{self.line}: {self.message}" + (f"; {self.help}" if self.help else "")


@dataclass(slots=True)
class Resolved:
    """A charter with everything that it includes.

    Args:
        charter: its statements, those of other files in place.
        problems: of includes, and of lines that cannot be read.
    """

    charter: Charter
    problems: list[Problem] = field(default_factory=list)


def root_of(path: str) -> str:
    """The folder that no include may leave: the current one for files in it, else the file's own."""
    folder, here = os.path.realpath(os.path.dirname(os.path.abspath(path))), os.path.realpath(os.curdir)
    return here if folder == here or folder.startswith(here.rstrip(os.sep) + os.sep) else folder


def load(path: str) -> bytes:
    """Read a file from disk.

    Raises:
        OSError: it is missing, unreadable or no regular file.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        raise OSError(None, "not a regular file")
    return Path(path).read_bytes()


def resolve(source: Source, root: str, load: Loader) -> Resolved:
    """Read a charter and what it includes.

    Args:
        source: the file; its path is where relative paths begin.
        root: the folder that no include may leave.
        load: reads a file by its path; raises OSError where it cannot.
    """
    resolver = Resolver(Resolved(parse(source)), os.path.realpath(root), load)
    resolver.complete(resolver.found.charter, source, (os.path.realpath(source.path),), None)
    return resolver.found


class Resolver:
    """One file with its includes on their way to one charter."""

    def __init__(self, found: Resolved, root: str, load: Loader) -> None:
        self.found, self.root, self.load = found, root, load

    def complete(self, charter: Charter, source: Source, chain: tuple[str, ...], top: Span | None) -> None:
        """Put the includes of one file in place."""
        for m in charter.mistakes:
            line = source.position(m.span.start).line
            self.found.problems.append(Problem(source.path, line, m.message, m.help, None))
        nodes: list[Node] = []
        for node in charter.nodes:
            if node.kind in ("include", "extends") and node.name is not None:
                nodes += self.included(node, node.name.text, source, chain, top or node.name.span)
            else:
                nodes.append(node)
        charter.nodes[:] = nodes

    def included(self, node: Node, name: str, source: Source, chain: tuple[str, ...], top: Span) -> list[Node]:
        """The statements of one included file; none, and a problem, where it cannot be had."""
        folder = os.path.dirname(source.path)
        place = os.path.realpath(os.path.join(folder, name))
        wrong = self.wrong(place, chain)
        if not wrong:
            shown = os.path.normpath(os.path.join(folder, name)).replace(os.sep, "/")
            try:
                other = Source.from_bytes(shown, self.load(place))
            except OSError as e:
                wrong = f"cannot be read: {(e.strerror or str(e)).lower()}"
            except (SourceError, ValueError) as e:
                wrong = f"cannot be read: line {e}"
        if wrong:
            self.found.problems.append(Problem(source.path, node.line, f'{node.kind} "{name}" {wrong}', "", top))
            return []
        charter = parse(other)
        self.complete(charter, other, (*chain, place), top)
        for below in charter.walk():
            below.path = below.path or other.path
        return charter.nodes

    def wrong(self, place: str, chain: tuple[str, ...]) -> str:
        """Why a file may not be included, "" if it may."""
        if not place.startswith(self.root.rstrip(os.sep) + os.sep):
            return f"leads out of {os.path.basename(self.root) or self.root}"
        if place in chain or len(chain) > DEEPEST:
            return "goes round in a ring: " + " → ".join(os.path.basename(p) for p in (*chain, place))
        return ""
