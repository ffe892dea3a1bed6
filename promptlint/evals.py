"""Eval cases and the prompts that they are about, where the two stand in different files."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from functools import lru_cache

from promptlint.beside import Loader
from promptlint.document import Subject
from promptlint.formats.eval_cases import SUFFIXES, Case, cases
from promptlint.source import Source, SourceError

LARGEST = 5_000_000  # bytes; a larger file is a data set
FILES = 500


def cases_about(path: str, evals: tuple[str, ...]) -> list[Case]:
    """The cases among the project's evals that are about one prompt.

    Args:
        path: the prompt's file.
        evals: files and folders; what cannot be read in them is left out.
    """
    found = []
    for file in _files(evals):
        for case in _cases(*file):
            if any(same(path, about, os.path.dirname(file[0])) for about in case.about):
                found.append(case)
    return found


def subjects(source: Source, load: Loader) -> dict[str, Subject]:
    """The prompts in other files that a file's cases are about, by their paths as written; without those not found.

    Args:
        source: the file of the cases.
        load: reads the prompts.
    """
    found = {}
    for about in dict.fromkeys(about for case in cases(source) for about in case.about):
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(source.path), about))
        for place in dict.fromkeys((beside, posixpath.normpath(about))):
            try:
                found[about] = subject(Source.from_bytes(place, load(place)), load)
                break
            except (OSError, SourceError):
                continue
    return found


def subject(prompt: Source, load: Loader) -> Subject:
    """What a case can name in a prompt."""
    if not prompt.path.endswith(".charter"):
        return Subject(prompt.text, None)
    from promptlint.charter.facts import named
    from promptlint.charter.includes import resolve

    found = resolve(prompt, load)
    complete = all(p.top is None for p in found.problems)
    return Subject(prompt.text, named(found.charter) if complete else None)


def same(path: str, about: str, folder: str) -> bool:
    """Whether two paths name one file: ``about`` from ``folder``, or from where it was exported, whichever that was."""
    wanted = os.path.abspath(path)
    if os.path.normpath(os.path.join(folder, about)) == wanted:
        return True
    parts = [p for p in about.replace("\\", "/").split("/") if p not in ("", ".", "..")]
    return bool(parts) and wanted.replace(os.sep, "/").split("/")[-len(parts) :] == parts


def _files(evals: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    """Each file with its size and time, in a fixed order."""
    count = 0
    for place in evals:
        below = (os.path.join(d, f) for d, _, files in sorted(os.walk(place)) for f in sorted(files))
        for file in below if os.path.isdir(place) else [place]:
            if not file.lower().endswith(SUFFIXES) or count >= FILES:
                continue
            try:
                stat = os.stat(file)
            except OSError:
                continue
            if os.path.isfile(file) and stat.st_size <= LARGEST:
                count += 1
                yield file, stat.st_size, stat.st_mtime_ns


@lru_cache(maxsize=FILES)
def _cases(path: str, size: int, changed: int) -> tuple[Case, ...]:
    """The cases of a file, read once for each of its versions."""
    try:
        with open(path, "rb") as f:
            source = Source.from_bytes(os.path.relpath(path).replace(os.sep, "/"), f.read())
    except (OSError, SourceError, ValueError):
        return ()
    return tuple(cases(source))
