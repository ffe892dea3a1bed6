"""Tests of the modules that are kept in one file."""

from __future__ import annotations

import ast
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
    assert run(tree) == first  # the first run imported all rules for their list; what this one needs of them is kept
    for folder in (tree / "promptlint").rglob("__pycache__"):
        shutil.rmtree(folder)
    assert run(tree) == first
    assert not (tree / "promptlint" / "rules" / "conflict" / "__pycache__").exists()  # nothing was looked for

    reporter = tree / "promptlint" / "reporters" / "concise.py"
    reporter.write_text(reporter.read_text() + "\nreport = lambda *_, **__: 'anew'\n")
    assert run(tree)[0] != first[0] and len(bundles(tree)) == 2


LOADED = """
import sys
from promptlint import bundle
from promptlint.shelf import of_installation
bundle.install()
import promptlint.registry, promptlint.analysis.clashes
if sys.argv[1:]:
    promptlint.registry.python_rules()
shelf = of_installation()
shelf.find("promptlint.span")
pieces = {k: [m[0] for m in shelf.find(k)] for k in shelf._ends if isinstance(k, str) and k.startswith("promptlint.")}
ours = {n: m for n, m in sys.modules.items() if n.startswith("promptlint.") and n not in ("promptlint.bundle", "promptlint.shelf", "promptlint.data")}
foreign = [n for n, m in ours.items() if type(m.__spec__.loader).__name__ != "Bundle"]
loose = [n for n in ours if getattr(sys.modules[n.rpartition(".")[0]], n.rpartition(".")[2]) is not ours[n]]
print(pieces, foreign, loose, sep="\\n")
"""


def loaded(tree: Path, *arguments: str) -> tuple[dict[str, list[str]], list[str], list[str]]:
    """The pieces that were kept before a process, and the modules in it that came from elsewhere or are in no package."""
    env = {"PYTHONPATH": str(tree), "XDG_CACHE_HOME": str(tree.parent / "cache"), "PROMPTLINT_NO_CACHE": ""}
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    pieces, foreign, loose = map(ast.literal_eval, done.stdout.splitlines())
    return pieces, foreign, loose


def test_what_a_module_brings_is_one_piece_and_loaded_as_it_was(tree: Path) -> None:
    assert loaded(tree, "every rule")[0] == {}
    pieces, foreign, loose = loaded(tree)
    assert not foreign and not loose
    assert not any("promptlint.rules." in name for name in pieces)  # what was read for the list of rules
    brought = pieces["promptlint.analysis.clashes"]
    assert brought[-1] == "promptlint.analysis.clashes" and len(brought) > 10
    names = [name for piece in pieces.values() for name in piece]
    assert len(names) == len(set(names)) > 3 * len(pieces)


def test_a_piece_is_complete_where_other_modules_were_loaded_before_it(tree: Path) -> None:
    """A package that was loaded already when a piece was recorded is none of it."""
    env = {
        **os.environ,
        "PYTHONPATH": str(tree),
        "XDG_CACHE_HOME": str(tree.parent / "cache"),
        "PROMPTLINT_NO_CACHE": "",
    }
    for modules in ("promptlint.text.language, promptlint.engine", "promptlint.engine", "promptlint.text.table"):
        code = f"from promptlint import bundle; bundle.install(); import {modules}; print(promptlint.text.tokens.forms('is'))"
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=120)
        assert done.stdout == "('is', 'be')\n", done.stderr


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
