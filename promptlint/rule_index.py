"""The facts of the Python rules, kept so that a rule's module is imported when the rule first runs.

Most prompts are read by half of the rules: the others are for other profiles, formats or languages, or what they need does
not occur. The facts still stand in each rule's own file and nowhere else; this is a copy, and any change of the
installation makes a new one.
"""

from __future__ import annotations

import importlib
import marshal
import os
from collections.abc import Iterable

from promptlint.data import cache_folder, installation, keep_newest, read_own, write_own
from promptlint.diagnostic import Confidence, Finding, Severity
from promptlint.record import fields_of
from promptlint.rule import Evidence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST = 32  # installations
START = "rules-"


class Deferred:
    """A rule's function that is imported when it is first called.

    Args:
        module: where the rule is.
        name: the rule's.
    """

    __slots__ = ("function", "module", "name")

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name
        self.function: Any = None

    def __call__(self, target: object) -> Iterable[Finding]:
        """Call it."""
        if self.function is None:
            found = vars(importlib.import_module(self.module)).values()
            self.function = next(v.function for v in found if isinstance(v, Rule) and v.name == self.name)
        findings: Iterable[Finding] = self.function(target)
        return findings


def read() -> tuple[Rule, ...] | None:
    """The rules of this installation, None where they are not kept."""
    path = _path()
    data = read_own(path) if path else None
    try:
        stamp, kept = marshal.loads(data) if data else ("", ())
        return tuple(map(_rule, kept)) if stamp == installation() else None
    except (ValueError, EOFError, TypeError, KeyError):
        return None


def write(rules: Iterable[Rule]) -> None:
    """Keep the rules of this installation."""
    path = _path()
    if path is not None:
        write_own(path, marshal.dumps((installation(), [_plain(r) for r in rules])))
        keep_newest(os.path.dirname(path), START, MOST)


def _path() -> str | None:
    place = cache_folder()
    return os.path.join(place, START + installation()[:16]) if place else None


def _plain(rule: Rule) -> dict[str, Any]:
    """A rule as plain data."""
    facts = {name: getattr(rule, name) for name in fields_of(rule)}
    sets = {name: sorted(value) for name, value in facts.items() if isinstance(value, frozenset)}
    levels = {name: str(value) for name, value in facts.items() if isinstance(value, Severity | Confidence)}
    evidence = tuple((e.title, e.url) for e in rule.evidence)
    return {**facts, **sets, **levels, "evidence": evidence, "function": rule.function.__module__}


def _rule(facts: dict[str, Any]) -> Rule:
    sets = {name: frozenset(value) for name, value in facts.items() if isinstance(value, list)}
    levels = {name: Severity(facts[name]) for name in ("severity", "proven") if facts[name]}
    evidence = tuple(Evidence(*e) for e in facts["evidence"])
    function = Deferred(facts["function"], facts["name"])
    confidence = Confidence(facts["confidence"])
    return Rule(**{**facts, **sets, **levels, "confidence": confidence, "evidence": evidence, "function": function})
