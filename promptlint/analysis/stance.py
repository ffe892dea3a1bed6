"""Whether a sentence of a commission wants what some of its words name, or bars it."""

from __future__ import annotations

import re
from functools import lru_cache

from promptlint import regex
from promptlint.analysis.commission import GENRE, GENRES, WHOLE, Commission
from promptlint.analysis.stance_words import (
    ALLOWS,
    AROUND,
    AUX,
    BREAKS,
    BROAD,
    DETERMINERS,
    EMPTY_BARS,
    FILLERS,
    HARMLESS,
    INTRANSITIVE,
    JOINS,
    KEEPING,
    NOT_SAID,
    NOUN_BARS,
    NOUNS,
    PASSIVE,
    PERCEIVED,
    PLAIN,
    RELATIVE,
    TAILS,
    TENS,
    VERB_BARS,
)
from promptlint.analysis.words import base
from promptlint.text.tokens import forms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

EXCEPTS = regex.compile(
    r"\b(?:except|apart from|unless|other than|besides|save for|with the exception|excepted|exempt|aside from|only (?:in|once|when|if|on|at|for|during|after|before)|alone|bar the|beyond)\b",
    re.I,
)
# A part or time of the text: what is said there does not hold elsewhere.
PLACE = regex.compile(
    r"\b(?:(?:first|second|third|fourth|fifth|sixth|last|final|opening|closing|middle|central|next|previous|penultimate|other|remaining|odd|even|"
    r"introductory|preceding|following|concluding|upper|lower) (?:\w+[ -])?(?:paragraph|stanza|verse|line|sentence|section|half|part|"
    r"chapter|scene|act|page|item|slide|entry|word|third|quarter|strophe|spread|step|tip|answer|question|day|point|lines|paragraphs|stanzas|sentences|"
    r"words|two|three|minute|minutes|couplet|panel|caption|course)s?|"
    r"(?:paragraph|stanza|verse|line|section|part|scene|act|step|tip|caption|slide|entry|item|chapter|version|variant|draft|option|card|speaker|post|panel) "
    r"(?:one|two|three|four|five|six|\d+|(?-i:[A-F]))|(?:short|long|second|other|adult|children's|printed|online|spoken|German|English|French) (?:version|variant|one)|"
    r"(?:left|right)(?:-hand)? (?:half|part|page|panel|column|side)|(?:text|poem|story|letter|body|article|song|speech|report) itself|title|headline|heading|subject line|postscript|caption|captions|footnotes?|sidebar|body text|(?<=the )body(?! of)|(?<!\w )quote (?=the|her|his|him|them|one|two|three|at least)|(?:the|a|each) refrain|chorus|narration|narrative voice|"
    r"intro(?:duction)?|moral|greeting|sign-off|subtitle|stage directions?|quotations?|bubble|"
    r"there(?! (?:is|are|was|were|must|should|may|can|will|shall|has|have|should)\b)|then|after that|afterwards|from then on|until|before|after|during|while|when|if|where)\b",
    re.I,
)
ALL_OVER = regex.compile(
    r"\bfrom (?:the |its )?(?:very )?first (?:line|word|sentence|page|moment) on(?:wards?)?\b|\bfrom (?:the |its )?(?:first|start|beginning|opening|top|end to end)\b[^.;,]{0,25}\b(?:to|till|until|through to)\b[^.;,]{0,12}?\b(?:last|finish|end|bottom|close)\b(?: (?:line|word|sentence|"
    r"page|paragraph))?|\bfrom (?:first|start|beginning) to \w+(?: \w+)?|\bat no point\b|\bat any point\b|\bbefore or after\b|\bnothing (?:\w+ ){0,2}before (?:and|or|nor) (?:nothing )?after\b",
    re.I,
)
AS_IF = regex.compile(r"\b(?:as|even) (?:if|when)\b", re.I)
# A part that is named by what it tells: "the paragraph on experience".
TOLD = regex.compile(
    r"\b(?:paragraph|stanza|verse|section|chapter|scene|slide|entry|column|part) (?:on|about|covering|describing|devoted to|dealing with) (?:the |her |his |your |their |an? )?[\w-]+",
    re.I,
)
# The names of keys of data, and a sentence about the value of one.
KEYS = regex.compile(
    r"\b(?:keys?|fields?|properties|property)\b[^.;:]{0,12}?((?:[\"“'‘`]?\w+[\"”'’`]?(?:, | and |,? and )?)+)"
)
OF_KEY = regex.compile(
    r"^\W*(?:the |each |its )?([\"“'‘`]?)(\w+)[\"”'’`]? (?:is|are|has|have|contains?|holds?|must|should|may|gives?|lists?|takes?)\b",
    re.I,
)


