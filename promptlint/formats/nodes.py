"""The tree of a YAML or JSON file, each value with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint import regex
from promptlint.record import field, record
from promptlint.span import Span
from promptlint.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Deeper nesting is not data that a person wrote, and the readers of both formats get slow on it.
MAX_DEPTH = 100

NUMBER = regex.compile(r"[-+]?(?:\d[\d_]*)(\.\d*)?([eE][-+]?\d+)?\Z")
CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None, "yes": True, "no": False}


class Unreadable(Exception):
    """The text is not data of its format; the message is one clear line.

    Args:
        message: what is wrong.
        offset: where in the file, in code points.
    """

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@record(slots=True, eq=False)
class Node:
    """A value.

    Args:
        kind: "map", "seq" or "scalar"; "alias" for a YAML alias, whose target is read where it is defined.
        span: the value in the file, with quotes and the header of a block scalar.
        pairs: keys and values of a map in order; a key may occur twice.
        items: of a sequence.
        view: the text of a scalar as decoded.
        quoted: whether a scalar is a string whatever it spells.
        target: of an alias.
    """

    kind: str
    span: Span
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    view: View | None = None
    quoted: bool = False
    target: Node | None = None

    @property
    def text(self) -> str:
        """The text of a scalar, also behind an alias; "" of anything else."""
        node = self.target if self.kind == "alias" and self.target else self
        return node.view.text if node.view else ""

    @property
    def is_text(self) -> bool:
        """Whether this is a string (not a number, a truth value or null)."""
        return self.kind == "scalar" and (self.quoted or isinstance(self.value(), str))

    def get(self, *names: str) -> Node | None:
        """The value of the first of ``names`` that this map has, without regard to case."""
        for name in names:
            for key, value in self.pairs:
                if key.text.lower() == name.lower():
                    return value
        return None

    def string(self, *names: str) -> str:
        """The text of a scalar value, "" when absent."""
        node = self.get(*names)
        return node.text if node else ""

    def keys(self) -> set[str]:
        """The keys of a map in lower case."""
        return {key.text.lower() for key, _ in self.pairs}

    def value(self, budget: int = 2000) -> Any:
        """Plain data: dicts, lists, strings, numbers. Aliases of maps and sequences are None (no alias bombs)."""
        if self.kind == "map":
            return {k.text: v.value(budget) for k, v in self.pairs[:budget]}
        if self.kind == "seq":
            return [v.value(budget) for v in self.items[:budget]]
        if self.kind == "alias":
            return self.target.value() if self.target and self.target.kind == "scalar" else None
        return self.text if self.quoted else _constant(self.text)

    def walk(self, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
        """This node and all below it, with the keys and indices that lead there."""
        stack: list[tuple[tuple[str, ...], Node]] = [(path, self)]
        while stack:
            here, node = stack.pop()
            yield here, node
            below = [((*here, k.text), v) for k, v in node.pairs]
            below += [((*here, str(i)), v) for i, v in enumerate(node.items)]
            stack.extend(reversed(below))


def _constant(text: str) -> Any:
    if text.lower() in CONSTANTS:
        return CONSTANTS[text.lower()]
    m = NUMBER.match(text)
    if m is None or len(text) > 40:
        return text
    plain = text.replace("_", "")
    return float(plain) if m[1] or m[2] else int(plain)
