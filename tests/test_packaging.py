"""The wheel that is built from the sdist holds the data, and works away from the checkout."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sdist of the checkout, and the wheel built from that sdist."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", out, cwd=ROOT)
    (sdist,) = out.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(out, filter="data")
    (tree,) = (p for p in out.iterdir() if p.is_dir())
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=tree)
    (wheel,) = out.glob("*.whl")
    return sdist, wheel


def test_wheel_has_the_data_of_the_tree(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[1]) as wheel:
        names = set(wheel.namelist())
        for folder in ("grammar", "rules"):
            tracked = run("git", "ls-files", folder, cwd=ROOT).split() if (ROOT / ".git").exists() else []
            for name in tracked or [str(p.relative_to(ROOT)) for p in (ROOT / folder).rglob("*.yaml")]:
                if not Path(name).name.startswith(".") and (ROOT / name).exists():
                    assert f"promptlint/_data/{name}" in names
                    assert wheel.read(f"promptlint/_data/{name}") == (ROOT / name).read_bytes()
    assert "promptlint/py.typed" in names
    tops = {n.split("/")[0] for n in names}
    assert {t for t in tops if not t.endswith(".dist-info")} == {"promptlint"}


def test_installed_wheel_works_from_another_folder(built: tuple[Path, Path], tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", built[1])
    away = tmp_path / "away"
    (away / "rules").mkdir(parents=True)  # a stranger's folder of that name is never picked up
    (away / "rules" / "stray.yaml").write_text("- broken", encoding="utf-8")
    (away / "a.prompt").write_text("Use the key sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD.\n", encoding="utf-8")
    done = subprocess.run(
        [home / "bin" / "promptlint", "check", "a.prompt", "--output-format", "concise"],
        cwd=away, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "secret-in-prompt" in done.stdout
    assert "Traceback" not in done.stderr
