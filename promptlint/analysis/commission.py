"""A commission: a prompt that asks for one text and says what it must be like.

In such a prompt every sentence is a demand on the text to write, however it is put: "Past tense, first person.", "No
adjectives.", "The old teacher passes away.", "Prices stay out of it." So no verb has to be understood: `stance` says
whether a sentence wants what some of its words name, or bars it.
"""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.analysis.memo import once
from promptlint.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence

LONGEST = 60  # sentences; what is longer is no commission of one text
WORDY = 400  # tokens; what is longer is data
EARLY = 6  # sentences within which the text is named
GENRES = (
    r"story|stories|tale|fable|poem|sonnet|limerick|haiku|ballad|ode|elegy|lyrics?|song|lullaby|shanty|verses?|rhyme|riddles?|letter|e-?mail|mail|"
    r"message|note|postcard|card|invitation|announcement|notice|poster|sign|flyer|leaflet|brochure|handout|pamphlet|booklet|guide|manual|instructions|"
    r"recipe|menu|review|critique|essay|column|article|report|feature|piece|post|tweet|blog|newsletter|captions?|headlines?|slogans?|motto|"
    r"tagline|advert|ad|advertisement|spot|commercial|jingle|script|sketch|scene|play|monologue|dialogue|screenplay|voice-?over|speech|toast|sermon|"
    r"eulogy|obituary|vows|prayer|blessing|biography|bio|profile|portrait|summary|abstract|synopsis|outline|agenda|minutes|memo|briefing|release|"
    r"statement|apology|complaint|application|testimonial|description|copy|text|paragraph|page|chapter|entry|diary|journal|log|"
    r"horoscopes?|bulletin|quiz|exercise|lesson|worksheet|lecture|talk|podcast|interview|timeline|chronicle|legend|myth|confession|manifesto|"
    r"proclamation|petition|appeal|prologue|epilogue|introduction|preface|foreword|blurb|label|sheet|faq|checklist|itinerary|list|fact box|"
    r"crossword|acrostic|anecdote|joke|parable|meditation|vignette|micro-?fiction|flash fiction|fiction|novel|episode|commentary|glossary|rules|"
    r"greeting|stanza|pitch|advice|opening|ending|case|drama|cycle|sequence|scripture|retelling|pack|plaque|inscription|audio guide|greetings|"
    r"definitions?|sentences?|wishes|presentation|comparison|website|thriller|romance|travelogue|dossier|proverbs?|pages|poems|emails|letters|"
    r"thread|warning|forecast|insert|calendar|homily|almanac|epitaph|rap|couplet|villanelle|ghazal|tanka|hymn|carol|memoir|reportage|digest"
)
VERBS = (
    r"write|draft|compose|create|produce|prepare|make up|come up with|pen|tell|generate|invent|design|put together|craft|sketch|outline|retell|rewrite|"
    r"recast|narrate|script|author|devise|describe|summari[sz]e|word|formulate|develop|make|give (?:me|us)"
)
ASKED = regex.compile(
    rf"^(?:\W*|task: |please,? |now |your task:? |(?:can|could|would|will) you (?:please )?|you are to |hi! |hello[,.!]? |i (?:want|need|would like) you to )(?:{VERBS})\b",
    re.I,
)
WANTED = regex.compile(
    r"\b(?:i|we)(?:'d| would|'m| are| am)? (?:need|want|like|looking for|require)\b|\bneed (?:an?|some|new|two|three) |^you write\b|^you are to answer\b",
    re.I,
)
# "Write a western": whatever it is called, unless it is a program or one of many outputs.
PLAINLY = regex.compile(
    r"^\W*(?:please,? )?(?:write|compose|draft|pen)(?: me| us)? (?:an?|some|two|three|four|five|six|seven|eight|ten|twelve) "
    r"(?!(?:\w+ ){0,3}(?:function|script|quer(?:y|ies)|tests?|class|program|code|regex|sql|commit|changelog|query|select|api|component|module|json|yaml)\b)",
    re.I,
)
# "Explain tides to a six-year-old … About 100 words." asks for a text whose genre it does not name.
EXPOUNDS = regex.compile(
    r"^\W*(?:please,? )?(?:explain|describe|portray|introduce|present|advertise|announce|congratulate|thank|invite|retell|recount|report on|tell|fill in|summari[sz]e|write|"
    r"compose|draft|argue|apologi[sz]e|recommend|review|praise)\b(?! (?:the|your) (?:tests?|code|function|steps? you))",
    re.I,
)
SIZED = regex.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|ten|single) (?:words?|paragraphs?|lines?|sentences?|stanzas?|pages?)\b",
    re.I,
)
# "Write the introduction without bullets" asks for a part.
PART = regex.compile(rf"^\W*(?:{VERBS}) (?:the|each|every|your) ", re.I)
GENRE = regex.compile(rf"\b(?:{GENRES})\b", re.I)
# A standing assistant answers many people; a commission has nobody who asks.
STANDING = regex.compile(
    r"\b(?:the user|users|user's|assistant|chatbot|conversations?|tool calls?|function calls?|knowledge base|system prompt|retrieved|"
    r"your (?:answers|replies|responses|outputs)|(?:each|every|any) (?:reply|response|request|query|message|ticket|answer))\b|\{\{?\s*\w+\s*\}\}?|<\w+>",
    re.I,
)


