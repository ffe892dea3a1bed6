"""The keys of a configuration: one table, from which validation, the JSON schema and ``promptlint init`` come."""

from __future__ import annotations

from promptlint.diagnostic import Confidence, Severity
from promptlint.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SEVERITIES = tuple(str(s) for s in Severity)
CONFIDENCES = tuple(str(c) for c in Confidence)
PROFILES = ("assistant", "agent", "rag", "task", "persona", "constitution", "hobby")


class Key(NamedTuple):
    """One key.

    Args:
        kind: "text", "flag", "list" of strings, "paths" relative to the file, "table", or "tables" (a list of them).
        about: what it does, one line.
        example: TOML for ``promptlint init``.
        values: what a value (of a table: an entry) can be; empty for anything.
    """

    name: str
    kind: str
    about: str
    example: str
    values: tuple[str, ...] = ()


KEYS = (
    Key("extend", "text", "another configuration that this one builds on", 'extend = "../promptlint.toml"'),
    Key("files", "list", "globs that say which files are prompts, instead of the default ones", 'files = ["prompts/**/*.md"]'),
    Key("exclude", "list", "globs of files and folders to leave out", 'exclude = ["prompts/archive"]'),
    Key("force-exclude", "flag", "leave out excluded files even when they are named", "force-exclude = true"),
    Key("profile", "text", "what kind of prompts these are, instead of inferring it", 'profile = "agent"', PROFILES),
    Key("select", "list", "rules to run instead of the default ones: names, codes, categories", 'select = ["conflict", "PL3"]'),
    Key("extend-select", "list", "rules to run besides", 'extend-select = ["token-budget"]'),
    Key("ignore", "list", "rules not to run", 'ignore = ["vague-term"]'),
    Key("min-severity", "text", "report nothing less severe", 'min-severity = "info"', SEVERITIES),
    Key("min-confidence", "text", "report nothing less sure (without it, medium)", 'min-confidence = "low"', CONFIDENCES),
    Key("fail-on", "text", "the least severity that makes the exit code 1", 'fail-on = "warning"', (*SEVERITIES, "never")),
    Key("languages", "list", "languages that the prompts are written in, instead of detecting them", 'languages = ["en"]'),
    Key("rules", "paths", "YAML files of your own pattern rules", 'rules = ["lint/house-style.yaml"]'),
    Key("knowledge", "paths", "YAML files of your own vocabulary", 'knowledge = ["lint/vocabulary.yaml"]'),
    Key("evals", "paths", "files or folders of the evals that cover these prompts", 'evals = ["evals/"]'),
    Key("severity", "table", "the severity of single rules", '[severity]\nvague-term = "hint"', (*SEVERITIES, "off")),
    Key("budgets", "table", "limits of size", "[budgets]\ntokens = 4000\ndirectives = 120", ("tokens", "directives")),
    Key("stack", "tables", "files that are active together, which are checked for conflicts across them",
        '[[stack]]\nname = "support"\nfiles = ["system_prompt.md", "AGENTS.md"]\nauthority = ["system_prompt.md"]'),
    Key("per-file", "table", "what holds for some files only",
        '[per-file."prompts/agents/*.md"]\nprofile = "agent"\nignore = ["missing-scope"]'),
)  # fmt: skip
PER_FILE = (
    Key("profile", "text", "what kind of prompts these are", 'profile = "agent"', PROFILES),
    Key("ignore", "list", "rules not to run on them", 'ignore = ["vague-term"]'),
)
STACK = (
    Key("name", "text", "what to call them", 'name = "support"'),
    Key("files", "paths", "the files", 'files = ["system_prompt.md", "AGENTS.md"]'),
    Key("authority", "list", "those of them that prevail, the highest first; the rest are equals below them",
        'authority = ["system_prompt.md"]'),
)  # fmt: skip


def schema_of(key: Key) -> dict[str, Any]:
    """The JSON schema of one key's value."""
    text: dict[str, Any] = {"type": "string"}
    if key.values and key.name not in ("budgets", "severity"):
        text["enum"] = list(key.values)
    about = {"description": key.about}
    if key.kind == "flag":
        return {"type": "boolean", **about}
    if key.kind == "text":
        return {**text, **about}
    if key.kind in ("list", "paths"):
        return {"type": "array", "items": text, **about}
    if key.kind == "tables":
        inner = {k.name: schema_of(k) for k in STACK}
        entry = {"type": "object", "properties": inner, "required": ["files"], "additionalProperties": False}
        return {"type": "array", "items": entry, **about}
    if key.name == "severity":
        return {"type": "object", "additionalProperties": {"enum": list(key.values)}, **about}
    if key.name == "budgets":
        limits = {name: {"type": "integer", "minimum": 1} for name in key.values}
        return {"type": "object", "properties": limits, "additionalProperties": False, **about}
    inner = {k.name: schema_of(k) for k in PER_FILE}
    entry = {"type": "object", "properties": inner, "additionalProperties": False}
    return {"type": "object", "additionalProperties": entry, **about}
