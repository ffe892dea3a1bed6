"""The directive that a place in a sentence belongs to, and whether two places can bind in one situation."""

from __future__ import annotations

from promptlint.analysis.memo import once
from promptlint.deontic.ir import Condition, Directive, Modality, Strength
from promptlint.deontic.reports import reports
from promptlint.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.analysis.overlap import Overlap
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence


@once
def _by_sentence(unit: Unit) -> dict[int, list[Directive]]:
    found: dict[int, list[Directive]] = {}
    for d in unit.directives:
        found.setdefault(d.sentence.index, []).append(d)
    return found


def host(unit: Unit, sentence: Sentence, at: int = 0) -> Directive:
    """The directive of ``sentence`` nearest to token ``at``; a plain one where none was read."""
    here = _by_sentence(unit).get(sentence.index)
    if not here:
        case = _case(sentence)
        first = case[0].last if case else 0
        return Directive(
            Modality.MUST,
            Strength.PLAIN,
            "",
            "",
            "",
            case,
            (),
            sentence,
            sentence.span,
            first,
            len(sentence.tokens.words),
        )
    return min(here, key=lambda d: max(d.first - at, at - d.last + 1, 0))


OPENING = frozenset("if when whenever where while during for before after until unless once with in on".split())


def _case(sentence: Sentence) -> tuple[Condition, ...]:
    """The condition that a sentence without a verb of its own opens with: "For paying customers, at most 50 words"."""
    words = sentence.tokens.words
    if not words or words[0] not in OPENING or "," not in words[1:12]:
        return ()
    comma = words.index(",")
    span = sentence.span_of(0, comma)
    return (Condition(words[0], sentence.text_of(1, comma), span, 0, comma, negated=words[0] == "unless"),)


LONGEST = 400  # tokens; what is longer is data or a broken line, and clauses are looked for in squared time


@once
def statements(unit: Unit) -> list[Sentence]:
    """The sentences that can state something: no headings, no reports of others, and none of inhuman length."""
    return [
        s for s in unit.sentences if s.block.kind != "heading" and len(s.tokens.words) <= LONGEST and not reports(s)
    ]


def is_directive(unit: Unit, sentence: Sentence) -> bool:
    """Whether a directive was read in the sentence."""
    return sentence.index in _by_sentence(unit)


def together(a: Directive, b: Directive, unit: Unit, without: tuple[str, ...] = ()) -> Overlap:
    """`overlap` of two directives, whose conditions opened by the cues ``without`` say something else.

    Args:
        without: cues to leave out, such as "before" where the order itself is compared.
    """
    from promptlint.analysis.overlap import overlap

    if not (_agent(a.actor) and _agent(b.actor)):
        a, b = replace(a, actor=""), replace(b, actor="")
    if without:
        a, b = _strip(a, without), _strip(b, without)
    return overlap(a, b, unit)


def apart(a: Directive, b: Directive) -> bool:
    """Whether a condition of one excludes a condition of the other."""
    from promptlint.analysis.overlap import disjoint

    one, two = ((*d.conditions, *_case(d.sentence)) for d in (a, b))
    return any(disjoint(c, a.sentence, d, b.sentence) for c in one for d in two)


def _agent(actor: str) -> bool:
    """Whether an actor is one of several agents and not "nobody but the customer"."""
    words = actor.split()
    return (
        bool(words)
        and len(words) < 4
        and words[0] not in ("nobody", "no", "none", "all", "every", "each", "any", "only")
    )


def _strip(d: Directive, cues: tuple[str, ...]) -> Directive:
    return replace(
        d,
        conditions=tuple(c for c in d.conditions if c.cue.lower() not in cues),
        exemptions=tuple(c for c in d.exemptions if c.cue.lower() not in cues),
    )


def situation(found: Overlap) -> str:
    """The situation in which both apply, as the opening of a sentence."""
    witness = found.witness.strip()
    return f"{witness[0].upper()}{witness[1:]}" if witness else "In any situation"
