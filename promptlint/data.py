"""The package's own data (``grammar/`` and ``rules/``, packaged first, the checkout second) and the user's cache."""

from __future__ import annotations

import os
from pathlib import Path


def folder(name: str) -> Path:
    """The folder ``grammar`` or ``rules`` that belongs to this very package.

    Raises:
        FileNotFoundError: a broken installation.
    """
    here = Path(__file__).resolve().parent
    for place in (here / "_data" / name, here.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the installation is incomplete: no {name}/ beside promptlint")


def cache_folder() -> Path | None:
    """The user's own cache folder, or None where there is none that only this user can write."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    place = Path(base) / "promptlint"
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        return place if own_file(place) else None
    except (OSError, RuntimeError):
        return None


def own_file(path: Path) -> bool:
    """Whether only this user can have written ``path``: a cache is code in disguise."""
    if not hasattr(os, "getuid"):
        return True
    s = path.lstat()
    return s.st_uid == os.getuid() and not s.st_mode & 0o022
