"""The cases of evals: promptfoo configurations, JSONL, and the modules for Inspect that promptlint writes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from promptlint.formats.nodes import Node, Unreadable
from promptlint.formats.promptfoo import ELSEWHERE, is_promptfoo
from promptlint.record import record
from promptlint.source import Source
from promptlint.span import Span

RULES = ("rule", "rules", "principle", "principles")
SUFFIXES = (".yaml", ".yml", ".json", ".jsonl", ".py")
MOST = 20_000  # cases of a file; beyond that it is data and not a test


@record(frozen=True)
class Case:
    """One case.

    Args:
        title: what it is called, "" if nothing says so.
        names: the rules and principles that it names, each with its place in the file of the case.
        asserted: whether anything is checked.
        span: the case in its file.
        about: paths of the prompts that it is about, as written; empty for those in the same file.
        path, line: where it stands, for messages about it in other files.
    """

    title: str
    names: tuple[tuple[str, Span], ...]
    asserted: bool
    span: Span
    about: tuple[str, ...] = ()
    path: str = ""
    line: int = 0

    def __str__(self) -> str:
        """How messages call it: ``evals/late.yaml:12, “late refund”``."""
        place = f"{self.path}:{self.line}" if self.path else ""
        return ", ".join(x for x in (place, f"“{self.title}”" if self.title else "") if x) or "a case"


def cases(source: Source) -> list[Case]:
    """The cases of a file; [] where it holds none, or nothing that can be read.

    Args:
        source: the file. Python is read as data and never run.
    """
    found: list[Case] = []
    for case in _read(source):
        line = source.position(case.span.start).line
        found.append(Case(case.title, case.names, case.asserted, case.span, case.about, source.path, line))
        if len(found) >= MOST:
            break
    return found


def _read(source: Source) -> Iterator[Case]:
    name = source.path.lower()
    try:
        if name.endswith(".py"):
            yield from _python(source)
            return
        if name.endswith((".json", ".jsonl")):
            from promptlint.formats.json_nodes import read
        else:
            from promptlint.formats.yaml_nodes import read
        roots = read(source.text)
    except (Unreadable, SyntaxError, ValueError, RecursionError, MemoryError):
        return
    if len(roots) == 1 and roots[0].kind == "map" and is_promptfoo(roots[0]):
        yield from of_promptfoo(roots[0])
        return
    for root in roots:
        for record_ in root.items if root.kind == "seq" else [root]:
            if record_.kind == "map" and record_.keys() & {"input", "target", "metadata"}:
                yield _record(record_)


def of_promptfoo(root: Node) -> Iterator[Case]:
    """The cases of a promptfoo configuration, those of its scenarios included; cases in other files are left out."""
    about = tuple(_paths(root.get("prompts")))
    default = root.get("defaultTest")
    always = default is not None and (default.kind != "map" or _asserts(default))
    for group in (root, *_maps(root.get("scenarios"))):
        for test in _maps(group.get("tests")):
            own = _about(test.get("metadata"))
            yield Case(test.string("description"), _names(test), always or _asserts(test), test.span, own or about)


def _maps(node: Node | None) -> list[Node]:
    return [item for item in node.items if item.kind == "map"] if node is not None and node.kind == "seq" else []


def _asserts(test: Node) -> bool:
    """Whether a test checks anything; what stands behind an alias or a reference is taken to."""
    checks = test.get("assert", "assertScoringFunction")
    return (
        checks is not None
        and (checks.kind != "seq" or bool(checks.items))
        and (bool(checks.text) or checks.kind != "scalar")
    )


def _paths(prompts: Node | None) -> Iterator[str]:
    """The files among the prompts of a configuration."""
    for entry in prompts.items if prompts is not None and prompts.kind == "seq" else [prompts] if prompts else []:
        text = entry.string("id", "raw") if entry.kind == "map" else entry.text
        if text.startswith(ELSEWHERE[0]):
            yield text.removeprefix(ELSEWHERE[0])


def _about(metadata: Node | None) -> tuple[str, ...]:
    charter = metadata.string("charter") if metadata is not None and metadata.kind == "map" else ""
    return (charter,) if charter else ()


def _names(case: Node) -> tuple[tuple[str, Span], ...]:
    metadata = case.get("metadata")
    if metadata is None or metadata.kind != "map":
        return ()
    found: list[tuple[str, Span]] = []
    for key in RULES:
        value = metadata.get(key)
        if value is not None:
            items = value.items if value.kind == "seq" else [value]
            found += [(i.text.strip(), _place(i)) for i in items if i.kind == "scalar" and i.text.strip()]
    return tuple(found)


def _place(scalar: Node) -> Span:
    return scalar.view.span(0, len(scalar.view.text)) if scalar.view and scalar.view.text else scalar.span


def _record(case: Node) -> Case:
    metadata = case.get("metadata")
    title = metadata.string("title") if metadata is not None and metadata.kind == "map" else ""
    target = case.get("target")
    asserted = target is not None and bool(target.items if target.kind == "seq" else target.text.strip())
    return Case(title or case.string("id"), _names(case), asserted, case.span, _about(metadata))


def _python(source: Source) -> Iterator[Case]:
    """The cases of a module that assigns lists of literal data to items of `CASES`."""
    for statement in ast.parse(source.text).body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.List):
            continue
        target = statement.targets[0]
        if not (
            isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id == "CASES"
        ):
            continue
        for item in statement.value.elts:
            data = ast.literal_eval(item)
            metadata = data.get("metadata") if isinstance(data, dict) else None
            if isinstance(metadata, dict):
                start = source.line_starts[item.lineno - 1]
                at = Span(start, start)
                names = tuple((str(metadata[k]), at) for k in RULES if metadata.get(k))
                about = (str(metadata["charter"]),) if metadata.get("charter") else ()
                yield Case(str(metadata.get("title", "")), names, bool(data.get("target")), at, about)
