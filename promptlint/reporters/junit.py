"""JUnit XML: a suite a file, a failed case a diagnostic."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.reporters.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.reporters import Context
    from promptlint.run import RunResult

QUOTES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def report(result: RunResult, context: Context) -> Iterator[str]:
    """One document."""
    total = len(result.diagnostics)
    cases = sum(max(1, len(f.diagnostics)) for f in result.files) + len(result.errors)
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<testsuites name="promptlint" tests="{cases}" failures="{total}" errors="{len(result.errors)}">\n'
    for f in result.files:
        count = len(f.diagnostics)
        yield f'  <testsuite name="{_text(f.path)}" tests="{max(1, count)}" failures="{count}" errors="0">\n'
        if not f.diagnostics:
            yield f'    <testcase name="promptlint" classname="{_text(f.path)}"/>\n'
        for d in f.diagnostics:
            at = f.source.position(d.span.start)
            yield f'    <testcase name="{d.name}" classname="{_text(f.path)}" file="{_text(f.path)}" line="{at.line}">\n'
            where = f"{f.path}:{at.line}:{at.column}"
            body = f"{d.severity}[{d.code}] {where}: {d.message}" + (f" (help: {d.help})" if d.help else "")
            yield f'      <failure type="{d.severity}" message="{_text(d.message)}">{_text(body)}</failure>\n'
            yield "    </testcase>\n"
        yield "  </testsuite>\n"
    for skipped in result.errors:
        path, reason = _text(skipped.path), _text(skipped.reason)
        yield f'  <testsuite name="{path}" tests="1" failures="0" errors="1">\n'
        yield f'    <testcase name="read" classname="{path}"><error message="{reason}"/></testcase>\n  </testsuite>\n'
    yield "</testsuites>\n"


def _text(text: str) -> str:
    return visible(text).translate(QUOTES)
