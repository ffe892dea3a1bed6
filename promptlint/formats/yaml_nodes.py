"""YAML with places: events of PyYAML to nodes, without recursion.

The C reader is used where PyYAML has it (its marks count code points, as the pure one's do, and it is fifty times
faster). Only its stream of events is: composing or constructing recurses in C and ends the process on deep nesting.
"""

from __future__ import annotations

from promptlint import regex
from promptlint.formats.nodes import MAX_DEPTH, Node, Unreadable
from promptlint.formats.yaml_plain import read_plain
from promptlint.formats.yaml_scalars import scalar_view
from promptlint.span import Span
from promptlint.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# One sign for each that YAML does not allow, so that a stray control character costs nobody the file; offsets stay.
FORBIDDEN = regex.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def read(text: str, start: int = 0, end: int | None = None) -> list[Node]:
    """The documents of a YAML text.

    Args:
        text: the whole file.
        start, end: the range to read, in code points.

    Raises:
        Unreadable: not YAML, or nested too deeply.
    """
    end = len(text) if end is None else end
    plain = read_plain(text, start, end)
    if plain is not None:
        return [plain]
    import yaml

    clean = FORBIDDEN.sub("\ufffd", text[start:end])
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(text, start, clean)
    try:
        for event in yaml.parse(clean, Loader=loader):  # type: ignore[no-untyped-call, unused-ignore]
            builder.add(event)
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        raise Unreadable(" ".join(str(e.problem or e.context).split()), start + (mark.index if mark else 0)) from None
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as e:
        raise Unreadable(" ".join(str(e).split())[:120] or type(e).__name__, start) from None
    return builder.roots


class _Builder:
    """Nodes from events: a stack of open collections, of which each knows the key that awaits its value."""

    def __init__(self, text: str, base: int, clean: str) -> None:
        self.text = text
        self.base = base
        self.clean = clean
        self.roots: list[Node] = []
        self.open: list[Node] = []
        self.keys: list[Node | None] = []
        self.anchors: dict[str, Node] = {}

    def add(self, event: Any) -> None:
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self.put(self.scalar(event), event.anchor)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            if len(self.open) >= MAX_DEPTH:
                raise Unreadable(f"nested more than {MAX_DEPTH} deep", self.base + event.start_mark.index)
            node = Node("map" if kind[0] == "M" else "seq", self.span(event))
            self.put(node, event.anchor)
            self.open.append(node)
            self.keys.append(None)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            node = self.open.pop()
            self.keys.pop()
            node.span = Span(node.span.start, max(node.span.end, self.end(node, event)))
        elif kind == "AliasEvent":
            self.put(Node("alias", self.span(event), target=self.anchors.get(event.anchor)), None)
        elif kind == "DocumentStartEvent":
            self.anchors = {}

    def put(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = node
        if not self.open:
            self.roots.append(node)
        elif self.open[-1].kind == "seq":
            self.open[-1].items.append(node)
        elif self.keys[-1] is None:
            self.keys[-1] = node
        else:
            self.open[-1].pairs.append((self.keys[-1], node))
            self.keys[-1] = None

    def end(self, node: Node, event: Any) -> int:
        """Where a collection ends: at its bracket, or with its last value (the reader says: at the next token)."""
        end = self.base + int(event.end_mark.index)
        last = node.items[-1] if node.items else node.pairs[-1][1] if node.pairs else None
        closed = event.end_mark.index > 0 and self.clean[event.end_mark.index - 1] in "]}"
        return end if last is None or (closed and event.start_mark.index < event.end_mark.index) else last.span.end

    def span(self, event: Any) -> Span:
        return Span(self.base + event.start_mark.index, self.base + event.end_mark.index)

    def scalar(self, event: Any) -> Node:
        span = self.span(event)
        # The span of a scalar with a tag or an anchor starts there; its text starts at the style's sign.
        style = event.style if event.style in ("|", ">", '"', "'") else ""
        start = span.start - self.base
        if event.anchor or (event.tag and not (event.implicit[0] or event.implicit[1])):
            start += _properties(self.clean[start : span.end - self.base])
        view = scalar_view(self.clean, start, span.end - self.base, style, event.value)
        return Node("scalar", span, view=self.restored(view), quoted=bool(style))

    def restored(self, view: View) -> View:
        """The view in coordinates of the file, with the signs that YAML does not allow as they stand there."""
        segments = [(a, b + self.base, c, d) for a, b, c, d in view.segments]
        text = view.text
        if "\ufffd" in text:
            signs = list(text)
            for at, start, length, source_length in segments:
                for i in range(length if length == source_length else 0):
                    if signs[at + i] == "\ufffd":
                        signs[at + i] = self.text[start + i]
            text = "".join(signs)
        return View(text, segments)


PROPERTIES = regex.compile(r"(?:[&!][^\s]*\s+)+")


def _properties(text: str) -> int:
    m = PROPERTIES.match(text)
    return m.end() if m else 0
