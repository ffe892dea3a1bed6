"""A baseline: the findings that a project lives with for now, by fingerprint, so that only new ones are reported."""

from __future__ import annotations

import json
from pathlib import Path

from promptlint.diagnostic import INTERNAL
from promptlint.fixes import write_atomically

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.run import RunResult


class BaselineError(Exception):
    """The baseline cannot be used; the message is one line."""


def update(path: str, result: RunResult) -> int:
    """Write the findings of ``result`` to the baseline and return how many there are.

    Raises:
        OSError: it cannot be written.
    """
    entries = [
        {"fingerprint": d.fingerprint, "name": d.name, "path": d.path, "message": d.message}
        for d in result.diagnostics
        if d.code != INTERNAL
    ]
    data = {"version": 1, "findings": entries}
    write_atomically(path, (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace"))
    return len(entries)


def apply(path: str, result: RunResult) -> None:
    """Take the findings that the baseline lists out of ``result``.

    Raises:
        BaselineError: it is missing or not a baseline.
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        known = {str(e["fingerprint"]) for e in data["findings"]}
    except FileNotFoundError:
        raise BaselineError(f"{path}: no such file; --update-baseline writes it") from None
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise BaselineError(f"{path}: not a baseline ({type(e).__name__})") from None
    for f in result.files:
        kept = [d for d in f.diagnostics if d.fingerprint not in known]
        result.baselined += len(f.diagnostics) - len(kept)
        f.diagnostics = kept
