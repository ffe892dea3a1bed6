"""A chat in a mapping: GitHub Models' `.prompt.yml`, `*.chat.yaml`, and JSON with `messages` or `system`."""

from __future__ import annotations

from promptlint.block import Prompt
from promptlint.formats.carrier import Part, compose, messages, texts_of
from promptlint.formats.declared import declared
from promptlint.formats.nodes import Node

# Data about the prompt that a runner reads; never sent to the model.
ASIDE = ("testData", "evaluators", "tests", "assert", "examples")
CHATS = ("messages", "prompt", "chat", "conversation", "template", "contents", "input")


def is_chat(node: Node) -> bool:
    """Whether a mapping holds one chat."""
    return node.kind == "map" and any(messages(node.get(key)) for key in CHATS)


def chat(node: Node, *, name: str = "", format: str) -> Prompt:
    """The one prompt of a mapping with a list of messages; a `system` beside it comes first."""
    parts = next((found for key in CHATS if (found := messages(node.get(key)))), [])
    system = node.get("system", "system_prompt", "systemInstruction", "system_instruction", "instructions")
    if system is not None and not any(p.role == "system" for p in parts):
        parts = [*(Part(view, "system", span=system.span) for view in texts_of(system)), *parts]
    meta = declared(node)
    for key in ASIDE:
        if (value := node.get(key)) is not None:
            meta[key] = value.value()
    if "inputs" not in meta and isinstance(meta.get("testData"), list):
        # Every row fills the same variables; what is expected of the answer is none of them.
        rows = [row for row in meta["testData"] if isinstance(row, dict)]
        names = {k for row in rows for k in row}
        if names:
            meta["test_variables"] = sorted(names - {"expected"})
    return compose(parts, name=name, meta=meta, format=format)
