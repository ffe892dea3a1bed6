"""Reports: the JSON contract, SARIF's schema, hostile names and messages, frames."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest

from promptlint.diagnostic import Confidence, Diagnostic, Edit, Fix, Label, Severity
from promptlint.engine import FileResult, toolbox
from promptlint.reporters import FORMATS, Context, report
from promptlint.reporters.json import dumps
from promptlint.reporters.visible import visible
from promptlint.run import RunResult, Skipped
from promptlint.source import Source
from promptlint.span import Span

SARIF = json.loads((Path(__file__).parent / "data/sarif-2.1.0.json").read_text(encoding="utf-8"))
HOSTILE = "a\x1b[31m\u202eb\r\n::error::x%,:\u2066\x07\u200b]]><&\"'"
TEXT = (
    "# Täst 漢字\n\n- Keep it \u202eunder 50 words.\tThen stop.\n- Write at least 200 words.\n"
    + "x" * 400
    + " end\nlast"
)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def diagnostic(
    path: str, start: int, end: int, message: str = "two limits", related: tuple[Label, ...] = ()
) -> Diagnostic:
    return Diagnostic(
        code="PL990", name="unused-suppression", category="structure", severity=Severity.WARNING, confidence=Confidence.HIGH,
        message=message, path=path, span=Span(start, end), help="keep one", url="docs/rules/unused-suppression.md",
        related=related, witness="a reply of 60 words", fingerprint=f"{start:032x}",
        fix=Fix("drop it", (Edit(Span(start, end), ""),), safe=True),
    )  # fmt: skip


def result(path: str = "prompts/x.md", message: str = "two limits") -> RunResult:
    source = Source(path, TEXT)
    at = TEXT.index("Keep")
    other = Span(TEXT.index("Write"), TEXT.index("200 words") + 9)
    found = [
        diagnostic(path, at, at + 24, message, (Label(other, message),)),
        diagnostic(path, TEXT.index(" end") + 1, TEXT.index(" end") + 4, message),
        diagnostic(path, at, len(TEXT), message),
        diagnostic(path, len(TEXT), len(TEXT), message),
    ]
    file = FileResult(path, source, "markdown", "task", "“Täst”", 2, found, 1)
    return RunResult([file], [Skipped(f"{path}.gone", message, True)])


def text(form: str, run: RunResult, **context: object) -> str:
    return "".join(report(form, run, Context(lambda: toolbox().registry, **context)))  # type: ignore[arg-type]


def test_json_is_the_contract() -> None:
    data = json.loads(text("json", result()))
    assert set(data) == {"version", "tool", "files", "skipped", "diagnostics", "summary"}
    assert data["version"] == 1
    assert (
        data["files"][0].items()
        >= {"path": "prompts/x.md", "profile": "task", "directives": 2, "suppressed": 1}.items()
    )
    assert data["skipped"] == [{"path": "prompts/x.md.gone", "reason": "two limits"}]
    assert data["summary"] == {"error": 0, "warning": 4, "info": 0, "hint": 0}
    first = data["diagnostics"][0]
    at = TEXT.index("Keep")
    assert first["start"] == {"line": 3, "column": 3, "offset": at}
    assert first["end"] == {"line": 3, "column": 27, "offset": at + 24}
    assert first["related"][0]["path"] == "prompts/x.md"
    assert first["fix"]["safety"] == "safe"
    keys = "code name category severity confidence message help url path start end related witness fix fingerprint"
    assert set(keys.split()) <= set(first)


def test_json_lines_hold_the_same_objects() -> None:
    lines = [json.loads(line) for line in text("json-lines", result()).splitlines()]
    assert lines == json.loads(text("json", result()))["diagnostics"]


@pytest.mark.parametrize("path", ["prompts/x.md", "../a b/ü#?%.md", HOSTILE, "/abs/x.md", "c:x.md", "bad\udcff.md"])
def test_sarif_is_valid(path: str) -> None:
    data = json.loads(text("sarif", result(path, HOSTILE)))
    validator = jsonschema.Draft7Validator(SARIF, format_checker=jsonschema.FormatChecker())
    assert [e.message for e in validator.iter_errors(data)] == []
    run = data["runs"][0]
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert re.fullmatch(r"[\w./%~:-]+", location["artifactLocation"]["uri"], re.A)
    assert location["region"] == {"startLine": 3, "startColumn": 3, "endLine": 3, "endColumn": 27}
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"][0]["relatedLocations"][0]["message"]["text"] == HOSTILE
    assert run["results"][0]["partialFingerprints"]
    rule = run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]
    assert rule["id"] == "unused-suppression"
    assert "```bad" in rule["help"]["markdown"]
    assert run["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("color", [False, True])
def test_nothing_hostile_reaches_the_terminal(form: str, color: bool) -> None:
    out = text(form, result(HOSTILE, HOSTILE), color=color)
    if color:
        out = re.sub(r"\x1b\[[\d;]*m", "", out)
    assert not CONTROL.search(out)


def test_github_commands_cannot_be_forged() -> None:
    lines = text("github", result(HOSTILE, HOSTILE)).splitlines()
    assert len(lines) == 5
    assert all(re.match(r"::(error|warning|notice) file=[^,:]*,", line) for line in lines)
    first = text("github", result()).splitlines()[0]
    assert first.startswith(
        "::warning file=prompts/x.md,line=3,endLine=3,col=3,endColumn=27,title=PL990 unused-suppression::two"
    )


def test_junit_is_xml() -> None:
    root = ET.fromstring(text("junit", result(HOSTILE, HOSTILE)))
    assert (root.get("failures"), root.get("errors")) == ("4", "1")
    assert len(root.findall(".//failure")) == 4


def test_gitlab_and_rdjson() -> None:
    entries = json.loads(text("gitlab", result()))
    assert entries[0]["location"] == {"path": "prompts/x.md", "lines": {"begin": 3, "end": 3}}
    assert len({e["fingerprint"] for e in entries}) == 3
    data = json.loads(text("rdjson", result()))["diagnostics"][0]
    assert data["location"]["range"]["start"] == {"line": 3, "column": 3}
    assert data["location"]["range"]["end"] == {"line": 3, "column": 29}  # bytes: the mark takes three


FRAME = """\
prompts/x.md  task (“Täst”) · 2 directives · 1 suppressed

