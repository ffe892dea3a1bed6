"""What `promptlint import` keeps of real prompts: directives, rules made of them, and what is lost.

usage: imports.py [--all] FOLDER

Reads every prompt below the folder; prints the twenty longest that are one prompt in prose (all of them with --all), then
the totals of all. A directive is kept if the rendered draft, read again, holds one with the same modality, action and
object. Exit 1 when a draft cannot be parsed without mistakes, is laid out otherwise by `fmt`, or loses a directive.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from promptlint.charter.draft import Drafted, draft
from promptlint.charter.fmt import fmt
from promptlint.charter.parse import parse
from promptlint.engine import document_of, toolbox
from promptlint.source import Source, SourceError

SHOWN = 20


class Row(NamedTuple):
    """One imported prompt."""

    path: str
    prompt: str
    alone: bool
    drafted: Drafted
    mistakes: int
    stable: bool


def rows(folder: Path) -> Iterator[Row]:
    """All prompts below a folder."""
    table = toolbox().table
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            source = Source.from_bytes(path.relative_to(folder).as_posix(), path.read_bytes())
        except (OSError, SourceError):
            continue
        document = document_of(source, table)
        for unit in document.units:
            drafted = draft(unit, document.format)
            text = Source("draft.charter", drafted.text)
            mistakes, stable = len(parse(text).mistakes), fmt(text) == drafted.text
            yield Row(source.path, unit.prompt.name, len(document.units) == 1, drafted, mistakes, stable)


def main() -> int:
    """Print the table."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folder", type=Path)
    p.add_argument("--all", action="store_true", help="every prompt, not the twenty longest")
    args = p.parse_args()
    found = list(rows(args.folder))
    shown = [r for r in found if r.alone and r.drafted.directives]
    shown.sort(key=lambda r: (-r.drafted.directives, r.path))
    print(f"{'directives':>10} {'kept':>5} {'rules':>5} {'conditions':>10}  prompt")
    for row in found if args.all else shown[:SHOWN]:
        d = row.drafted
        kept = d.directives - len(d.lost)
        print(f"{d.directives:>10} {kept:>5} {d.rules:>5} {kept - len(d.loosened):>10}  {row.path[-70:]} {row.prompt}")
        for lost in d.lost:
            print(f"{'':>34}lost: {lost.reading()}")
    total, lost_, rules = (
        sum(x) for x in zip(*((r.drafted.directives, len(r.drafted.lost), r.drafted.rules) for r in found), strict=True)
    )
    loose = sum(len(r.drafted.loosened) for r in found)
    mistakes, unstable = sum(r.mistakes for r in found), sum(not r.stable for r in found)
    files = len({r.path for r in found})
    print(
        f"\n{files} files, {len(found)} prompts: {total} directives, {total - lost_} kept ({loose} under other conditions), "
        f"{rules} rules; {mistakes} syntax errors, {unstable} drafts that fmt would change"
    )
    return int(bool(mistakes or unstable or lost_))


if __name__ == "__main__":
    raise SystemExit(main())
