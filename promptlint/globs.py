"""Patterns of paths, as configurations write them."""

from __future__ import annotations

import re
from functools import lru_cache

from promptlint import regex


@lru_cache(maxsize=32)
def globs(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One expression for all ``patterns``, to be searched in a path with forward slashes."""
    return regex.compile("|".join(_regex(p) for p in patterns) or r"(?!)", re.I)


def _regex(pattern: str) -> str:
    anchored = pattern.startswith("/")
    pattern = pattern.removeprefix("/").removeprefix("./")
    out, i, depth = "", 0, 0
    while i < len(pattern):
        c = pattern[i]
        if pattern.startswith("**/", i):
            out, i = out + "(?:[^/]+/)*", i + 3
            continue
        if pattern.startswith("**", i):
            out, i = out + ".*", i + 2
            continue
        end = pattern.find("]", i + 2) if c == "[" else -1
        if end > 0:
            inner = pattern[i + 1 : end].replace("\\", "\\\\").replace("[", "\\[")
            out, i = out + "[" + ("^" + inner[1:] if inner[0] in "!^" else inner) + "]", end + 1
            continue
        if c == "{" and "}" in pattern[i:]:
            out, depth = out + "(?:", depth + 1
        elif c == "}" and depth:
            out, depth = out + ")", depth - 1
        elif c == "," and depth:
            out += "|"
        else:
            out += {"*": "[^/]*", "?": "[^/]"}.get(c, re.escape(c))
        i += 1
    return (r"\A" if anchored else r"(?:\A|(?<=/))") + out + ")" * depth + r"\Z"
