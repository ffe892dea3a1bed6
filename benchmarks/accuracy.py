"""Precision and recall on labelled prompts, per kind; by default on `benchmarks/labelled/heldout/`.

usage: accuracy.py [--misses] [FOLDER]

The folder holds `defective/`, `repaired/` and `clean/` prompts, and `labels.jsonl` with one planted defect a line: file,
kind and lines. They were written by people who had not seen the rules. A defect is found when a finding of its kind (the
clash kinds count as one) touches all its lines. Every error or warning on a repaired or clean prompt is a false alarm.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from promptlint.diagnostic import Diagnostic, Severity
from promptlint.engine import lint_source
from promptlint.source import Source

FOLDER = Path(__file__).resolve().parent / "labelled" / "heldout"
CLASHES = {
    "contradictory-directives", "exclusive-requirements", "numeric-clash", "order-clash", "competing-only",
    "unranked-absolutes", "persona-clash",
}  # fmt: skip
Found = tuple[Diagnostic, list[tuple[int, int]]]


def lint(folder: Path, path: Path) -> list[Found]:
    """Findings in one prompt, each with the line ranges of all its places."""
    source = Source.from_bytes(path.relative_to(folder).as_posix(), path.read_bytes())
    found = []
    for d in lint_source(source).diagnostics:
        spans = [d.span, *(r.span for r in d.related)]
        found.append((d, [(source.position(s.start).line, source.position(s.end).line) for s in spans]))
    return found


def hits(found: Found, kind: str, lines: list[list[int]]) -> bool:
    """Whether a finding is of the kind and touches every labelled range (give or take a line)."""
    d, spans = found
    if d.name != kind and not (d.name in CLASHES and kind in CLASHES):
        return False
    return all(any(a <= last + 1 and first - 1 <= b for a, b in spans) for first, last in lines)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--misses", action="store_true", help="list what was missed and each false alarm")
    options = parser.parse_args()
    folder = options.folder
    labels = [json.loads(x) for x in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines() if x.strip()]
    files = {p.relative_to(folder).as_posix(): lint(folder, p) for p in sorted(folder.glob("*/*"))}
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for label in labels:
        hit = any(hits(f, label["kind"], label["lines"]) for f in files[label["file"]])
        kinds[label["kind"]][0] += hit
        kinds[label["kind"]][1] += 1
        if options.misses and not hit:
            print("missed", label["kind"], label["file"], label["lines"])
    severe = (Severity.ERROR, Severity.WARNING)
    false = [
        (name, d)
        for name, found in files.items()
        for d, _ in found
        if not name.startswith("defective/") and d.severity in severe
    ]
    if options.misses:
        for name, d in false:
            print("false", d.name, name, d.message)
    for kind, (hit, of) in sorted(kinds.items()):
        print(f"{kind:28} {hit:3} of {of}")
    right, all_of = sum(k[0] for k in kinds.values()), sum(k[1] for k in kinds.values())
    good = sum(not n.startswith("defective/") for n in files)
    print(
        f"recall {right / max(1, all_of):.2f} ({right} of {all_of} planted defects) · "
        f"precision {right / max(1, right + len(false)):.2f} ({len(false)} false alarms on {good} repaired and clean prompts)"
    )


if __name__ == "__main__":
    main()
