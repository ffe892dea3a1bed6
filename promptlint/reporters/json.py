"""The JSON report, version 1: what other programs rely on. Keys are only ever added."""

from __future__ import annotations

import json
from collections.abc import Iterator

from promptlint import __version__, regex
from promptlint.diagnostic import Diagnostic, Label, Severity

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
    """JSON in readable Unicode, with invisible and bidirectional characters escaped."""
    return UNSAFE.sub(lambda m: json.dumps(m.group())[1:-1], json.dumps(data, indent=indent, ensure_ascii=False))


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
