"""Prompts in Python source: strings whose name, use or mark says that a model reads them. A docstring is none."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from promptlint.block import Prompt
from promptlint.diagnostic import Finding
from promptlint.formats import Parsed
from promptlint.formats.carrier import ROLES, Part, compose
from promptlint.formats.marks import MARK, by_use, hole_name, named_prompt, reads_like_prompt, role_of_name
from promptlint.formats.pieces import concatenated
from promptlint.formats.python_literals import dedented, literals
from promptlint.source import Source
from promptlint.span import Span
from promptlint.view import View

WRAPPERS = {
    "dedent",
    "cleandoc",
    "indent",
    "Template",
    "PromptTemplate",
    "str",
    "_",
    "gettext",
    "StringTemplate",
    "Prompt",
}
METHODS = {
    "format",
    "strip",
    "lstrip",
    "rstrip",
    "replace",
    "format_map",
    "substitute",
    "from_template",
    "removeprefix",
    "removesuffix",
    "expandtabs",
}
MAX_DEPTH = 60
CREW = {"Agent": ("role", "goal", "backstory"), "Task": ("description", "expected_output")}


class Candidate(NamedTuple):
    """An expression that is a prompt.

    Args:
        name: the slot.
        node: the expression.
        role: of its text.
        sure: whether its use or a mark, not only its name, says so.
    """

    name: str
    node: ast.expr
    role: str = "system"
    sure: bool = False


def parse(source: Source) -> Parsed:
    """The prompts of a module."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes are the author's business
            tree = ast.parse(source.text)
        return Parsed("python", _Module(source, tree).prompts(), [])
    except SyntaxError as e:
        line = min(max((e.lineno or 1) - 1, 0), len(source.line_starts) - 1)
        at = source.line_starts[line]
        return Parsed("python", [], [Finding(f"not Python, so its prompts are not read: {e.msg}", Span(at, at))])
    except (RecursionError, ValueError, MemoryError) as e:
        return Parsed("python", [], [Finding(f"not read: {type(e).__name__} while parsing Python", Span(0, 0))])


