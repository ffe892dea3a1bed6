"""What the engine knows: ``rules/knowledge`` and ``rules/patterns``, compiled once and kept in a cache.

A knowledge file is a mapping. Its ``concepts`` are phrases (see `promptlint.text.phrases`) by concept; every other
section is plain data that an analysis asks for by name. Sections of one name in several files are merged. Sections that
``tables`` names hold phrases: a list of them, or a mapping of names to lists; they are compiled into tables of their own.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Sequence
from functools import lru_cache
from mmap import ACCESS_READ, mmap

from promptlint import __version__
from promptlint.data import cache_folder, digest, folder, keep_newest, own_file, write_own
from promptlint.text.table import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    # The plain data of compiled knowledge, and the string that its tables refer to.
    Compiled = tuple[dict[str, Any], bytes | memoryview]

CACHE_FORMAT = 17
MOST = 32  # compiled forms kept: installations and projects with vocabularies of their own


class KnowledgeError(ValueError):
    """A file of knowledge or patterns cannot be used; the message is ``file:line: what``."""


class Knowledge:
    """Compiled knowledge.

    Args:
        table: concepts and the phrases of pattern rules; a pattern rule's phrases stand under ``rule:NAME``, those
            that silence it in a sentence under ``unless:NAME``, anywhere in the unit under ``unless_unit:NAME``.
        patterns: the entries of the pattern files, each with ``"file"`` and ``"line"`` added.
        sections: the other sections of the knowledge files by name.
        tables: the tables that are apart, by name.
    """

    def __init__(
        self, table: Table, patterns: list[dict[str, Any]], sections: dict[str, Any], tables: dict[str, Table]
    ) -> None:
        self.table = table
        self.tables = tables
        self.patterns = patterns
        self.sections = sections

    def section(self, name: str) -> Any:
        """A section's data; an empty mapping when no file has it."""
        return self.sections.get(name, {})


@lru_cache(maxsize=8)
def load(knowledge: tuple[str, ...] = (), patterns: tuple[str, ...] = (), cache: bool = True) -> Knowledge:
    """The package's knowledge with a project's own files added.

    Args:
        knowledge, patterns: further files, in order.
        cache: whether a compiled form may be read from and written to the user's cache folder.

    Raises:
        KnowledgeError: one of the files cannot be used.
    """
    rules = folder("rules")
    known = (*_yaml_files(os.path.join(rules, "knowledge")), *knowledge)
    packs = (*_yaml_files(os.path.join(rules, "patterns")), *patterns)
    key = _key((*known, *packs)) if cache else ""
    place = cache_folder() if cache else None
    data = _read_cache(place, key) if place else None
    if data is None:
        data = _compile(known, packs)
        if place:
            _write_cache(place, key, data)
    head, body = data
    table, *apart = (Table(packed, body[at:]) for packed, at in head["tables"])
    return Knowledge(table, head["patterns"], head["sections"], dict(zip(head["names"], apart, strict=True)))


def current() -> Knowledge:
    """The package's own knowledge."""
    return load((), ())


def _yaml_files(place: str) -> list[str]:
    return sorted(os.path.join(place, name) for name in os.listdir(place) if name.endswith(".yaml"))


def _key(paths: tuple[str, ...]) -> str:
    here = os.path.dirname(__file__)
    code = (os.path.join(here, "text", f"{name}.py") for name in ("phrases", "table", "tokens"))
    stats = [(p, s.st_size, s.st_mtime_ns) for p in (*paths, *code, __file__) if (s := _stat(p))]
    return digest(CACHE_FORMAT, __version__, sys.version_info[:3], stats)


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except OSError:
        return None


def _read_cache(place: str, key: str) -> Compiled | None:
    path = os.path.join(place, f"knowledge-{key[:16]}")
    try:
        if not own_file(path):
            return None
        with open(path, "rb") as f:
            kept = memoryview(mmap(f.fileno(), 0, access=ACCESS_READ))  # most of it is never looked at
        os.utime(path)
        size = int.from_bytes(kept[:8], "little")
        head = marshal.loads(kept[8 : 8 + size])
        body = kept[8 + size :]
        return (head, body) if head["key"] == key and head["size"] == len(body) else None
    except (OSError, ValueError, EOFError, TypeError, LookupError):
        return None


