"""Placeholders: whose text they bring in, and whether something marks where it starts and ends."""

from __future__ import annotations

import re
from functools import lru_cache

from promptlint import regex
from promptlint.block import CODE, EXAMPLE, HIDDEN, ROLE, TAG, TEMPLATE, Block, Placeholder
from promptlint.document import Unit
from promptlint.knowledge import current

WORD = regex.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
LOOP = regex.compile(r"^\s*(\w+)(?:\s*,\s*(\w+))?\s+in\s+([\w.$]+)")
OWN = (
    "product",
    "products",
    "tool",
    "tools",
    "agent",
    "agents",
    "example",
    "rule",
    "section",
    "step",
    "skill",
    "config",
    "settings",
)
FILLED = ("caps", "angle")  # "[NAME]" and "<name>" are filled in by a person who sees them
PAIRS = {'"': '"', "'": "'", "“": "”", "‘": "’", "`": "`", "«": "»", "|": "|", "⟦": "⟧", "〈": "〉", "「": "」"}
RULER = regex.compile(r"""^\W{3,}$|^\W{3,}\s*\w+\s*\W{3,}$""")
BEGIN = regex.compile(
    r"\b(?:begin|begins|beginning|start|starts|open|from here)\b|^\s*<\w|^\s*\[[^/\]]+\]\s*$|^\W*<{2,}", re.I
)
END = regex.compile(r"\b(?:end|ends|ending|stop|stops|finish|close|until here)\b|^\s*</|^\s*\[/|^\W*>{2,}", re.I)
WRAPPERS = 70  # letters of other text in a tag up to which the tag still marks the placeholder


COUNTED = frozenset(("num", "max", "min", "n", "count"))  # `max_notes_per_page`
OTHERS = frozenset("user users original input customer human client visitor".split())  # whose prompt is text of others


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    section = current().section("placeholder_words")
    return {k: frozenset(w for line in lines for w in str(line).split()) for k, lines in section.items()}


def words_of(name: str) -> list[str]:
    """The lower-case words of a variable's name; of a dotted path, those of its last part."""
    last = regex.split(r"[.\[\]]", name.strip("$ "))
    parts = [p for p in last if p and not p.isdigit()]
    return [w.lower() for w in WORD.findall(parts[-1])] if parts else []


def fills_in(unit: Unit, placeholder: Placeholder) -> bool:
    """Whether a program fills it in: no call, no blank for a person, no brace of another dialect in a template."""
    if placeholder.dialect in FILLED or "(" in placeholder.name:
        return False
    double = any(p.dialect in ("jinja", "handlebars") for p in unit.prompt.placeholders)
    return not (double and placeholder.dialect == "fstring")


def brings_text(name: str) -> bool:
    """Whether a variable's name says that it holds text of users or third parties."""
    words, known = words_of(name), _words()
    if name.split(".", 1)[0].lower() in OWN:
        return False
    if not words or words[-1] in known["short"] or not known["trusted"].isdisjoint(words) or words[0] in COUNTED:
        return False
    if words[-1] == "prompt" and len(words) > 1 and OTHERS.isdisjoint(words):
        return False  # a part of the prompt: `tone_prompt`, `COMMON_PROMPT`
    if "_".join(words) in known["whole"]:
        return True
    return not known["text"].isdisjoint((*words, "_".join(words[-2:])))


def of_strangers(unit: Unit, placeholder: Placeholder) -> bool:
    """Whether it holds text that neither the operator nor the person who asks has written."""
    known = _words()
    words = words_of(placeholder.name)
    loops = loop_names(unit)
    head = placeholder.name.split(".", 1)[0]
    if head in loops:
        words = [*words, *words_of(loops[head])]
        if words_of(placeholder.name)[-1:] and words_of(placeholder.name)[-1] in known["short"]:
            return False
    if not words or words[-1] in known["short"] or not known["trusted"].isdisjoint(words):
        return False
    joined = "_".join(words)
    return not known["strangers"].isdisjoint((*words, joined, "_".join(words[-2:])))


def loop_names(unit: Unit) -> dict[str, str]:
    """Loop variables of the template, with what they run over."""
    found: dict[str, str] = {}
    for block in unit.blocks(TEMPLATE):
        m = LOOP.match(str(block.attrs.get("argument", "")))
        if block.attrs.get("keyword") in ("for", "each") and m:
            found[m[1]] = m[3]
            if m[2]:
                found[m[2]] = m[3]
    return found


