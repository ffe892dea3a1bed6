"""Files and folders that rules name: "`vendor/` is off limits" / "patch `vendor/lib/x.c`", "lockfiles" / "`yarn.lock`".

A demand on a file is one on every folder above it and on every kind of file that its name tells; a ban is on what it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache

from promptlint.analysis.claims import Around, Claim
from promptlint.analysis.commands import EXTENSIONS, Commands
from promptlint.analysis.objects import DETERMINERS, within
from promptlint.analysis.words import base
from promptlint.deontic.cues import cues
from promptlint.record import replace

ACTS = frozenset("modify-file create-file delete move-file".split())
ALL = ("modify-file", "create-file", "delete", "move-file", "read-file")
LABELS = {"modify-file": "edit", "create-file": "create", "move-file": "move", "read-file": "read"}
TOUCHING = frozenset("touch alter".split())  # whatever is done to it, except reading
# Words before a file that something is done to.
AT = frozenset(
    "in to into under inside within at below beneath , ( and or including file files folder directory of anything".split()
)
BUT = frozenset("outside beyond except besides but".split())
PRONOUNS = frozenset("it them they these those there".split())
BY_HAND = frozenset("edit fix patch correct tweak change adjust modify".split())
# Verbs that with a file mean a change of it, whatever else they mean elsewhere.
CHANGING = frozenset(
    "adapt register wire hook tune correct repair mend declare define implement put place drop export annotate document insert "
    "inject append set pin bump polish clean tidy simplify shorten optimise optimize modernise modernize port convert migrate "
    "reorder rearrange reorganise reorganize expand complete comment uncomment disable enable".split()
)
BREAKS = frozenset('` " “ ” ( ) , ; : ! ?'.split())
FILES = frozenset(("file", "files", "code", "folder", "folders", "module", "modules"))


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]:
    """Name, words and patterns of each kind of file."""
    from promptlint.knowledge import current

    kinds = current().section("file_kinds").items()
    return tuple(
        (name, frozenset(base(w) for w in str(k["words"]).split()), tuple(str(k["names"]).lower().split()))
        for name, k in kinds
    )


@lru_cache(maxsize=512)
def kinds_of(path: str) -> tuple[str, ...]:
    """The kinds of file that a path is, by its name and its folders."""
    parts = path.split("/")

    def fits(pattern: str) -> bool:
        if pattern.endswith("/"):
            return f"/{pattern}" in f"/{path}/"
        return fnmatchcase(parts[-1], pattern)

    return tuple(name for name, _, patterns in _kinds() if any(map(fits, patterns)))


def above(path: str) -> Iterator[str]:
    """A path and the folders that it lies in."""
    parts = path.split("/")
    for n in range(len(parts), 0, -1):
        yield "/".join(parts[:n])


def endings(path: str) -> Iterator[str]:
    """The endings of a file's name, by which many files are ruled at once: ".pb.go" and ".go" for "api.pb.go"."""
    parts = path.rpartition("/")[2].split(".")
    return ("." + ".".join(parts[n:]) for n in range(1, len(parts)))


