"""The files of knowledge and packs: what is refused, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.knowledge import KnowledgeError, load


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("kinds:\n  jazz: [music]\n  jazz: [noise]\n", 3, "jazz"),
        ("concepts:\n  n:jazz:\n    - swing\nconcepts:\n  n:rock: []\n", 4, "concepts"),
        ("- a\n- b\n", 1, "mapping"),
        ("concepts:\n  n:jazz:\n    - on\n", 1, "quotation marks"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=word) as raised:
        load((str(path),), cache=False)
    assert f"own.yaml:{line}:" in str(raised.value)
