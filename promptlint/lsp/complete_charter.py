"""What can be written in a charter: by the block that the line stands in, and by the words before the cursor."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from lsprotocol import types as lsp

from promptlint import regex
from promptlint.charter.ast import Charter, Node
from promptlint.charter.layout import lines
from promptlint.charter.words import CLAUSES, FORMS, HEADS, MODALITIES, TURNS
from promptlint.lsp.analyser import Analysis
from promptlint.lsp.proposal import Proposal

Kind = lsp.CompletionItemKind
ID = r"(?:\[[^\]]*\]\s*)?"
WORD = r"([A-Za-z_][\w.-]*|)$"
HEAD = regex.compile(rf"\s*{ID}([A-Za-z']*(?: [A-Za-z]*)?)$")
NAMED = regex.compile(rf"\boverrides\s+(?:[\w-]+\s*,\s*)*{WORD}|^\s*example\b[^:]*\bfor\s+{WORD}")
RANKED = regex.compile(rf"^\s*precedence\s+(?:[\w-]+\s*>\s*)*{WORD}")
FILE = regex.compile(r'^\s*(?:include|extends)\s+"([^"]*)$')
TRUST = regex.compile(rf"^\s*input\s+[\w.-]+\s+is\s+{WORD}")
TYPE = regex.compile(rf"^\s*field\s+[\w.-]+\s*:\s*{WORD}")
BOUND = regex.compile(rf"^\s*limit\s+(?:[^,]+,\s*)*{WORD}")
VALUE = regex.compile(r"([A-Za-z_][\w.-]*)\s*(?:!=|==|=|(?:not\s+)?in\s*\{(?:[^}]*,)?)\s*([\w-]*)$")
FIELD = regex.compile(rf"\b(?:when|if|while|unless)\s+(?:[^#]*\b(?:and|or|not)\s+)?(?:\(\s*)*{WORD}")
CONDITION = regex.compile(r"\b(?:when|if|while|unless)\s")
SUBJECT = regex.compile(rf"^\s*{ID}(?:refuse|escalate)\s+(?:[^,]+,\s*)*([A-Za-z][\w -]*|)$")
ACTION = regex.compile(
    rf"^\s*(?:{ID}(?:must not|must|should not|should|may not|may|never|always|only|avoid|prefer)|confirm before)\s+(?:.*\s)?{WORD}"
)
STATEMENTS = tuple(h for h in HEADS if h not in CLAUSES or h == "when")
RULES = (*MODALITIES, "prefer", "refuse", "escalate", "when")
BOUNDS = ("steps", "cost", "time", "turns", "retries", "tokens")


def hazards() -> dict[str, str]:
    """The names of hazards, with what each is."""
    from promptlint.knowledge import current

    return dict(current().section("hazard_names"))


def proposals(analysis: Analysis, charter: Charter, at: int, before: str, folder: str) -> Iterator[Proposal]:
    """What can be written at an offset.

    Args:
        before: the line up to there.
        folder: where the file lies.
    """
    if "#" in before.split('"')[0] or before.lstrip().startswith("|"):
        return
    parent = _parent(analysis, charter, at, len(before) - len(before.lstrip()))
    if parent is not None and (parent.kind in ("role", "prose", "turn") or _opens_prose(analysis, parent)):
        return
    if parent is not None and parent.kind == "example":
        yield from _words(before, TURNS, ": ")
        return
    yield from _by_words(charter, before, folder)
    below_rule = parent is not None and parent.kind == "rule"
    inside = parent is not None and parent.kind in ("principle", "when")
    words = CLAUSES if below_rule else RULES if inside else (*STATEMENTS, "must not", "should not")
    yield from _words(before, words, " ")


def _parent(analysis: Analysis, charter: Charter, at: int, indent: int) -> Node | None:
    """The statement that the line at an offset stands below, by its indentation."""
    nodes = {n.line: n for n in charter.walk() if not n.path}
    source = analysis.source
    here = source.position(at).line
    above = [x for x in lines(source.text, charter.body, source.line_starts) if x.number < here and not x.bare]
    return next((nodes.get(x.number) for x in reversed(above) if x.indent < indent), None) if indent else None


def _opens_prose(analysis: Analysis, node: Node) -> bool:
    """Whether what stands below a refusal is what is said instead."""
    return node.modality == "refuse" and analysis.source.text[node.span.start : node.span.end].rstrip().endswith(":")


def _words(before: str, words: tuple[str, ...], behind: str) -> Iterator[Proposal]:
    """Keywords that a line can begin with."""
    m = HEAD.match(before)
    if m is None:
        return
    for word in words:
        form = FORMS.get(word.split()[0], "")
        text = f"{word}:" if word == "role" else word + behind
        yield Proposal(word, Kind.Keyword, len(m[1]), form, text=text)


def _by_words(charter: Charter, before: str, folder: str) -> Iterator[Proposal]:
    """What the words before the cursor ask for."""
    if m := FILE.search(before):
        yield from _files(folder, m[1])
        return
    if m := VALUE.search(before):
        if CONDITION.search(before):
            yield from _values(charter, m[1], len(m[2]))
        return
    for pattern, propose in TABLE:
        if m := pattern.search(before):
            typed = next((g for g in reversed(m.groups()) if g is not None), "")
            yield from propose(charter, len(typed))
            return


def _ids(charter: Charter, typed: int) -> Iterator[Proposal]:
    for node in charter.of("rule", "escalate", "principle"):
        if node.name is not None:
            said = " ".join(x for x in (node.modality, node.words.text if node.words else "") if x)
            kind = Kind.Module if node.kind == "principle" else Kind.Function
            yield Proposal(node.name.text, kind, typed, node.kind, said)


def _ranked(charter: Charter, typed: int) -> Iterator[Proposal]:
    yield from sorted(_ids(charter, typed), key=lambda p: p.kind is not Kind.Module)


def _fields(charter: Charter, typed: int) -> Iterator[Proposal]:
    from promptlint.charter.model import conditions

    declared = {n.name.text: " | ".join(t.text for t in n.names) for n in charter.of("field") if n.name}
    used = {u.name.text: "" for n in charter.walk() for c in conditions(n) for u in c.uses()}
    for name, kind in {**used, **declared}.items():
        yield Proposal(name, Kind.Field, typed, kind or "used, not declared")


def _values(charter: Charter, name: str, typed: int) -> Iterator[Proposal]:
    """The values that a field can have."""
    from promptlint.charter.model import YES_NO, Model

    for value in Model(charter).types.get(name, ()):
        for one in YES_NO if value == "yes/no" else (value,) if value not in ("number", "text") else ():
            yield Proposal(one, Kind.EnumMember, typed, name)


def _files(folder: str, typed: str) -> Iterator[Proposal]:
    """Charters and folders beside the file."""
    base, _, last = typed.rpartition("/")
    try:
        entries = sorted(os.scandir(os.path.join(folder, base)), key=lambda e: e.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield Proposal(entry.name, Kind.Folder, len(last), text=f"{entry.name}/")
        elif entry.name.endswith(".charter"):
            yield Proposal(entry.name, Kind.File, len(last))


def _fixed(kind: lsp.CompletionItemKind, words: tuple[str, ...]) -> Callable[[Charter, int], Iterator[Proposal]]:
    def propose(charter: Charter, typed: int) -> Iterator[Proposal]:
        return (Proposal(word, kind, typed) for word in words)

    return propose


def _subjects(charter: Charter, typed: int) -> Iterator[Proposal]:
    for name, about in hazards().items():
        yield Proposal(name.replace("-", " "), Kind.EnumMember, typed, "hazard", about)
    yield from _terms(charter, typed)


def _terms(charter: Charter, typed: int) -> Iterator[Proposal]:
    """What an action can speak of: terms, inputs and tools that the charter declares."""
    for node in charter.of("define", "input"):
        if node.name is not None:
            about = node.words.text if node.words else " ".join(t.text for t in node.names)
            yield Proposal(node.name.text, Kind.Constant, typed, node.kind, about)
    tools = charter.meta.get("tools")
    for tool in tools if isinstance(tools, list) else ():
        yield Proposal(str(tool), Kind.Interface, typed, "tool")


def _action(charter: Charter, typed: int) -> Iterator[Proposal]:
    yield from _terms(charter, typed)
    for word in CLAUSES:
        yield Proposal(word, Kind.Keyword, typed, FORMS.get(word, ""), text=f"{word} ")


TABLE = (
    (NAMED, _ids),
    (RANKED, _ranked),
    (TRUST, _fixed(Kind.Keyword, ("trusted", "untrusted"))),
    (TYPE, _fixed(Kind.TypeParameter, ("number", "text", "yes/no"))),
    (BOUND, _fixed(Kind.Property, BOUNDS)),
    (FIELD, _fields),
    (SUBJECT, _subjects),
    (ACTION, _action),
)
