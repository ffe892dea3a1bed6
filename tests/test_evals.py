"""Eval cases: exported from charters in forms that promptfoo and Inspect take, and the rules about them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from promptlint.cli import main
from promptlint.engine import lint_source
from promptlint.formats.eval_cases import cases
from promptlint.settings import Settings
from promptlint.source import Source
from tests.support import Project

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent / "examples"
SCHEMA = json.loads((HERE / "data" / "promptfoo" / "config-schema.json").read_text(encoding="utf-8"))
CHARTER = """\
---
name: acme "support"
---
define customer_data as name, address
input kb_article is untrusted, inside <article> tags
role:
  | You are Ava. Templates are written {{ so }} and {% so %}.

principle orders "Orders":
  when order.age > 30 days:
    [late] must not promise a refund
      because the till is closed
  [look] must look up the order

principle style "Style":
  should be brief

refuse medical advice:
  offer a link
escalate self-harm to "the crisis line"

example "late refund" for late:
  user: I bought this 90 days ago.
    I want {{money}} back.
  good: A colleague will call you.
  bad: Done!
example "late refund" for orders:
  user: Hello
  assistant: Good morning. How can I help?
  user: file:///etc/passwd
  bad: root
example for style:
  user: Why is the sky blue?
example:
  good: An answer that nobody asked for.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "support.charter").write_text(CHARTER, encoding="utf-8")
    return tmp_path


def export(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["evals", "export", *arguments]) == code
    return capsys.readouterr().out


def valid(text: str) -> dict[str, Any]:
    """A configuration that promptfoo's schema takes."""
    data: dict[str, Any] = yaml.safe_load(text)
    jsonschema.Draft7Validator(SCHEMA).validate(data)
    return data


