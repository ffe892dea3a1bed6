"""How often the clash reports of each confidence are right on labelled pairs: whether *high* and *medium* hold what they say.

usage: calibration.py [FOLDER...]

FOLDER (default: all of benchmarks/labelled with pairs) holds `pairs.jsonl`. A report on a pair labelled as a conflict is right.
What is low is counted as well, though a plain run leaves it out.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from pairs import CLASHES, text_of

from promptlint.diagnostic import Confidence
from promptlint.engine import lint_source
from promptlint.settings import Settings
from promptlint.source import Source

LABELLED = Path(__file__).resolve().parent / "labelled"


def main() -> None:
    """Print right and wrong reports by confidence, and by rule and confidence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folders", nargs="*", type=Path, default=[p.parent for p in sorted(LABELLED.glob("*/pairs.jsonl"))]
    )
    settings = Settings(min_confidence=Confidence.LOW)
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for folder in parser.parse_args().folders:
        for line in (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            wrong = item["label"] != "conflict"
            for d in lint_source(Source.from_bytes("item.md", text_of(item).encode()), settings).diagnostics:
                if d.name in CLASHES:
                    for name in ("all", d.name):
                        counts[name, str(d.confidence)][wrong] += 1
    for (name, confidence), (right, wrong_) in sorted(counts.items()):
        print(f"{name:26} {confidence:9} {right:4} right {wrong_:3} wrong  {right / (right + wrong_):.2f}")


if __name__ == "__main__":
    main()
