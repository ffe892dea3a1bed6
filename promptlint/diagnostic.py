"""What is reported: findings of rules, and diagnostics as people and programs receive them."""

from __future__ import annotations

from enum import StrEnum

from promptlint.record import field, record
from promptlint.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.source import Source

INTERNAL = "PL000"  # the code of what is reported where promptlint itself failed


class Severity(StrEnum):
    """How bad it is if true."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """3 for error down to 0 for hint."""
        return 3 - list(Severity).index(self)


class Confidence(StrEnum):
    """How sure promptlint is."""

    PROVABLE = "provable"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """3 for provable down to 0 for low."""
        return 3 - list(Confidence).index(self)


@record(frozen=True, slots=True)
class Edit:
    """Replace ``span`` of the file by ``text``."""

    span: Span
    text: str


@record(frozen=True, slots=True)
class Fix:
    """Edits that settle a finding; ``safe`` when they cannot change what the prompt means."""

    message: str
    edits: tuple[Edit, ...]
    safe: bool = False


@record(frozen=True, slots=True)
class Label:
    """A second place that takes part, and its part in one line.

    Args:
        source: the file that it stands in; None for that of the finding.
    """

    span: Span
    message: str
    source: Source | None = None


@record(frozen=True, slots=True)
class Finding:
    """What a rule returns. It sets neither the rule's id nor its severity.

    Args:
        message: lower case, one line, what is wrong here, naming the words.
        span: the primary place; None for the whole prompt (shown at its first line).
        related: other places that take part.
        help: what to do instead; None takes the rule's own.
        witness: the concrete situation in which it bites.
        confidence: None takes the rule's own.
        fix: edits that settle it.
    """

    message: str
    span: Span | None
    related: tuple[Label, ...] = ()
    help: str | None = None
    witness: str | None = None
    confidence: Confidence | None = None
    fix: Fix | None = None


@record(frozen=True, slots=True)
class Diagnostic:
    """A finding of a rule in a file, with everything that a reporter needs.

    Args:
        code: the rule's short code ("PL101").
        prompt: name of the slot in the file, "" for a whole file.
        fingerprint: stays the same when lines above change.
    """

    code: str
    name: str
    category: str
    severity: Severity
    confidence: Confidence
    message: str
    path: str
    span: Span
    help: str = ""
    url: str = ""
    related: tuple[Label, ...] = ()
    witness: str | None = None
    fix: Fix | None = None
    fingerprint: str = ""
    prompt: str = ""
    whole_prompt: bool = field(default=False)
