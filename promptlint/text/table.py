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
from promptlint.text.tokens import keys_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.text.phrases import Node

FEW = 8  # words and concepts of a set that is looked at before the program is unpacked


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

    __slots__ = ("_body", "_ends", "_names", "_needs", "_packed", "_programs", "_words", "by_concept", "concepts")

    def __init__(self, head: dict[str, Any] | None = None, body: bytes | memoryview = b"") -> None:
        head = head or {"words": "", "concepts": "", "ends": (0, 0), "by_concept": {}}
        start, end = head["ends"]
        # Where each piece ends: first those of the words, then those of the programs.
        self._body, self._ends = body, memoryview(body)[start:end].cast("I")
        # A word → the number of its piece, or what it held: the phrases that it begins (a node, which is a mapping of keys
        # to nodes in which "" is the tuple of concepts ending there), and the numbers of the programs that it anchors.
        self._words: dict[str, Any] = {}
        # The words of a packed table, until it is first looked into.
        self._names: str = head["words"]
        # The concept of each program, in the order in which they may build on each other.
        self.concepts: list[str] = head["concepts"].split("\n") if head["concepts"] else []
        # Concepts that are anchors, and the numbers of the programs.
        self.by_concept: dict[str, tuple[int, ...]] = head["by_concept"]
        # Of each program, once wanted: sets of words and concepts of which something has to occur, at first the small ones;
        # what is packed until that occurs, the larger ones and the program; the program, a pair of heads and first node.
        self._needs: list[Any] = [None] * len(self.concepts)
        self._packed: list[Any] = [None] * len(self.concepts)
        self._programs: list[Any] = [None] * len(self.concepts)

    def dump(self) -> tuple[dict[str, Any], bytes]:
        """A table that was not packed yet, packed: plain data for a cache, and the string that this refers to."""
        pieces = [marshal.dumps((_packed(node), anchored)) for node, anchored in self._words.values()]
        for few, (many, rest) in zip(self._needs, self._packed, strict=True):
            pieces.append(marshal.dumps((few, marshal.dumps((many, marshal.dumps(rest))))))
        ends = array("I", accumulate(map(len, pieces)))
        start, size = ends[-1], len(ends) * ends.itemsize
        words, concepts = "\n".join(self._words), "\n".join(self.concepts)
        head = {"words": words, "concepts": concepts, "ends": (start, start + size), "by_concept": self.by_concept}
        return head, b"".join((*pieces, ends.tobytes()))

    def add(self, concept: str, phrase: str) -> None:
        """Let ``phrase`` mean ``concept``, in a table that is not packed.

        Raises:
            PhraseError: the phrase cannot be read, or nothing in it can be looked up.
        """
        from promptlint.text.phrases import compiled  # a warm cache never needs the compiler

        sequences, keys, program = compiled(phrase)
        if sequences is not None:
            for words in sequences:
                node = self._words.setdefault(words[0], ({}, ()))[0]
                for word in words[1:]:
                    node = node.setdefault(word, {})
                if concept not in (held := node.get("", ())):
                    node[""] = (*held, concept)
            return
        number = len(self.concepts)
        self.concepts.append(concept)
        need, rest = program
        self._needs.append(tuple(tuple(sorted(names)) for names in need if len(names) <= FEW))
        self._packed.append((tuple(names for names in need if len(names) > FEW), rest))
        self._programs.append(None)
        for kind, name in sorted(keys):
            if kind == "c":
                self.by_concept[name] = (*self.by_concept.get(name, ()), number)
            else:
                node, anchored = self._words.get(name, ({}, ()))
                self._words[name] = node, (*anchored, number)

    def _piece(self, number: int) -> Any:
        return marshal.loads(self._body[self._ends[number - 1] if number else 0 : self._ends[number]])

    def find(self, words: list[str], keys: list[tuple[str, ...]] | None = None) -> list[Mention]:
        """Every mention of every concept in the tokens of one sentence, in order of the text.

        Args:
            keys: the `keys_of` each word, where they are known already.
        """
        if keys is None:
            keys = [keys_of(w) for w in words]
        found: list[Mention] = []
        wanted: set[int] = set()
        if self._names:
            names, self._names = self._names.split("\n"), ""
            self._words.update(zip(names, range(len(names)), strict=True))
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
                        walk(entry[0], keys, i, i + 1, found)
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
                if key in places:
                    places[key].append(i)
                else:
                    places[key] = [i]
        present = {*places, *(f"{{{name}}}" for name in where)}
        missing, known = present.isdisjoint, self._needs
        front = next((i for i, w in enumerate(words) if w[0].isalnum()), len(words))
        queue = sorted(wanted)
        done = 0
        while done < len(queue):
            p = queue[done]
            done += 1
            need = known[p]
            if need is None:
                need = self._unpack(p)
            for names in need:  # most programs end here
                if missing(names):
                    break
            else:
                head, node = self._programs[p] or self._unpack_whole(p, present)
                if node is None:
                    continue
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
                        for q in self.by_concept.get(concept, ()):
                            if q > p and q not in wanted:
                                wanted.add(q)
                                insort(queue, q, done)

    def _unpack(self, p: int) -> Any:
        """The small sets of which a program needs something."""
        few, self._packed[p] = self._piece(len(self._ends) - len(self._needs) + p)
        self._needs[p] = few
        return few

    def _unpack_whole(self, p: int, present: set[str]) -> tuple[Any, Any]:
        """The heads and first node of a program; the latter is None as long as something that it needs was not present."""
        packed = self._packed[p]
        if packed.__class__ is bytes:
            packed = self._packed[p] = marshal.loads(packed)
        many, rest = packed
        if any(map(present.isdisjoint, many)):
            return None, None
        program: tuple[Any, Any] = rest
        if rest.__class__ is bytes:
            program = self._programs[p] = marshal.loads(rest)
            self._needs[p] = *self._needs[p], *many
        return program


def walk(node: dict[str, Any], keys: list[tuple[str, ...]], start: int, at: int, out: list[Mention]) -> None:
    """Add what of the phrases below a node stands at token ``at`` and after it."""
    if "" in node:
        for concept in node[""]:
            out.append(_new(Mention, (start, at, concept)))
    if at < len(keys):
        for key in keys[at]:
            if key in node:
                below = node[key]
                if below.__class__ is bytes:
                    below = node[key] = marshal.loads(below)
                walk(below, keys, start, at + 1, out)


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
    common = names & present
    if len(common) == 1 and not most:
        (name,) = common
        if name in places:
            return places[name]
    found: set[int] = set()
    for name in common:
        found.update(places[name] if name in places else where[name[1:-1]])
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
            first, exact, found = argument
            if at < n:
                for key in keys[at]:
                    if key in first:
                        found += first[key]
                if words[at] in exact:
                    found += exact[words[at]]
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
    first: Any = None
    exact: Any = ()
    if node and node[0] == "w":
        first = (node[1],)
    elif node and node[0] == "=":
        first, exact = (), (node[1],)
    elif node and node[0] == "d" and not node[1][2]:
        first, exact, _ = node[1]
    for start in starts:
        if first is not None:
            # Most tokens in a gap begin nothing; a call for each would cost more than all else.
            for key in keys[start] if start < len(keys) else ():
                if key in first:
                    break
            else:
                if start >= len(words) or words[start] not in exact:
                    continue
        end = match(node, start, words, keys, where)
        if end is not None:
            return end
    return None
