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

import marshal
from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from itertools import product
from typing import Any, NamedTuple

from promptlint import regex
from promptlint.text.tokens import forms, spelling

GAP = 6
LIMIT = 4000  # plain sequences that one phrase may expand to

NUMBER_WORDS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen once twice".split()
)
COMMON = frozenset(
    "a an the of to in on at for and or not no is are be do it its that this with as by from you your if when any all "
    "will can may must should have has what which who they them their there so".split()
)


class PhraseError(ValueError):
    """A phrase cannot be read; the message names it and says why."""


class Mention(NamedTuple):
    """A concept found at tokens ``[start, end)``."""

    start: int
    end: int
    concept: str


LEX = regex.compile(r"\s+|\.\.\.|\.\.(\d+)|<num>|\{[\w:.-]+\}|[()\[\]|^$*!]|=?[^\s()\[\]|{}^$*!<>]+|.")

# Compiled items: ("w", key) word · ("=", form) · ("c", name) · ("g", n) gap · ("*",) · ("n",) number · ("^",) ("$",)
# ("!", key) the word before is not key · ("a", (sequence, …)) alternatives
Item = tuple[Any, ...]
Sequence = tuple[Item, ...]


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
            items.append(("n",))
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
        if item[0] == "w":
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
    """Words and concepts of which at least one occurs wherever ``items`` matches."""
    best: set[tuple[str, str]] | None = None
    score = -1.0
    for item in items:
        if item[0] in "w=":
            candidate = {("w", item[1])}
            value = 0.5 if item[1] in COMMON else 2.0 + len(item[1]) / 100
        elif item[0] == "c":
            candidate, value = {("c", item[1])}, 1.5
        elif item[0] == "a" and all(item[1]):
            subs = [anchors(s) for s in item[1]]
            if not all(subs):
                continue
            candidate = set().union(*subs)
            value = min(0.4 if name in COMMON else 1.0 for _, name in candidate)
        else:
            continue
        if value > score:
            best, score = candidate, value
    return best or set()


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


