"""What Python compiled from text, kept between runs: one file of pieces in the user's cache folder.

Compiling the project's patterns and constructors costs more than reading a small prompt does. A piece is found by its key
and unpacked only when it is asked for. Where there is no cache, things are compiled as ever: a shelf can only save time.
"""

from __future__ import annotations

import atexit
import marshal
import os
import sys
from functools import lru_cache, partial, wraps
from mmap import ACCESS_READ, mmap

from promptlint.data import NO_CACHE, cache_folder, installation, keep_newest, own_file, write_own

FORMAT = 1
LIMIT = 4000  # pieces kept; beyond that old versions have piled up, and it starts afresh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ParamSpec, TypeVar

    P = ParamSpec("P")
    T = TypeVar("T")


class Shelf:
    """Pieces by key.

    Args:
        kind: the beginning of the file's name.
        stamp: the rest of it, which says all that the pieces depend on besides their keys.
        most: files of this kind that are kept.
    """

    def __init__(self, kind: str, stamp: str, most: int) -> None:
        self.kind, self.stamp, self.most = kind, stamp, most
        self._ends: dict[Any, tuple[int, int]] | None = None
        self._body = memoryview(b"")
        self._fresh: dict[Any, bytes] = {}

    def get(self, key: Any, make: Callable[[], Any]) -> Any:
        """The object of this key: unpacked from the file, or made now and kept for the next run.

        Args:
            key: plain data.
            make: gives an object that `marshal` can write.
        """
        found = self.find(key)
        if found is None:
            self.keep(key, found := make())
        return found

    def find(self, key: Any) -> Any:
        """The object of this key, unpacked anew; None where there is none."""
        if self._ends is None:
            self._ends = self._read()
        if key in self._fresh:
            return marshal.loads(self._fresh[key])
        if key in self._ends:
            start, end = self._ends[key]
            try:
                return marshal.loads(self._body[start:end])
            except (ValueError, EOFError, TypeError):
                pass
        return None

    def keep(self, key: Any, made: Any) -> None:
        """Keep an object, which `marshal` can write, for the next run."""
        if not self._fresh:
            atexit.register(self.save)
        self._fresh[key] = marshal.dumps(made)

    def _path(self) -> str | None:
        folder = cache_folder()
        return os.path.join(folder, self.kind + self.stamp) if folder else None

    def _read(self) -> dict[Any, tuple[int, int]]:
        path = self._path()
        try:
            if path is None or not own_file(path):
                return {}
            with open(path, "rb") as f:
                data = memoryview(mmap(f.fileno(), 0, access=ACCESS_READ))  # most of it is never looked at
            os.utime(path)
            size = int.from_bytes(data[:8], "little")
            ends = marshal.loads(data[8 : 8 + size])
            self._body = data[8 + size :]
            return ends if isinstance(ends, dict) and len(ends) < LIMIT else {}
        except (OSError, ValueError, EOFError, TypeError):
            return {}

    def save(self) -> None:
        """Write the file anew with what was made since it was read; this is called when the process ends."""
        path = self._path()
        if path is None:
            return
        old = self._ends or {}
        pieces = {**{key: bytes(self._body[start:end]) for key, (start, end) in old.items()}, **self._fresh}
        ends, at = {}, 0
        for key, piece in pieces.items():
            ends[key] = (at, at := at + len(piece))
        head = marshal.dumps(ends)
        write_own(path, len(head).to_bytes(8, "little") + head + b"".join(pieces.values()))
        keep_newest(os.path.dirname(path), self.kind, self.most)


def interpreter() -> str:
    """A name for all that a compiled form depends on besides its source."""
    return f"{FORMAT}-{sys.implementation.cache_tag}-{sys.hexversion:x}"


# What was compiled from source text, whatever its place: nothing in it grows old while the interpreter is the same.
TEXT = Shelf("compiled-", interpreter(), 8)


@lru_cache(maxsize=1)
def of_installation() -> Shelf | None:
    """What follows from the package's own files as they are now; None where nothing is to be kept of them."""
    if os.environ.get(NO_CACHE):
        return None
    try:
        return Shelf("modules-", f"{interpreter()}-{installation()[:16]}", 16)
    except OSError:  # files of the package cannot be looked at
        return None


def derived(function: Callable[P, T]) -> Callable[P, T]:
    """Let a function run once an installation for each of its arguments.

    Args:
        function: gives plain data that its arguments, which are plain data too, and the package's own code and knowledge
            decide, and nothing else.
    """

    @lru_cache(maxsize=64)
    @wraps(function)
    def recall(*arguments: P.args, **named: P.kwargs) -> T:
        shelf = of_installation()
        key = f"{function.__module__}.{function.__qualname__}", *arguments, *named.items()
        found: T = (
            function(*arguments, **named) if shelf is None else shelf.get(key, partial(function, *arguments, **named))
        )
        return found

    return recall  # type: ignore[return-value]
