from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from promptlint import regex
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.record import NamedTuple
from promptlint.rule import rule
from promptlint.span import Span
from promptlint.text.kept import by_content
from promptlint.text.sentences import Scope, Sentence

NAME = regex.compile(
    r"\b[Yy]our name is ([A-Z][a-z]+(?: [A-Z][a-z]+)?)\b|\b[Yy]ou are (?:called|named) ([A-Z][a-z]+(?: [A-Z][a-z]+)?)\b"
    r"|^[Yy]ou are ([A-Z][a-z]+(?: [A-Z][a-z]+)?), (?:an?|the|our)\b"
)
IDENTITY = regex.compile(
    r"^you are (?!not\b|to\b|allowed\b|expected\b|asked\b|given\b|in\b|on\b|at\b|now\b)([^.;:!?]{3,120})", re.I
)
STOP = regex.compile(r"\b(?:who|that|which|with|for|helping|working|when|if|but|not|never|to|from)\b", re.I)
WORD = regex.compile(r"[A-Za-z][A-Za-z-]*")


class Self(NamedTuple):
    """What a sentence says that the model is."""

    name: str
    traits: frozenset[str]
    sentence: Sentence


@rule(
    "PL112",
    severity="warning",
    confidence="medium",
    help="keep one identity, or say when each of them speaks",
)
def check(unit: Unit) -> Iterator[Finding]:
    """The prompt gives the model two identities that exclude each other.

    With two names, or with traits such as patient and impatient, each reply picks one of them; users notice the change
    of voice, and no test of the persona is stable. Reported are two different names, and opposite traits in two
    sentences of the form "You are …" that stand in one scope.

    ```bad
    «Your name is Mara.»
    You help visitors of the museum.
    You are called Jonas.
    ```

    ```bad
    «You are a patient and polite tutor.»
    You are an impatient examiner.
    ```

    ```good
    You are Mara, a patient tutor.
    You are polite.
    ```

    ```good
    ## Host
    Your name is Mara.

    ## Guest
    Your name is Jonas.
    ```

    Keep the identity that is meant, or name the situation of each: "In the chat you are Mara, on the phone Jonas."
    """
    selves = [x for s in unit.sentences if (x := _self(s)) is not None]
    done: set[Span] = set()
    for i, a in enumerate(selves[:40]):
        for b in selves[i + 1 : 40]:
            why = _clash(a, b)
            if why and _one_scope(a.sentence.scope, b.sentence.scope) and b.sentence.span not in done:
                done.add(b.sentence.span)
                label = Label(b.sentence.span, "another identity")
                yield Finding(
                    f"the persona is {why[0]} here and {why[1]} below", a.sentence.span, (label,), witness="any reply"
                )
                break


def _self(s: Sentence) -> Self | None:
    name, traits = _identity(s)
    return Self(name, traits, s) if name or traits else None


@by_content
def _identity(s: Sentence) -> tuple[str, frozenset[str]]:
    """The name and the traits that a sentence gives the model."""
    m = NAME.search(s.text) if " are " in s.text or " name is " in s.text else None
    name = next((g for g in m.groups() if g), "") if m else ""
    identity = IDENTITY.match(s.text)
    traits: frozenset[str] = frozenset()
    if identity:
        own = STOP.split(identity[1])[0]
        traits = frozenset(w.lower() for w in WORD.findall(own))
    return name, traits


def _clash(a: Self, b: Self) -> tuple[str, str] | None:
    if a.name and b.name and a.name not in b.name and b.name not in a.name:
        return a.name, b.name
    for one, two in _opposites():
        if one in a.traits and two in b.traits and two not in a.traits:
            return one, two
        if two in a.traits and one in b.traits and one not in a.traits:
            return two, one
    return None


@lru_cache(maxsize=1)
def _opposites() -> tuple[tuple[str, str], ...]:
    from promptlint.knowledge import current

    return tuple((str(a), str(b)) for a, b in current().section("traits") or ())


def _one_scope(s: Scope, t: Scope) -> bool:
    return (s.headings, s.tags, s.item, s.branch, s.role) == (t.headings, t.tags, t.item, t.branch, t.role)
