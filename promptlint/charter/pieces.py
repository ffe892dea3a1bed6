"""Prose that remembers which words of the charter it stands for."""

from __future__ import annotations

from promptlint import regex
from promptlint.charter.ast import Condition, FieldUse, Junction, Shape, Text
from promptlint.span import Span

Piece = tuple[str, int, int]
OPS = {"<": "is less than", "<=": "is at most", ">": "is more than", ">=": "is at least", "=": "is", "!=": "is not"}
FLIPPED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "=", "in": "not in", "not in": "in"}
# A phrase that is a sentence of its own ("the user agrees"); others are what somebody is or does ("urgent").
CLAUSE = regex.compile(
    r"(?i)(?:the|an?|it|they|he|she|you|there|this|that|these|those|all|any|every|each|no|some)\b|\S+ (?:is|are|has|have)\b"
)
PLURAL = regex.compile(r"[a-z](?:[^suiy]s|ies|ys)$")
STATE = regex.compile(
    r"(?:[^e]ed|able|ful|less|ing|id|own|en|ic|ive|al)$|^(?:urgent|absent|present|recent|late|overdue|public|free|safe|ready|empty|full|complete)$"
)
YES, NO = frozenset({"yes", "true"}), frozenset({"no", "false"})


class Prose:
    """Text under construction.

    Args:
        terms: names with underscores that are read as words ("customer_data").
    """

    def __init__(self, terms: frozenset[str] = frozenset()) -> None:
        self.terms = terms
        self.pieces: list[Piece] = []

    @property
    def text(self) -> str:
        """What is written so far."""
        return "".join(p[0] for p in self.pieces)

    def say(self, words: str, span: Span) -> None:
        """Words of our own, which stand for ``span``."""
        if words:
            self.pieces.append((words, span.start, max(1, span.end - span.start)))

    def copy(self, text: Text, capital: bool = False) -> None:
        """Words of the charter as they are; names of terms lose their underscores, which keeps the length."""
        words = text.text
        for term in self.terms:
            words = words.replace(term, term.replace("_", " "))
        if capital:
            words = words[:1].upper() + words[1:]
        if len(words) == text.span.end - text.span.start:
            self.pieces.append((words, text.span.start, len(words)))
        else:
            self.say(words, text.span)

    def stop(self) -> None:
        """End the sentence unless it is ended."""
        last, start, length = self.pieces[-1]
        if not last.rstrip('"”’)').endswith((".", "!", "?", ":", "…")):
            self.pieces.append((".", start + length - 1, 1))

    def condition(self, condition: Condition) -> None:
        """A condition in words."""
        self.shape(condition.shape, condition.text.span, "")

    def shape(self, shape: Shape, around: Span, within: str) -> None:
        """A part of a condition."""
        if isinstance(shape, FieldUse):
            self.field(shape)
        elif isinstance(shape, Text):
            self.copy(shape)
        elif shape.word == "not":
            self.negation(shape.parts[0], around)
        else:
            if shape.word == "or" and within == "and":
                self.say("either ", first(shape))
            for i, part in enumerate(shape.parts):
                if i:
                    self.say(f" {shape.word} ", first(part))
                self.shape(part, around, shape.word)

    def negation(self, part: Shape, around: Span) -> None:
        """What does not hold."""
        if isinstance(part, FieldUse):
            self.field(part._replace(op=FLIPPED[part.op]))
        elif isinstance(part, Junction) and part.word == "not":
            self.shape(part.parts[0], around, "")
        elif isinstance(part, Text) and not CLAUSE.match(part.text):
            self.say("not ", first(part))
            self.shape(part, around, "and")
        else:
            self.say("it is not the case that ", first(part))
            self.shape(part, around, "and")

    def field(self, use: FieldUse) -> None:
        """A field compared with values: "the user's plan is premium"."""
        owner, _, rest = use.name.text.replace("_", " ").partition(".")
        value = use.values[0].text.lower() if use.values else ""
        if use.op in ("=", "!=") and value in YES | NO:
            holds = (value in YES) == (use.op == "=")
            end = use.values[0].span.end
            self.say(truth(owner, rest.replace(".", " "), holds), Span(use.name.span.start, end))
            return
        name = f"the {owner}'s {rest.replace('.', ' ')}" if rest else f"the {owner}"
        verb = "are" if PLURAL.search(name) else "is"
        if use.op in OPS:
            self.say(f"{name} {verb}{OPS[use.op].removeprefix('is')} ", use.name.span)
            self.copy(use.values[0])
            return
        self.say(f"{name} {verb} {'neither ' if use.op == 'not in' else ''}", use.name.span)
        for i, text in enumerate(use.values):
            if i:
                self.say(" nor " if use.op == "not in" else " or ", text.span)
            self.copy(text)


def truth(owner: str, rest: str, holds: bool) -> str:
    """A field that is yes or no, in words: "the user is verified", "it is not paid", "there is no consent"."""
    if rest:
        return f"the {owner} is {'' if holds else 'not '}{rest}"
    if STATE.search(owner):
        return f"it is {'' if holds else 'not '}{owner}"
    return f"there is {'' if holds else 'no '}{owner}"


def first(shape: Shape) -> Span:
    """Where a part of a condition begins; connecting words stand for it."""
    while isinstance(shape, Junction):
        shape = shape.parts[0]
    span = shape.name.span if isinstance(shape, FieldUse) else shape.span
    return Span(span.start, span.start + 1)
