"""Where files may be changed at all: "work only inside `src/`", "touch nothing outside `docs/`".

Such a rule forbids every change at another place, whatever is done there.
"""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.claims import Claim, everywhere, in_any_part
from promptlint.analysis.objects import DETERMINERS
from promptlint.analysis.paths import ACTS, BREAKS, FILES, Paths, kinds_of

SURFACE = "area:files"
INSIDE = frozenset("in inside within under to into at".split())
OUTSIDE = frozenset("outside beyond".split())
STAYING = frozenset("stay remain live".split())
CONFINING = frozenset("confine limit restrict keep contain".split())
ROAMING = frozenset("touch leave go stray step venture work wander make be alter reach".split())
WORKING = frozenset("work operate go make act".split())
# What is confined: the changes, or whoever makes them.
CHANGES = frozenset(
    "change changes edit edits diff diffs work yourself modification modifications commit commits patch patches edit everything "
    "write writes access you".split()
)
AROUND = FILES | {
    "directory",
    "directories",
    "anything",
    "package",
    "packages",
    "everything",
    "path",
    "tree",
    "subtree",
}
JOINING = frozenset(("and", "or", ",")) | BREAKS | DETERMINERS | FILES
# Kinds of files that lie at the top of a repository.
AT_TOP = {"lockfile": "yarn.lock", "changelog": "CHANGELOG.md", "manifest": "package.json", "ci": ".github/"}
TOP_KINDS = frozenset((*AT_TOP, "config"))


def lies_in(path: str, area: str) -> bool:
    """Whether a path lies in a folder, or may: a name without a folder can be anywhere unless its kind lies at the top."""
    if f"/{area}/" in f"/{path}/":
        return True
    return "/" not in path and path != "README.md" and TOP_KINDS.isdisjoint(kinds_of(path)) and "." not in area


def outside(claims: list[Claim]) -> Iterator[tuple[Claim, Claim, str, bool]]:
    """Every rule that confines changes to folders with every change at another place, and what they differ in.

    Args:
        claims: those of one prompt on where files are changed.
    """
    for ban in (c for c in claims if c.sign < 0):
        own = [c.value for c in claims if c.sign < 0 and c.directive is ban.directive]
        for need in (c for c in claims if c.sign > 0):
            if not any(lies_in(need.value, area) for area in own):
                yield ban, need, f"{need.value} is not in {' or '.join(own)}", False


class Areas(Paths):
    """One directive on its way to claims on where files are changed."""

    def _areas(self) -> Iterator[Claim]:
        """The folders that every change is confined to, or the places where one is made."""
        acts = dict(self._acts_on_files())
        wanted = self.sign > 0 and any(sign > 0 and act in ACTS for act, sign in acts.items())
        end = 0
        for path, first, last in self._paths(self.d.first, self.d.last):
            if (end and JOINING.issuperset(self.words[end:first])) or self._confined(first, acts):
                yield self._area(path, -1, first, last)
                wanted, end = False, last
        if not wanted:
            return
        named = list(self._named_files()) or self._meant_files()
        for path, first, last in named:
            yield self._area(path, 1, first, last)
        if not named:
            for p in self._object(self.verb + 1).phrases:
                kind = "readme" if p.head == "readm" else ""
                yield from (self._area("README.md", 1, p.first, p.last) for _ in kind and [kind])
            for kind, at, _ in self._named_kinds():
                if kind in AT_TOP:
                    yield self._area(AT_TOP[kind], 1, at, at + 1)

    def _area(self, path: str, sign: int, first: int, last: int) -> Claim:
        return self._claim(SURFACE, path, sign, first, last).limited(everywhere).limited(in_any_part)

    def _confined(self, at: int, acts: dict[str, int]) -> bool:
        """Whether the path at token ``at`` is the only place where anything is changed."""
        d, words = self.d, self.words
        before = at - 1
        while before > d.first and (words[before] in DETERMINERS | AROUND | BREAKS - {",", ":", ";"}):
            before -= 1
        word = words[before] if before >= d.first else ""
        changing = any(act in ACTS for act in acts)
        if self.sign < 0:
            if word in OUTSIDE:
                return changing or d.action in ROAMING
            return d.action == "leave" and before == self.verb
        if word not in INSIDE and not (d.only and changing and before <= self.verb):
            return False
        own = frozenset(words[d.first : before])
        if d.action in STAYING:
            return word in ("in", "inside", "within") and (not d.subject or not CHANGES.isdisjoint(own))
        if d.action in CONFINING:
            return word in ("to", "inside", "within") and not CHANGES.isdisjoint(own)
        if d.action == "end":
            return "access" in d.subject.split() and word == "at"
        if not d.only or d.conditions or not (changing or d.action in WORKING):
            return False
        near = words[max(d.first, before - 2) : before + 1]  # "work only inside", "edit files only in"
        return "only" in near or "solely" in near or "exclusively" in near or "only" in words[d.first : self.verb]
