"""Quoted texts of a sentence, in whichever marks: "…", “…”, «…», '…', ‘…’."""

from __future__ import annotations

import re

from promptlint import regex

# An apostrophe within a word neither opens nor closes a quotation.
SINGLE = (
    r"(?<![\w'’])'(?=[^\s'])((?:[^'\n]|(?<=\w)'(?=\w)){1,200})(?<=\S)'(?!\w)|‘((?:[^’\n]|(?<=\w)’(?=\w)){1,200})’(?!\w)"
)
QUOTE = regex.compile(rf"\"([^\"\n]{{1,200}})\"|“([^”\n]{{1,200}})”|«\s?([^»\n]{{1,200}})\s?»|{SINGLE}")
MARKS = '"“«‘'
APART = regex.compile(r"'(?=[^\s'])(?<![\w'’]')")  # an apostrophe within a word opens nothing


def may_quote(text: str) -> bool:
    """Whether something opens a quotation: without that, `QUOTE` need not be tried."""
    return any(mark in text for mark in MARKS) or ("'" in text and APART.search(text) is not None)


def inner(m: re.Match[str]) -> int:
    """The group of a match of `QUOTE` that holds the text."""
    return m.lastindex or 0
