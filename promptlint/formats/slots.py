"""Prompts among the values of a YAML or JSON file, told by the keys that lead to them and by how they read."""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.block import Prompt
from promptlint.formats import crewai, prompt_yml, promptfoo
from promptlint.formats.carrier import Part, compose, messages
from promptlint.formats.declared import declared
from promptlint.formats.nodes import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# The value of such a key is a prompt, however short.
STRONG = regex.compile(
    r"\w*(?:prompts?|instructions?|system|template|backstory|persona|preamble|critic|critique|revision|principle)\w*"
    r"|(?:developer|assistant|agent)_?(?:message|rules)",
    re.I,
)
# The value of such a key is one when it reads like one.
WEAK = regex.compile(
    r"\w*(?:content|text|message|goal|task|polic(?:y|ies)|rules?|guidelines?|guardrails?|value|plan|report|role|description|body)\w*",
    re.I,
)
# Never the text of a prompt: what a program reads, or titles.
ASIDE = regex.compile(
    r"(?:env|environment|command|cmd|run|script|url|path|file|model|version|license|author|regex|pattern|format|type|id|name|label|title|tag|class"
    r"|key|sql|query|code|image|choice|example|sample|expected)s?|\w+_(?:id|file|path|url|name|type|format|key|version|regex|model|class|schema)",
    re.I,
)  # fmt: skip
# Nothing below is sent to the model as it stands: data to test with, schemas.
BELOW = regex.compile(
    r"(?:test|eval|evaluator|assert|example|sample|fixture|expected|metric|parameter|env|environment|provider|demonstration|tool|function)s?(?:_\w+)?"
    r"|testData|(?:json|input|output|response)_?schema|schema|properties",
    re.I,
)  # fmt: skip
READS = regex.compile(
    r"\byou(?:'re| are| will| must| should| can| may|r (?:task|job|role|goal|answer|response|output))\b|\b(?:do not|don't|never|always|must)\b"
    r"|^(?:please|answer|respond|reply|write|summari[sz]e|use|return|translate|classify|explain|given|identify|list|create|generate)\b"
    r"|\{\{.+?\}\}|\bi want you to\b|\bact as\b|你|请",
    re.I | re.M,
)  # fmt: skip
USER = regex.compile(r"\w*(?:user|human|instance|next_step|input)\w*", re.I)
# What constitutional training asks for once, about one response.
ASKED = regex.compile(r"(?:critic|critique|revision)(?:_?request)?", re.I)
SYSTEM = regex.compile(r"\w*system\w*", re.I)
TITLES = ("act", "name", "id", "title", "label", "key", "task", "type")
PRINCIPLES = regex.compile(r"\w*(?:constitution|principles?|rules|guidelines|polic(?:y|ies))\w*", re.I)
FOLDERS = regex.compile(r"(?:^|/)(?:prompts?|\w+[_-]prompts|translations|locales?|i18n)/[^/]*$", re.I)


def prompts(root: Node, path: str, format: str) -> list[Prompt]:
    """Every prompt of a document, in order of the text.

    Args:
        root: the document.
        path: of the file; its folder may say that every text in it is a prompt.
        format: name of the carrier.
    """
    finder = _Finder(format)
    finder.visit(root, (), None)
    # In a folder of prompts, and where no key says what is one, each text of some length is one.
    if not finder.found or (FOLDERS.search(path) and finder.skipped):
        finder.everything = True
        finder.found, finder.skipped, finder.used = [], 0, set()
        finder.visit(root, (), None)
    return finder.found


