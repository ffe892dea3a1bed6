"""promptfoo configurations: each entry of `prompts` is a prompt; tests and assertions are facts about all of them."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.block import Prompt
from promptlint.formats.carrier import Part, compose, messages
from promptlint.formats.json_nodes import read as read_json
from promptlint.formats.nodes import Node, Unreadable
from promptlint.formats.pieces import concatenated
from promptlint.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ELSEWHERE = ("file://", "langfuse://", "portkey://", "helicone://", "exec:", "python:")
SUFFIXES = (".txt", ".md", ".json", ".yaml", ".yml", ".j2", ".py", ".js", ".ts", ".mjs", ".cjs", ".csv")


def is_promptfoo(node: Node) -> bool:
    """Whether a mapping is a promptfoo configuration."""
    keys = node.keys()
    return "prompts" in keys and bool(keys & {"providers", "tests", "targets", "defaulttest", "scenarios", "redteam"})


def prompts(node: Node) -> Iterator[Prompt]:
    """The prompts of a configuration; references to other files are left out."""
    entries = node.get("prompts")
    meta = _facts(node)
    items = entries.items if entries and entries.kind == "seq" else [entries] if entries else []
    for i, entry in enumerate(items):
        name, text = f"prompts.{i}", entry
        if entry.kind == "map":
            raw = entry.get("raw", "messages", "prompt", "template", "content")
            name = entry.string("label", "id") or name
            if raw is None:
                continue
            text = raw
        if parts := (messages(text) or _parts(text)):
            yield compose(parts, name=name, meta=meta, format="promptfoo")


def _parts(node: Node) -> list[Part]:
    view = node.view
    if view is None or not node.is_text:
        return []
    text = view.text.strip()
    if text.startswith(ELSEWHERE) or ("\n" not in text and " " not in text and text.endswith(SUFFIXES)):
        return []
    return embedded(view) or [Part(view)]


def embedded(view: View) -> list[Part]:
    """The messages of a chat that is written as JSON inside a string; [] when the string is none."""
    text = view.text
    if not text.lstrip().startswith(("[", "{")):
        return []
    try:
        roots = read_json(text)
    except Unreadable:
        return []
    if len(roots) != 1:
        return []
    found = messages(roots[0]) or messages(roots[0].get("messages"))
    for part in found:
        part.span = view.span(*part.span) if part.span else None
        part.view = _within(view, part.view)
    return found


def _within(outer: View, inner: View) -> View:
    """``inner``, whose segments point into the text of ``outer``, with segments that point into the file."""
    pieces: list[View] = []
    for at, start, length, source_length in inner.segments:
        if length == source_length:
            pieces.append(outer.slice(start, start + length))
        else:
            span = outer.span(start, start + source_length)
            pieces.append(View.join([(inner.text[at : at + length], span.start, span.end - span.start)]))
    return concatenated(pieces)


def _facts(node: Node) -> dict[str, Any]:
    meta: dict[str, Any] = {}
    if node.string("description"):
        meta["description"] = node.string("description")
    if (providers := node.get("providers", "targets")) is not None:
        meta["providers"] = providers.value()
    for key in ("tests", "defaultTest", "scenarios"):
        if (value := node.get(key)) is not None:
            meta[key] = value.value()
    tests = meta.get("tests")
    names = (
        {str(k) for t in tests if isinstance(t, dict) and isinstance(t.get("vars"), dict) for k in t["vars"]}
        if isinstance(tests, list)
        else set()
    )
    if names:
        meta["test_variables"] = sorted(names)
    return meta
