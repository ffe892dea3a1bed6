"""Where a directive puts its thing: "add a link to the tweet", "the letter contains no links".

Two directives that each name a document, and not the same one, are about different outputs. Documents only: a title or a
sentence is a part, and a ban on the whole reaches its parts.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

from promptlint.analysis.contrasts import ANYBODY
from promptlint.analysis.objects import DETERMINERS, PREPOSITIONS, STOPS
from promptlint.analysis.words import base, bases
from promptlint.deontic.ir import Directive
from promptlint.text.kept import by_content
from promptlint.text.tokens import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

Container = tuple[str, frozenset[str]]  # the head's base form, and those of the words before it
MODIFIERS = 3
# Words before "list" that say how it looks, not which one it is.
LISTS = frozenset(
    "bullet bulleted numbered ordered unordered short long simple plain flat markdown nested comma separated complete full single brief "
    "dash todo item two three".split()
)
CASES = frozenset("capital upper lower case block small big initial first single bold italic".split())  # of letters
PLACING = PREPOSITIONS - frozenset("as of about than like per regarding concerning by with from without".split())
COMPOSING = frozenset("write compose draft create produce prepare generate".split())


def containers_apart(a: Directive, b: Directive) -> bool:
    """Whether both directives name documents, and none is common to both."""
    if artifacts_apart(a.sentence, b.sentence):
        return True
    mine, theirs = containers(a), containers(b)
    if mine and theirs:
        return not any(_one(p, q) for p in mine for q in theirs)
    return bool(mine or theirs) and (_lacks(mine, b) or _lacks(theirs, a))


def _lacks(documents: frozenset[Container], d: Directive) -> bool:
    """Whether the part that a directive names is none of the documents' parts: push notifications have no subject line."""
    hosts = [
        _hosts()[m.concept[5:]]
        for m in d.sentence.mentions
        if m.concept.startswith("part:") and m.concept[5:] in _hosts()
    ]
    named = {head for head, _ in documents} - any_container()
    return bool(hosts and named) and all(named.isdisjoint(h) for h in hosts)


CHANNELS = {
    form: name
    for name, forms in {
        "push": "push", "mail": "mail e-mail email mails emails newsletter", "sms": "sms", "chat": "chat slack messenger whatsapp",
        "phone": "phone telephone", "paper": "poster flyer leaflet brochure", "post": "tweet tweets instagram linkedin facebook",
        "web": "website webpage homepage",
    }.items()
    for form in forms.split()
}  # fmt: skip


ARTIFACTS = bases("commit comment docstring identifier variable branch changelog readme")
TALK = bases("answer reply respond speak talk converse chat response")


LINKING = frozenset("for in of on at".split())


def complements_apart(s: Sentence, t: Sentence) -> bool:
    """Whether two sentences about one measure go on to name different things with one preposition: the rate for food, for books."""
    one, two = _complements(s), _complements(t)
    mine, theirs = (bases(x.tokens.words) for x in (s, t))
    return any(one[p].isdisjoint(theirs) and two[p].isdisjoint(mine) for p in one.keys() & two.keys())


@by_content
def _complements(s: Sentence) -> dict[str, frozenset[str]]:
    """The heads of the nouns behind each preposition, those of amounts left out."""
    words = s.tokens.words
    measures = {i for m in s.of_kind("unit") for i in range(m.start, m.end)}
    found: dict[str, set[str]] = {}
    for i, word in enumerate(words):
        if word not in LINKING:
            continue
        end = i + 1
        while (
            end < len(words)
            and end - i < 6
            and words[end].isalpha()
            and words[end] not in PREPOSITIONS
            and words[end] not in STOPS
        ):
            end += 1
        named = [
            j for j in range(i + 1, end) if words[j] not in DETERMINERS and j not in measures and not words[j].isdigit()
        ]
        if named and words[i + 1] not in VAGUE_PLACES and not any(j in measures for j in range(i + 1, end)):
            found.setdefault(word, set()).add(base(words[named[-1]]))
    return {p: frozenset(heads) for p, heads in found.items()}


