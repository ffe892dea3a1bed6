"""`include` and `extends`: other charters put in the place of the statements that name them."""

from __future__ import annotations

import posixpath

from promptlint.beside import Loader
from promptlint.charter.ast import Charter, Node
from promptlint.charter.parse import parse
from promptlint.record import NamedTuple, field, record, replace
from promptlint.source import Source, SourceError
from promptlint.span import Span

DEEPEST = 20


class Problem(NamedTuple):
    """Something that a charter or one that it includes is told.

    Args:
        path, line: where it is.
        message, help: what is wrong, and what to do ("" if nothing is to be said).
        top: the statement of the first file that led there, None for a line of that file which cannot be read.
        ring: the file leads back to one that includes it.
    """

    path: str
    line: int
    message: str
    help: str
    top: Span | None
    ring: bool = False

    def __str__(self) -> str:
        """``path:line: what is wrong; what to do``."""
        return f"{self.path}:{self.line}: {self.message}" + (f"; {self.help}" if self.help else "")


@record(slots=True)
class Resolved:
    """A charter with everything that it includes.

    Args:
        charter: its statements, those of other files in place.
        problems: of includes, and of lines that cannot be read.
    """

    charter: Charter
    problems: list[Problem] = field(default_factory=list)


def resolve(source: Source, load: Loader, charter: Charter | None = None) -> Resolved:
    """Read a charter and what it includes.

    Args:
        source: the file; its path is where relative paths begin.
        load: reads the other files.
        charter: what ``source`` says, if that is known.
    """
    charter = charter or parse(source)
    whole = replace(charter, nodes=list(charter.nodes))
    resolver = Resolver(Resolved(whole), load)
    resolver.complete(whole, source, (posixpath.normpath(source.path),), None)
    return resolver.found


class Resolver:
    """One file with its includes on their way to one charter."""

    def __init__(self, found: Resolved, load: Loader) -> None:
        self.found, self.load = found, load

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
        place = posixpath.normpath(posixpath.join(posixpath.dirname(source.path), name))
        ring = place in chain or len(chain) > DEEPEST
        wrong, other = "", None
        try:
            if ring:
                wrong = "goes round in a ring: " + " → ".join(posixpath.basename(p) for p in (*chain, place))
            else:
                other = Source.from_bytes(place, self.load(place))
        except OSError as e:
            wrong = e.strerror or str(e)
        except SourceError as e:
            wrong = f"cannot be read: line {e}"
        if other is None:
            problem = Problem(source.path, node.line, f'{node.kind} "{name}" {wrong}', "", top, ring)
            self.found.problems.append(problem)
            return []
        charter = parse(other)
        self.complete(charter, other, (*chain, place), top)
        for below in charter.walk():
            below.path = below.path or other.path
        return charter.nodes