warning[PL990] unused-suppression
  two limits
  ╭─ prompts/x.md:3:3
3 │ - Keep it <U+202E>under 50 words.    Then stop.
  │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
4 │ - Write at least 200 words.
  │   ------------------------ two limits
  │
  ├─ witness: a reply of 60 words
  ├─ help: keep one
  ╰─ fix: drop it (--fix)

"""


def test_frames() -> None:
    out = text("full", result())
    assert out.startswith(FRAME)
    assert out.endswith("4 warnings in 1 file (1 suppressed, 1 not read) · 4 fixable with --fix\n")
    assert max(map(len, out.splitlines())) <= 100


def test_long_lines_are_cut_around_the_span() -> None:
    block = text("full", result(), width=60).split("warning[PL990]")[2]
    line, under = block.splitlines()[3:5]
    assert line.startswith("5 │ …x")
    assert line.endswith("x end")
    assert under.index("^") == line.index("end")
    assert under.count("^") == 3


def test_wide_characters_are_underlined_in_place() -> None:
    run = result()
    run.files[0].diagnostics = [diagnostic("x.md", TEXT.index("漢"), TEXT.index("漢") + 2)]
    line, under = text("full", run).splitlines()[5:7]
    assert line == "1 │ # Täst 漢字"
    assert under == "  │        ^^^^"


def test_color_is_only_written_when_wanted() -> None:
    assert "\x1b[" in text("full", result(), color=True)
    assert "\x1b[" not in text("full", result())


def test_visible() -> None:
    assert visible("a\tb\n\u202e\U000e0041\ufeff") == "a    b<U+000A><U+202E><U+E0041><U+FEFF>"
    assert visible("👩\u200d👧 ❤\ufe0f é — “x”") == "👩\u200d👧 ❤\ufe0f é — “x”"
    assert visible("a\u200db\xa0c") == "a<U+200D>b\xa0c"


def test_a_label_without_room_stands_below() -> None:
    run = result()
    at = TEXT.index("Write")
    label = Label(Span(at, at + 5), "a label of many words " * 6)
    run.files[0].diagnostics = [diagnostic("x.md", TEXT.index("Keep"), TEXT.index("Keep") + 4, "two", (label,))]
    lines = text("full", run, width=80).splitlines()
    i = lines.index("  │   -----")
    assert lines[i + 1].startswith("  │   a label of many words")
    assert max(map(len, lines)) <= 80


def test_lines_are_written_as_rich_writes_them() -> None:
    import io
    import random

    from rich.cells import cell_len as width
    from rich.console import Console
    from rich.text import Text

    from promptlint.reporters.styled import Line, cell_len, render

    styles = [
        "",
        "bold",
        "bold red",
        "bold bright_black",
        "bright_black",
        "magenta",
        "blue",
        "green",
        "bold yellow",
        "cyan",
    ]
    texts = ["", " ", "a b", "  x  ", "│ ", "“”…—", "日本語", "é\u0301", "👍", "^^^", "   "]
    rng = random.Random(1)
    for _ in range(300):
        parts = [(rng.choice(texts), rng.choice(styles)) for _ in range(rng.randrange(5))]
        ours, theirs = Line(), Text()
        for text, style in parts:
            ours.append(text, style)
            theirs.append(text, style)
        assert ours.width == theirs.cell_len
        theirs.rstrip()
        for color in (False, True):
            console = Console(
                file=io.StringIO(), width=100, force_terminal=color, no_color=not color, highlight=False, markup=False,
                color_system="standard" if color else None, emoji=False, soft_wrap=True, legacy_windows=False, _environ={},
            )  # fmt: skip
            console.print(theirs, soft_wrap=True, overflow="ignore", crop=False)
            assert render([ours], color) == console.file.getvalue(), parts  # type: ignore[attr-defined]
    assert all(cell_len(t) == width(t) for t in (*texts, *map(chr, range(0xA0, 0x3100))))


def test_json_escapes_what_a_terminal_would_obey() -> None:
    assert dumps(["\u202e", "\U000e0001"]) == '["\\u202e", "\\udb40\\udc01"]'