class Table:
    """Compiled concepts and patterns, and the look-up of a sentence in them.

    A cold start must not pay for phrases that no word of the text begins, so the table is kept packed: a string for all
    phrases that begin with one word, the source of each program. What a text needs is unpacked when it is met.

    Args:
        data: what `dump` returned, None for an empty table.
    """

    __slots__ = ("_ready", "by_concept", "by_word", "programs", "trie")

    def __init__(self, data: dict[str, Any] | None = None) -> None:
        data = data or {"trie": {}, "programs": [], "by_word": {}, "by_concept": {}}
        # First word → packed phrases, or a node: a mapping of keys to nodes in which "" is the tuple of concepts ending there.
        self.trie: dict[str, Any] = data["trie"]
        # (concept, marshalled program) in the order in which they may build on each other.
        self.programs: list[tuple[str, bytes]] = data["programs"]
        # Anchors to indexes of programs.
        self.by_word: dict[str, list[int]] = data["by_word"]
        self.by_concept: dict[str, list[int]] = data["by_concept"]
        # Programs as (heads, required words and concepts, sequence), once they were wanted.
        self._ready: dict[int, tuple[frozenset[str] | None, tuple[frozenset[str], ...], Sequence]] = {}

    def dump(self) -> dict[str, Any]:
        """The table as plain data for a cache."""
        trie = {word: node if isinstance(node, bytes) else _pack(node) for word, node in self.trie.items()}
        return {"trie": trie, "programs": self.programs, "by_word": self.by_word, "by_concept": self.by_concept}

    def add(self, concept: str, phrase: str) -> None:
        """Let ``phrase`` mean ``concept``.

        Raises:
            PhraseError: the phrase cannot be read, or nothing in it can be looked up.
        """
        items = parse(phrase)
        sequences = plain(items)
        if sequences is not None:
            for words in sequences:
                node = self._first(words[0])
                for word in words[1:]:
                    node = node.setdefault(word, {})
                if concept not in (held := node.get("", ())):
                    node[""] = (*held, concept)
            return
        keys = anchors(items)
        if not keys:
            raise PhraseError(f"no word to look up in the phrase {phrase!r}")
        head = heads(items)
        program = (None if head is None else _names(head), required(items), prepare(items))
        self.programs.append((concept, marshal.dumps(program)))
        for kind, name in sorted(keys):
            (self.by_concept if kind == "c" else self.by_word).setdefault(name, []).append(len(self.programs) - 1)

    def _first(self, word: str) -> dict[str, Any]:
        node = self.trie.setdefault(word, {})
        if isinstance(node, bytes):
            raise PhraseError("a packed table takes no more phrases")
        return node  # type: ignore[no-any-return]

    def find(self, words: list[str]) -> list[Mention]:
        """Every mention of every concept in the tokens of one sentence, in order of the text."""
        keys = [forms(w) for w in words]
        found: list[Mention] = []
        wanted: set[int] = set()
        trie, by_word, by_concept = self.trie, self.by_word, self.by_concept
        for i, own in enumerate(keys):
            for key in own:
                if key in by_word:
                    wanted.update(by_word[key])
                node = trie.get(key)
                if node is not None:
                    if node.__class__ is bytes:
                        node = trie[key] = marshal.loads(node)
                    self._walk(node, keys, i, i + 1, found)
        where: dict[str, dict[int, list[int]]] = {}
        for m in found:
            where.setdefault(m.concept, {}).setdefault(m.start, []).append(m.end)
            if m.concept in by_concept:
                wanted.update(by_concept[m.concept])
        if wanted:
            self._run(words, keys, where, wanted, found)
        return sorted(set(found)) if len(found) > 1 else found

    def _run(
        self, words: list[str], keys: list[tuple[str, ...]], where: dict[str, dict[int, list[int]]], wanted: set[int],
        found: list[Mention],
    ) -> None:  # fmt: skip
        """Try the wanted programs in their order, for they may build on what earlier ones found."""
        places: dict[str, list[int]] = {}
        for i, own in enumerate(keys):
            for key in own:
                places.setdefault(key, []).append(i)
        present = {*places, *(f"{{{name}}}" for name in where)}
        queue = sorted(wanted)
        heapify(queue)
        while queue:
            p = heappop(queue)
            concept = self.programs[p][0]
            program = self._ready.get(p)
            if program is None:
                program = self._ready[p] = marshal.loads(self.programs[p][1])
            head, required, items = program
            if any(map(present.isdisjoint, required)):
                continue
            for start in _starts(head, len(words), places, where, present):
                end = match(items, 0, start, words, keys, where)
                if end is None or end <= start:
                    continue
                ends = where.setdefault(concept, {}).setdefault(start, [])
                if end not in ends:
                    ends.append(end)
                    found.append(Mention(start, end, concept))
                    present.add(f"{{{concept}}}")
                    for q in self.by_concept.get(concept, ()):
                        if q > p and q not in wanted:
                            wanted.add(q)
                            heappush(queue, q)

    def _walk(self, node: dict[str, Any], keys: list[tuple[str, ...]], start: int, at: int, out: list[Mention]) -> None:
        held = node.get("")
        if held:
            out += [Mention(start, at, c) for c in held]
        if at < len(keys):
            for key in keys[at]:
                below = node.get(key)
                if below is not None:
                    if below.__class__ is bytes:
                        below = node[key] = marshal.loads(below)
                    self._walk(below, keys, start, at + 1, out)


def _pack(node: dict[str, Any]) -> bytes | dict[str, Any]:
    """A node as bytes, with its larger children packed again; small nodes stay as they are."""
    packed = {key: below if key == "" else _pack(below) for key, below in node.items()}
    return packed if len(packed) < 3 else marshal.dumps(packed)