class Paths(Commands):
    """One directive on its way to claims on the files that it names."""

    @cached_property
    def protected(self) -> bool:
        """Whether a thing is only said to stay as it is, so that it may be read: "the schema is not yours to change"."""
        a, b = self.d.frame
        return a > self.d.first and any(m.concept == "protected" for m in cues().frames.find(self.words[a:b]))

    def _on_files(self) -> Iterator[Claim]:
        """What is done to every file, folder or kind of file that is named."""
        acts = dict(self._acts_on_files())
        if not acts:
            return
        named = list(self._named_files()) or self._meant_files()
        banned = any(sign < 0 for sign in acts.values())
        inside = frozenset(base(w) for _, first, last in named for w in self.words[first:last])
        for path, first, last in named:
            for act, sign in acts.items():
                keys = [path] if sign < 0 else [*above(path), *endings(path), *(f"any {k}" for k in kinds_of(path))]
                yield from (self._on_file(act, key, sign, first, last, inside) for key in keys)
        beside = [path for path, first, _ in named if "(" in self.words[max(first - 2, 0) : first]]
        told = {kind for path in beside for kind in kinds_of(path)}  # "lockfiles (yarn.lock)"
        if banned:
            for kind, at, own in self._named_kinds():
                if named and kind not in told:
                    continue  # "never edit the tests in `legacy/`"
                for act, sign in acts.items():
                    if sign < 0:
                        yield self._on_file(act, f"any {kind}", sign, at, at + 1, inside | own)

    def _on_file(self, act: str, key: str, sign: int, first: int, last: int, inside: frozenset[str]) -> Claim:
        claim = self._claim(f"do:{LABELS.get(act, act)} {key}", "", sign, first, last)
        hand = frozenset(("hand",)) if sign > 0 and self.d.action in BY_HAND else frozenset()

        def with_files(around: Around) -> Around:
            topic = frozenset(s for s in around.topic if ":" not in s) - inside - FILES_STEMS
            return replace(around, parts=frozenset(), topic=topic, context=around.context | inside | hand)

        return claim.limited(with_files)

    def _acts_on_files(self) -> Iterator[tuple[str, int]]:
        """The acts that the verb does to files, and whether they are wanted."""
        d = self.d
        if not d.action or (d.frame[1] and d.frame[0] > d.first):
            if d.modality.forbids and d.frame[1]:
                yield from ((act, -1) for act in (ALL[:-1] if self.protected else ALL))
            return
        if self.sign < 0 and d.action in TOUCHING:
            yield from ((act, -1) for act in ALL[:-1])
            return
        known = False
        for m in self.mentions:
            kind, _, name = m.concept.partition(":")
            if kind in ("to", "to-") and name in ACTS and m.start <= self.verb < m.end:
                known = True
                yield name, self.sign * (-1 if kind == "to-" else 1)
        if not known and d.action in CHANGING:
            yield "modify-file", self.sign

    def _named_files(self) -> Iterator[tuple[str, int, int]]:
        """Each path with its tokens, where something is done to it."""
        return ((path, i, last) for path, i, last in self._paths(self.d.first, self.d.last) if self._done_to(i))

    def _meant_files(self) -> list[tuple[str, int, int]]:
        """The path that a pronoun stands for: "`gen/` comes from a script; never edit it"."""
        own = self.words[self.d.first : self.d.last]
        if PRONOUNS.isdisjoint(own[:1] if self.d.passive else own) or not self.d.first:
            return []
        return list(self._paths(0, self.d.first))[-1:]

    def _paths(self, i: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Each path among the tokens ``[i, end)``, with its own tokens."""
        tokens, words = self.d.sentence.tokens, self.words
        while i < end:
            j = i + 1
            if words[i] in BREAKS:
                i = j
                continue
            while j < len(words) and tokens.starts[j] == tokens.ends[j - 1] and words[j] not in BREAKS:
                j += 1
            last = j - (words[j - 1] == "." and j - i > 1)
            text = "".join(words[i:last])
            if self._path(text):
                yield text.removeprefix("./").strip("*").rstrip("/").removesuffix("/**"), i, last
            i = j

    def _path(self, text: str) -> bool:
        name, dot, extension = text.rpartition(".")
        if "/" in text:
            return len(text) > 2 and ":" not in text and text.count("/") < 8 and not text.startswith("/")
        return bool(dot) and extension in EXTENSIONS and bool(name or extension == "env")

    def _done_to(self, i: int) -> bool:
        """Whether the token before a path lets it be what something is done to."""
        before = i - 1
        while before > self.d.first and (
            self.words[before] in DETERMINERS or self.words[before] in BREAKS - {",", "("}
        ):
            before -= 1
        word = self.words[before] if before >= self.d.first else ""
        if word in BUT:
            return False  # "nothing outside `src/` may be changed"
        return before <= self.verb or word in AT

    def _named_kinds(self) -> Iterator[tuple[str, int, frozenset[str]]]:
        """Each kind of file that the object names, with its token."""
        framed = self.d.frame[0] > self.d.first
        over = within(self.d, self.d.first, self.d.frame[0]) if framed else self._object(self.verb + 1)
        for p in over.phrases:
            head = self.words[p.last - 1] if p.last > p.first else ""
            for kind, own, _ in _kinds():
                if p.head in own or (head in FILES and not own.isdisjoint(p.before)):
                    yield kind, p.last - 1, frozenset((p.head, *p.before))


FILES_STEMS = frozenset(base(w) for w in FILES) | {"under", "anyth"}
