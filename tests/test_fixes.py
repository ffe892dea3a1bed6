"""Fixes change nothing but what they say, and applying them again changes nothing."""

from __future__ import annotations

import os
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.diagnostic import Confidence, Diagnostic, Edit, Fix, Severity
from promptlint.fixes import apply, chosen, settle, write_atomically
from promptlint.source import Source
from promptlint.span import Span
from tests.support import Project

UNUSED = "<!-- promptlint: ignore[no-such-rule] -->"


def fixable(*edits: tuple[int, int, str], safe: bool = True) -> Diagnostic:
    fix = Fix("f", tuple(Edit(Span(a, b), text) for a, b, text in edits), safe)
    span = Span(edits[0][0], edits[0][1])
    return Diagnostic("XX901", "x", "structure", Severity.INFO, Confidence.HIGH, "m", "x.md", span, fix=fix)


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("end", [b"", b"NEWLINE", b"NEWLINENEWLINE"])
def test_bytes_outside_the_edit_stay(project: Project, bom: bytes, newline: bytes, end: bytes) -> None:
    before, after = "Größe\u2028 é\t ".encode(), "– do it\x0c".encode()
    tail = end.replace(b"NEWLINE", newline)
    path = project.write("x.md", bom + before + newline + UNUSED.encode() + newline + after + tail)
    assert project.run("check", "x.md", "--fix").code == 0
    assert path.read_bytes() == bom + before + newline + after + tail
    assert project.run("check", "x.md", "--fix").code == 0
    assert path.read_bytes() == bom + before + newline + after + tail


def test_utf16_stays_utf16(project: Project) -> None:
    path = project.write("x.md", b"\xff\xfe" + f"A.\n{UNUSED}\nB.\n".encode("utf-16-le"))
    project.run("check", "x.md", "--fix")
    assert path.read_bytes() == b"\xff\xfe" + "A.\nB.\n".encode("utf-16-le")


def test_diff_changes_nothing(project: Project) -> None:
    text = f"A.\n{UNUSED}\nB.\n"
    path = project.write("x.md", text)
    run = project.run("check", "x.md", "--diff")
    assert run.code == 1
    assert run.out.splitlines()[:2] == ["--- a/x.md", "+++ b/x.md"]
    assert f"-{UNUSED}" in run.out.splitlines()
    assert path.read_text() == text
    project.write("y.md", "B.\n")
    assert project.run("check", "y.md", "--diff").code == 0


def test_links_and_permissions_are_kept(project: Project) -> None:
    path = project.write("real.md", f"{UNUSED}\nB.\n")
    path.chmod(0o640)
    os.symlink("real.md", project.root / "link.md")
    project.run("check", "link.md", "--fix")
    assert path.read_text() == "B.\n"
    assert (project.root / "link.md").is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert not [p for p in project.root.iterdir() if p.name.startswith(".promptlint-")]


def test_overlapping_fixes_wait() -> None:
    first, second, third = fixable((0, 3, "x")), fixable((2, 5, "y")), fixable((5, 6, "z"))
    assert chosen([first, second, third], False) == [first, third]
    assert chosen([fixable((1, 1, "a")), fixable((1, 1, "b"))], False) == [fixable((1, 1, "a"))]
    assert (
        chosen(
            [
                fixable(
                    (
                        0,
                        1,
                        "",
                    ),
                    safe=False,
                )
            ],
            False,
        )
        == []
    )
    assert len(chosen([fixable((0, 1, ""), safe=False)], True)) == 1


def test_a_fix_is_applied_whole_or_not_at_all() -> None:
    both, clash = fixable((0, 1, "A"), (4, 5, "B")), fixable((4, 6, "C"), (8, 9, "D"))
    assert apply("0123456789", chosen([both, clash], False)) == "A123B56789"


def test_fixes_that_undo_each_other_end() -> None:
    def lint(source: Source) -> list[Diagnostic]:
        return [fixable((0, 1, "b" if source.text == "a" else "a"))]

    new, count = settle(Source("x.md", "a"), lint, False)
    assert new.text in ("a", "b")
    assert count <= 2


def test_inserted_lines_take_the_line_ends_of_the_file() -> None:
    assert apply("a\r\nb", [fixable((1, 1, "\nx"))]) == "a\r\nx\r\nb"


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 8), st.text(max_size=3)), max_size=6)
)
def test_text_outside_the_edits_is_untouched(text: str, raw: list[tuple[int, int, str]]) -> None:
    edits = [(min(a, len(text)), min(a + n, len(text)), new.replace("\n", "").replace("\r", "")) for a, n, new in raw]
    taken = chosen([fixable(e) for e in edits], False)
    spans = sorted({e for d in taken if d.fix for e in d.fix.edits}, key=lambda e: e.span)
    expected, at = "", 0
    for e in spans:
        expected += text[at : e.span.start] + e.text
        at = e.span.end
    assert apply(text, taken) == expected + text[at:]


def test_writing_fails_cleanly(project: Project) -> None:
    with pytest.raises(OSError):
        write_atomically(str(project.root / "no" / "such" / "x"), b"")
