"""Mutate prompts and lint them: nothing may crash, and no rule may fail.

usage: fuzz.py [--count N] [--seed N] [FOLDER]

FOLDER (default: `examples/` and, where it stands beside the checkout, the corpus) gives the prompts to mutate. Ends with
one line of figures; exit 1 when an input made something fail (it is kept as `fuzz-failure-*`).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

from promptlint.engine import lint_source
from promptlint.registry import INTERNAL_ERROR
from promptlint.source import Source, SourceError

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 6000  # bytes of one mutated input: many small inputs find more than few large ones
HOSTILE = [
    b"```", b"~~~~", b"<x", b"</x>", b"<a><b></a>", b"{{", b"}}", b"{%", b"%}", b"{#", b"---\n", b"- ", b"    ", b"\t", b"\r",
    b"\r\n", b"\x00", b"\xff", b"\xef\xbb\xbf", "\u202e".encode(), "\u200b".encode(), "\U000e0041".encode(), b"[", b"]",
    b"(" * 50, b"&a [*a,*a]", b"!!python/object", b'"', b"'", b"\\", b"${", b"<!--", b"-->", b"| a | b |\n|---|", b"1. ",
    b"# promptlint: ignore[", b"never ", b"always ", b"only ", b"unless ", b"if ", b" and ", b", ", b": ", b"\n\n", b"9" * 40,
]  # fmt: skip


def mutate(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """A few random edits: delete, repeat, insert something hostile, splice in another prompt."""
    start = rng.randrange(max(1, len(data) - LIMIT // 2))
    data = data[start if rng.random() < 0.5 else 0 :][:LIMIT]
    for _ in range(rng.randrange(1, 8)):
        at, end = sorted((rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)))
        end = min(end, at + 200)
        kind = rng.randrange(5)
        if kind == 0:
            data = data[:at] + data[end:]
        elif kind == 1:
            data = data[:at] + data[at:end] * rng.randrange(2, 6) + data[end:]
        elif kind == 2:
            data = data[:at] + rng.choice(HOSTILE) * rng.choice((1, 1, 2, 30)) + data[at:]
        elif kind == 3:
            other = rng.choice(others)
            cut = rng.randrange(len(other) + 1)
            data = data[:at] + other[cut : cut + 300] + data[at:]
        else:
            data = data[:at] + bytes(rng.randrange(256) for _ in range(rng.randrange(1, 4))) + data[at:]
    return data[: LIMIT * 2]


def seeds(folder: Path | None) -> list[tuple[str, bytes]]:
    """Names and bytes of the prompts to mutate, in a fixed order."""
    folders = [folder] if folder else [ROOT / "examples", ROOT.parent / "shared" / "corpus"]
    paths = [p for f in folders if f.is_dir() for p in sorted(f.rglob("*")) if p.is_file()]
    return [(p.name, p.read_bytes()) for p in paths if p.stat().st_size and p.name not in ("MANIFEST.tsv", "README.md")]


def run(count: int, seed: int = 0, folder: Path | None = None) -> list[tuple[str, bytes, str]]:
    """Lint ``count`` mutated prompts.

    Returns:
        The inputs that made something fail: file name, bytes and what happened.
    """
    rng = random.Random(seed)
    prompts = seeds(folder)
    texts = [data for _, data in prompts]
    failures = []
    for _ in range(count):
        name, data = rng.choice(prompts)
        data = mutate(data, texts, rng)
        try:
            source = Source.from_bytes(name, data)
        except SourceError:
            continue
        try:
            result = lint_source(source)
            broken = [d.message for d in result.diagnostics if d.code == INTERNAL_ERROR.code]
            misplaced = [d.name for d in result.diagnostics if not 0 <= d.span.start <= d.span.end <= len(source.text)]
        except Exception as e:  # whatever it is, it is what we look for
            broken, misplaced = [f"{type(e).__name__}: {e}"], []
        if broken or misplaced:
            failures.append((name, data, "; ".join(broken + misplaced)))
    return failures


def main() -> int:
    """Run, print the figures, keep the failures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("folder", nargs="?", type=Path)
    options = parser.parse_args()
    start = time.perf_counter()
    failures = run(options.count, options.seed, options.folder)
    for i, (name, data, what) in enumerate(failures[:10]):
        Path(f"fuzz-failure-{i}-{name}").write_bytes(data)
        print(f"{name}: {what[:300]}")
    taken = time.perf_counter() - start
    print(f"{options.count} mutated inputs, {len(failures)} failures, {taken:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
