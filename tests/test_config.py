"""Configuration: which file holds, what it may say, and messages that point at the mistake."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from promptlint.config import Config, ConfigError, find, load, schema
from promptlint.pattern_schema import schema as rules_schema
from promptlint.scaffold import configuration, pattern_rule
from promptlint.toml_lines import line_of
from tests.support import Project

ROOT = Path(__file__).resolve().parent.parent


def test_the_closest_file_holds_alone(project: Project) -> None:
    project.write("promptlint.toml", 'ignore = ["vague-term"]\nprofile = "agent"\n')
    project.write("inner/.promptlint.toml", 'profile = "rag"\n')
    project.write("inner/deep/x.md", "")
    inner = find(str(project.root / "inner/deep"))
    assert (inner.profile, inner.ignore) == ("rag", ())
    assert find(str(project.root)).profile == "agent"


def test_pyproject_needs_a_section(project: Project) -> None:
    project.write("a/pyproject.toml", '[project]\nname = "x"\n')
    project.write("a/b/pyproject.toml", '[tool.promptlint]\nprofile = "task"\n')
    assert find(str(project.root / "a")).path.endswith("promptlint.toml")
    assert find(str(project.root / "a/b")).profile == "task"


def test_extend_is_explicit_and_tables_are_merged(project: Project) -> None:
    project.write("base.toml", 'profile = "agent"\nignore = ["a"]\n[severity]\nx = "hint"\ny = "off"\n')
    project.write("promptlint.toml", 'extend = "base.toml"\nignore = ["b"]\n[severity]\nx = "error"\n')
    config = load("promptlint.toml")
    assert (config.profile, config.ignore) == ("agent", ("b",))
    assert dict(config.severity) == {"x": "error", "y": "off"}


def test_per_file(project: Project) -> None:
    project.write("promptlint.toml", '[per-file."agents/**"]\nprofile = "agent"\nignore = ["vague-term"]\n')
    config = load("promptlint.toml")
    inside, outside = config.settings("agents/x.md"), config.settings("x.md")
    assert (inside.profile, inside.ignore) == ("agent", ("vague-term",))
    assert (outside.profile, outside.ignore) == ("", ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\nprofil = "agent"', "promptlint.toml:2: profil: unknown key; did you mean 'profile'?"),
        ('profile = "agnet"', "promptlint.toml:1: profile: one of assistant, agent, rag, task, persona, constitution, hobby"
                              " is expected, not 'agnet'; did you mean 'agent'?"),
        ("ignore = [\n 'a',\n 3]", "promptlint.toml:1: ignore: a list of strings is expected, not ['a', 3]"),
        ("[severity]\n\nx = 'warn'", "promptlint.toml:3: severity.x: one of error, warning, info, hint, off is expected,"
                                     " not 'warn'; did you mean 'warning'?"),
        ("[budgets]\ntokens = -1", "promptlint.toml:2: budgets.tokens: a positive number is expected, not -1"),
        ("[budgets]\ntoken = 1", "promptlint.toml:2: budgets.token: unknown budget; did you mean 'tokens'?"),
        ("rules = ['a.yaml']", "promptlint.toml:1: rules: no such file: a.yaml"),
        ("extend = 'gone.toml'", "promptlint.toml:1: extend: no such file: gone.toml"),
        ("extend = 'promptlint.toml'", "promptlint.toml:1: extend: promptlint.toml extends this file in turn"),
        ("x = [", "promptlint.toml:1: not valid TOML: "),
        ("force-exclude = 1", "promptlint.toml:1: force-exclude: true or false is expected, not 1"),
        ("['per-file'.'*.md']\nprofil='x'", "promptlint.toml:2: per-file.*.md: unknown key 'profil'; did you mean 'profile'?"),
    ],
)  # fmt: skip
def test_mistakes_are_placed(project: Project, text: str, message: str) -> None:
    project.write("promptlint.toml", text)
    with pytest.raises(ConfigError) as caught:
        load("promptlint.toml")
    assert str(caught.value).startswith(message)
    project.write("x.md", "Hello.\n")
    run = project.run("check", "x.md")
    assert (run.code, run.err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'select = [\n "structure",\n "strcture"]',
            "promptlint.toml:3: select: no rule or category is called 'strcture'",
        ),
        ('[severity]\nunused-supression = "hint"', "promptlint.toml:2: severity: no rule or category is called"),
        ('[per-file."*.md"]\nignore = ["nope"]', "promptlint.toml:2: per-file: no rule or category is called 'nope'"),
    ],
)
def test_unknown_rules_are_placed(project: Project, text: str, message: str) -> None:
    project.write("promptlint.toml", text)
    project.write("x.md", "Hello.\n")
    run = project.run("check", "x.md")
    assert run.code == 2
    assert run.err.startswith(f"promptlint: {message}")


@pytest.mark.parametrize(
    ("pack", "message"),
    [
        ("- name: a\n- name: [", "pack.yaml:3: "),
        ("x: 1", "pack.yaml:1: a pack is a list of rules"),
        ("# one\n- name: own\n  code: XX001\n  category: structure\n  message: m\n  phrases: ['a (b']\n", "pack.yaml:6: "),
        ("# one\n- name: own\n  code: XX001\n  category: structur\n  message: m\n  phrases: [b]\n",
         "pack.yaml:2: own: category is one of "),
        ("- name: own\n  code: XX001\n  category: structure\n  message: m\n  phrase: [b]\n",
         "pack.yaml:1: own: the key 'phrases' is missing"),
        ("- name: unused-suppression\n  code: XX001\n  category: structure\n  message: m\n  phrases: [b]\n",
         "pack.yaml:1: the name unused-suppression is taken by another rule"),
    ],
)  # fmt: skip
def test_mistakes_in_own_rules_are_placed(project: Project, pack: str, message: str) -> None:
    project.write("pack.yaml", pack)
    project.write("promptlint.toml", 'rules = ["pack.yaml"]\n')
    project.write("x.md", "Hello.\n")
    run = project.run("check", "x.md")
    assert run.code == 2
    assert run.err.count("\n") == 1
    assert message in run.err


def test_isolated_ignores_every_file(project: Project) -> None:
    project.write("promptlint.toml", "nonsense = 1\n")
    project.write("x.md", "Hello.\n")
    assert project.run("check", "x.md").code == 2
    assert project.run("check", "x.md", "--isolated").code in (0, 1)


def test_severity_and_fail_on(project: Project) -> None:
    project.write("x.md", "Please frobnicate it.\n")
    base = project.rules + 'select = ["house-word"]\n'
    project.write("promptlint.toml", base + '[severity]\nhouse-word = "info"\n')
    assert project.run("check", "x.md").code == 0
    project.write("promptlint.toml", base + 'fail-on = "info"\n[severity]\nstructure = "info"\n')
    assert project.run("check", "x.md").code == 1
    project.write("promptlint.toml", base + '[severity]\nhouse-word = "off"\n')
    assert "no findings" in project.run("check", "x.md").out


def test_line_of_finds_keys_and_values() -> None:
    text = '[tool.promptlint]\nselect = [\n  "a",\n  "b",\n]\n[tool.promptlint.severity]\n"a" = "x"\n'
    assert line_of(text, ("select",), "b") == 4
    assert line_of(text, ("severity", "a")) == 7


def test_schemas_accept_what_the_loader_accepts(project: Project) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator.check_schema(rules_schema())
    import tomllib

    import yaml

    lines = [line.removeprefix("# ") for line in configuration().splitlines()]
    example = "\n".join(x for x in lines if "=" in x or x.startswith("[")).replace(' extend = "../promptlint.toml"', "")
    jsonschema.validate(tomllib.loads(example), schema())
    jsonschema.validate(yaml.safe_load(pattern_rule("own-rule", "XX001", "structure")), rules_schema())
    for path in sorted((ROOT / "rules/patterns").glob("*.yaml")):
        jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), rules_schema())


@pytest.mark.parametrize(
    ("path", "what"), [("rules/schema.json", "rules-schema"), ("docs/promptlint.schema.json", "schema")]
)
def test_shipped_schemas_are_current(project: Project, path: str, what: str) -> None:
    shown = json.loads(project.run("config", what).out)
    assert json.loads((ROOT / path).read_text(encoding="utf-8")) == shown, f"promptlint config {what} > {path}"


def test_show(project: Project) -> None:
    shown = json.loads(project.run("config", "show").out)
    assert shown["path"].endswith("promptlint.toml")
    assert shown["select"] == ["house-*", "unused-suppression"]
    assert Config().settings("x.md").select is None
