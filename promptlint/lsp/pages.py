"""Rules' pages as files, so that an editor can open the page of a diagnostic without a network."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from promptlint.cli.commands.rule import page
from promptlint.data import cache_folder, write_own
from promptlint.rule import Rule


@lru_cache(maxsize=512)
def page_uri(rule: Rule) -> str | None:
    """The URI of a rule's page, written into the user's cache folder; None where there is none."""
    cache = cache_folder("pages")
    if cache is None:
        return None
    place, data = os.path.join(cache, f"{rule.name}.md"), page(rule).encode()
    if _old(place) != data:
        write_own(place, data)
    return Path(place).as_uri() if os.path.exists(place) else None


def _old(place: str) -> bytes:
    try:
        with open(place, "rb") as f:
            return f.read()
    except OSError:
        return b""
