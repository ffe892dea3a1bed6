"""One statement: parsed by the grammar, or told what is wrong with it."""

from __future__ import annotations

from promptlint import regex
from promptlint.charter import lalr
from promptlint.charter.ast import Mistake
from promptlint.charter.lalr import Tree, Unexpected
from promptlint.charter.words import FORMS, HEADS, MEANT, close
from promptlint.span import Span

HEAD = regex.compile(r"(?:\[[^\]]*\]\s*)?([^\s:]*)")
WORD = regex.compile(r'"[^"]*"?|[\w.\'$-]+|\S')
BULLET = regex.compile(r"(?:[-*•+]|\d+[.)])\s+")
TURNED = {"=>": ">=", "=<": "<="}
DEPTH = regex.compile(r'"[^"]*"|[()]|\b(?:not|and|or|when|unless)\b')
LONGEST, DEEPEST = 20_000, 50  # beyond what a person writes in a line; the time and the stack must have an end
NAMED = {
    "STRING": "a text in quotes",
    "DOTTED": "a name",
    "NAME": "a name",
    "FIELD_NAME": "a field",
    "REST": "its text",
    "ACTION": "what to do",
    "PREFERRED": "'A over B'",
    "TOPIC": "'a topic to somebody'",
    "PHRASE": "a condition",
    "VALUE": "a value",
    "MEMBER": "a value",
    "TYPE_VALUE": "'number', 'text' or values parted by |",
    "TAG_NAME": "a tag such as <user_message>",
    "OP": "one of < <= > >= = !=",
    "COLON": "':'",
    "COMMA": "','",
    "GT": "'>'",
    "BAR": "'|'",
    "RPAR": "')'",
    "RBRACE": "'}'",
    "LBRACE": "'{'",
    "$END": "the end of the line",
}
CLAUSE_NAMES = frozenset({"WHEN", "UNLESS", "EXCEPT_WHEN", "OVERRIDES", "INSTEAD", "BECAUSE"})
# Where one of these could stand, naming it says enough.
LEADING = ("PHRASE", "ACTION", "PREFERRED", "TOPIC", "REST", "VALUE", "RPAR", "RBRACE")


def parse(text: str, offset: int) -> Tree | Mistake:
    """The tree of one statement, with positions counted from its own start.

    Args:
        text: the statement without indentation and comment.
        offset: where it stands in the file, for the span of a mistake.
    """
    head = HEAD.match(text)
    word = head[1] if head else ""
    if word not in HEADS:
        return _unknown(text, word, head.start(1) if head else 0, offset)
    if len(text) > LONGEST:
        message = f"a statement of {len(text):,} characters; {LONGEST:,} can be read"
        return Mistake(message, Span(offset, offset + len(text)), "part it into several, or write | before prose")
    if depth(text) > DEEPEST:
        message = f"a condition nested more than {DEEPEST} deep"
        return Mistake(message, Span(offset, offset + len(text)), "part it into several rules")
    tree = lalr.parse(text)
    return _mistake(text, word, tree, offset) if isinstance(tree, Unexpected) else tree


def depth(text: str) -> int:
    """How deep the parentheses and negations of a condition are nested."""
    if text.count("(") + text.count("not") <= DEEPEST:
        return 0
    deepest = level = nots = 0
    for word in DEPTH.findall(text):
        level += (word == "(") - (word == ")")
        nots = nots + 1 if word == "not" else 0 if word != "(" else nots
        deepest = max(deepest, level + nots)
    return deepest


def _unknown(text: str, word: str, at: int, offset: int) -> Mistake:
    end = at + max(len(word), 1)
    span = Span(offset + at, offset + min(end, max(len(text), at)))
    if text.startswith("[") and "]" not in text:
        return Mistake("the name of a rule is not closed", Span(offset, offset + len(text)), "close it: [name] must …")
    m = BULLET.match(text)
    behind = HEAD.match(text, m.end()) if m else None
    if m and behind and behind[1] in HEADS:
        bullet = Span(offset, offset + len(m[0].rstrip()))
        return Mistake("a statement begins with its keyword", bullet, f"leave out '{m[0].rstrip()}'")
    meant = MEANT.get(word.lower()) or close(word, HEADS)
    if meant:
        return Mistake(f"unknown keyword '{word}'", span, f"did you mean '{meant}'?")
    if not word:
        return Mistake("a rule's name stands alone", Span(offset, offset + len(text)), "write a rule: [name] must …")
    return Mistake(
        f"unknown keyword '{word}'", span, "begin with a keyword such as must, never or define, or with | for prose"
    )


def _mistake(text: str, head: str, stopped: Unexpected, offset: int) -> Mistake:
    at, expected = stopped.at, stopped.accepts
    words = text[:at].split()
    before = words[-1] if words else ""
    if text.count('"') % 2:
        start = text.rindex('"')
        return Mistake("a quote is opened and not closed", Span(offset + start, offset + len(text)), 'close it with "')
    m = WORD.search(text, at)
    found = m[0] if m else ""
    form = f"write it like this: {FORMS[head]}"
    if text[at - 1 : at + 1] in TURNED:
        span = Span(offset + at - 1, offset + at + 1)
        sign = text[at - 1 : at + 1]
        return Mistake(f"unknown sign '{sign}'", span, f"did you mean '{TURNED[sign]}'?")
    if found and (meant := close(found, _words(expected))) and meant != found:
        span = Span(offset + (m.start() if m else at), offset + (m.end() if m else at))
        return Mistake(f"unknown word '{found}' after '{before}'", span, f"did you mean '{meant}'?")
    wanted = _wanted(expected)
    closing = {"RPAR": ")", "RBRACE": "}"}
    form = next((f"close it with {closing[name]}" for name in closing if name in expected and not found), form)
    if not found:
        # The last word is where the eye looks for what is missing behind it.
        start = len(text) - len(text.split()[-1])
        return Mistake(f"expected {wanted} after '{before}'", Span(offset + start, offset + len(text)), form)
    assert m is not None
    if found in "()" and wanted != "a condition":
        form = "put words with parentheses in quotes"
    elif found in "“”„":
        form = 'write straight quotes: "'
    elif found == ":" and "COLON" not in expected and head not in ("principle", "field"):
        form = f"take out the ':', as in {FORMS[head]}"
    elif head == "role":
        form = "put the words on the line below, indented"
    return Mistake(
        f"expected {wanted} after '{before}', found '{found}'", Span(offset + m.start(), offset + m.end()), form
    )


def _words(expected: frozenset[str]) -> list[str]:
    """The keywords among the terminals."""
    names = expected - NAMED.keys() - {"ID", "LPAR", "LBRACE", "IN", "NOT_IN"}
    return [n.lower().replace("_", " ") for n in sorted(names)]


def _wanted(expected: frozenset[str]) -> str:
    for name in LEADING:
        if name in expected:
            return NAMED[name]
    parts = [NAMED[n] for n in NAMED if n in expected and n != "$END"]
    parts = list(dict.fromkeys(parts))
    if expected >= CLAUSE_NAMES:
        parts = [*(p for p in parts if p not in ("','", "':'")), "a clause such as when, unless or overrides"]
    else:
        parts += [f"'{w}'" for w in _words(expected)]
    if "$END" in expected:
        parts.append(NAMED["$END"])
    return " or ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "something else"
