"""The names in a text: a charter's ids, fields, terms, inputs and includes, and the variables of a template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from promptlint import regex
from promptlint.analysis.memo import once
from promptlint.charter.ast import Charter, Node, Text
from promptlint.document import Unit
from promptlint.formats.front_matter import split
from promptlint.formats.nodes import Node as Value
from promptlint.lsp.analyser import Analysis
from promptlint.record import record
from promptlint.rules.structure.undefined_variable import root_name
from promptlint.source import Source
from promptlint.span import Span

IDENTIFIER = regex.compile(r"(?<![\w.])[A-Za-z_]\w*")
STATEMENT = regex.compile(r"\{%[^%{}\n]*%\}|\{\{[#^/&]?[^{}\n]*\}\}")
# What a name of each kind may be.
SHAPES = {
    "id": regex.compile(r"[A-Za-z_][\w-]*"),
    "field": regex.compile(r"[A-Za-z_][\w-]*(?:\.[\w-]+)*"),
    "term": regex.compile(r"[^\s\"](?:[^\"\r\n]*[^\s\"])?"),
    "input": regex.compile(r"[A-Za-z_][\w-]*(?:\.[\w-]+)*"),
    "variable": regex.compile(r"[A-Za-z_]\w*"),
    "file": regex.compile(r"[^\"\r\n]+"),
}


@record(frozen=True, slots=True)
class Name:
    """A name where it stands.

    Args:
        kind: one of `SHAPES`.
        text: the name.
        span: its place.
        defines: whether it is given here, not used.
        scope: number of the prompt that a variable belongs to; 0 for what the whole file shares.
    """

    kind: str
    text: str
    span: Span
    defines: bool = False
    scope: int = 0

    def same(self, other: Name) -> bool:
        """Whether the two name one thing."""
        shared = not self.scope or not other.scope or self.scope == other.scope
        return self.kind == other.kind and self.text == other.text and shared


@once
def of(analysis: Analysis) -> list[Name]:
    """All names of a text, in order."""
    if analysis.charter is not None:
        return of_charter(analysis.source, analysis.charter)
    found: list[Name] = []
    declared = list(_declared(analysis.source.text))
    several = len(analysis.document.units) > 1 and not declared
    for number, unit in enumerate(analysis.document.units, 1):
        found += _variables(unit, {n.text for n in declared}, number if several else 0)
    unique = {n.span: n for n in (*found, *declared)}
    return sorted(unique.values(), key=lambda n: n.span)


def at(analysis: Analysis, offset: int) -> Name | None:
    """The name at an offset."""
    here = [n for n in of(analysis) if n.span.start <= offset <= n.span.end]
    return min(here, key=lambda n: n.span.end - n.span.start, default=None)


# -- charters ----------------------------------------------------------------------------------------------------------


def of_charter(source: Source, charter: Charter) -> list[Name]:
    """All names of a charter, in order."""
    found = [n for node in charter.walk() if not node.path for n in _statement(node)]
    taken = {n.span for n in found}
    words = {n.text: n.kind for n in found if n.defines and n.kind in ("term", "input")}
    if words:
        found += [n for n in _words(source, charter, words) if not any(n.span.overlaps(t) for t in taken)]
    return sorted(found, key=lambda n: n.span)


def _statement(node: Node) -> Iterator[Name]:
    if node.kind in ("include", "extends") and node.name:
        yield Name("file", node.name.text, node.name.span)
    elif node.kind in ("rule", "escalate", "principle") and node.name:
        yield _name("id", node.name, True)
    elif node.kind == "example" and node.name:
        yield _name("id", node.name)
    elif node.kind == "precedence":
        yield from (_name("id", t) for t in node.names)
    elif node.kind in ("field", "input") and node.name:
        yield _name(node.kind, node.name, True)
    elif node.kind == "define" and node.name:
        yield _name("term", node.name, True)
    if node.kind != "clause":  # the rule above holds them
        from promptlint.charter.model import conditions

        yield from (_name("id", t) for t in node.clauses.overrides)
        yield from (_name("field", u.name) for c in conditions(node) for u in c.uses())


def _name(kind: str, text: Text, defines: bool = False) -> Name:
    return Name(kind, text.text, text.span, defines)


def _words(source: Source, charter: Charter, words: dict[str, str]) -> Iterator[Name]:
    """Where the words that a charter defines stand in its statements, comments left aside."""
    from promptlint.charter.layout import lines

    any_of = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    pattern = rf"(?<![\w.-])(?:{any_of})(?![\w-])"
    for line in lines(source.text, charter.body, source.line_starts):
        for m in re.finditer(pattern, source.text[line.start : line.end]):
            yield Name(words[m[0]], m[0], Span(line.start + m.start(), line.start + m.end()))


# -- templates ---------------------------------------------------------------------------------------------------------


def _declared(text: str) -> Iterator[Name]:
    """The inputs that front matter declares, and the samples given for them."""
    root = split(text, preamble=True).node
    if root is None:
        return
    inputs = root.get("input")
    defaults = inputs.get("default") if inputs and inputs.kind == "map" else None
    for node, defines in ((_inputs(root), True), (root.get("sample"), False), (defaults, False)):
        for key in _keys(node):
            m = IDENTIFIER.search(text, key.span.start, key.span.end)
            if m:
                yield Name("variable", m[0], Span(m.start(), m.end()), defines)


def _inputs(root: Value) -> Value | None:
    """The value that lists the inputs: a map, a sequence, or the properties of a schema."""
    node = root.get("inputs", "input_variables", "input")
    inner = node.get("schema") if node and node.kind == "map" else None
    return (inner.get("properties") if inner and inner.kind == "map" else None) or inner or node


def _keys(node: Value | None) -> Iterable[Value]:
    if node is None:
        return []
    if node.kind == "map":
        return [k for k, _ in node.pairs]
    return [i if i.kind == "scalar" else n for i in node.items if (n := i.get("name", "id") or i)]


def _variables(unit: Unit, declared: set[str], scope: int) -> Iterator[Name]:
    """The variables of a prompt, in placeholders and in the statements of its template."""
    text, prompt = unit.source.text, unit.prompt
    known = declared | {root_name(p) for p in prompt.placeholders if p.kind == "variable"}
    spans = {p.span for p in prompt.placeholders}
    spans |= {Span(*m.span()) for m in STATEMENT.finditer(text, *prompt.span)}
    for span in spans:
        for m in IDENTIFIER.finditer(text, *span):
            if m[0] in known:
                yield Name("variable", m[0], Span(m.start(), m.end()), scope=scope)


# -- what is known of a name -------------------------------------------------------------------------------------------


def about(analysis: Analysis, name: Name) -> str:
    """What the hover says of a name, in Markdown; "" if nothing is known."""
    charter = analysis.charter
    if charter is None:
        return _about_variable(analysis, name)
    from promptlint.charter.model import Model

    for node in charter.walk():
        if node.name is None or node.name.text != name.text:
            continue
        if name.kind == "id" and node.kind == "principle":
            title = f" — {node.words.text}" if node.words else ""
            return f"principle `{name.text}`{title}"
        if name.kind == "id" and node.kind in ("rule", "escalate"):
            norm = next((n for n in Model(charter).norms if n.node is node), None)
            return f"rule `{name.text}`: {norm.reading() if norm else node.kind}"
        if name.kind == "field" and node.kind == "field":
            return f"field `{name.text}`: {' | '.join(t.text for t in node.names)}"
        if name.kind == "term" and node.kind == "define" and node.words:
            return f"`{name.text}` means {node.words.text}"
        if name.kind == "input" and node.kind == "input":
            return f"input `{name.text}` is {' '.join(t.text for t in node.names)}"
    return ""


def _about_variable(analysis: Analysis, name: Name) -> str:
    same = [n for n in of(analysis) if n.same(name)]
    line = next((analysis.source.position(n.span.start).line for n in same if n.defines), None)
    uses = sum(not n.defines for n in same)
    where = f"declared in line {line}" if line else "not declared here"
    return f"variable `{name.text}`: {where}, used {uses} time{'' if uses == 1 else 's'}"
