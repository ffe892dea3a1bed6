"""Tests of what is kept between runs: compiled patterns and constructors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from promptlint import regex
from promptlint.shelf import Shelf, derived, of_installation


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def never() -> object:
    raise AssertionError("it is on the shelf")


def test_a_piece_is_made_once() -> None:
    first = Shelf("x", "y", 2)
    assert first.get(("a", 1), lambda: (1, "one")) == (1, "one")
    assert first.get(("a", 1), never) == (1, "one")
    first.save()
    second = Shelf("x", "y", 2)
    assert second.get(("a", 1), never) == (1, "one")
    assert second.get("b", lambda: [2]) == [2]
    second.save()
    third = Shelf("x", "y", 2)
    assert (third.get("b", never), third.get(("a", 1), never)) == ([2], (1, "one"))


@pytest.mark.parametrize("content", [b"", b"\0" * 7, b"\xff" * 64, (3).to_bytes(8, "little") + b"???", b"\0" * 64])
def test_a_broken_file_is_no_file(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "promptlint"
    folder.mkdir(mode=0o700)
    (folder / "xy").write_bytes(content)
    (folder / "xy").chmod(0o600)
    shelf = Shelf("x", "y", 2)
    assert shelf.get("a", lambda: 1) == 1
    shelf.save()
    assert Shelf("x", "y", 2).get("a", never) == 1


def test_a_file_that_others_can_write_is_not_read(tmp_path: Path) -> None:
    shelf = Shelf("x", "y", 2)
    shelf.get("a", lambda: 1)
    shelf.save()
    (tmp_path / "promptlint" / "xy").chmod(0o666)
    assert Shelf("x", "y", 2).get("a", lambda: 2) == 2


def test_a_pattern_waits_until_it_is_used() -> None:
    wrong = regex.compile("(")
    assert wrong.pattern == "("
    with pytest.raises(re.error):
        wrong.search("x")
    name = regex.compile(r"(?P<first>a+)(b)?", re.I)
    m = name.fullmatch("AAB")
    assert m and m["first"] == "AA" and m[2] == "B" and m.re.groups == name.groups == 2
    assert [x.group() for x in name.finditer("ab a")] == ["ab", "a"]
    assert name.sub("-", "xaby") == "x-y"


def test_a_derived_table_is_made_once_an_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def table() -> frozenset[str]:
        made.append(1)
        return frozenset({"a"})

    def again() -> frozenset[str]:
        """What a new process gets."""
        of_installation.cache_clear()
        try:
            found = derived(table)()
            if shelf := of_installation():
                shelf.save()
            return found
        finally:
            of_installation.cache_clear()

    monkeypatch.delenv("PROMPTLINT_NO_CACHE")
    assert again() == again() == {"a"} and len(made) == 1
    monkeypatch.setenv("PROMPTLINT_NO_CACHE", "1")
    assert again() == {"a"} and len(made) == 2


def test_a_derived_table_is_kept_for_each_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROMPTLINT_NO_CACHE")
    of_installation.cache_clear()
    try:
        made: list[str] = []

        def letters(words: str) -> frozenset[str]:
            made.append(words)
            return frozenset(words)

        for _ in range(2):
            table = derived(letters)
            assert (table("ab"), table("bc"), table("ab")) == ({"a", "b"}, {"b", "c"}, {"a", "b"})
        assert made == ["ab", "bc"]
    finally:
        of_installation.cache_clear()
