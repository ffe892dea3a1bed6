"""The JSON report, version 1: what other programs rely on. Keys are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from promptlint import __version__, regex
from promptlint.diagnostic import Diagnostic, Label, Severity

try:
    from _json import encode_basestring as quoted
    from _json import encode_basestring_ascii as escaped
except ImportError:  # another Python than CPython
    from json.encoder import encode_basestring as quoted
    from json.encoder import encode_basestring_ascii as escaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.reporters import Context
    from promptlint.run import RunResult
    from promptlint.source import Source


def report(result: RunResult, context: Context) -> Iterator[str]:
    """One document."""
    count = {str(s): 0 for s in Severity}
    for d in result.diagnostics:
        count[d.severity] += 1
    files = [
        {
            "path": f.path,
            "format": f.format,
            "profile": f.profile,
            "profile_reason": f.reason,
            "directives": f.directives,
            "diagnostics": len(f.diagnostics),
            "suppressed": f.suppressed,
        }
        for f in result.files
    ]
    whole = {
        "version": 1,
        "tool": {"name": "promptlint", "version": __version__},
        "files": files,
        "skipped": [{"path": s.path, "reason": s.reason} for s in result.skipped],
        "diagnostics": [as_dict(d, f.source) for f in result.files for d in f.diagnostics],
        "summary": count,
    }
    yield dumps(whole, 1) + "\n"


# Valid in JSON, but a terminal would obey them.
UNSAFE = regex.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def dumps(data: object, indent: int | None = None) -> str:
    """JSON in readable Unicode, with invisible and bidirectional characters escaped.

    Args:
        data: mappings with names as keys, sequences, texts, numbers, truth values and None.
        indent: spaces a level; None writes one line.
    """
    return UNSAFE.sub(lambda m: escaped(m.group())[1:-1], "".join(_written(data, indent, "\n")))


def _written(data: Any, indent: int | None, line: str) -> Iterator[str]:
    """The pieces of a value, as `json.dumps` writes them; the module costs a short run more than the report does.

    Args:
        line: the end of a line and the white space that the value's own line begins with.
    """
    if isinstance(data, str):
        yield quoted(data)
    elif data is None or data is True or data is False:
        yield {None: "null", True: "true", False: "false"}[data]
    elif isinstance(data, int):
        yield int.__repr__(data)
    elif isinstance(data, dict):
        values = ((f"{quoted(name)}: ", value) for name, value in data.items())
        yield from _listed("{}", values, bool(data), indent, line)
    elif isinstance(data, list | tuple):
        yield from _listed("[]", (("", value) for value in data), bool(data), indent, line)
    else:
        import json  # what else there is, such as numbers that are no integers

        yield json.dumps(data)


def _listed(signs: str, values: Iterable[tuple[str, Any]], some: bool, indent: int | None, line: str) -> Iterator[str]:
    """The pieces of what holds values, each with what stands before it, between two signs."""
    yield signs[0]
    inner = line + " " * (indent or 0)
    before = "" if indent is None else inner
    for name, value in values:
        yield before + name
        yield from _written(value, indent, inner)
        before = ", " if indent is None else f",{inner}"
    if some and indent is not None:
        yield line
    yield signs[1]


def as_dict(d: Diagnostic, source: Source) -> dict[str, Any]:
    """One diagnostic as plain data."""

    def at(offset: int, within: Source = source) -> dict[str, int]:
        return within.position(offset)._asdict()

    def second(r: Label) -> dict[str, Any]:
        within = r.source or source
        return {
            "path": within.path if r.source else d.path,
            "start": at(r.span.start, within),
            "end": at(r.span.end, within),
            "message": r.message,
        }

    return {
        "code": d.code,
        "name": d.name,
        "category": d.category,
        "severity": str(d.severity),
        "confidence": str(d.confidence),
        "message": d.message,
        "help": d.help,
        "url": d.url,
        "path": d.path,
        "prompt": d.prompt,
        "start": at(d.span.start),
        "end": at(d.span.end),
        "related": [second(r) for r in d.related],
        "witness": d.witness,
        "fix": {
            "safety": "safe" if d.fix.safe else "unsafe",
            "message": d.fix.message,
            "edits": [{"start": at(e.span.start), "end": at(e.span.end), "text": e.text} for e in d.fix.edits],
        }
        if d.fix
        else None,
        "fingerprint": d.fingerprint,
    }
