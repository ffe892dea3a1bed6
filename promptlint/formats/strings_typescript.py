"""Prompts in TypeScript and JavaScript source, with or without JSX: strings whose name, use or mark says so.

There is no parser of the language here, only a scanner that knows strings, templates, comments and brackets. What it
takes for a string by error (an apostrophe in JSX text) costs a prompt at worst, since only named strings are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.block import Prompt
from promptlint.formats import Parsed
from promptlint.formats.carrier import ROLES, Part, compose
from promptlint.formats.marks import (
    MARK,
    asks_a_person,
    by_use,
    hole_name,
    named_prompt,
    reads_like_prompt,
    role_of_name,
)
from promptlint.formats.pieces import Piece, computed, concatenated, merged
from promptlint.record import field, record
from promptlint.source import Source
from promptlint.span import Span
from promptlint.view import View

TOKEN = regex.compile(
    r"(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))|(?P<regex>(?<=[(=,:\[!&|?])[ \t]*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/\w*)"
    r"|(?P<string>[\"'`])|(?P<word>[A-Za-z_$][\w$]*)|(?P<open>[\[{(])|(?P<close>[\]})])|(?P<sign>[=:+,;])",
    re.S,
)  # fmt: skip
ESCAPE = regex.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|\n|\r|\u2028|\u2029)|(.))", re.S
)
SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
DECLARES = frozenset({"const", "let", "var", "export", "function", "return", "class", "interface", "type"})
KEY = regex.compile(r"\s*:")  # after a string: it is the name of a property
REACH = 300  # how far a name may stand before its value; minified files have one line
MAX_NESTING = 50


@record(slots=True)
class Literal:
    """A string: its place with the quotes, its text, and what stands before it."""

    span: Span
    view: View
    name: str = ""
    use: str = ""  # the property or argument that it is given to
    role: str = ""  # the `role` of the object that it is `content` of
    marked: bool = False
    parts: list[View] = field(default_factory=list)


def parse(source: Source) -> Parsed:
    """The prompts of a script."""
    return Parsed("typescript", list(_prompts(source)), [])


def _prompts(source: Source) -> Iterator[Prompt]:
    named_as_content = set(
        re.findall(
            r"role[\"']?\s*:\s*[\"'](?:system|developer)[\"']\s*,\s*[\"']?content[\"']?\s*:\s*([A-Za-z_$][\w$]*)",
            source.text,
        )
    )
    named_as_content |= set(re.findall(r"\b(?:system|instructions)\s*:\s*([A-Za-z_$][\w$]*)\s*[,}\n]", source.text))
    scanner = _Scanner(source.text)
    for literal in scanner.literals():
        view = concatenated([literal.view, *literal.parts]) if literal.parts else literal.view
        words = len(view.text.split())
        if words < 2:
            continue
        literal.name = scanner.resolved(literal.name)
        used = by_use(literal.use) and literal.use != "prompt"
        sure = literal.marked or literal.role == "system" or used or literal.name in named_as_content
        if not sure and asks_a_person(view.text):
            continue
        constant = literal.name.isupper() and reads_like_prompt(view.text)
        if sure or (words >= 5 and (named_prompt(literal.name) or named_prompt(literal.use) or constant)):
            name = (
                ".".join(n for n in (literal.name, literal.use) if n)
                if not literal.role
                else literal.name or "messages"
            )
            role = literal.role or role_of_name(literal.use or literal.name)
            prompt = compose([Part(view)], name=name or "system", role=role, format="typescript")
            prompt.span = literal.span
            yield prompt


class _Scanner:
    """One pass over the tokens of a script, with the name and the property that each value is given to."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: list[Literal] = []
        self.word = self.name = self.use = self.role = ""
        self.marked = False  # whether a comment marks the next string
        self.plus = False  # whether the next string continues the last
        self.called = ""  # the name before the parentheses that closed last: a function's, if a brace follows
        self.stack: list[tuple[str, str, str]] = []

    def literals(self) -> list[Literal]:
        """The strings of the script in order; those joined by `+` are one."""
        while (m := TOKEN.search(self.text, self.at)) is not None:
            self.at = m.end()
            if m["string"]:
                self.literal(m.start())
            elif m["comment"]:
                self.marked = MARK.match(m[0]) is not None
            elif m["word"]:
                self.word, self.plus = m[0], False
                if m[0] in DECLARES:
                    self.use = self.role = ""
                    self.name = self.name if self.stack else ""
            elif m["open"] or m["close"]:
                self.bracket(m[0])
            elif m["sign"]:
                self.sign(m[0], m.start())
        return self.found

    def literal(self, start: int) -> None:
        literal, self.at = self.string(start)
        if self.plus and self.found:
            last = self.found[-1]
            last.parts.append(literal.view)
            last.span = Span(last.span.start, literal.span.end)
            self.plus = False
            return
        if not self.use and KEY.match(self.text, self.at):
            self.word = literal.view.text
            return
        if self.use == "role":
            self.role = ROLES.get(literal.view.text.lower(), "")
        literal.use, literal.marked = self.use, self.marked
        literal.name = self.name
        literal.role = self.role if self.use in ("content", "text") else ""
        self.found.append(literal)
        self.marked = False

    def resolved(self, name: str) -> str:
        """The name that a value goes to; an assignment is looked at only now."""
        at, found, word = name.partition("=")
        return (_target(self.text, int(at)) or word) if found else name

    def bracket(self, sign: str) -> None:
        self.plus = False
        if sign in "([{":
            self.stack.append((self.name, self.use, self.word if sign == "(" else ""))
            if sign == "{" and named_prompt(self.called):
                self.name, self.use = self.called, ""
            elif sign != "(":
                self.name, self.use, self.role = self.use or self.name, "", ""
            self.called = self.word = ""
            return
        self.name, self.use, self.called = self.stack.pop() if self.stack else ("", "", "")
        if sign == "}":
            self.role = ""

    def sign(self, sign: str, at: int) -> None:
        if sign == "=" and self.text[at + 1 : at + 2] not in ("=", ">"):
            self.name, self.use = f"{at}={self.word}", ""  # looked up when a string comes
        elif sign == ":":
            self.use = self.word
        elif sign == "+":
            end = self.found[-1].span.end if self.found else 0
            self.plus = bool(self.found) and at - end < REACH and not self.text[end:at].strip()
        elif sign in ",;":
            self.use = self.called = ""
            if sign == ";" and not self.stack:
                self.name = ""

    def string(self, start: int, depth: int = 0) -> tuple[Literal, int]:
        """The literal that opens at ``start``, and the offset after it."""
        text, quote = self.text, self.text[start]
        pieces: list[Piece] = []
        at = start + 1
        stop = regex.compile(r"\\|\r\n?|\$\{|`" if quote == "`" else rf"\\|\n|{quote}")
        while True:
            m = stop.search(text, at)
            end = m.start() if m else len(text)
            pieces.append((text[at:end], at, end - at))
            if m is None or m[0] == "\n":  # a string that does not close, or an apostrophe in the text of an element
                at = end
                break
            if m[0] == quote:
                at = m.end()
                break
            if m[0] == "${":
                close = self.hole(end + 2, depth)
                pieces += computed(f"${{{hole_name(text[end + 2 : close - 1])}}}", text, end, close)
                at = close
            elif m[0] == "\\":
                at = _escape(text, end, pieces)
            else:
                pieces.append(("\n", end, len(m[0])))
                at = m.end()
        return Literal(Span(start, at), merged(pieces)), at

    def hole(self, at: int, depth: int) -> int:
        """The offset after the `}` of a `${`; templates inside may nest."""
        level = 1
        while (m := TOKEN.search(self.text, at)) is not None:
            at = m.end()
            if m["string"]:
                at = self.string(m.start(), depth + 1)[1] if depth < MAX_NESTING else at
            elif m[0] == "{":
                level += 1
            elif m[0] == "}":
                level -= 1
                if level == 0:
                    return at
        return len(self.text)


def _escape(text: str, at: int, pieces: list[Piece]) -> int:
    m = ESCAPE.match(text, at)
    if m is None:
        return at + 1
    code = m[1] or m[2] or m[3]
    if code:
        number = int(code, 16)
        sign = chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    else:
        sign = "" if m[4] else SIMPLE.get(m[5], m[5])
    pieces.append((sign, at, len(m[0])))
    return m.end()


def _target(text: str, at: int) -> str:
    """The variable that the `=` at ``at`` gives a value to: `const NAME: Type =`, `this.name =`, `name =`."""
    line = text[max(text.rfind("\n", max(0, at - REACH), at) + 1, at - REACH, 0) : at]
    line = line[line.rfind(";") + 1 :]
    m = re.search(r"([A-Za-z_$][\w$]*)\s*(?:!?\s*:\s*[^=;]{1,60})?\s*\+?$", line.strip())
    declared = re.search(r"\b(?:const|let|var|readonly|static)\s+([A-Za-z_$][\w$]*)", line)
    return declared[1] if declared else m[1] if m else ""
