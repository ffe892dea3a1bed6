"""Texts that an output has to hold word for word: "The title is “…”", "include the sentence “…”", "Last line: “…”"."""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.analysis.memo import once
from promptlint.analysis.quotes import QUOTE, inner, may_quote
from promptlint.record import NamedTuple
from promptlint.text.kept import of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence

# Where a quotation names a word to be left out, an example, what somebody else says, or a thing of that name.
BARRED = regex.compile(
    r"\b(?:not|never|no|nor|without|avoid\w*|ban\w*|forbid\w*|forbidden|prohibit\w*|taboo|off[ -]limits|instead of|rather than|"
    r"omit\w*|leave out|exclude\w*|refrain from|steer clear|free of|nowhere|replace\w*|delete\w*|remove\w*|wrong|bad)\b",
    re.I,
)
INSTANCE = regex.compile(
    r"(?:\b(?:such as|like|e\.g\.|for example|for instance|say|called|named|so-called|known as|titled|entitled|about|on|of|the file|"
    r"tool|key|field|column|button|label|tag|command|category|class|section|chapter|heading|variable|value|status)\s*[:,]?\s*|\()$",
    re.I,
)
# "Open with the heading “…”" asks for the heading itself.
HEADED = regex.compile(
    r"\b(?:begin|open|start|lead|head)\w* (?:\w+ )?(?:off )?(?:with|by) (?:the |a |this )?(?:heading|label)\s*[:,]?\s*$",
    re.I,
)
# A single word of which the very form is wanted: "typeset as “kWh”", "spell it “NORD”".
FORMED = regex.compile(
    r"\b(?:spell\w*|spelt|typeset|printed|rendered|set|written|given|appears?|stands?|shown|reproduced) (?:[^.;]{0,40} )?(?:form|as|way|with|exactly|so|like this|does)\b|"
    r"\b(?:verbatim|word for word|letter for letter|as it stands|exactly as|exact form|official spelling)\b|\bspell(?:ed|ing)?\b|\bspelt\b",
    re.I,
)
EXACTLY = regex.compile(
    r",? (?:exactly|precisely|just) (?:like this|like that|as (?:it is |it stands|written|given)|so)\b|,? (?:verbatim|word for word|as it stands)\b",
    re.I,
)
SAID = regex.compile(
    r"\b(?:if|when|whenever|once|after|should|unless|until|where|before|users?|customers?|callers?|guests?|child|children|players?|people|drivers?|visitors?|readers?|someone|anyone|sometimes|often|"
    r"asked|asks|says?|types?|writes?|answers?|means?|mean|is an? \w+ of|stands? for|matches|contains? the (?:user|query))\b",
    re.I,
)
PLACE = (
    r"title|headline|heading|subject line|subject|salutation|greeting|closing|sign-off|signature|slogan|caption|motto|refrain|chorus|"
    r"punch ?line|tagline|opening|ending|moral|footer|header|postscript|toast|dedication|claim"
)
EDGE = r"first|last|final|opening|closing|very last|very first|concluding|initial|bottom|top"
UNIT = r"sentence|line|words?|paragraph|phrase|thing said|question|stanza|verse|rule|item|bullet|remark"
# "Write the sentence …" tells the model to, not what somebody writes.
ORDER = regex.compile(r"^\W*(?:please |also |then |and )?(?:write|say|type|answer|ask)\b", re.I)
ROLE = regex.compile(
    rf"\b(?P<place>{PLACE})\b[^\"“«.;]{{0,40}}$|\b(?P<edge>{EDGE}) (?:{UNIT})\b[^\"“«.;]{{0,40}}$|"
    rf"\b(?P<begins>(?:begin|start|open|lead)s? (?:off )?(?:with|by)?)[^\"“«.;]{{0,50}}$|"
    rf"\b(?P<ends>(?:end|close|finish|conclude|sign off|wrap up)s?(?: off)?(?: with| by| in| on)?)[^\"“«.;]{{0,50}}$",
    re.I,
)
DUE = regex.compile(
    r"\b(?:includ\w+|contain\w*|use\w*|using|incorporat\w+|quot\w+|reproduc\w+|work in|works in|weav\w+|insert\w*|put\w*|add\w*|print\w*|"
    r"writ\w+|say\w*|read\w*|run\w*|stand\w*|appear\w*|occur\w*|feature\w*|carr\w+|bear\w*|hold\w*|giv\w+|repeat\w*|build in|builds in|"
    r"must|has to|have to|should|is|are|be|worded|verbatim|word for word|exactly|literally|comes?|goes|mention\w*|slip in|fit in|drop in|"
    r"sign\w*|spell\w*|spelt|typeset|render\w*|kept|keep|has its|answer with|reply with|respond with|greet\w*|state\w*|announce\w*|call it|name it)\b",
    re.I,
)
# Things that are told from others by their text: "pages that carry “Draft”".
SINGLED_OUT = regex.compile(
    r"\b(?:\w+s|those|any \w+|every \w+|each \w+) (?:that|which|who|whose)\b(?: \w+){0,4} ?$", re.I
)
LONG = 24  # words before a quotation that a prescription may have
SHOWN = regex.compile(
    r"\b(?:model|sample|example|specimen) \w+\W{1,4}$", re.I
)  # an output that is shown, not prescribed
LABEL = regex.compile(r"^[\s\d.)*•–-]*[\w '’-]{3,40}:\s*$")


