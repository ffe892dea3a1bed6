"""The Charter language: what is read, what is said of mistakes, and how files are laid out."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from promptlint.beside import loader
from promptlint.charter import render
from promptlint.charter.ast import FieldUse, Junction
from promptlint.charter.fmt import fmt
from promptlint.charter.pairs import constitution
from promptlint.charter.parse import parse
from promptlint.cli import main
from promptlint.engine import FileResult, lint_source
from promptlint.source import Source
from tests.charter_samples import BROKEN, SAMPLE, mutate

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").rglob("*.charter"))


def read(text: str) -> Source:
    return Source("x.charter", text)


def test_statements() -> None:
    charter = parse(read(SAMPLE))
    assert charter.mistakes == []
    assert charter.meta["profile"] == "assistant"
    kinds = [n.kind for n in charter.nodes]
    assert (
        kinds
        == (
            "define field field input precedence role principle rule rule rule escalate limit stop confirm operator example"
        ).split()
    )
    share = next(n for n in charter.of("rule") if n.name and n.name.text == "share")
    assert [t.text for t in share.clauses.overrides] == ["bike", "safety"]
    assert share.clauses.because and share.clauses.because.text == "people ask"
    shape = share.clauses.unless[0].shape
    assert isinstance(shape, Junction) and shape.word == "and"
    left, right = shape.parts
    assert isinstance(left, FieldUse) and (left.name.text, left.op, left.values[0].text) == (
        "user.verified",
        "=",
        "yes",
    )
    assert isinstance(right, Junction) and right.word == "or"
    assert isinstance(right.parts[0], FieldUse) and [v.text for v in right.parts[0].values] == ["a", "b c"]


def test_spans_are_exact() -> None:
    charter = parse(read(SAMPLE))
    for node in charter.walk():
        for text in [node.name, node.words, *node.names, *node.clauses.overrides]:
            if text is not None:
                assert SAMPLE[text.span.start : text.span.end] == text.text
        for condition in [*node.clauses.when, *node.clauses.unless]:
            assert SAMPLE[condition.text.span.start : condition.text.span.end] == condition.text.text


@pytest.mark.parametrize(("text", "expected"), BROKEN)
def test_every_mistake_of_a_file_is_reported(text: str, expected: list[str]) -> None:
    source = read(text)
    charter = parse(source)
    said = []
    for m in charter.mistakes:
        at = source.position(m.span.start)
        said.append(f"{at.line}:{at.column} {m.message} -- {m.help}")
    assert said == expected
    assert list(charter.walk())


def test_mutations() -> None:
    rng = random.Random(11)
    for _ in range(500):
        text = mutate(SAMPLE, rng)
        source = read(text)
        charter = parse(source)
        assert list(charter.walk()), text
        assert all(0 <= m.span.start <= m.span.end <= len(text) for m in charter.mistakes)
        once = fmt(source)
        assert fmt(read(once)) == once, text


def test_fmt() -> None:
    text = 'must   go  when a<3 # why\n\n\n\nprinciple p :\n      # note\n      never  say "a  b"\n\t\nrole:\n      |   hi  # x\n'
    laid = 'must go when a < 3  # why\n\nprinciple p:\n  # note\n  never say "a  b"\n\nrole:\n  |   hi  # x\n'  # the model gets the indentation of prose
    assert fmt(read(text)) == laid
    assert fmt(read(SAMPLE)) == SAMPLE
    assert fmt(read("must go\r\n")) == "must go\r\n"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_examples_are_laid_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert parse(read(text)).mistakes == []
    assert fmt(read(text)) == text


def test_fmt_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.charter"
    file.write_text("must   go\n", encoding="utf-8")
    assert main(["fmt", "--check", str(file)]) == 1
    capsys.readouterr()
    assert main(["fmt", "--diff", str(file)]) == 1
    assert "+must go" in capsys.readouterr().out
    assert file.read_text(encoding="utf-8") == "must   go\n"
    assert main(["fmt", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == "must go\n"
    assert main(["fmt", "--check", str(tmp_path)]) == 0
    assert main(["fmt", str(tmp_path / "none.charter")]) == 2
    assert main(["fmt", str(tmp_path / "a.md")]) == 2


def test_lark_is_not_loaded_for_other_files() -> None:
    code = (
        "import sys; from promptlint.engine import FileResult, lint_source; from promptlint.source import Source; "
        "lint_source(Source('a.md', 'Be brief.')); print('lark' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"


def test_cache_of_another_user_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from promptlint.charter import grammar, lalr

    def forget() -> None:
        grammar.tables.cache_clear()
        lalr.candidates.cache_clear()  # the automaton made anew may number its states otherwise

    text = Path(grammar.folder("grammar"), "charter.lark").read_text(encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    forget()
    made = grammar.tables()
    (kept,) = (tmp_path / "promptlint").iterdir()
    kept.chmod(0o666)
    assert grammar._read(text) is None
    kept.chmod(0o600)
    assert grammar.Tables(*(grammar._read(text) or ())) == made
    assert grammar._read(text + "// changed") is None
    kept.write_bytes(b"no tables")
    forget()
    assert grammar.tables() == made
    forget()


def test_lark_is_not_loaded_with_a_warm_cache() -> None:
    code = (
        "import sys; from promptlint.engine import lint_source; from promptlint.source import Source; "
        "lint_source(Source('a.charter', 'must go')); print('lark' in sys.modules)"
    )
    done = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60) for _ in range(2)]
    assert done[1].stdout.strip() == "False", done[1].stderr


def test_the_automaton_reads_as_lark_does() -> None:
    from lark import Lark
    from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

    from promptlint.charter import grammar, lalr
    from promptlint.charter.words import FORMS

    text = Path(grammar.folder("grammar"), "charter.lark").read_text(encoding="utf-8")
    theirs = Lark(text, parser="lalr", lexer="contextual", maybe_placeholders=False)
    rng = random.Random(3)
    statements = [*FORMS.values(), *(x.strip() for x in SAMPLE.splitlines()[4:] if x.strip())]
    for _ in range(1500):
        line = mutate(rng.choice(statements), rng)
        ours = lalr.parse(line)
        try:
            tree = theirs.parse(line)
        except UnexpectedCharacters as e:
            assert isinstance(ours, lalr.Unexpected) and ours.at == e.pos_in_stream, line
        except UnexpectedToken as e:
            at = len(line) if e.token.type == "$END" else e.token.start_pos
            assert isinstance(ours, lalr.Unexpected) and (ours.at, ours.accepts) == (at, e.accepts), line
        except UnexpectedInput:
            raise
        else:
            assert isinstance(ours, lalr.Tree) and shape(ours) == shape(tree), line


def shape(tree: Any) -> Any:
    """A tree of either parser as plain tuples."""
    if hasattr(tree, "children"):
        return str(tree.data), [shape(c) for c in tree.children]
    return tree.type, str(getattr(tree, "text", tree)), getattr(tree, "start_pos", getattr(tree, "start", None))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_examples_and_what_they_render_to_are_clean(path: Path) -> None:
    source = read(path.read_text(encoding="utf-8"))
    assert lint_source(source).diagnostics == []
    text = "".join(p[0] for p in render.markdown(parse(source)))
    assert [d.message for d in lint_source(Source("x.md", text)).diagnostics] == []
    charter = parse(source)
    for name, text in (
        ("x.xml", render.xml(charter)),
        ("prompt.json", render.chat(charter)),
        ("constitution.json", constitution(charter)),
    ):
        assert [d.message for d in lint_source(Source(name, text)).diagnostics] == [], name


def test_there_is_an_example_of_each_kind() -> None:
    kinds = {str(parse(read(p.read_text(encoding="utf-8"))).meta["profile"]) for p in EXAMPLES}
    assert len(EXAMPLES) >= 5 and kinds >= {"assistant", "agent", "rag", "constitution"}


def test_render_is_stable_under_layout() -> None:
    rough = SAMPLE.replace("user.age < 18", "user.age<18").replace("  ", "    ")
    assert _markdown(rough) == _markdown(SAMPLE)


def _markdown(text: str) -> str:
    return "".join(p[0] for p in render.markdown(parse(read(text))))


def test_render_says_what_is_meant() -> None:
    text = _markdown(SAMPLE)
    for line in (
        "- When the user's age is less than 18, never recommend a bike over 25 km/h.",
        "- Never share customer data unless the user is verified and either the x is a or b c or not urgent,"
        " because people ask. This goes before the rule on “recommend a bike over 25 km/h”.",
        "- Do not help with medical advice. Instead, offer a link.",
        "- Take at most 40 steps.",
        "1. Keep people safe\n2. Style",
        "<user_message>\n{{user_message}}\n</user_message>",
    ):
        assert line in text, text


def test_prose_of_a_principle_stands_as_it_is() -> None:
    text = "principle p:\n  | A sample:\n  |\n  | ```\n  |     x = 1\n  | ```\n  must go\n  |  and\n  must come\n"
    assert parse(read(text)).mistakes == [] and fmt(read(text)) == text
    assert _markdown(text) == (
        "## P\n\nA sample:\n\n```\n    x = 1\n```\n\n- You must go.\n\n and\n\n- You must come.\n"
    )


def test_yes_and_no_are_verbalised() -> None:
    text = _markdown("must go when paid = no and consent = yes\nmust stay when urgent != yes and user.verified = no\n")
    assert "- You must go when it is not paid and there is consent." in text
    assert "- You must stay when it is not urgent and the user is not verified." in text
    assert "nights are more than 3" in _markdown("must go when stay.nights > 3\n")


def test_two_orders_stand_apart() -> None:
    text = _markdown("precedence a > b\nprecedence c > d\nmust go\n")
    assert "2. B\n\nWhere two rules" in text


def test_render_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.charter").write_text('include "b.charter"\nmust go\n', encoding="utf-8")
    (tmp_path / "b.charter").write_text("never stay\n", encoding="utf-8")
    assert main(["render", "a.charter", "--to", "chat"]) == 0
    message = json.loads(capsys.readouterr().out)["messages"][0]
    assert message == {"role": "system", "content": "## Rules\n\n- Never stay.\n- You must go."}
    assert main(["render", "a.charter", "--to", "xml"]) == 0
    assert capsys.readouterr().out == "<rules>\n- Never stay.\n- You must go.\n</rules>\n"


def test_includes_that_cannot_be_had(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.charter").write_text(
        'include "b.charter"\ninclude "none.charter"\ninclude "../out.charter"\nnevr go\nmust go\n', encoding="utf-8"
    )
    (tmp_path / "b.charter").write_text('extends "a.charter"\nnever stay\n', encoding="utf-8")
    assert main(["render", "a.charter"]) == 1
    out, err = capsys.readouterr()
    assert out == "## Rules\n\n- Never stay.\n- nevr go\n- You must go.\n"
    assert err.splitlines() == [
        "promptlint: a.charter:4: unknown keyword 'nevr'; did you mean 'never'?",
        'promptlint: b.charter:1: extends "a.charter" goes round in a ring: a.charter → b.charter → a.charter',
        'promptlint: a.charter:2: include "none.charter" cannot be read: no such file or directory',
        f'promptlint: a.charter:3: include "../out.charter" leads out of {tmp_path.name}',
    ]


def lint_beside(path: str, text: str) -> FileResult:
    """Lint a text as a file of the working directory."""
    return lint_source(Source(path, text), load=loader(path))


def test_nothing_is_read_without_a_loader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.charter").write_text("must go\n", encoding="utf-8")
    (found,) = lint_source(Source("a.charter", 'include "b.charter"\n')).diagnostics
    assert found.message == 'include "b.charter" cannot be read: there is no folder to look in'
    assert lint_beside("a.charter", 'include "b.charter"\n').diagnostics == []


def test_check_reads_includes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "privacy.charter").write_text(
        "field user.verified: yes/no\n[no-share] never share the address\nnevr go\n", encoding="utf-8"
    )
    text = 'include "shared/privacy.charter"\nmay share the address when user.verified = maybe\n'
    found = lint_beside("a.charter", text).diagnostics
    assert [(d.name, text[d.span.start : d.span.end]) for d in found] == [
        ("contradictory-directives", "may share the address when user.verified = maybe"),
        ("unknown-field", "maybe"),
    ]
    text = text.replace("maybe", "yes")
    (clash,) = lint_beside("a.charter", text).diagnostics
    assert (
        clash.name == "contradictory-directives" and "in shared/privacy.charter" in clash.message and not clash.related
    )
    assert lint_beside("a.charter", text + "  overrides no-share\n").diagnostics == []
    (tmp_path / "shared" / "privacy.charter").write_text('include "../a.charter"\n', encoding="utf-8")
    (ring,) = lint_beside("a.charter", text).diagnostics
    assert ring.name == "include-cycle" and "a.charter → privacy.charter → a.charter" in ring.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("must go" + " " * 50000 + "x", "a statement of 50,008 characters; 20,000 can be read"),
        ("must go when " + "(" * 3000 + "a" + ")" * 3000, "a condition nested more than 50 deep"),
        ("must go when " + "not " * 3000 + "a", "a condition nested more than 50 deep"),
    ],
)
def test_a_hostile_line_is_one_mistake(text: str, message: str) -> None:
    assert [m.message for m in parse(read(text)).mistakes] == [message]
    assert fmt(read(text)) == text + "\n"


def test_long_lines_are_read() -> None:
    many = " or ".join(f"(not a{i} and x{i} = {i})" for i in range(600))
    for text in (f"must go when {many}", "must go" + " " * 19000 + "far", 'must say "a" ' + "b : " * 4000 + "c"):
        assert len(text) > 10_000
        charter = parse(read(text))
        assert charter.mistakes == [] and charter.nodes[0].kind == "rule"
        assert lint_source(read(text)).diagnostics is not None
    deep = "must go when " + "(" * 50 + "a" + ")" * 50
    assert parse(read(deep)).mistakes == []
    assert "When" in _markdown(deep) or "when a" in _markdown(deep)
