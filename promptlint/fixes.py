"""Applies fixes: only the edited bytes of a file change."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress

from promptlint.diagnostic import Diagnostic, Edit
from promptlint.source import Source

ROUNDS = 10  # a fix may make room for another; more rounds than this would be two rules undoing each other


def chosen(found: Iterable[Diagnostic], unsafe: bool) -> list[Diagnostic]:
    """The diagnostics whose fixes can be applied together: none of their edits overlap."""
    taken: list[Edit] = []
    out = []
    for d in found:
        if d.fix is None or not d.fix.edits or not (d.fix.safe or unsafe):
            continue
        new = [e for e in d.fix.edits if e not in taken]
        if any(_clash(e, t) for e in new for t in taken):
            continue
        taken += new
        out.append(d)
    return out


def _clash(a: Edit, b: Edit) -> bool:
    """Whether two edits touch the same text, or insert at the same place."""
    if a.span.start == a.span.end or b.span.start == b.span.end:
        return b.span.start <= a.span.start <= b.span.end or a.span.start <= b.span.start <= a.span.end
    return a.span.overlaps(b.span)


def apply(text: str, diagnostics: Iterable[Diagnostic]) -> str:
    """``text`` with the fixes of ``diagnostics`` (as `chosen` gave them)."""
    edits = sorted({e for d in diagnostics if d.fix for e in d.fix.edits}, key=lambda e: (e.span, e.text), reverse=True)
    newline = "\r\n" if "\r\n" in text else "\n"
    for e in edits:
        new = e.text.replace("\r\n", "\n").replace("\n", newline)
        text = text[: e.span.start] + new + text[e.span.end :]
    return text


def settle(source: Source, lint: Callable[[Source], list[Diagnostic]], unsafe: bool) -> tuple[Source, int]:
    """Apply fixes until none is left.

    Args:
        lint: gives the diagnostics of a text.

    Returns:
        the new text and how many fixes were applied; a text that comes back ends the work.
    """
    count, seen = 0, {source.text}
    for _ in range(ROUNDS):
        ready = chosen(lint(source), unsafe)
        text = apply(source.text, ready)
        if not ready or text in seen:
            break
        count += len(ready)
        seen.add(text)
        source = Source(source.path, text, source.encoding, source.bom)
    return source, count


def write_atomically(path: str, data: bytes) -> None:
    """Write a file whole or not at all, through links, keeping its permissions.

    Raises:
        OSError: it cannot be written.
    """
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        with open(target, "wb") as f:  # a device or a pipe: there is nothing to replace
            f.write(data)
        return
    handle, temporary = tempfile.mkstemp(prefix=".promptlint-", dir=os.path.dirname(target) or ".")
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(data)
        mode = os.stat(target).st_mode & 0o7777 if os.path.exists(target) else 0o666 & ~_umask()
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    value = os.umask(0)
    os.umask(value)
    return value
