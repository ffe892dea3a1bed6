"""What a rule is: its facts, its page and its function, in one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from promptlint import regex
from promptlint.diagnostic import Confidence, Finding, Severity
from promptlint.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Scope = Literal["unit", "stack", "document"]
    Function = Callable[..., Iterable[Finding]]


@record(frozen=True, slots=True)
class Evidence:
    """A source of a rule's claim: paper, guide or incident."""

    title: str
    url: str


@record(frozen=True, slots=True)
class Rule:
    """One rule.

    Args:
        name: the defect as a noun phrase that reads well after "allow".
        code: "PL" and three digits; the first digit is the category's.
        page: Markdown: a summary line, why it matters, fenced ``bad`` and ``good`` examples in which «guillemets»
            mark the primary span, and what to do.
        help: one line: what to do instead.
        scope: what the function is called with: each unit, each stack of units that act together, or the document.
        proven: the severity of findings that are provable, where it is another.
        default: whether it runs without being selected.
        needs: of these one has to occur in the file, or it has nothing to say, and is not even imported: concepts, their
            beginnings ("fact.*"), names of `promptlint.engine.PARTS`; empty for any.
        formats: the formats of files that it reads; empty for any.
        profiles: the profiles that call for it; empty for all.
        languages: languages it understands; empty for any (it reads structure, not words).
        across: it also compares the prompts of several files that are active together.
    """

    name: str
    code: str
    category: str
    severity: Severity
    confidence: Confidence
    function: Function
    page: str
    help: str
    scope: Scope = "unit"
    proven: Severity | None = None
    default: bool = True
    needs: tuple[str, ...] = ()
    formats: frozenset[str] = frozenset()
    profiles: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset({"en"})
    across: bool = False
    evidence: tuple[Evidence, ...] = field(default=())

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.strip().split("\n", 1)[0].strip()

    @property
    def examples(self) -> list[tuple[str, str, str]]:
        """``(kind, info, text)`` of each fenced example; kind is "bad" or "good", info the words after it.

        The info names the format or the file ("bad prompty", "good path=agents.yaml"); Markdown if empty.
        """
        return [(m[2], m[3].strip(), m[4]) for m in EXAMPLE.finditer(self.page)]


EXAMPLE = regex.compile(r"^(`{3,}|~{3,})(bad|good)([^\n]*)\n(.*?)^\1[ ]*$", re.M | re.S)
CATEGORIES = {
    "conflict": 1,
    "ambiguity": 2,
    "refusal": 3,
    "injection": 4,
    "agency": 5,
    "honesty": 6,
    "goal": 7,
    "evals": 8,
    "structure": 9,
    "charter": 0,
}


def rule(
    code: str,
    *,
    severity: str,
    confidence: str = "high",
    help: str,
    scope: Scope = "unit",
    proven: str = "",
    default: bool = True,
    needs: Iterable[str] = (),
    formats: Iterable[str] = (),
    profiles: Iterable[str] = (),
    languages: Iterable[str] = ("en",),
    across: bool = False,
    evidence: Iterable[tuple[str, str]] = (),
) -> Callable[[Function], Rule]:
    """Make a rule of a function.

    The rule's name is the module's (``unbounded_loop.py`` → ``unbounded-loop``), its category the folder's, its page
    the function's docstring.

    Args:
        code: "PL" and three digits.
        severity, confidence, proven: values of Severity and Confidence.
        help: one line: what to do instead.
        scope, default, needs, formats, profiles, languages, across: see Rule.
        evidence: ``(title, url)`` pairs.
    """

    def make(function: Function) -> Rule:
        _, category, module = function.__module__.rsplit(".", 2)
        return Rule(
            name=module.replace("_", "-"),
            code=code,
            category=category,
            severity=Severity(severity),
            confidence=Confidence(confidence),
            function=function,
            page=(function.__doc__ or "").replace("\n    ", "\n").strip() + "\n",
            help=help,
            scope=scope,
            proven=Severity(proven) if proven else None,
            default=default,
            needs=tuple(needs),
            formats=frozenset(formats),
            profiles=frozenset(profiles),
            languages=frozenset(languages),
            across=across,
            evidence=tuple(Evidence(*e) for e in evidence),
        )

    return make
