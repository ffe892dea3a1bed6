"""The reference of the Charter language, made of its grammar, its word lists and the rules that read it."""

from __future__ import annotations

import re
from pathlib import Path

from promptlint.charter.model import SIMPLE
from promptlint.charter.statement import DEEPEST, LONGEST, NAMED
from promptlint.charter.surface import ALIKE
from promptlint.charter.values import KINDS, SAME
from promptlint.charter.words import FORMS, MODALITIES
from promptlint.rule import Rule

GRAMMAR = Path(__file__).resolve().parent.parent / "grammar" / "charter.lark"
PRODUCTION = re.compile(r"((?:^// .*\n)*)^\??([a-z_]+): (.*(?:\n[ ]+\|.*)*)", re.M)
TERMINAL = re.compile(r"^([A-Z_]+)\.\d: (?:/(.*)/|\"(.*)\")$", re.M)
# The first keyword of a statement, by the name of its production.
HEADS = {"group": "when", "norm": "must", "preference": "prefer"}
MEANINGS = {
    "must": "it is required", "must not": "it is forbidden; also `may not`", "should": "it is asked for",
    "should not": "it is advised against", "may": "it is permitted",
    "never": "it is forbidden, and no narrower rule is an exception", "always": "it is required, and no narrower rule is an "
    "exception", "only": "nothing else is permitted, or it is permitted under no other condition", "avoid": "as `should not`",
}  # fmt: skip
CLAUSES = {
    "when": "when the rule applies (also `if`, `while`); several must all hold", "unless": "when it does not apply",
    "except": "as `unless`", "overrides": "the rules or principles that yield to this one",
    "instead": "what is done in place of it", "because": "the reason; the model is told",
}  # fmt: skip


def reference(rules: list[Rule]) -> str:
    """The page.

    Args:
        rules: all rules; those that read charters are listed.
    """
    text = GRAMMAR.read_text(encoding="utf-8")
    words = {name: _word(name, pattern or literal) for name, pattern, literal in TERMINAL.findall(text)}
    found = {name: (_doc(doc), body) for doc, name, body in PRODUCTION.findall(text)}
    parts = [
        "# Charter: reference",
        "Generated from the grammar (`grammar/charter.lark`) and the rules by `make docs`; the guide is [charter.md](charter.md).",
        "## Lines",
        "A statement is a line. Lines below it that are indented belong to it. `#` begins a comment at the start of a line or "
        "behind a space, outside quotes. A line that begins with `|` is prose and goes to the model as it is. "
        f"A line has at most {LONGEST:,} characters, and a condition is nested at most {DEEPEST} deep.",
        "## Statements",
        "`[x]` may be left out, `(x)…` may be repeated, `a / b` is one of the two; OP is `=`, `!=`, `<`, `<=`, `>` or `>=`. "
        "Under each stands an example.",
        *(_statement(name, doc, body, found, words) for name, (doc, body) in found.items() if doc),
        "## Modalities",
        _table("keyword", MEANINGS, MODALITIES),
        "## Clauses",
        _table("clause", CLAUSES, tuple(CLAUSES)),
        "## Conditions",
        _conditions(found, words),
        "## Units",
        _units(),
        "## Words that mean one thing",
        "Two rules are about the same deed when their verbs are the same or stand together here: "
        + "; ".join(", ".join(group) for group in ALIKE)
        + ".",
        "## What is reported",
        "| rule | what | severity |\n|---|---|---|\n" + "\n".join(_reported(r) for r in rules if _reads(r)),
        "All other rules read the prose that a charter renders to, and report at the words of the charter that it comes from.",
    ]
    return "\n\n".join(parts) + "\n"


def _doc(comments: str) -> str:
    lines = [line.removeprefix("// ") for line in comments.splitlines()]
    return "" if any("docs/charter-reference.md" in line for line in lines) else " ".join(lines)


def _word(name: str, pattern: str) -> str:
    """How a terminal is written: a keyword or sign as it is, others by what they are."""
    if name in NAMED and name not in ("COLON", "COMMA", "GT", "BAR", "LPAR", "RPAR", "LBRACE", "RBRACE"):
        return {"STRING": '"text"', "OP": "OP", "TAG_NAME": "<tag>"}.get(name, name.lower())
    if name == "ID":
        return "[name]"
    if re.fullmatch(r"[A-Z_]+", name) and re.match(r"\(?\??:?[a-z]", pattern.lstrip("(?:")):
        return name.lower().replace("_", " ") if name != "TAGS" else "tags"
    return pattern


