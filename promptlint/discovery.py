"""Which files are prompts: the paths given, and what the directories among them hold.

A file that is named is taken. In a directory, a file is taken when its name says that it is a prompt (`DEFAULT_FILES`),
or, with no globs configured, when its name says nothing either way and its text does (`promptlint.prompt_likeness`).
Python and TypeScript files are such files: they are taken when they hold a marked string. Configured globs hold alone.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from promptlint import regex
from promptlint.globs import globs
from promptlint.prompt_likeness import looks_like_prompt

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

DEFAULT_FILES = (
    "*.charter",
    "*.{prompt,prompty,poml}",
    "*.{prompt,chat}.{yml,yaml,md,txt,json}",
    "*.{agent,chatmode,instructions}.md",
    "{SKILL,AGENTS,CLAUDE,GEMINI,SOUL,model_spec}.md",
    "copilot-instructions.md",
    "{.cursorrules,.windsurfrules,.clinerules,*.mdc}",
    "{.roo,.clinerules,.cursor,.claude}/**/*.{md,mdc,txt}",
    "*{constitution,constituion}*.{md,txt,yaml,yml,json}",
    "*system[-_]{prompt,message,instruction}*.{txt,md,j2,jinja,jinja2,yaml,yml,json,xml}",
    "{skprompt,system,*.system}.{txt,md}",
    "*{prompt,prompts}.{txt,md,yaml,yml,json,toml,j2,jinja,jinja2,xml}",
    "{prompt,prompts}[-_]*.{txt,md,yaml,yml,json,toml,j2,jinja,jinja2,xml}",
    "{prompt,prompts,prompts.*,*_prompts,*-prompts}/**/*.{md,txt,j2,jinja,jinja2,yaml,yml,json,toml,xml}",
    "promptfooconfig*.yaml",
    "*.promptfoo.{yml,yaml}",
    "config/{agents,tasks}.{yml,yaml}",
)
# About prompts or projects, never prompts themselves, wherever they lie.
NEVER = regex.compile(
    r"(?:readme|changelog|changes|licen[sc]e|contributing|code_of_conduct|security|notice|manifest)"
    r"(?:[._-][a-z]{2}(?:[_-][a-z]{2,4})?)?(?:\.(?:md|txt|rst|json|ya?ml))?"
    r"|package(?:-lock)?\.json|tsconfig.*\.json|.*\.schema\.json|requirements.*\.txt|robots\.txt|.*\.lock"
    r"|\.?promptlint\.toml|pyproject\.toml|cargo\.toml",
    re.I,
)
PRUNED = frozenset(
    {
        *(".git", ".hg", ".svn", ".jj", ".tox", ".nox", ".venv", "venv", ".env", "node_modules", "site-packages"),
        *("__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".promptlint_cache"),
        *(".idea", ".next", ".terraform"),
    }
)


class Skipped(NamedTuple):
    """A path that is not read. ``error`` is true where the user asked for it and must be told (exit code 2)."""

    path: str
    reason: str
    error: bool = False


class Selection(Protocol):
    """The part of the configuration that discovery reads.

    ``files`` and ``exclude`` are globs (``**``, ``*``, ``?``, ``[…]``, ``{a,b}``), which hold at any depth unless they
    start with a slash; ``exclude`` also covers what lies below a directory it names. ``force_exclude`` applies it, and
    .gitignore, to paths that are named too. Empty ``files`` means the defaults. ``root`` is the folder that the globs
    are relative to, "" for the working directory.
    """

    @property
    def files(self) -> Sequence[str]: ...
    @property
    def exclude(self) -> Sequence[str]: ...
    @property
    def force_exclude(self) -> bool: ...
    @property
    def root(self) -> str: ...


def discover(paths: Sequence[str], config: Selection) -> tuple[list[Path], list[Skipped]]:
    """The files to lint below ``paths``.

    Args:
        paths: files and directories as the user wrote them.
        config: globs and exclusions.

    Returns:
        Files sorted by path, each once even when two names lead to it, and the paths that are not read. Directories
        are walked without following links to directories, so no link can make a loop.
    """
    walk = _Walk(config)
    for path in dict.fromkeys(paths):
        walk.add(path)
    return walk.result()


def excluded(path: str, config: Selection) -> bool:
    """Whether the configuration leaves a file out of every walk."""
    return _Walk(config).excluded(Path(path))


def is_prompt(path: str, config: Selection, folder: str, data: bytes) -> bool:
    """Whether a walk over ``folder`` would take a file for a prompt, be it excluded or not.

    Args:
        path: the absolute path of the file; it need not exist.
        data: what it holds.
    """
    below = os.path.join(os.path.basename(folder), os.path.relpath(path, folder)).replace(os.sep, "/")
    return _Walk(config).wanted(Path(path), below, data)


class _Walk:
    def __init__(self, config: Selection) -> None:
        self.globs = globs(tuple(config.files) or DEFAULT_FILES)
        self.by_content = not config.files
        self.exclude = globs((*config.exclude, *(f"{e.rstrip('/')}/**" for e in config.exclude)))
        self.force_exclude = config.force_exclude
        self.root = config.root or os.getcwd()
        self.exempt = False  # whether the walk is below a directory that is excluded, but was named
        self.ignored = _Ignored()
        self.found: dict[str, Path] = {}
        self.skipped: dict[str, Skipped] = {}

    def add(self, name: str) -> None:
        """Take a path that the user named."""
        path = Path(name)
        try:
            mode = path.stat().st_mode
        except OSError as e:
            self.skip(path, "no such file or directory" if isinstance(e, FileNotFoundError) else _why(e), error=True)
            return
        except ValueError:
            self.skip(path, "not a valid path", error=True)
            return
        if stat.S_ISDIR(mode):
            self.directory(path)
        elif not stat.S_ISREG(mode):
            self.skip(path, "not a regular file", error=True)
        elif self.force_exclude and self.ruled_out(path):
            self.skip(path, "excluded")
        else:
            self.take(path)

    def ruled_out(self, path: Path) -> bool:
        """Whether a file that is named is excluded, or one that git leaves out."""
        self.ignored.begin(path.parent, exempt=False)
        return self.excluded(path) or self.ignored.matches(path, directory=False)

    def directory(self, root: Path) -> None:
        """Walk a directory, depth first; names are sorted later."""
        if self.force_exclude and self.excluded(root):
            self.skip(root, "excluded")
            return
        # What is named is read although it is left out elsewhere; so is what lies in it, by its own .gitignore files.
        self.exempt = self.excluded(root)
        self.ignored.begin(root, exempt=not self.force_exclude)
        # A glob may name the directory itself (`prompts/**`), whatever the path to it that was typed.
        base = Path(os.path.abspath(root)).name
        pending = [(root, base)]
        while pending:
            here, shown = pending.pop()
            try:
                with os.scandir(here) as entries:
                    children = list(entries)
            except OSError as e:
                self.skip(here, _why(e), error=True)
                continue
            for entry in children:
                below = f"{shown}/{entry.name}"
                path = here / entry.name
                try:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in PRUNED and not self.left_out(path, directory=True):
                            pending.append((path, below))
                    elif entry.is_file() and self.wanted(path, below) and not self.left_out(path, directory=False):
                        self.take(path)
                except OSError as e:
                    self.skip(path, _why(e))

    def wanted(self, path: Path, below: str, data: bytes | None = None) -> bool:
        """Whether a file found in a directory is a prompt.

        Args:
            below: its path from the directory's parent.
            data: what it holds, if that is not what stands on disk.
        """
        if self.by_content and NEVER.fullmatch(path.name):
            return False
        if self.globs.search(below) or self.globs.search(_relative(path, self.root)):
            return True
        return self.by_content and looks_like_prompt(path, data)

    def left_out(self, path: Path, *, directory: bool) -> bool:
        return (not self.exempt and self.excluded(path)) or self.ignored.matches(path, directory=directory)

    def excluded(self, path: Path) -> bool:
        return bool(self.exclude.search(_relative(path, self.root)))

    def take(self, path: Path) -> None:
        real = os.path.realpath(path)
        known = self.found.get(real)
        # Of two names for one file the shorter stands, so that the order of arguments does not matter.
        if known is None or (len(path.as_posix()), path.as_posix()) < (len(known.as_posix()), known.as_posix()):
            self.found[real] = path

    def skip(self, path: Path, reason: str, *, error: bool = False) -> None:
        self.skipped.setdefault(path.as_posix(), Skipped(path.as_posix(), reason, error))

    def result(self) -> tuple[list[Path], list[Skipped]]:
        return sorted(self.found.values(), key=lambda p: p.as_posix()), sorted(self.skipped.values())


class _Ignored:
    """What the .gitignore files say, each read once, from the root of the repository down."""

    def __init__(self) -> None:
        self.specs: dict[str, GitIgnoreSpec | None] = {}
        self.roots: dict[str, str] = {}
        self.start = ""  # the directory that is walked
        self.floor = ""  # the highest folder whose .gitignore counts, "" for the repository's root

    def begin(self, root: Path, *, exempt: bool) -> None:
        """Begin a walk. When ``exempt``, a directory that git leaves out is read nevertheless."""
        self.floor, self.start = "", os.path.abspath(root)
        if exempt and self.matches(root, directory=True):
            self.floor = self.start

    def matches(self, path: Path, *, directory: bool) -> bool:
        """Whether git would leave ``path`` out; a deeper file overrides one above it."""
        full = os.path.abspath(path)
        name = full + "/" if directory else full
        verdict = False
        for folder in self.chain(os.path.dirname(full)):
            spec = self.spec(folder)
            if spec is not None:
                found = spec.check_file(os.path.relpath(name, folder) + ("/" if directory else "")).include
                verdict = verdict if found is None else found
        return verdict

    def chain(self, folder: str) -> Iterator[str]:
        """The folders from the repository's root to ``folder``."""
        root = self.floor or self.root(folder) or self.start or folder
        parts = [folder]
        while folder != root and (parent := os.path.dirname(folder)) != folder:
            parts.append(folder := parent)
        return reversed(parts)

    def root(self, folder: str) -> str:
        """The closest folder at or above with a ``.git``; "" outside repositories, where no folder above counts."""
        if folder not in self.roots:
            parent = os.path.dirname(folder)
            if os.path.exists(os.path.join(folder, ".git")):
                self.roots[folder] = folder
            else:
                self.roots[folder] = self.root(parent) if parent != folder else ""
        return self.roots[folder]

    def spec(self, folder: str) -> GitIgnoreSpec | None:
        if folder not in self.specs:
            self.specs[folder] = _read_ignore(os.path.join(folder, ".gitignore"))
        return self.specs[folder]


def _read_ignore(path: str) -> GitIgnoreSpec | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as f:
            lines = f.read().splitlines()
    except OSError:
        return None
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return None
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return None  # git skips a pattern that it cannot read; we skip the file


def _relative(path: Path, here: str) -> str:
    """``path`` from the folder ``here``, with forward slashes; as it is when it lies elsewhere."""
    full = os.path.abspath(path)
    if full == here or full.startswith(here.rstrip(os.sep) + os.sep):
        return os.path.relpath(full, here).replace(os.sep, "/")
    return path.as_posix()


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
