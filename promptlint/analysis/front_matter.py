"""What the front matter of a file may say, by the kind of file that it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from promptlint.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@record(frozen=True, slots=True)
class Key:
    """A key of front matter.

    Args:
        about: what it says, one line.
        values: what it can be; empty for anything.
        open: whether it can be something else as well.
    """

    name: str
    about: str
    values: tuple[str, ...] = ()
    open: bool = False


@record(frozen=True, slots=True)
class Kind:
    """A kind of file with front matter.

    Args:
        about: what such a file is called.
        files: globs of its files.
        keys: those to offer.
        also: others that are no mistakes.
        required: keys without which the file is not used.
    """

    name: str
    about: str
    files: tuple[str, ...]
    keys: tuple[Key, ...]
    also: frozenset[str]
    required: tuple[str, ...] = ()

    @property
    def known(self) -> set[str]:
        """Every key that may stand there."""
        return {k.name for k in self.keys} | self.also


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order in which they claim files."""
    from promptlint.knowledge import current

    known = current()
    own = frozenset(known.section("front_matter_own") or ())
    return tuple(_kind(name, data, own) for name, data in known.section("front_matter").items())


def _kind(name: str, data: dict[str, Any], own: frozenset[str]) -> Kind:
    keys = (
        Key(key, str(facts.get("about", "")), tuple(map(str, facts.get("values", ()))), bool(facts.get("open")))
        for key, facts in data["keys"].items()
    )
    also, required = own | frozenset(data.get("also", ())), tuple(data.get("required", ()))
    return Kind(name, str(data["about"]), tuple(data["files"]), tuple(keys), also, required)


def kind_of(path: str) -> Kind | None:
    """The kind of a file, None for one whose front matter may say anything.

    Args:
        path: with forward slashes.
    """
    return next((k for k in kinds() if globs_of(k.files).search(path)), None)


@lru_cache(maxsize=64)
def globs_of(patterns: tuple[str, ...]) -> Any:
    """One expression for the globs of a kind."""
    from promptlint.globs import globs

    return globs(patterns)


def near(word: str, words: Iterable[str]) -> str:
    """The one of ``words`` that ``word`` is a slip for, "" if it looks like none."""
    import difflib

    plain = {_plain(w): w for w in words}
    if _plain(word) in plain:
        return plain[_plain(word)]
    close = difflib.get_close_matches(_plain(word), plain, 1, 0.8)
    return plain[close[0]] if close and len(word) > 3 else ""


def _plain(word: str) -> str:
    return "".join(c for c in word.lower() if c.isalnum())


def slips(kind: Kind, front: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Keys and values that look like slips of known ones: ``(key, value, meant)``, value "" where the key is meant."""
    keys = {k.name: k for k in kind.keys}
    for name, value in front.items():
        if name not in kind.known:
            # A key that is there as well is not what this one was meant to be.
            if meant := near(name, kind.known - front.keys()):
                yield name, "", meant
            continue
        key = keys.get(name)
        if key is None or not key.values or key.open:
            continue
        for one in value if isinstance(value, list) else [value]:
            text = str(one).lower() if isinstance(one, bool) else str(one)
            if isinstance(one, str) and text not in key.values and (meant := near(text, key.values)):
                yield name, text, meant
