"""`include` and `extends`: other charters put in the place of the statements that name them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from promptlint.charter.ast import Charter, Node
from promptlint.charter.parse import parse
from promptlint.source import Source, SourceError

Loader = Callable[[str], bytes]
DEEPEST = 20


@dataclass(slots=True)
class Resolved:
    """A charter with everything that it includes.

    Args:
        charter: its statements, those of other files in place.
        problems: ``path:line: what is wrong``, of includes and of lines that cannot be read.
    """

    charter: Charter
    problems: list[str] = field(default_factory=list)


def resolve(source: Source, root: str, load: Loader) -> Resolved:
    """Read a charter and what it includes.

    Args:
        source: the file; its path is where relative paths begin.
        root: the folder that no include may leave.
        load: reads a file by its path; raises OSError where it cannot.
    """
    found = Resolved(parse(source))
    root = os.path.realpath(root)
    _complete(found, found.charter, source, (os.path.realpath(source.path),), root, load)
    return found


def _complete(
    found: Resolved, charter: Charter, source: Source, chain: tuple[str, ...], root: str, load: Loader
) -> None:
    """Put the includes of one file in place."""
    for m in charter.mistakes:
        line = source.position(m.span.start).line
        found.problems.append(f"{source.path}:{line}: {m.message}" + (f"; {m.help}" if m.help else ""))
    nodes: list[Node] = []
    for node in charter.nodes:
        if node.kind in ("include", "extends") and node.name is not None:
            nodes += _included(found, node, node.name.text, source, chain, root, load)
        else:
            nodes.append(node)
    charter.nodes[:] = nodes


def _included(
    found: Resolved, node: Node, name: str, source: Source, chain: tuple[str, ...], root: str, load: Loader
) -> list[Node]:
    """The statements of one included file; none, and a problem, where it cannot be had."""
    place = os.path.realpath(os.path.join(os.path.dirname(source.path), name))
    at = f'{source.path}:{node.line}: {node.kind} "{name}"'
    if place != root and not place.startswith(root.rstrip(os.sep) + os.sep):
        found.problems.append(f"{at} leads out of {os.path.basename(root) or root}")
        return []
    if place in chain or len(chain) > DEEPEST:
        ring = " → ".join(os.path.basename(p) for p in (*chain, place))
        found.problems.append(f"{at} goes round in a ring: {ring}")
        return []
    shown = os.path.join(os.path.dirname(source.path), name).replace(os.sep, "/")
    try:
        other = Source.from_bytes(os.path.normpath(shown).replace(os.sep, "/"), load(place))
    except OSError as e:
        found.problems.append(f"{at}: {e.strerror or e}".lower().replace(at.lower(), at))
        return []
    except SourceError as e:
        found.problems.append(f"{at}: line {e}")
        return []
    charter = parse(other)
    _complete(found, charter, other, (*chain, place), root, load)
    return charter.nodes
