"""Text that is safe to print: nothing in it can steer a terminal, reorder a line or end one."""

from __future__ import annotations

import unicodedata

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
JOINER = "\u200d"  # holds emoji together; harmless after one


def visible(text: str) -> str:
    """``text`` on one line, with control, bidi and invisible characters written as ``<U+202E>``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(pieces(text))


def pieces(text: str) -> list[str]:
    """What stands for each code point of ``text``."""
    out = []
    for i, c in enumerate(text):
        if c.isprintable():
            out.append(c)
        elif c == "\t":
            out.append("    ")
        elif c == JOINER and i and ord(text[i - 1]) > 0x2190:
            out.append(c)
        elif unicodedata.category(c) in UNSAFE:
            out.append(f"<U+{ord(c):04X}>")
        else:
            out.append(c if unicodedata.category(c) == "Zs" else " ")
    return out