class Places:
    """Where the placeholders of one unit stand."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.text = unit.source.text
        self.parents: dict[int, Block] = {id(c): b for b in unit.prompt.root.walk() for c in b.children}
        self.spans = sorted(p.span for p in unit.prompt.placeholders)

    def above(self, placeholder: Placeholder) -> list[Block]:
        """The leaf and the blocks around it, innermost first."""
        found, block = [placeholder.block], self.parents.get(id(placeholder.block))
        while block is not None:
            found.append(block)
            block = self.parents.get(id(block))
        return found

    def role(self, placeholder: Placeholder) -> str:
        """The role of the message that holds it."""
        role = next((b for b in self.above(placeholder) if b.kind == ROLE), None)
        return str(role.attrs.get("role", "system")) if role else self.unit.prompt.role

    def alone(self, placeholder: Placeholder) -> bool:
        """Whether the message is nothing but placeholders and a label of a few words."""
        message = next((b for b in self.above(placeholder) if b.kind == ROLE), self.unit.prompt.root)
        return len(regex.findall(r"\w+", self.other_text(message))) <= 4

    def other_text(self, block: Block) -> str:
        """The text of a block without placeholders and template statements."""
        start, end = block.span
        parts, at = [], start
        for span in self.spans:
            if start <= span.start and span.end <= end:
                parts.append(self.text[at : span.start])
                at = span.end
        parts.append(self.text[at:end])
        return regex.sub(r"\{%.*?%\}|\{#.*?#\}|</?[\w-]+[^>]*>", "", " ".join(parts), flags=re.S)

    def delimited(self, placeholder: Placeholder) -> bool:
        """Whether something marks both the start and the end of the text that is filled in."""
        for block in self.above(placeholder):
            if block.kind in (CODE, HIDDEN, TEMPLATE) or (
                block.kind == EXAMPLE and not self._after(block, placeholder)
            ):
                return True
            if block.kind == TAG and block.attrs.get("closed", True) and self._wraps(block):
                return True
        return self._in_line(placeholder) or self._between_lines(placeholder) or self._behind_open_tag(placeholder)

    def _after(self, example: Block, placeholder: Placeholder) -> bool:
        """Whether the input proper follows a sample of it: the last paragraph of the message, behind the sample."""
        parent = self.parents.get(id(example))
        last = len(example.children) > 1 and example.children[-1] is placeholder.block
        return last and parent is not None and parent.children[-1] is example and parent.kind != EXAMPLE

    def described(self, placeholder: Placeholder) -> bool:
        """Whether the line only explains the variable: "- {input} - the text of the user"."""
        source = self.unit.source
        line = source.line(source.position(placeholder.span.start).line)
        written = re.escape(self.text[slice(*placeholder.span)])
        return bool(
            regex.match(
                rf"\s*(?:[-*+]|\d+[.)])\s+[`*\"']*{written}[`*\"']*\s*(?:[-–—:=(]|is\b|are\b|contains\b)\s*\w", line
            )
        )

    def _wraps(self, block: Block) -> bool:
        return len(regex.findall(r"\w", self.other_text(block))) <= WRAPPERS

    def _in_line(self, placeholder: Placeholder) -> bool:
        start, end = placeholder.span
        before = self.text[max(0, start - 40) : start].rsplit("\n", 1)[-1].rstrip(" ")
        after = self.text[end : end + 40].split("\n", 1)[0].lstrip(" ")
        if before and after and PAIRS.get(before[-1]) == after[0]:
            return True
        if before.endswith('":'):
            return True  # the value of a JSON member
        if regex.search(r"<[A-Za-z][^<>/]*>$", before) and after.startswith("</"):
            return True
        ends = regex.search(r"([<\[({#*=~|^-])\1+$", before)
        return bool(ends and len(after) > 1 and after[0] == after[1] and not after[0].isalnum())

    def _between_lines(self, placeholder: Placeholder) -> bool:
        above = self._neighbour(placeholder.span.start, -1)
        below = self._neighbour(placeholder.span.end, +1)
        if not above or not below:
            return False
        if RULER.match(above) and RULER.match(below):
            return True
        short = len(above) < 60 and len(below) < 60
        return short and bool(BEGIN.search(above) and END.search(below))

    def _neighbour(self, at: int, step: int) -> str:
        """The next line above or below that holds neither a placeholder nor a template statement."""
        source = self.unit.source
        number = source.position(at).line + step
        first = source.position(self.unit.prompt.span.start).line
        last = source.position(self.unit.prompt.span.end).line
        for _ in range(8):
            if not first <= number <= last:
                return ""
            line = source.line(number).strip()
            if (
                line
                and not line.startswith("{%")
                and not any(s.start < self._end(number) and self._start(number) <= s.start for s in self.spans)
            ):
                return line
            number += step
        return ""

    def _start(self, number: int) -> int:
        return self.unit.source.line_starts[number - 1]

    def _end(self, number: int) -> int:
        starts = self.unit.source.line_starts
        return starts[number] if number < len(starts) else len(self.text)

    def _behind_open_tag(self, placeholder: Placeholder) -> bool:
        """A tag was opened for it and never closed: that is unbalanced-tag's to say."""
        parent = self.parents.get(id(placeholder.block))
        if parent is None:
            return False
        at = next((i for i, b in enumerate(parent.children) if b is placeholder.block), 0)
        before = parent.children[at - 1] if at else None
        return before is not None and before.kind == TAG and not before.attrs.get("closed", True)
