"""The table of compiled phrases, and the look-up of a sentence in it.

See `promptlint.text.phrases` for the language. A sentence is tokenised once and looked up in one table: plain word
sequences in a trie, the rest as small programs that are tried only where all that they need occurs.
"""

from __future__ import annotations

import marshal
from array import array
from bisect import insort
from collections.abc import Iterable
from itertools import accumulate

from promptlint.record import NamedTuple
from promptlint.text.tokens import NUMBER_WORDS, forms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.text.phrases import Node

    # Numbers of programs, each with small sets of words and concepts of each of which something has to occur.
    Anchored = dict[int, tuple[tuple[str, ...], ...]]


FEW = 8  # words and concepts of a set that stands with the anchors


class Mention(NamedTuple):
    """A concept found at tokens ``[start, end)``."""

    start: int
    end: int
    concept: str


_new = tuple.__new__  # what `Mention` itself does, without a call in between


class Table:
    """Compiled concepts and patterns, and the look-up of a sentence in them.

    A cold start must not pay for phrases that no word of the text begins, so the table is kept packed: what belongs to
    one word, and each program, is a piece of one large string, and is unpacked when it is met.

    Args:
        head, body: what `dump` returned; nothing for an empty table.
    """

    __slots__ = ("_body", "_ends", "_programs", "_words", "by_concept", "concepts")

    def __init__(self, head: dict[str, Any] | None = None, body: bytes | memoryview = b"") -> None:
        head = head or {"words": "", "concepts": "", "ends": b"", "by_concept": {}}
        # Where each piece ends: first those of the words, then those of the programs.
        self._ends, self._body = array("I", head["ends"]), body
        names = head["words"].split("\n") if head["words"] else []
        # A word → the number of its piece, or what it held: the phrases that the word begins (a node, which is a mapping
        # of keys to nodes in which "" is the tuple of concepts ending there), and the programs that it anchors: their
        # numbers, each with the small sets of words and concepts of which something has to occur as well.
        self._words: dict[str, Any] = dict(zip(names, range(len(names)), strict=True))
        # The concept of each program, in the order in which they may build on each other.
        self.concepts: list[str] = head["concepts"].split("\n") if head["concepts"] else []
        # Concepts that are anchors, and the programs.
        self.by_concept: dict[str, Anchored] = head["by_concept"]
        # Programs, once wanted: the larger sets of words and concepts of which something has to occur, and the pair of
        # heads and first node, packed until all that occurs.
        self._programs: dict[int, Any] = {}

    def dump(self) -> tuple[dict[str, Any], bytes]:
        """A table that was not packed yet, packed: plain data for a cache, and the string that this refers to."""
        pieces = [marshal.dumps((_packed(node), anchored)) for node, anchored in self._words.values()]
        pieces += [marshal.dumps((many, marshal.dumps(rest))) for _, (many, rest) in sorted(self._programs.items())]
        words, concepts = "\n".join(self._words), "\n".join(self.concepts)
        ends = array("I", accumulate(map(len, pieces))).tobytes()
        return {"words": words, "concepts": concepts, "ends": ends, "by_concept": self.by_concept}, b"".join(pieces)

    def add(self, concept: str, phrase: str) -> None:
        """Let ``phrase`` mean ``concept``, in a table that is not packed.

        Raises:
            PhraseError: the phrase cannot be read, or nothing in it can be looked up.
        """
        from promptlint.text.phrases import compiled  # a warm cache never needs the compiler

        sequences, keys, program = compiled(phrase)
        if sequences is not None:
            for words in sequences:
                node = self._words.setdefault(words[0], ({}, {}))[0]
                for word in words[1:]:
                    node = node.setdefault(word, {})
                if concept not in (held := node.get("", ())):
                    node[""] = (*held, concept)
            return
        number = len(self.concepts)
        self.concepts.append(concept)
        need, rest = program
        few = tuple(tuple(sorted(names)) for names in need if len(names) <= FEW)
        self._programs[number] = tuple(names for names in need if len(names) > FEW), rest
        for kind, name in sorted(keys):
            anchored = (
                self.by_concept.setdefault(name, {}) if kind == "c" else self._words.setdefault(name, ({}, {}))[1]
            )
            anchored[number] = few

    def _piece(self, number: int) -> Any:
        return marshal.loads(self._body[self._ends[number - 1] if number else 0 : self._ends[number]])

    def find(self, words: list[str], keys: list[tuple[str, ...]] | None = None) -> list[Mention]:
        """Every mention of every concept in the tokens of one sentence, in order of the text.

        Args:
            keys: the `forms` of each word, where they are known already.
        """
        if keys is None:
            keys = [forms(w) for w in words]
        found: list[Mention] = []
        wanted: Anchored = {}
        known, by_concept = self._words, self.by_concept
        for i, own in enumerate(keys):
            for key in own:
                entry = known.get(key)
                if entry is not None:
                    if entry.__class__ is int:
                        entry = known[key] = self._piece(entry)
                    if entry[1]:
                        wanted.update(entry[1])
                    if entry[0]:
                        self._walk(entry[0], keys, i, i + 1, found)
        where: dict[str, dict[int, list[int]]] = {}
        for m in found:
            where.setdefault(m.concept, {}).setdefault(m.start, []).append(m.end)
            if m.concept in by_concept:
                wanted.update(by_concept[m.concept])
        if wanted:
            self._run(words, keys, where, wanted, found)
        return sorted(set(found)) if len(found) > 1 else found

    def _run(
        self, words: list[str], keys: list[tuple[str, ...]], where: dict[str, dict[int, list[int]]], wanted: Anchored,
        found: list[Mention],
    ) -> None:  # fmt: skip
        """Try the wanted programs in their order, for they may build on what earlier ones found."""
        places: dict[str, list[int]] = {}
        for i, own in enumerate(keys):
            for key in own:
                places.setdefault(key, []).append(i)
        present = {*places, *(f"{{{name}}}" for name in where)}
        front = next((i for i, w in enumerate(words) if w[0].isalnum()), len(words))
        queue = sorted(wanted)
        done = 0
        while done < len(queue):
            p = queue[done]
            done += 1
            if any(map(present.isdisjoint, wanted[p])):
                continue
            program = self._programs.get(p)
            if program is None:
                program = self._programs[p] = self._piece(len(self._ends) - len(self.concepts) + p)
            many, rest = program
            if any(map(present.isdisjoint, many)):
                continue
            if rest.__class__ is bytes:
                rest = marshal.loads(rest)
                self._programs[p] = many, rest
            head, node = rest
            concept = self.concepts[p]
            for start in _starts(head, len(words), places, where, present):
                if node[0] == "^" and start > front:
                    break
                end = match(node, start, words, keys, where)
                if end is None or end <= start:
                    continue
                ends = where.setdefault(concept, {}).setdefault(start, [])
                if end not in ends:
                    ends.append(end)
                    found.append(Mention(start, end, concept))
                    present.add(f"{{{concept}}}")
                    for q, need in self.by_concept.get(concept, {}).items():
                        if q > p and q not in wanted:
                            wanted[q] = need
                            insort(queue, q, done)

    def _walk(self, node: dict[str, Any], keys: list[tuple[str, ...]], start: int, at: int, out: list[Mention]) -> None:
        held = node.get("")
        if held:
            out += [_new(Mention, (start, at, c)) for c in held]
        if at < len(keys):
            for key in keys[at]:
                below = node.get(key)
                if below is not None:
                    if below.__class__ is bytes:
                        below = node[key] = marshal.loads(below)
                    self._walk(below, keys, start, at + 1, out)


