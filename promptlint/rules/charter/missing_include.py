from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.charters import facts_of
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule


@rule(
    "PL008",
    severity="error",
    confidence="provable",
    help="write the path of a charter as seen from this file, within the folder that is linted",
    formats=("charter",),
    languages=(),
)
def check(unit: Unit) -> Iterator[Finding]:
    """An `include` or `extends` names a file that is missing, unreadable, or outside the folder.

    What the file was to say is not in the prompt, and no rule was compared with it. A path must stay in the folder in
    which promptlint runs (or in the file's own, for a file elsewhere): a charter from a stranger reads nothing of yours.

    ```bad path=policy.charter
    include "«no-such-file.charter»"
    must be brief
    ```

    ```bad path=policy.charter
    extends "«../../../elsewhere.charter»"
    ```

    ```good path=policy.charter
    must be brief
    ```
    """
    facts = facts_of(unit)
    for p in facts.problems if facts else ():
        if p.top is not None and not p.ring:
            where = "" if p.path == unit.source.path else f"{p.path}:{p.line}: "
            yield Finding(f"{where}{p.message}", p.top)
