"""Find defects in prompts (the default command)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from promptlint.cli.options import Parser, choice, names
from promptlint.diagnostic import Severity
from promptlint.engine import Job, Settings, run, toolbox
from promptlint.reporters import FORMATS, Context, report


def parser() -> Parser:
    """The options of `check`."""
    p = Parser("check", __doc__ or "")
    p.add_argument("paths", nargs="*", metavar="PATH")
    p.add_argument("--select", type=names, action="extend")
    p.add_argument("--extend-select", type=names, action="extend", default=[])
    p.add_argument("--ignore", type=names, action="extend", default=[])
    p.add_argument("--output-format", type=choice(*FORMATS))
    p.add_argument("--isolated", action="store_true")
    p.add_argument("--no-cache", action="store_true")
    p.add_argument("--jobs", type=int, default=0)
    return p


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    args = parser().read(arguments)
    settings = Settings(
        select=tuple(args.select) if args.select else None,
        extend_select=tuple(args.extend_select),
        ignore=tuple(args.ignore),
    )
    jobs, missing = [], []
    for path in args.paths or ["."]:
        if os.path.isdir(path):
            jobs += [
                Job(os.path.relpath(f).replace(os.sep, "/"), str(f), settings)
                for f in Path(path).rglob("*")
                if f.is_file()
            ]
        elif os.path.exists(path):
            jobs.append(Job(os.path.relpath(path).replace(os.sep, "/"), path, settings))
        else:
            missing.append((path, "no such file or directory"))
    result = run(jobs, args.jobs)
    result.skipped += missing
    for path, reason in result.skipped:
        print(f"promptlint: {path}: {reason}", file=sys.stderr)
    for piece in report(args.output_format or "json", result, Context(toolbox().registry)):
        sys.stdout.write(piece)
    return exit_code(args, result.failed or not result.files, [d.severity for d in result.diagnostics])


def exit_code(args: argparse.Namespace, failed: bool, severities: list[Severity]) -> int:
    """0, 1 or 2."""
    if failed:
        return 2
    return int(any(s.rank >= Severity.WARNING.rank for s in severities))
