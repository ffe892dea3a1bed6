"""Whether what one directive is about includes what another one is about, and the stems that say nothing in that."""

from __future__ import annotations

from promptlint.analysis.objects import EMPTY, LABELS, PEOPLE, VERBS, Thing, above
from promptlint.analysis.words import bases

WHOLE = bases(
    "answer answers reply replies response responses text output outputs message messages result results word words "
    "sentence sentences whole entire everything all paragraph paragraphs content explanation explanations writing line "
    "lines language style tone form format way manner end person tense voice case time times section sections full "
    "letter letters letter e-mail email mail post story article essay review report poem notice advert release speech "
    "description descriptions note minutes overview blurb caption piece script column guide page leaflet flyer brochure "
    "reference newsletter bulletin recipe summary summaries list document documents material materials conversation "
    "conversations topic topics subject question questions point points issue user users reader readers customer customers narration narrative invitation announcement entry entries "
    "copy film book novel movie series plot game prose beginning start top bottom order obituary teaser instructions instruction programme program tale "
    "complete total overall "
    "vignette narrator chat plan release narrative event events action actions book chapter turn conversation each every assistant"
)
PEOPLE_STEMS = bases(PEOPLE)
# Works that are written or read as such, beside being what is written.
WORKS = bases(
    "poem poems story stories essay essays article articles letter letters e-mail email speech speeches review reviews obituary tale tales "
    "novel novels blurb blurbs leaflet leaflets flyer brochure invitation invitations newsletter recipe recipes minutes guide list lists"
)
EMPTY_STEMS = bases(EMPTY) | WHOLE
VERB_STEMS = bases(VERBS)


def includes(ban: Thing, need: Thing) -> str:
    """Why what is banned includes what is needed, or "".

    Args:
        ban: the object of the directive that forbids.
        need: the object of the one that requires.
    """
    theirs = frozenset(s for p in need.phrases for s in (p.head, *p.before)) | need.tail
    if ban.owner and need.owner and ban.owner != need.owner and not {ban.owner, need.owner} <= PEOPLE_STEMS:
        return ""
    for concept in sorted(ban.concepts):
        if concept.startswith("k:"):
            continue  # a member of a kind does not stand for the kind
        name = concept.split(":", 1)[1]
        for other in sorted(need.concepts):
            own = other.split(":", 1)[1]
            if own != name and name not in above(own):
                continue
            if ban.narrow - theirs - PEOPLE_STEMS or (ban.clause and not tail_met(ban, theirs)):
                continue
            extra = len(ban.tail - theirs - PEOPLE_STEMS - EMPTY_STEMS - VERB_STEMS)
            if extra:
                continue
            return f"{own} is {name}" if own != name else name
    for p in () if ban.asked or need.asked else ban.phrases:
        for q in need.phrases:
            if (
                (p.head == q.head or (q.head in LABELS and p.head in q.before))
                and (p.head not in EMPTY_STEMS - WORKS or p.before - EMPTY_STEMS or (ban.tail - PEOPLE_STEMS) & theirs)
                and p.before <= q.before | need.tail
                and tail_met(ban, theirs)
            ):
                return p.head
    return ""


def tail_met(ban: Thing, theirs: frozenset[str]) -> bool:
    """Whether what restricts the banned thing is said of the needed one, too."""
    tail = ban.tail - PEOPLE_STEMS - EMPTY_STEMS - VERB_STEMS
    shared = len(tail & theirs)
    if ban.clause:
        return bool(tail) and shared * 3 >= len(tail) * 2
    return shared * 2 > len(tail) or not tail
