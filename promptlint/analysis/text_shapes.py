"""What shows in a text that it has a tense, a person, a language, a spelling, a measure, a clock or a form of date."""

from __future__ import annotations

import re

from promptlint import regex

PAST = regex.compile(
    r"\b(?:was|were|lived|loved|looked|walked|seemed|asked|waited|happened|had|did|went|came|saw|said|took|gave|made|found|knew|thought|told|became|left|felt|kept|began|brought|stood|heard|ran|"
    r"sat|lost|paid|met|held|wrote|fell|grew|rose|spoke|sang|slept|won|broke|chose|drove|ate|flew|forgot|hid|rode|shook|stole|swam|threw|"
    r"wore|got|bought|built|caught|taught|sent|spent|led|dug|drew|blew|woke|swung|hung|lay)\b|\b(?:I|you|he|she|it|we|they|who|and)\s+\w+ed\b|"
    r"\b\w{3,}(?:ked|ped|ned|ted|red|sed|ved|led|hed|ged|med|ied)\s+(?:the|a|an|to|into|at|up|down|over|away|for|in|on|his|her|its|my|our|their|your)\b",
    re.I,
)
PRESENT = regex.compile(
    r"\b(?:is|are|am|has|does|isn't|aren't|doesn't|hasn't|goes|comes|says|takes|gives|makes|knows|thinks|becomes|feels|begins|stands|runs|"
    r"sits|falls|grows|rises|speaks|sings|sleeps)\b|\b(?:I|you|we|they)\s+(?:have|do|don't|go|come|say|take|give|make|know|think|feel|stand|run|"
    r"sit|live|love|need|want|see|hear|wait|keep)\b",
    re.I,
)
FUTURE = regex.compile(r"\b(?:will|shall|won't|'ll|going to)\b", re.I)
FIRST = regex.compile(
    r"\b(?:I|I'm|I've|I'll|me|my|mine|myself|[Ww]e|[Ww]e're|[Ww]e've|us|[Oo]ur|ours|ourselves|My|Me)\b"
)
SECOND = regex.compile(r"\b(?:you|you're|you've|your|yours|yourself)\b", re.I)
CONTRACTED = regex.compile(
    r"(?i)\b\w+(?:n['’]t|['’](?:re|ll|ve|d|m))\b|\b(?:it|that|he|she|there|here|what|let|who)['’]s\b"
)
FOREIGN = frozenset(
    "le la les des du une et est dans pour avec sans sur qui que il elle nous vous der die das und ist nicht mit für ein eine auf zu el los las "
    "una con por para del al comme faut merci bonjour adieu vie amour monde mais où très bien ciao bella grazie vita dolce ars longa carpe diem "
    "partem alteram audi et tu veni vidi vici tempus fugit mañana gracias amigo hasta guten tag danke schön vom zur im bei nach savoir faire "
    "je ne sais quoi raison être déjà vu bon voyage chez coup d'état laissez mise place haute couture deus ex machina quo vadis semper fidelis "
    "viva vive c'est si sí por favor buenos días buon appetito".split()
)
ENGLISH = frozenset(
    "the a an and of to in is it for on with that this you we are be at by not from have has was will all our your as but or if".split()
)
IMPERATIVE = regex.compile(
    r"^(?:please |do not |don't |never |let's |let )?(?:add|ask|be|bring|buy|call|check|choose|click|close|come|cook|count|cut|dance|do|don't|dream|drink|"
    r"eat|enjoy|explore|feel|fill|find|follow|forget|get|give|go|grab|have|help|hold|hurry|imagine|join|jump|keep|leave|let|lift|listen|look|love|"
    r"make|meet|mind|mix|move|never|open|order|pack|pass|pay|pick|plant|play|press|pull|push|put|read|remember|rest|ring|run|save|say|see|send|"
    r"set|share|sing|sit|sleep|stand|start|stay|step|stir|stop|take|talk|taste|tell|think|touch|trust|try|turn|visit|wait|wake|walk|wash|watch|"
    r"wear|work|write)\b",
    re.I,
)
BRITISH = regex.compile(
    r"\b\w*(?:colour|favour|honour|flavour|neighbour|labour|harbour|humour|behaviour|theatre|centre|metre|litre|fibre|grey|jewellery|"
    r"travell(?:ed|er|ing)|cancelled|organis|recognis|realis|apologis|programme|cheque|tyre|aluminium|mould|plough|pyjamas|moustache)\w*\b",
    re.I,
)
AMERICAN = regex.compile(
    r"\b\w*(?:color|favor|honor|flavor|neighbor|labor|harbor|humor|behavior|theater|center|fiber|gray|jewelry|travel(?:ed|er|ing)|"
    r"canceled|organiz|recogniz|realiz|apologiz|aluminum|mold|plow|pajamas|mustache)\w*\b",
    re.I,
)
# What a text must not have for the value of an attribute.
NUMBER = r"\b(?:\d[\d.,/]*|half a|an?|one|two|three|four|five|ten)[- ]?"
MEASURES = {
    "metric": regex.compile(
        rf"{NUMBER}(?:cups?|tablespoons?|tbsp|teaspoons?|tsp|ounces?|oz|lbs?|inch(?:es)?|feet|ft|yards?|miles?|mph|gallons?|pints?|quarts?|°F|"
        r"(?:degrees )?fahrenheit|acres?)(?!\w)",
        re.I,
    ),
    "imperial": regex.compile(
        rf"{NUMBER}(?:grams?|g|kilos?|kg|kilograms?|millilitres?|milliliters?|ml|litres?|liters?|centimetres?|centimeters?|cm|mm|met(?:re|er)s?|"
        r"kilomet(?:re|er)s?|km|km/h|°C|(?:degrees )?celsius|hectares?)(?!\w)",
        re.I,
    ),
}
CLOCKS = {
    "24": regex.compile(r"\b\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b\.?|o['’]clock)", re.I),
    "12": regex.compile(r"\b(?:1[3-9]|2[0-3])[:.][0-5]\d\b"),
}
MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
WORDED = rf"\b\d{{1,2}}(?:st|nd|rd|th)?\.? {MONTH},? \d{{4}}\b|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b"
DATES = {
    "iso": regex.compile(rf"{WORDED}|\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b"),
    "dmy": regex.compile(rf"{WORDED}|\b\d{{4}}-\d\d-\d\d\b"),
    "mdy": regex.compile(rf"{WORDED}|\b\d{{4}}-\d\d-\d\d\b"),
    "words": regex.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b"),
}
# Units that a rule bars by name.
UNITS = "inches feet miles yards pounds ounces cups tablespoons teaspoons gallons pints acres fahrenheit centimetres metres kilometres grams kilograms litres celsius dollars euros".split()
UNIT_WORDS = frozenset(UNITS)
NEVER_IN = regex.compile(
    rf"\b(?:never|not|no|without|avoid|instead of|rather than) (?:in |use |using |give )?({'|'.join(UNITS)})\b", re.I
)
LETTERS = r"[^\W\d_]"
ACCENTED = regex.compile(rf"(?=[^\x00-\x7f]){LETTERS}")
UNUSUAL = regex.compile(r"[^\x00-\x7f]")
# "We thank you": somebody acts, and nothing is done by anybody.
ACTIVE = regex.compile(
    r"^\W*(?:I|we|you|they|he|she|our \w+|my \w+) (?:\w+ly )?(?!am\b|are\b|is\b|was\b|were\b|have been\b|has been\b|will be\b)\w+",
    re.I,
)
PASSIVE = regex.compile(
    r"\b(?:am|are|is|was|were|be|been|being|gets?|got) (?:\w+ly |not |never )?(?:\w+(?:ed|en|wn)|made|done|held|kept|sent|paid|told|sold|built|found|given|put|set|cut|read|won|lost|left|met|brought|bought|taught|caught|heard|said)\b",
    re.I,
)
NEGATION = regex.compile(r"\b(?:not|no|never|nothing|nobody|none|nowhere|neither|nor|cannot|without)\b|n['’]t\b", re.I)
ADVERB = regex.compile(
    r"\b(?!only\b|family\b|reply\b|apply\b|supply\b|early\b|daily\b|july\b|italy\b|lily\b|assembly\b|lovely\b|friendly\b|lonely\b|silly\b|holy\b|ugly\b|rely\b|fly\b)\w{2,}ly\b",
    re.I,
)
# A sentence that opens with its subject is no order.
STATEMENT = regex.compile(
    r"^\W*(?:the|this|that|these|those|it|we|you|he|she|they|there|our|my|your|i) (?!\w+[,!])\w+ \w+", re.I
)
