"""Show the directives of prompts as they are understood."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from promptlint.beside import loader
from promptlint.cli.files import add_options, gather, validate
from promptlint.cli.guard import usage_errors
from promptlint.cli.options import Parser, choice
from promptlint.engine import document_of, toolbox
from promptlint.source import Source, SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.deontic.ir import Condition, Directive
    from promptlint.document import Document, Unit


def parser() -> Parser:
    """The options of `parse`."""
    p = Parser("parse", __doc__ or "")
    add_options(p)
    p.add_argument(
        "--output-format", type=choice("full", "json"), default="full", metavar="FORMAT", help="full or json"
    )
    p.add_argument("--color", type=choice("auto", "always", "never"), default="auto")
    return p


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    args = parser().read(arguments)
    code = 0
    with usage_errors():
        found = gather(args)
        validate(found, args)
        documents: list[Document] = []
        for s in found.skipped:
            print(f"promptlint: {s.path}: {s.reason}", file=sys.stderr)
            code = 2 if s.error else code
        for job in sorted(found.jobs, key=lambda j: j.path):
            tools = toolbox(job.settings.packs, job.settings.knowledge)
            try:
                data = Path(job.place).read_bytes() if job.data is None else job.data
                documents.append(
                    document_of(Source.from_bytes(job.path, data), tools.table, job.settings, loader(job.path))
                )
            except (SourceError, OSError) as e:
                print(f"promptlint: {job.path}: {getattr(e, 'strerror', None) or e}", file=sys.stderr)
                code = 2
        if args.output_format == "json":
            from promptlint.reporters.json import dumps

            print(dumps({"version": 1, "files": [as_dict(d) for d in documents]}, 1))
        else:
            for d in documents:
                _table(d, args.color)
    return code or (0 if documents else 2)


def as_dict(document: Document) -> dict[str, Any]:
    """A document's prompts and directives as plain data."""
    prompts = []
    for stack in document.stacks:
        for unit in stack.units:
            prompts.append(
                {
                    "name": unit.prompt.name,
                    "stack": unit.prompt.stack,
                    "language": unit.language,
                    "profile": stack.profile.name,
                    "profile_reason": stack.profile.reason,
                    "placeholders": [p.name for p in unit.prompt.placeholders],
                    "directives": list(directives(unit)),
                }
            )
    return {"path": document.source.path, "format": document.format, "prompts": prompts}


def directives(unit: Unit) -> Iterator[dict[str, Any]]:
    """The directives of a unit as plain data."""
    for d in unit.directives:
        start, end = unit.source.position(d.span.start), unit.source.position(d.span.end)
        scope = d.sentence.scope
        yield {
            "modality": str(d.modality),
            "strength": str(d.strength),
            "actor": d.actor,
            "action": d.action,
            "object": d.object,
            "only": d.only,
            "passive": d.passive,
            "conditions": [_condition(c) for c in d.conditions],
            "exemptions": [_condition(c) for c in d.exemptions],
            "scope": {
                "headings": list(scope.headings),
                "lead": scope.lead,
                "item": scope.item,
                "tags": list(scope.tags),
                "role": scope.role,
                "branch": scope.branch,
            },
            "text": unit.source.text[d.span.start : d.span.end],
            "line": start.line,
            "start": start._asdict(),
            "end": end._asdict(),
        }


def _condition(c: Condition) -> dict[str, Any]:
    return {"cue": c.cue, "text": c.text, "negated": c.negated}


def _table(document: Document, color: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from promptlint.cli.output import wants_color
    from promptlint.reporters.visible import visible

    paint = wants_color(color, sys.stdout)
    console = Console(no_color=not paint, force_terminal=paint, highlight=False, markup=False)
    if not sys.stdout.isatty():
        console.width = 140
    for stack in document.stacks:
        for unit in stack.units:
            name = f" {visible(unit.prompt.name)}" if unit.prompt.name else ""
            head = f"{visible(document.source.path)}{name}: {document.format}, {stack.profile.name} ({visible(stack.profile.reason)})"
            table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=head, title_justify="left", title_style="bold")
            for column in ("line", "modality", "who", "action", "object", "when", "except", "under"):
                table.add_column(column, justify="right" if column == "line" else "left", overflow="fold")
            for d in unit.directives:
                table.add_row(*(visible(x) for x in _row(d, unit)))
            console.print(table)


def _row(d: Directive, unit: Unit) -> tuple[str, ...]:
    strength = {"absolute": " !", "default": " ~"}.get(str(d.strength), "")
    when = "; ".join(f"{c.cue} {c.text}".strip() for c in d.conditions)
    scope = d.sentence.scope
    under = " > ".join(
        [*scope.headings[-1:], *(f"<{t}>" for t in scope.tags[-1:]), *([scope.lead] if scope.lead else [])]
    )
    modality = d.modality.replace("_", " ") + (" only" if d.only else "") + strength
    line = str(unit.source.position(d.span.start).line)
    return line, modality, d.actor or "model", d.action, d.object, when, "; ".join(c.text for c in d.exemptions), under