VAGUE_PLACES = frozenset(
    "total all full general most least any case which whom this that it them one your our once".split()
)


def artifacts_apart(s: Sentence, t: Sentence) -> bool:
    """Whether one sentence speaks of what is written into a project and the other of what is said to the user."""
    one, two = (bases(x.tokens.words) for x in (s, t))
    mine, theirs = one & ARTIFACTS, two & ARTIFACTS
    if bool(mine) == bool(theirs) or not TALK.isdisjoint(one if mine else two):
        return False
    return not TALK.isdisjoint(two if mine else one)


def channels_apart(s: Sentence, t: Sentence) -> bool:
    """Whether two sentences each name a way of sending, and none is common to both: the push text, the e-mail version."""
    one, two = _channels(s), _channels(t)
    return bool(one) and bool(two) and not one & two


@by_content
def _channels(s: Sentence) -> frozenset[str]:
    w = s.tokens.words
    mail = {"mail"} if any(w[i : i + 3] == ["e", "-", "mail"] for i in range(len(w) - 2)) else set()
    return frozenset({CHANNELS[x] for x in w if x in CHANNELS} | mail)


@lru_cache(maxsize=1)
def _hosts() -> dict[str, frozenset[str]]:
    """The documents that alone have a part."""
    from promptlint.knowledge import current

    return {
        part: frozenset(base(w) for w in str(words).split()) for part, words in current().section("part_hosts").items()
    }


def _one(p: Container, q: Container) -> bool:
    """Whether two names can mean one document: "the report", "the monthly report"."""
    if p[0] in any_container() or q[0] in any_container():
        if _elsewhere(p, q) or _elsewhere(q, p):
            return False
        return not (p[1] and q[1]) or bool(p[1] & q[1])
    if p[0] != q[0]:
        return one_name(p[0], q[0])
    return p[1] <= q[1] or q[1] <= p[1]


MEDIA = frozenset("chat sms mail phone slack whatsapp push forum messenger voice".split())
WITHIN = frozenset(base(w) for w in "summary list table recap explanation answer text output".split())


def _elsewhere(document: Container, reply: Container) -> bool:
    """Whether replies of a medium are none of the documents: "chat replies" are no letters, "mail replies" may be mails."""
    medium = reply[1] & MEDIA
    if not medium or reply[0] not in any_container() or document[0] in any_container() | WITHIN:
        return False
    kin = any(document[0] in names and not medium.isdisjoint(names) for names in _kin())
    return document[0] not in medium and not kin


def one_name(p: str, q: str) -> bool:
    """Whether one document can go by both names: an issue is a newsletter."""
    return any(p in kin and q in kin for kin in _kin())


@lru_cache(maxsize=1)
def _kin() -> tuple[frozenset[str], ...]:
    """Groups of names that one document can go by: an issue is a newsletter, a post an article."""
    from promptlint.knowledge import current

    return tuple(frozenset(base(w) for w in str(line).split()) for line in current().section("container_kin"))


@lru_cache(maxsize=4096)
def containers(d: Directive) -> frozenset[Container]:
    """The documents that a directive's core names as its place or as its subject."""
    words = d.sentence.tokens.words
    found: set[Container] = set(_labelled(d.sentence.scope.item))
    for first, last in ((d.first, d.last), *((c.first, c.last) for c in d.conditions)):
        for i in range(first, last):
            head = base(words[i])
            listed = (
                words[i] in ("list", "lists") and i > first and words[i - 1] not in LISTS and _modifies(words[i - 1])
            )
            if not (head in _heads() or listed) or (i + 1 < last and base(words[i + 1]) in _heads()):
                continue
            if head == "letter" and words[i - 1 : i] and words[i - 1] in CASES:
                continue
            start = i
            while start > first and i - start < MODIFIERS and (_modifies(words[start - 1]) or words[start - 1] == "-"):
                start -= 1
            before = start - 1
            while before >= first and words[before] in DETERMINERS:
                before -= 1
            if before < first or words[before] in PLACING or words[before] in COMPOSING:
                found.add((head, frozenset(base(w) for w in words[start:i] if w.isalpha()) | _addressed(words, i + 1)))
    named = frozenset(c for c in found if c[0] not in any_container())
    return named or frozenset(found)


