"""Show what a rule is about, or list all rules."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from promptlint.cli.guard import usage_errors
from promptlint.cli.options import Parser, UsageError, choice
from promptlint.registry import Registry
from promptlint.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def parser() -> Parser:
    """The options of `rule`."""
    p = Parser("rule", __doc__ or "")
    p.add_argument("name", nargs="?", metavar="NAME", help="a rule's name or code; a list of all without it")
    p.add_argument("--all", action="store_true", help="every rule")
    p.add_argument("--output-format", type=choice("full", "json", "markdown"), default="full", metavar="FORMAT")
    p.add_argument("--color", type=choice("auto", "always", "never"), default="auto")
    p.add_argument("--config", metavar="FILE", help="use this configuration (its packs hold rules too)")
    p.add_argument("--isolated", action="store_true", help="use no configuration file")
    return p


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    args = parser().read(arguments)
    with usage_errors():
        registry = _registry(args.config, args.isolated)
        if args.name and not args.all:
            rule = registry.get(args.name)
            if rule is None:
                raise UsageError(f"no rule is called {args.name!r}{registry.suggest(args.name)}")
            return _one(rule, args.output_format, args.color)
        return _list(registry, args.output_format, args.color)


def _registry(config: str | None, isolated: bool) -> Registry:
    from promptlint.config import Config, find, load
    from promptlint.engine import toolbox

    found = load(config) if config else Config() if isolated else find(".")
    return toolbox(found.rules, found.knowledge).registry


def as_dict(rule: Rule) -> dict[str, Any]:
    """A rule as plain data."""
    return {
        "code": rule.code,
        "name": rule.name,
        "category": rule.category,
        "severity": str(rule.severity),
        "confidence": str(rule.confidence),
        "scope": rule.scope,
        "default": rule.default,
        "profiles": sorted(rule.profiles),
        "languages": sorted(rule.languages),
        "summary": rule.summary,
        "help": rule.help,
        "page": rule.page,
        "evidence": [{"title": e.title, "url": e.url} for e in rule.evidence],
    }


def page(rule: Rule) -> str:
    """A rule's page in Markdown, with its facts and its evidence."""
    facts = [f"`{rule.code}`", rule.category, f"{rule.severity}, {rule.confidence} confidence"]
    facts += [f"profiles: {', '.join(sorted(rule.profiles))}"] if rule.profiles else []
    facts += [] if rule.default else ["off by default"]
    parts = [f"# {rule.name}", " · ".join(facts), rule.page.strip()]
    parts += [f"**Instead:** {rule.help}"] if rule.help else []
    if rule.evidence:
        sources = "\n".join(f"- [{e.title}]({e.url})" if e.url else f"- {e.title}" for e in rule.evidence)
        parts.append(f"## Evidence\n\n{sources}")
    return "\n\n".join(parts) + "\n"


def _one(rule: Rule, form: str, color: str) -> int:
    if form == "json":
        _json(as_dict(rule))
    elif form == "markdown" or (not sys.stdout.isatty() and color != "always"):
        sys.stdout.write(page(rule))
    else:
        from rich.console import Console
        from rich.markdown import Markdown

        Console(width=min(100, Console().width), force_terminal=color != "never").print(Markdown(page(rule)))
    return 0


def _list(registry: Registry, form: str, color: str) -> int:
    if form == "json":
        _json([as_dict(r) for r in registry.rules])
    elif form == "markdown":
        sys.stdout.write("\n".join(page(r) for r in registry.rules))
    else:
        _table(registry, color)
    return 0


def _table(registry: Registry, color: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from promptlint.cli.output import wants_color

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("code", "name", "severity", "confidence", "what it finds"):
        table.add_column(column, no_wrap=column != "what it finds")
    for r in registry.rules:
        name = r.name if r.default else f"{r.name} (off)"
        table.add_row(r.code, name, str(r.severity), str(r.confidence), r.summary)
    paint = wants_color(color, sys.stdout)
    console = Console(no_color=not paint, force_terminal=paint, highlight=False, markup=False)
    if not sys.stdout.isatty():
        console.width = 160
    console.print(table)
    print(f"{len(registry.rules)} rules; `promptlint rule NAME` shows the page of one")


def _json(data: object) -> None:
    from promptlint.reporters.json import dumps

    print(dumps(data, 1))
