"""CrewAI: agents (role, goal, backstory) and tasks (description, expected output) that act together as one crew."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.block import Prompt
from promptlint.formats.carrier import Part, compose
from promptlint.formats.declared import limits_of, names_of
from promptlint.formats.nodes import Node
from promptlint.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

AGENT = ("role", "goal", "backstory")
TASK = ("description", "expected_output")
TEMPLATES = ("system_template", "prompt_template", "response_template")
# What house dialects call the text of an agent or task besides.
TEXTS = (
    "prompt",
    "instructions",
    "instruction",
    "system_prompt",
    "system_message",
    "system",
    "rules",
    "guidelines",
    "constraints",
)
STACK = "crew"


def kind_of(node: Node) -> str:
    """ "agent", "task" or "" for a mapping."""
    keys = node.keys() if node.kind == "map" else set()
    if {"role", "goal"} <= keys or {"role", "backstory"} <= keys:
        return "agent"
    if "description" in keys and keys & {"expected_output", "agent", "output_file"}:
        return "task"
    return ""


def is_crew(root: Node) -> bool:
    """Whether a file is agents.yaml, tasks.yaml or both in one: what it holds are agents and tasks, little else."""
    members = list(_members(root))
    others = [
        v for k, v in root.pairs if v.kind == "map" and not kind_of(v) and k.text.lower() not in ("agents", "tasks")
    ]
    return bool(members) and len(members) >= len(others)


def prompts(root: Node) -> Iterator[Prompt]:
    """One prompt an agent and one a task."""
    for name, node, span in _members(root):
        kind = kind_of(node)
        yield member(node, kind, name=name, span=span, stack=STACK)


def member(node: Node, kind: str, *, name: str, span: Span, stack: str = "") -> Prompt:
    """The prompt of an agent or a task; its fields are FIELD blocks."""
    fields = (*AGENT, *TEMPLATES, *TEXTS) if kind == "agent" else (*TASK, *TEXTS)
    parts = []
    for key, value in node.pairs:
        value = value.target if value.kind == "alias" and value.target else value
        if key.text in fields and value.view is not None:
            parts.append(Part(value.view, field=key.text, span=Span(key.span.start, max(key.span.end, value.span.end))))
    prompt = compose(parts, name=name, stack=stack, meta=_meta(node, kind, name), format="crewai")
    prompt.span = span
    return prompt


def _members(root: Node, prefix: str = "") -> Iterator[tuple[str, Node, Span]]:
    for key, value in root.pairs:
        if not prefix and value.kind == "map" and not kind_of(value) and value.keys() & {"agents", "tasks"}:
            yield from _members(value, f"{key.text}.")
            continue
        if kind_of(value):
            yield prefix + key.text, value, Span(key.span.start, value.span.end)
        elif key.text.lower() in ("agents", "tasks"):
            for inner_key, inner in value.pairs:
                if kind_of(inner):
                    yield f"{prefix}{key.text}.{inner_key.text}", inner, Span(inner_key.span.start, inner.span.end)
            for i, item in enumerate(value.items):
                if kind_of(item):
                    yield f"{prefix}{key.text}.{item.string('name', 'id') or i}", item, item.span


def _meta(node: Node, kind: str, name: str) -> dict[str, Any]:
    meta: dict[str, Any] = {"name": name, "kind": kind}
    if (tools := node.get("tools")) is not None:
        meta["tools"] = names_of(tools)
    if limits := limits_of(node):
        meta["limits"] = limits
    for key in (
        "agent",
        "llm",
        "context",
        "human_input",
        "allow_delegation",
        "allow_code_execution",
        "output_file",
        "guardrail",
    ):
        if (value := node.get(key)) is not None:
            meta["model" if key == "llm" else key] = value.value()
    return meta
