"""How long an editor waits: from a keystroke to the diagnostics of the text with it, over a real connection.

usage: latency.py [--edits N] [--large FILE] [--limits MS MS]

Types characters at random places into a prompt of 16 KB and into a large one (FILE, by default the OpenAI Model Spec, 271
KB, where it stands beside the checkout, else the repository's own prompts strung together to 271 KB), and prints median
and 90th percentile for a client that is pushed to and for one that asks. With --limits, fails where a median is longer.
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
sys.path.insert(0, str(ROOT))

from benchmarks.editor import Client, Text  # noqa: E402
from benchmarks.soak import sources  # noqa: E402

SPEC = ROOT.parent / "shared" / "corpus" / "openai" / "model_spec" / "model_spec.md"
SMALL, LARGE = 16 * 1024, 271 * 1024
KEYS = "never use a table unless the user asks for it. "


def large(path: Path) -> tuple[str, str]:
    """The large text, and what it is."""
    if path.is_file():
        return path.read_text(encoding="utf-8"), path.name
    parts = [content for name, content in sources() if name.endswith((".md", ".txt"))]
    text = "\n\n".join(parts)
    while len(text) < LARGE:
        text += f"\n\n# Part {len(text)}\n\n{text}"
    return text[:LARGE], "own prompts"


def typed(client: Client, text: Text, edits: int, dice: random.Random) -> list[float]:
    """Milliseconds from each of ``edits`` keystrokes to its diagnostics; three more go before as a warm-up."""
    times = []
    at = dice.randrange(len(text.content))
    for n in range(edits + 3):
        if n % 10 == 0:  # a few words here, then elsewhere
            at = text.content.find("\n", dice.randrange(len(text.content))) % len(text.content)
        begun = time.perf_counter()
        text.replace(client, at, at, KEYS[n % len(KEYS)])
        client.diagnostics(text.uri, text.version)
        if n >= 3:
            times.append(1000 * (time.perf_counter() - begun))
        at += 1
    return times


def main() -> int:
    """Measure and print; 1 if a limit is passed."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--edits", type=int, default=40)
    p.add_argument("--large", type=Path, default=SPEC)
    p.add_argument("--limits", type=float, nargs=2, metavar="MS", default=None)
    args = p.parse_args()
    whole, name = large(args.large)
    code = 0
    print(f"{'text':<24}{'client':<8}{'median':>10}{'90 %':>10}{'first':>10}   (ms, {args.edits} keystrokes)")
    for row, content in enumerate((whole[:SMALL], whole)):
        for pull in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                client = Client(Path(folder).resolve(), pull)
                text = Text((Path(folder).resolve() / "large.prompt.md").as_uri(), content)
                begun = time.perf_counter()
                client.open(text.uri, content)
                client.diagnostics(text.uri, 1)
                first = 1000 * (time.perf_counter() - begun)
                times = typed(client, text, args.edits, random.Random(1))
                client.close()
            median, tail = statistics.median(times), statistics.quantiles(times, n=10)[-1]
            shown = f"{name}, {len(content.encode()) / 1024:.0f} KB"
            print(f"{shown:<24}{'asks' if pull else 'pushed':<8}{median:>10.0f}{tail:>10.0f}{first:>10.0f}")
            if args.limits and median > args.limits[row]:
                print(f"WRONG: longer than {args.limits[row]:.0f} ms")
                code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
