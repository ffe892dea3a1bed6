"""`promptlint import`: a prompt in prose becomes a charter that keeps every directive."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from promptlint.charter.draft import Drafted, draft
from promptlint.charter.fmt import fmt
from promptlint.charter.parse import parse
from promptlint.cli import main
from promptlint.engine import document_of, toolbox
from promptlint.source import Source

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
LABELLED = sorted(p for p in (ROOT / "benchmarks" / "labelled").rglob("*") if p.is_file() and p.suffix != ".jsonl")
PROMPT = """\
You are Ava, the assistant of Acme Bikes.
You know bicycles.

# Orders

- Look up the order before you answer a question about it.
- If the order is older than 30 days, pass the customer to a colleague.
- **Refunds:** Never promise a refund of more than $300 unless a manager agrees, because we cannot take it back.

Prices change every week.

Never:
- share the address of another customer
- give medical advice

# Steps

1. Greet the customer.
2. Ask for the order number.

The answer must be in English.

```python
def answer():
    return 1
```
"""
DRAFT = """\
---
name: support
# profile: assistant  (a guess; without the # it is declared)
---
# A first draft, imported from support.md.

role:
  | You are Ava, the assistant of Acme Bikes.
  | You know bicycles.

principle orders "Orders":
  [look-up-order-before] must look up the order before you answer a question about it  # support.md:6
  [pass-customer-colleague] must pass the customer to a colleague when the order is older than 30 days  # support.md:7
  | Refunds:
  [promise-refund-more-than] never promise a refund of more than $300  # support.md:8
    unless a manager agrees
    because we cannot take it back
  | Prices change every week.
  [share-address-another-customer] never share the address of another customer  # support.md:13
  [give-medical-advice] never give medical advice  # support.md:14

principle steps "Steps":
  | 1. Greet the customer.
  | 2. Ask for the order number.
  |
  | The answer must be in English.
  |
  | ```python
  | def answer():
  |     return 1
  | ```
"""


def drafts(path: str, data: bytes) -> list[Drafted]:
    """The drafts of all prompts of a file, each checked for what must hold of any."""
    document = document_of(Source.from_bytes(path, data), toolbox().table)
    found = []
    for stack in document.stacks:
        for unit in stack.units:
            made = draft(unit, document.format, stack.profile.name)
            text = Source("draft.charter", made.text)
            assert parse(text).mistakes == [], path
            assert fmt(text) == made.text, path
            found.append(made)
    return found


def test_a_draft() -> None:
    (made,) = drafts("support.md", PROMPT.encode())
    assert made.text == DRAFT
    assert (made.lost, made.loosened) == ([], [])
    assert made.rules == 5 and made.directives == 9


@pytest.mark.parametrize("path", LABELLED, ids=lambda p: p.name)
def test_every_directive_of_a_labelled_prompt_is_kept(path: Path) -> None:
    for made in drafts(path.name, path.read_bytes()):
        assert [d.reading() for d in made.lost] == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
def test_every_directive_of_twenty_real_prompts_is_kept() -> None:
    files = sorted(p for p in CORPUS.rglob("*") if p.suffix in (".md", ".txt", ".j2", ".prompty"))
    chosen = random.Random(3).sample(files, 20)
    total = 0
    for path in chosen:
        for made in drafts(path.relative_to(CORPUS).as_posix(), path.read_bytes()):
            assert [d.reading() for d in made.lost] == [], path
            total += made.directives
    assert total > 200


def test_what_a_rule_cannot_say_stays_prose() -> None:
    text = """\
