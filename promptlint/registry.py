"""Which rules there are: Python rules, one module each, and pattern rules, one YAML entry each."""

from __future__ import annotations

import fnmatch
import importlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from promptlint import bundle, regex, rule_index
from promptlint.diagnostic import INTERNAL, Confidence, Severity
from promptlint.knowledge import KnowledgeError
from promptlint.nearest import suggestion
from promptlint.record import record
from promptlint.rule import CATEGORIES, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@record(frozen=True, slots=True)
class Broken:
    """A rule that cannot be loaded: its name, and why in one line."""

    name: str
    reason: str


class UnknownRule(ValueError):
    """A selector names no rule; the message suggests one."""


@record(frozen=True)
class Registry:
    """All rules in order of their codes, and those that failed to load."""

    rules: tuple[Rule, ...]
    broken: tuple[Broken, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Rule]:
        """Rules by name."""
        return {r.name: r for r in self.rules}

    @cached_property
    def by_code(self) -> dict[str, Rule]:
        """Rules by code."""
        return {r.code: r for r in self.rules}

    def get(self, key: str) -> Rule | None:
        """The rule with this name or code."""
        return self.by_name.get(key) or self.by_code.get(key.upper())

    def expand(self, selector: str) -> frozenset[str]:
        """Names of the rules that a selector means.

        Args:
            selector: a name, a code, a category, the start of a code ("PL1"), a name with ``*``, or "all".

        Raises:
            UnknownRule: it means none.
        """
        names = frozenset(r.name for r in self.rules if _means(selector, r))
        if names or selector in CATEGORIES or selector in {b.name for b in self.broken}:
            return names
        raise UnknownRule(f"no rule or category is called {selector!r}{self.suggest(selector)}")

    def suggest(self, selector: str) -> str:
        """``; did you mean 'x'?`` or nothing."""
        words = [*self.by_name, *self.by_code, *CATEGORIES]
        return suggestion(selector, words)


def _means(selector: str, rule: Rule) -> bool:
    if selector in (rule.name, rule.category) or selector.lower() == "all":
        return True
    if regex.fullmatch(r"[A-Z]{2,4}\d{0,3}", selector.upper()):
        return rule.code.startswith(selector.upper())
    return "*" in selector and fnmatch.fnmatchcase(rule.name, selector)


def _nothing(_: object) -> tuple[()]:
    return ()


# The engine itself reports these two; they are rules so that they have a page, a severity and a name to select.
INTERNAL_ERROR = Rule(
    name="internal-error",
    code=INTERNAL,
    category="internal",
    severity=Severity.ERROR,
    confidence=Confidence.PROVABLE,
    function=_nothing,
    page="A rule failed on this file; the other rules went on.\n\nThis is a mistake in promptlint (or in one of its rules), "
    "never in the prompt. The exit code is 2.\n",
    help="report it with the file, or ignore the rule until it is repaired",
    languages=frozenset(),
)
UNUSED_SUPPRESSION = Rule(
    name="unused-suppression",
    code="PL990",
    category="structure",
    severity=Severity.INFO,
    confidence=Confidence.PROVABLE,
    function=_nothing,
    page="""A comment silences a rule that says nothing here, or a rule that does not exist.

A stale suppression hides the next finding on its line, which nobody has looked at.

```bad
«<!-- promptlint: ignore[no-such-rule] -->»
Answer in one sentence.
```

```good
Answer in one sentence.
```
""",
    help="remove the comment",
    languages=frozenset(),
)


@lru_cache(maxsize=1)
def python_rules() -> tuple[tuple[Rule, ...], tuple[Broken, ...]]:
    """The rules of ``promptlint/rules/<category>/*.py``, and the modules that cannot be imported.

    A module that was imported once need not be again until its rule runs; see `promptlint.rule_index`.
    """
    kept = rule_index.read()
    if kept is not None:
        return kept, ()
    bundle.rest(True)
    try:
        rules, broken = _imported()
    finally:
        bundle.rest(False)
    if not broken:
        rule_index.write(rules)
    return rules, broken


