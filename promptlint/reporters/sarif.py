"""SARIF 2.1.0, as code scanning services read it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from promptlint import __version__
from promptlint.diagnostic import INTERNAL, Diagnostic
from promptlint.reporters.json import dumps
from promptlint.rule import Rule
from promptlint.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.reporters import Context
    from promptlint.run import RunResult
    from promptlint.source import Source

LEVEL = {"error": "error", "warning": "warning", "info": "note", "hint": "note"}
PRECISION = {"provable": "very-high", "high": "high", "medium": "medium", "low": "low"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def report(result: RunResult, context: Context) -> Iterator[str]:
    """One document with one run."""
    fired = {d.name for d in result.diagnostics}
    rules = [r for r in context.registry.rules if r.name in fired]
    index = {r.name: i for i, r in enumerate(rules)}
    driver = {
        "name": "promptlint",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(r) for r in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(d, f.source, index) for f in result.files for d in f.diagnostics if d.code != INTERNAL],
        "invocations": [_invocation(result)],
        "properties": {"suppressed": sum(f.suppressed for f in result.files)},
    }
    yield dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, 1) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    page = f"# {rule.name} ({rule.code})\n\n{rule.page}"
    if rule.help:
        page += f"\n**Instead:** {rule.help}\n"
    sources = "".join(f"- [{e.title}]({e.url})\n" if e.url else f"- {e.title}\n" for e in rule.evidence)
    page += f"\n## Evidence\n\n{sources}" if sources else ""
    return {
        "id": rule.name,
        "name": "".join(w.capitalize() for w in rule.name.split("-")),
        "shortDescription": {"text": rule.summary or rule.name},
        "fullDescription": {"text": rule.summary or rule.name},
        "help": {"text": rule.help or rule.summary or rule.name, "markdown": page},
        "defaultConfiguration": {"level": LEVEL[rule.severity]},
        "properties": {
            "code": rule.code,
            "tags": ["prompt", rule.category],
            "precision": PRECISION[rule.confidence],
            "problem.severity": {"error": "error", "warning": "warning"}.get(rule.severity, "recommendation"),
        },
    }


def _result(d: Diagnostic, source: Source, index: dict[str, int]) -> dict[str, Any]:
    text = d.message + (f"\nWitness: {d.witness}" if d.witness else "") + (f"\nInstead: {d.help}" if d.help else "")
    data: dict[str, Any] = {
        "ruleId": d.name,
        "level": LEVEL[d.severity],
        "message": {"text": text},
        "locations": [_location(d.path, d.span, source)],
        "partialFingerprints": {"promptlint/v1": d.fingerprint},
        "properties": {"confidence": str(d.confidence), "severity": str(d.severity), "code": d.code},
    }
    if d.name in index:
        data["ruleIndex"] = index[d.name]
    if d.related:
        data["relatedLocations"] = [
            {
                "id": i,
                **_location(r.source.path if r.source else d.path, r.span, r.source or source),
                "message": {"text": r.message},
            }
            for i, r in enumerate(d.related, 1)
        ]
    if d.fix:
        changes = [
            {"deletedRegion": _region(e.span, source), **({"insertedContent": {"text": e.text}} if e.text else {})}
            for e in d.fix.edits
        ]
        data["fixes"] = [
            {
                "description": {"text": d.fix.message},
                "artifactChanges": [{"artifactLocation": {"uri": uri(d.path)}, "replacements": changes}],
            }
        ]
    return data


def _location(path: str, span: Span, source: Source) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": uri(path)}, "region": _region(span, source)}}


def _region(span: Span, source: Source) -> dict[str, int]:
    start, end = source.position(span.start), source.position(span.end)
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _invocation(result: RunResult) -> dict[str, Any]:
    notes = [(d.path, d.message) for d in result.diagnostics if d.code == INTERNAL]
    notes += [(s.path, s.reason) for s in result.errors]
    told = [
        {
            "level": "error",
            "message": {"text": text},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(path)}}}],
        }
        for path, text in notes
    ]
    return {"executionSuccessful": not result.failed, **({"toolExecutionNotifications": told} if told else {})}


def uri(path: str) -> str:
    """A relative URI of a path, whatever bytes its name holds; a ``file`` URI if the path is absolute."""
    quoted = quote(path.encode("utf-8", "surrogateescape"), safe="/")
    return f"file://{quoted}" if path.startswith("/") else quoted
