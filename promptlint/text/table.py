"""The table of compiled phrases, and the look-up of a sentence in it.

See `promptlint.text.phrases` for the language. A sentence is tokenised once and looked up in one table: plain word
sequences in a trie, the rest as small programs that are tried only where all that they need occurs.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any, NamedTuple

from promptlint.text.tokens import NUMBER_WORDS, forms

if TYPE_CHECKING:
    from promptlint.text.phrases import Item, Sequence


class Mention(NamedTuple):
    """A concept found at tokens ``[start, end)``."""

    start: int
    end: int
    concept: str


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
        from promptlint.text.phrases import compiled  # a warm cache never needs the compiler

        sequences, keys, program = compiled(phrase)
        if sequences is not None:
            for words in sequences:
                node = self._first(words[0])
                for word in words[1:]:
                    node = node.setdefault(word, {})
                if concept not in (held := node.get("", ())):
                    node[""] = (*held, concept)
            return
        self.programs.append((concept, marshal.dumps(program)))
        for kind, name in sorted(keys):
            (self.by_concept if kind == "c" else self.by_word).setdefault(name, []).append(len(self.programs) - 1)

    def _first(self, word: str) -> dict[str, Any]:
        node = self.trie.setdefault(word, {})
        if isinstance(node, bytes):
            raise TypeError("a packed table takes no more phrases")
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
