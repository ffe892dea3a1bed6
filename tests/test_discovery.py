"""Discovery: which files of a tree are prompts, and what is said of paths that are not read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from promptlint.discovery import Skipped, discover
from promptlint.globs import globs

PROSE = "You are a clerk of the town. Never give legal advice. Answer in two sentences.\n"


@dataclass(frozen=True)
class Config:
    files: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    root: str = ""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def put(root: Path, *names: str, text: str = PROSE) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(*paths: str, config: Config = Config()) -> list[str]:
    return [p.as_posix() for p in discover(paths, config)[0]]


def skipped(*paths: str, config: Config = Config()) -> list[Skipped]:
    return discover(paths, config)[1]


NAMED = [
    "a.charter", "a.prompt", "a.prompty", "a.poml", "a.prompt.yml", "a.prompt.yaml", "a.prompt.md", "x.agent.md", "x.chatmode.md",
    "x.instructions.md", "SKILL.md", "AGENTS.md", "docs/CLAUDE.md", "GEMINI.md", "SOUL.md", "model_spec.md", ".github/copilot-instructions.md",
    "our-constitution.md", "constitution.yaml", "system_prompt.txt", "my-system-message.j2", "skprompt.txt", "support.system.md", "triage_prompts.yaml",
    "prompts/a.md", "prompts/deep/b.json", "app/prompt/c.j2", "my_prompts/d.toml", "promptfooconfig.yaml", "promptfooconfig.dev.yaml",
    "src/config/agents.yaml", "config/tasks.yaml", ".cursorrules", ".roo/rules/a.md", "memory.chat.yaml",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_a_name_says_that_it_is_a_prompt(tree: Path, name: str) -> None:
    put(tree, name, text="x\n")
    assert found(".") == [name]


@pytest.mark.parametrize(
    "name",
    ["notes.md", "README.md", "prompts/README.md", "prompts/LICENSE.txt", "package.json", "node_modules/a.prompt", ".git/a.prompt", "a.csv", "x.agent.md/inner.csv"],
)  # fmt: skip
def test_what_is_no_prompt_stays_out(tree: Path, name: str) -> None:
    put(tree, name, text="These are notes about the project. They say what we do.\n")
    assert found(".") == []


def test_where_the_name_says_nothing_the_text_decides(tree: Path) -> None:
    put(tree, "wiki.md", "rows/doctor.txt", "a.jinja2")
    put(tree, "conf.yaml", text="agent:\n  system_template: |\n    You are a helpful agent.\n")
    put(tree, "ci.yaml", text="jobs:\n  build:\n    run: you must not\n")
    put(tree, "how-to.md", text="# How to\n\nWrite prompts like so:\n\n```\nYou are a clerk. Never lie.\n```\n")
    assert found(".") == ["a.jinja2", "conf.yaml", "rows/doctor.txt", "wiki.md"]
    assert found(".", config=Config(files=("*.prompt",))) == []


LOADED = {
    "plugin/commands/tidy.md": "description: Tidies a branch",
    "pack/agents/clerk.md": "name: clerk\ndescription: Keeps the books",
    "deep/clerk.md": "name: clerk\ndescription: Keeps the books\ntools: Read",
    "configs/rules/style.md": "paths:\n  - '**/*.py'",
    "style.md": "globs: '*.py'\nalwaysApply: true",
}


@pytest.mark.parametrize("name", LOADED)
def test_front_matter_of_a_coding_assistant(tree: Path, name: str) -> None:
    put(tree, name, text=f"---\n{LOADED[name]}\n---\n\n# Books\n\nThe books lie on the desk.\n")
    put(tree, "blog/post.md", text="---\ntitle: Books\ndescription: On books\n---\n\nThe books lie on the desk.\n")
    assert found(".") == [name]


def test_strings_of_many_lines_in_toml(tree: Path) -> None:
    put(tree, "settings/review.toml", text='[review]\nsystem = """\nYou are a clerk.\n"""\n')
    put(tree, "settings/build.toml", text='[build]\nsystem = "make"\n')
    assert found(".") == ["settings/review.toml"]


def test_source_code_only_with_marked_strings(tree: Path) -> None:
    put(tree, "a.py", text='SYSTEM_PROMPT = "You answer in one short line."\n')
    put(tree, "b.py", text='# promptlint: prompt\nX = "You answer in one short line."\n')
    put(tree, "c.py", text='def f():\n    """You are a docstring about a system prompt."""\n')
    put(tree, "d.ts", text="const systemPrompt = `You answer in one short line.`;\n")
    put(tree, "e.ts", text="const prompt_tokens = 3;\n")
    assert found(".") == ["a.py", "b.py", "d.ts"]


def test_a_named_file_is_taken_whatever_it_is_called(tree: Path) -> None:
    put(tree, "data.csv", "README.md", "skip/a.txt")
    assert found("data.csv", "README.md") == ["README.md", "data.csv"]
    config = Config(exclude=("skip",))
    assert found("skip/a.txt", config=config) == ["skip/a.txt"]
    forced = Config(exclude=("skip",), force_exclude=True)
    assert found("skip/a.txt", config=forced) == []
    assert skipped("skip/a.txt", config=forced) == [Skipped("skip/a.txt", "excluded")]


def test_exclude_and_gitignore(tree: Path) -> None:
    put(
        tree,
        "prompts/a.md",
        "prompts/old/b.md",
        "prompts/c.md",
        "gen/prompts/d.md",
        "gen/prompts/keep.md",
        "sub/prompts/e.md",
    )
    put(tree, ".gitignore", text="prompts/c.md\n/gen/prompts/*\n!keep.md\n")
    put(tree, "sub/.gitignore", text="e.md\n")
    assert found(".", config=Config(exclude=("prompts/old",))) == ["gen/prompts/keep.md", "prompts/a.md"]
    assert found("prompts/c.md") == ["prompts/c.md"]
    assert found("prompts/c.md", config=Config(force_exclude=True)) == []
    assert found("sub") == []


def test_a_named_directory_is_walked_though_left_out_elsewhere(tree: Path) -> None:
    put(tree, "prompts/old/b.md", "out/prompts/a.md", "out/prompts/c.md")
    put(tree, ".gitignore", text="out/\n")
    put(tree, "out/.gitignore", text="c.md\n")
    config = Config(exclude=("prompts/old",))
    assert found("prompts/old", config=config) == ["prompts/old/b.md"]
    assert found("prompts/old", config=Config(exclude=("prompts/old",), force_exclude=True)) == []
    assert found("out") == ["out/prompts/a.md"]
    assert found("out", config=Config(force_exclude=True)) == []
    assert found(".", config=config) == []


def test_outside_a_repository_no_gitignore_above_counts(tree: Path) -> None:
    (tree / ".git").rmdir()
    put(tree, "a/prompts/b.md", "a/prompts/c.md")
    put(tree, ".gitignore", text="*\n")
    put(tree, "a/.gitignore", text="c.md\n")
    assert found("a") == ["a/prompts/b.md"]


def test_configured_globs_may_name_a_readme(tree: Path) -> None:
    put(tree, "README.md", "a.py", text='SYSTEM_PROMPT = "You answer in one short line."\n')
    assert found(".", config=Config(files=("README.md",))) == ["README.md"]


def test_missing_paths_are_errors(tree: Path) -> None:
    assert skipped("nowhere.md", "bad\0name") == [
        Skipped("bad\0name", "not a valid path", True),
        Skipped("nowhere.md", "no such file or directory", True),
    ]


def test_order_and_duplicates(tree: Path) -> None:
    put(tree, "prompts/b.md", "prompts/a.md")
    os.symlink(tree / "prompts" / "a.md", tree / "prompts" / "linked.md")
    expected = ["prompts/a.md", "prompts/b.md"]
    assert found("prompts") == expected
    assert found("prompts/b.md", "prompts", "./prompts/a.md", "prompts/linked.md") == expected
    assert found("prompts/linked.md", "prompts/a.md", ".", "prompts/b.md") == expected


def test_links_fifos_and_strange_directories(tree: Path) -> None:
    put(tree, "prompts/a.md")
    (tree / "prompts" / "x.md").mkdir()
    os.symlink(tree / "prompts", tree / "prompts" / "loop")
    os.symlink(tree / "gone.md", tree / "prompts" / "dangling.md")
    os.mkfifo(tree / "prompts" / "pipe.md")
    assert found(".") == ["prompts/a.md"]
    assert skipped("prompts/pipe.md") == [Skipped("prompts/pipe.md", "not a regular file", True)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_closed_directory_is_told(tree: Path) -> None:
    put(tree, "prompts/a.md")
    (tree / "prompts").chmod(0)
    try:
        assert skipped(".") == [Skipped("prompts", "permission denied", True)]
    finally:
        (tree / "prompts").chmod(0o755)


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*.md", "a/b.md", True),
        ("*.md", "a/b.mdx", False),
        ("a/*.md", "x/a/b.md", True),
        ("/a/*.md", "x/a/b.md", False),
        ("a/**/b", "a/b", True),
        ("a/**/b", "a/x/y/b", True),
        ("{a,b}.txt", "b.txt", True),
        ("x[0-9].md", "x7.md", True),
        ("x[!0-9].md", "x7.md", False),
        ("a?.md", "a/.md", False),
        ("a(b.md", "a(b.md", True),
        ("[", "[", True),
    ],
)
def test_globs(pattern: str, path: str, expected: bool) -> None:
    assert bool(globs((pattern,)).search(path)) is expected
