"""Show the configuration that holds for a path, or the schema of configuration files."""

from __future__ import annotations

import os
from collections.abc import Sequence

from promptlint.cli.guard import usage_errors
from promptlint.cli.options import Parser, choice


def parser() -> Parser:
    """The options of `config`."""
    p = Parser("config", __doc__ or "")
    p.add_argument("what", nargs="?", type=choice("show", "schema", "rules-schema"), default="show", metavar="show|schema|rules-schema",
                   help="schema: of promptlint.toml; rules-schema: of your own rule files")  # fmt: skip
    p.add_argument("path", nargs="?", default=".", metavar="PATH", help="the file or folder that is asked about")
    p.add_argument("--config", metavar="FILE", help="show this configuration")
    p.add_argument("--isolated", action="store_true", help="show the defaults")
    return p


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    args = parser().read(arguments)
    from promptlint.reporters.json import dumps

    with usage_errors():
        print(dumps(_data(args.what, args.path, args.config, args.isolated), 2))
    return 0


def _data(what: str, path: str, config: str | None, isolated: bool) -> object:
    from promptlint import config as module

    if what == "schema":
        return module.schema()
    if what == "rules-schema":
        from promptlint.pattern_schema import schema

        return schema()
    if isolated:
        return module.show(module.Config())
    return module.show(
        module.load(config) if config else module.find(path if os.path.isdir(path) else os.path.dirname(path))
    )
