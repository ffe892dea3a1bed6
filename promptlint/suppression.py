"""Comments that silence: ``<!-- promptlint: ignore[name] reason -->`` and their kin."""

from __future__ import annotations

from promptlint.diagnostic import Diagnostic, Finding, Severity
from promptlint.registry import Registry
from promptlint.source import Source


def silence(
    source: Source, found: list[Diagnostic], rules: dict[str, Severity], registry: Registry
) -> tuple[list[Diagnostic], list[Diagnostic], list[Finding]]:
    """Split ``found`` into what stays and what a comment silences; and findings about comments that silence nothing."""
    return found, [], []