def places(s: Sentence, of: Commission) -> frozenset[str]:
    """The parts of the text that a sentence speaks of, as it names them; empty for all of it."""
    text = AS_IF.sub(" ", ALL_OVER.sub(" ", s.text))
    found = {m[0].lower() for m in PLACE.finditer(text)} - (of.nouns - WHOLE)
    found |= {m[0].lower() for m in TOLD.finditer(text)}
    key = OF_KEY.match(text)
    if key and (key[1] or key[2].lower() in _keys(of)):
        found.add(key[2].lower())
    label = s.scope.item or ""
    if label and len(label) < 40 and PLACE.search(label):
        found.add(label.lower())
    return frozenset(found)


@lru_cache(maxsize=4)
def _keys(of: Commission) -> frozenset[str]:
    """The keys that a commission names for its data."""
    listed = (m[1] for s in of.sentences for m in KEYS.finditer(s.text))
    return frozenset(w for names in listed for w in re.findall(r"\w+", names.lower())) - {"and"}


def apart(ban: Sentence, need: Sentence, of: Commission, name: str = "") -> bool:
    """Whether a ban is for a part of the text, or for one of several texts, that the other sentence is not about.

    Args:
        name: what is barred, which may be a part itself ("no title").
    """
    where = frozenset(
        p for p in places(ban, of) if p not in name and (" " in p or p not in NOUNS or _located(p, ban.text))
    )
    if where and where != places(need, of):
        return True
    one, two = (_subject(s, of) for s in (ban, need))
    if one and one in name:
        one = ""  # "the ending must stay secret"
    return bool(one) and one != two and (bool(two) or not {one, f"{one}s", one.rstrip("s")} & of.nouns)


def _located(part: str, text: str) -> bool:
    """Whether a sentence says that something is in a part, or what the part is like."""
    return (
        re.search(
            rf"(?:\b(?:in|for|of|to|at|on|within|under) (?:the |a |an |each |every |its )?|^\W*(?:the |each |every )){part}\b"
            rf"|\b{part} (?:in|that|which|without)\b",
            text,
            re.I,
        )
        is not None
    )


WHOLLY = regex.compile(
    r"\b(?:only|throughout|exclusively|entire|entirely|whole|wholly|completely|all (?:verbs|sentences|lines|of it)|every (?:verb|sentence|line|word)|each sentence|without exception|invariably|everything|from (?:the )?(?:first|start|beginning|top))\b",
    re.I,
)


def values_apart(one: Sentence, two: Sentence, of: Commission) -> bool:
    """Whether two values are those of different parts: one is said of a part, and the other not of the whole."""
    return any(
        apart(a, b, of) and not (WHOLLY.search(b.text) and not places(b, of)) for a, b in ((one, two), (two, one))
    )


SUBJECT = regex.compile(rf"^\W*(?:the|this|each|every|your|a) (?:\w+ )?({GENRES})\b", re.I)


def _subject(s: Sentence, of: Commission) -> str:
    m = SUBJECT.match(s.text)
    return m[1].lower() if m and m[1].lower() not in WHOLE else ""


def unquoted(words: list[str], a: int, b: int) -> list[str]:
    """The words of a sentence, those within quotation marks blank, unless they are the tokens ``[a, b)``."""
    if not {'"', "“"} & set(words):
        return words
    found, inside = [], False
    for i, w in enumerate(words):
        inside = (w == "“") or (inside and w != "”") if w in "“”" else inside != (w == '"')
        found.append("_" if inside and w not in '"“”' and not a <= i < b else w)
    return found


