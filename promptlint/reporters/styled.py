"""Lines with colours, for terminals: what the report needs of rich, whose import costs as much as reading a prompt."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

COLORS = {"red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36, "bright_black": 90}


class Line:
    """One line: texts, each with its style ("bold red", "bright_black", "").

    Args:
        text, style: how it begins.
    """

    __slots__ = ("parts",)

    def __init__(self, text: str = "", style: str = "") -> None:
        self.parts = [(text, style)] if text else []

    def append(self, text: str, style: str = "") -> Line:
        """Let ``text`` follow; returns the line itself."""
        if text:
            self.parts.append((text, style))
        return self

    def extend(self, other: Line) -> Line:
        """Let another line's texts follow; returns the line itself."""
        self.parts += other.parts
        return self

    @property
    def width(self) -> int:
        """Columns that it takes."""
        return cell_len("".join(text for text, _ in self.parts))


def render(lines: Iterable[Line], color: bool) -> str:
    """Lines as characters, without white space at their ends.

    Args:
        color: whether escape sequences for styles are written.
    """
    out: list[str] = []
    for line in lines:
        parts = list(line.parts)
        while parts and not parts[-1][0].rstrip():
            parts.pop()
        for i, (text, style) in enumerate(parts):
            text = text.rstrip() if i == len(parts) - 1 else text
            out.append(f"\x1b[{_codes(style)}m{text}\x1b[0m" if color and style else text)
        out.append("\n")
    return "".join(out)


def _codes(style: str) -> str:
    return ";".join("1" if word == "bold" else str(COLORS[word]) for word in style.split())


def cell_len(text: str) -> int:
    """Columns that a text takes on a terminal; nothing in it steers one."""
    if text.isascii() or all(c < "\u0300" or "\u2010" <= c <= "\u2027" for c in text):
        return len(text)
    from rich import cells  # knows wide and combining signs

    return cells.cell_len(text)
