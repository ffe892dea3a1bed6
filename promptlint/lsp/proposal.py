"""One thing that can be written at a place."""

from __future__ import annotations

from lsprotocol import types as lsp

from promptlint.record import record


@record(frozen=True, slots=True)
class Proposal:
    """A proposal.

    Args:
        typed: how many characters before the cursor it replaces.
        detail: a few words beside it.
        about: what it is.
        text: what is written; "" for the label.
    """

    label: str
    kind: lsp.CompletionItemKind
    typed: int
    detail: str = ""
    about: str = ""
    text: str = ""
