"""Kinds of content that a sentence shows by its very text: a telephone number, an address, somebody's name, quoted speech."""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.text.kept import of_sentence, same
from promptlint.text.table import Mention

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.text.sentences import Sentence

# Two years with a dash, a date and a range of prices are no telephone numbers.
PHONE = regex.compile(
    r"(?<![\w.,/:€£$-])(?!\d{4} ?[-–] ?\d{4}\b)(?!\d{4}-\d\d-\d\d)(?:\+|0)?\d[\d() /-]*[ /()-]\d{2,}(?:[ -]\d{2,})*(?![\w:/])"
)
MAIL = regex.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
STREET = regex.compile(
    r"\b[A-Z]\w+(?:'s)? (?:Street|Road|Lane|Avenue|Square|Drive|Terrace|Crescent|Alley|Row|Way|Quay|Gate|Place|Court|Close|Hill|Boulevard)\b|\b\w+(?:stra(?:ss|ß)e|gasse|platz)\b \d+"
)
# A name that somebody is called, signs with or is thanked by.
NAMED = regex.compile(
    r"\b(?:[Tt]hank|[Ss]ign(?:ed)? (?:it |the \w+ )?(?:as |by |from |with )?[\"“'‘]?|[Gg]reet|[Cc]ongratulate|[Aa]ddress (?:it )?(?:to )?|[Nn]ame[ds]? (?:her|him|them|the \w+)|[Cc]alled|[Cc]all (?:her|him|the \w+)|"
    r"[Qq]uote|[Mm]ention|[Pp]raise|[Ww]elcome|[Ii]ntroduce|[Ff]rom|[Ff]or|[Bb]y)[ \"“'‘]*(?!Team|The|Your|Yours|Kind|Best|With|Sincerely|Love|All|Dear|From|We|Our|Warm|Many|Customer|Staff|Christmas|Easter|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December)"
    r"([A-Z][a-zé]{2,}(?: [A-Z][a-z]+)?)(?=[ ,.'\"’”]|$)(?! (?:Street|Road|Lane|School|Church|Hall|Bank|Ltd|Inc|Team|Festival|Park|Club|Hotel|Station|Day|Week|Market))"
)
# Verbs by which a name is a person's; behind a preposition it may be a place's.
PERSONAL = regex.compile(r"\b(?:thank|sign|greet|congratulate|name|called|call|quote|praise|welcome)\w*", re.I)
SPEECH = regex.compile(
    r"\b(?:says?|tells?|asks?|shouts?|whispers?|replies|answers?|cries|mutters?|calls?)\b[^.;:\"“‘]{0,30}[,:]? ?(?:[\"“‘]|(?<!\w)')\w"
)


@of_sentence(same)
def exhibits(s: Sentence) -> Iterator[Mention]:
    """Members of kinds that a sentence shows, as mentions."""
    text = s.text
    for m in PHONE.finditer(text):
        if sum(c.isdigit() for c in m[0]) >= 7:
            yield _mention(s, m.start(), m.end(), "phone-number")
    for m in MAIL.finditer(text):
        yield _mention(s, m.start(), m.end(), "contact")
    for m in STREET.finditer(text):
        yield _mention(s, m.start(), m.end(), "address")
    for m in NAMED.finditer(text):
        if PERSONAL.match(m[0]):
            yield _mention(s, m.start(1), m.end(1), "person-name")
    for m in SPEECH.finditer(text):
        yield _mention(s, m.start(), m.end(), "dialogue")


def _mention(s: Sentence, start: int, end: int, kind: str) -> Mention:
    starts = s.tokens.starts
    first = next((i for i in range(len(starts) - 1, -1, -1) if starts[i] <= start), 0)
    last = next((i for i in range(first, len(starts)) if starts[i] >= end), len(starts))
    return Mention(first, last, f"k:{kind}")
