"""Comments that silence, and those that silence nothing."""

from __future__ import annotations

import json

import pytest

from tests.support import Project


def lines(project: Project, name: str, text: str) -> tuple[list[tuple[str, int]], int]:
    """``(rule, line)`` of what is reported, and how many are suppressed."""
    project.write(name, text)
    report = json.loads(project.run("check", name, "--output-format", "json").out)
    return [(d["name"], d["start"]["line"]) for d in report["diagnostics"]], report["files"][0]["suppressed"]


@pytest.mark.parametrize(
    "text",
    [
        "Please frobnicate it. <!-- promptlint: ignore[house-word] our own word -->\n",
        "<!-- promptlint: ignore[house-word] our own word -->\nPlease frobnicate it.\n",
        "<!-- promptlint: ignore[XX901] -->\n\nPlease frobnicate it.\n",
        "<!-- promptlint: ignore -->\nPlease frobnicate it.\n",
        "{# promptlint: ignore[house-word] #}\nPlease frobnicate it.\n",
        "<!-- promptlint: disable[house-word] -->\nA.\n\nPlease frobnicate it.\n",
        "<!-- promptlint: disable[house-word] -->\nfrobnicate\n<!-- promptlint: enable[house-word] -->\nB.\n",
        "Please frobnicate it.\n\n<!-- promptlint: ignore-file[house-word] -->\n",
    ],
)
def test_silences(project: Project, text: str) -> None:
    assert lines(project, "x.md", text) == ([], 1)


def test_comments_above_each_other_share_a_line(project: Project) -> None:
    two = "<!-- promptlint: ignore[house-word] -->\n<!-- promptlint: ignore[house-whisper] -->\n"
    assert lines(project, "x.md", f"{two}frobnicate psst\n") == ([], 2)
    assert lines(project, "x.md", "frobnicate psst <!-- promptlint: ignore[house-word, XX902] -->\n") == ([], 2)


@pytest.mark.parametrize("sign", ["# promptlint: ignore[house-word]", "# promptlint: ignore[house-word] because"])
def test_hash_comments_in_yaml(project: Project, sign: str) -> None:
    assert lines(project, "x.prompt.yml", f"prompt: |\n  Please frobnicate it.\n{sign}\nname: x\n")[1] in (0, 1)
    assert lines(project, "x.md", f"{sign}\nPlease frobnicate it.\n") == ([], 1)


def test_only_the_named_line_and_rule(project: Project) -> None:
    text = "<!-- promptlint: ignore[house-whisper] -->\nfrobnicate psst\nfrobnicate\n"
    assert lines(project, "x.md", text) == ([("house-word", 2), ("house-word", 3)], 1)
    text = "<!-- promptlint: disable[house-word] -->\nfrobnicate\n<!-- promptlint: enable[house-word] -->\nfrobnicate\n"
    assert lines(project, "x.md", text) == ([("house-word", 4)], 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!-- promptlint: ignore[house-word] -->\nDo it.\n", "house-word says nothing here"),
        ("<!-- promptlint: ignore -->\nDo it.\n", "no rule says anything here"),
        (
            "<!-- promptlint: ignore[house-wrod] -->\nfrob\n",
            "no rule is called 'house-wrod'; did you mean 'house-word'?",
        ),
        ("<!-- promptlint: disable -->\nfrob\n", "disable must name the rules: disable[name]"),
        ("<!-- promptlint: ignore-file -->\nfrob\n", "ignore-file must name the rules: ignore-file[name]"),
        ("<!-- promptlint: enable[house-word] -->\nfrob\n", "enable ends nothing: no disable stands before it"),
    ],
)
def test_what_silences_nothing_is_reported(project: Project, text: str, message: str) -> None:
    project.write("x.md", text)
    report = json.loads(project.run("check", "x.md", "--output-format", "json").out)
    assert [(d["name"], d["message"]) for d in report["diagnostics"]] == [("unused-suppression", message)]


def test_a_rule_that_did_not_run_is_not_called_unused(project: Project) -> None:
    project.write("x.md", "<!-- promptlint: ignore[vague-term] -->\nDo it.\n")
    assert "no findings" in project.run("check", "x.md").out


def test_prose_about_suppressions_is_not_one(project: Project) -> None:
    assert lines(project, "x.md", "Write `promptlint: ignore[house-word]` beside it, and frobnicate.\n")[1] == 0


def test_the_unused_name_is_dropped_and_the_used_one_stays(project: Project) -> None:
    project.write("x.md", "frobnicate <!-- promptlint: ignore[house-word, house-whisper] why -->\nDo it.\n")
    run = project.run("check", "x.md", "--fix")
    assert run.code == 0
    assert project.read("x.md") == "frobnicate <!-- promptlint: ignore[house-word] why -->\nDo it.\n"


def test_unused_comments_are_removed(project: Project) -> None:
    text = "A.\r\n<!-- promptlint: ignore[house-word] -->\r\nB. <!-- promptlint: ignore[house-word] -->\r\nC."
    project.write("x.md", text)
    assert project.run("check", "x.md", "--fix").code == 0
    assert project.read("x.md") == "A.\r\nB.\r\nC."
