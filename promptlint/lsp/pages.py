"""Rules' pages as files, so that an editor can open the page of a diagnostic without a network."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from promptlint.cli.commands.rule import page
from promptlint.data import cache_folder
from promptlint.rule import Rule


@lru_cache(maxsize=512)
def page_uri(rule: Rule) -> str | None:
    """The URI of a rule's page, written into the user's cache folder; None where there is none."""
    cache = cache_folder()
    if cache is None:
        return None
    place = cache / "pages" / f"{rule.name}.md"
    text = page(rule)
    try:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        if _old(place) != text:
            place.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return place.as_uri()


def _old(place: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return place.read_text(encoding="utf-8")
    return ""