def _imported() -> tuple[tuple[Rule, ...], tuple[Broken, ...]]:
    here = os.path.join(os.path.dirname(__file__), "rules")
    rules: list[Rule] = []
    broken: list[Broken] = []
    for category in sorted(os.listdir(here)):
        folder = os.path.join(here, category)
        if category.startswith((".", "_")) or not os.path.isdir(folder):
            continue
        for file in sorted(os.listdir(folder)):
            if not file.endswith(".py") or file.startswith("_"):
                continue
            try:
                module = importlib.import_module(f"promptlint.rules.{category}.{file[:-3]}")
            except Exception as e:  # INVARIANT: a broken rule never stops the others
                broken.append(Broken(file[:-3].replace("_", "-"), f"{type(e).__name__}: {one_line(e)}"))
                continue
            rules += [
                v for v in vars(module).values() if isinstance(v, Rule) and v.function.__module__ == module.__name__
            ]
    return tuple(rules), tuple(broken)


def one_line(e: object) -> str:
    """The first line of a message."""
    return str(e).strip().split("\n", 1)[0]


class PackError(KnowledgeError):
    """A rule of the user's own pack cannot be used; the message is ``file:line: why``."""


def build(patterns: Sequence[Mapping[str, Any]], own: Sequence[str] = ()) -> Registry:
    """All rules: the engine's own, Python rules, and pattern rules made of ``patterns``.

    Two rules with one name: the first in order stays, the second is reported as broken.

    Args:
        own: files of the user's packs.

    Raises:
        PackError: a rule in one of these is not a rule, or has the name or code of another.
    """
    from promptlint.patterns import PatternError, make

    rules, failed = python_rules()
    found, broken = [INTERNAL_ERROR, UNUSED_SUPPRESSION, *rules], list(failed)
    for entry in patterns:
        try:
            found.append(make(entry))
        except PatternError as e:
            if entry.get("file") in own:
                raise PackError(f"{_place(entry)}: {entry.get('name')}: {e}") from None
            broken.append(Broken(str(entry.get("name", "?")), one_line(e)))
    _distinct(found, patterns, own)
    unique: dict[str, Rule] = {}
    codes: dict[str, str] = {}
    for rule in found:
        if rule.name in unique:
            broken.append(Broken(rule.name, "two rules have this name"))
        elif rule.code in codes:
            broken.append(Broken(rule.name, f"its code {rule.code} is taken by {codes[rule.code]}"))
            unique[rule.name] = rule
        else:
            unique[rule.name], codes[rule.code] = rule, rule.name
    return Registry(tuple(sorted(unique.values(), key=lambda r: (r.code, r.name))), tuple(broken))


def _distinct(rules: list[Rule], patterns: Iterable[Mapping[str, Any]], own: Sequence[str]) -> None:
    """Raise PackError if a rule of the user's has the name or the code of another rule."""
    names = [r.name for r in rules]
    for entry in patterns:
        if entry.get("file") not in own:
            continue
        if names.count(entry["name"]) > 1:
            raise PackError(f"{_place(entry)}: the name {entry['name']} is taken by another rule")
        other = next((r.name for r in rules if r.code == entry["code"] and r.name != entry["name"]), None)
        if other:
            raise PackError(f"{_place(entry)}: {entry['name']}: the code {entry['code']} is taken by {other}")


def _place(entry: Mapping[str, Any]) -> str:
    """``file:line`` of a pattern rule."""
    path = str(entry.get("file", "?"))
    try:
        with open(path, encoding="utf-8") as f:
            name = regex.compile(rf"name:\s*['\"]?{re.escape(str(entry.get('name')))}['\"]?\s*(?:#|$)")
            line = next((n for n, text in enumerate(f, 1) if name.search(text)), 1)
    except OSError:
        line = 1
    return f"{os.path.relpath(path).replace(os.sep, '/')}:{line}"
