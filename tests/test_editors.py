"""The configurations that docs/editors.md shows, run in the editors that can be had."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
CHARTER = "[late]  must refund the order when order.days <= 30\nnever refund the order\n    overrides   late\n"
RENAMED = [
    "[too-late] must refund the order when order.days <= 30",
    "never refund the order",
    "  overrides too-late",
    "",
]


def snippet(language: str) -> str:
    """The code of one language on the page."""
    found = re.findall(rf"```{language}\n(.*?)```", PAGE, re.S)
    assert found, language
    return "\n".join(found)


def run(command: list[str], config: str, tmp_path: Path) -> dict[str, Any]:
    """Run an editor's script and return what it saw."""
    prompt = ROOT / "examples" / "prompts" / "support_bot.system_prompt.md"
    (tmp_path / "config").write_text(config, encoding="utf-8")
    (tmp_path / prompt.name).write_bytes(prompt.read_bytes())
    (tmp_path / "shop.charter").write_text(CHARTER, encoding="utf-8")
    env = {
        **os.environ,
        "HOME": str(tmp_path),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "CONFIG": str(tmp_path / "config"),
        "PROMPT": str(tmp_path / prompt.name),
        "CHARTER": str(tmp_path / "shop.charter"),
        "SEEN": str(tmp_path / "seen.json"),
    }
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120)
    assert (tmp_path / "seen.json").exists(), done.stdout + done.stderr
    seen: dict[str, Any] = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert "problem" not in seen, f"{seen['problem']}\n{done.stderr}"
    return seen


@pytest.mark.skipif(not shutil.which("nvim"), reason="*** Neovim is not installed ***")
def test_neovim(tmp_path: Path) -> None:
    script = Path(__file__).parent / "editors" / "neovim.lua"
    seen = run(
        ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {script}"], snippet("lua"), tmp_path
    )
    (clash,) = [d for d in seen["opened"] if d["rule"] == "contradictory-directives"]
    assert (clash["line"], clash["column"], clash["source"]) == (17, 2, "promptlint")
    assert "must not" in seen["hover"] and "contradictory-directives" in seen["hover"]
    assert any("in the configuration" in title for title in seen["actions"])
    assert "ignore[contradictory-directives]" in seen["silenced"]
    assert seen["filetype"] == "charter"
    assert seen["charter"] == RENAMED[:-1]


@pytest.mark.skipif(not shutil.which("emacs"), reason="*** Emacs is not installed ***")
def test_emacs(tmp_path: Path) -> None:
    has_eglot = subprocess.run(["emacs", "--batch", "--eval", "(require 'eglot)"], capture_output=True).returncode == 0
    if not has_eglot:
        pytest.skip("*** Emacs has no eglot ***")
    script = Path(__file__).parent / "editors" / "emacs.el"
    seen = run(["emacs", "--batch", "-l", str(script)], snippet("elisp"), tmp_path)
    assert any(d["line"] == 17 and d["column"] == 2 for d in seen["opened"])
    assert "must not" in seen["hover"]
    assert seen["actions"] == ["promptlint: ignore contradictory-directives on this line, with a reason"]
    assert "ignore[contradictory-directives]" in seen["silenced"]
    assert seen["mode"] == "charter-mode"
    assert seen["charter"] == RENAMED


def test_toml_can_be_read() -> None:
    for text in re.findall(r"```toml\n(.*?)```", PAGE, re.S):
        assert tomllib.loads(text)
