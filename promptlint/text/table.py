"""The table of compiled phrases, and the look-up of a sentence in it.

See `promptlint.text.phrases` for the language. A sentence is tokenised once and looked up in one table: plain word
sequences in a trie, the rest as small programs that are tried only where all that they need occurs.
"""

from __future__ import annotations

import marshal
from bisect import insort
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from promptlint.text.tokens import NUMBER_WORDS, forms

if TYPE_CHECKING:
    from promptlint.text.phrases import Node


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
        # Programs as (heads, required words and concepts, first node), once they were wanted.
        self._ready: dict[int, tuple[frozenset[str] | None, tuple[frozenset[str], ...], Node]] = {}

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

    def find(self, words: list[str], keys: list[tuple[str, ...]] | None = None) -> list[Mention]:
        """Every mention of every concept in the tokens of one sentence, in order of the text.

        Args:
            keys: the `forms` of each word, where they are known already.
        """
        if keys is None:
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
        front = next((i for i, w in enumerate(words) if w[0].isalnum()), len(words))
        queue = sorted(wanted)
        done = 0
        while done < len(queue):
            p = queue[done]
            done += 1
            program = self._ready.get(p)
            if program is None:
                program = self._ready[p] = marshal.loads(self.programs[p][1])
            head, required, node = program
            if any(map(present.isdisjoint, required)):
                continue
            concept = self.programs[p][0]
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


def match(
    node: Node, at: int, words: list[str], keys: list[tuple[str, ...]], where: dict[str, dict[int, list[int]]]
) -> int | None:
    """End of the first match of ``node`` and what follows it at token ``at``, or None."""
    n = len(words)
    while node:
        op, argument, after = node
        if op == "d":
            first, other = argument
            found = list(other)
            if at < n:
                for key in keys[at]:
                    if key in first:
                        found += [(order, below, 1) for order, below in first[key]]
            if not found:
                return None
            if len(found) > 1:
                found.sort()  # orders differ, so nothing else is compared
                for choice in found[:-1]:
                    end = match(choice[1], at + len(choice) - 2, words, keys, where)
                    if end is not None:
                        return end
            after = found[-1][1]
            at += len(found[-1]) - 2
        elif op == "w":
            if at >= n or argument not in keys[at]:
                return None
            at += 1
        elif op == "g":
            return _gap(after, at, min(at + argument, n), words, keys, where)
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
    node: Node, at: int, last: int, words: list[str], keys: list[tuple[str, ...]],
    where: dict[str, dict[int, list[int]]],
) -> int | None:  # fmt: skip
    """End of the first match of ``node`` that begins at one of the tokens ``at`` … ``last``, or None."""
    first = None
    if node and node[0] == "w":
        first = (node[1],)
    elif node and node[0] == "d" and not node[1][1]:
        first = node[1][0]
    for start in range(at, last + 1):
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
