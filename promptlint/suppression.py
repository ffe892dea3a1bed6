"""Comments that silence: ``<!-- promptlint: ignore[name] reason -->`` and their kin.

=====================================  ==================================================================
``ignore[a, b] reason``                on its own line: the next line of text; else the line it stands in
``disable[a]`` … ``enable[a]``         every line between, to the end of the file without an ``enable``
``ignore-file[a]``                     the whole file
=====================================  ==================================================================

Comment signs: ``<!-- … -->``, ``{# … #}``, ``{{! … }}``, ``/* … */``, ``# …``, ``// …``. Names and codes both serve.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.diagnostic import Diagnostic, Edit, Finding, Fix, Severity
from promptlint.record import field, record
from promptlint.registry import UNUSED_SUPPRESSION, Registry
from promptlint.source import Source
from promptlint.span import Span

BODY = r"promptlint:[ \t]*(?P<kind{n}>ignore-file|ignore|disable|enable)\b[ \t]*(?:\[(?P<names{n}>[^\]\n]*)\])?"
REST = r"[^\n]*?"
COMMENT = regex.compile(
    "|".join(
        pattern.replace("BODY", BODY.format(n=n))
        for n, pattern in enumerate(
            (
                rf"<!--[ \t]*BODY{REST}-->",
                rf"\{{\#-?[ \t]*BODY{REST}\#\}}",
                rf"\{{\{{!(?:--)?[ \t]*BODY{REST}\}}\}}",
                rf"/\*[ \t]*BODY{REST}\*/",
                r"(?:(?<=^)|(?<=[ \t]))(?:\#|//)[ \t]*BODY[^\n]*",
            )
        )
    ),
    re.M,
)


@record(eq=False, slots=True)
class Suppression:
    """One comment.

    Args:
        kind: "ignore", "ignore-file", "disable" or "enable".
        names: as written; empty for every rule.
        lines: 1-based lines that it governs, the last one included.
        used: names that silenced something.
    """

    kind: str
    names: list[str]
    span: Span
    line: int
    lines: tuple[int, int]
    alone: bool
    used: set[str] = field(default_factory=set)


def silence(
    source: Source, found: list[Diagnostic], rules: dict[str, Severity], registry: Registry
) -> tuple[list[Diagnostic], list[Diagnostic], list[Finding]]:
    """Split ``found`` into what stays and what a comment silences.

    Args:
        rules: the rules that ran; a comment for another rule is not called unused.

    Returns:
        what stays, what is silenced, and a finding for every comment that silences nothing.
    """
    comments = list(scan(source))
    if not comments:
        return found, [], []
    stay: list[Diagnostic] = []
    silenced: list[Diagnostic] = []
    for d in found:
        hit = next((s for s in comments if _governs(s, d, source)), None)
        if hit is None:
            stay.append(d)
        else:
            silenced.append(d)
            hit.used.update((d.name, d.code))
    return stay, silenced, [f for s in comments if (f := _unused(s, source, rules, registry))]


def scan(source: Source) -> Iterator[Suppression]:
    """The suppression comments of a file, in order."""
    last = len(source.line_starts)
    found: list[Suppression] = []
    for m in COMMENT.finditer(source.text):
        groups = m.groupdict()
        kind = next(v for k, v in groups.items() if k.startswith("kind") and v)
        names = next((v for k, v in groups.items() if k.startswith("names") and v is not None), None)
        line = source.position(m.start()).line
        row = source.line(line)
        at = m.start() - source.line_starts[line - 1]
        alone = not row[:at].strip(" \t-*>|") and not row[at + len(m.group()) :].strip()
        listed = [n.strip() for n in (names or "").split(",") if n.strip()]
        if kind == "ignore":
            target = _next_text(source, line, last) if alone else line
            lines = (target, target)
        elif kind == "ignore-file":
            lines = (1, last)
        else:
            lines = (line, last)
        found.append(Suppression(kind, listed, Span(m.start(), m.end()), line, lines, alone))
    _close(found)
    yield from found


def _next_text(source: Source, line: int, last: int) -> int:
    for n in range(line + 1, last + 1):
        text = source.line(n)
        if text.strip() and not COMMENT.search(text):
            return n
    return line


def _close(found: list[Suppression]) -> None:
    """End every ``disable`` at the ``enable`` that names the same rules, or names none."""
    for i, s in enumerate(found):
        if s.kind == "disable":
            for e in found[i + 1 :]:
                if e.kind == "enable" and (not e.names or set(s.names) <= set(e.names)):
                    s.lines = (s.line, e.line)
                    e.used.add("")
                    break


def _governs(s: Suppression, d: Diagnostic, source: Source) -> bool:
    if s.kind == "enable" or (s.names and d.name not in s.names and d.code not in s.names):
        return False
    if s.kind in ("disable", "ignore-file") and not s.names:
        return False  # a block must say what it silences, or it would hide everything to come
    first, last = source.position(d.span.start).line, source.position(max(d.span.start, d.span.end - 1)).line
    return s.lines[0] <= last and first <= s.lines[1]


def _unused(s: Suppression, source: Source, rules: dict[str, Severity], registry: Registry) -> Finding | None:
    unknown = [n for n in s.names if registry.get(n) is None]
    if unknown:
        hint = registry.suggest(unknown[0])
        return _finding(s, source, f"no rule is called {unknown[0]!r}{hint}", unknown)
    if s.kind in ("disable", "ignore-file") and not s.names:
        return _finding(s, source, f"{s.kind} must name the rules: {s.kind}[name]", [])
    if s.kind == "enable":
        return (
            None if "" in s.used else _finding(s, source, "enable ends nothing: no disable stands before it", s.names)
        )
    if not s.names:
        return None if s.used else _finding(s, source, "no rule says anything here", [])
    idle = [n for n in s.names if n not in s.used and _ran(registry, n, rules)]
    if not idle:
        return None
    return _finding(s, source, f"{', '.join(idle)} says nothing here", idle)


def _ran(registry: Registry, key: str, rules: dict[str, Severity]) -> bool:
    rule = registry.get(key)
    return rule is not None and rule.name in rules and rule is not UNUSED_SUPPRESSION


def _finding(s: Suppression, source: Source, message: str, drop: list[str]) -> Finding:
    kept = [n for n in s.names if n not in drop]
    if kept and s.names:
        text = source.text[s.span.start : s.span.end]
        new = regex.sub(r"\[[^\]\n]*\]", f"[{', '.join(kept)}]", text, count=1)
        fix = Fix(f"drop {', '.join(drop)} from the comment", (Edit(s.span, new),), safe=True)
    else:
        fix = Fix("remove the comment", (Edit(_whole(s, source), ""),), safe=True)
    return Finding(message, s.span, fix=fix)


def _whole(s: Suppression, source: Source) -> Span:
    """The comment with the white space before it, or with its whole line if it stands alone."""
    text, start, end = source.text, s.span.start, s.span.end
    if s.alone and not source.line(s.line)[: start - source.line_starts[s.line - 1]].strip():
        start = source.line_starts[s.line - 1]
        end = source.line_starts[s.line] if s.line < len(source.line_starts) else len(text)
        return Span(start, end)
    while start and text[start - 1] in " \t":
        start -= 1
    return Span(start, end)


# In these a prompt stands in a string, where a comment would be read by the model.
CARRIERS = {
    "py": "# ",
    "yaml": "# ",
    "yml": "# ",
    "toml": "# ",
    "ts": "// ",
    "tsx": "// ",
    "js": "// ",
    "jsx": "// ",
    "mjs": "// ",
}
TEMPLATES = frozenset({"j2", "jinja", "jinja2"})


def comment_out(source: Source, found: list[Diagnostic], reason: str) -> tuple[str, int]:
    """The text of ``source`` with comments that silence ``found``, and how many they silence.

    Each stands above the line of its finding; for findings about the whole prompt, and in files that carry prompts in
    strings, one comment at the top names the rules. JSON has no comments: nothing is silenced there.

    Args:
        reason: why; it is written into the comments.
    """
    suffix = source.path.rsplit(".", 1)[-1].lower()
    found = [d for d in found if d.category != "internal"]
    if suffix == "json" or not found:
        return source.text, 0
    by_line: dict[int, set[str]] = {}
    whole: set[str] = set()
    for d in found:
        if d.whole_prompt or suffix in CARRIERS:
            whole.add(d.name)
        else:
            by_line.setdefault(source.position(d.span.start).line, set()).add(d.name)
    text, newline = source.text, "\r\n" if "\r\n" in source.text else "\n"
    for line, names in sorted(by_line.items(), reverse=True):
        at, row = source.line_starts[line - 1], source.line(line)
        comment = _comment(suffix, f"ignore[{', '.join(sorted(names))}] {reason}".strip())
        text = text[:at] + row[: len(row) - len(row.lstrip())] + comment + newline + text[at:]
    if whole:
        at = _top(source, suffix)
        text = (
            text[:at]
            + _comment(suffix, f"ignore-file[{', '.join(sorted(whole))}] {reason}".strip())
            + newline
            + text[at:]
        )
    return text, len(found)


def _comment(suffix: str, body: str) -> str:
    if suffix in CARRIERS:
        return f"{CARRIERS[suffix]}promptlint: {body}"
    if suffix == "charter":
        return f"# promptlint: {body}"
    return f"{{# promptlint: {body} #}}" if suffix in TEMPLATES else f"<!-- promptlint: {body} -->"


def _top(source: Source, suffix: str) -> int:
    """Where a comment for the whole file goes: after its front matter, or a script's first lines."""
    pattern = (
        r"(?:#!.*\r?\n)?(?:#.*coding.*\r?\n)?" if suffix in CARRIERS else r"---[ \t]*\r?\n(?s:.*?)\r?\n---[ \t]*\r?\n"
    )
    m = re.match(pattern, source.text)
    return m.end() if m else 0