def _addressed(words: list[str], at: int) -> frozenset[str]:
    """To whom a document goes, if not to whoever writes: "replies to tenants", "reports for management"."""
    if words[at : at + 1] not in (["to"], ["for"]):
        return frozenset()
    named = [base(w) for w in words[at + 1 : at + 4] if w not in DETERMINERS][:1]
    return frozenset(named) - ANYBODY if named and named[0].isalpha() else frozenset()


@lru_cache(maxsize=1024)
def _labelled(label: str) -> frozenset[Container]:
    """The document that a label names: "LinkedIn posts: no hashtags"."""
    words = [w for w in tokenize(label).words if w.isalpha() and w not in DETERMINERS]
    at = next((i for i, w in enumerate(words) if w in PREPOSITIONS), len(words)) - 1
    if at < 0 or base(words[at]) not in _heads():
        return frozenset()
    return frozenset({(base(words[at]), frozenset(base(w) for w in words[max(0, at - MODIFIERS) : at]))})


def of_document(words: list[str], at: int) -> bool:
    """Whether a document is named at ``at``: the title of "the title of a job ad", not that of "the title of the king"."""
    named = [w for w in words[at : at + 4] if w not in DETERMINERS]
    return any(base(w) in _heads() for w in named[:3])


# Stretches of a text that "in the … paragraph" names, whatever stands before the word.
STRETCHES = frozenset("paragraph section column row footnote box cell chapter block".split())


def in_passage(words: list[str]) -> bool:
    """Whether a stretch of the text is named as the place: "goes in the “Benefits” paragraph"."""
    for i, word in enumerate(words):
        if word in ("in", "into", "to", "under") and words[i + 1 : i + 2] and words[i + 1] in ("the", "a", "its"):
            named = takewhile(lambda w: w not in PREPOSITIONS and w not in STOPS, words[i + 2 : i + 7])
            if not STRETCHES.isdisjoint(named):
                return True
    return False


def _modifies(word: str) -> bool:
    plain = word not in DETERMINERS and word not in PREPOSITIONS and word not in STOPS
    return word == "'s" or (word.isalpha() and plain)


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    return _section("containers") | any_container()


@lru_cache(maxsize=1)
def any_container() -> frozenset[str]:
    """Words for whatever is put out: "answer", "message"."""
    return _section("any_container")


def _section(name: str) -> frozenset[str]:
    from promptlint.knowledge import current

    return frozenset(base(w) for line in current().section(name) for w in str(line).split())


FIELDS = frozenset("column columns field fields key keys tab tag attribute property parameter cell".split())
QUOTES = frozenset("\"“”`'‘’")


@by_content
def named_fields(sentence: Sentence) -> frozenset[str]:
    """The columns or fields that a sentence names: "the column “remarks” stays empty"."""
    words = sentence.tokens.words
    found = set()
    for i, word in enumerate(words):
        if word in FIELDS and words[i + 1 : i + 2] and words[i + 1] in QUOTES:
            found |= set(takewhile(lambda w: w not in QUOTES, words[i + 2 : i + 6]))
        elif word in FIELDS and i > 2 and words[i - 1] in QUOTES:
            found |= set(takewhile(lambda w: w not in QUOTES, reversed(words[max(0, i - 5) : i - 1])))
    return frozenset(found)


@by_content
def quoted_names(sentence: Sentence) -> frozenset[str]:
    """Single words in quotation marks: names of fields where the other directive speaks of fields."""
    words = sentence.tokens.words
    return frozenset(
        words[i]
        for i in range(1, len(words) - 1)
        if words[i - 1] in QUOTES and words[i + 1] in QUOTES and words[i].isidentifier()
    )