def _starts(
    head: frozenset[str] | None, n: int, places: dict[str, list[int]], where: dict[str, dict[int, list[int]]],
    present: set[str],
) -> Iterable[int]:  # fmt: skip
    """Tokens at which a program with these heads can begin."""
    if head is None:
        return range(n)
    names = head & present
    if len(names) == 1:
        (name,) = names
        return list(where[name[1:-1]]) if name[0] == "{" and len(name) > 1 else places[name]
    return sorted(
        {i for name in names for i in (where[name[1:-1]] if name[0] == "{" and len(name) > 1 else places[name])}
    )


def _names(pairs: set[tuple[str, str]]) -> frozenset[str]:
    """Words as they are, concepts in braces, so that one set can hold both."""
    return frozenset(f"{{{name}}}" if kind == "c" else name for kind, name in pairs)


def required(items: Sequence) -> tuple[frozenset[str], ...]:
    """Sets of words and concepts of each of which something occurs wherever ``items`` matches; small sets first."""
    sets = {_names(found) for item in items if (found := anchors((item,)))}
    return tuple(sorted(sets, key=lambda s: (len(s), sorted(s))))


def prepare(items: Sequence) -> Sequence:
    """``items`` with alternatives indexed by their first word, so that only those that can match are tried.

    An indexed item is ``("d", {key: ((order, sequence), …)}, ((order, sequence), …))``; the second part holds the
    alternatives that begin with something else than a word.
    """
    ready: list[Item] = []
    for item in items:
        if item[0] != "a":
            ready.append(item)
            continue
        first: dict[str, tuple[tuple[int, Sequence], ...]] = {}
        other: list[tuple[int, Sequence]] = []
        for order, sequence in enumerate(item[1]):
            sub = prepare(sequence)
            if sub and sub[0][0] == "w":
                first[sub[0][1]] = (*first.get(sub[0][1], ()), (order, sub[1:]))
            else:
                other.append((order, sub))
        ready.append(("d", first, tuple(other)))
    return tuple(ready)


def candidates(item: Item, keys: list[tuple[str, ...]], at: int) -> list[tuple[int, Sequence, int]]:
    """The alternatives of an indexed item that can begin at token ``at``: order, what is left of them, where it begins."""
    found = [(order, sequence, at) for order, sequence in item[2]]
    if at < len(keys):
        for key in keys[at]:
            found += [(order, sequence, at + 1) for order, sequence in item[1].get(key, ())]
    if len(found) > 1:
        found.sort(key=lambda c: c[0])
    return found


def match(
    items: Sequence,
    k: int,
    at: int,
    words: list[str],
    keys: list[tuple[str, ...]],
    where: dict[str, dict[int, list[int]]],
) -> int | None:
    """End of the first match of ``items[k:]`` at token ``at``, or None."""
    n = len(items)
    while k < n:
        item = items[k]
        op = item[0]
        if op == "w":
            if at >= len(words) or item[1] not in keys[at]:
                return None
            at += 1
        elif op == "=":
            if at >= len(words) or words[at] != item[1]:
                return None
            at += 1
        elif op == "*":
            if at >= len(words):
                return None
            at += 1
        elif op == "n":
            if at >= len(words) or not (words[at][0].isdigit() or words[at] in NUMBER_WORDS):
                return None
            at += 1
        elif op == "^":
            if any(w[0].isalnum() for w in words[:at]):
                return None
        elif op == "$":
            if any(w[0].isalnum() for w in words[at:]):
                return None
        elif op == "!":
            if at and item[1] in keys[at - 1]:
                return None
        elif op == "g":
            for skip in range(min(item[1], len(words) - at) + 1):
                end = match(items, k + 1, at + skip, words, keys, where)
                if end is not None:
                    return end
            return None
        elif op == "c":
            for end in sorted(where.get(item[1], {}).get(at, ()), reverse=True):
                final = match(items, k + 1, end, words, keys, where)
                if final is not None:
                    return final
            return None
        else:
            rest = items[k + 1 :]
            for _, sequence, start in candidates(item, keys, at):
                final = match(sequence + rest, 0, start, words, keys, where)
                if final is not None:
                    return final
            return None
        k += 1
    return at
