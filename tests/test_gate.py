"""The places where promptlint runs: the pre-commit hook from a tagged clone, and the GitHub action."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
SECRET = "Use the key sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD.\n"


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(c) for c in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, **(env or {})},
    )


def git(cwd: Path, *arguments: str) -> None:
    done = run("git", "-c", "user.name=t", "-c", "user.email=t@example.com", *arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs a git checkout to clone")
def test_pre_commit_hook_from_a_tagged_clone(tmp_path: Path) -> None:
    clone, user = tmp_path / "hooks", tmp_path / "user"
    git(tmp_path, "clone", "--quiet", str(ROOT), str(clone))
    git(clone, "tag", "v0.0.1-test")
    user.mkdir()
    git(user, "init", "--quiet")
    config = {"repos": [{"repo": str(clone), "rev": "v0.0.1-test", "hooks": [{"id": "promptlint"}]}]}
    (user / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (user / "prompts").mkdir()
    (user / "prompts" / "bot.md").write_text(SECRET, encoding="utf-8")
    (user / "notes.md").write_text(SECRET, encoding="utf-8")
    git(user, "add", ".")
    env = {"PRE_COMMIT_HOME": str(tmp_path / "cache")}
    bad = run(sys.executable, "-m", "pre_commit", "run", "--all-files", cwd=user, env=env)
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert "secret-in-prompt" in bad.stdout and "prompts/bot.md" in bad.stdout
    assert "notes.md" not in bad.stdout
    (user / "prompts" / "bot.md").write_text("Translate the text into German.\n", encoding="utf-8")
    git(user, "add", ".")
    good = run(sys.executable, "-m", "pre_commit", "run", "--all-files", cwd=user, env=env)
    assert good.returncode == 0, good.stdout + good.stderr


@pytest.mark.parametrize("name, wanted", [
    ("a.prompt", True), ("x/b.prompty", True), ("s.prompt.yml", True), ("prompts/deep/x.md", True), ("AGENTS.md", True),
    ("my_constitution.yaml", True), ("config/agents.yaml", True), ("README.md", False), ("src/prompt.c", False),
    ("promptfooconfig.yaml", True), ("notes/agents.yaml", False),
])  # fmt: skip
def test_hook_takes_prompt_files_only(name: str, wanted: bool) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert bool(re.search(hook["files"], name)) is wanted


def test_hook_takes_every_file_that_a_folder_is_searched_for() -> None:
    from tests.test_discovery import NAMED

    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [name for name in NAMED if not re.search(hook["files"], name)] == []


def test_action_follows_the_published_schema() -> None:
    exe = shutil.which("check-jsonschema", path=str(Path(sys.executable).parent))
    if exe is None:
        pytest.skip("check-jsonschema is not installed")
    done = run(exe, "--builtin-schema", "vendor.github-actions", "action.yml", cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_action_steps_run_and_inputs_cannot_inject(tmp_path: Path) -> None:
    """Run the lint step's own script, with promptlint of this environment, the way the runner would."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (step,) = (s for s in action["runs"]["steps"] if s.get("id") == "lint")
    assert "${{" not in step["run"]
    (tmp_path / "promptlint" / "bin").mkdir(parents=True)
    (tmp_path / "promptlint" / "bin" / "promptlint").symlink_to(Path(sys.executable).parent / "promptlint")
    (tmp_path / "bot.prompt").write_text(SECRET, encoding="utf-8")
    env = {
        "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "out"), "PROMPTLINT_UPLOAD": "false",
        "PROMPTLINT_PATHS": "bot.prompt $(touch pwned);touch pwned", "PROMPTLINT_ARGS": "", "PROMPTLINT_SARIF": "r.sarif",
    }  # fmt: skip
    done = run("bash", "-e", "-c", step["run"], cwd=tmp_path, env=env)
    assert done.returncode == 2  # the made-up paths do not exist; the real one is still linted
    assert "::error file=bot.prompt" in done.stdout
    assert not (tmp_path / "pwned").exists()
    assert "exit-code=2" in (tmp_path / "out").read_text(encoding="utf-8")
    assert (tmp_path / "r.sarif").exists()
