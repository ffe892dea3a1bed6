"""Where in a TOML text a key or a value stands: tomllib keeps no positions, and a message about a mistake needs one."""

from __future__ import annotations

from promptlint import regex

HEADER = regex.compile(r"^\s*\[+\s*([^\]]+?)\s*\]+\s*(?:#.*)?$")
ASSIGN = regex.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
PART = regex.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")


def line_of(text: str, keys: tuple[str, ...], value: str = "") -> int:
    """The 1-based line where a TOML text sets the key path ``keys``, or where below it ``value`` stands.

    tomllib keeps no positions; this finds them again, for messages only.
    """
    header: list[str] = []
    lines = text.splitlines()
    best = 0
    for number, line in enumerate(lines, 1):
        if m := HEADER.match(line):
            header = _parts(m[1])
            here = header
        elif m := ASSIGN.match(line):
            here = header + _parts(m[1])
        else:
            continue
        here = here[2:] if here[:2] == ["tool", "promptlint"] else here
        if tuple(here[: len(keys)]) == keys:
            best = best or number
            if value:
                continue
            return number
        if keys[: len(here)] == tuple(here) and here and not best:
            best = number
    if value and best:
        return next((n for n, line in enumerate(lines[best - 1 :], best) if value in line), best)
    return best or 1


def _parts(path: str) -> list[str]:
    return [next(g for g in m.groups() if g is not None) for m in PART.finditer(path)]