class Prescribed(NamedTuple):
    """One text that has to occur as it stands.

    Args:
        text: without its quotation marks.
        role: "first", "last", a place such as "title", or "" for anywhere.
        sentence: where it is asked for.
        start, end: its characters in the sentence's text, without the marks.
        quoted: it is somebody's words, whose form the text need not share.
    """

    text: str
    role: str
    sentence: Sentence
    start: int
    end: int
    quoted: bool


@once
def prescribed(unit: Unit) -> tuple[Prescribed, ...]:
    """Every prescribed text of a prompt."""
    return tuple(p for s in unit.sentences for p in _of(s))


@of_sentence(there)
def _of(s: Sentence) -> list[Prescribed]:
    text, found = s.text, list[Prescribed]()
    if not may_quote(text):
        return found
    spans = list(QUOTE.finditer(text))
    bare = QUOTE.sub(lambda m: "\x00" * len(m[0]), text)
    for m in spans:
        group = inner(m)
        value = m[group].strip()
        before = bare[: m.start()]
        clause = re.split(r"[.;!?]\s|, (?:and|but|not|never) ", before)[-1].replace("\x00", "")
        if (
            not any(c.isalpha() for c in value)
            or BARRED.search(clause)
            or (INSTANCE.search(before.rstrip(" ")) and not HEADED.search(before))
            or SHOWN.search(before)
            or SINGLED_OUT.search(before)
        ):
            continue
        if (
            (SAID.search(ORDER.sub("", clause)) and not ROLE.search(before))
            or " – " in clause
            or len(clause.split()) > LONG
        ):
            continue
        role = ROLE.search(before.replace("\x00", "x"))
        formed = FORMED.search(clause) or EXACTLY.match(bare, m.end())
        single = len(value.split()) < 2 and not formed
        asked = role or formed or DUE.search(clause) or LABEL.match(before)
        if not asked or (single and not role):
            continue
        after = bare[m.end() : m.end() + 60]
        if BARRED.match(after.strip(" ,–—-")) and not role:
            continue
        quotes = re.search(r"\bquot|\bcites?\b|\bremark\b|\bsaid\b|\bsays\b|\bnames?\b", clause, re.I) is not None
        found.append(Prescribed(value, _role(role), s, m.start(group), m.end(group), quotes))
    return found


def _role(m: re.Match[str] | None) -> str:
    if m is None:
        return ""
    if m["place"]:
        place = m["place"].lower()
        return {"heading": "title", "headline": "title", "opening": "first", "ending": "last"}.get(place, place)
    if m["edge"]:
        return "first" if m["edge"].lower() in ("first", "opening", "very first", "initial", "top") else "last"
    return "first" if m["begins"] else "last"
