"""How one file is linted."""

from __future__ import annotations

from promptlint.diagnostic import Confidence, Severity
from promptlint.record import record


@record(frozen=True, slots=True)
class Settings:
    """How one file is linted; plain data, so that workers and caches can take it.

    Args:
        select: selectors that replace the rules that run by default; None keeps these.
        extend_select, ignore: selectors that add and that take away, in this order.
        severity: ``(rule name, severity or "off")`` pairs.
        profile: the declared profile, "" to infer it.
        min_severity, min_confidence: what is less is not reported.
        languages: the languages that prompts are written in; empty for whatever is detected.
        budgets: ``(name, limit)`` pairs for rules that ask for them.
        packs, knowledge: files of the project's own pattern rules and vocabulary.
        evals: paths of the project's evals.
        suppress: whether comments may silence.
        stacks: the declared stacks that the file is part of; each lists its files in order, as paths from the linted
            file's folder, with their levels of authority (0 is the highest).
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    profile: str = ""
    min_severity: Severity = Severity.HINT
    min_confidence: Confidence = Confidence.MEDIUM
    languages: tuple[str, ...] = ()
    budgets: tuple[tuple[str, int], ...] = ()
    packs: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    evals: tuple[str, ...] = ()
    suppress: bool = True
    stacks: tuple[tuple[tuple[str, int], ...], ...] = ()


DEFAULTS = Settings()