class _Finder:
    def __init__(self, format: str) -> None:
        self.format = format
        self.found: list[Prompt] = []
        self.used: set[int] = set()
        self.skipped = 0  # texts of some length that no key calls a prompt
        self.everything = False
        self.known: dict[int, tuple[bool, dict[str, Any]]] = {}  # of each map, since it has a say in all its values

    def facts(self, node: Node | None) -> tuple[bool, dict[str, Any]]:
        """Whether a map has a key that says where its prompt is, and what it declares."""
        if node is None or node.kind != "map":
            return False, {}
        if id(node) not in self.known:
            self.known[id(node)] = (any(STRONG.fullmatch(k.text) for k, _ in node.pairs), declared(node))
        return self.known[id(node)]

    def visit(self, node: Node, path: tuple[str, ...], parent: Node | None) -> None:
        """Take the prompts at and below ``node``. The depth is bounded by the readers."""
        key = path[-1] if path else ""
        if node.kind == "seq":
            self.sequence(node, path, key, parent)
        elif node.kind == "map":
            self.mapping(node, path)
        else:
            self.scalar(node, path, parent)

    def sequence(self, node: Node, path: tuple[str, ...], key: str, parent: Node | None) -> None:
        parts = messages(node)
        if parts:
            # Dialogues without a system message under any key are data to train or test with.
            if not path or any(p.role == "system" for p in parts) or STRONG.fullmatch(key) or key in prompt_yml.CHATS:
                meta = self.facts(parent)[1]
                self.found.append(compose(parts, name=".".join(path), meta=meta, format=self.format))
            return
        if (not path or PRINCIPLES.fullmatch(key)) and (principles := _principles(node)):
            self.found.append(compose(principles, name=".".join(path), format=self.format))
            return
        for i, item in enumerate(node.items):
            title = next((t for k in TITLES if item.kind == "map" and (t := item.string(k)) and len(t) < 80), "")
            self.visit(item, (*path, title or str(i)), node)

    def mapping(self, node: Node, path: tuple[str, ...]) -> None:
        keys = node.keys()
        if prompt_yml.is_chat(node) and not any(len(v.items) and messages(v.items[0]) for _, v in node.pairs):
            self.found.append(prompt_yml.chat(node, name=".".join(path), format=self.format))
            return
        if crewai.AGENT[0] in keys and crewai.kind_of(node) == "agent":
            self.found.append(crewai.member(node, "agent", name=".".join(path), span=node.span))
            return
        if "properties" in keys and "type" in keys:
            return  # a JSON schema
        declares = self.facts(node)[0]
        for key, value in node.pairs:
            free = self.everything and not declares
            aside = (BELOW if value.kind in ("map", "seq") else ASIDE).fullmatch(key.text)
            # At the top a key is the name of a prompt as often as not (`sql: {prompt: …}`).
            if key.text == "<<" or (aside and not free and (path or value.kind != "map")):
                continue
            self.visit(value, (*path, key.text), node)

    def scalar(self, node: Node, path: tuple[str, ...], parent: Node | None) -> None:
        node = node.target if node.kind == "alias" and node.target else node
        if node.view is None or id(node) in self.used or not node.is_text or not self.wanted(node, path, parent):
            return
        self.used.add(id(node))
        parts = promptfoo.embedded(node.view) or [Part(node.view)]
        meta = self.facts(parent)[1]
        key = path[-1] if path else ""
        role = "user" if USER.fullmatch(key) and not SYSTEM.fullmatch(key) else "system"
        if ASKED.fullmatch(key):
            role, meta = "user", {"profile": "task", **meta}
        self.found.append(compose(parts, name=".".join(path), role=role, meta=meta, format=self.format))

    def wanted(self, node: Node, path: tuple[str, ...], parent: Node | None) -> bool:
        """Whether a text is a prompt."""
        text = node.text.strip()
        words = len(text.split()) if text.isascii() else max(len(text.split()), len(text) // 4)
        # The key that counts is the closest that is no index of a list.
        key = next((p for p in reversed(path) if not p.isdigit()), "")
        if words < 3 or text.startswith(promptfoo.ELSEWHERE):
            return False
        if STRONG.fullmatch(key) or any(STRONG.fullmatch(p) for p in path[-2:-1]):
            return True
        declares = self.facts(parent)[0]
        if self.everything and words >= 4 and not declares:
            return True
        described = key.lower() == "description" and declares
        if WEAK.fullmatch(key) and not described and words >= 8 and READS.search(text):
            return True
        self.skipped += words >= 4
        return False


def _principles(node: Node) -> list[Part]:
    """The principles of a constitution that is a list: they hold together, so they are one prompt."""
    parts = []
    for item in node.items:
        if item.kind == "map":
            if item.keys() & {"critic", "critique", "revision", "critique_request", "revision_request", "prompt"}:
                return []  # each is a call of its own
            texts = [v for k, v in item.pairs if v.view and v.is_text and not ASIDE.fullmatch(k.text)]
            parts += [Part(v.view, span=v.span) for v in texts if v.view]
        elif item.view and item.is_text:
            parts.append(Part(item.view, span=item.span))
    return parts if len(parts) >= 2 and all(len(p.view.text.split()) >= 3 for p in parts) else []


def nemo(node: Node) -> list[Prompt]:
    """The prompts of a NeMo Guardrails configuration: `prompts` by task, and `instructions`."""
    found: list[Prompt] = []
    for group in ("instructions", "prompts"):
        entries = node.get(group)
        for i, entry in enumerate(entries.items if entries else []):
            name = f"{group}.{entry.string('task', 'type') or i}" if entry.kind == "map" else ""
            content = entry.get("content") if name else None
            parts = (
                [Part(content.view)] if content and content.view else messages(entry.get("messages") if name else None)
            )
            if parts:
                meta: dict[str, Any] = {**declared(entry), "task": entry.string("task")}
                found.append(compose(parts, name=name, meta=meta, format="nemo"))
    return found


def is_nemo(node: Node) -> bool:
    """Whether a mapping is a NeMo Guardrails configuration."""
    entries = node.get("prompts")
    return entries is not None and any(i.kind == "map" and i.get("task") is not None for i in entries.items)
