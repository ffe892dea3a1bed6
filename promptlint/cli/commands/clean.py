"""Remove what promptlint keeps in its cache."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress

from promptlint.cli.options import Parser


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    Parser("clean", __doc__ or "").read(arguments)
    from promptlint.data import cache_folder

    place = cache_folder()
    count = 0
    for folder, _, files in os.walk(place) if place else ():
        for name in files:
            with suppress(FileNotFoundError):  # another run may have been quicker
                os.unlink(os.path.join(folder, name))
                count += 1
    print(f"{count} {'file' if count == 1 else 'files'} removed" + (f" from {place}" if count else ""))
    return 0
