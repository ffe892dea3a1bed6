"""What a lead-in, a label or a heading adds to the sentences below it."""

from __future__ import annotations

from promptlint.deontic.clauses import starts
from promptlint.deontic.cues import Cues
from promptlint.deontic.ir import Condition, Modality
from promptlint.deontic.predicate import OF_CUE
from promptlint.text.sentences import Sentence
from promptlint.text.tokens import tokenize


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


# Headings and labels over what went wrong or must not be done, told in nouns and participles: "Not creating the file".
FAULTS = frozenset(
    "failure failures mistake mistakes pitfall pitfalls antipattern antipatterns smell smells wrong bad incorrect violations "
    "violation rationalizations rationalisations".split()
)
BARRED = (["not", "to", "do"], ["not", "do"], ["forbidden"], ["prohibited"], ["not", "allowed"], ["to", "avoid"])
ANTI = (["anti", "patterns"], ["anti", "pattern"])
NAMED = frozenset({"must", "should", "shall", "may", "can", "will"})  # a name before them is who is bound
TITLE = 6  # words of a lead-in that is nothing but a cue


def bare_modality(lead: str, known: Cues) -> Modality | None:
    """The modality of a lead-in or heading that is nothing but a cue: "Never:", "You must:", "The agent MUST NOT"."""
    words = [w for w in tokenize(lead).words if w[0].isalpha()]
    while words and words[0] in ("you", "the", "assistant", "things", "what", "also"):
        words = words[1:]
    if not words or len(words) > TITLE:
        return None
    if words in (["don", "ts"], ["do", "not", "s"], ["donts"], ["do", "not", "'s"]) or words in BARRED:
        return Modality.MUST_NOT
    if words in (["dos"], ["do"]):
        return Modality.MUST
    cue = starts(known.modality.find(words)).get(0)
    if cue is None:  # "Claude Code must not:"
        found = [m for m in known.modality.find(words) if m.end == len(words) and words[m.start] in NAMED]
        return OF_CUE[found[0].concept] if found else None
    rest = words[cue.end :]
    return (
        OF_CUE[cue.concept]
        if not rest or rest in (["do"], ["do", "any", "of", "the", "following"], ["the", "following"])
        else None
    )


def of_faults(lead: str) -> bool:
    """Whether a lead-in or heading announces faults: "Common mistakes", "❌ Failure", "Anti-patterns"."""
    words = [w for w in tokenize(lead).words if w[0].isalpha()]
    if len(words) > TITLE or not words:
        return False
    return not FAULTS.isdisjoint((words[0], words[-1])) or words[:2] in ANTI


def governing(sentence: Sentence) -> str:
    """The lead-in, label or heading right above a list item; "" for what is no list item."""
    if sentence.lead_sentence is not None:
        return sentence.lead_sentence.text
    return sentence.scope.headings[-1] if sentence.scope.listed and sentence.scope.headings else ""
