"""The report for people: source frames with the reasons, the witness and what to do instead."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.diagnostic import Diagnostic, Label
from promptlint.reporters.frame import Mark, frame
from promptlint.reporters.styled import Line, render
from promptlint.reporters.summary import many, summary
from promptlint.reporters.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.reporters import Context
    from promptlint.result import FileResult
    from promptlint.run import RunResult
    from promptlint.source import Source

STYLE = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan", "hint": "bold bright_black"}
DIM = "bright_black"


def report(result: RunResult, context: Context) -> Iterator[str]:
    """One block a diagnostic, in order, and the summary."""
    for f in result.files:
        if f.diagnostics:
            yield render(_header(f), context.color)
            for d in f.diagnostics:
                yield render(block(d, f, context), context.color)
    style = next(
        (STYLE[d.severity].replace("bold ", "") for d in sorted(result.diagnostics, key=lambda d: -d.severity.rank)),
        "green",
    )
    yield render([Line(summary(result), f"bold {style}")], context.color)


def _header(f: FileResult) -> list[Line]:
    line = Line(visible(f.path), "bold")
    aside = [f.profile] if f.profile else []
    if f.reason:
        aside[-1:] = [f"{f.profile} ({visible(f.reason)})"]
    aside.append(many(f.directives, "directive"))
    if f.suppressed:
        aside.append(f"{f.suppressed} suppressed")
    line.append("  " + " · ".join(aside), DIM)
    return [line, Line()]


def block(d: Diagnostic, f: FileResult, context: Context) -> list[Line]:
    """The lines of one diagnostic."""
    style, source = STYLE[d.severity], f.source
    head = Line()
    head.append(f"{d.severity}[{d.code}]", style)
    head.append(f" {d.name}", "bold")
    if d.confidence.rank < 2:
        head.append(f" ({d.confidence} confidence)", DIM)
    marks = [Mark(d.span, "^", style)]
    marks += [_second(r) for r in d.related if not r.source]
    lines = [m for m in marks if m.span.start <= len(source.text)]
    others = [(r.source, _second(r)) for r in d.related if r.source]
    frames = [(source, lines), *((s, [m]) for s, m in others)]
    gutter = len(str(max(s.position(max(m.span.start, m.span.end - 1)).line for s, ms in frames for m in ms)))
    at = source.position(d.span.start)
    out = [head, *_wrapped(visible(d.message), "  ", context.width, "")]
    place = f"{visible(d.path)}:{at.line}:{at.column}" + (f" ({visible(d.prompt)})" if d.prompt else "")
    out.append(Line(" " * gutter + " ╭─ " + place, DIM))
    out += _rows(source, lines, gutter, context)
    for other, mark in others:
        at = other.position(mark.span.start)
        out.append(Line(" " * gutter + f" ├─ {visible(other.path)}:{at.line}:{at.column}", DIM))
        out += _rows(other, [mark], gutter, context)
    out += _notes(d, gutter, context)
    out.append(Line())
    return out


def _second(r: Label) -> Mark:
    return Mark(r.span, "-", "bold blue", visible(r.message))


def _rows(source: Source, marks: list[Mark], gutter: int, context: Context) -> Iterator[Line]:
    """The lines of one file with their numbers."""
    bar = " " * gutter + " │ "
    for number, text in frame(source, marks, max(20, context.width - gutter - 4)):
        left = "⋮".rjust(gutter + 2) + " " if number == -1 else f"{number} │ ".rjust(len(bar)) if number else bar
        yield Line(left, DIM).extend(text)


def _notes(d: Diagnostic, gutter: int, context: Context) -> Iterator[Line]:
    notes = []
    if d.witness:
        notes.append(("witness", visible(d.witness), "magenta"))
    if context.verbose > 0 and (rule := context.registry.by_name.get(d.name)):
        notes.append(("why", visible(rule.summary), "blue"))
    if d.help:
        notes.append(("help", visible(d.help), "green"))
    if d.fix:
        flag = "--fix" if d.fix.safe else "--fix --unsafe-fixes"
        notes.append(("fix", f"{visible(d.fix.message)} ({flag})", "green"))
    if notes:
        yield Line(" " * gutter + " │", DIM)
    for i, (name, text, style) in enumerate(notes):
        corner = "╰─ " if i == len(notes) - 1 else "├─ "
        first = Line(" " * gutter + " " + corner, DIM).append(f"{name}: ", style)
        rest = " " * gutter + (" │  " if i < len(notes) - 1 else "    ") + " " * (len(name) + 2)
        lines = _wrapped(text, "", context.width - len(rest), "")
        first.extend(lines[0])
        yield first
        for line in lines[1:]:
            yield Line(rest, DIM).extend(line)


def _wrapped(text: str, indent: str, width: int, style: str) -> list[Line]:
    import textwrap

    width = max(24, width)
    lines = textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    return [Line(line, style) for line in lines] or [Line(indent)]
