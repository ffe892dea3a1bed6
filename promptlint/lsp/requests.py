"""Requests beyond LSP, for the extension: the rendered charter, how the prompt was read, what the status bar says."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from promptlint.analysis.budgets import tokens
from promptlint.charter.forms import FORMS, rendered
from promptlint.lsp import reading
from promptlint.lsp.session import Session


def register(server: Session) -> None:
    """Teach the server these requests."""
    server.on("promptlint/status")(status)
    server.on("promptlint/render")(render)
    server.on("promptlint/directives")(directives)


def _get(params: object, name: str) -> Any:
    """A member of parameters whose type the library does not know."""
    return params.get(name) if isinstance(params, dict) else getattr(params, name, None)


async def status(ls: Session, params: object) -> dict[str, Any] | None:
    """What the status bar says of a text."""
    analysis = await ls.read(str(_get(params, "uri")))
    if analysis is None:
        return None
    units = analysis.document.units
    return {
        "prompts": len(units),
        "directives": analysis.result.directives,
        "conflicts": len(analysis.conflicts()),
        "findings": len(analysis.diagnostics),
        "tokens": sum(tokens(u.prompt.view.text) for u in units),
        "profile": analysis.result.profile,
        "format": analysis.result.format,
    }


async def render(ls: Session, params: object) -> dict[str, Any] | None:
    """The prompt that a charter becomes, with its includes; None for anything else."""
    analysis = await ls.read(str(_get(params, "uri")))
    form = str(_get(params, "to") or "markdown")
    if analysis is None or analysis.facts is None or form not in FORMS:
        return None
    return {
        "text": rendered(analysis.facts.whole, form),
        "language": FORMS[form],
        "problems": [str(p) for p in analysis.facts.problems],
    }


async def directives(ls: Session, params: object) -> dict[str, Any] | None:
    """How a text was read; with a position, how the sentence there was."""
    analysis = await ls.read(str(_get(params, "uri")))
    if analysis is None:
        return None
    places, position = ls.places(analysis), _get(params, "position")
    if position is None:
        found, text = analysis.directives, await ls.compute(lambda: reading.whole(analysis))
    else:
        at = places.offset(lsp.Position(int(_get(position, "line")), int(_get(position, "character"))))
        here = analysis.sentence_at(at)
        found = analysis.directives_of(here[1]) if here else []
        text = reading.markdown(here[1], found) if here else "*No sentence stands here.*"
    return {"text": text, "directives": await ls.compute(lambda: [reading.as_dict(d, places) for d in found])}
