"""The project's configuration: where it is found, what it may say, and where in it a mistake is.

``promptlint.toml``, ``.promptlint.toml`` or ``[tool.promptlint]`` in ``pyproject.toml``; the one closest to the linted
file holds alone, unless it names another with ``extend``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache

from promptlint.config_keys import KEYS, PER_FILE, STACK, Key
from promptlint.diagnostic import Confidence, Severity
from promptlint.nearest import suggestion
from promptlint.record import field, fields_of, record, replace
from promptlint.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.registry import Registry

FILES = ("promptlint.toml", ".promptlint.toml", "pyproject.toml")


class ConfigError(Exception):
    """The configuration cannot be used; the message is ``file:line: what is wrong``."""


@record(frozen=True)
class Config:
    """What a configuration file says; the defaults if there is none.

    Args:
        path: the file, "" if there is none.
        root: its folder, which globs and paths in it are relative to.
        per_file: ``(glob, options)`` in order of the file.
        origins: ``(key, file)`` of every key that was set, for messages.
    """

    path: str = ""
    root: str = ""
    files: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    profile: str = ""
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    per_file: tuple[tuple[str, PerFile], ...] = ()
    rules: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    budgets: tuple[tuple[str, int], ...] = ()
    evals: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    stack: tuple[Stacked, ...] = ()
    min_severity: Severity = Severity.HINT
    min_confidence: Confidence = Confidence.MEDIUM
    fail_on: str = "warning"
    origins: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def settings(self, path: str) -> Settings:
        """How the file at ``path`` is linted."""
        profile, ignore = self.profile, self.ignore
        for glob, options in self.per_file:
            if _matches(glob, path, self.root):
                profile, ignore = options.profile or profile, (*ignore, *options.ignore)
        return Settings(
            select=self.select, extend_select=self.extend_select, ignore=ignore, severity=self.severity, profile=profile,
            min_severity=self.min_severity, min_confidence=self.min_confidence, languages=self.languages,
            budgets=self.budgets, packs=self.rules, knowledge=self.knowledge, evals=self.evals,
            stacks=tuple(s.seen_from(path) for s in self.stack if s.has(path)),
        )  # fmt: skip

    def validate(self, registry: Registry) -> None:
        """Raise ConfigError where a selector names no rule."""
        from promptlint.registry import UnknownRule

        named: list[tuple[str, str]] = [(key, s) for key in ("select", "ignore") for s in getattr(self, key) or ()]
        named += [("extend-select", s) for s in self.extend_select] + [("severity", s) for s, _ in self.severity]
        named += [("per-file", s) for _, options in self.per_file for s in options.ignore]
        for key, selector in named:
            try:
                registry.expand(selector)
            except UnknownRule as e:
                from promptlint.toml_lines import line_of

                path = dict(self.origins).get(key, self.path)
                raise ConfigError(f"{_shown(path)}:{line_of(_read(path), (key,), selector)}: {key}: {e}") from None


@record(frozen=True, slots=True)
class PerFile:
    """What holds for the files of one glob."""

    profile: str = ""
    ignore: tuple[str, ...] = ()


@record(frozen=True, slots=True)
class Stacked:
    """Files that are active together.

    Args:
        files: absolute paths.
        authority: those of them that prevail, the highest first; the rest are equals below them.
    """

    name: str
    files: tuple[str, ...]
    authority: tuple[str, ...] = ()

    def has(self, path: str) -> bool:
        """Whether the file at ``path`` is one of them."""
        return os.path.abspath(path) in self.files

    def seen_from(self, path: str) -> tuple[tuple[str, int], ...]:
        """The files as paths from the folder of ``path``, each with its level of authority; 0 is the highest."""
        folder = os.path.dirname(os.path.abspath(path))
        levels = {f: i for i, f in enumerate(self.authority)}
        return tuple((os.path.relpath(f, folder).replace(os.sep, "/"), levels.get(f, len(levels))) for f in self.files)


def _matches(glob: str, path: str, root: str) -> bool:
    from promptlint.globs import globs

    relative = os.path.relpath(os.path.abspath(path), root or os.curdir).replace(os.sep, "/")
    return globs((glob,)).search(relative) is not None


def find(folder: str) -> Config:
    """The configuration for files in ``folder``: the closest file upwards, else the defaults.

    Raises:
        ConfigError: that file cannot be used.
    """
    here = os.path.abspath(folder)
    for name in FILES:
        path = os.path.join(here, name)
        if os.path.isfile(path) and (name != "pyproject.toml" or "tool.promptlint" in _read(path)):
            return _load_once(path, os.stat(path).st_mtime_ns)
    parent = os.path.dirname(here)
    return find(parent) if parent != here else Config()


@lru_cache(maxsize=64)
def _load_once(path: str, changed: int) -> Config:
    # Many folders share one file; an editor that runs for days must see it change.
    return load(path)


def load(path: str, seen: tuple[str, ...] = ()) -> Config:
    """Read one configuration file and what it extends.

    Args:
        seen: the files that led here by ``extend``.

    Raises:
        ConfigError: it cannot be read, or says something that it cannot say.
    """
    import tomllib

    path = os.path.abspath(path)
    text = _read(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        import re

        m = re.search(r"at line (\d+)", str(e))
        raise ConfigError(f"{_shown(path)}:{m[1] if m else 1}: not valid TOML: {e}") from None
    if os.path.basename(path) == "pyproject.toml":
        data = data.get("tool", {}).get("promptlint", {})
    reader = _Reader(path, text)
    base = Config()
    if "extend" in data:
        target = os.path.normpath(os.path.join(os.path.dirname(path), reader.text_of("extend", data["extend"])))
        if target in (*seen, path):
            raise reader.error("extend", f"{data['extend']} extends this file in turn", str(data["extend"]))
        if not os.path.isfile(target):
            raise reader.error("extend", f"no such file: {data['extend']}", str(data["extend"]))
        base = load(target, (*seen, path))
    return reader.config(data, base)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as f:
            return f.read()
    except OSError as e:
        raise ConfigError(f"{_shown(path)}: {e.strerror or e}") from None
    except UnicodeDecodeError as e:
        raise ConfigError(f"{_shown(path)}: not valid UTF-8 (byte {e.start})") from None


def _shown(path: str) -> str:
    return os.path.relpath(path).replace(os.sep, "/") if path else "(options)"


class _Reader:
    """Turns the data of one file into a Config, by the table of keys."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text

    def error(self, key: str, message: str, value: str = "", *inner: str) -> ConfigError:
        """The error for a key, at the line of its value."""
        from promptlint.toml_lines import line_of

        return ConfigError(
            f"{_shown(self.path)}:{line_of(self.text, (key, *inner), value)}: {'.'.join((key, *inner))}: {message}"
        )

    def config(self, data: Mapping[str, Any], base: Config) -> Config:
        """Validate ``data`` and lay it over ``base``."""
        known = {k.name: k for k in KEYS}
        changes: dict[str, Any] = {"path": self.path, "root": os.path.dirname(self.path)}
        origins = dict(base.origins)
        for name, value in data.items():
            if name not in known:
                raise self.error(name, f"unknown key{suggestion(name, known)}")
            if name == "extend":
                continue
            attribute = name.replace("-", "_")
            read = self.value(known[name], value)
            if isinstance(value, dict):
                read = tuple({**dict(getattr(base, attribute)), **dict(read)}.items())
            changes[attribute] = read
            origins[name] = self.path
        return replace(base, **changes, origins=tuple(origins.items()))

    def value(self, key: Key, value: Any) -> Any:
        """One key's value in the form that Config holds."""
        if key.kind == "flag":
            if not isinstance(value, bool):
                raise self.error(key.name, f"true or false is expected, not {value!r}")
            return value
        if key.kind == "text":
            return self.one(key, self.text_of(key.name, value))
        if key.kind in ("list", "paths"):
            items = tuple(self.one(key, item) for item in self.list_of(key.name, value))
            return tuple(self.path_of(key.name, i) for i in items) if key.kind == "paths" else items
        if key.kind == "tables":
            if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
                raise self.error(key.name, f"tables are expected, as [[{key.name}]], not {value!r}")
            return tuple(self.stacked(v) for v in value)
        if not isinstance(value, dict):
            raise self.error(key.name, f"a table is expected, not {value!r}")
        return tuple(self.entries(key, value))

    def entries(self, key: Key, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """The entries of a table."""
        for name, value in table.items():
            if key.name == "per-file":
                yield name, self.per_file(name, value)
            elif key.name == "budgets":
                if name not in key.values:
                    raise self.error(key.name, f"unknown budget{suggestion(name, key.values)}", "", name)
                if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                    raise self.error(key.name, f"a positive number is expected, not {value!r}", "", name)
                yield name, value
            else:
                if value not in key.values:
                    choices = ", ".join(key.values)
                    hint = suggestion(str(value), key.values)
                    raise self.error(key.name, f"one of {choices} is expected, not {value!r}{hint}", "", name)
                yield name, value

    def stacked(self, options: Mapping[str, Any]) -> Stacked:
        """One stack."""
        known = {k.name: k for k in STACK}
        for name in options:
            if name not in known:
                raise self.error("stack", f"unknown key {name!r}{suggestion(name, known)}", name)
        listed = self.list_of("stack", options.get("files", []))
        files = tuple(self.path_of("stack", f) for f in listed)
        if len(set(files)) < 2:
            raise self.error("stack", f"two files or more are expected, not {listed!r}", *listed[:1])
        authority = []
        for f in self.list_of("stack", options.get("authority", [])):
            if f not in listed:
                raise self.error("stack", f"authority of a file that is not in it: {f}{suggestion(f, listed)}", f)
            authority.append(files[listed.index(f)])
        return Stacked(self.text_of("stack", options.get("name", "")), files, tuple(authority))

    def per_file(self, glob: str, options: Any) -> PerFile:
        """The options of one glob."""
        if not isinstance(options, dict):
            raise self.error("per-file", f"a table is expected, not {options!r}", "", glob)
        known = {k.name: k for k in PER_FILE}
        for name, value in options.items():
            if name not in known:
                raise self.error("per-file", f"unknown key {name!r}{suggestion(name, known)}", name, glob)
            if name == "ignore":
                self.list_of("per-file", value)
            else:
                self.one(known[name], value, "per-file")
        return PerFile(options.get("profile", ""), tuple(options.get("ignore", ())))

    def text_of(self, key: str, value: Any) -> str:
        """A string."""
        if not isinstance(value, str):
            raise self.error(key, f"a string is expected, not {value!r}")
        return value

    def list_of(self, key: str, value: Any) -> list[str]:
        """A list of strings."""
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.error(key, f"a list of strings is expected, not {value!r}")
        return value

    def one(self, key: Key, value: Any, at: str = "") -> Any:
        """One string, which may have to be one of several."""
        if key.values and value not in key.values:
            choices = ", ".join(key.values)
            hint = suggestion(str(value), key.values)
            raise self.error(at or key.name, f"one of {choices} is expected, not {value!r}{hint}", str(value))
        kinds = {"min-severity": Severity, "min-confidence": Confidence}
        return kinds[key.name](value) if key.name in kinds else value

    def path_of(self, key: str, value: str) -> str:
        """An existing file or folder named in the configuration, absolute."""
        path = os.path.normpath(os.path.join(os.path.dirname(self.path), value))
        if not os.path.exists(path):
            raise self.error(key, f"no such file: {value}", value)
        return path


def schema() -> dict[str, Any]:
    """The JSON schema of a configuration file."""
    from promptlint.config_keys import schema_of

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:promptlint:config",
        "title": "promptlint.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": {k.name: schema_of(k) for k in KEYS},
    }


def show(config: Config) -> dict[str, Any]:
    """The configuration as plain data, for people."""
    left_out = ("origins", "per_file", "root")
    data = {n.replace("_", "-"): getattr(config, n) for n in fields_of(config) if n not in left_out}
    for table in ("severity", "budgets"):
        data[table] = dict(data[table])
    data["stack"] = [{"name": s.name, "files": list(s.files), "authority": list(s.authority)} for s in config.stack]
    data["per-file"] = {g: {"profile": o.profile, "ignore": list(o.ignore)} for g, o in config.per_file}
    return data
