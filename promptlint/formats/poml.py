"""POML: elements to the Markdown that its renderer sends, each piece with its place in the file.

There is no XML parser here: what is no element of POML stays in the text as it is, and nothing a file holds can fail.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.diagnostic import Finding
from promptlint.formats import Parsed
from promptlint.formats.carrier import Part, compose
from promptlint.formats.pieces import Piece, computed, merged
from promptlint.record import field, record
from promptlint.source import Source
from promptlint.span import Span

TAG = regex.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<attributes>(?:\s+[\w:.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'))?)*)\s*(?P<empty>/?)>",
    re.S,
)
ATTRIBUTE = regex.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
ENTITY = regex.compile(r"[&#](?:lt|gt|amp|quot|apos|hash|lbrace|rbrace|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
SIGNS = {"hash": "#", "lbrace": "{", "rbrace": "}", "apos": "'"}
LINE = regex.compile(r"[ \t]*(\r\n|\n|\r)\s*")

MESSAGES = {
    "systemmsg": "system", "systemmessage": "system", "humanmsg": "user", "humanmessage": "user", "usermsg": "user",
    "usermessage": "user", "aimsg": "assistant", "aimessage": "assistant", "assistantmsg": "assistant",
}  # fmt: skip
# Elements that the renderer gives a caption of their own.
CAPTIONS = {
    "role": "Role", "task": "Task", "hint": "Hint", "outputformat": "Output Format", "stepwiseinstructions": "Stepwise Instructions",
    "stepwiseinstruction": "Stepwise Instructions", "introducer": "", "question": "Question", "qa": "Question", "constraints": "Constraints",
}  # fmt: skip
CAPTIONED = {"cp", "captionedparagraph", "section", "examples"}
BLOCKS = {"p", "paragraph", "div", "poml", "text", "list", "h", "header", "msgcontent"}
INLINE = {"b", "bold", "i", "italic", "u", "underline", "s", "strikethrough", "span", "inline", "newline"}
# What they hold is data or code for the renderer.
SILENT = {
    "let",
    "stylesheet",
    "meta",
    "script",
    "style",
    "outputschema",
    "tooldefinition",
    "tool",
    "runtime",
    "template",
}
SOURCES = {
    "table",
    "img",
    "image",
    "audio",
    "document",
    "docx",
    "object",
    "folder",
    "tree",
    "webpage",
    "conversation",
    "include",
}


@record(slots=True)
class _Renderer:
    text: str
    parts: list[Part] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    open: list[tuple[str, Span]] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    role: str = ""
    notices: list[Finding] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # that <let> and loops bind
    tools: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Render the whole file."""
        at = 0
        for m in TAG.finditer(self.text):
            if m.start() < at:
                continue
            self.prose(at, m.start())
            at = m.end()
            if m["name"]:
                at = self.element(m)
        self.prose(at, len(self.text))
        self.flush()
        for name, span in self.open:
            self.notices.append(Finding(f"`<{name}>` is not closed", span))

    def element(self, m: re.Match[str]) -> int:
        """Render a tag; returns where to go on."""
        kind = re.sub(r"[-_]", "", m["name"]).lower()
        span = Span(m.start(), m.end())
        if m["close"]:
            self.leave(kind, m["name"], span)
            return m.end()
        attributes = {a[1].lower(): a for a in ATTRIBUTE.finditer(self.text, *m.span("attributes"))}
        bound = attributes.get("name") if kind == "let" else None
        if bound:
            self.names.append(_value(bound))
        if "for" in attributes:
            self.names += ["loop", _value(attributes["for"]).split(" ")[0]]
        if kind in SILENT:
            if kind in ("tooldefinition", "tool") and "name" in attributes:
                self.tools.append(_value(attributes["name"]))
            return m.end() if m["empty"] else self.after(m)
        if not m["empty"]:
            self.open.append((m["name"], span))
        self.enter(kind, span, attributes)
        return m.end()

    def after(self, m: re.Match[str]) -> int:
        """The offset after the element that ``m`` opens."""
        close = regex.compile(rf"</{re.escape(m['name'])}\s*>", re.I).search(self.text, m.end())
        return close.end() if close else m.end()

    def enter(self, kind: str, span: Span, attributes: dict[str, re.Match[str]]) -> None:
        if kind in MESSAGES:
            self.flush()
            self.role = MESSAGES[kind]
        elif kind in CAPTIONS or kind in CAPTIONED:
            level = 1 + sum(
                1 for name, _ in self.open[:-1] if re.sub(r"[-_]", "", name).lower() in {*CAPTIONS, *CAPTIONED}
            )
            caption = _value(attributes["caption"]) if "caption" in attributes else CAPTIONS.get(kind, "")
            self.put(f"\n\n{'#' * min(level, 6)} {caption}\n\n" if caption else "\n\n", span)
        elif kind == "list":
            style = _value(attributes["liststyle"]) if "liststyle" in attributes else ""
            self.lists.append("1." if style in ("decimal", "latin") else "-")
            self.put("\n", span)
        elif kind == "item":
            self.put(f"\n{'  ' * max(0, len(self.lists) - 1)}{self.lists[-1] if self.lists else '-'} ", span)
        elif kind in ("example", "input", "output"):
            self.put({"example": "\n<example>\n", "input": "\nInput: ", "output": "\nOutput: "}[kind], span)
        elif kind in SOURCES:
            data = attributes.get("data") or attributes.get("records")
            if data and "{{" in _value(data):
                group = 2 if data[2] is not None else 3
                self.pieces += [
                    ("\n", span.start, 0),
                    (data[group], data.start(group), len(data[group])),
                    ("\n", span.end, 0),
                ]
        elif kind == "br":
            self.put("\n", span)
        elif kind in BLOCKS:
            self.put("\n\n", span)
        elif kind not in INLINE:
            self.put(self.text[span.start : span.end], span)

    def leave(self, kind: str, name: str, span: Span) -> None:
        at = next((i for i in range(len(self.open) - 1, -1, -1) if self.open[i][0] == name), -1)
        if at < 0:
            self.notices.append(Finding(f"`</{name}>` closes nothing", span))
        else:
            for lost, where in self.open[at + 1 :]:
                self.notices.append(Finding(f"`<{lost}>` is not closed", where))
            del self.open[at:]
        if kind in MESSAGES:
            self.flush()
            self.role = ""
        elif kind == "list":
            self.lists = self.lists[:-1]
            self.put("\n\n", span)
        elif kind == "example":
            self.put("\n</example>\n", span)
        elif kind in BLOCKS or kind in CAPTIONS or kind in CAPTIONED:
            self.put("\n\n", span)
        elif kind not in INLINE and kind not in ("item", "input", "output") and kind not in SOURCES:
            self.put(self.text[span.start : span.end], span)

    def prose(self, start: int, end: int) -> None:
        """Text between tags: the indentation of its lines is that of the markup."""
        at = start
        for m in regex.compile(f"{ENTITY.pattern}|{LINE.pattern}").finditer(self.text, start, end):
            self.pieces.append((self.text[at : m.start()], at, m.start() - at))
            sign = _entity(m[0]) if m[0][0] in "&#" else "\n" * min(2, len(re.findall(r"\r\n|\n|\r", m[0])))
            self.pieces.append((sign, m.start(), len(m[0])))
            at = m.end()
        self.pieces.append((self.text[at:end], at, end - at))

    def put(self, text: str, span: Span) -> None:
        self.pieces += computed(text, self.text, *span)

    def flush(self) -> None:
        """End a message."""
        view = merged(_spaced(self.pieces))
        if view.text.strip():
            self.parts.append(Part(view, self.role))
        self.pieces = []


def parse(source: Source) -> Parsed:
    """The prompt of a POML file."""
    renderer = _Renderer(source.text)
    renderer.run()
    meta = {"tools": renderer.tools} if renderer.tools else {}
    prompt = compose(renderer.parts, meta=meta, format="poml")
    prompt.span = Span(0, len(source.text))
    prompt.template_names |= {n for n in renderer.names if n}
    return Parsed("poml", [prompt], renderer.notices)


def _spaced(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces with no more than one blank line in a row."""
    ends = 2
    for text, start, length in pieces:
        if text and not text.strip("\n"):
            text = text[: max(0, 2 - ends)]
            ends += len(text)
        elif text:
            bare = text.lstrip("\n")
            text = text[max(0, ends + len(text) - len(bare) - 2) :] if len(text) != length else text
            ends = len(text) - len(text.rstrip("\n"))
        if text:
            yield text, start, length


def _value(attribute: re.Match[str]) -> str:
    return html.unescape(attribute[2] if attribute[2] is not None else attribute[3])


def _entity(entity: str) -> str:
    name = entity[1:-1]
    return SIGNS.get(name) or html.unescape(f"&{name};")