def bounds(words: list[str], a: int, b: int) -> tuple[int, int]:
    """The clause around the tokens ``[a, b)``."""
    lo = next((i + 1 for i in range(a - 1, -1, -1) if words[i] in BREAKS), 0)
    hi = next((i for i in range(b, len(words)) if words[i] in BREAKS), len(words))
    return lo, hi


def _bar(words: list[str], lo: int, a: int) -> int:
    """The last word in ``[lo, a)`` that bars what follows it, or -1."""
    for i in range(a - 1, lo - 1, -1):
        w, nxt = words[i], words[i + 1] if i + 1 < len(words) else ""
        if w in NOUN_BARS | VERB_BARS | EMPTY_BARS:
            if nxt in HARMLESS or (w == "no" and nxt == "-" and words[i + 2 : i + 3] != ["one"]):
                return -1
            return i
        if w == "free" and nxt in ("of", "from"):
            return i + 1
        if w in ("rid", "clear", "away", "refrain", "abstain", "absence", "instead") and nxt in ("of", "from"):
            return i + 1
        if w == "rather" and nxt == "than":
            return i + 1
        if w in KEEPING and nxt in ("out", "off") and i + 1 < a:
            return i + 1
    return -1


def stance(s: Sentence, a: int, b: int, of: Commission) -> int:
    """-1 where a sentence bars what the tokens ``[a, b)`` name, +1 where it wants it, 0 where neither is certain."""
    words = unquoted(s.tokens.words, a, b)
    lo, hi = bounds(words, a, b)
    bar = _bar(words, lo, a)
    if bar >= 0 and not _crossed(words, bar, a, b, hi):
        return -1 if _bars(words, lo, bar, a, b, hi, of) else 0
    start = bar + 1 if bar >= 0 else lo
    if _barred_behind(words, start, a, b, hi):
        first = max((i + 1 for i in range(start, a) if words[i] in JOINS), default=start)
        return -1 if _bare(words[first:a]) and not EXCEPTS.search(s.text) else 0
    if s.index in of.barred:
        return -1 if _bare(words[start:a]) and _ends(words, b, hi) else 0
    if NOT_SAID & set(words[b:hi]) & VERB_BARS and not _later_clause(words, b, hi):
        return 0
    as_if = any(words[i : i + 2] in (["as", "if"], ["even", "if"]) for i in range(lo, hi))
    return (
        0
        if (_allowed([*words[:a], *("_" for _ in words[a:b]), *words[b:]], lo, hi) and not as_if)
        or (words[b : b + 1] == ["-"] and words[b - 1] not in TENS)
        else 1
    )


def _allowed(words: list[str], lo: int, hi: int) -> bool:
    """Whether a clause only allows something; "set out what may go on the heap" does not."""
    return any(words[i] in ALLOWS and words[i - 1] not in RELATIVE and not _month(words, i) for i in range(lo, hi))


def _month(words: list[str], i: int) -> bool:
    """Whether "may" is the month: "3 May", "in May", "May 5"."""
    beside = (*words[max(i - 1, 0) : i], *words[i + 1 : i + 2])
    return words[i] == "may" and any(w[:1].isdigit() or w in ("in", "of", "since", "until") for w in beside)


def _later_clause(words: list[str], b: int, hi: int) -> bool:
    """Whether a negation behind stands in a clause of its own."""
    at = next(i for i in range(b, hi) if words[i] in VERB_BARS)
    return bool({",", "and", "that", "who", "which", "as"} & set(words[b:at]))


def _crossed(words: list[str], bar: int, a: int, b: int, hi: int) -> bool:
    """Whether a comma ends what a barring word reaches: "no jokes, a calm tone"."""
    commas = [i for i in range(bar + 1, a) if words[i] == ","]
    if not commas:
        return False
    listed = {"or", "nor"} & set(words[commas[0] : min(hi, b + 8)])
    return not listed or any(i - j > 6 for j, i in zip([bar, *commas], [*commas, a], strict=True))


