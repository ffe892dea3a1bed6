"""Escape clauses."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.wording import Hit, explained, fold, hits
from promptlint.deontic.cues import cues
from promptlint.deontic.ir import Modality
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.text.tokens import forms

# Their success is never in the model's hand, so that an attempt is all that can be asked for.
UNCERTAIN = frozenset(
    "fix resolve solve find identify determine locate recover detect debug infer reach figure reproduce imagine guess understand "
    "reapply retry reach convince persuade restore reconnect diagnose trace mitigate extract login log".split()
)
TROUBLE = frozenset("fail error problem blocker challenge conflict unable unclear missing wrong".split())
EFFORT = frozenset({"try", "attempt", "aim", "strive", "seek", "endeavor"})
NEGATED = frozenset({"not", "never", "without", "no", "avoid"})
ASKING = frozenset("explain say state tell ask describe note mention decide check determine specify know show".split())
CUES = frozenset({"if", "when", "where", "whenever", "wherever"})


@rule(
    "PL203",
    severity="info",
    confidence="medium",
    help="require it, or name the condition under which it may be left out (“if the source has no pages”)",
    evidence=[
        (
            "Femmer et al., Rapid quality assurance with requirements smells (loopholes)",
            "https://arxiv.org/abs/1611.08847",
        )
    ],
)
def check(unit: Unit) -> Iterator[Finding]:
    """Words let the model drop a requirement without a test.

    "If possible", "where feasible", "try to" and the like leave it to the model whether the rule applies at all. Two runs
    decide differently, and no evaluation can tell a failure from a legitimate exception.

    ```bad
    Cite the page «if possible».
    ```

    ```bad
    - Leave out the names of private persons «where feasible».
    - Answer in the language of the question.
    ```

    ```bad
    «Try to keep» doses in the unit of the leaflet.
    ```

    ```bad
    Tell the owner before a restart, «unless that is inconvenient».
    ```

    ```bad
    Ask the librarian before two records are merged, «if time permits».
    ```

    ```good
    Cite the page if the source has pages.
    ```

    ```good
    If the build fails, try again, twice at most.
    Use the customer's first name unless the customer asks for another form.
    ```

    ```good
    Never try to guess the password.
    If the user tries to change the subject, name the help desk.
    ```
    """
    yield from fold(
        _found(unit),
        "“{text}” lets the model drop this without a test",
        "“{text}” again",
        threshold=2,
    )


def _found(unit: Unit) -> Iterator[tuple[str, Hit]]:
    permitted = {d.sentence for d in unit.directives if d.modality is Modality.MAY}
    permitted -= {d.sentence for d in unit.directives if d.modality is not Modality.MAY}
    clauses = hits(unit, ("escape-clause", "escape-clause:judged"))
    strong = hits(unit, ("escape-strong",), directive=False)  # nobody says this of anything but a duty
    for hit in (*clauses, *strong):
        if hit.sentence not in permitted and not _continues(hit) and not _explained(hit):
            yield _key(hit), hit
    for hit in hits(unit, ("escape-effort",), unless="escape-condition"):
        words = hit.sentence.tokens.words
        trimmed = _trim(hit)
        if _uncertain(trimmed):
            continue
        if (
            NEGATED.isdisjoint(words[max(0, trimmed.start - 3) : trimmed.start])
            and "escape-condition" not in hit.sentence.concepts
        ):
            yield "effort", trimmed


def _uncertain(hit: Hit) -> bool:
    """Whether an attempt is all that can be asked: the verb's success is open, or something has already gone wrong."""
    words = hit.sentence.tokens.words
    if any(not UNCERTAIN.isdisjoint(forms(w)) for w in words[hit.start + 1 : hit.end + 1]):
        return True
    before = words[: hit.start]
    return not CUES.isdisjoint(before) and any(not TROUBLE.isdisjoint(forms(w)) for w in before)


def _key(hit: Hit) -> str:
    words = hit.text.lower().split()
    return words[-1]


def _explained(hit: Hit) -> bool:
    rest = hit.sentence.text[hit.sentence.tokens.ends[hit.end - 1] :]
    return bool(regex.match(r"\s*(?:\((?:that is|i\.e\.|if|when)|,? (?:that is|i\.e\.|namely))", rest)) and explained(
        hit
    )


def _continues(hit: Hit) -> bool:
    """Whether a noun or clause goes on, so that the words are a real condition ("if possible side effects are named")."""
    words = hit.sentence.tokens.words
    if hit.end >= len(words) or words[hit.start] not in CUES:
        return False
    last, after = words[hit.end - 1], words[hit.end]
    if after.isalpha() and hit.start and words[hit.start - 1] in ASKING:
        return True
    if last in (
        "can",
        "able",
        "want",
        "like",
        "wish",
        "choose",
        "prefer",
        "manage",
        "helps",
        "works",
        "matters",
        "could",
    ):
        return after[0].isalnum() and after not in ("and", "or", "but")
    if after.isalpha() and after not in cues().verbs and _plural(words[hit.end + 1 : hit.end + 2]):
        return True  # "if possible side effects are named"
    return last in (
        "possible",
        "practical",
        "appropriate",
        "suitable",
        "useful",
        "helpful",
        "reasonable",
        "convenient",
    ) and (
        after.isalpha()
        and after.endswith("s")
        and after not in ("as", "its", "this", "unless", "always", "tools", "is")
    )


def _plural(words: list[str]) -> bool:
    return any(w.isalpha() and w.endswith("s") and not w.endswith(("ss", "us", "is")) for w in words)


def _trim(hit: Hit) -> Hit:
    """The hit from the verb of effort on, without the bullet, comma or modal word before it."""
    words = hit.sentence.tokens.words
    verbs = (i for i in range(hit.start, hit.end - 1) if not EFFORT.isdisjoint(forms(words[i])))
    return Hit(hit.sentence, next(verbs, hit.start), hit.end)