def _write_cache(place: str, key: str, data: Compiled) -> None:
    head = marshal.dumps({"key": key, "size": len(data[1]), **data[0]})
    write_own(os.path.join(place, f"knowledge-{key[:16]}"), len(head).to_bytes(8, "little") + head + bytes(data[1]))
    keep_newest(place, "knowledge-", MOST)


def _compile(known: tuple[str, ...], packs: tuple[str, ...]) -> Compiled:
    table, patterns = Table(), []
    sections: dict[str, Any] = {}
    for path in known:
        loaded = _load_yaml(path)
        if not isinstance(loaded, dict):
            raise KnowledgeError(f"{path}:1: a knowledge file is a mapping of sections")
        for name, section in loaded.items():
            if name == "concepts":
                for concept, phrases in section.items():
                    _add(table, str(concept), phrases, (path,))
            else:
                sections[name] = _merge(sections.get(name), section)
    for path in packs:
        entries = _load_yaml(path)
        if not isinstance(entries, list) or not all(isinstance(e, dict) and "name" in e for e in entries):
            raise KnowledgeError(f"{path}:1: a pack is a list of rules, each with a name")
        for entry in entries:
            name = entry["name"]
            for key, prefix in (("phrases", "rule"), ("unless", "unless"), ("unless_unit", "unless_unit")):
                _add(table, f"{prefix}:{name}", entry.get(key) or [], (path,))
            patterns.append({**entry, "file": path})
    apart = {name: _apart(names, sections, known) for name, names in sections.pop("tables", {}).items()}
    tables, body = [], b""
    for each in (table, *apart.values()):
        packed, own = each.dump()
        tables.append((packed, len(body)))
        body += own
    return {"tables": tables, "names": list(apart), "patterns": patterns, "sections": sections}, body


def _apart(names: list[str], sections: dict[str, Any], known: tuple[str, ...]) -> Table:
    """The table of the named sections, which it takes out of ``sections``."""
    table = Table()
    for name in names:
        section = sections.pop(name, {})
        for concept, phrases in (section if isinstance(section, dict) else {name: section}).items():
            _add(table, concept, phrases, known)
    return table


def _add(table: Table, concept: str, phrases: Any, paths: Sequence[str]) -> None:
    """Add phrases that stand in one of the files ``paths``."""
    path = paths[0]
    if not isinstance(phrases, list):
        raise KnowledgeError(f"{path}:1: {concept}: a list of phrases is expected")
    for phrase in phrases:
        if not isinstance(phrase, str):  # "on", "no: x": YAML read something else than words
            raise KnowledgeError(f"{path}:1: {concept}: put the phrase {phrase!r} in quotation marks")
        try:
            table.add(concept, phrase)
        except ValueError as e:  # PhraseError; the compiler is imported only where there is something to compile
            path = next((p for p in paths if _line(p, phrase)), path)
            raise KnowledgeError(f"{path}:{_line(path, phrase) or 1}: {concept}: {e}") from None


def _line(path: str, text: str) -> int:
    with open(path, encoding="utf-8") as f:
        return next((i for i, line in enumerate(f, 1) if text in line), 0)


def _merge(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{k: _merge(old.get(k), v) for k, v in new.items()}}
    if isinstance(old, list) and isinstance(new, list):
        return old + new
    return new


def _single_keys(node: Any, path: str) -> None:
    """Refuse a key that a mapping has twice, of which YAML would keep the last and lose the first.

    Raises:
        KnowledgeError: where there is one, with its line.
    """
    if node is None or isinstance(node.value, str):
        return
    if node.id == "sequence":
        for child in node.value:
            _single_keys(child, path)
        return
    seen: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if isinstance(key.value, str) and seen.setdefault(key.value, line) != line:
            raise KnowledgeError(f"{path}:{line}: “{key.value}” stands twice, first in line {seen[key.value]}")
        _single_keys(value, path)


def _load_yaml(path: str) -> Any:
    import yaml

    try:
        with open(path, encoding="utf-8") as f:
            text = f.read()
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        try:
            node = loader.get_single_node()
            _single_keys(node, path)
            return loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except (OSError, UnicodeDecodeError) as e:
        raise KnowledgeError(f"{path}:1: cannot be read: {e}") from None
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise KnowledgeError(f"{path}:{line}: {getattr(e, 'problem', None) or 'not valid YAML'}") from None
