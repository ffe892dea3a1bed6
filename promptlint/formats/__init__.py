"""Front ends: bytes of one format to prompts. One module a format; none of them ever raises on input.

A format module offers ``parse(source) -> list[Prompt]`` or ``parse(source) -> Parsed``; the table `FORMATS` says
which files are its own. Modules are imported when a file needs them, so that a run over Markdown loads no YAML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

from promptlint import regex
from promptlint.beside import Loader, nothing
from promptlint.block import Prompt
from promptlint.diagnostic import Finding
from promptlint.record import NamedTuple
from promptlint.source import Source
from promptlint.text.kept import Kept


class Parsed(NamedTuple):
    """What a front end makes of one file.

    Args:
        format: name of the format, one of those in `FORMATS`.
        prompts: every prompt in the file, in order of the text.
        notices: what the front end could not read, as findings of the file.
    """

    format: str
    prompts: list[Prompt]
    notices: list[Finding]


class Format(NamedTuple):
    """A row of the table of formats.

    Args:
        name: as shown to people and accepted by ``parse(format=…)``.
        module: module below ``promptlint.formats`` with a function ``parse``.
        claims: whether a file is of this format; asked in order of the table.
    """

    name: str
    module: str
    claims: Callable[[Source], bool]


def _named(pattern: str) -> Callable[[Source], bool]:
    """A predicate on the path with forward slashes, matched from its end, without regard to case."""
    compiled = regex.compile(rf"(?:^|/)[^/]*(?:{pattern})$", re.I)
    return lambda source: compiled.search(source.path.replace("\\", "/")) is not None


FORMATS: list[Format] = [
    Format("jinja", "text", _named(r"\.(?:j2|jinja2?)|\.jinja\.\w+")),
    Format("prompty", "prompty", _named(r"\.prompty")),
    Format("dotprompt", "prompty", _named(r"\.prompt|\.hbs|\.handlebars|\.mustache")),
    Format(
        "agent", "prompty", _named(r"\.(?:agent|chatmode|instructions)\.md|(?<![^/])(?:SKILL|AGENTS|CLAUDE|GEMINI)\.md")
    ),
    Format("charter", "charter", _named(r"\.charter")),
    Format("poml", "poml", _named(r"\.poml")),
    Format("yaml", "yaml_prompts", _named(r"\.ya?ml")),
    Format("toml", "toml_prompts", _named(r"\.toml")),
    Format("json", "chat_json", _named(r"\.jsonl?")),
    Format("python", "strings_python", _named(r"\.pyi?")),
    Format("typescript", "strings_typescript", _named(r"\.(?:[mc]?[jt]s|[jt]sx)")),
    Format("markdown", "text", _named(r"\.(?:md|mdx|markdown|mdc)")),
    Format("xml", "text", _named(r"\.xml")),
    Format("text", "text", lambda source: True),
]


def format_of(source: Source) -> str:
    """The name of the format that claims a file."""
    return next(f.name for f in FORMATS if f.claims(source))


def parse(source: Source, format: str | None = None, load: Loader = nothing, kept: Kept | None = None) -> Parsed:
    """Read the prompts of a file. Never raises on input: what no front end can read becomes plain prose.

    Args:
        source: the file.
        format: name of a format; None chooses by path and content.
        load: reads the files that it includes.
        kept: what an earlier version of the file was read as.
    """
    name = format or format_of(source)
    row = next((f for f in FORMATS if f.name == name), FORMATS[-1])
    try:
        module = import_module(f"promptlint.formats.{row.module}")
        extra = {"text": (row.name, kept), "prompty": (kept,), "charter": (load,)}.get(row.module, ())
        result = module.parse(source, *extra)
    except (RecursionError, ValueError, TypeError, LookupError, AttributeError, MemoryError, ImportError) as error:
        from promptlint.formats import text

        # INVARIANT: a front end that fails costs its structure, never the run.
        fallback = text.parse(source)
        notice = Finding(f"read as plain prose, because the {name} reader failed ({type(error).__name__})", None)
        return Parsed("text", fallback.prompts, [*fallback.notices, notice])
    return result if isinstance(result, Parsed) else Parsed(row.name, result, [])
