"""The invariants of ARCHITECTURE.md that can be tested from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXE = Path(sys.executable).with_name("promptlint")
CORPUS = ROOT.parent / "shared" / "corpus"


def lint(*arguments: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [EXE, "check", *arguments],
        cwd=cwd,
        capture_output=True,
        timeout=600,
        env={**os.environ, "PROMPTLINT_NO_CACHE": "", **env},
    )


def test_output_does_not_depend_on_workers_hash_seed_order_or_cache(tmp_path: Path) -> None:
    one = lint("examples", "--isolated", "--output-format", "json", "--jobs", "1", PYTHONHASHSEED="1")
    four = lint("examples", "--isolated", "--output-format", "json", "--jobs", "4", PYTHONHASHSEED="2")
    assert one.stdout and one.stdout == four.stdout
    files = sorted(str(p.relative_to(ROOT)) for p in (ROOT / "examples").rglob("*") if p.is_file())
    there = lint(*files, "--isolated", "--output-format", "json")
    assert there.stdout == lint(*files, "--isolated", "--output-format", "json", "--no-cache").stdout
    back = lint(*reversed(files), "--isolated", "--output-format", "json", XDG_CACHE_HOME=str(tmp_path))
    assert there.stdout == back.stdout


@pytest.mark.parametrize("form", ["json", "full", "concise", "sarif"])
def test_heavy_modules_stay_out_of_a_plain_check(form: str) -> None:
    code = (
        "import sys; from promptlint.cli import main\n"
        f"try: main(['check', '--no-cache', '--isolated', '--exit-zero', '--output-format', '{form}', 'examples/prompts/release_agent.agent.md'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('rich', 'lark', 'pygls', 'tomllib', 'typing', 'argparse', 'dataclasses', 'pathlib', 'yaml', 'concurrent.futures', 'asyncio') if m in sys.modules],"
        " file=sys.stderr)"
    )
    lint("examples/prompts/release_agent.agent.md")  # warm the knowledge cache
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stderr.strip().endswith("[]"), done.stderr


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
def test_corpus_is_read_without_internal_errors() -> None:
    done = lint(".", "--isolated", "--exit-zero", "--output-format", "json", cwd=CORPUS)
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert not [d for d in report["diagnostics"] if d["name"] == "internal-error"]
    listed = {line.split("\t")[0] for line in (CORPUS / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()[1:]}
    assert listed - {f["path"] for f in report["files"]} == set()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
def test_four_workers_write_the_bytes_of_one() -> None:
    one = lint(".", "--isolated", "--output-format", "json", "--jobs", "1", cwd=CORPUS)
    four = lint(".", "--isolated", "--output-format", "json", "--jobs", "4", cwd=CORPUS)
    assert one.stdout == four.stdout
