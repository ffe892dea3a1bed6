"""Precision and recall of the clash rules on labelled pairs of directives and dense writing tasks, per kind.

usage: pairs.py [--misses] [FOLDER]

FOLDER (default: benchmarks/labelled/frozen) holds `pairs.jsonl` (id, a, b, context, label, kind) and `tasks.jsonl` (id, text,
label, kind, lines). Each item is linted as a prompt of its own; a clash reported as an error or a warning counts. Do not
list the misses of `frozen`: it is worth something only as long as nobody has read it.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from promptlint.diagnostic import Diagnostic, Severity
from promptlint.engine import lint_source
from promptlint.source import Source

FOLDER = Path(__file__).resolve().parent / "labelled" / "frozen"
CLASHES = frozenset(
    "contradictory-directives exclusive-requirements numeric-clash order-clash competing-only unranked-absolutes "
    "precedence-cycle".split()
)


def text_of(item: dict[str, Any]) -> str:
    """The prompt of an item: a task as it stands, a pair as two items of a list below its context."""
    if "text" in item:
        return f"{item['text']}\n"
    context = f"{item['context']}\n\n" if item.get("context") else ""
    return f"{context}- {item['a']}\n- {item['b']}\n"


def clashes(text: str) -> list[Diagnostic]:
    """Clashes that are reported as an error or a warning."""
    found = lint_source(Source.from_bytes("item.md", text.encode())).diagnostics
    return [d for d in found if d.name in CLASHES and d.severity in (Severity.ERROR, Severity.WARNING)]


def score(path: Path, misses: bool) -> None:
    """Print the figures of one file."""
    items = [json.loads(x) for x in path.read_text(encoding="utf-8").splitlines() if x.strip()]
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    wrong = 0
    for item in items:
        said = clashes(text_of(item))
        clash = item["label"] == "conflict"
        if clash:
            kinds[item["kind"]][0] += bool(said)
            kinds[item["kind"]][1] += 1
        wrong += bool(said) and not clash
        if misses and bool(said) != clash:
            print(
                f"  {'FALSE ' if said else 'MISSED'} {item['id']} {item['kind']}: {said[0].message if said else item['why']}"
            )
    hit, of = (sum(v[i] for v in kinds.values()) for i in (0, 1))
    precision = hit / (hit + wrong) if hit else 0.0
    print(
        f"{path.name}: recall {hit / of:.2f} ({hit} of {of}), precision {precision:.2f} ({wrong} false of {len(items) - of})"
    )
    for kind, (found, all_) in sorted(kinds.items()):
        print(f"  {kind:26} {found} of {all_}")


def main() -> None:
    """Print the figures of both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--misses", action="store_true", help="list what was missed and each false alarm")
    options = parser.parse_args()
    for name in ("pairs.jsonl", "tasks.jsonl"):
        if (options.folder / name).is_file():
            score(options.folder / name, options.misses)


if __name__ == "__main__":
    main()
