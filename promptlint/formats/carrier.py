"""From the values of a carrier (YAML, JSON, Python …) to prompts: what all carriers share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from promptlint.block import FIELD, ROLE, Block, Prompt
from promptlint.diagnostic import Finding
from promptlint.formats import Parsed
from promptlint.formats.nodes import Node, Unreadable
from promptlint.formats.pieces import concatenated
from promptlint.formats.prose import parse_prose
from promptlint.source import Source
from promptlint.span import Span
from promptlint.view import View

# Spellings of the roles of a chat, and the four roles that the rest of promptlint knows.
ROLES = {
    "system": "system", "developer": "system", "human": "user", "user": "user", "assistant": "assistant",
    "ai": "assistant", "model": "assistant", "bot": "assistant", "tool": "tool", "function": "tool",
}  # fmt: skip
NAME = re.compile(r"[\w./*:@-]{1,60}(?:\([^()\s]{0,80}\))?")
LIMITS = re.compile(r"(?:max|min)_?[a-z_]*|[a-z_]*(?:limit|budget|timeout)[a-z_]*|recursion_limit", re.I)


@dataclass(slots=True)
class Part:
    """A piece of a prompt: the text of one message or of one field.

    Args:
        view: the text.
        role: role of the message, "" outside messages.
        field: name of the field ("goal"), "" if none.
        span: the part in the file with its marker; None for the text's own.
    """

    view: View
    role: str = ""
    field: str = ""
    span: Span | None = None


def compose(
    parts: Sequence[Part],
    *,
    name: str = "",
    role: str = "system",
    stack: str = "",
    meta: dict[str, Any] | None = None,
    format: str = "text",
) -> Prompt:
    """One prompt of several parts, each read as prose.

    Args:
        parts: in the order in which the model receives them; empty texts are left out.
        name: the slot.
        role: the role of parts that have none.
        stack: name of the system in which the prompt acts together with others of the file.
        meta: declared facts.
        format: the carrier's format.
    """
    parts = [p for p in parts if p.view.text.strip()]
    if len(parts) == 1 and not parts[0].role and not parts[0].field:
        prompt = parse_prose(parts[0].view, name=name, role=role, format=format)
        prompt.stack, prompt.meta = stack, {**prompt.meta, **(meta or {})}
        return prompt
    root = Block("document", Span(0, 0))
    whole = Prompt(name, Span(0, 0), root, concatenated([p.view for p in parts], "\n\n"), role, stack, dict(meta or {}))
    for part in parts:
        inner = parse_prose(part.view, name=name, role=part.role or role, format=format)
        children = inner.root.children
        if part.field:
            children = [Block(FIELD, part.span or inner.span, None, children, {"name": part.field})]
        if part.role:
            children = [Block(ROLE, part.span or inner.span, None, children, {"role": part.role})]
        root.children += children
        for key, value in inner.root.attrs.items():
            # Lists of facts on the root (tags that do not pair …) are those of all parts.
            root.attrs[key] = [*root.attrs.get(key, []), *value] if isinstance(value, list) else value
        whole.placeholders += inner.placeholders
        whole.template_names |= inner.template_names
    spans = [p.span or p.view.span(0, len(p.view.text)) for p in parts]
    if spans:
        whole.span = root.span = Span(min(s.start for s in spans), max(s.end for s in spans))
    return whole


def prose(source: Source, format: str, error: Unreadable | None = None) -> Parsed:
    """The whole file as prose, with a notice when it should have been data of ``format`` and is not."""
    prompt = parse_prose(View.of(source.text), format="text")
    if error is None:
        return Parsed(format, [prompt], [])
    at = Span(error.offset, error.offset)
    return Parsed(format, [prompt], [Finding(f"read as plain prose, because it is not {format}: {error}", at)])


def messages(node: Node | None) -> list[Part]:
    """The messages of a chat: a sequence of ``{role, content}``; [] when ``node`` is none."""
    parts: list[Part] = []
    for item in node.items if node and node.kind == "seq" else []:
        if item.kind != "map":
            continue
        content = item.get("content", "text", "value", "template", "prompt")
        role = ROLES.get(item.string("role", "from", "type").lower(), "")
        if not role or content is None:
            return []
        for text in [content] if content.kind != "seq" else [c.get("text") or c for c in content.items]:
            if text.is_text and text.view:
                parts.append(Part(text.view, role, span=item.span))
    return parts


def names_of(node: Node | None) -> list[str]:
    """Names that a map's keys, a sequence of strings or a sequence of maps with a ``name`` declare."""
    if node is None:
        return []
    if node.kind == "map":
        return [k.text for k, _ in node.pairs]
    if node.kind == "seq":
        return [n for i in node.items if (n := i.text or i.string("name", "id") or _function(i))]
    names = [n.strip() for n in node.text.split(",") if n.strip()]
    return names if all(NAME.fullmatch(n) for n in names) else []


def _function(node: Node) -> str:
    inner = node.get("function") if node.kind == "map" else None
    return inner.string("name") if inner and inner.kind == "map" else ""


def limits_of(node: Node) -> dict[str, Any]:
    """Declared bounds such as ``max_iter: 8``."""
    return {
        k.text: v.value()
        for k, v in node.pairs
        if LIMITS.fullmatch(k.text) and v.kind == "scalar" and isinstance(v.value(), int | float)
    }


def declared(node: Node) -> dict[str, Any]:
    """What a mapping of front matter or configuration says of its prompt, for `Prompt.meta`."""
    meta: dict[str, Any] = {}
    for key in ("name", "description", "profile", "risk"):
        if node.string(key):
            meta[key] = node.string(key)
    model = node.get("model")
    if model is not None:
        meta["model"] = model.text or model.string("id", "name") or model.value()
    if (tools := node.get("tools", "allowed-tools", "allowed_tools")) is not None:
        if (names := names_of(tools)) or tools.kind != "scalar":
            meta["tools"] = names
    schema = node.get("inputs", "input_variables", "input")
    if schema is not None:
        inner = schema.get("schema") if schema.kind == "map" else None
        inner = (inner.get("properties") if inner and inner.kind == "map" else None) or inner
        # Picoschema marks an optional field with `?` and describes it after a comma.
        meta["inputs"] = [re.split(r"[?,(]", n)[0].strip() for n in names_of(inner or schema)]
    if limits := limits_of(node):
        meta["limits"] = limits
    return meta
