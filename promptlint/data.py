"""The package's own data (``grammar/`` and ``rules/``, packaged first, the checkout second) and the user's cache."""

from __future__ import annotations

import os
import sys
from functools import lru_cache

from promptlint import __version__

NO_CACHE = "PROMPTLINT_NO_CACHE"  # this environment variable forbids what would be kept of files and modules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def folder(name: str) -> str:
    """The folder ``grammar`` or ``rules`` that belongs to this very package.

    Raises:
        FileNotFoundError: a broken installation.
    """
    here = os.path.dirname(os.path.realpath(__file__))
    for place in (os.path.join(here, "_data", name), os.path.join(os.path.dirname(here), name)):
        if os.path.isdir(place):
            return place
    raise FileNotFoundError(f"the installation is incomplete: no {name}/ beside promptlint")


def cache_folder(part: str = "") -> str | None:
    """The user's own cache folder, or None where there is none that only this user can write.

    Args:
        part: the name of a folder in it.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    place = os.path.join(base, "promptlint")
    try:
        for each in (place, os.path.join(place, part)) if part else (place,):
            os.makedirs(each, mode=0o700, exist_ok=True)
            if not own_file(each):
                return None
        return os.path.join(place, part) if part else place
    except OSError:
        return None


def own_file(path: str) -> bool:
    """Whether only this user can have written ``path``: a cache is code in disguise.

    Raises:
        OSError: there is no such file.
    """
    if not hasattr(os, "getuid"):
        return True
    s = os.lstat(path)
    return s.st_uid == os.getuid() and not s.st_mode & 0o022


def read_own(path: str) -> bytes | None:
    """A file of the cache, None where there is none that only this user can have written; it counts as used now."""
    try:
        if not own_file(path):
            return None
        with open(path, "rb") as f:
            data = f.read()
        os.utime(path)
        return data
    except OSError:
        return None


def write_own(path: str, data: bytes) -> None:
    """Write a file of the cache, whole or not at all, so that only this user can write it; a failure is silent."""
    fresh = f"{path}.{os.getpid()}"
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        return
    try:
        with os.fdopen(descriptor, "wb") as f:
            f.write(data)
        os.replace(fresh, path)
    except OSError:
        os.unlink(fresh)


def keep_newest(place: str, start: str, most: int) -> None:
    """Remove the files of a cache folder whose names begin with ``start`` that were not used longest, until ``most`` are left."""
    try:
        with os.scandir(place) as entries:
            found = [(e.stat(follow_symlinks=False).st_mtime_ns, e.path) for e in entries if e.name.startswith(start)]
        for _, path in sorted(found)[: max(0, len(found) - most)]:
            os.unlink(path)
    except OSError:
        return


def digest(*parts: object) -> str:
    """One name for all of ``parts``, which are plain data."""
    try:
        from _blake2 import blake2b  # hashlib costs 3 ms to import
    except ImportError:
        from hashlib import blake2b

    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


@lru_cache(maxsize=1)
def installation() -> str:
    """A name for this very code, its data and its interpreter: by the size and time of each file."""
    code, data = os.path.dirname(os.path.abspath(__file__)), folder("rules")
    files = [*_stats(code), *_stats(data), *_stats(folder("grammar"))]
    return digest(__version__, sys.implementation.cache_tag, sys.version, sorted(files))


def _stats(place: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            if entry.is_dir():
                yield from _stats(entry.path)
            else:
                stat = entry.stat()
                yield entry.path, stat.st_size, stat.st_mtime_ns
