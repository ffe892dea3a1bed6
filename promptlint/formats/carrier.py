"""From the values of a carrier (YAML, JSON, Python …) to prompts: what all carriers share."""

from __future__ import annotations

from collections.abc import Sequence

from promptlint.block import FIELD, ROLE, Block, Prompt
from promptlint.diagnostic import Finding
from promptlint.formats import Parsed
from promptlint.formats.nodes import Node, Unreadable
from promptlint.formats.pieces import concatenated
from promptlint.formats.prose import parse_prose
from promptlint.record import record
from promptlint.source import Source
from promptlint.span import Span
from promptlint.text.kept import Kept
from promptlint.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Spellings of the roles of a chat, and the four roles that the rest of promptlint knows.
ROLES = {
    "system": "system", "developer": "system", "human": "user", "user": "user", "assistant": "assistant",
    "ai": "assistant", "model": "assistant", "bot": "assistant", "tool": "tool", "function": "tool",
}  # fmt: skip


@record(slots=True)
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
    kept: Kept | None = None,
) -> Prompt:
    """One prompt of several parts, each read as prose.

    Args:
        parts: in the order in which the model receives them; empty texts are left out.
        name: the slot.
        role: the role of parts that have none.
        stack: name of the system in which the prompt acts together with others of the file.
        meta: declared facts.
        format: the carrier's format.
        kept: what an earlier version of the file was read as.
    """
    parts = [p for p in parts if p.view.text.strip()]
    if len(parts) == 1 and not parts[0].role and not parts[0].field:
        prompt = parse_prose(parts[0].view, name=name, role=role, format=format, kept=kept)
        prompt.stack, prompt.meta = stack, {**prompt.meta, **(meta or {})}
        return prompt
    whole = Prompt(
        name,
        Span(0, 0),
        Block("document", Span(0, 0)),
        concatenated([p.view for p in parts], "\n\n"),
        role,
        stack,
        dict(meta or {}),
    )
    for part in parts:
        _add(whole, part, parse_prose(part.view, name=name, role=part.role or role, format=format))
    spans = [p.span or p.view.span(0, len(p.view.text)) for p in parts]
    if spans:
        whole.span = whole.root.span = Span(min(s.start for s in spans), max(s.end for s in spans))
    return whole


def _add(whole: Prompt, part: Part, inner: Prompt) -> None:
    """Put what was read of a part into the prompt."""
    children = inner.root.children
    if part.field:
        children = [Block(FIELD, part.span or inner.span, None, children, {"name": part.field})]
    if part.role:
        children = [Block(ROLE, part.span or inner.span, None, children, {"role": part.role})]
    whole.root.children += children
    for key, value in inner.root.attrs.items():
        # Facts on the root (tags that do not pair …) are those of all parts.
        known = whole.root.attrs.get(key)
        if isinstance(value, list) and isinstance(known, list):
            value = known + value
        elif isinstance(value, set) and isinstance(known, set):
            value = known | value
        whole.root.attrs[key] = value
    whole.placeholders += inner.placeholders
    whole.template_names |= inner.template_names


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
        content = item.get("content", "parts", "text", "value", "template", "prompt")
        role = ROLES.get(item.string("role", "from", "type").lower(), "")
        if not role or content is None:
            return []
        parts += [Part(view, role, span=item.span) for view in texts_of(content)]
    return parts


def texts_of(node: Node | None) -> list[View]:
    """The texts of a value: a string, or a list of strings or of ``{type: text, text: …}``, or ``{parts: […]}``."""
    if node is None:
        return []
    if node.kind == "seq":
        return [view for item in node.items for view in texts_of(item.get("text") if item.kind == "map" else item)]
    if node.kind == "map":
        return texts_of(node.get("parts", "text", "content"))
    return [node.view] if node.view and node.is_text else []
