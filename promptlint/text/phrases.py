"""The phrase language of ``rules/``: how it is read, compiled and matched.

A phrase is words as a careful writer would put them, in their base form:

=================  ====================================================================================
``say sorry``      these words; a base form also matches its inflections ("said sorry")
``=praise``        exactly this form
``a (b|c d)``      alternatives
``a [b] c``        b may be missing
``a ... b``        up to six words between (never across a sentence); ``..3`` up to three
``*``              any one word
``<num>``          a number, in digits or words
``{refuse}``       any phrase of the concept ``refuse``
``^a``, ``a$``     at the start, at the end of the sentence
``!a b``           b, where the word before is not a
=================  ====================================================================================

Sentences are tokenised once and looked up in one table: plain word sequences in a trie, the rest as small programs
that are tried only where one of their words (the anchor) occurs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from promptlint import regex
from promptlint.text.tokens import NUMBER, spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    # Compiled items: ("w", key) word · ("=", form) · ("c", name) · ("g", n) gap · ("*",) · ("^",) ("$",)
    # ("!", key) the word before is not key · ("a", (sequence, …)) alternatives
    Item = tuple[Any, ...]
    Sequence = tuple[Item, ...]
    Node = tuple[Any, ...]

GAP = 6
LONG = 5000  # tokens; no sentence that is looked up has more
LIMIT = 4000  # plain sequences that one phrase may expand to

# How many of ten thousand words, signs and concepts of a prompt these are, about: words by number, frequent ones only.
FREQUENCY = {
    word: count
    for count, words in {
        300: ". - , : * the {w:user} {w:partner} {content.noun} {role.talk}",
        170: "be to and a {door.claim} {door.rules}",
        80: "of in you is for or <num>",
        50: "{selecting} {evaluative} {w:human} {w:tone} {decline.verb} {audience.public} not that if with use do on user are it your",
        30: "an as this can have will all from by task file step tool i answer when",
        15: "what any make only no one they at but provide output change input question about each need write "
        "information content follow before more should",
        8: "list other like time first then than new ask them these say tell give take get go so their there which who its "
        "has must may would model request response message instruction assistant code include into after every work "
        "help keep without over through between 's where some end side up never",
    }.items()
    for word in words.split()
}
RARE, SIGN, CONCEPT = 1, 30, 15  # any other word, any other sign, and any concept


ANY: Item = ("a", ((("*",),), ()))  # [*]


class PhraseError(ValueError):
    """A phrase cannot be read; the message names it and says why."""


LEX = regex.compile(r"\s+|\.\.\.|\.\.(\d+)|<num>|\{[\w:.-]+\}|[()\[\]|^$*!]|=?[^\s()\[\]|{}^$*!<>]+|.")


def parse(phrase: str) -> Sequence:
    """Compile one phrase.

    Raises:
        PhraseError: unbalanced brackets, an empty alternative or an unknown sign.
    """
    tokens = [(m.group(), m.group(1)) for m in LEX.finditer(phrase) if not m.group().isspace()]
    items, at = _sequence(tokens, 0, phrase)
    if at != len(tokens):
        raise PhraseError(f"unbalanced {tokens[at][0]!r} in the phrase {phrase!r}")
    if not items:
        raise PhraseError("an empty phrase")
    return items


def _sequence(tokens: list[tuple[str, str | None]], at: int, phrase: str) -> tuple[Sequence, int]:
    items: list[Item] = []
    while at < len(tokens):
        token, number = tokens[at]
        if token in ")]|":
            break
        at += 1
        if token in "([":
            alternatives, at = _alternatives(tokens, at, ")" if token == "(" else "]", phrase)
            items.append(("a", (*alternatives, ()) if token == "[" else alternatives))
        elif token == "...":
            items.append(("g", GAP))
        elif number:
            items.append(("g", int(number)))
        elif token == "<num>":
            items.append(("w", NUMBER))
        elif token[0] == "{" and len(token) > 1:
            items.append(("c", token[1:-1]))
        elif token in "^$*":
            items.append((token,))
        elif token == "!":
            if at >= len(tokens):
                raise PhraseError(f"'!' needs a word in the phrase {phrase!r}")
            items.append(("!", spelling(tokens[at][0].lower())))
            at += 1
        elif token[0] == "=" and len(token) > 1:
            items.append(("=", token[1:].lower()))
        elif token in "{}<>":
            raise PhraseError(f"unexpected {token!r} in the phrase {phrase!r}")
        else:
            items += [("w", w) for w in _words(token.lower())]
    return tuple(items), at


def _words(token: str) -> list[str]:
    from promptlint.text.tokens import tokenize

    if token == "'s":  # on its own, as `tokenize` splits it off a noun
        return [token]
    return [spelling(w) for w in tokenize(token).words]


def _alternatives(
    tokens: list[tuple[str, str | None]], at: int, close: str, phrase: str
) -> tuple[tuple[Sequence, ...], int]:
    found = []
    while True:
        items, at = _sequence(tokens, at, phrase)
        found.append(items)
        if at >= len(tokens) or (tokens[at][0] != "|" and tokens[at][0] != close):
            raise PhraseError(f"missing {close!r} in the phrase {phrase!r}")
        at += 1
        if tokens[at - 1][0] == close:
            return tuple(found), at


def plain(items: Sequence) -> list[tuple[str, ...]] | None:
    """All word sequences that ``items`` stands for, or None if it needs more than words."""
    parts: list[list[tuple[str, ...]]] = []
    for item in items:
        if item[0] == "w" and item[1] != NUMBER:
            parts.append([(item[1],)])
        elif item[0] == "a":
            options: list[tuple[str, ...]] = []
            for sequence in item[1]:
                sub = plain(sequence) if sequence else [()]
                if sub is None:
                    return None
                options += sub
            parts.append(options)
        else:
            return None
    count = 1
    for part in parts:
        count *= len(part)
    if count > LIMIT:
        return None
    return [s for combo in product(*parts) if (s := tuple(w for piece in combo for w in piece))]


def anchors(items: Sequence) -> set[tuple[str, str]]:
    """Words and concepts of which at least one occurs wherever ``items`` matches: those that fewest sentences hold."""
    best: set[tuple[str, str]] = set()
    least = float("inf")
    for item in items:
        if item[0] in "w=":
            candidate = {("w", item[1])}
        elif item[0] == "c":
            candidate = {("c", item[1])}
        elif item[0] == "a" and all(item[1]):
            subs = [anchors(s) for s in item[1]]
            if not all(subs):
                continue
            candidate = set().union(*subs)
        else:
            continue
        cost = sum(_frequency(*pair) for pair in candidate)
        if cost < least:
            best, least = candidate, cost
    return best


def _frequency(kind: str, name: str) -> float:
    """How often a word or concept occurs, about; of two that are equally frequent the longer word is the rarer one."""
    if kind == "c":
        return FREQUENCY.get(f"{{{name}}}", CONCEPT)
    return FREQUENCY.get(name, RARE if name[0].isalnum() else SIGN) - min(len(name), 20) / 100


def heads(items: Sequence) -> set[tuple[str, str]] | None:
    """Words and concepts of which one stands where ``items`` begins; None where it can begin with anything."""
    found: set[tuple[str, str]] = set()
    for item in items:
        if item[0] in "w=":
            return found | {("w", item[1])}
        if item[0] == "c":
            return found | {("c", item[1])}
        if item[0] in "^!":
            continue
        if item[0] != "a":
            return None
        optional = False
        for sequence in item[1]:
            if not sequence:
                optional = True
                continue
            sub = heads(sequence)
            if sub is None:
                return None
            found |= sub
        if not optional:
            return found
    return None


def _width(items: Sequence) -> tuple[int, int]:
    """How many tokens ``items`` take, at least and at most; `LONG` where there is no bound."""
    least = most = 0
    for item in items:
        if item[0] == "a":
            widths = [_width(s) for s in item[1]]
            low, high = min(w[0] for w in widths), max(w[1] for w in widths)
        else:
            low, high = {"g": (0, item[-1]), "c": (1, LONG), "^": (0, 0), "$": (0, 0), "!": (0, 0)}.get(item[0], (1, 1))
        least, most = least + low, min(LONG, most + high)
    return least, most


def reach(items: Sequence, keys: set[tuple[str, str]]) -> tuple[int, int]:
    """How far before one of its anchors ``keys`` a phrase can begin, in tokens: at least and at most."""
    least = most = 0
    for item in items:
        low, high = _width((item,))
        if anchors((item,)) == keys:
            return least, min(LONG, most + max(0, high - 1))
        least, most = least + low, min(LONG, most + high)
    return 0, LONG


def _names(pairs: set[tuple[str, str]]) -> frozenset[str]:
    """Words as they are, concepts in braces, so that one set can hold both."""
    return frozenset(f"{{{name}}}" if kind == "c" else name for kind, name in pairs)


def required(items: Sequence) -> tuple[frozenset[str], ...]:
    """Sets of words and concepts of each of which something occurs wherever ``items`` matches; the rarest first."""
    sets = {_names(found): sum(_frequency(*pair) for pair in found) for item in items if (found := anchors((item,)))}
    return tuple(sorted(sets, key=lambda s: (sets[s], sorted(s))))


def prepare(items: Sequence) -> Node:
    """``items`` as linked nodes ``(sign, argument, next)``, so that matching only walks; the end is ``()``.

    The signs are those of items, but ``"h"`` stands for as many ``[*]`` in a row as its argument says, and alternatives
    are indexed by the words that they begin with: ``"d"`` has the argument ``({word: ((order, 1, node behind the word), …)},
    {form: …}, ((order, 0, node), …))``, whose last part holds those that begin with something else; the number is how many
    tokens are passed. A node is shared by all alternatives that lead to it.
    """
    return _nodes(items, ())[0]


def _nodes(items: Sequence, end: Node) -> list[Node]:
    """The node of each item of a sequence that ``end`` follows, and ``end``."""
    nodes = [end]
    for item in reversed(items):
        if item == ANY:
            # "[*] [*] b" tries the longest way first; as one node it does not try the ways of equal length again.
            more, after = (nodes[0][1], nodes[0][2]) if nodes[0] and nodes[0][0] == "h" else (0, nodes[0])
            nodes.insert(0, ("h", more + 1, after))
        elif item[0] == "a":
            first: dict[str, dict[str, tuple[tuple[int, int, Node], ...]]] = {"w": {}, "=": {}}
            other: list[tuple[int, int, Node]] = []
            leads = [lead for sequence in item[1] for lead in _leads(sequence, _nodes(sequence, nodes[0]))]
            for order, (begin, node) in enumerate(leads):
                if begin is None:
                    other.append((order, 0, node))
                else:
                    sign, word = begin
                    first[sign][word] = (*first[sign].get(word, ()), (order, 1, node))
            nodes.insert(0, ("d", (first["w"], first["="], tuple(other)), nodes[0]))
        else:
            nodes.insert(0, (item[0], item[1] if len(item) > 1 else None, nodes[0]))
    return nodes


def _leads(items: Sequence, nodes: list[Node]) -> Iterator[tuple[Item | None, Node]]:
    """The words and forms that a sequence can begin with, in order, each with the node behind it; None where it is neither."""
    if items and items[0][0] in "w=":
        yield items[0], nodes[1]
    elif items and items[0][0] == "a" and items[0] != ANY:
        for sequence in items[0][1]:
            if sequence:
                yield from _leads(sequence, _nodes(sequence, nodes[1]))
            else:
                yield from _leads(items[1:], nodes[1:])
    else:
        yield None, nodes[0]


def compiled(phrase: str) -> tuple[list[tuple[str, ...]] | None, set[tuple[str, str]], tuple[Any, ...]]:
    """What a table keeps of a phrase.

    Returns:
        The plain word sequences it stands for, or None; else its anchors and its program: required words and concepts,
        and the pair of where it starts and its first node. It starts with one of a set of words and concepts, or within a
        distance before one: ``(names, least, most)``.

    Raises:
        PhraseError: the phrase cannot be read, or nothing in it can be looked up.
    """
    items = parse(phrase)
    sequences = plain(items)
    if sequences is not None:
        return sequences, set(), ()
    keys = anchors(items)
    if not keys:
        raise PhraseError(f"no word to look up in the phrase {phrase!r}")
    head = heads(items)
    need = tuple(names for names in required(items) if names != _names(keys))  # the anchor has been met
    starts = (_names(keys), *reach(items, keys)) if head is None else _names(head)
    return None, keys, (need, (starts, prepare(items)))
