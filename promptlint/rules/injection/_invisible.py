"""What the model receives and a reader does not see."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from promptlint import regex
from promptlint.record import NamedTuple

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u180e\u00ad\u034f"
TAGS = "\U000e0020-\U000e007f\U000e0001"
SELECTORS = "\U000e0100-\U000e01ef\ufe00-\ufe0f"
INVISIBLE = regex.compile(f"[{ZERO_WIDTH}{TAGS}\U000e0100-\U000e01ef\ufe00-\ufe0f]+")
BIDI = regex.compile("[\u202a-\u202e\u2066-\u2069]")
FLAG = "\U0001f3f4"  # the black flag, which tag characters make England's, Scotland's or Wales'
OPENERS = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u202d": "\u202c",
    "\u202e": "\u202c",
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}
FEW = 6  # fewer zero-width characters carry no message; they are what an editor or a web page left behind
JOINS = ("Arab", "ARABIC", "DEVANAGARI", "BENGALI", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "SYRIAC",
         "GUJARATI", "GURMUKHI", "ORIYA", "MONGOLIAN", "KHMER", "THAI", "LAO", "TIBETAN", "MYANMAR", "HEBREW")  # fmt: skip
# Style that makes text vanish: no size, no opacity, no display, or white on white.
STYLED = regex.compile(
    r"<(?P<tag>[a-zA-Z][\w-]{0,20})\b[^<>]{0,200}?(?:style\s*=\s*[\"'][^\"'<>]{0,200}?(?:font-size\s*:\s*0(?![.\d]*[1-9])|display\s*:\s*none|"
    r"visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]*[1-9])|(?<![\w-])color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)|"
    r"text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{4,}px|(?:max-)?(?:width|height)\s*:\s*0(?![.\d]*[1-9])|font-size\s*:\s*1px)|\shidden(?=[\s>=])|"
    r"color\s*=\s*[\"']?(?:#fff(?:fff)?\b|white\b))[^<>]{0,200}>(?P<inner>[^<]{3,2000})",
    re.I,
)  # fmt: skip


class Hidden(NamedTuple):
    """Hidden text at ``[start, end)``; ``says`` is what it says, "" if that is not known."""

    start: int
    end: int
    what: str
    says: str = ""


def characters(text: str) -> Iterator[Hidden]:
    """Runs of characters without width or shape that carry a message, and overrides of the reading order."""
    if text.isascii():
        return
    places = [m.start() for m in INVISIBLE.finditer(text)]
    for line in regex.finditer(r"[^\r\n]+", text) if places else ():
        first = bisect_left(places, line.start())
        if first < len(places) and places[first] < line.end():
            yield from _runs(line.group(), line.start())
    if BIDI.search(text):
        yield from _bidi(text)


def styled(text: str) -> Iterator[Hidden]:
    """Text between tags whose style makes it vanish."""
    if "<" not in text:
        return
    for m in STYLED.finditer(text):
        inner = m.group("inner").strip()
        if regex.search(r"\w\s+\w", inner):
            close = re.match(rf"</{m.group('tag')}\s*>", text[m.end() : m.end() + 60], re.I)
            yield Hidden(m.start(), m.end() + (close.end() if close else 0), "text that its style hides", inner)


def _runs(line: str, at: int) -> Iterator[Hidden]:
    runs = [m for m in INVISIBLE.finditer(line) if not _belongs(line, m)]
    tags = [m for m in runs if regex.search(f"[{TAGS}]", m.group())]
    for m in tags:
        yield Hidden(at + m.start(), at + m.end(), "text in invisible tag characters", _tag_text(m.group()))
    others = [m for m in runs if m not in tags]
    if sum(len(m.group()) for m in others) >= FEW:
        long = [m for m in others if len(m.group()) >= FEW] or others
        yield Hidden(
            at + long[0].start(), at + long[-1].end(), f"{sum(len(m.group()) for m in long)} zero-width characters"
        )


def _belongs(line: str, m: re.Match[str]) -> bool:
    """Whether the run is part of a visible sign: an emoji, a flag, a letter of a script that joins."""
    before = line[m.start() - 1] if m.start() else ""
    after = line[m.end()] if m.end() < len(line) else ""
    import unicodedata  # only for prompts with invisible characters

    if m.group()[0] in "\U000e0067" and before == FLAG:
        return True
    if len(m.group()) > 2:
        return False
    if before and unicodedata.category(before) in ("So", "Sk", "Sm", "Mn", "Po", "Nd") and ord(before) > 0x22:
        return any(c in m.group() for c in "\u200d\ufe0f\ufe0e")
    return any(_joins(c) for c in (before, after) if c)


def _joins(c: str) -> bool:
    import unicodedata

    return unicodedata.name(c, "").startswith(JOINS)


def _tag_text(run: str) -> str:
    return "".join(chr(ord(c) - 0xE0000) for c in run if 0xE0020 <= ord(c) <= 0xE007E).strip()


def _bidi(text: str) -> Iterator[Hidden]:
    """The first override of a line, else the first embedding or isolate that the line leaves open."""
    for line in regex.finditer(r"[^\r\n]+", text):
        opened: list[int] = []
        override = None
        for m in BIDI.finditer(line.group()):
            if m.group() in "\u202d\u202e" and override is None:
                override = m.start()
            if m.group() in OPENERS:
                opened.append(m.start())
            elif opened:
                opened.pop()
        if override is not None:
            at = line.start() + override
            yield Hidden(at, at + 1, "an override of the reading order")
        elif opened:
            at = line.start() + opened[0]
            yield Hidden(at, at + 1, "a change of the reading order that the line leaves open")
