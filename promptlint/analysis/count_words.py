"""Words of sizes in a commission; see `promptlint.analysis.counts`."""

from __future__ import annotations

UNITS = {
    form: unit
    for unit, others in {
        "word": "words", "sentence": "sentences", "line": "lines", "stanza": "stanzas strophe strophes", "paragraph": "paragraphs", "section":
        "sections", "chapter": "chapters", "scene": "scenes", "act": "acts", "question": "questions", "item": "items", "entry": "entries", "tip":
        "tips", "step": "steps", "bullet": "bullets", "point": "points", "round": "rounds", "article": "articles", "part": "parts",
        "message": "messages", "slide": "slides", "caption": "captions", "riddle": "riddles", "quatrain": "quatrains", "couplet": "couplets",
        "tercet": "tercets", "haiku": "haikus", "verse": "verses", "limerick": "limericks", "horoscope": "horoscopes", "minute": "minutes",
        "card": "cards", "character": "characters", "column": "columns", "definition": "definitions", "letter": "letters", "poem": "poems", "slogan": "slogans", "joke": "jokes",
    }.items()
    for form in (unit, *others.split())
}  # fmt: skip
# What these forms consist of.
LINES = {"quatrain": 4, "couplet": 2, "tercet": 3, "haiku": 3, "limerick": 5, "sonnet": 14}
# (part, unit): the parts make up the whole, so that the most of each bounds the whole.
PARTITION = frozenset({("sentence", "word"), ("line", "word"), ("stanza", "line"), ("paragraph", "word"), ("paragraph", "sentence"), ("stanza", "word"),
             ("quatrain", "line"), ("couplet", "line"), ("tercet", "line"), ("haiku", "line"), ("section", "word"), ("section", "paragraph"), ("round", "question"),
             ("verse", "line"), ("limerick", "line"), ("act", "scene")})  # fmt: skip
# A text of so many parts has at least as many of the smaller ones.
CHAIN = (
    ("section", "paragraph"),
    ("section", "sentence"),
    ("paragraph", "sentence"),
    ("stanza", "line"),
    ("sentence", "word"),
    ("line", "word"),
)
MADE = frozenset("have has is are be consist consists comprise comprises contain contains run runs use write keep make takes take fill lay split divide compose draft create "
                 "produce set limit stay exceed number count give cap trim hold restrict confine laid arranged arrange printed print structured structure "
                 "organised split broken divided written composed come comes amount amounts total totals stretch stretches fit fits".split())  # fmt: skip
TOTAL = frozenset("all total altogether overall whole entire together exactly".split())
AIMED = frozenset("on about for from describing that which devoted to before after into later earlier ago".split())
SOFT = 0.3  # "about 200 words" may be so much more or less
RATE = (80, 220)  # words spoken in a minute, where nothing else is said
PROPER = frozenset("word sentence line paragraph stanza".split())
HOLDS = frozenset("has have contains contain consists consist".split())
NOT_COUNTED = frozenset("of and or the to blank empty different other more further new spare free such long".split())
SEPARATE = frozenset("a separate own full whole one complete".split())
SPOKEN = frozenset(
    "last lasts take takes over run runs running long spoken read reading aloud speaking length duration".split()
)
FOLLOWING = frozenset(
    "are is , ; . : ( ) — – of in and or each with at long per a max maximum minimum altogether no neither plus that".split()
)
THE = frozenset(
    "let tale the it its this should must shall will can to been a whole entire complete finished text not do does in at as you your length overall running time out up into together down of piece between summary letter poem story".split()
)
CAPPING = frozenset("cap capped caps stop stops ends end fixed max maximum limit".split())