class Commission(NamedTuple):
    """What a prompt asks to write.

    Args:
        sentences: all that it says of the text.
        noun: what it calls the text first.
        nouns: the words that it calls the text by.
        asked: the number of the sentence that asks.
        barred: numbers of the sentences that stand under a lead of bans ("Must not have:").
    """

    sentences: tuple[Sentence, ...]
    noun: str
    nouns: frozenset[str]
    barred: frozenset[int]
    asked: int


@once
def commission(unit: Unit) -> Commission | None:
    """The commission that a unit is, or None."""
    # Reports of others included: they tell what is in the text.
    stated = [s for s in unit.sentences if s.block.kind != "heading" and len(s.tokens.words) <= WORDY]
    if not 2 <= len(stated) <= LONGEST or any(s.scope.branch or STANDING.search(s.text) for s in stated):
        return None
    asked = next((s for s in stated[:EARLY] if _asks(s) and (s is stated[0] or not PART.match(s.text))), None)
    if asked is None and EXPOUNDS.match(stated[0].text) and any(SIZED.search(s.text) for s in stated):
        asked = stated[0]
    if asked is None:
        return None
    at = stated.index(asked)
    nouns = {w.lower() for s in stated[at : at + 2] for w in GENRE.findall(s.text)}
    first = GENRE.search(asked.text)
    return Commission(
        tuple(stated), first[0].lower() if first else "", akin(nouns) | WHOLE, _barred(stated), asked.index
    )


def _asks(s: Sentence) -> bool:
    text = s.text
    if PLAINLY.match(text) is not None:
        return True
    return (ASKED.match(text) or WANTED.search(text)) is not None and GENRE.search(text) is not None


# Genres by what else a text of one is called: "the poem" is the sonnet that was asked for.
KIN = tuple(
    frozenset(group.split())
    for group in (
        "poem verses rhyme lines sonnet limerick haiku ballad ode elegy acrostic villanelle ghazal tanka lullaby lipogram",
        "song lyrics lullaby shanty ballad hymn carol rap",
        "story tale fable parable myth legend fiction vignette microfiction anecdote",
        "letter e-mail email mail message note postcard card",
        "post tweet article blog column entry",
        "leaflet brochure flyer handout pamphlet notice poster sign announcement copy",
        "script sketch scene play screenplay drama",
        "speech toast sermon eulogy talk lecture homily",
        "advert ad advertisement spot commercial jingle copy blurb description",
        "report summary abstract synopsis briefing memo minutes record",
    )
)


def akin(nouns: set[str]) -> frozenset[str]:
    """Nouns with those that a text of the same genre may be called by."""
    return frozenset(nouns).union(*(group for group in KIN if group & nouns))


def called(of: Commission) -> frozenset[str]:
    """What the sentence that asks calls the text, and what else a text of that genre is called."""
    asked = next(s for s in of.sentences if s.index == of.asked)
    return akin({w.lower() for w in GENRE.findall(asked.text)})


WHOLE = frozenset(
    "text piece it there whole work output result everything page we you this that reader readers audience narrator writer author".split()
)
LEAD = regex.compile(
    r"^\W*(?:(?:must|should|may|do|does|to be|words?|terms?|things?|please)\s+)*(?:not|don't|never|avoid\w*|no|without|forbidden|banned|taboo|off[ -]limits|exclude\w*|"
    r"leave out|omit\w*)\b[^.]{0,40}$",
    re.I,
)


def _barred(stated: list[Sentence]) -> frozenset[int]:
    """The items below "Must not have:", "Avoid", "Not used:"."""
    found = set()
    lead = ""
    for s in stated:
        if not s.scope.listed:
            lead = s.text if len(s.tokens.words) <= 6 and s.text[-1:] not in ".!?" else ""
        over = s.scope.item or s.scope.lead or (lead if s.scope.listed else "")
        if not over and s.scope.listed and s.scope.headings:
            over = s.scope.headings[-1]
        if over and over != s.text and LEAD.match(over.rstrip(": ")):
            found.add(s.index)
    return frozenset(found)
