"""Which directives are shouted."""

from __future__ import annotations

import re
from functools import lru_cache

from promptlint import regex
from promptlint.block import HEADING, LABEL
from promptlint.deontic.cues import cues
from promptlint.document import Unit
from promptlint.knowledge import current
from promptlint.text.sentences import Sentence

WORD = regex.compile(r"(?<![\w{$<`./])[A-Z][A-Z'’]*(?:-[A-Z]+)*(?![\w}>`])")
SERIES = regex.compile(r"\b[A-Z]{2,}(?:[ ,]+[A-Z]{2,}){2,}\b")
COMMANDS = frozenset(
    ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "POST", "PATCH", "HEAD", "OPEN", "CALL"]
)
RUN = 4  # so many words in capitals in a row shout whatever they say
CODE = regex.compile(r"`[^`]*`|\"[^\"]*\"|“[^”]*”")
VALUE = regex.compile(
    r"^[\s*_\-]*[\w /-]{2,40}[*_]*:[\s*_]*[A-Z]+[\s*_.]*$|^[\s*_\-]*[A-Z]+[*_]*\s[–—]\s"
)  # "Severity: CRITICAL"
LOUD = regex.compile(r"[A-Z]{2}|!")  # what no emphasis does without
MARKED = regex.compile(r"\b(?:IMPORTANT|CRITICAL|MANDATORY|WARNING|ATTENTION|CRUCIAL)\b")
RFC = regex.compile(r"\bRFC[ -]?(?:2119|8174)\b")
DOS = regex.compile(r"^[ \t]*[-*+] +DO [a-z]", re.M)
PAIRED = 2  # such items from which on that is a convention


@lru_cache(maxsize=4)
def words(section: str) -> frozenset[str]:
    """The words of a section of ``rules/knowledge/emphasis.yaml``."""
    return frozenset(w for line in current().section(section) or () for w in str(line).split())


@lru_cache(maxsize=4096)
def loudness(text: str, by_convention: frozenset[str] = frozenset()) -> int:
    """How much emphasis a sentence carries: 2 for marker words or runs in capitals and "!!", 1 for one "!", else 0.

    Args:
        text: the sentence.
        by_convention: words whose capitals are a convention (RFC 2119) and mean nothing here.
    """
    if not LOUD.search(text):
        return 0
    bare = CODE.sub(" ", text)
    if VALUE.match(bare):
        return 0
    capitals = [m.group().lower().replace("’", "'") for m in WORD.finditer(bare)]
    known = [w for w in capitals if w in words("shouted") and w not in by_convention and len(w) > 1]
    if "!!" in bare or any(w in words("markers") and w not in by_convention for w in capitals):
        return 2
    if len(capitals) >= RUN and len(known) >= 2:
        return 2
    if any(_spoken(regex.findall(r"[A-Z]+", m.group())) for m in SERIES.finditer(bare)) or _verb_first(bare):
        return 2
    return 1 if regex.search(r"\w[)*_\"”]*!(?:[\s*_\"”]|$)", bare) else 0


def _spoken(series: list[str]) -> bool:
    """Whether words in capitals are ordinary ones ("NO PERMISSION REQUESTS") and no acronyms ("USE REST API")."""
    low = [w.lower() for w in series]
    return any(w in words("shouted") for w in low) and sum(len(w) > 4 or w in words("shouted") for w in low) >= 3


def _verb_first(text: str) -> bool:
    """Whether the sentence opens with its verb in capitals: "SHOW the query"."""
    m = regex.match(r"[\s*_\-]*([A-Z]{4,})\s+[a-z]", text)
    return m is not None and m[1].lower() in cues().verbs and m[1] not in COMMANDS


def _marked(label: str) -> bool:
    """Whether a label shouts: "IMPORTANT - FORMAT:", "NO PERMISSION REQUESTS"."""
    return bool(MARKED.search(label)) or any(
        _spoken(regex.findall(r"[A-Z]+", m.group())) for m in SERIES.finditer(label)
    )


def shouted(unit: Unit) -> tuple[list[Sentence], int]:
    """The directive sentences that shout, in order, and the number of directive sentences in all."""
    text = unit.prompt.view.text
    by_convention = words("keywords") if "RFC" in text and RFC.search(text) else frozenset()
    if text.count(" DO ") >= PAIRED and len(DOS.findall(text)) >= PAIRED:
        by_convention |= {
            "do",
            "not",
            "don't",
        }  # "- DO open the gate", "- DO NOT …": what a list of both sorts begins with
    loud = []
    for s in unit.sentences:
        if s.block.kind == HEADING or (s.block.kind == LABEL and not _marked(s.text)):
            continue
        if loudness(s.text, by_convention) > (0 if unit.directives_of(s) else 1):
            loud.append(s)
    return loud, len({d.sentence for d in unit.directives}.union(loud))
