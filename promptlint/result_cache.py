"""What was found in a file, kept so that an unchanged file is not read twice.

An entry is found by all that its result depends on: the file's bytes and its name as reported, the settings with the
bytes of the project's own packs and vocabulary, and this very installation (the size and time of each of its files, and
the interpreter). Files that the linted one includes stand in the entry with a digest, and must still be as they were. An
entry is read only if nobody else could have written it and its own digest fits; anything else counts as missing.
"""

from __future__ import annotations

import marshal
import os

from promptlint.data import NO_CACHE, cache_folder, digest, installation, keep_newest, read_own, write_own
from promptlint.diagnostic import INTERNAL, Confidence, Diagnostic, Edit, Fix, Label, Severity
from promptlint.record import fields_of
from promptlint.result import FileResult
from promptlint.settings import Settings
from promptlint.source import Source, SourceError
from promptlint.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from promptlint.beside import Loader

    Reads = dict[str, str]

FORMAT = 2
MOST = 4000  # entries; when there are more, those that were not used longest go
LARGEST = 1 << 18  # bytes of an entry; a file with more findings than that is read anew


def opened() -> ResultCache | None:
    """The user's cache; None where there is no folder that only this user can write, or the environment forbids it."""
    place = None if os.environ.get(NO_CACHE) else cache_folder("results")
    return ResultCache(place, f"{FORMAT} {installation()}") if place else None


class ResultCache:
    """Results by what they depend on.

    Args:
        place: the folder of the entries.
        stamp: names the installation.
    """

    def __init__(self, place: str, stamp: str) -> None:
        self.place, self.stamp = place, stamp
        self._files: dict[tuple[str, ...], str] = {}

    def find(self, path: str, settings: Settings, data: bytes, load: Loader) -> FileResult | None:
        """The kept result of a file, or None.

        Args:
            path: its name as reported.
            data: its bytes.
            load: reads what it includes.
        """
        kept = self._read(self._key(path, settings, data))
        try:
            if kept is None or any(_seen(name, load) != was for name, was in kept[0]):
                return None
            return _result(Source.from_bytes(path, data), lambda name: Source.from_bytes(name, load(name)), *kept[1:])
        except (OSError, SourceError, TypeError, ValueError, LookupError):  # another version wrote it
            return None

    def keep(self, path: str, settings: Settings, data: bytes, result: FileResult, reads: Reads) -> None:
        """Keep the result of a file, unless something failed in it, or it depends on evals, whose folders may grow.

        Args:
            path, settings, data: as for `find`.
            reads: what was read for it besides, each with its digest.
        """
        if settings.evals or any(d.code == INTERNAL for d in result.diagnostics):
            return
        kept = (
            tuple(reads.items()), result.format, result.profile, result.reason, result.directives, result.suppressed,
            tuple(map(_plain, result.diagnostics)), tuple(map(_plain, result.silenced)),
        )  # fmt: skip
        self._write(self._key(path, settings, data), kept)

    def known(self, *parts: object) -> bool:
        """Whether `remember` was called with these parts, which are plain data."""
        return bool(self._read(digest(self.stamp, parts)) == ())

    def remember(self, *parts: object) -> None:
        """Keep the fact that something held for these parts."""
        self._write(digest(self.stamp, parts), ())

    def files(self, paths: Iterable[str]) -> str:
        """The digest of some files' bytes, computed once a run."""
        paths = tuple(paths)
        if paths not in self._files:
            self._files[paths] = digest(*((p, _bytes(p)) for p in paths))
        return self._files[paths]

    def _key(self, path: str, settings: Settings, data: bytes) -> str:
        values = tuple(getattr(settings, name) for name in fields_of(settings))
        return digest(self.stamp, values, self.files((*settings.packs, *settings.knowledge)), path, data)

    def _read(self, key: str) -> Any:
        data = read_own(os.path.join(self.place, key))
        try:
            return marshal.loads(data[40:]) if data and data[:40] == digest(data[40:]).encode("ascii") else None
        except (ValueError, EOFError, TypeError):
            return None

    def _write(self, key: str, kept: Any) -> None:
        body = marshal.dumps(kept)
        if len(body) > LARGEST:
            return
        write_own(os.path.join(self.place, key), digest(body).encode("ascii") + body)
        if key[0] == "0":  # one write in sixteen
            keep_newest(self.place, "", MOST)


def recording(load: Loader, reads: Reads) -> Loader:
    """``load`` that notes in ``reads`` what it was asked for and what it got."""

    def noting(name: str) -> bytes:
        try:
            data = load(name)
        except OSError as e:
            reads[name] = digest(e.strerror)
            raise
        reads[name] = digest(data)
        return data

    return noting


def _seen(name: str, load: Loader) -> str:
    try:
        return digest(load(name))
    except OSError as e:
        return digest(e.strerror)


def _bytes(path: str) -> bytes | None:
    try:
        with open(path, "rb") as f:
            return f.read()
    except OSError:
        return None


def _plain(d: Diagnostic) -> tuple[object, ...]:
    """A diagnostic as plain data."""
    fix = d.fix and (d.fix.message, tuple((*e.span, e.text) for e in d.fix.edits), d.fix.safe)
    return (
        d.code, d.name, d.category, str(d.severity), str(d.confidence), d.message, d.path, *d.span, d.help, d.url,
        tuple((*r.span, r.message, r.source and r.source.path) for r in d.related), d.witness, fix, d.fingerprint, d.prompt, d.whole_prompt,
    )  # fmt: skip


def _diagnostic(
    other: Callable[[str], Source],
    code: str, name: str, category: str, severity: str, confidence: str, message: str, path: str, start: int, end: int,
    help: str, url: str, related: Any, witness: str | None, fix: Any, fingerprint: str, prompt: str, whole: bool,
) -> Diagnostic:  # fmt: skip
    edits = fix and tuple(Edit(Span(a, b), text) for a, b, text in fix[1])
    return Diagnostic(
        code, name, category, Severity(severity), Confidence(confidence), message, path, Span(start, end), help, url,
        tuple(Label(Span(a, b), text, other(name) if name else None) for a, b, text, name in related), witness, fix and Fix(fix[0], edits, fix[2]),
        fingerprint, prompt, whole,
    )  # fmt: skip


def _result(
    source: Source, other: Callable[[str], Source], format: str, profile: str, reason: str, directives: int, suppressed: int,
    found: Any, silenced: Any,
) -> FileResult:  # fmt: skip
    return FileResult(
        source.path, source, format, profile, reason, directives,
        [_diagnostic(other, *d) for d in found], suppressed, [_diagnostic(other, *d) for d in silenced],
    )  # fmt: skip
