"""Tests of the modules that are kept in one file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN = """
import sys
sys.argv = ["promptlint", "check", "--no-cache", "--isolated", "--exit-zero", "--output-format", "concise", "prompt.md"]
import os; os._exit = lambda code: None
from promptlint.cli import main
main()
names = [n for n, m in sys.modules.items() if n.startswith("promptlint.") and type(m.__spec__.loader).__name__ == "Bundle"]
print("promptlint.engine" in names, sys.modules["promptlint.engine"].__file__)
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the package and its data."""
    for name in ("promptlint", "rules", "grammar"):
        shutil.copytree(ROOT / name, tmp_path / "tree" / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "prompt.md").write_text(
        "You answer guests of a hotel.\n\n- Never tell a price.\n- Always tell the price.\n"
    )
    return tmp_path / "tree"


def run(tree: Path, **env: str) -> tuple[str, bool, str]:
    """The report, whether the engine's module came from the bundle, and its file."""
    base = {
        **os.environ,
        "PYTHONPATH": str(tree),
        "XDG_CACHE_HOME": str(tree.parent / "cache"),
        "PROMPTLINT_NO_CACHE": "",
    }
    done = subprocess.run(
        [sys.executable, "-c", RUN], cwd=tree.parent, env={**base, **env}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    *report, last = done.stdout.splitlines()
    engine, file = last.split(" ", 1)
    return "\n".join(report), engine == "True", file


def bundles(tree: Path) -> list[Path]:
    """The files of the cache that hold modules."""
    return sorted((tree.parent / "cache" / "promptlint").glob("modules-*"))


def test_modules_come_from_one_file_until_the_installation_changes(tree: Path) -> None:
    first = run(tree)
    assert first[1] and first[2] == str(tree / "promptlint" / "engine.py") and len(bundles(tree)) == 1
    for folder in (tree / "promptlint").rglob("__pycache__"):
        shutil.rmtree(folder)
    assert run(tree) == first
    assert not (tree / "promptlint" / "rules" / "conflict" / "__pycache__").exists()  # nothing was looked for

    reporter = tree / "promptlint" / "reporters" / "concise.py"
    reporter.write_text(reporter.read_text() + "\nreport = lambda *_, **__: 'anew'\n")
    assert run(tree)[0] != first[0] and len(bundles(tree)) == 2


def test_the_environment_can_forbid_it_and_a_folder_that_cannot_be_written_does_no_harm(tree: Path) -> None:
    assert not run(tree, PROMPTLINT_NO_CACHE="1")[1] and not bundles(tree)
    (tree.parent / "file").write_text("")
    assert run(tree, XDG_CACHE_HOME=str(tree.parent / "file"))[0] == run(tree)[0]


def test_a_broken_bundle_is_made_anew(tree: Path) -> None:
    first = run(tree)
    (bundle,) = bundles(tree)
    bundle.write_bytes(bundle.read_bytes()[:5000])
    assert run(tree)[0] == first[0]
    assert run(tree) == first