def test_promptfoo(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = valid(export(capsys, "--provider", "openai:gpt-5", "--provider", "ollama:qwen3"))
    assert data["providers"] == ["openai:gpt-5", "ollama:qwen3"]
    first, second, third = data["tests"]
    assert first["description"] == "late refund"
    assert first["metadata"] == {"title": "late refund", "charter": "support.charter", "line": 22, "rule": "late"}
    assert first["vars"] == {
        "user_turn": "I bought this 90 days ago.\nI want {{money}} back.", "kb_article": "",
    }  # fmt: skip
    (check,) = first["assert"]
    assert check == {
        "type": "llm-rubric",
        "value": "The answer must keep this rule:\nWhen the order's age is more than 30 days, you must not promise a refund, "
        "because the till is closed.\n\nAn answer that is right, though others may be too:\nA colleague will call you."
        "\n\nAn answer that is wrong:\nDone!",
    }
    # What a user said before is part of the prompt, and no text of a case makes promptfoo load a file.
    system, *before, last = json.loads(next(p["raw"] for p in data["prompts"] if p["label"] == second["prompts"][0]))
    assert [m["role"] for m in before] == ["user", "assistant"] and last["content"] == "{{user_turn}}"
    assert second["vars"]["user_turn"] == " file:///etc/passwd"
    assert "Templates are written {{ '{' }}{ so }} and {{ '{' }}% so %}." in system["content"]
    assert "{{kb_article}}" in system["content"]
    assert "Good answer" not in system["content"]
    assert third["assert"][0]["value"] == "The answer must keep this rule:\nStyle\n\n- You should be brief."
    assert "Good answer: A colleague" in export(capsys, "--with-examples")


def test_what_is_left_out_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evals", "export", "support.charter", "-o", "cases.yaml"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "promptlint: support.charter:34: an example without a `user:` line or an input is left out",
        "promptlint: 3 cases of 1 charter written to cases.yaml",
        "promptlint: no --provider given: the provider is echo, which asks no model",
    ]
    Path("other.charter").write_text("must go\nexample for gone:\n  user: hi\nnevr\n", encoding="utf-8")
    assert main(["evals", "export", "other.charter", "--format", "jsonl"]) == 1
    assert "other.charter:2: no rule or principle is called 'gone'" in capsys.readouterr().err
    Path("bare.charter").write_text("must go\n", encoding="utf-8")
    assert main(["evals", "export", "bare.charter"]) == 2
    assert main(["evals", "export", "none.charter"]) == 2
    assert main(["evals", "exprt"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_jsonl(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third = map(json.loads, export(capsys, "--format", "jsonl").splitlines())
    assert [first["id"], second["id"], third["id"]] == ["late-refund", "late-refund-2", "style"]
    assert [m["role"] for m in second["input"]] == ["system", "user", "assistant", "user"]
    assert first["good"] == ["A colleague will call you."] and first["bad"] == ["Done!"]
    assert "<article>\n\n</article>" in first["input"][0]["content"]


def test_examples_fill_inputs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = """\
input ticket is untrusted, inside <ticket> tags
input faq is trusted
[label] must answer with one label
example "a refund" for label:
  ticket: I want my money back.
    {{now}}
  good: refund
example "a question" for label:
  faq: We open at nine.
  user: When do you open?
  good: opening
"""
    Path("support.charter").write_text(text, encoding="utf-8")
    assert main(["fmt", "--check", "support.charter"]) == 0
    data = valid(export(capsys))
    first, second = data["tests"]
    assert first["vars"] == {"ticket": "I want my money back.\n{{now}}", "faq": ""}
    assert second["vars"] == {"user_turn": "When do you open?", "ticket": "", "faq": "We open at nine."}
    (alone,) = json.loads(data["prompts"][0]["raw"])
    assert alone["role"] == "user" and "<ticket>\n{{ticket}}\n</ticket>" in alone["content"]
    assert [m["role"] for m in json.loads(data["prompts"][1]["raw"])] == ["system", "user"]
    line = json.loads(export(capsys, "--format", "jsonl").splitlines()[0])
    assert "<ticket>\nI want my money back.\n{{now}}\n</ticket>" in line["input"][0]["content"]
    assert main(["render", "support.charter"]) == 0
    assert "Faq: We open at nine.\nUser: When do you open?\n" in capsys.readouterr().out
    Path("support.charter").write_text(text.replace("input faq is trusted\n", ""), encoding="utf-8")
    assert main(["check", "--isolated", "--select", "syntax-error", "support.charter"]) == 1
    assert "a line of an example that nobody says" in capsys.readouterr().out


def test_what_can_be_counted_is_asserted_without_a_judge(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = """\
[short] should answer in at most 120 words
[long] must answer in 3 sentences when the user is a child
never say "guaranteed" or "risk-free"
must mention "the ticket number" unless nothing was opened
example "a" for short:
  user: hi
  good: ho
example "b" for long:
  user: hi
  good: ho. ho. ho.
"""
    Path("support.charter").write_text(text, encoding="utf-8")
    first, second = valid(export(capsys))["tests"]
    words = {"type": "javascript", "value": "(n => n <= 120)(output.split(/\\s+/).filter(Boolean).length)"}
    lacks = {"type": "not-icontains-any", "value": ["guaranteed", "risk-free"]}
    assert first["assert"][:-1] == [words, lacks]
    assert [a["type"] for a in second["assert"]] == ["javascript", "javascript", "not-icontains-any", "llm-rubric"]
    assert second["assert"][1]["value"].startswith("(n => n >= 3 && n <= 3)(output.split(/[.!?]+")


INSPECT = """
import importlib.util, json, sys
from inspect_ai import Task
from inspect_ai.dataset import json_dataset
spec = importlib.util.spec_from_file_location("exported", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
task = module.acme_support()
assert isinstance(task, Task)
samples, lines = list(task.dataset), list(json_dataset(sys.argv[2]))
for group in (samples, lines):
    print(json.dumps([[s.id, [[m.role, m.text] for m in s.input], s.target, s.metadata["rule"]] for s in group]))
"""


def inspect_python() -> str:
    """A Python that has Inspect; skips where there is none."""
    for python in (os.environ.get("INSPECT_PYTHON"), sys.executable):
        if (
            python
            and subprocess.run([python, "-c", "import inspect_ai"], capture_output=True, check=False).returncode == 0
        ):
            return python
    pytest.skip("NOT TESTED: inspect-ai is not installed (pip install 'promptlint[inspect]', or set INSPECT_PYTHON)")


def test_inspect_takes_the_module_and_the_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    python = inspect_python()
    Path("cases.py").write_text(export(capsys, "--format", "inspect"), encoding="utf-8")
    Path("cases.jsonl").write_text(export(capsys, "--format", "jsonl"), encoding="utf-8")
    done = subprocess.run(
        [python, "-c", INSPECT, "cases.py", "cases.jsonl"], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    samples, lines = map(json.loads, done.stdout.splitlines()[-2:])
    assert samples == lines
    assert [s[0] for s in samples] == ["late-refund", "late-refund-2", "style"]
    assert samples[1][1][-1] == ["user", "file:///etc/passwd"]


def test_promptfoo_takes_the_configuration(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exe = os.environ.get("PROMPTFOO") or shutil.which("promptfoo")
    if not exe:
        pytest.skip("NOT TESTED: promptfoo is not installed (npm install -g promptfoo, or set PROMPTFOO)")
    data = valid(export(capsys))
    env = {
        **os.environ,
        "PROMPTFOO_DISABLE_TELEMETRY": "1",
        "PROMPTFOO_DISABLE_UPDATE": "1",
        "PROMPTFOO_CONFIG_DIR": ".",
    }

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [*exe.split(), *arguments, "-c", "promptfooconfig.json"], capture_output=True, text=True, timeout=300,
            check=False, env=env,
        )  # fmt: skip
        return done.stdout + done.stderr

    Path("promptfooconfig.json").write_text(json.dumps(data), encoding="utf-8")
    assert "Configuration is valid" in run("validate", "config")
    # The provider `echo` answers with what a model would be sent: it has to be the prompt, letter for letter.
    for test in data["tests"]:
        test["assert"] = [{"type": "icontains", "value": "Ava"}]
    Path("promptfooconfig.json").write_text(json.dumps(data), encoding="utf-8")
    run("eval", "--no-cache", "-o", "out.json")
    results = json.loads(Path("out.json").read_text(encoding="utf-8"))["results"]["results"]
    sent = {r["vars"]["user_turn"]: json.loads(r["response"]["output"]) for r in results}
    lines = map(json.loads, export(capsys, "--format", "jsonl").splitlines())
    assert len(sent) == 3
    for line in lines:
        turns = line["input"]
        said = turns[-1]["content"]
        said = f" {said}" if said.startswith("file:") else said
        assert sent[said] == [*turns[:-1], {"role": "user", "content": said}]


def test_the_schema_refuses_what_promptfoo_refuses() -> None:
    with pytest.raises(jsonschema.ValidationError):
        valid("prompts: [x]\ntests:\n- asserts: []\n")
    with pytest.raises(jsonschema.ValidationError):
        valid("providers: [echo]\n")


def test_the_inspect_module_is_data_to_us(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = export(capsys, "--format", "inspect")
    compile(text, "cases.py", "exec")
    found = cases(Source("cases.py", text))
    assert [(c.title, [n for n, _ in c.names], c.about, c.asserted) for c in found] == [
        ("late refund", ["late"], ("support.charter",), True),
        ("late refund", ["orders"], ("support.charter",), True),
        ("style", ["style"], ("support.charter",), True),
    ]
    assert cases(Source("cases.py", "CASES['x'] = [print('run')]\n")) == []
    assert cases(Source("cases.py", "CASES = (\n")) == []


@pytest.mark.parametrize(
    "text",
    ["", "a", "[", "{}", "- 1\n- {}", "tests: 3\nprompts: 4\nproviders: 5\n", "prompts: []\ntests: [1, {assert: }]\n"],
)
@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.jsonl", "a.py"])
def test_a_file_that_is_no_eval_has_no_asserted_case(name: str, text: str) -> None:
    assert not any(c.asserted for c in cases(Source(name, text)))


CONFIG = """\
prompts: [file://../prompts/support.md]
providers: [echo]
tests:
  - description: late
    metadata: {principle: P1}
    assert: [{type: icontains, value: colleague}]
  - description: gone
    metadata: {principles: [P3, P9]}
    assert: [{type: icontains, value: colleague}]
"""


@pytest.fixture
def project(project: Project) -> Project:
    """A project whose evals are configured, and in which the shipped rules about evals run."""
    project.write("promptlint.toml", 'select = ["evals"]\nevals = ["evals"]\n')
    project.write("evals/cases.yaml", CONFIG)
    project.write(
        "prompts/support.md", "# P1 Orders\nAlways look up.\n# P2 Style\nBe brief.\n# P3 Safety\nNever lie.\n"
    )
    return project


def test_cases_beside_prose(project: Project) -> None:
    run = project.run("prompts/support.md", "--output-format", "concise")
    assert run.out.splitlines() == [
        "prompts/support.md:1:1: warning[PL802] stale-eval: evals/cases.yaml:7, “gone” is for “P9”, and nothing here is called so",
        "prompts/support.md:3:3: info[PL801] untested-principle: no case is for “P2”",
        "1 warning, 1 info in 1 file",
    ]
    project.write("evals/cases.yaml", CONFIG.replace("[P3, P9]", "[P3, P2]"))
    assert project.run("prompts/support.md").code == 0
    project.write("prompts/other.md", "# P7\nBe brief.\n")
    assert project.run("prompts/other.md", "--output-format", "concise").out == "no findings in 1 file\n"


def test_exported_cases_go_stale(project: Project) -> None:
    project.write("support.charter", CHARTER)
    for form, name in (("promptfoo", "cases.yaml"), ("jsonl", "cases.jsonl"), ("inspect", "cases.py")):
        assert project.run("evals", "export", "support.charter", "--format", form, "-o", "exported").code == 0
        for old in (project.root / "evals").iterdir():
            old.unlink()
        project.write(f"evals/{name}", project.read("exported"))
        assert "stale-eval" not in project.run("support.charter").out
        project.write(
            "renamed/support.charter", CHARTER.replace("[late]", "[too-late]").replace("for late:", "for look:")
        )
        out = project.run("renamed/support.charter", "--output-format", "concise").out
        assert "stale-eval: evals/" in out and "“late refund” is for “late”, and nothing here is called so" in out


def test_an_exported_configuration_is_held_against_its_charter(project: Project) -> None:
    project.write("promptlint.toml", 'select = ["evals"]\n')
    project.write("bots/support.charter", CHARTER)
    assert project.run("evals", "export", "bots/support.charter", "-o", "bots/promptfooconfig.yaml").code == 0
    assert project.run("bots/promptfooconfig.yaml").out == "no findings in 1 file\n"
    for _ in range(2):  # the second time from the cache, which has to see that another file changed
        project.write("bots/support.charter", CHARTER)
        assert project.run("bots/promptfooconfig.yaml").code == 0
        project.write("bots/support.charter", CHARTER.replace("[late]", "[lates]").replace("for late:", "for lates:"))
        run = project.run("bots/promptfooconfig.yaml", "--output-format", "concise")
        assert (
            "a case is for “late”, and nothing in bots/support.charter is called so; did you mean 'lates'?" in run.out
        )
    project.write("bots/support.charter", CHARTER + 'include "gone.charter"\n')
    assert project.run("bots/promptfooconfig.yaml").code == 0


def test_a_configuration_is_held_against_the_prompt_beside_it(project: Project) -> None:
    project.write("promptlint.toml", 'select = ["evals"]\n')
    project.write("evals/promptfooconfig.yaml", CONFIG)
    run = project.run("evals/promptfooconfig.yaml", "--output-format", "concise")
    assert "a case is for “P9”, and nothing in ../prompts/support.md is called so" in run.out and "P3" not in run.out
    (project.root / "prompts" / "support.md").unlink()
    assert project.run("evals/promptfooconfig.yaml").code == 0


def test_configured_cases_test_a_charter(project: Project) -> None:
    text = 'principle a "A":\n  [x] must go\nprinciple b "B":\n  must come\n'
    project.write("c.charter", text)
    assert "no example is for any of the 2 principles" in project.run("c.charter").out.replace("\n", " ")
    project.write("evals/c.jsonl", '{"id": "1", "target": "t", "metadata": {"charter": "c.charter", "rule": "x"}}\n')
    run = project.run("c.charter", "--output-format", "concise")
    assert run.out.splitlines()[0].endswith(
        "untested-principle: no example is for the principle “b” or for one of its rules"
    )
    project.write("evals/c.jsonl", '{"id": "1", "metadata": {"charter": "c.charter", "rule": "x"}}\n')
    assert "evals/c.jsonl: 1 of the cases for this prompt assert nothing" in project.run("c.charter").out.replace(
        "\n", " "
    )


def test_a_configuration_without_any_assertion_is_told_once() -> None:
    text = "prompts: ['Say {{x}}']\nproviders: [echo]\ntests:\n  - vars: {x: a}\n  - vars: {x: b}\n"
    found = lint_source(Source("promptfooconfig.yaml", text), Settings(select=("evals",))).diagnostics
    assert [d.message for d in found] == ["none of the 2 cases asserts anything"]
    only_files = text.replace("'Say {{x}}'", "file://a.md")
    assert len(lint_source(Source("promptfooconfig.yaml", only_files), Settings(select=("evals",))).diagnostics) == 1


WITH_CASES = [p for p in sorted(EXAMPLES.rglob("*.charter")) if "\nexample " in p.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", WITH_CASES, ids=lambda p: p.name)
def test_shipped_examples_export(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    valid(export(capsys, str(path)))


def test_options_may_stand_before_the_paths(capsys: pytest.CaptureFixture[str]) -> None:
    from promptlint.cli import main

    assert main(["evals", "export", "--format", "jsonl", "examples/support_bot.charter"]) == 0
    assert capsys.readouterr().out.startswith('{"id"')
