"""Random edits on many open texts in one run of the language server.

usage: soak.py [--edits N] [--texts N] [--seed N] [--growth PERCENT]

Fails if the server ends, logs a failure, reports an internal error, grows by more than PERCENT of its memory after the
first quarter of the edits, or finds anything else in the final texts than a server that has just been started.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.editor import Client, Text  # noqa: E402

LANGUAGES = {".charter": "charter", ".py": "python", ".yaml": "yaml"}
STRAY = [
    "🚲",
    "\r\n",
    "\u2028",
    "\x0c",
    "\u200b",
    "é",
    "<",
    "{{x}}",
    "```\n",
    "---\n",
    "# ",
    "- ",
    "“",
    "\t",
    "(",
    "when ",
]
WORDS = "never always must apologise unless when the customer asks share data at most 80 words reply in JSON".split()
REST = 3.0  # seconds
PATIENCE = 20  # seconds more until its memory stands still; a machine that does much else is slow
ASKED = ["hover", "completion", "definition"]


def sources() -> list[tuple[str, str]]:
    """Names and texts of the repository's own prompts: the examples, then the labelled ones."""
    paths = [p for p in sorted((ROOT / "examples").rglob("*")) if p.is_file()]
    paths += [
        p
        for p in sorted((ROOT / "benchmarks" / "labelled").rglob("*"))
        if p.suffix in (".md", ".prompty", ".prompt", ".txt")
    ]
    return [(p.name, p.read_text(encoding="utf-8")) for p in paths if p.suffix != ".toml"]


def edit(text: Text, others: list[Text], client: Client, dice: random.Random) -> None:
    """One random edit; a text that has grown by a quarter is cut, so that memory can be compared."""
    content = text.content
    at = dice.randrange(len(content) + 1)
    choice = dice.random()
    if len(content) > 1.25 * text.size or choice < 0.25:
        text.replace(client, at, min(len(content), at + dice.choice([1, 2, 10, 80, 400])), "")
    elif choice < 0.65:
        text.replace(client, at, at, f" {' '.join(dice.choices(WORDS, k=dice.randint(1, 6)))}")
    elif choice < 0.8:
        text.replace(client, at, at, dice.choice(STRAY))
    else:
        lines = re.split(r"(?<=\n)", dice.choice(others).content)
        first = dice.randrange(len(lines))
        text.replace(client, at, at, "".join(lines[first : first + dice.randint(1, 4)]))


def ask(text: Text, client: Client, dice: random.Random) -> None:
    """Ask for something at a random place."""
    method = dice.choice(ASKED)
    params = {"textDocument": {"uri": text.uri}, "position": text.position(dice.randrange(len(text.content) + 1))}
    client.request(f"textDocument/{method}", params)
    for whole in ("documentSymbol", "foldingRange", "codeLens", "semanticTokens/full"):
        if dice.random() < 0.1:
            client.request(f"textDocument/{whole}", {"textDocument": {"uri": text.uri}})


def start(texts: list[Text], folder: Path) -> Client:
    """A server with all texts open."""
    client = Client(folder)
    for text in texts:
        client.open(text.uri, text.content, LANGUAGES.get(Path(text.uri).suffix, "markdown"))
        text.version = 1
    return client


def rested(client: Client) -> float:
    """Megabytes that the server holds after a pause in typing, in which it collects garbage, however long that takes it."""
    time.sleep(REST)
    held = client.memory()
    for _ in range(PATIENCE):
        time.sleep(1)
        before, held = held, client.memory()
        if abs(held - before) < 0.5:
            break
    return held


def comparable(found: list[dict[str, Any]]) -> list[str]:
    """Diagnostics in a form that two servers agree on."""
    return sorted(repr(sorted(d.items())) for d in found)


def main() -> int:
    """Run and report; 1 if anything is wrong."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--edits", type=int, default=2000)
    p.add_argument("--texts", type=int, default=20)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--growth", type=float, default=20.0)
    args = p.parse_args()
    dice = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        chosen = sources()[: args.texts]
        texts = [Text((folder / f"{i}" / file).as_uri(), content) for i, (file, content) in enumerate(chosen)]
        wrong = soak(texts, folder, dice, args.edits, args.growth)
    for line in wrong:
        print(f"WRONG: {line}")
    return 1 if wrong else 0


def soak(texts: list[Text], folder: Path, dice: random.Random, edits: int, growth: float) -> list[str]:
    """Edit and compare; what is wrong."""
    client = start(texts, folder)
    for text in texts:
        client.diagnostics(text.uri, 1)
    opened = rested(client)
    wrong: list[str] = []
    times, warm = [], opened
    for n in range(edits):
        text = dice.choice(texts)
        edit(text, texts, client, dice)
        if n == edits // 4:
            client.diagnostics(text.uri, text.version)
            warm = rested(client)
        if dice.random() < 0.3:  # faster than the server reads
            continue
        begun = time.perf_counter()
        found = client.diagnostics(text.uri, text.version)
        times.append(1000 * (time.perf_counter() - begun))
        wrong += [f"edit {n}: {d['message']}" for d in found if d["code"] == "internal-error"]
        ask(text, client, dice)
    final = {t.uri: comparable(client.diagnostics(t.uri, t.version)) for t in texts}
    held = rested(client)
    wrong += client.complaints
    if client.close() != 0:
        wrong.append("the server did not end as it should")
    grown = 100 * (held - warm) / warm if warm else 0.0
    if grown > growth:
        wrong.append(f"memory grew by {grown:.1f} %")
    cold = start(texts, folder)
    other = [t.uri for t in texts if comparable(cold.diagnostics(t.uri, 1)) != final[t.uri]]
    wrong += [f"{uri}: another result than in a cold run" for uri in other]
    cold.close()
    print(f"{edits} edits on {len(texts)} texts ({sum(len(t.content) for t in texts):,} characters at the end)")
    print(f"diagnostics after an edit: median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms")
    print(
        f"memory: {opened:.0f} MB with all texts open, {warm:.0f} MB after a quarter, {held:.0f} MB at the end ({grown:+.1f} %)"
    )
    print(f"final diagnostics: {sum(map(len, final.values()))}, {'other than' if other else 'equal to'} a cold run's")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
