"""Export the examples of charters as eval cases: for promptfoo, for Inspect, or as JSON lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from promptlint.cli.options import Parser, choice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.charter.exams import Exam


def parser() -> Parser:
    """The options of `evals`."""
    p = Parser("evals", __doc__ or "")
    p.add_argument("action", type=choice("export"), metavar="export", help="write the cases")
    p.add_argument("paths", nargs="*", metavar="PATH", help="charters, or folders of them; the default is `.`")
    p.add_argument(
        "--format", type=choice("promptfoo", "inspect", "jsonl"), default="promptfoo", metavar="FORMAT",
        help="promptfoo (a configuration, the default), inspect (a Python module with tasks) or jsonl",
    )  # fmt: skip
    p.add_argument("-o", "--output", metavar="FILE", help="write to this file, not to standard output")
    p.add_argument(
        "--provider", action="append", default=[], metavar="ID", help="a model that promptfoo asks, as it names it"
    )
    p.add_argument(
        "--with-examples",
        action="store_true",
        help="leave the examples in the prompt, where the model sees the answers",
    )
    return p


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    from promptlint.charter.exports import ECHO, FORMS
    from promptlint.reporters.visible import visible

    args = parser().read(arguments)
    exams: list[Exam] = []
    code = _read(args.paths or [os.curdir], args.with_examples, exams)
    exams = [e for e in exams if e.cases]
    if not exams:
        if not code:
            print(
                "promptlint: no example with a `user:` line or an input found, so there is nothing to export",
                file=sys.stderr,
            )
        return code or 2
    text = FORMS[args.format](exams, args.provider)
    if args.output:
        from promptlint.fixes import write_atomically

        write_atomically(args.output, text.encode())
    else:
        sys.stdout.write(text)
    where = f" written to {visible(args.output)}" if args.output else ""
    cases, files = sum(len(e.cases) for e in exams), len(exams)
    print(f"promptlint: {cases} case{'s'[: cases > 1]} of {files} charter{'s'[: files > 1]}{where}", file=sys.stderr)
    if args.format == "promptfoo" and not args.provider and f"\n- {ECHO}\n" in text:
        print(f"promptlint: no --provider given: the provider is {ECHO}, which asks no model", file=sys.stderr)
    return code


def _read(paths: Sequence[str], shown: bool, exams: list[Exam]) -> int:
    """Read the charters: 2 if one cannot be read, 1 if something in one is not as it should be, else 0."""
    from promptlint.beside import loader
    from promptlint.charter.exams import exam
    from promptlint.charter.includes import resolve
    from promptlint.cli.commands.fmt import files, read
    from promptlint.reporters.visible import visible

    code = 0
    for path in (file for given in paths for file in files(given)):
        source = read(path)
        if source is None:
            code = 2
            continue
        found = resolve(source, loader(source.path))
        made = exam(found.charter, source.path, shown)
        told = [str(problem) for problem in found.problems]
        told += [
            f"{source.path}:{line}: an example without a `user:` line or an input is left out" for line in made.silent
        ]
        told += [f"{source.path}:{line}: no rule or principle is called '{name}'" for line, name in made.unknown]
        for line in told:
            print(f"promptlint: {visible(line)}", file=sys.stderr)
        code = max(code, int(bool(found.problems or made.unknown)))
        exams.append(made)
    return code
