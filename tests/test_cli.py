"""The command line: what it prints, where, and the exit codes that scripts rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import Project

BAD = "Please frobnicate it.\n"
GOOD = "Please do it.\n"


def test_exit_codes(project: Project) -> None:
    project.write("bad.md", BAD)
    project.write("good.md", GOOD)
    assert project.run("check", "good.md").code == 0
    assert project.run("check", "bad.md").code == 1
    assert project.run("bad.md").code == 1
    assert project.run("check", "bad.md", "--exit-zero").code == 0
    assert project.run("check", "bad.md", "--fail-on", "error").code == 0
    assert project.run("check", "bad.md", "--fail-on", "never").code == 0
    assert project.run("check", "bad.md", "--max-warnings", "1").code == 0
    assert project.run("check", "bad.md", "--max-warnings", "0").code == 1


@pytest.mark.parametrize(
    "form", ["full", "concise", "json", "json-lines", "github", "sarif", "gitlab", "junit", "rdjson", "html"]
)
def test_exit_code_does_not_depend_on_the_format(project: Project, form: str) -> None:
    project.write("bad.md", BAD)
    project.write("good.md", GOOD)
    assert project.run("check", "bad.md", "--output-format", form).code == 1
    assert project.run("check", "good.md", "--output-format", form).code == 0
    assert project.run("check", "gone.md", "--output-format", form).code == 2


def test_nothing_is_silently_green(project: Project) -> None:
    missing = project.run("check", "gone.md")
    assert (missing.code, missing.err) == (2, "promptlint: gone.md: no such file or directory\n")
    project.write("empty/readme.rst", "x")
    nothing = project.run("check", "empty")
    assert nothing.code == 2
    assert nothing.err.startswith("promptlint: no prompt found in empty")


def test_unreadable_files_do_not_stop_the_others(project: Project) -> None:
    project.write("bad.md", BAD)
    project.write("latin.md", b"caf\xe9\n")
    project.write("nul.md", b"a\0b")
    run = project.run("check", "bad.md", "latin.md", "nul.md", "gone.md", "--output-format", "json")
    report = json.loads(run.out)
    assert run.code == 2
    assert [d["name"] for d in report["diagnostics"]] == ["house-word"]
    assert {s["path"] for s in report["skipped"]} == {"latin.md", "nul.md", "gone.md"}
    assert len(run.err.splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--selct=x", "bad.md"], "unknown option --selct; did you mean '--select'?"),
        (["check", "--output-format", "jsn", "bad.md"], "did you mean 'json'?"),
        (
            ["check", "--select", "house-wrod", "bad.md"],
            "no rule or category is called 'house-wrod'; did you mean 'house-word'?",
        ),
        (["check", "--min-severity", "warn", "bad.md"], "did you mean 'warning'?"),
        (["check", "--jobs", "many", "bad.md"], "--jobs"),
        (["check", "--config", "gone.toml", "bad.md"], "gone.toml: no such file"),
        (["check", "--update-baseline", "bad.md"], "--update-baseline needs --baseline FILE"),
        (["chekc"], "no command or path is called 'chekc'; did you mean 'check'?"),
        (["rule", "house-wrod"], "no rule is called 'house-wrod'; did you mean 'house-word'?"),
        (["check", "--baseline", "gone.json", "bad.md"], "gone.json: no such file"),
    ],
)
def test_mistakes_are_one_line_with_a_suggestion(project: Project, arguments: list[str], said: str) -> None:
    project.write("bad.md", BAD)
    run = project.run(*arguments)
    assert run.code == 2
    assert said in run.err
    assert run.err.count("\n") == 1
    assert run.out == ""


def test_standard_input(project: Project) -> None:
    run = project.run("check", "-", "--stdin-filename", "prompts/x.md", "--output-format", "concise", stdin=BAD)
    assert run.code == 1
    assert run.out.startswith("prompts/x.md:1:8: warning[XX901] house-word: ")


def test_fix_of_standard_input_is_written_to_standard_output(project: Project) -> None:
    text = "<!-- promptlint: ignore[no-such-rule] -->\nPlease do it.\n"
    run = project.run("check", "-", "--fix", stdin=text)
    assert (run.code, run.out) == (0, "Please do it.\n")


def test_selection(project: Project) -> None:
    project.write("bad.md", BAD + "psst\n")

    def names(*options: str) -> list[str]:
        run = project.run("check", "bad.md", "--output-format", "json", *options)
        return [d["name"] for d in json.loads(run.out)["diagnostics"]]

    assert names() == ["house-word", "house-whisper"]
    assert names("--ignore", "house-word") == ["house-whisper"]
    assert names("--select", "XX901") == ["house-word"]
    assert names("--select", "house-whisper", "--extend-select", "house-word") == ["house-word", "house-whisper"]
    assert names("--min-severity", "info") == ["house-word"]
    assert names("--min-confidence", "high") == ["house-word"]
    assert names("--select", "house-word", "--ignore", "house-word") == []


def test_show_files_and_statistics(project: Project) -> None:
    project.write("prompts/b.md", BAD)
    project.write("prompts/a.md", BAD)
    assert project.run("check", "prompts", "--show-files").out == "prompts/a.md\nprompts/b.md\n"
    assert project.run("check", "prompts", "--statistics").out.split() == ["2", "XX901", "house-word", "(warning)"]


def test_output_file(project: Project) -> None:
    project.write("bad.md", BAD)
    run = project.run("check", "bad.md", "--output-format", "json", "--output-file", "report.json")
    assert (run.code, run.out) == (1, "")
    assert json.loads(project.read("report.json"))["summary"]["warning"] == 1
    assert project.run("check", "bad.md", "--output-file", "no/such/folder.json").code == 2


def test_quiet(project: Project) -> None:
    project.write("bad.md", BAD)
    assert len(project.run("check", "bad.md", "--output-format", "concise", "-q").out.splitlines()) == 1
    assert project.run("check", "bad.md", "-qq").out == ""


def test_baseline(project: Project) -> None:
    project.write("bad.md", BAD)
    assert project.run("check", "bad.md", "--baseline", "b.json", "--update-baseline").code == 0
    same = project.run("check", "bad.md", "--baseline", "b.json")
    assert same.code == 0
    assert "1 in the baseline" in same.out
    project.write("bad.md", "A new first line.\n\n" + BAD + "\nNow frobnicate again.\n")
    grown = project.run("check", "bad.md", "--baseline", "b.json", "--output-format", "json")
    assert [d["start"]["line"] for d in json.loads(grown.out)["diagnostics"]] == [5]


def test_add_suppressions(project: Project) -> None:
    project.write("bad.md", "Start.\r\n\r\n- " + BAD)
    assert project.run("check", "bad.md", "--add-suppressions", "agreed with Ann").code == 0
    assert "<!-- promptlint: ignore[house-word] agreed with Ann -->\r\n- Please" in project.read("bad.md")
    again = project.run("check", "bad.md")
    assert again.code == 0
    assert "1 suppressed" in again.out


def test_add_suppressions_never_writes_into_a_string(project: Project) -> None:
    python = '#!/usr/bin/env python\n# promptlint: prompt\nSYSTEM_PROMPT = """Please frobnicate it.\nThanks."""\n'
    project.write("x.py", python)
    project.write("x.prompt.json", '{"messages": [{"role": "system", "content": "Please frobnicate it."}]}')
    found = json.loads(project.run("check", "x.py", "x.prompt.json", "--output-format", "json").out)["diagnostics"]
    run = project.run("check", "x.py", "x.prompt.json", "--add-suppressions", "why not")
    if any(d["path"] == "x.py" for d in found):
        first, second, *rest = project.read("x.py").splitlines(keepends=True)
        assert second == "# promptlint: ignore-file[house-word] why not\n"
        assert first + "".join(rest) == python
        assert project.run("check", "x.py").code == 0
    if any(d["path"] == "x.prompt.json" for d in found):
        assert "x.prompt.json: no comment can stand in this file" in run.err


def test_rule_pages(project: Project) -> None:
    page = project.run("rule", "XX901")
    assert page.code == 0
    assert "# house-word" in page.out
    assert "Please «frobnicate» it." in page.out
    listed = json.loads(project.run("rule", "--all", "--output-format", "json").out)
    assert {"house-word", "internal-error", "unused-suppression"} <= {r["name"] for r in listed}
    assert "house-word" in project.run("rule").out


def test_parse(project: Project) -> None:
    project.write("x.md", "# Tone\n\n- Never apologise unless the user is hurt.\n")
    run = project.run("parse", "x.md", "--output-format", "json")
    (directive,) = json.loads(run.out)["files"][0]["prompts"][0]["directives"]
    assert (directive["modality"], directive["action"], directive["line"]) == ("must_not", "apologize", 3)
    assert directive["exemptions"][0]["text"] == "the user is hurt"
    assert directive["scope"]["headings"] == ["Tone"]
    assert "must not" in project.run("parse", "x.md").out


def test_init_never_overwrites(project: Project) -> None:
    assert project.run("init").code == 2
    os.remove("promptlint.toml")
    assert project.run("init").code == 0
    first = project.read("promptlint.toml")
    assert project.run("init").code == 2
    assert project.read("promptlint.toml") == first
    project.write("good.md", GOOD)
    assert project.run("check", "good.md").code in (0, 1)


def test_new_pattern_rule_works_as_written(project: Project) -> None:
    assert project.run("new-rule", "house-echo", "--pattern").code == 0
    project.write("promptlint.toml", 'rules = ["house-echo.yaml"]\nselect = ["house-echo"]\n')
    project.write("x.md", "Answer as foobar as possible.\n")
    assert "house-echo" in project.run("check", "x.md").out
    assert project.run("new-rule", "House Echo", "--pattern").code == 2


def test_new_python_rule_is_written(project: Project) -> None:
    (project.root / "promptlint/rules/structure").mkdir(parents=True)
    assert project.run("new-rule", "house-noise").code == 0
    compile(project.read("promptlint/rules/structure/house_noise.py"), "house_noise.py", "exec")


def test_overview_and_version(project: Project) -> None:
    assert "check" in project.run("--help").out
    assert project.run("--version").out.startswith("promptlint ")
    assert project.run("check", "--help").code == 0


def promptlint(*arguments: str, cwd: Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "promptlint", *arguments]
    options.setdefault("capture_output", True)
    return subprocess.run(command, cwd=cwd, timeout=60, **options)  # type: ignore[call-overload,no-any-return]


def test_a_closed_pipe_and_a_full_disk_are_no_tracebacks(project: Project) -> None:
    project.write("bad.md", BAD * 2000)
    read, write = os.pipe()
    os.close(read)
    run = promptlint("check", "bad.md", "--output-format", "json", cwd=project.root, capture_output=False,
                     stdout=write, stderr=subprocess.PIPE)  # fmt: skip
    os.close(write)
    assert run.stderr == b""
    if Path("/dev/full").exists():
        with open("/dev/full", "wb") as full:
            run = promptlint(
                "check", "bad.md", cwd=project.root, capture_output=False, stdout=full, stderr=subprocess.PIPE
            )
        assert run.returncode == 2
        assert run.stderr.startswith(b"promptlint: cannot write the output")
        assert run.stderr.count(b"\n") == 1


def test_a_cold_start_imports_little(project: Project) -> None:
    project.write("x.md", GOOD)
    code = (
        "import sys; from promptlint.cli import main; main(['check', '--isolated', 'x.md', '--output-format', 'json']);"
        "heavy = ('rich', 'yaml', 'lark', 'pathspec', 'concurrent.futures', 'tomllib', 'importlib.metadata', 'pygls');"
        "print([m for m in heavy if m in sys.modules], file=sys.stderr)"
    )
    for _ in range(2):  # the first run may have to compile the knowledge
        run = subprocess.run([sys.executable, "-c", code], cwd=project.root, capture_output=True, timeout=60)
    assert run.stderr.decode().strip() == "[]"


def test_globs_are_relative_to_the_configuration(project: Project) -> None:
    for name in ("prompts/a.md", "prompts/old/b.md", "notes/c.md", "code.py"):
        project.write(name, 'SYSTEM_PROMPT = "You are a bot. Your task is to help."\n' if name.endswith("py") else BAD)
    project.write("promptlint.toml", project.rules + 'files = ["prompts/**/*.md"]\nexclude = ["prompts/old"]\n')
    assert project.run("check", "--show-files").out == "prompts/a.md\n"
    project.monkeypatch.chdir(project.root / "prompts")
    assert project.run("check", "--show-files").out == "a.md\n"
    assert project.run("check", "old/b.md", "--show-files").out == "old/b.md\n"
    assert project.run("check", "old/b.md", "--show-files", "--force-exclude").code == 2
