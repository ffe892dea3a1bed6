"""The package's own data: ``grammar/`` and ``rules/``, packaged first, the checkout second."""

from __future__ import annotations

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
