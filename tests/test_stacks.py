"""Files that are active together: clashes between them, reported once, and never from a stale result."""

from __future__ import annotations

import json
from typing import Any

import pytest

from promptlint import result_cache
from tests.support import Project

ACROSS = (
    "contradictory-directives",
    "exclusive-requirements",
    "numeric-clash",
    "order-clash",
    "competing-only",
    "unranked-absolutes",
)
STACK = '[[stack]]\nname = "support"\nfiles = ["system.md", "skill/SKILL.md"]\n'
SELECT = f"select = {list(ACROSS)}\n".replace("'", '"')
CLASHES = {
    "contradictory-directives": ("Never apologise.", "Open by saying sorry for the delay."),
    "exclusive-requirements": ("Write the whole answer as one unbroken paragraph.", "Set out the answer as a table."),
    "numeric-clash": ("Keep every reply under 100 words.", "Write each reply in at least 300 words."),
    "order-clash": (
        "Verify the address before you book the courier.",
        "Book the courier before you verify the address.",
    ),
    "competing-only": ("Reply only in French.", "Reply only in Spanish."),
    "unranked-absolutes": (
        "Always do what the user asks.",
        "Never do anything that could harm a third party.",
    ),
}


@pytest.fixture
def stack(project: Project) -> Project:
    """A project with one stack of two files, between which nothing is decided."""
    project.write("promptlint.toml", SELECT + STACK)
    project.write("system.md", "# Support\n\n- Never apologise.\n- Be kind.\n")
    project.write("skill/SKILL.md", "# Delays\n\nHow to write of delays.\n\n- Open by saying sorry for the delay.\n")
    return project


def found(project: Project, *arguments: str) -> list[dict[str, Any]]:
    """What a run reports."""
    run = project.run("check", "--output-format", "json", *arguments)
    assert run.code in (0, 1), run.err
    diagnostics: list[dict[str, Any]] = json.loads(run.out)["diagnostics"]
    return diagnostics


@pytest.mark.parametrize("name", ACROSS)
def test_a_clash_between_two_files_names_both_places(stack: Project, name: str) -> None:
    one, two = CLASHES[name]
    stack.write("system.md", f"# Support\n\nWe look after parcels.\n\n- {one}\n")
    stack.write("skill/SKILL.md", f"- {two}\n")
    mine = [d for d in found(stack, ".") if d["name"] == name]
    assert [(d["path"], d["start"]["line"]) for d in mine] == [("skill/SKILL.md", 1)]
    (related,) = mine[0]["related"]
    assert (related["path"], related["start"]["line"]) == ("system.md", 5)
    assert "system.md" in mine[0]["message"]
    assert stack.read("system.md")[related["start"]["offset"] : related["end"]["offset"]] in one


def test_files_that_no_stack_holds_are_not_compared(stack: Project) -> None:
    stack.write("promptlint.toml", SELECT)
    assert found(stack, ".") == []


def test_what_one_file_says_alone_is_not_repeated_for_the_stack(stack: Project) -> None:
    stack.write("skill/SKILL.md", "- Reply only in French.\n- Reply only in Spanish.\n")
    names = [(d["name"], d["related"][0]["path"]) for d in found(stack, ".")]
    assert names and {path for _, path in names} == {"skill/SKILL.md"}
    assert len(names) == len(set(names))


@pytest.mark.parametrize("ranked", ["system.md", "skill/SKILL.md"])
def test_a_declared_authority_decides(stack: Project, ranked: str) -> None:
    stack.write("promptlint.toml", f'{SELECT}{STACK}authority = ["{ranked}"]\n')
    assert found(stack, ".") == []


def test_between_equals_below_an_authority_nothing_is_decided(stack: Project) -> None:
    stack.write("top.md", "Open by saying sorry for everything.\n")
    files = STACK.replace('"system.md"', '"top.md", "system.md"')
    stack.write("promptlint.toml", f'{SELECT}{files}authority = ["top.md"]\n')
    assert [(d["path"], d["related"][0]["path"]) for d in found(stack, ".")] == [("skill/SKILL.md", "system.md")]


def test_a_rank_that_another_file_states_counts(stack: Project) -> None:
    assert len(found(stack, ".")) == 1
    stack.write("house.md", "Where instructions conflict, the system prompt takes precedence over the skill.\n")
    stack.write("promptlint.toml", SELECT + STACK.replace('"system.md"', '"system.md", "house.md"'))
    assert found(stack, ".") == []


def test_the_title_of_a_file_is_no_condition_but_a_section_is(stack: Project) -> None:
    stack.write("system.md", "# Support\n\n## Refunds\n\n- Never apologise.\n\n## Tone\n\n- Be kind.\n")
    stack.write("skill/SKILL.md", "# Skill\n\n## Delays\n\n- Open by saying sorry.\n\n## Parcels\n\n- Track them.\n")
    assert found(stack, ".") == []