def _bare(between: list[str]) -> bool:
    """Whether words add nothing: "any kind of", "mention"."""
    noun = used = False  # behind "the" or "any" no verb follows, nor behind another: "give any figure for the salary"
    for w in between:
        verb = not noun and not used and not w.endswith(("ing", "ed")) and not BROAD.isdisjoint(forms(w))
        if w not in FILLERS and w not in JOINS and not verb:
            return False
        noun, used = (noun or w in DETERMINERS, used or verb) if w not in JOINS else (False, False)
    return True


def _bars(words: list[str], lo: int, bar: int, a: int, b: int, hi: int, of: Commission) -> bool:
    """Whether a barring word in front keeps the thing out of the whole text."""
    if words[bar] in ("than",) or words[bar - 1 : bar + 1] == ["instead", "of"]:
        return False
    before = [w for w in words[lo:bar] if w not in FILLERS]
    if any(w not in of.nouns and BROAD.isdisjoint(forms(w)) and w not in PLAIN for w in before):
        return False  # "the hero never carries a weapon"
    between = words[bar + 1 : a]
    joined = [i for i, w in enumerate(between) if w in JOINS]
    if joined:
        first = next((w for w in between if w not in FILLERS), "")
        own = between[joined[-1] + 1 : joined[-1] + 2]
        if words[bar] in VERB_BARS and BROAD.isdisjoint(forms(first)) and (not own or BROAD.isdisjoint(forms(own[0]))):
            return False  # "do not wake the dog or the cat"
        between = between[joined[-1] + 1 :]
    if words[bar] in EMPTY_BARS and any(not BROAD.isdisjoint(forms(w)) for w in between):
        last = max(i for i, w in enumerate(between) if not BROAD.isdisjoint(forms(w)))
        between = between[last + 1 :]  # "nothing on the menu contains"
    return _bare(between) and _ends(words, b, hi)


def _ends(words: list[str], b: int, hi: int) -> bool:
    """Whether nothing behind the thing narrows it: "no prices for accessories" does."""
    after = words[b:hi]
    if after[:1] == ["of"] and after[1:2] and after[1] in ("mine", "ours", "yours", "hers", "theirs"):
        after = after[2:]
    if after[:1] == ["in"] and len(after) > 3 and after[3] in AUX and GENERIC.match(after[2]):
        after = after[3:]  # "no animal in the story may …"
    if after and after[0] in AUX:  # "no tip may mention …": the thing is the subject of another act
        verb = next((w for w in after if w not in AUX and w not in ("been", "being")), "be")
        return (
            verb.endswith(("ed", "en"))
            or verb in TAILS
            or verb in ("present", "seen", "heard", "shown", "feature", "said", "told")
        )
    if not after or after[0] in TAILS or after[0].endswith("ly") or after[0] in {'"', "”", "“"}:
        return True
    if after[:2] in (
        ["of", "any"],
        ["in", "any"],
        ["of", "whatever"],
        ["from", "start"],
        ["from", "beginning"],
        ["by", "name"],
        ["on", "any"],
    ):
        return True
    return (
        after[0] in ("in", "on", "into")
        and len(after) > 1
        and (
            after[1] in ("it", "here")
            or (len(after) > 2 and after[1] in ("the", "this", "your", "our") and GENERIC.match(after[2]) is not None)
        )
    )


def whole_thing(s: Sentence, b: int) -> bool:
    """Whether nothing behind token ``b`` narrows what ends there."""
    words = s.tokens.words
    return _ends(words, b, bounds(words, b - 1, b)[1])


GENERIC = regex.compile(
    r"(?:text|story|poem|letter|piece|page|tale|song|e-?mail|message|article|essay|speech|scene|play|recipe|menu|guide|notice|leaflet|post|advert|"
    r"review|sketch|report|whole|copy|dish|soup|entire|finished|release|sheet|script|card|toast|novel|book|description|ad|spot|flyer|world|description)$"
)


