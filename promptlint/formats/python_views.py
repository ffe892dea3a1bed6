"""Python expressions that spell a string, as Views."""

from __future__ import annotations

import ast

from promptlint.formats.marks import hole_name
from promptlint.formats.pieces import computed, concatenated
from promptlint.formats.python_literals import dedented, literals
from promptlint.source import Source
from promptlint.span import Span
from promptlint.view import View

# Calls that return their text, perhaps laid out or filled in.
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
    "format", "strip", "lstrip", "rstrip", "replace", "format_map", "substitute", "from_template", "removeprefix",
    "removesuffix", "expandtabs",
}  # fmt: skip
MAX_DEPTH = 60


class Strings:
    """Reads the strings of one module.

    Args:
        source: the module.
    """

    def __init__(self, source: Source) -> None:
        self.source = source

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
        between = constant(separator)
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
        return View.join(computed(f"{{{name}}}", self.source.text, *span))

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


def constant(node: ast.AST | None) -> str:
    """The value of a string constant, "" of anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
