"""The JSON report, version 1: what other programs rely on. Keys are only ever added."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from promptlint import __version__
from promptlint.diagnostic import Diagnostic, Severity

if TYPE_CHECKING:
    from promptlint.engine import RunResult
    from promptlint.reporters import Context
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
        "skipped": [{"path": p, "reason": r} for p, r in result.skipped],
        "diagnostics": [as_dict(d, f.source) for f in result.files for d in f.diagnostics],
        "summary": count,
    }
    yield json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def as_dict(d: Diagnostic, source: Source) -> dict[str, Any]:
    """One diagnostic as plain data."""

    def at(offset: int) -> dict[str, int]:
        return source.position(offset)._asdict()

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
        "related": [
            {"path": d.path, "start": at(r.span.start), "end": at(r.span.end), "message": r.message} for r in d.related
        ],
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
