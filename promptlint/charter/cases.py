"""What rules ask of an answer that can be counted or looked up, and the answers of examples that break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from promptlint import regex
from promptlint.charter.ast import Node
from promptlint.charter.model import Model, Norm
from promptlint.charter.surface import OUTPUT, Surface
from promptlint.logic.ranges import Range
from promptlint.record import NamedTuple

COUNTED = frozenset({"word", "sentence", "character", "line"})
ANSWER = frozenset({"answer", "reply", "response", "message", "it", "short", "brief"})
SAYING = regex.compile(
    r'(say|use|write|mention|include|begin|start|open|end|close)\b(?: (?:your |the |with |an? |answers? |words? |phrases? '
    r'|repl(?:y|ies) |every |each )*)?("[^"]+"(?:(?:,| or|, or) "[^"]+")*)'
)  # fmt: skip
FORBIDDING = frozenset({"never", "must not", "should not", "avoid"})
REQUIRING = frozenset({"must", "always", "should"})
QUOTED = regex.compile(r'"([^"]+)"')


class Case(NamedTuple):
    """An answer that is shown as good and breaks a rule.

    Args:
        example, answer: the statement, and the line with the answer.
        norm: the rule.
        what: what the answer has.
    """

    example: Node
    answer: Node
    norm: Norm
    what: str


class Check(NamedTuple):
    """Something that can be checked of an answer without a model.

    Args:
        unit, range: how many words, sentences, lines or characters it has; "" and None where that is not asked.
        words: what it says, one of them at least.
        lacks: it says none of the words instead.
    """

    unit: str = ""
    range: Range | None = None
    words: tuple[str, ...] = ()
    lacks: bool = False


Counter = Callable[[str, str], int]


def broken(model: Model, examples: Iterator[Node], count: Counter) -> Iterator[Case]:
    """The good answers that break the rule that their example names, or one that always applies.

    Args:
        model: the charter.
        examples: the examples to look at.
        count: how many of a unit ("word", "sentence" …) a text has.
    """
    for example in examples:
        named = example.name.text if example.name else ""
        for norm, surfaces in model.readings:
            conditional = bool(norm.around or norm.node.clauses.when)
            if norm.node.clauses.unless or (conditional and named not in norm.names):
                continue
            for turn in example.children:
                if turn.kind == "turn" and turn.name and turn.words and turn.name.text in ("good", "assistant"):
                    text = "\n".join([turn.words.text, *(c.words.text for c in turn.children if c.words)])
                    what = next((w for s in surfaces if (w := _number(s, text, count))), "") or _words(norm, text)
                    if what:
                        yield Case(example, turn, norm, what)


def checks(model: Model, named: str) -> Iterator[Check]:
    """What is asked of the answer of an example: by the rule that it names, and by those that always apply.

    Args:
        model: the charter.
        named: the rule or principle of the example, "" for none.
    """
    for norm, surfaces in model.readings:
        conditional = bool(norm.around or norm.node.clauses.when)
        if norm.node.clauses.unless or (conditional and named not in norm.names):
            continue
        yield from (Check(s.unit, s.range) for s in surfaces if _counts(s))
        m = SAYING.match(norm.action)
        if m is not None and m[1] in ("say", "use", "write", "mention", "include"):
            words = tuple(q for q in QUOTED.findall(m[2]) if _plain(q))
            if words and norm.modality in FORBIDDING:
                yield Check(words=words, lacks=True)
            elif words and norm.modality in REQUIRING:
                yield Check(words=words)


def _counts(surface: Surface) -> bool:
    """Whether a rule sets a number that can be counted in the answer."""
    if surface.range is None or surface.unit not in COUNTED:
        return False
    return bool(surface.verbs & OUTPUT) and not set(surface.rest) - ANSWER


def _number(surface: Surface, text: str, count: Counter) -> str:
    """What a text has that the number of a rule does not allow."""
    if surface.range is None or not _counts(surface):
        return ""
    found = count(text, surface.unit)
    return "" if surface.range.holds(found) else f"{found} {surface.unit}{'s' * (found != 1)}"


def _words(norm: Norm, text: str) -> str:
    """What a text says or does not say against a rule about words in quotes."""
    m = SAYING.match(norm.action)
    if m is None:
        return ""
    plain = f" {_plain(text)} "
    said = [q for q in QUOTED.findall(m[2]) if _plain(q)]
    at = {"begin": plain.startswith, "start": plain.startswith, "open": plain.startswith}
    at |= {"end": plain.endswith, "close": plain.endswith}
    has = at.get(m[1], plain.__contains__)
    held = [q for q in said if has(f" {_plain(q)} ")]
    if norm.modality in FORBIDDING:
        return f"“{held[0]}”" if held else ""
    if norm.modality in REQUIRING and said and not held:
        return f"no “{said[0]}”" if m[1] not in at else f"another {m[1]} than “{said[0]}”"
    return ""


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
