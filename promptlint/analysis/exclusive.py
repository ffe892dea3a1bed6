"""Directives that name the one thing allowed in a role: language, source, tool, place, party, subject, output."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from promptlint import knowledge, regex
from promptlint.analysis.leads import main_words
from promptlint.analysis.similarity import STOP, content, key, spell, stems
from promptlint.record import record
from promptlint.text.kept import of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

MARKS = frozenset(
    "only solely exclusively nothing nobody nowhere sole single alone just none confine restrict limit one other".split()
)
CASES = frozenset(
    "when if after once for as then until during while where because on at ever one two three before to unless".split()
)
EMPTY = stems(
    """yourself onl sol solel exclusiv nothing nobody nowher sole single alon just confin restrict limit on other else els than but no
    must should may can allow permit your your any exist thing whatever way
    yourself use answer repl respond respons return output emit print writ say giv put produc deliver provid
    consist contain includ user assist model you agent kind sort also word text result"""
)
BREAKS = frozenset(";:()—")
PATH = regex.compile(r"(?<![\w:/<])(?:(?:~|\.{0,2})/[\w.@*{}-]+(?:/[\w.@*{}-]*)*|[\w.-]{2,}/(?![\w/]))")
CODE = regex.compile(r"`([^`\n]{2,60})`|\b([a-z]+(?:_[a-z0-9]+)+)\b")


PLURAL = frozenset("sources documents articles papers pages websites studies books works".split())
WRITING = frozenset("writ write new sav creat stor directory directori director folder plac put".split())


@record(frozen=True, slots=True)
class Exclusive:
    """One directive that allows one filler of a role and nothing else.

    Args:
        role: "language", "source", "tool", "path", "party", "topic", "output" or "offer".
        filler: what alone is allowed, as keys.
        text: the same for people.
    """

    role: str
    filler: frozenset[str]
    text: str
    sentence: Sentence


@lru_cache(maxsize=1)
def _roles() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = knowledge.current().section("exclusive_roles")
    return found


@of_sentence(there)
def exclusives(s: Sentence) -> Iterator[Exclusive]:
    """Every exclusive directive of a sentence, at most one a role."""
    w = main_words(s.tokens.words)
    at = _exclusive(w) if MARKS & set(w) else None
    if at is None or "could" in w[:at]:
        return
    first, last = at, at
    while first > 0 and w[first - 1] not in BREAKS:
        first -= 1
    while last < len(w) and w[last] not in BREAKS:
        last += 1
    yield from _language(s)
    literal = {m.group() for m in PATH.finditer(s.text)}
    keys = {key(x) for x in w}
    if literal and keys & WRITING and ("read" not in keys or keys & {"write", "writ", "creat", "sav"}):
        paths = frozenset(p.rstrip("/.") for p in literal)
        yield Exclusive("path", paths, ", ".join(sorted(paths)), s)
        return
    for role, known in _roles().items():
        if role == "source" and any(a in PLURAL and b in ("that", "which", "whose", "you") for a, b in pairwise(w)):
            continue  # "only sources that you opened": one test of several
        if _has(s, f"only:{role}"):
            filler = _filler(s, w[first:last], known)
            if filler:
                yield Exclusive(role, filler, _shown(filler, w), s)
                return


def _shown(filler: frozenset[str], w: list[str]) -> str:
    return ", ".join(sorted(filler)) if any("`" in f for f in filler) else spell(w, filler)


def _exclusive(w: list[str]) -> int | None:
    """The token of the word that shuts out everything else, or None."""
    for i, word in enumerate(w):
        nxt = w[i + 1] if i + 1 < len(w) else ""
        back = w[i - 1] if i else ""
        if word in ("only", "solely", "exclusively", "just"):
            place = nxt in ("to", "in", "under", "on") and (
                w[i + 2 : i + 3] in (["/"], ["~"], ["."]) or "/" in w[i + 2 : i + 6]
            )
            if back in ("-", "‑"):
                continue  # "CLI-only tools": of a kind
            if (nxt in CASES and not place and (word == "only" or nxt not in ("to", "on", "at"))) or back in (
                "not",
                "read",
                "one",
                "if",
            ):
                continue
            if word == "just" and back not in ("return", "emit", "output", "print", "respond", "reply") and i > 0:
                continue
            return i
        if word in ("nothing", "nobody", "nowhere", "none") and nxt in ("but", "except", "else", "other", "outside"):
            return i
        if word == "no" and ("other" in w[i : i + 4]):
            return i
        if word in ("sole", "one", "single") and back in ("the", "your") and nxt.isalpha() and nxt not in STOP:
            return i
        if word == "alone" and back not in ("stand", "work", "leave", "not", "let"):
            return i
        if word in ("confine", "restrict", "limit") and "yourself" in w[i : i + 3]:
            return i
    return None


def _has(s: Sentence, concept: str) -> bool:
    return concept in s.concepts


def _language(s: Sentence) -> Iterator[Exclusive]:
    spoken = {m.concept[5:] for m in s.mentions if m.concept.startswith("lang:")}
    if len(spoken) == 1 and _has(s, "only:language"):
        yield Exclusive("language", frozenset(spoken), next(iter(spoken)).capitalize(), s)


def _filler(s: Sentence, clause: list[str], known: dict[str, list[str]]) -> frozenset[str]:
    """What is allowed: the content of the sentence without its verbs and without what says nothing."""
    if known.get("names") and (named := {f"`{a or b}`" for a, b in CODE.findall(s.text)}):
        return frozenset(named)
    words = [x for x in clause if x not in STOP]
    among = {key(x) for x in known.get("among") or ()}
    if among:
        return content(words) & among
    drop = (EMPTY | {key(x) for x in known.get("drop") or ()}) - {key(x) for x in known.get("keep") or ()}
    return frozenset(k for k in content(words) if k not in drop)


def compete(a: Exclusive, b: Exclusive) -> bool:
    """Whether the fillers of one role exclude each other."""
    if a.role != b.role or not a.filler or not b.filler:
        return False
    if a.role == "path":
        mine, theirs = _stored(a.sentence), _stored(b.sentence)
        if mine and theirs and not mine & theirs:
            return False  # images, log lines
        return not any(p.startswith(q) or q.startswith(p) for p in a.filler for q in b.filler)
    if _case(a) - _case(b) and _case(b) - _case(a):
        return False
    if (
        a.role == "source"
        and {"", _test(a.sentence)} != {"", _test(b.sentence)}
        and _test(a.sentence)
        and _test(b.sentence)
    ):
        return False  # "only sources from the last five years", "only sources in English": two tests of one source
    known = _roles().get(a.role, {})
    one, two = a.filler - b.filler, b.filler - a.filler
    if not one or not two:
        return False
    if a.filler & b.filler:
        return _opposite(one, two)
    weak = {key(x) for x in known.get("weak") or ()}
    if known.get("classes"):
        return _other_class(one, two, known["classes"])
    return bool(one - weak) and bool(two - weak) and max(len(one), len(two)) <= 6


ANYTHING = stems(
    "file files output result results artifact thing anything everything data content work document may must can only permit"
)


def _stored(s: Sentence) -> frozenset[str]:
    """What a sentence says is written to a path; empty for files of whatever sort."""
    path = content(w for p in PATH.findall(s.text) for w in p.strip("/.").split("/"))
    writing = frozenset(key(w) for w in WRITING) | WRITING
    return content(s.tokens.words) - path - writing - EMPTY - ANYTHING


def _test(s: Sentence) -> str:
    """The preposition of what sources have to pass: "from", "in"; "" where none follows them."""
    w = s.tokens.words
    return next((b for a, b in pairwise(w) if a in PLURAL and b in ("from", "in", "by", "on", "of", "with")), "")


LEADING = frozenset("rely use consult draw quote cite go take the our".split())


def _case(e: Exclusive) -> frozenset[str]:
    """For what or for whom it holds: "only in French to French users"."""
    w = e.sentence.tokens.words
    if w[0] == "for":  # "for spelling(,) rely solely on …"
        end = next((i for i in range(1, min(6, len(w))) if w[i] == "," or w[i] in LEADING), 0)
        if end:
            return content(w[1:end])
    at = next(
        (i for i in range(2, len(w)) if w[i] in ("for", "to", "with") and i + 1 < len(w) and w[i + 1].isalpha()), 0
    )
    return (
        content(w[at + 1 :])
        if at and w[at - 1] not in ("related", "solely", "only", "exclusively", "yourself", "due")
        else frozenset()
    )


def _other_class(one: frozenset[str], two: frozenset[str], classes: list[str]) -> bool:
    """Whether the two name different members of one class ("label score query …")."""
    for line in classes:
        members = {key(x): x for x in line.split()}
        mine, theirs = one & members.keys(), two & members.keys()
        if mine and theirs and not mine & theirs:
            return True
    return False


def _opposite(one: frozenset[str], two: frozenset[str]) -> bool:
    for pair in knowledge.current().section("opposites"):
        a, b = (key(x) for x in str(pair).split())
        if (a in one and b in two) or (b in one and a in two):
            return True
    return False
