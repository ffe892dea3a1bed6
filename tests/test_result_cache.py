"""Kept results: the same bytes as a run without them, and never those of another file, setting or installation."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from promptlint import data, result_cache
from promptlint.cli.commands.check import parser
from promptlint.data import keep_newest
from promptlint.engine import Toolbox
from promptlint.registry import Broken, Registry
from promptlint.reporters import FORMATS
from tests.support import SELECT, Project

BAD = "Please frobnicate it.\n\nNever — psst — frobnicate.\n"


@pytest.fixture
def kept(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of this test's own."""
    place = tmp_path_factory.mktemp("results")
    monkeypatch.delenv("PROMPTLINT_NO_CACHE")
    monkeypatch.setattr(result_cache, "cache_folder", lambda part="": str(place))
    project.write("bad.md", BAD)
    return place


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were linted, in order; those whose result was kept are not among them."""
    from promptlint import engine

    seen: list[str] = []
    lint = engine.lint_source

    def noting(source, *rest):  # type: ignore[no-untyped-def]
        seen.append(source.path)
        return lint(source, *rest)

    monkeypatch.setattr(engine, "lint_source", noting)
    return seen


@pytest.mark.parametrize("form", FORMATS)
def test_a_kept_result_is_reported_in_the_same_bytes(project: Project, kept: Path, read: list[str], form: str) -> None:
    project.write(
        "more.md", "<!-- promptlint: ignore[house-word] known -->\nWe frobnicate.\r\n\N{ZERO WIDTH SPACE}psst\n"
    )
    arguments = ("check", "bad.md", "more.md", "--output-format", form, "-v")
    without = project.run(*arguments, "--no-cache")
    first, second = project.run(*arguments), project.run(*arguments)
    assert without == first == second and "frobnicate" in first.out
    assert read == ["bad.md", "more.md"] * 2


def test_an_unchanged_file_needs_no_rules(kept: Path, project: Project) -> None:
    code = (
        "import sys; from promptlint.cli import main\n"
        "main(['check', 'bad.md', '--isolated', '--output-format', 'json'])\n"
        "print([m for m in ('promptlint.engine', 'promptlint.registry', 'argparse', 'dataclasses', 'typing', 'pathlib')"
        " if m in sys.modules], file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-S", "-c", code],
            cwd=project.root,
            capture_output=True,
            text=True,
            env=environment,
            timeout=60,
        )
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p.write("bad.md", BAD + "More.\n"),
        lambda p: p.write("promptlint.toml", p.rules + SELECT + '[severity]\nhouse-word = "info"\n'),
        lambda p: p.write("promptlint.toml", p.rules + SELECT + 'profile = "agent"\n'),
    ],
)
def test_a_change_is_seen(project: Project, kept: Path, read: list[str], change) -> None:  # type: ignore[no-untyped-def]
    project.run("check", "bad.md")
    project.run("check", "bad.md")
    assert read == ["bad.md"]
    change(project)
    project.run("check", "bad.md")
    assert read == ["bad.md"] * 2


def test_a_changed_pack_is_seen(project: Project, kept: Path, pack: Path) -> None:
    own = project.write("own.yaml", pack.read_bytes())
    project.write("promptlint.toml", "rules = ['own.yaml']\n" + SELECT)
    assert "not said here" in project.run("check", "bad.md").out
    from promptlint import engine

    own.write_text(pack.read_text(encoding="utf-8").replace("not said here", "not our word"), encoding="utf-8")
    engine.toolbox.cache_clear()
    engine.active.cache_clear()
    from promptlint import knowledge

    knowledge.load.cache_clear()
    assert "not our word" in project.run("check", "bad.md").out


def test_the_name_of_a_file_is_part_of_its_result(project: Project, kept: Path) -> None:
    project.write("other.md", BAD)
    project.run("check", "bad.md")
    out = project.run("check", "other.md", "--output-format", "concise").out
    assert "other.md:1" in out and "bad.md" not in out


def test_an_included_file_is_part_of_the_result(project: Project, kept: Path, read: list[str]) -> None:
    project.write("a.charter", 'include "b.charter"\n\nmust answer\n')
    before = project.run("check", "a.charter", "--isolated")
    assert "b.charter" in before.out + before.err
    project.run("check", "a.charter", "--isolated")
    assert read == ["a.charter"]
    project.write("b.charter", "must not shout\n")
    now = project.run("check", "a.charter", "--isolated")
    project.run("check", "a.charter", "--isolated")
    assert read == ["a.charter"] * 2 and now != before
    project.write("b.charter", "must shout\n")
    project.run("check", "a.charter", "--isolated")
    assert read == ["a.charter"] * 3


def test_another_installation_has_other_results(
    project: Project, kept: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run("check", "bad.md")
    monkeypatch.setattr(result_cache, "installation", lambda: "another")
    project.run("check", "bad.md")
    assert read == ["bad.md"] * 2


def test_the_installation_is_known_by_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    before = list(data._stats(str(tmp_path)))
    os.utime(tmp_path / "a.py", ns=(1, 1))
    assert before != list(data._stats(str(tmp_path)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: b"\xff" * len(data),
        lambda data: data[:41] + bytes([data[41] ^ 1]) + data[42:],
        lambda data: result_cache.digest(b"\xe8\x03").encode() + b"\xe8\x03",  # a digest that fits nonsense
        lambda data: result_cache.digest(b"N").encode() + b"N",
    ],
)
def test_a_spoilt_entry_is_read_anew_and_replaced(project: Project, kept: Path, read: list[str], spoil) -> None:  # type: ignore[no-untyped-def]
    good = project.run("check", "bad.md")
    whole = {path: path.read_bytes() for path in kept.iterdir()}
    for path, entry in whole.items():
        path.write_bytes(spoil(entry))
    assert project.run("check", "bad.md") == good
    assert read == ["bad.md"] * 2
    assert {path: path.read_bytes() for path in kept.iterdir()} == whole


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of POSIX")
def test_an_entry_that_others_could_have_written_is_not_read(project: Project, kept: Path, read: list[str]) -> None:
    project.run("check", "bad.md")
    for path in kept.iterdir():
        path.chmod(0o666)
    project.run("check", "bad.md")
    assert read == ["bad.md"] * 2


def test_no_cache_neither_reads_nor_writes(project: Project, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project.run("check", "bad.md", "--no-cache")
    monkeypatch.setenv("PROMPTLINT_NO_CACHE", "1")
    project.run("check", "bad.md")
    assert not list(kept.iterdir())


def test_a_mistake_in_the_settings_is_told_every_time(project: Project, kept: Path) -> None:
    project.run("check", "bad.md")
    for _ in range(2):
        assert project.run("check", "bad.md", "--ignore", "house-wort").code == 2
    project.write("promptlint.toml", project.rules + SELECT + 'ignore = ["house-wort"]\n')
    for _ in range(2):
        assert project.run("check", "bad.md").code == 2


def test_a_failure_is_not_kept(project: Project, kept: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from promptlint import engine

    tools = engine.toolbox()
    with monkeypatch.context() as m:
        broken = Registry((), (Broken("some-rule", "ImportError: gone"),))
        m.setattr(engine, "toolbox", lambda *_: Toolbox(broken, tools.table))
        engine.active.cache_clear()
        assert project.run("check", "bad.md", "--isolated").code == 2
    engine.active.cache_clear()
    project.run("check", "bad.md", "--isolated")
    assert read == ["bad.md"] * 2


def test_an_unreadable_file_is_told_every_time(project: Project, kept: Path) -> None:
    project.write("bytes.md", b"\xff\xfe\xfa")
    assert [project.run("check", "bytes.md").code for _ in range(2)] == [2, 2]
    assert [project.run("check", "gone.md").code for _ in range(2)] == [2, 2]


def test_workers_keep_and_find_results(project: Project, kept: Path) -> None:
    for n in range(25):
        project.write(f"p/{n}.md", BAD + f"{n}\n")
    one = project.run("check", "p/0.md", *(f"p/{n}.md" for n in range(1, 25)), "-j", "2", "--output-format", "json")
    entries = len(list(kept.iterdir()))
    again = project.run("check", *(f"p/{n}.md" for n in range(25)), "-j", "2", "--output-format", "json")
    assert one == again and entries >= 25 and len(list(kept.iterdir())) == entries


def test_the_oldest_entries_go(tmp_path: Path) -> None:
    for n in range(5):
        path = tmp_path / f"k{n}"
        path.write_text("x")
        os.utime(path, ns=(n, n))
    (tmp_path / "other").write_text("x")
    keep_newest(str(tmp_path), "k", 2)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["k3", "k4", "other"]


def test_clean_removes_results(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("PROMPTLINT_NO_CACHE")
    project.write("bad.md", BAD)
    project.run("check", "bad.md")
    assert list((tmp_path / "cache" / "promptlint" / "results").iterdir())
    assert "removed from" in project.run("clean").out
    assert not [p for p in (tmp_path / "cache").rglob("*") if p.is_file()]
    assert project.run("clean").out == "0 files removed\n"


@pytest.mark.parametrize(
    "line",
    [
        "", "a b", "- --stdin-filename x.md", "a --select x,y --select=z", "a --ignore x -q -q -v", "-j 3 a", "a -j3",
        "--jobs=2 a", "a --fail-on never --exit-zero --max-warnings 3", "a --output-format json --output-file out", "-qq",
        "a --baseline b --update-baseline", "--color always a", "a -- b", "a --add-suppressions=why", "--min-severity=info",
    ],
)  # fmt: skip
def test_the_plain_reading_of_options_is_that_of_argparse(line: str) -> None:
    p = parser()
    plain = p._plainly(line.split())
    full, extra = p._argparse().parse_known_args(line.split())
    assert not extra and (plain is None or vars(plain) == vars(full))
    assert plain is not None or any(odd in line for odd in ("-j3", "-qq", "--  ", "-- b"))


@pytest.mark.parametrize(
    "line", ["--selec x", "--fail-on nevr", "--jobs x", "--help", "--output-format", "-x", "--fix=1"]
)
def test_what_is_not_plain_is_left_to_argparse(line: str) -> None:
    assert parser()._plainly(line.split()) is None


@pytest.mark.parametrize(
    "spoil", [lambda d: b"", lambda d: d[:-1], lambda d: b"\xff" * 40, lambda d: d[:8] + b"\0" + d[9:]]
)
def test_spoilt_knowledge_is_compiled_anew(spoil, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from promptlint import knowledge

    monkeypatch.setattr(knowledge, "cache_folder", lambda: str(tmp_path))
    small = tmp_path / "rules"
    for part in ("knowledge", "patterns"):
        (small / part).mkdir(parents=True)
    (small / "knowledge" / "a.yaml").write_text("concepts:\n  hello: [good day, say ... hello]\n", encoding="utf-8")
    monkeypatch.setattr(knowledge, "folder", lambda name: str(small))
    load = knowledge.load.__wrapped__
    first = load().table.find(["good", "day"])
    (path,) = tmp_path.glob("knowledge-*")
    whole = path.read_bytes()
    assert load().table.find(["good", "day"]) == first and first
    path.write_bytes(spoil(whole))
    assert load().table.find(["good", "day"]) == first
    assert path.read_bytes() == whole


def test_whatever_else_is_read_stands_in_the_entry(tmp_path: Path) -> None:
    (tmp_path / "b.charter").write_text("must not shout\n", encoding="utf-8")
    (tmp_path / "a.charter").write_text('include "b.charter"\n\nmust answer\n', encoding="utf-8")
    (tmp_path / "rules.prompt.md").write_text("Be kind.\n", encoding="utf-8")
    (tmp_path / "SKILL.md").write_text(
        "---\nname: a\ndescription: Does a.\n---\nFollow [the rules](rules.prompt.md) and {% include 'x.md' %}.\n",
        encoding="utf-8",
    )
    (tmp_path / "promptfooconfig.yaml").write_text(
        "prompts: [file://rules.prompt.md]\nproviders: [echo]\ntests:\n- vars: {x: 1}\n  assert: [{type: equals, value: b}]\n",
        encoding="utf-8",
    )
    code = """
import os, sys
from promptlint.run import Job, lint_file
from promptlint.settings import DEFAULTS
opened, here = [], os.getcwd()
def hook(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], str):
        path = os.path.abspath(arguments[0])
        if path.startswith(here):
            opened.append(os.path.relpath(path, here))
sys.addaudithook(hook)
class Cache:
    def keep(self, path, settings, data, result, reads):
        other = sorted({o for o in opened if o != path} - {os.path.relpath(r) for r in reads})
        print(path, sorted(reads), other)
for name in sorted(os.listdir(here)):
    del opened[:]
    lint_file(Job(name, name, DEFAULTS), Cache())
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, env=environment, timeout=120
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 5 and all(line.endswith(" []") for line in lines), done.stdout + done.stderr
    assert "a.charter ['b.charter'] []" in lines and any(
        x.startswith("SKILL.md") and "rules.prompt.md" in x for x in lines
    )
