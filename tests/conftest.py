"""Fixtures that several test modules use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support import PACK, Project

# Tests replace parts of promptlint: a kept result would hide that.
os.environ["PROMPTLINT_NO_CACHE"] = "1"


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the tests' own rules."""
    path = tmp_path_factory.mktemp("pack") / "pack.yaml"
    path.write_text(PACK, encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    """A project folder that is the working directory, free of what the environment says about colours and CI."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS", "CI", "COLUMNS", "PROMPTLINT_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    return Project(tmp_path, pack, monkeypatch, capsys)