PLACEHOLDERS = {
    "dotted": "NAME", "name": "NAME", "rest": "WORDS", "action": "WORDS", "preferred": "WORDS", "topic": "WORDS",
    "type_value": "VALUE", "value": "VALUE", "member": "VALUE", "phrase": "WORDS", "field_name": "NAME",
}  # fmt: skip
# Productions that have an entry of their own.
PARTS = {"condition": "CONDITION", "clause": "CLAUSE", "modality": "MODALITY", "factor": "CONDITION", "member": "VALUE"}


def _syntax(body: str, found: dict[str, tuple[str, str]], words: dict[str, str]) -> str:
    """A production as one writes it."""
    body = re.sub(r"\s*->\s*\w+", "", body)
    tokens = re.findall(r"[A-Za-z_]+|[()|?*+]", body)
    out: list[str] = []
    for token in tokens:
        if token in words:
            out.append(PLACEHOLDERS.get(words[token], words[token]))
        elif token in PARTS:
            out.append(PARTS[token])
        elif token in found:
            inner = _syntax(found[token][1], found, words)
            out.append(f"({inner})" if " / " in inner else inner)
        elif token == "|":
            out.append("/")
        elif token in "()":
            out.append(token)
        elif token == "?":
            _optional(out)
        elif token in "*+":
            out[-1] = out[-1] + "…" if out[-1] == ")" else f"({out[-1]})…"
    text = " ".join(out)
    return re.sub(r"\(\s+", "(", re.sub(r"\s+([):,…\]])", r"\1", text))


def _optional(out: list[str]) -> None:
    """Put what was written last into brackets."""
    if out[-1] != ")":
        out[-1] = f"[{out[-1]}]"
        return
    depth = 0
    for k in range(len(out) - 1, -1, -1):
        depth += (out[k] == ")") - (out[k] == "(")
        if depth == 0:
            inner = " ".join(out[k + 1 : -1])
            out[k:] = [f"[{inner}]"]
            return


def _statement(name: str, doc: str, body: str, found: dict[str, tuple[str, str]], words: dict[str, str]) -> str:
    head = HEADS.get(name, name)
    title = "rule" if name == "norm" else head
    return f"### {title}\n\n    {_syntax(body, found, words)}\n\n{doc}\n\n    {FORMS[head]}"


def _table(title: str, meanings: dict[str, str], order: tuple[str, ...]) -> str:
    rows = [
        f"| `{word}` | {meanings[word]} | `{FORMS[word]}` |" if word in FORMS else f"| `{word}` | {meanings[word]} | |"
        for word in order
    ]
    return f"| {title} | meaning | for example |\n|---|---|---|\n" + "\n".join(rows)


def _conditions(found: dict[str, tuple[str, str]], words: dict[str, str]) -> str:
    forms = [_syntax(part, found, words) for part in found["factor"][1].split("\n")]
    lines = [f"    {form.lstrip('/ ')}" for form in forms]
    return (
        "Conditions are joined by `and` and `or`; `and` binds more tightly.\n\n"
        + "\n".join(lines)
        + "\n\nWords are a condition too: they hold or not, and nothing more is known of them. Put them in quotes when one of "
        f"them is a keyword. A declared field is one of {', '.join(SIMPLE)}, or has the values that are listed."
    )


def _units() -> str:
    short: dict[str, list[str]] = {}
    for word, unit in SAME.items():
        short.setdefault(unit, []).append(word)
    rows = []
    for kind, units in KINDS.items():
        rows.append(f"| {kind} | " + ", ".join(" = ".join([u, *short.get(u, [])]) for u in units) + " |")
    return (
        "Numbers of one kind are converted; numbers of two kinds are never compared. Other words behind a number count things.\n\n"
        "| kind | units |\n|---|---|\n" + "\n".join(rows)
    )


def _reads(rule: Rule) -> bool:
    return any(".charter" in info for _, info, _ in rule.examples)


def _reported(rule: Rule) -> str:
    severity = rule.proven or rule.severity
    return f"| {rule.code} [{rule.name}](rules/{rule.name}.md) | {rule.summary} | {severity} |"
