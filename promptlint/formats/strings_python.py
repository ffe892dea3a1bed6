"""Prompts in Python source: strings whose name, use or mark says that a model reads them. A docstring is none."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator

from promptlint.block import Prompt
from promptlint.diagnostic import Finding
from promptlint.formats import Parsed
from promptlint.formats.carrier import ROLES, Part, compose
from promptlint.formats.declared import LIMITS
from promptlint.formats.marks import MARK, asks_a_person, by_use, named_prompt, reads_like_prompt, role_of_name
from promptlint.formats.python_views import Strings, constant
from promptlint.record import NamedTuple
from promptlint.source import Source
from promptlint.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Functions whose `prompt` is shown to a person.
ASKS = {"input", "option", "confirm", "ask", "getpass", "password_option", "text_input"}
CREW = {"Agent": ("role", "goal", "backstory"), "Task": ("description", "expected_output")}


class Candidate(NamedTuple):
    """An expression that is a prompt.

    Args:
        name: the slot.
        node: the expression.
        role: of its text.
        sure: whether its use or a mark, not only its name, says so.
        meta: what the call that it is given to declares beside it.
    """

    name: str
    node: ast.expr
    role: str = "system"
    sure: bool = False
    meta: dict[str, Any] = {}  # noqa: RUF012 (never changed)


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
        self.strings = Strings(source)
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
                view = self.strings.view(value)
                if view and reads_like_prompt(view.text):
                    yield Candidate(name, value, sure=True)
        if isinstance(node, ast.Call):
            yield from self.arguments(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and named_prompt(node.name):
            returns = [n.value for n in ast.walk(node) if isinstance(n, ast.Return) and n.value is not None]
            yield from (Candidate(node.name, value, role_of_name(node.name)) for value in returns)
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and constant(node.elts[0]) == "system":
            yield self.used("system", node.elts[1])
        elif isinstance(node, ast.Dict):
            fields = {constant(k): v for k, v in zip(node.keys, node.values, strict=True) if k is not None}
            if constant(fields.get("role")) in ("system", "developer") and "content" in fields:
                yield self.used("system", fields["content"])

    def arguments(self, node: ast.Call) -> Iterator[Candidate]:
        """Arguments of a call that are prompts."""
        called = _called(node)
        for keyword in node.keywords:
            if keyword.arg and by_use(keyword.arg) and called not in ASKS:
                yield self.used(keyword.arg, keyword.value, _facts(node))
        if called in ("SystemMessage", "SystemMessagePromptTemplate", "SystemPrompt"):
            content = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "content")]
            yield from (self.used("system", value) for value in content)

    def used(self, name: str, node: ast.expr, meta: dict[str, Any] | None = None) -> Candidate:
        """A prompt by its use; a name stands for the constant that it was given to."""
        if isinstance(node, ast.Name) and node.id in self.constants:
            return Candidate(node.id, self.constants[node.id], sure=True, meta=meta or {})
        # Many a function has a parameter `prompt` that is no model's.
        return Candidate(name, node, sure=name != "prompt", meta=meta or {})

    def take(self, candidate: Candidate) -> None:
        name, node = candidate.name, candidate.node
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                self.take(candidate._replace(name=f"{name}.{constant(key) or '*'}", node=value))
            return
        if isinstance(node, ast.List | ast.Tuple):
            for i, value in enumerate(node.elts):
                self.take(candidate._replace(name=f"{name}.{i}", node=value))
            return
        if id(node) in self.found:
            self.found[id(node)].meta.update(candidate.meta)
            return
        view = self.strings.view(node)
        if (
            view is None
            or (not candidate.sure and asks_a_person(view.text))
            or (len(view.text.split()) < (2 if candidate.sure else 5))
        ):
            return
        prompt = compose([Part(view)], name=name, role=candidate.role, meta=candidate.meta, format="python")
        prompt.span = self.strings.span(node)
        self.found[id(node)] = prompt

    def conversation(self, node: ast.AST) -> None:
        """A list of messages written out: one prompt with a ROLE block a message."""
        if not isinstance(node, ast.List) or not node.elts:
            return
        parts, inner = [], []
        for item in node.elts:
            if not isinstance(item, ast.Dict):
                return
            fields = {constant(k): v for k, v in zip(item.keys, item.values, strict=True) if k is not None}
            role = ROLES.get(constant(fields.get("role")), "")
            if not role or "content" not in fields:
                return
            view = self.strings.view(fields["content"])
            if view is not None:
                parts.append(Part(view, role, span=self.strings.span(item)))
                inner.append(fields["content"])
        if any(len(p.view.text.split()) >= 5 for p in parts) and not all(p.role == "assistant" for p in parts):
            prompt = compose(parts, name="messages", format="python")
            for expression in (node, *inner):
                self.found[id(expression)] = prompt

    def crew(self, node: ast.AST) -> None:
        """`Agent(role=…, goal=…, backstory=…)` and `Task(description=…, expected_output=…)`."""
        if not isinstance(node, ast.Call) or (called := _called(node)) not in CREW:
            return
        fields = CREW[called]
        given = {k.arg: k for k in node.keywords if k.arg}
        if not set(fields[:2]) <= set(given):
            return
        parts = [
            Part(v, field=f, span=self.strings.span(given[f]))
            for f in fields
            if f in given and (v := self.strings.view(given[f].value))
        ]
        if parts:
            meta = {"kind": called.lower(), **_facts(node)}
            name = constant(given["role"].value) if called == "Agent" else "task"
            prompt = compose(parts, name=name.strip(), stack="crew", meta=meta, format="crewai")
            prompt.span = self.strings.span(node)
            for value in (node, *(given[f].value for f in fields if f in given)):
                self.found[id(value)] = prompt


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


def _called(node: ast.Call) -> str:
    """The last name of what is called: `create` of `client.messages.create(…)`."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _facts(node: ast.Call) -> dict[str, Any]:
    """Tools, limits and the model that a call declares."""
    meta: dict[str, Any] = {}
    given = {k.arg: k.value for k in node.keywords if k.arg}
    tools = given.get("tools", given.get("functions"))
    if isinstance(tools, ast.List | ast.Tuple):
        meta["tools"] = [n for n in map(_tool, tools.elts) if n]
    limits = {a: v.value for a, v in given.items() if LIMITS.fullmatch(a) and isinstance(v, ast.Constant)}
    if limits := {a: v for a, v in limits.items() if isinstance(v, int | float)}:
        meta["limits"] = limits
    if model := constant(given.get("model", given.get("llm"))):
        meta["model"] = model
    return meta


def _tool(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return constant(next((k.value for k in node.keywords if k.arg == "name"), None)) or _called(node)
    if isinstance(node, ast.Dict):
        fields = {constant(k): v for k, v in zip(node.keys, node.values, strict=True) if k is not None}
        return _tool(fields["function"]) if "function" in fields else constant(fields.get("name"))
    return getattr(node, "attr", getattr(node, "id", constant(node)))