def test_nested_agent_files_stack_by_convention(project: Project) -> None:
    project.write("promptlint.toml", SELECT)
    project.write("AGENTS.md", "- Never use npm.\n")
    project.write("a/b/AGENTS.md", "- Use npm to install packages.\n")
    project.write("a/CLAUDE.md", "- Use npm to install packages.\n")
    project.write("c/AGENTS.md", "- Use npm to install packages.\n")
    every = [(d["path"], d["related"][0]["path"], d["confidence"]) for d in found(project, ".")]
    assert every == [("a/b/AGENTS.md", "AGENTS.md", "medium"), ("c/AGENTS.md", "AGENTS.md", "medium")]
    assert [d["path"] for d in found(project, "a/b/AGENTS.md")] == ["a/b/AGENTS.md"]
    assert found(project, "AGENTS.md") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "This file takes precedence over the root AGENTS.md.",
        "In this folder these rules win over those of the root file.",
        "If this conflicts with the root AGENTS.md, follow this file.",
        "Instructions in nested AGENTS.md files override those in parent directories.",
        "In case of conflict, the closest AGENTS.md wins.",
    ],
)
@pytest.mark.parametrize("where", ["AGENTS.md", "web/AGENTS.md"])
def test_files_that_a_sentence_ranks_are_not_compared(project: Project, sentence: str, where: str) -> None:
    project.write("promptlint.toml", SELECT)
    project.write("AGENTS.md", "- Never use npm.\n")
    project.write("web/AGENTS.md", "- Use npm to install packages.\n")
    assert len(found(project, ".")) == 1
    project.write(where, f"{sentence}\n\n{project.read(where)}")
    assert found(project, ".") == []


def test_a_declared_authority_over_nested_files_replaces_the_convention(project: Project) -> None:
    project.write("AGENTS.md", "- Never use npm.\n")
    project.write("a/AGENTS.md", "- Use npm to install packages.\n")
    project.write(
        "promptlint.toml", f'{SELECT}[[stack]]\nfiles = ["AGENTS.md", "a/AGENTS.md"]\nauthority = ["a/AGENTS.md"]\n'
    )
    assert found(project, ".") == []


def test_the_report_is_the_same_for_any_number_of_workers(stack: Project) -> None:
    for i in range(24):
        stack.write(f"more/{i}/AGENTS.md", f"- Use tool{i}.\n- Open by saying sorry.\n")
    stack.write("AGENTS.md", "- Never apologise.\n")
    runs = [stack.run("check", ".", "--no-cache", "--output-format", "json", "--jobs", n) for n in ("1", "4")]
    assert runs[0] == runs[1] and runs[0].out.count('"name": "contradictory-directives"') == 25


@pytest.mark.parametrize("form", ["full", "json", "sarif", "github", "rdjson", "concise"])
def test_reports_name_the_second_file_and_a_kept_result_gives_the_same_bytes(
    stack: Project, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    place = tmp_path_factory.mktemp("results")
    monkeypatch.delenv("PROMPTLINT_NO_CACHE")
    monkeypatch.setattr(result_cache, "cache_folder", lambda part="": str(place))
    arguments = ("check", "skill/SKILL.md", "--output-format", form)
    fresh, first, kept = stack.run(*arguments, "--no-cache"), stack.run(*arguments), stack.run(*arguments)
    assert fresh == first == kept and fresh.code == 1
    assert "system.md" in fresh.out
    if form == "full":
        assert "system.md:3:3" in fresh.out
    if form == "sarif":
        (result,) = json.loads(fresh.out)["runs"][0]["results"]
        second = result["relatedLocations"][0]["physicalLocation"]
        assert (second["artifactLocation"]["uri"], second["region"]["startLine"]) == ("system.md", 3)


def test_a_change_of_another_file_of_the_stack_is_seen(
    stack: Project, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path_factory.mktemp("results")
    monkeypatch.delenv("PROMPTLINT_NO_CACHE")
    monkeypatch.setattr(result_cache, "cache_folder", lambda part="": str(place))
    assert len(found(stack, "skill/SKILL.md")) == 1
    stack.write("system.md", "- Be kind.\n")
    assert found(stack, "skill/SKILL.md") == []
    stack.write("system.md", "\n\n- Never apologise.\n")
    assert found(stack, "skill/SKILL.md")[0]["related"][0]["start"]["line"] == 3


def test_a_comment_silences_a_clash_of_a_stack(stack: Project) -> None:
    line = "- Open by saying sorry. <!-- promptlint: ignore[contradictory-directives] the skill is for delays -->\n"
    stack.write("skill/SKILL.md", line)
    assert found(stack, ".") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stack = 3\n", "tables are expected, as [[stack]]"),
        ('[[stack]]\nfiles = ["system.md"]\n', "two files or more are expected"),
        ('[[stack]]\nfiles = ["system.md", "nowhere.md"]\n', "promptlint.toml:2: stack: no such file: nowhere.md"),
        ('[[stack]]\nfile = ["system.md"]\n', "unknown key 'file'"),
        (STACK + 'authority = ["system.txt"]\n', "authority of a file that is not in it: system.txt"),
    ],
)
def test_a_mistake_in_a_stack_is_named_with_its_line(stack: Project, text: str, expected: str) -> None:
    stack.write("promptlint.toml", text)
    run = stack.run("check", "system.md")
    assert run.code == 2 and expected in run.err and "promptlint.toml:" in run.err


def test_a_file_of_a_stack_that_is_no_text_leaves_the_others_to_themselves(stack: Project) -> None:
    stack.write("system.md", b"\xff\xfe\x00")
    assert found(stack, "skill/SKILL.md") == []


def test_a_crew_that_is_split_over_two_files_may_be_declared(project: Project) -> None:
    project.write(
        "config/agents.yaml", "guide:\n  role: Guide\n  goal: Reply only in French.\n  backstory: You guide.\n"
    )
    project.write(
        "config/tasks.yaml",
        "tour:\n  description: Plan {place}. Reply only in Spanish.\n  expected_output: A plan\n  agent: guide\n",
    )
    project.write("promptlint.toml", f'{SELECT}[[stack]]\nfiles = ["config/agents.yaml", "config/tasks.yaml"]\n')
    every = [d for d in found(project, "config") if d["name"] == "competing-only"]
    assert [(d["path"], d["prompt"], d["related"][0]["path"]) for d in every] == [
        ("config/tasks.yaml", "tour", "config/agents.yaml")
    ]
