"""The server, put together of its features."""

from __future__ import annotations

import logging

from promptlint.lsp import (
    actions,
    completion,
    diagnostics,
    hints,
    hover,
    links,
    navigation,
    requests,
    semantic,
    sweep,
    symbols,
    workspace,
)
from promptlint.lsp.session import Session

FEATURES = (
    workspace,
    diagnostics,
    actions,
    hover,
    symbols,
    semantic,
    completion,
    navigation,
    hints,
    links,
    sweep,
    requests,
)


def make() -> Session:
    """A server with every feature."""
    # The library writes tracebacks; what a user should know is said by `Session.on`.
    logging.getLogger("pygls").setLevel(logging.CRITICAL + 1)
    server = Session()
    for feature in FEATURES:
        feature.register(server)
    return server
