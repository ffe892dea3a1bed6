"""Remove what promptlint keeps in its cache."""

from __future__ import annotations

from collections.abc import Sequence

from promptlint.cli.options import Parser


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    Parser("clean", __doc__ or "").read(arguments)
    from promptlint.data import cache_folder

    place = cache_folder()
    files = [f for f in place.iterdir() if f.is_file()] if place else []
    for f in files:
        f.unlink(missing_ok=True)
    print(f"{len(files)} {'file' if len(files) == 1 else 'files'} removed" + (f" from {place}" if files else ""))
    return 0
