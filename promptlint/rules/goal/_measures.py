"""Measures that can rise while the purpose fails, and conditions that can be met without the work."""

from __future__ import annotations

from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention

DENIED = frozenset("not never no avoid without rather instead nor neither cannot stop resist".split())
FINISHED = frozenset(
    "done finished complete completed success successful succeeded accomplished achieved solved resolved fixed over".split()
)
LONG = 400  # a "sentence" of more tokens is no prose
RELATIVE = frozenset(("which", "that", "whose", "both"))  # "the threshold in the file, which you may adjust"
REACH = 9  # tokens from "is measured by" to what is counted
BESIDE = 8  # tokens between a permission and what may be changed


def proxies(s: Sentence) -> list[tuple[int, int]]:
    """Token ranges in which a count is made the goal or the measure."""
    if (
        s.concepts.isdisjoint(("proxy.drive", "proxy.measure"))
        or "proxy.tied" in s.concepts
        or len(s.tokens.words) > LONG
    ):
        return []
    found = [(m.start, m.end) for m in s.find("proxy.measure") for m in _counted(s, m)]
    found += [(m.start, m.end) for m in s.find("proxy.drive") if not s.tokens.words[m.start].endswith("ed")]
    return _outermost([r for r in found if not denied(s, r[0])])


def _counted(s: Sentence, measure: Mention) -> list[Mention]:
    """The measure together with the count that it names."""
    held = [*s.find("proxy.count"), *s.find("proxy.any_count")]
    counts = [c for c in sorted(held) if measure.end - 1 <= c.start <= measure.end + REACH]
    counts = [c for c in counts if not {";", ".", "?"} & set(s.tokens.words[measure.end : c.start])]
    return [Mention(measure.start, c.end, measure.concept) for c in counts[:1]]


def denied(s: Sentence, at: int) -> bool:
    """Whether the clause negates what begins at token ``at``."""
    words = s.tokens.words
    first = at
    while first > 0 and words[first - 1] not in (",", ";", ":", ".") and at - first < 6:
        first -= 1
    return not DENIED.isdisjoint(words[first:at])


def games(s: Sentence) -> list[tuple[int, int]]:
    """Token ranges that let the agent meet a condition by itself, without the work."""
    if s.concepts.isdisjoint(("game.self", "game.permit")) or "game.closed" in s.concepts or len(s.tokens.words) > LONG:
        return []
    found = [
        (m.start, m.end)
        for m in s.find("game.self")
        if not denied(s, m.start) and not {";", ".", ":"} & set(s.tokens.words[m.start : m.end])
    ]
    for m in s.find("game.permit"):
        if "not" in s.tokens.words[m.start : m.end] or denied(s, m.start):
            continue
        found += [r for t in s.find("game.target") if (r := _opened(s, m, t))]
    return _outermost(found)


def _opened(s: Sentence, permit: Mention, target: Mention) -> tuple[int, int] | None:
    """The clause in which a permission meets what it is about, in either order."""
    words = s.tokens.words
    if permit.start <= target.start <= permit.end + 1:
        return permit.start, max(target.end, _clause_end(words, permit.start, permit.end))
    between = set(words[target.end : permit.start])
    relative = "," in between and bool(RELATIVE & between)
    passive = permit.start - BESIDE * (2 if relative else 1) <= target.start and target.end <= permit.start
    if passive and not {";", ":"} & between and ("," not in between or relative):
        return target.start, _clause_end(words, permit.start, permit.end)
    return None


def _clause_end(words: list[str], start: int, end: int) -> int:
    return next((i for i in range(start, end) if words[i] in (";", ".", ",")), end)


def succeeds(s: Sentence) -> bool:
    """Whether the sentence says when something is finished or successful."""
    return "success.statement" in s.concepts or ("game.self" in s.concepts and not FINISHED.isdisjoint(s.tokens.words))


def _outermost(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(ranges, key=lambda r: (r[0] - r[1], r)):
        if all(end <= a or b <= start for a, b in kept):
            kept.append((start, end))
    return sorted(kept)
