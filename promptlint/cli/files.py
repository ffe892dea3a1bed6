"""From the paths and options of a command line to the files to read, each with its settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from types import SimpleNamespace

from promptlint.cli.options import Parser, choice, names
from promptlint.diagnostic import Confidence, Severity
from promptlint.record import field, record, replace
from promptlint.run import Job, Skipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.config import Config
    from promptlint.result_cache import ResultCache

STDIN = "-"


@record(slots=True)
class Gathered:
    """What a run is to read.

    Args:
        configs: every configuration that has a say, by the folder asked for.
    """

    jobs: list[Job] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    configs: list[Config] = field(default_factory=list)


def add_options(p: Parser) -> None:
    """The options that say which files are read, with which configuration."""
    g = p.add_argument_group("files and configuration")
    p.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders; `-` is standard input; the default is `.`"
    )
    g.add_argument("--config", metavar="FILE", help="use this configuration for all files")
    g.add_argument("--isolated", action="store_true", help="use no configuration file")
    g.add_argument(
        "--profile", type=choice(*_profiles()), help="what kind of prompts these are, instead of inferring it"
    )
    g.add_argument("--stdin-filename", metavar="PATH", help="the name of what standard input holds")
    g.add_argument("--force-exclude", action="store_true", help="leave out excluded files even when they are named")


def add_selection(p: Parser) -> None:
    """The options that say which rules run."""
    g = p.add_argument_group("rules")
    g.add_argument(
        "--select", type=names, action="extend", metavar="RULES", help="run these only: names, codes, categories"
    )
    g.add_argument("--extend-select", type=names, action="extend", metavar="RULES", default=[], help="run these too")
    g.add_argument("--ignore", type=names, action="extend", metavar="RULES", default=[], help="do not run these")
    g.add_argument("--min-severity", type=choice(*(str(s) for s in Severity)), help="report nothing less severe")
    g.add_argument(
        "--min-confidence",
        type=choice(*(str(c) for c in Confidence)),
        help="report nothing less sure (without it, medium)",
    )


def _profiles() -> tuple[str, ...]:
    from promptlint.config_keys import PROFILES

    return PROFILES


def config_for(args: SimpleNamespace, folder: str) -> Config:
    """The configuration for a folder, with the options of the command line laid over it.

    Raises:
        ConfigError: it cannot be used.
    """
    from promptlint.config import Config, ConfigError, find, load

    if args.isolated:
        config = Config()
    elif args.config:
        if not os.path.isfile(args.config):
            raise ConfigError(f"{args.config}: no such file")
        config = load(args.config)
    else:
        config = find(folder)
    return overlay(config, args)


def overlay(config: Config, args: SimpleNamespace) -> Config:
    """``config`` with the options of the command line, which come last and so win."""
    changes: dict[str, object] = {}
    if getattr(args, "select", None):
        # A selection on the command line is asked for now; what the file adds or ignores is not.
        changes.update(select=tuple(args.select), extend_select=(), ignore=())
        config = replace(config, **changes)
    if getattr(args, "extend_select", None):
        changes["extend_select"] = (*config.extend_select, *args.extend_select)
        changes["ignore"] = tuple(i for i in config.ignore if i not in args.extend_select)
    if getattr(args, "ignore", None):
        changes["ignore"] = (*changes.get("ignore", config.ignore), *args.ignore)  # type: ignore[misc]
    if getattr(args, "min_severity", None):
        changes["min_severity"] = Severity(args.min_severity)
    if getattr(args, "min_confidence", None):
        changes["min_confidence"] = Confidence(args.min_confidence)
    if args.profile:
        changes["profile"], changes["per_file"] = (
            args.profile,
            tuple((g, replace(o, profile="")) for g, o in config.per_file),
        )
    if args.force_exclude:
        changes["force_exclude"] = True
    return replace(config, **changes)


def gather(args: SimpleNamespace) -> Gathered:
    """The files of a command line.

    Raises:
        ConfigError: a configuration cannot be used.
    """
    found = Gathered()
    configs: dict[str, Config] = {}

    def config_of(folder: str) -> Config:
        folder = os.path.abspath(folder or os.curdir)
        if folder not in configs:
            configs[folder] = config_for(args, folder)
        return configs[folder]

    groups: dict[Config, list[str]] = {}
    for path in dict.fromkeys(args.paths or [os.curdir]):
        if path == STDIN:
            _stdin(args, config_of, found)
        else:
            groups.setdefault(config_of(path if os.path.isdir(path) else os.path.dirname(path)), []).append(path)
    for config, paths in groups.items():
        _discovered(config, paths, config_of, found)
    found.configs = list(dict.fromkeys(configs.values()))
    found.jobs = list({j.path: j for j in found.jobs}.values())
    return found


def _discovered(config: Config, paths: Sequence[str], config_of: object, found: Gathered) -> None:
    assert callable(config_of)
    if not config.force_exclude and all(os.path.isfile(p) for p in paths):
        files = {os.path.realpath(p): p for p in reversed(paths)}.values()  # spares a single file the import
    else:
        from promptlint.discovery import discover

        listed, skipped = discover(paths, config)
        files = {str(f): str(f) for f in listed}.values()
        found.skipped += [Skipped(relative(s.path), s.reason, s.error) for s in skipped]
    for place in files:
        own: Config = config_of(os.path.dirname(place))
        found.jobs.append(Job(relative(place), place, own.settings(place)))


def _stdin(args: SimpleNamespace, config_of: object, found: Gathered) -> None:
    assert callable(config_of)
    data = sys.stdin.buffer.read()
    name = args.stdin_filename
    config: Config = config_of(os.path.dirname(name) if name else os.curdir)
    settings = config.settings(name) if name else config.settings("stdin.md")
    found.jobs.append(Job(relative(name) if name else "<stdin>", STDIN, settings, data))


def validate(found: Gathered, args: SimpleNamespace, cache: ResultCache | None = None) -> None:
    """Raise for a selector that names no rule: from the options first, then from each configuration.

    Args:
        cache: keeps that there is no such selector, so that a run over unchanged files need not load the rules.

    Raises:
        UnknownRule, ConfigError, KnowledgeError, PackError: an option or a configuration cannot be used.
    """
    options = [s for name in ("select", "extend_select", "ignore") for s in getattr(args, name, None) or ()]
    packs = [p for config in found.configs for p in (*config.rules, *config.knowledge)]
    parts = cache and (options, list(map(repr, found.configs)), cache.files(packs))
    if cache and cache.known(parts):
        return
    from promptlint.engine import toolbox

    for config in found.configs:
        registry = toolbox(config.rules, config.knowledge).registry
        for selector in options:
            registry.expand(selector)
        config.validate(registry)
    if cache:
        cache.remember(parts)


def relative(path: str) -> str:
    """A path from the working directory, with forward slashes."""
    try:
        return os.path.relpath(path).replace(os.sep, "/")
    except ValueError:  # another drive
        return path.replace(os.sep, "/")


__all__ = ["Gathered", "add_options", "add_selection", "config_for", "gather", "relative", "validate"]