def _barred_behind(words: list[str], lo: int, a: int, b: int, hi: int) -> bool:
    """ "Prices stay out of it", "weapons must not appear", "keep religion out"."""
    after = words[b:hi]
    if not KEEPING.isdisjoint(words[lo:a]) and "out" in after[:4]:
        return True
    at = next((i for i, w in enumerate(after) if w in AUX), None)
    if at is None or (at > 0 and after[0] not in JOINS and after[0] not in ("of", "whatsoever")):
        return False
    if at > 4 and any(w not in JOINS and w not in FILLERS and BROAD.isdisjoint(forms(w)) for w in after[:at]):
        return False
    rest = after[at : at + 6]
    if any(rest[i] == "no" and rest[i + 1] in ("place", "business", "room", "part") for i in range(len(rest) - 1)):
        return True  # "jokes have no place in it"
    if rest[1:4] == ["out", "of", "place"] or (
        {"kept", "held", "left"} & set(rest[:3]) and {"back", "aside"} & set(rest[:4])
    ):
        return True
    said = next((i for i, w in enumerate(rest) if w in NOT_SAID), None)
    if said is None or rest[said + 1 : said + 2] == ["only"]:
        return False
    if rest[said] in ("not", "never"):
        verb = next((w for w in after[at + said + 1 :] if w not in ("to", "be", "been", "get", "a")), "be")
        if verb in ("allowed", "wanted", "permitted", "welcome", "included", "needed"):
            return True
        if words[a - 1 : a] == ["the"] and verb in PERCEIVED:
            return False  # "the ghost is never seen": it is there
        passive = verb.endswith(("ed", "en", "wn")) or verb in PASSIVE
        return (passive and not BROAD.isdisjoint(forms(verb))) or not INTRANSITIVE.isdisjoint(forms(verb))
    limits = after[at + said + 1 : at + said + 2] in (["limits"], ["of"], [])
    return rest[said] not in ("out", "off") or rest[max(said - 1, 0)] in AUX or limits


def whole_text(s: Sentence, a: int, b: int, of: Commission) -> bool:
    """Whether the tokens ``[a, b)`` are said of the text as a whole: "vegan", "the recipe is vegan", not "a vegan option"."""
    words = unquoted(s.tokens.words, a, b)
    lo, hi = bounds(words, a, b)
    before = [w for w in words[lo:a] if w not in FILLERS and w not in PLAIN and w not in of.nouns]
    if any(BROAD.isdisjoint(forms(w)) and w not in AROUND for w in before) or ALLOWS & set(words[lo:hi]):
        return False
    return _ends(words, b, hi) or words[b] in of.nouns or words[b] in AROUND or s.index == of.asked


def barred_nouns(s: Sentence, of: Commission) -> list[str]:
    """Things that a sentence bars by their own word, as base forms: "no chorus", "blood is never seen"."""
    words = s.tokens.words
    if BARS.isdisjoint(words) and s.index not in of.barred:
        return []
    found = []
    for i, word in enumerate(words):
        before = words[i - 1] if i else ""
        named = (
            not i
            or before in NOUN_BARS | DETERMINERS | JOINS | {"of", "mention", "the", "about"}
            or not BROAD.isdisjoint(forms(before))
        )
        if (
            len(word) > 3
            and word.isalpha()
            and word not in UNSAID
            and named
            and not GENRE.fullmatch(word)
            and not word.endswith(("ly", "ing"))
        ):
            if stance(s, i, i + 1, of) < 0 and (BROAD.isdisjoint(forms(word)) or before in NOUN_BARS):
                found.append(base(word))
    return found


BARS = NOUN_BARS | VERB_BARS | EMPTY_BARS | {"free", "out", "taboo", "banned", "forbidden"}
UNSAID = (
    FILLERS
    | AUX
    | TAILS
    | NOT_SAID
    | BARS
    | PLAIN
    | frozenset(
        "line lines stanza stanzas paragraph paragraphs verse word words sentence sentences person people body longer shorter need matter reader readers "
        "name names thing things idea way means point time times place title letter letters first last second third text part parts kind else here "
        "character characters speaker speakers reason sense case doubt question questions number numbers".split()
    )
)
