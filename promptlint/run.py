"""Lints many files: reads them, spreads them over processes, and gathers what is found in one order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from promptlint.beside import loader
from promptlint.diagnostic import INTERNAL, Diagnostic
from promptlint.record import NamedTuple, field, record
from promptlint.result import FileResult
from promptlint.settings import Settings
from promptlint.source import Source, SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.result_cache import ResultCache

SERIAL = 20  # below so many files a pool costs more than it saves


class Skipped(NamedTuple):
    """A path that was not read; ``error`` where the user asked for it (exit code 2)."""

    path: str
    reason: str
    error: bool = False


@record(slots=True)
class RunResult:
    """What is known of a run: files in order of their paths, and the paths that were not read.

    Args:
        baselined: how many diagnostics the baseline holds, which are not reported.
    """

    files: list[FileResult] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    baselined: int = 0

    @property
    def errors(self) -> list[Skipped]:
        """Paths that the user asked for and that could not be read."""
        return [s for s in self.skipped if s.error]

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """All diagnostics in order of path, offset and code."""
        return [d for f in self.files for d in f.diagnostics]

    @property
    def failed(self) -> bool:
        """Whether the job could not be done in full."""
        return bool(self.errors) or any(d.code == INTERNAL for f in self.files for d in f.diagnostics)


@record(frozen=True, slots=True)
class Job:
    """One file to lint: the name shown, where it is, how, and its bytes if they are not on disk."""

    path: str
    place: str
    settings: Settings
    data: bytes | None = None


def lint_file(job: Job, cache: ResultCache | None = None) -> FileResult | Skipped:
    """Read and lint one file.

    Args:
        cache: where its result is kept.
    """
    from promptlint.engine import lint_source
    from promptlint.result_cache import recording

    reads: dict[str, str] = {}
    try:
        data = _read(job)
        load = loader(job.path)
        result = lint_source(Source.from_bytes(job.path, data), job.settings, recording(load, reads) if cache else load)
    except SourceError as e:
        return Skipped(job.path, str(e), True)
    except OSError as e:
        return Skipped(job.path, (e.strerror or type(e).__name__).lower(), True)
    if cache:
        cache.keep(job.path, job.settings, data, result, reads)
    return result


def _read(job: Job) -> bytes:
    if job.data is not None:
        return job.data
    with open(job.place, "rb") as f:
        return f.read()


def _kept(job: Job, cache: ResultCache) -> FileResult | None:
    try:
        return cache.find(job.path, job.settings, _read(job), loader(job.path))
    except OSError:
        return None


def run(
    jobs: Sequence[Job],
    workers: int = 0,
    progress: Callable[[int], None] | None = None,
    cache: ResultCache | None = None,
) -> RunResult:
    """Lint files; the result is the same for any number of workers, and with or without a cache.

    Args:
        workers: processes; 0 chooses: one for few files, else one a processor.
        progress: called after each file with the number done.
        cache: results of earlier runs; those of this one are added.

    Raises:
        UnknownRule, KnowledgeError: the settings cannot be used.
    """
    ordered = sorted(jobs, key=lambda j: j.path)
    known = {j.path: kept for j in ordered if cache and (kept := _kept(j, cache))}
    missing = [j for j in ordered if j.path not in known]
    if missing:
        from promptlint.engine import active

        for settings in dict.fromkeys(j.settings for j in missing):
            active(settings)  # so that a mistake in the settings is raised here, once
    workers = workers or (1 if len(missing) < SERIAL else os.cpu_count() or 1)
    linted = _map(missing, min(workers, len(missing)), cache)
    result = RunResult()
    once: set[str] = set()
    for done, job in enumerate(ordered, 1):
        one = known.get(job.path) or next(linted)
        if isinstance(one, FileResult):
            _only_once(one, once)
            result.files.append(one)
        else:
            result.skipped.append(one)
        if progress:
            progress(done)
    return result


def _only_once(one: FileResult, once: set[str]) -> None:
    # A rule that cannot be loaded is reported in the first file only.
    def keep(d: Diagnostic) -> bool:
        if d.code != INTERNAL or "cannot be loaded" not in d.message:
            return True
        fresh = d.message not in once
        once.add(d.message)
        return fresh

    one.diagnostics = [d for d in one.diagnostics if keep(d)]


def _map(jobs: list[Job], workers: int, cache: ResultCache | None) -> Iterator[FileResult | Skipped]:
    lint = partial(lint_file, cache=cache)
    if workers <= 1:
        yield from map(lint, jobs)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(lint, jobs, chunksize=max(1, min(16, len(jobs) // (workers * 4))))
