"""What a lead-in, a label or a heading adds to the sentences below it."""

from __future__ import annotations

from promptlint.deontic.clauses import starts
from promptlint.deontic.cues import Cues
from promptlint.deontic.ir import Condition, Modality
from promptlint.deontic.predicate import OF_CUE
from promptlint.text.sentences import Sentence


def scope_conditions(sentence: Sentence) -> tuple[Condition, ...]:
    """Conditions that the lead-in, the item's label or the nearest heading state ("For commits:", "When unsure")."""
    found = []
    for text in (sentence.scope.lead, sentence.scope.item, *sentence.scope.headings[-1:]):
        first, _, rest = text.strip().partition(" ")
        if rest and first.lower() in (
            "if",
            "when",
            "whenever",
            "for",
            "on",
            "before",
            "after",
            "while",
            "during",
            "in",
            "once",
            "unless",
        ):
            found.append(Condition(first.lower(), rest, sentence.span, negated=" not " in f" {rest} "))
    return tuple(found)


def bare_modality(lead: Sentence, known: Cues) -> Modality | None:
    """The modality of a lead-in that is nothing but a cue: "Never:", "You must:", "Do not"."""
    words = [w for w in lead.tokens.words if w[0].isalpha()]
    while words and words[0] in ("you", "the", "assistant", "things", "what", "also"):
        words = words[1:]
    if not words or len(words) > 6:
        return None
    if words in (["don", "ts"], ["do", "not", "s"], ["donts"], ["do", "not", "'s"]):
        return Modality.MUST_NOT
    if words in (["dos"], ["do"]):
        return Modality.MUST
    cue = starts(known.modality.find(words)).get(0)
    if cue is None:
        return None
    rest = words[cue.end :]
    return (
        OF_CUE[cue.concept]
        if not rest or rest in (["do"], ["do", "any", "of", "the", "following"], ["the", "following"])
        else None
    )
