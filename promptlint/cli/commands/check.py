"""Find defects in prompts (the default command)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from types import SimpleNamespace

from promptlint.cli.files import STDIN, add_options, add_selection, gather, validate
from promptlint.cli.guard import usage_errors
from promptlint.cli.options import Parser, choice
from promptlint.cli.output import context_for, write_report
from promptlint.diagnostic import Severity
from promptlint.reporters import FORMATS
from promptlint.result_cache import opened
from promptlint.run import RunResult, Skipped, run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.cli.files import Gathered
    from promptlint.registry import Registry


def parser() -> Parser:
    """The options of `check`."""
    p = Parser("check", __doc__ or "")
    add_options(p)
    add_selection(p)
    o = p.add_argument_group("output")
    o.add_argument("--output-format", type=choice(*FORMATS), metavar="FORMAT", help=", ".join(FORMATS))
    o.add_argument("--output-file", metavar="FILE", help="write the report there")
    o.add_argument("--color", type=choice("auto", "always", "never"), default="auto", help="auto, always or never")
    o.add_argument("--statistics", action="store_true", help="count the findings of each rule instead of showing them")
    o.add_argument("--show-files", action="store_true", help="list the files that would be read, and read none")
    o.add_argument("-q", "--quiet", action="count", default=0, help="no summary; twice: no report at all")
    o.add_argument(
        "-v", "--verbose", action="count", default=0, help="say why each rule matters, and what was left out"
    )
    e = p.add_argument_group("exit code")
    e.add_argument("--fail-on", type=choice(*(str(s) for s in Severity), "never"), metavar="SEVERITY",
                   help="the least severity that makes it 1 (default: warning)")  # fmt: skip
    e.add_argument("--exit-zero", action="store_true", help="0 even if there are findings")
    e.add_argument("--max-warnings", type=int, metavar="N", help="1 if there are more than N warnings")
    f = p.add_argument_group("changes")
    f.add_argument("--fix", action="store_true", help="apply the safe fixes")
    f.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: the unsafe ones too")
    f.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    f.add_argument("--add-suppressions", metavar="REASON", help="silence every finding with a comment that says why")
    f.add_argument("--baseline", metavar="FILE", help="leave out the findings that this file lists")
    f.add_argument("--update-baseline", action="store_true", help="write the findings of now to the --baseline file")
    r = p.add_argument_group("running")
    r.add_argument("--jobs", "-j", type=int, default=0, metavar="N", help="processes; 0 chooses")
    r.add_argument("--no-cache", action="store_true", help="read every file anew, and keep no findings")
    r.add_argument("--watch", action="store_true", help="run again whenever a file changes")
    return p


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    p = parser()
    args = p.read(arguments)
    if args.update_baseline and not args.baseline:
        p.error("--update-baseline needs --baseline FILE")
    if args.jobs < 0:
        p.error("--jobs takes a number of processes, not a negative one")
    with usage_errors():
        return _watch(args) if args.watch else once(args)


def once(args: SimpleNamespace) -> int:
    """One run."""
    found = gather(args)
    cache = None if args.no_cache else opened()
    validate(found, args, cache)
    if args.show_files:
        for path in sorted(j.path for j in found.jobs):
            print(path)
        return _tell(found.skipped, not found.jobs, args)
    result = run(found.jobs, args.jobs, _progress(len(found.jobs), args), cache)
    result.skipped += found.skipped
    result.skipped.sort()
    code = _tell(result.skipped, not found.jobs and not found.skipped, args)
    if args.fix and not args.diff and [j.place for j in found.jobs] == [STDIN]:
        from promptlint.cli.changes import fix_stdin

        fix_stdin(result, found.jobs[0], args.unsafe_fixes)
        return max(code, exit_code(result, args.fail_on or found.configs[0].fail_on, args.exit_zero, args.max_warnings))
    if args.fix or args.diff or args.unsafe_fixes:
        from promptlint.cli.changes import fix

        changed = fix(result, found.jobs, args)
        if args.diff:
            return max(code, changed)
    if args.add_suppressions is not None:
        from promptlint.cli.changes import suppress_all

        return max(code, suppress_all(result, found.jobs, args.add_suppressions))
    if args.baseline:
        from promptlint.baseline import apply, update

        if args.update_baseline:
            print(f"promptlint: {update(args.baseline, result)} written to {args.baseline}", file=sys.stderr)
            return code
        apply(args.baseline, result)
    if args.quiet < 2:
        if args.statistics:
            _statistics(result)
        else:
            write_report(result, context_for(args, lambda: _registry(found)), args)
    fail_on = args.fail_on or found.configs[0].fail_on
    return max(code, exit_code(result, fail_on, args.exit_zero, args.max_warnings))


def _registry(found: Gathered) -> Registry:
    from promptlint.engine import toolbox

    return toolbox(found.configs[0].rules, found.configs[0].knowledge).registry


def exit_code(result: RunResult, fail_on: str, exit_zero: bool, max_warnings: int | None) -> int:
    """2 if something could not be done, 1 if there is something to report, else 0."""
    if result.failed:
        return 2
    found = result.diagnostics
    warnings = sum(d.severity is Severity.WARNING for d in found)
    failing = [d for d in found if fail_on != "never" and d.severity.rank >= Severity(fail_on).rank]
    if max_warnings is not None:
        failing = [d for d in failing if d.severity is not Severity.WARNING]
    return int(not exit_zero and (bool(failing) or (max_warnings is not None and warnings > max_warnings)))


def _tell(skipped: Iterable[Skipped], nothing: bool, args: SimpleNamespace) -> int:
    """Say on standard error what was not read; 2 if the user asked for it."""
    from promptlint.reporters.visible import visible

    code = 0
    for s in skipped:
        if s.error or args.verbose > 0:
            print(f"promptlint: {visible(s.path)}: {visible(s.reason)}", file=sys.stderr)
        code = 2 if s.error else code
    if nothing:
        where = " ".join(visible(p) for p in args.paths) or "."
        print(f"promptlint: no prompt found in {where} (`files` in promptlint.toml says what is one)", file=sys.stderr)
        return 2
    return code


def _statistics(result: RunResult) -> None:
    count: dict[tuple[str, str, str], int] = {}
    for d in result.diagnostics:
        key = (d.code, d.name, str(d.severity))
        count[key] = count.get(key, 0) + 1
    for (code, name, severity), n in sorted(count.items(), key=lambda x: (-x[1], x[0])):
        print(f"{n:>6}  {code}  {name}  ({severity})")


def _progress(total: int, args: SimpleNamespace) -> Callable[[int], None] | None:
    """A bar on standard error for long runs on a terminal, else None."""
    if total < 60 or args.quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        return None
    from promptlint.cli.output import progress_bar

    return progress_bar(total)


def _watch(args: SimpleNamespace) -> int:
    """Run again whenever a file that was read changes, until interrupted."""
    import time

    def stamps() -> list[tuple[str, int]]:
        places = [j.place for j in gather(args).jobs if j.data is None]
        return [(p, os.stat(p).st_mtime_ns) for p in places if os.path.exists(p)]

    while True:
        before = stamps()
        once(args)
        sys.stdout.flush()
        print("promptlint: watching; Ctrl-C ends", file=sys.stderr)
        while stamps() == before:
            time.sleep(0.5)
