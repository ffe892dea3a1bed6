"""What a mapping says of its prompt: name, model, tools, inputs, limits."""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.formats.nodes import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAME = regex.compile(r"[\w./*:@-]{1,60}(?:\([^()\s]{0,80}\))?")
LIMITS = regex.compile(r"(?:max|min)_?[a-z_]*|[a-z_]*(?:limit|budget|timeout)[a-z_]*|recursion_limit", re.I)


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
    nested = node.get("limits", "budget")
    if limits := {**(limits_of(nested) if nested else {}), **limits_of(node)}:
        meta["limits"] = limits
    return meta
