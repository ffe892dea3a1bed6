"""Titles and labels that introduce an output which a prompt shows: "Sample reply:", "Earlier posts", "--- sample 2 ---"."""

from __future__ import annotations

from promptlint import regex
from promptlint.analysis.memo import recent
from promptlint.analysis.similarity import STOP, stem

SHOWING = (
    r"examples?|samples?|specimens?|demonstrations?|illustrations?|transcripts?|few[- ]?shots?|mod[eè]le|beispiele?"
)
PRAISE = (
    r"model|reference|good|right|correct|better|best|ideal|approved|accepted|earlier|previous|past|typical|finished|worked|published|perfect|"
    r"gold|target|desired|exemplary|preferred|great|proper|successful|older|recent"
)
TITLE = regex.compile(
    rf"(?i)^(?:(?:here (?:is|are)|this is|one|two|three|four|some|an?|the|more|another|our|your)\s+)*"
    rf"(?:.{{0,60}}?\b(?:{SHOWING})\b.{{0,60}}|(?:{PRAISE})(?:\s+[\w-]+){{1,3}}(?:\s+(?:to|of|for|from|that|we|in)\b.{{0,50}})?|[\w -]{{3,30}} (?:from|of) (?:the )?(?:last|past|previous) \w+|(?:right|good|correct|better|✅))$"
)
LEADS = regex.compile(
    r"(?i)\b(?:for example|for instance|e\.g\.|like this|looks? like|reads? like|sounds? like|goes like|you (?:would|might|could|should|will) (?:\w+ )?(?:give|write|say|answer|reply|return|output|print)|"
    r"(?:did|went|worked|sold|performed|landed) well|to (?:copy|imitate|follow|match|go by)(?: the \w+ of)?|(?:in|of) th(?:is|e following) (?:style|form|shape)|(?:that )?(?:we|i|readers|users|customers) (?:like|liked|love|loved|are happy with|want|approved))\s*$"
)
RULER = regex.compile(
    r"^(?:-{3,}|>{2,3}|={2,}|\*{3,}|~{3,}|#{3,})\s*([A-Za-z][A-Za-z -]{2,24}?)\s*(?:#?\d{1,2}|[A-Z])?\s*(?:-{3,}|<{2,3}|={2,}|\*{3,}|~{3,}|#{3,})?$"
)
GIVEN_TITLE = frozenset(
    "input inputs query queries user customer client request requests prompt prompts question questions source original case cases situations".split()
)
ORDER = frozenset(
    "give use follow see include provide add write show quote make avoid do don't never no if when in without keep mark every each all".split()
)
TAG = regex.compile(
    r"(?i)^<(examples?|samples?|sample[_-]\w+|good[_-]?\w*|example[_-]\w+|\w+[_-]examples?|few[_-]?shots?)(?:\s[^>]*)?>(.*)$"
)
PAIR = regex.compile(r"^(.{2,}?)\s*(?:→|⇒|=>|->|—>)\s*(\S.*)$")
BEFORE = regex.compile(r"(?i)^\W*(?:before|original|first draft|rejected|too \w+)\b")
MARKUP = " \t#*_>=~`[]-"


def given(words: str) -> bool:
    plain = regex.sub(r"\([^)]*\)", "", words)
    return not GIVEN_TITLE.isdisjoint(regex.findall(r"[a-z]+", plain.lower()))


def names_of(words: str) -> frozenset[str]:
    plain = regex.sub(r"\([^)]*\)", "", words)
    known = regex.findall(r"[a-z]+", plain.lower())
    return frozenset(stem(w) for w in known if w not in STOP and not regex.fullmatch(f"{SHOWING}|{PRAISE}", w))


@recent
def title(raw: str) -> tuple[str, str | None] | None:
    """The words that introduce a sample and what stands behind them on the line, if anything; None for any other line."""
    line = raw.strip()
    if not line or len(line) > 400:
        return None
    if line[0] == "<" and (m := TAG.match(line)):
        return m[1].replace("_", " ").replace("-", " "), None if not m[2].strip() else m[2].split("</")[0].strip()
    if (
        line[0] in "->=*~#"
        and (m := RULER.match(line))
        and (m[0].rstrip()[-1].isalnum() or m[0].rstrip()[-1] in "-=<*~#")
    ):
        return m[1], None
    bare = line.strip(MARKUP)
    heading = line.startswith("#")
    head, colon, rest = bare.partition(":")
    head, rest = head.strip(MARKUP), rest.strip().strip("*_ ")
    words = head.split()
    if not words or ("," in head and not colon):
        return None
    if rest:
        if LEADS.search(head) and rest[0] in '"“«{[':
            return head, rest
        if len(words) > 6 or ORDER & {words[0].lower()} or not TITLE.match(regex.sub(r"\([^)]*\)", "", head).strip()):
            return None
        return (head, rest) if rest[0] in '"“«{[`' or PAIR.match(rest) else None
    if head.endswith((".", "!", "?")):
        return None
    if colon and LEADS.search(head):
        return head, None
    if len(words) > 9 or (words[0].lower() in ORDER and not heading):
        return None
    plain = regex.sub(r"\([^)]*\)", "", head).strip()
    if not (colon or heading or len(words) <= 5):
        return None
    return (head, None) if TITLE.match(plain) and (colon or heading or _is_name(plain)) else None


def _is_name(words: str) -> bool:
    """Whether a line without a colon is a title: it shows something by name."""
    return regex.search(rf"(?i)\b(?:{SHOWING})\b|^model \w+$", words) is not None
