"""Files that a linted file names, read for it from within one folder. Only the command line and the server read them."""

from __future__ import annotations

import os
from collections.abc import Callable

Loader = Callable[[str], bytes]
"""Reads a file by its path, as seen from the working directory.

Raises OSError, whose ``strerror`` says why not; FileNotFoundError if it is certain that there is no such file.
"""


def nothing(path: str) -> bytes:
    """The loader of a text that stands nowhere.

    Raises:
        OSError: always.
    """
    raise OSError(None, "cannot be read: there is no folder to look in")


def content(place: str) -> bytes:
    """What a file holds on disk.

    Raises:
        OSError: it cannot be read.
    """
    with open(place, "rb") as f:
        return f.read()


def loader(path: str, folder: str = os.curdir, read: Loader = content) -> Loader:
    """The loader for what a file includes: nothing outside the working directory, or the file's own folder.

    Args:
        path: the file that is linted.
        folder: what stands for the working directory.
        read: reads a file by its real path.
    """

    def load(name: str) -> bytes:
        own = os.path.realpath(os.path.join(folder, os.path.dirname(path)))
        here = os.path.realpath(folder)
        root = here if _within(own, here) else own
        place = os.path.realpath(os.path.join(folder, name))
        if place == root or not _within(place, root):
            raise OSError(None, f"leads out of {os.path.basename(root) or root}")
        if os.path.exists(place) and not os.path.isfile(place):
            raise OSError(None, "cannot be read: not a regular file")
        try:
            return read(place)
        except (OSError, ValueError) as e:
            kind = FileNotFoundError if isinstance(e, FileNotFoundError) else OSError
            why = getattr(e, "strerror", None) or str(e)
            raise kind(None, f"cannot be read: {why.lower()}") from None

    return load


def _within(place: str, root: str) -> bool:
    return place == root or place.startswith(root.rstrip(os.sep) + os.sep)
