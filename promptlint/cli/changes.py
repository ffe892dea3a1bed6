"""What `check` changes in files: fixes, and comments that silence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import SimpleNamespace

from promptlint.beside import loader
from promptlint.diagnostic import Diagnostic
from promptlint.engine import lint_source
from promptlint.fixes import settle, write_atomically
from promptlint.result import FileResult
from promptlint.run import Job, RunResult
from promptlint.settings import Settings
from promptlint.source import Source


def fix_stdin(result: RunResult, job: Job, unsafe: bool) -> None:
    """Write what standard input held, with the fixes applied, to standard output."""
    for i, f in enumerate(result.files):
        new, _ = settle(f.source, _linter(job.settings), unsafe)
        sys.stdout.flush()
        sys.stdout.buffer.write(new.to_bytes(new.text))
        result.files[i] = lint_source(new, job.settings, loader(new.path))


def fix(result: RunResult, jobs: Sequence[Job], args: SimpleNamespace) -> int:
    """Apply or show the fixes; with --fix the result then holds what is left.

    Returns:
        1 if something changed or would change.
    """
    by_path = {j.path: j for j in jobs}
    total = changed = 0
    for i, f in enumerate(result.files):
        job = by_path[f.path]
        if not any(d.fix for d in f.diagnostics):
            continue
        new, count = settle(f.source, _linter(job.settings), args.unsafe_fixes)
        if new.text == f.source.text:
            continue
        changed += 1
        total += count
        if args.diff:
            show_diff(f.source, new)
        elif args.fix:
            result.files[i] = _write(job, f, new)
    if args.fix and not args.diff and total and not args.quiet:
        print(f"promptlint: {total} fixed in {changed} {'file' if changed == 1 else 'files'}", file=sys.stderr)
    if args.unsafe_fixes and not (args.fix or args.diff):
        print("promptlint: --unsafe-fixes does nothing without --fix or --diff", file=sys.stderr)
    return int(changed > 0)


def _linter(settings: Settings) -> Callable[[Source], list[Diagnostic]]:
    return lambda source: lint_source(source, settings, loader(source.path)).diagnostics


def _write(job: Job, old: FileResult, new: Source) -> FileResult:
    if job.data is None:
        write_atomically(job.place, old.source.to_bytes(new.text))
    return lint_source(new, job.settings, loader(new.path))


def show_diff(old: Source, new: Source) -> None:
    """Print a unified diff."""
    import difflib

    from promptlint.reporters.visible import visible

    before, after = old.text.splitlines(), new.text.splitlines()
    for line in difflib.unified_diff(before, after, f"a/{old.path}", f"b/{new.path}", lineterm=""):
        print(visible(line))


def suppress_all(result: RunResult, jobs: Sequence[Job], reason: str) -> int:
    """Silence every finding with a comment in its line or above it."""
    from promptlint.reporters.visible import visible
    from promptlint.suppression import comment_out

    by_path = {j.path: j for j in jobs}
    count = 0
    for f in result.files:
        text, added = comment_out(f.source, f.diagnostics, reason)
        if added and by_path[f.path].data is None:
            write_atomically(by_path[f.path].place, f.source.to_bytes(text))
            count += added
        elif f.diagnostics:
            print(
                f"promptlint: {visible(f.path)}: no comment can stand in this file; nothing is silenced",
                file=sys.stderr,
            )
    print(f"promptlint: {count} silenced", file=sys.stderr)
    return 0
