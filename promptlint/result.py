"""What is known of one linted file."""

from __future__ import annotations

from promptlint.diagnostic import Diagnostic
from promptlint.record import field, record
from promptlint.source import Source


@record(slots=True)
class FileResult:
    """What is known of one linted file.

    Args:
        profile, reason: the profile of its first stack, and why.
        directives: how many directives were understood.
        diagnostics: in order of offset and code.
        suppressed: how many a comment silenced.
    """

    path: str
    source: Source
    format: str = ""
    profile: str = ""
    reason: str = ""
    directives: int = 0
    diagnostics: list[Diagnostic] = field(default_factory=list)
    suppressed: int = 0
    silenced: list[Diagnostic] = field(default_factory=list)
