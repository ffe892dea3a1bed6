"""Who is told: what the press must not learn, the employee may be told."""

from __future__ import annotations

from functools import lru_cache

from promptlint.analysis.objects import DETERMINERS, PEOPLE
from promptlint.analysis.words import base, bases
from promptlint.deontic.cues import cues
from promptlint.deontic.ir import Directive
from promptlint.text.tokens import forms

# Whoever writes to the model, by the names of many trades, and everybody.
ANYBODY = bases(
    "user customer client caller person people somebody someone anyone anybody nobody everyone everybody visitor guest reader shopper "
    "buyer consumer human other others party third whoever asker individual end"
)
# Those whom an assistant serves, and those it works with: what is kept from the ones may be told to the others.
SERVED = bases(
    "customer client caller visitor guest reader shopper buyer consumer patient passenger tenant applicant candidate"
)
INSIDERS = bases(
    "manager supervisor colleague staff technician nurse doctor employee engineer driver dispatcher clerk accountant team lawyer "
    "physician pharmacist auditor receptionist courier mechanic caretaker operator therapist administrator admin moderator editor "
    "reviewer recruiter underwriter adjuster owner management lead"
)
TELLS = frozenset(
    "tell inform notify warn advise remind brief update give show send hand offer grant read teach promise assure let reach".split()
)
HEARS = frozenset("see hear learn know find discover get receive read glimpse overhear".split())
GROUPS = frozenset(
    "press media public journalist reporter authority landlord school bank insurer employer partner outsider competitor".split()
)
NEAR = 4  # tokens that the name of a recipient may have


@lru_cache(maxsize=1)
def _people() -> frozenset[str]:
    return frozenset(base(w) for w in PEOPLE | cues().parties | GROUPS) | INSIDERS


def recipients(d: Directive) -> frozenset[str]:
    """Stems of the people whom a directive has something told, or not told; empty where it names none."""
    words = d.sentence.tokens.words
    found: set[str] = set()
    verbs = TELLS if d.passive else HEARS
    heard = next((i for i in range(d.first, d.last) if not verbs.isdisjoint(forms(words[i]))), d.first)
    found |= _named(words, d.first, heard)  # "the manager gets …", "candidates are not told …"
    for i in range(d.first, d.last):
        told = any(f in TELLS for f in forms(words[i]))
        if told or words[i] in ("to", "from", "with"):
            found |= _named(words, i + 1, min(d.last, i + 1 + NEAR))
    return frozenset(found)


def _named(words: list[str], first: int, last: int) -> set[str]:
    """The people whose name opens the tokens ``[first, last)``, coordinated ones included."""
    found: set[str] = set()
    for i in range(first, last):
        if words[i] in DETERMINERS or words[i] in ("or", "and", "their", "our", "your"):
            continue
        stem = base(words[i])
        if stem in _people() and words[i + 1 : i + 2] not in (["'s"], ["'"]):
            found.add(stem)
        elif i > first + 1 or not words[i].isalpha():
            break
    return found


def told_apart(a: Directive, b: Directive) -> bool:
    """Whether two directives about telling name different people."""
    one, two = recipients(a), recipients(b)
    if one and two and any(x <= SERVED and y <= INSIDERS for x, y in ((one, two), (two, one))):
        return True
    if not one or not two or (one | two) & ANYBODY:
        return False
    return not one & two
