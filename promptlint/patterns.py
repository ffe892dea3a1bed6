"""Pattern rules: a YAML entry that needs only words, made into a Rule like any other.

The phrases of an entry are compiled into the shared table under the concept ``rule:<name>`` (``unless:<name>`` and
``unless_unit:<name>`` for its exceptions), so that a hundred pattern rules cost one look-up of each sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from promptlint.block import HEADING, LABEL
from promptlint.diagnostic import Confidence, Finding, Severity
from promptlint.rule import CATEGORIES, Evidence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.document import Unit
    from promptlint.rule import Function
    from promptlint.text.sentences import Sentence
    from promptlint.text.table import Mention


class PatternError(ValueError):
    """An entry is not a rule; the message names the key and says why."""


REQUIRED = ("name", "code", "category", "message", "phrases")
OPTIONAL = (
    "severity", "confidence", "help", "summary", "why", "unless", "unless_unit", "where", "profiles", "scope_roles",
    "languages", "default", "evidence", "bad", "good", "file", "line",
)  # fmt: skip
PHRASES = {"phrases": "rule", "unless": "unless", "unless_unit": "unless_unit"}
WHERE = ("sentence", "directive", "any")


def make(entry: Mapping[str, Any]) -> Rule:
    """The rule of an entry.

    Raises:
        PatternError: a key is missing, unknown, or has a value that it cannot have.
    """
    validate(entry)
    return Rule(
        name=str(entry["name"]),
        code=str(entry["code"]),
        category=str(entry["category"]),
        severity=Severity(entry.get("severity", "info")),
        confidence=Confidence(entry.get("confidence", "medium")),
        function=_function(entry),
        page=page(entry),
        help=str(entry.get("help", "")),
        default=bool(entry.get("default", True)),
        profiles=frozenset(entry.get("profiles") or ()),
        languages=frozenset(entry.get("languages", ("en",))),
        evidence=tuple(Evidence(str(e["title"]), str(e.get("url", ""))) for e in entry.get("evidence") or ()),
    )


def validate(entry: Mapping[str, Any]) -> None:
    """Raise PatternError if ``entry`` is not a pattern rule."""
    from promptlint.nearest import suggestion

    if not isinstance(entry, Mapping):
        raise PatternError(f"a rule is a mapping of keys, not {entry!r}")
    for key in REQUIRED:
        if not entry.get(key):
            raise PatternError(f"the key {key!r} is missing")
    for key in entry:
        if key not in REQUIRED and key not in OPTIONAL:
            raise PatternError(f"unknown key {key!r}{suggestion(str(key), (*REQUIRED, *OPTIONAL))}")
    for key, values in (
        ("severity", [str(s) for s in Severity]),
        ("confidence", [str(c) for c in Confidence]),
        ("category", list(CATEGORIES)),
        ("where", list(WHERE)),
    ):
        if key in entry and entry[key] not in values:
            raise PatternError(
                f"{key} is one of {', '.join(values)}, not {entry[key]!r}{suggestion(str(entry[key]), values)}"
            )
    for key in (*PHRASES, "bad", "good", "profiles", "scope_roles"):
        if not isinstance(entry.get(key) or [], list | tuple):
            raise PatternError(f"{key} is a list, not {entry[key]!r}")


def page(entry: Mapping[str, Any]) -> str:
    """The rule's page in Markdown: summary, why, examples."""
    why = str(entry.get("why") or "").strip()
    parts = [str(entry.get("summary") or "").strip() or _first_sentence(why or str(entry["message"]))]
    rest = why if entry.get("summary") else why[len(parts[0]) :].strip() if why.startswith(parts[0]) else why
    parts += [rest] if rest else []
    for kind in ("bad", "good"):
        for example in entry.get(kind) or ():
            fence = "~~~~" if "```" in str(example) else "```"
            parts.append(f"{fence}{kind}\n{str(example).rstrip()}\n{fence}")
    return "\n\n".join(parts) + "\n"


def _first_sentence(text: str) -> str:
    paragraph = text.split("\n\n", 1)[0]
    end = paragraph.find(". ")
    return " ".join((paragraph if end < 0 else paragraph[: end + 1]).split())


def _function(entry: Mapping[str, Any]) -> Function:
    name, message = str(entry["name"]), str(entry["message"])
    own, unless, unless_unit = (f"{prefix}:{name}" for prefix in PHRASES.values())
    where, roles = entry.get("where", "sentence"), frozenset(entry.get("scope_roles") or ())

    def function(unit: Unit) -> Iterator[Finding]:
        if not unit.has(own) or unit.has(unless_unit):
            return
        binding = {d.sentence for d in unit.directives} if where == "directive" else None
        for s in unit.sentences:
            if own not in s.concepts or unless in s.concepts or (roles and s.scope.role not in roles):
                continue
            if (where != "any" and s.block.kind in (HEADING, LABEL)) or (binding is not None and s not in binding):
                continue
            for m in longest(s, own):
                text = " ".join(s.text_of(m.start, m.end).split())
                said = message.replace("{text}", text).replace("{sentence}", " ".join(s.text.split()))
                yield Finding(said, s.span_of(m.start, m.end))

    return function


def longest(sentence: Sentence, concept: str) -> list[Mention]:
    """Mentions of a concept without those that overlap a longer one."""
    kept: list[Mention] = []
    for m in sorted(sentence.find(concept), key=lambda m: (m.start - m.end, m.start)):
        if all(m.end <= k.start or k.end <= m.start for k in kept):
            kept.append(m)
    return sorted(kept)
