"""What the client has set, and the configuration of a file: read again whenever one of the two changes."""

from __future__ import annotations

import os
from typing import Any

from promptlint import engine, knowledge
from promptlint.config import Config, ConfigError, _load_once, find, load
from promptlint.discovery import excluded
from promptlint.engine import toolbox
from promptlint.record import record
from promptlint.settings import Settings

SECTION = "promptlint"
# Nothing is reported of excluded files, nor under a configuration that cannot be used; the other features go on.
SILENT = Settings(select=(), suppress=False)


@record(frozen=True, slots=True)
class ClientSettings:
    """The client's own settings for one folder.

    Args:
        configuration: a configuration file that holds for every file, "" for the closest.
        files: globs of files that are prompts whatever their names and texts say.
    """

    inlay_hints: bool = False
    code_lens: bool = True
    configuration: str = ""
    files: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: object) -> ClientSettings:
        """The settings in what a client sent; what is missing or of another type keeps its default."""
        base, files = cls(), _get(data, "files")
        return cls(
            _flag(data, "inlayHints", base.inlay_hints),
            _flag(data, "codeLens", base.code_lens),
            value if isinstance(value := _get(data, "configuration"), str) else "",
            tuple(f for f in files if isinstance(f, str) and f.strip()) if isinstance(files, list | tuple) else (),
        )


def _get(data: object, name: str) -> Any:
    return data.get(name) if isinstance(data, dict) else getattr(data, name, None)


def _flag(data: object, name: str, default: bool) -> bool:
    value = _get(_get(data, name), "enabled")
    return value if isinstance(value, bool) else default


@record(frozen=True, slots=True)
class Configured:
    """How a file is linted, and what is wrong with its configuration ("" if nothing is)."""

    settings: Settings
    config: Config
    problem: str = ""


def configured(path: str, folder: str, chosen: str) -> Configured:
    """The configuration of a file.

    Args:
        path: the file; it need not exist.
        folder: the workspace folder it belongs to, "" for none.
        chosen: a configuration file for every file, "" for the closest.
    """
    config = Config()
    try:
        if chosen:
            place = os.path.join(folder, os.path.expanduser(chosen))
            if not os.path.isfile(place):
                raise ConfigError(f"{chosen}: no such file")
            config = load(place)
        else:
            config = find(os.path.dirname(path) or folder or ".")
        config.validate(toolbox(config.rules, config.knowledge).registry)
    except (ConfigError, knowledge.KnowledgeError) as e:
        return Configured(SILENT, config, str(e))
    # Nobody names a file in an editor: what is excluded is not linted, as in a folder on the command line.
    return Configured(SILENT if excluded(path, config) else config.settings(path), config)


def stamp(settings: Settings) -> tuple[int, ...]:
    """When the project's own packs were changed; 0 for one that is gone."""
    found = []
    for path in (*settings.packs, *settings.knowledge):
        try:
            found.append(os.stat(path).st_mtime_ns)
        except OSError:
            found.append(0)
    return tuple(found)


def forget() -> None:
    """Read configurations, packs and vocabulary anew from now on."""
    for kept in (_load_once, knowledge.load, engine.toolbox, engine.active):
        kept.cache_clear()
