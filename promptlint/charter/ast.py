"""What a charter says: statements with the exact places of their parts."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.record import NamedTuple, field, record
from promptlint.span import Span


class Text(NamedTuple):
    """Words of the file: ``text`` as they count (without the quotes of a quoted text), ``span`` as they stand."""

    text: str
    span: Span


class FieldUse(NamedTuple):
    """A field that a condition names.

    Args:
        name: the field.
        op: ``= != < <= > >= in`` or ``not in``.
        values: what it is compared with.
    """

    name: Text
    op: str
    values: tuple[Text, ...]


@record(frozen=True, slots=True)
class Condition:
    """A condition as written.

    Args:
        text: the whole of it.
        shape: ``("and"|"or", parts)``, ``("not", part)``, a FieldUse, or the Text of a phrase.
    """

    text: Text
    shape: Shape

    def phrases(self) -> Iterator[Text]:
        """The phrases in it, in order."""
        stack: list[Shape] = [self.shape]
        while stack:
            shape = stack.pop()
            if isinstance(shape, Junction):
                stack.extend(reversed(shape.parts))
            elif not isinstance(shape, FieldUse):
                yield shape

    def uses(self) -> Iterator[FieldUse]:
        """The fields in it, in order."""
        stack: list[Shape] = [self.shape]
        while stack:
            shape = stack.pop()
            if isinstance(shape, FieldUse):
                yield shape
            elif isinstance(shape, Junction):
                stack.extend(reversed(shape.parts))


class Junction(NamedTuple):
    """Parts joined by "and" or "or", or one part under "not"."""

    word: str
    parts: tuple[Shape, ...]


Shape = Junction | FieldUse | Text


@record(slots=True)
class Clauses:
    """What stands behind a rule's action."""

    when: list[Condition] = field(default_factory=list)
    unless: list[Condition] = field(default_factory=list)
    overrides: list[Text] = field(default_factory=list)
    instead: Text | None = None
    because: Text | None = None

    def take(self, other: Clauses) -> None:
        """Add the clauses of a line below the rule."""
        self.when += other.when
        self.unless += other.unless
        self.overrides += other.overrides
        self.instead = self.instead or other.instead
        self.because = self.because or other.because


@record(slots=True, eq=False)
class Node:
    """One statement.

    Args:
        kind: its keyword: "include", "define", "field", "rule", "when", "prose" …; "broken" if it cannot be read.
        span: its own line, without indentation and comment.
        name: the name it gives or names (a term, a field, a rule's id, a path), if any.
        words: its free text (an action, a definition, a line of prose), if any.
        names: further names or texts in order (precedence, values of a type, of an input).
        modality: a rule's keyword.
        bounds: a limit's ``(name, op, value)``.
        clauses: of a rule.
        condition: of a `when` block or a stop.
        children: statements indented below it.
        line, depth: number of its line, and how deep it stands.
        path: the file that it was included from; "" for the file itself.
    """

    kind: str
    span: Span
    name: Text | None = None
    words: Text | None = None
    names: list[Text] = field(default_factory=list)
    modality: str = ""
    bounds: list[tuple[Text, str, Text]] = field(default_factory=list)
    clauses: Clauses = field(default_factory=Clauses)
    condition: Condition | None = None
    children: list[Node] = field(default_factory=list)
    line: int = 0
    depth: int = 0
    path: str = ""

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Mistake(NamedTuple):
    """A place that cannot be read: what is wrong, and what to write instead ("" if nobody knows)."""

    message: str
    span: Span
    help: str = ""


@record(slots=True, eq=False)
class Charter:
    """One file.

    Args:
        nodes: its statements, nested by indentation.
        mistakes: what could not be read, in order.
        meta: its front matter.
        body: offset of the text after the front matter.
    """

    nodes: list[Node] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    meta: dict[str, object] = field(default_factory=dict)
    body: int = 0

    def walk(self) -> Iterator[Node]:
        """All statements in order."""
        for node in self.nodes:
            yield from node.walk()

    def of(self, *kinds: str) -> Iterator[Node]:
        """The statements of these kinds."""
        return (n for n in self.walk() if n.kind in kinds)