Do not use "curly quotes.
Check if the file exists.
Say “when” only once | never twice.
Use issue #5 as the # model, e.g. this one.
The summary must name the fee.
Prefer short words over long ones.
You may (if asked) repeat the question (once.
"""
    (made,) = drafts("odd.txt", text.replace("\n", "\n\n").encode())
    assert made.lost == [] and made.loosened == []
    assert '] must "check if the file exists"' in made.text
    assert "] prefer short words over long ones" in made.text
    assert "| The summary must name the fee." in made.text


def body(text: str) -> str:
    """The principles of a draft, without the comments that say where a rule comes from."""
    (made,) = drafts("x.md", text.encode())
    assert (made.lost, made.loosened) == ([], [])
    lines = made.text.split("principle ", 1)[-1].splitlines()
    return "\n".join(line.split("  # x.md:")[0] for line in lines)


def test_conditions_around_rules() -> None:
    text = """\
# Files

When you edit a file:
- Read it first.
- Never change its licence.

If you add a file, name it in lower case when the project does so.
"""
    assert (
        body(text)
        == """\
files "Files":
  when you edit a file:
    [read-first] must read it first
    [change-licence] never change its licence
  when you add a file:
    [name-lower-case] must name it in lower case when the project does so"""
    )


def test_tags_and_headings_are_principles() -> None:
    text = """\
You are a writer.

<style_rules>
Avoid jargon.
</style_rules>

Answer in French.

<letter>
{{letter}} Never mind the date.
</letter>

# Form
## Length
Use at most 100 words.
"""
    assert (
        body(text)
        == """\
style-rules "Style rules":
  [jargon] avoid jargon

principle rules "Rules":
  [answer-french] must answer in French
  | <letter>
  | {{letter}} Never mind the date.
  | </letter>

principle form-length "Form: Length":
  [use-most-words] must use at most 100 words"""
    )


def test_numbered_lists() -> None:
    numbered = "# Principles\n\n1. Never lie.\n2. Always cite the page.\n"
    assert body(numbered).count("] ") == 2
    assert body(numbered + "3. The page has a number.\n").count("] ") == 0
    assert body(numbered.replace("Principles", "Workflow")).count("] ") == 0
    assert body(numbered + "\nPrinciple 2 goes before principle 1.\n").count("] ") == 0


SNIPPETS = [
    PROMPT,
    "**Label:** Do it.\n- Do that.\n",
    "<rules>\n- Be brief.\n</rules>\n",
    "Never:\n- lie\n- `x`\n",
    "\t- a\n",
]
BITS = [
    '"',
    "#",
    "|",
    ":",
    "(",
    "\t",
    "\n",
    "  ",
    " when ",
    " unless ",
    "[x]",
    "\r\n",
    "\u2028",
    "\x0b",
    "**",
    "`",
    "```\n",
]


def test_hostile_prompts() -> None:
    rng = random.Random(5)
    for _ in range(80):
        text = rng.choice(SNIPPETS)
        for _ in range(rng.randint(1, 8)):
            at = rng.randrange(len(text) + 1)
            text = text[:at] + rng.choice(BITS) + text[at + rng.randint(0, 3) :]
        for made in drafts("x.md", text.encode()):
            assert [d.reading() for d in made.lost] == [], text


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("support.md").write_text(PROMPT, encoding="utf-8")
    assert main(["import", "support.md"]) == 0
    out, err = capsys.readouterr()
    assert out == DRAFT
    assert err == "promptlint: support.md: 5 rules and prose, which keep 9 of 9 directives\n"
    assert main(["import", "support.md", "-o", "support.charter"]) == 0
    assert Path("support.charter").read_text(encoding="utf-8") == DRAFT
    assert main(["fmt", "--check", "support.charter"]) == 0
    capsys.readouterr()
    assert main(["import", "support.md", "-o", "support.charter"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["import", "support.charter"]) == 2
    assert "is a charter already" in capsys.readouterr().err
    assert main(["import", "none.md"]) == 2
    Path("two.yaml").write_text(
        "first_prompt: Always be brief.\nsecond_prompt: Never lie to users.\n", encoding="utf-8"
    )
    capsys.readouterr()
    assert main(["import", "two.yaml"]) == 2
    assert "holds 2 prompts; choose one with --prompt: first_prompt, second_prompt" in capsys.readouterr().err
    assert main(["import", "two.yaml", "--prompt", "second_prompt"]) == 0
    assert "never lie to users" in capsys.readouterr().out
    assert main(["import", "two.yaml", "--prompt", "1"]) == 0
    assert "always be brief" in capsys.readouterr().out
    assert main(["import", "two.yaml", "--prompt", "second_promt"]) == 2
    assert "did you mean" in capsys.readouterr().err
    Path("SKILL.md").write_text("---\nname: reader\ntools: [open]\n---\nAlways cite the page.\n", encoding="utf-8")
    assert main(["import", "SKILL.md"]) == 0
    out, err = capsys.readouterr()
    assert "name: reader\n" in out and 'tools: ["open"]\n' in out and "1 rule and prose" in err
    Path("bad.md").write_bytes(b"\xff\xfe\x00")
    assert main(["import", "bad.md"]) == 2
    assert "Traceback" not in capsys.readouterr().err
