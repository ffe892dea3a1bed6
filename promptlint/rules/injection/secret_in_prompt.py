"""Credentials in the text that is sent to the model."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint import regex
from promptlint.block import CODE, DATA, HIDDEN
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.injection._secrets import mask, said, secrets
from promptlint.span import Span

WARNED = regex.compile(r"(?i)\b(?:bad|never|avoid|wrong|insecure|don't|do not|vulnerable|hard-?coded)\b|❌")


@rule(
    "PL403",
    severity="error",
    help="take it out, have the application or the tool hold it, and replace the credential: it counts as known",
    languages=(),
    evidence=(
        ("OWASP LLM07:2025 System Prompt Leakage", "https://genai.owasp.org/llmrisk/llm072025-system-prompt-leakage/"),
    ),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A password, token, key or connection string with a password stands in the prompt.

    Whatever is in a prompt can be talked out of the model, and it is kept in logs, traces and the history of the
    repository. The application or the tool should hold the credential; the prompt needs at most the name of the
    variable. Placeholders and names of environment variables are not meant.

    ```bad
    Push with the token «ghp_FAKEFAKEFAKE000000000000000000000000».
    ```

    ```bad
    Connection: «postgres://report:FAKE-pass-0000@db.example.invalid»/sales
    ```

    ```bad
    The HR system opens with user svc-hr and password "«FAKE-Pa55-not-real»".
    ```

    ```bad
    Key: «sk-FAKE-123»
    ```

    ```bad
    The ticket API uses the key «tk_live_FAKE0000000000000000».
    ```

    ```good
    Push with the token that the shell holds in the variable QUILL_TOKEN.
    ```

    ```good
    Set the header to "Authorization: Bearer <token>"; the password is required.
    ```

    ```good
    Connection: postgres://${DB_USER}:${DB_PASSWORD}@db.example.com/sales, or "sk-your-key-here".
    ```

    ```good
    The map is at https://maps.example.com/v2/tiles; the key is explained in the legend.
    ```
    """
    view, hidden = unit.prompt.view, [b.span for b in unit.blocks(HIDDEN)]
    quiet = [b.span for b in unit.blocks(CODE, DATA)]
    shaped = [(s, view.span(s.start, s.end)) for s in secrets(unit)]
    spoken = [(s, view.span(s.start, s.end)) for s in said(unit)]
    taken: list[Span] = []
    for s, span in [*shaped, *((s, p) for s, p in spoken if not any(q.overlaps(p) for q in quiet))]:
        if any(q.overlaps(span) for q in quiet) and WARNED.search(view.text[max(0, s.start - 300) : s.start]):
            continue  # a coding guide that shows what not to write
        if any(h.overlaps(span) for h in hidden) or any(t.overlaps(span) for t in taken):
            continue
        taken.append(span)
        yield Finding(f"{s.kind} (“{mask(view.text[s.start : s.end])}”) stands in the prompt", span)