def _pack(node: dict[str, Any]) -> bytes | dict[str, Any]:
    """A node as bytes, if it is not small."""
    packed = _packed(node)
    return packed if len(packed) < 3 else marshal.dumps(packed)


def _packed(node: dict[str, Any]) -> dict[str, Any]:
    """A node with its larger children packed."""
    return {key: below if key == "" else _pack(below) for key, below in node.items()}


def _starts(
    head: frozenset[str] | tuple[frozenset[str], int, int], n: int, places: dict[str, list[int]],
    where: dict[str, dict[int, list[int]]], present: set[str],
) -> Iterable[int]:  # fmt: skip
    """Tokens at which a program that starts so can begin, in order."""
    names, least, most = head if isinstance(head, tuple) else (head, 0, 0)
    found: set[int] = set()
    for name in names & present:
        found.update(where[name[1:-1]] if name[0] == "{" and len(name) > 1 else places[name])
    if most:
        return sorted({i for at in found for i in range(max(0, at - most), at - least + 1)})
    return sorted(found) if len(found) > 1 else found


def match(
    node: Node, at: int, words: list[str], keys: list[tuple[str, ...]], where: dict[str, dict[int, list[int]]]
) -> int | None:
    """End of the first match of ``node`` and what follows it at token ``at``, or None."""
    n = len(words)
    while node:
        op, argument, after = node
        if op == "d":
            first, found = argument
            if at < n:
                for key in keys[at]:
                    if key in first:
                        found += first[key]
            if not found:
                return None
            if len(found) > 1:
                found = sorted(found)  # orders differ, so nothing else is compared
                for _, step, below in found[:-1]:
                    end = match(below, at + step, words, keys, where)
                    if end is not None:
                        return end
            _, step, after = found[-1]
            at += step
        elif op == "w":
            if at >= n or argument not in keys[at]:
                return None
            at += 1
        elif op == "g":
            return _gap(after, range(at, min(at + argument, n) + 1), words, keys, where)
        elif op == "h":
            return _gap(after, range(min(at + argument, n), at - 1, -1), words, keys, where)
        elif op == "=":
            if at >= n or words[at] != argument:
                return None
            at += 1
        elif op == "*":
            if at >= n:
                return None
            at += 1
        elif op == "n":
            if at >= n or not (words[at][0].isdigit() or words[at] in NUMBER_WORDS):
                return None
            at += 1
        elif op == "^":
            if any(w[0].isalnum() for w in words[:at]):
                return None
        elif op == "$":
            if any(w[0].isalnum() for w in words[at:]):
                return None
        elif op == "!":
            if at and argument in keys[at - 1]:
                return None
        else:
            for end in sorted(where.get(argument, {}).get(at, ()), reverse=True):
                final = match(after, end, words, keys, where)
                if final is not None:
                    return final
            return None
        node = after
    return at


def _gap(
    node: Node, starts: range, words: list[str], keys: list[tuple[str, ...]], where: dict[str, dict[int, list[int]]]
) -> int | None:
    """End of the first match of ``node`` that begins at one of the tokens ``starts``, or None."""
    first = None
    if node and node[0] == "w":
        first = (node[1],)
    elif node and node[0] == "d" and not node[1][1]:
        first = node[1][0]
    for start in starts:
        if first is not None:
            # Most tokens in a gap begin nothing; a call for each would cost more than all else.
            for key in keys[start] if start < len(keys) else ():
                if key in first:
                    break
            else:
                continue
        end = match(node, start, words, keys, where)
        if end is not None:
            return end
    return None
