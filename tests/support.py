"""What the tests of the command line share: a project folder with rules of its own, and a way to run commands."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from promptlint.cli import main

# The rules of these tests are a pack of their own, so that no change of a shipped rule can break them.
PACK = """\
- name: house-word
  code: XX901
  category: structure
  severity: warning
  confidence: high
  help: use the plain word
  message: "“{text}” is not said here"
  phrases: [frobnicate]
  why: A word that nobody outside the house knows.
  bad: ["Please «frobnicate» it."]
  good: ["Please do it."]
- name: house-whisper
  code: XX902
  category: structure
  severity: hint
  message: "“{text}” whispers"
  phrases: [psst]
  why: A whisper.
"""
SELECT = 'select = ["house-*", "unused-suppression"]\n'


class Run(NamedTuple):
    """The outcome of a command."""

    code: int
    out: str
    err: str


class Project:
    """A folder with a configuration and a pack, in which commands are run.

    Args:
        pack: the file of the pack; one for all tests, since compiling it costs a second.
    """

    def __init__(
        self, root: Path, pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.root, self.monkeypatch, self.capsys = root, monkeypatch, capsys
        self.rules = f"rules = ['{pack}']\n"
        self.write("promptlint.toml", self.rules + SELECT)

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file, exactly these bytes."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, name: str) -> str:
        """A file's text with its line ends."""
        return (self.root / name).read_bytes().decode()

    def run(self, *arguments: str, stdin: str | bytes = "") -> Run:
        """Run a command in the project."""
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        self.capsys.readouterr()
        code = main(arguments)
        out, err = self.capsys.readouterr()
        assert "Traceback" not in out + err
        return Run(code, out, err)
