"""The forms in which a charter is sent to a model, or trained with."""

from __future__ import annotations

from promptlint.charter import render
from promptlint.charter.ast import Charter

# Each form with the language that it is written in.
FORMS = {"markdown": "markdown", "xml": "xml", "chat": "json", "constitution": "json"}


def rendered(charter: Charter, form: str) -> str:
    """A charter in one of `FORMS`, with a line end at its end."""
    if form == "constitution":
        from promptlint.charter.pairs import constitution

        text = constitution(charter)
    elif form == "markdown":
        text = "".join(p[0] for p in render.markdown(charter))
    else:
        text = render.xml(charter) if form == "xml" else render.chat(charter)
    return text.rstrip("\n") + "\n"