class _Module:
    def __init__(self, source: Source, tree: ast.Module) -> None:
        self.source = source
        self.tree = tree
        self.marked = {i + 1 for i, line in enumerate(source.text.split("\n")) if MARK.search(line)}
        self.constants: dict[str, ast.expr] = {}
        self.found: dict[int, Prompt] = {}

    def prompts(self) -> list[Prompt]:
        """Prompts in order of the text; one expression is one prompt, whatever number of signs it bears."""
        nodes = list(ast.walk(self.tree))
        for name, value in (a for n in nodes for a in _assignments(n)):
            self.constants.setdefault(name, value)
        for node in nodes:
            self.conversation(node)
            self.crew(node)
        for node in nodes:
            for candidate in self.candidates(node):
                self.take(candidate)
        return sorted({id(p): p for p in self.found.values()}.values(), key=lambda p: p.span)

    def candidates(self, node: ast.AST) -> Iterator[Candidate]:
        for name, value in _assignments(node):
            marked = bool(self.marked & {node.lineno, node.lineno - 1}) if isinstance(node, ast.stmt) else False
            if marked or named_prompt(name):
                yield Candidate(name, value, role_of_name(name), marked)
            elif name.isupper() and node.__class__ in (ast.Assign, ast.AnnAssign):
                view = self.view(value)
                if view and reads_like_prompt(view.text):
                    yield Candidate(name, value, sure=True)
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for keyword in node.keywords:
                if keyword.arg and by_use(keyword.arg):
                    yield self.used(keyword.arg, keyword.value)
            if called in ("SystemMessage", "SystemMessagePromptTemplate", "SystemPrompt") and node.args:
                yield self.used("system", node.args[0])
            if called == "SystemMessage":
                yield from (self.used("system", k.value) for k in node.keywords if k.arg == "content")
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and _text(node.elts[0]) == "system":
            yield self.used("system", node.elts[1])
        elif isinstance(node, ast.Dict):
            fields = {_text(k): v for k, v in zip(node.keys, node.values, strict=True) if k is not None}
            if _text(fields.get("role")) in ("system", "developer") and "content" in fields:
                yield self.used("system", fields["content"])

    def used(self, name: str, node: ast.expr) -> Candidate:
        """A prompt by its use; a name stands for the constant that it was given to."""
        if isinstance(node, ast.Name) and node.id in self.constants:
            return Candidate(node.id, self.constants[node.id], sure=True)
        return Candidate(name, node, sure=True)

    def take(self, candidate: Candidate) -> None:
        name, node = candidate.name, candidate.node
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                self.take(candidate._replace(name=f"{name}.{_text(key) or '*'}", node=value))
            return
        if isinstance(node, ast.List | ast.Tuple):
            for i, value in enumerate(node.elts):
                self.take(candidate._replace(name=f"{name}.{i}", node=value))
            return
        view = None if id(node) in self.found else self.view(node)
        if view is None or (len(view.text.split()) < (2 if candidate.sure else 5)):
            return
        prompt = compose([Part(view)], name=name, role=candidate.role, format="python")
        prompt.span = self.span(node)
        self.found[id(node)] = prompt

    def conversation(self, node: ast.AST) -> None:
        """A list of messages written out: one prompt with a ROLE block a message."""
        if not isinstance(node, ast.List) or not node.elts:
            return
        parts, inner = [], []
        for item in node.elts:
            if not isinstance(item, ast.Dict):
                return
            fields = {_text(k): v for k, v in zip(item.keys, item.values, strict=True) if k is not None}
            role = ROLES.get(_text(fields.get("role")), "")
            if not role or "content" not in fields:
                return
            view = self.view(fields["content"])
            if view is not None:
                parts.append(Part(view, role, span=self.span(item)))
                inner.append(fields["content"])
        if any(len(p.view.text.split()) >= 5 for p in parts) and not all(p.role == "assistant" for p in parts):
            prompt = compose(parts, name="messages", format="python")
            for expression in (node, *inner):
                self.found[id(expression)] = prompt

    def crew(self, node: ast.AST) -> None:
        """`Agent(role=…, goal=…, backstory=…)` and `Task(description=…, expected_output=…)`."""
        called = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        if not isinstance(node, ast.Call) or called not in CREW:
            return
        fields = CREW[called]
        given = {k.arg: k for k in node.keywords if k.arg}
        if not set(fields[:2]) <= set(given):
            return
        parts = [
            Part(v, field=f, span=self.span(given[f]))
            for f in fields
            if f in given and (v := self.view(given[f].value))
        ]
        if parts:
            bounds = [(a, k.value) for a, k in given.items() if a.startswith("max_")]
            limits = {a: b.value for a, b in bounds if isinstance(b, ast.Constant)}
            meta = {"kind": called.lower(), **({"limits": limits} if limits else {})}
            name = _text(given["role"].value) if called == "Agent" else "task"
            prompt = compose(parts, name=name.strip(), stack="crew", meta=meta, format="crewai")
            prompt.span = self.span(node)
            for value in (node, *(given[f].value for f in fields if f in given)):
                self.found[id(value)] = prompt

    def view(self, node: ast.expr, depth: int = 0) -> View | None:
        """The text of an expression; None when it is no string that stands in the source."""
        if depth > MAX_DEPTH:
            return None
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            return literals(self.source.text, *self.span(node))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self.sum(node, depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            return self.view(node.left, depth + 1)
        if isinstance(node, ast.Call):
            return self.call(node, depth)
        return None

    def sum(self, node: ast.expr, depth: int) -> View | None:
        """Operands of `+`, in a loop since long sums are deep to the left."""
        operands: list[ast.expr] = []
        while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            operands.append(node.right)
            node = node.left
        views = [(o, self.view(o, depth + 1)) for o in (node, *reversed(operands))]
        return concatenated([v or self.hole(o) for o, v in views]) if any(v for _, v in views) else None

    def call(self, node: ast.Call, depth: int) -> View | None:
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if isinstance(function, ast.Attribute) and name in METHODS and (view := self.view(function.value, depth + 1)):
            return _stripped(view) if name == "strip" else view
        if (
            isinstance(function, ast.Attribute)
            and name == "join"
            and node.args
            and isinstance(node.args[0], ast.List | ast.Tuple)
        ):
            return self.join(function.value, node.args[0].elts, depth)
        if (name in WRAPPERS or name == "from_template") and (node.args or node.keywords):
            inner = (
                node.args[0]
                if node.args
                else next((k.value for k in node.keywords if k.arg in ("template", "text")), None)
            )
            view = self.view(inner, depth + 1) if inner is not None else None
            if view is not None and name in ("dedent", "cleandoc"):
                view = dedented(view)
                return _stripped(view) if name == "cleandoc" else view
            return view
        return None

    def join(self, separator: ast.expr, elements: list[ast.expr], depth: int) -> View | None:
        between = _text(separator)
        views: list[View] = []
        for element in elements:
            if views and between:
                views.append(View.join([(between, self.span(element).start, 0)]))
            views.append(self.view(element, depth + 1) or self.hole(element))
        return concatenated(views) if any(isinstance(e, ast.Constant | ast.JoinedStr) for e in elements) else None

    def hole(self, node: ast.expr) -> View:
        """What stands for a part that is computed: a placeholder with its name."""
        span = self.span(node)
        name = hole_name(self.source.text[span.start : span.end])
        return View.join([(f"{{{name}}}", span.start, span.end - span.start)])

    def span(self, node: ast.expr | ast.keyword) -> Span:
        return Span(
            self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno or 1, node.end_col_offset or 0)
        )

    def offset(self, line: int, column: int) -> int:
        """From the parser's line and column in bytes of UTF-8."""
        start = self.source.line_starts[line - 1]
        head = self.source.text[start : start + column]
        return start + (
            column if head.isascii() else len(self.source.line(line).encode()[:column].decode(errors="ignore"))
        )


def _stripped(view: View) -> View:
    text = view.text
    return view.slice(len(text) - len(text.lstrip()), len(text.rstrip()))


def _text(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _assignments(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """``(name, value)`` of the names that a statement gives values to."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            name = target.id if isinstance(target, ast.Name) else getattr(target, "attr", "")
            if name:
                yield name, node.value
    elif isinstance(node, ast.AnnAssign | ast.AugAssign) and node.value is not None:
        name = node.target.id if isinstance(node.target, ast.Name) else getattr(node.target, "attr", "")
        if name:
            yield name, node.value
