"""The figures of the Charter language: mistakes, mutations, logic, clashes, speed.

usage: charter.py [--mutations N] [--pairs N] [--runs N]

Prints one line a figure and exits with 1 if one of them is not what it must be. The samples are those of the tests;
seconds are user + system time, cold starts the median of whole processes that take turns.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the samples stand in tests/, which is no part of the package

from benchmarks.speed import side_by_side  # noqa: E402
from promptlint.charter.fmt import fmt  # noqa: E402
from promptlint.charter.parse import parse  # noqa: E402
from promptlint.engine import Settings, lint_source  # noqa: E402
from promptlint.registry import INTERNAL_ERROR  # noqa: E402
from promptlint.source import Source  # noqa: E402
from tests.charter_conflicts import CLEAN, CONFLICTS  # noqa: E402
from tests.charter_samples import BROKEN, SAMPLE, mutate  # noqa: E402
from tests.test_logic import disagreements  # noqa: E402

EXAMPLES = sorted((ROOT / "examples").glob("*.charter"))
CLASHES = Settings(select=("contradictory-directives", "numeric-clash", "exclusive-requirements"))
ROUND = 20  # parses of one file, of which the median counts


def source(text: str) -> Source:
    """A text as a charter."""
    return Source("x.charter", text)


def broken() -> tuple[int, int]:
    """Files of which exactly the expected mistakes are reported, and files."""
    exact = 0
    for text, expected in BROKEN:
        file = source(text)
        at = [(file.position(m.span.start), m) for m in parse(file).mistakes]
        exact += [f"{p.line}:{p.column} {m.message} -- {m.help}" for p, m in at] == expected
    return exact, len(BROKEN)


def mutations(count: int) -> int:
    """How many of the mutated charters raise, lose their tree, or are laid out in two ways."""
    rng, failures = random.Random(1), 0
    texts = [SAMPLE, *(p.read_text(encoding="utf-8") for p in EXAMPLES)]
    for _ in range(count):
        text = mutate(rng.choice(texts), rng)
        try:
            once = fmt(source(text))
            good = fmt(source(once)) == once and any(parse(source(text)).walk())
            good = good and all(d.code != INTERNAL_ERROR.code for d in lint_source(source(text)).diagnostics)
        except Exception as e:  # whatever it is, it is what we look for
            print(f"{type(e).__name__}: {e}")
            good = False
        failures += not good
    return failures


def clashes(texts: list[str]) -> int:
    """How many of the texts a clash is reported in."""
    return sum(bool(lint_source(source(t), CLASHES).diagnostics) for t in texts)


def per_kilobyte() -> float:
    """Milliseconds to parse a kilobyte of the examples, the median over them."""
    found = []
    for path in EXAMPLES:
        text = path.read_text(encoding="utf-8")
        times = []
        for _ in range(ROUND):
            start = time.process_time()
            parse(source(text))
            times.append(time.process_time() - start)
        found.append(statistics.median(times) * 1000 / (len(text.encode()) / 1024))
    return statistics.median(found)


def cold(runs: int) -> dict[str, float]:
    """Seconds of bare Python, of a prompt of 2 KB in Markdown, and of a charter of 2 KB."""
    exe = Path(sys.executable).with_name("promptlint")
    ours = [str(exe), "check", "--isolated", "--no-cache", "--exit-zero", "--output-format", "json"]
    with tempfile.TemporaryDirectory() as folder:
        charter = min(EXAMPLES, key=lambda p: abs(p.stat().st_size - 2048))
        rendered = Path(folder) / "prompt.md"
        rendered.write_text((ROOT / "docs" / "charter.md").read_text(encoding="utf-8")[:2048], encoding="utf-8")
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "Markdown": [*ours, str(rendered)],
            "charter": [*ours, str(charter)],
        }
        return side_by_side(commands, runs)


def main() -> int:
    """Run and print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutations", type=int, default=5000)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    exact, files = broken()
    print(f"broken files reported exactly: {exact} of {files}", flush=True)
    apart = len(disagreements(options.pairs))
    print(f"disagreements with z3 on {options.pairs} pairs of conditions: {apart}", flush=True)
    hits, false = clashes([text for text, _ in CONFLICTS]), clashes(CLEAN)
    print(f"clashes found: {hits} of {len(CONFLICTS)}; in near-misses: {false} of {len(CLEAN)}", flush=True)
    speed = per_kilobyte()
    print(f"parse: {speed:.2f} ms/KB", flush=True)
    starts = cold(options.runs)
    bare = starts["python -c pass"]
    print("cold start: " + " · ".join(f"{n} {s:.3f} s ({s / bare:.1f}x)" for n, s in starts.items()), flush=True)
    failures = mutations(options.mutations)
    print(f"mutations that fail: {failures} of {options.mutations}", flush=True)
    return int(exact < files or apart > 0 or hits < len(CONFLICTS) or false > 0 or failures > 0)


if __name__ == "__main__":
    sys.exit(main())
