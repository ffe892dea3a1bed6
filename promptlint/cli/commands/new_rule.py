"""Write the file of a new rule, ready to fill in."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence

from promptlint.cli.guard import usage_errors
from promptlint.cli.options import Parser, UsageError, choice
from promptlint.rule import CATEGORIES


def parser() -> Parser:
    """The options of `new-rule`."""
    p = Parser("new-rule", __doc__ or "")
    p.add_argument("name", metavar="NAME", help="the defect as a noun phrase: unbounded-loop")
    p.add_argument(
        "--category", type=choice(*CATEGORIES), default="structure", metavar="CATEGORY", help=", ".join(CATEGORIES)
    )
    p.add_argument("--pattern", action="store_true", help="a pattern rule: words in a YAML file, no code")
    p.add_argument("--into", metavar="PATH", help="the folder (Python) or the YAML file (--pattern) it is written to")
    return p


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    args = parser().read(arguments)
    with usage_errors():
        return _write(args.name, args.category, args.pattern, args.into)


def _write(name: str, category: str, pattern: bool, into: str | None) -> int:
    from promptlint import scaffold
    from promptlint.engine import toolbox

    registry = toolbox().registry
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise UsageError(f"{name!r} is no name for a rule: lower-case words joined by hyphens")
    if registry.get(name):
        raise UsageError(f"a rule is called {name!r} already")
    code = scaffold.free_code(registry, category)
    if pattern:
        path = into or f"{name}.yaml"
        text = scaffold.pattern_rule(name, code, category)
        fresh = not os.path.exists(path)
        with open(path, "a", encoding="utf-8", newline="\n") as f:
            f.write(text if fresh else f"\n{text}")
        print(f"{path}: {name} ({code}) {'written' if fresh else 'added'}")
        if into is None:
            print(f'add it to promptlint.toml: rules = ["{path}"]')
        return 0
    folder = into or os.path.join("promptlint", "rules", category)
    if not os.path.isdir(folder):
        raise UsageError(
            f"no folder {folder} here: run this in a checkout, or use --pattern for a rule of your own project"
        )
    path = os.path.join(folder, f"{name.replace('-', '_')}.py")
    with open(path, "x", encoding="utf-8", newline="\n") as f:
        f.write(scaffold.python_rule(code))
    print(
        f"{path}: {name} ({code}) written; its examples are its tests: pytest tests/test_examples.py -k {name}",
        file=sys.stdout,
    )
    return 0
