"""Tells the label on a line of its own ("Never:", "Order of the call.") from a short sentence."""

from __future__ import annotations

from promptlint import regex

COLON = regex.compile(
    r"(?:[-–—=*#>\s]*)(?:\*\*|__)?[^\w\s\"'`<({\[]{0,3}\s*(?P<text>[^\n:.!?：]{1,60}?)\s*(?:[:：](?:\*\*|__)?|(?:\*\*|__)\s*[:：])\s*"
)
BOLD = regex.compile(r"(?:\*\*|__)(?P<text>[^*\n]{2,80}?)(?:\*\*|__)[.:]?")
BRACKET = regex.compile(r"\[(?!END\b|End\b)[A-Z][\w /-]{1,40}\]")
BRACKET_END = regex.compile(r"\[(?:END |End |/)[A-Za-z][\w /-]{0,40}\]")
RULED = regex.compile(r"(?:[-=~#─═]{2,}|[*_]{3,})\s*(?P<text>[^\n\-=*#~]{2,60}?)\s*(?:[-=~#─═]{2,}|[*_]{3,})")
TITLE = regex.compile(r"[^\w\s\"'“‘`<>(){}\[\]|/\\$*#-]{0,4}\s*(?P<text>\w[^\n:;!?|{}<>`\"“]{0,58}?)\.?")
# "Scope: school science": the rest of a line under a key of its own
KEYED = regex.compile(
    r"[^\w\s]{0,4}\s?[A-Z][\w'’./-]{0,20}(?: [\w'’./()-]{1,20}){0,3}(?:\*\*|__|\])?\s?[:：](?:\*\*|__)?\s+\S"
)
WORD = regex.compile(r"[^\W_][\w'’-]*")

# A line that begins with one of these, or holds one of VERBS, is a sentence however short it is.
OPENERS = frozenset(
    """
    you your i we they it he she this that these those there here if when whenever unless until while because since
    never always do don't dont please no not only also just let's lets must should then now first finally be ok okay
    yes thanks thank hello hi dear so and but or otherwise instead remember note
    """.split()
)
IMPERATIVES = frozenset(
    """
    accept act add address adopt allow answer apply ask assume avoid base begin break bring build call choose cite
    close collect compare complete confirm consider contact continue convert count cover create cut decide decline
    deliver describe do double draft emphasize encourage end ensure evaluate examine exclude explain extract fill find
    finish focus follow format generate get give go greet group handle have help highlight identify ignore illustrate
    imagine include inform insert introduce iterate judge keep leave let limit list listen look maintain make mark
    match mention minimize name number obey offer omit open order output paraphrase pass pay pick place plan point
    prefer prepare present prioritise prioritize produce propose provide put quote raise rank read recommend record
    refer refrain refuse reject rely remain remember remind remove repeat replace reply report request rerun respect
    respond restart return review rewrite round run save say search select send separate set shorten show sign skip
    sort speak specify spell split start stay stick stop suggest summarise summarize support take tell test thank
    think transcribe translate treat try turn update use verify wait warn work wrap write
    """.split()
)
NOUNS = frozenset(
    """
    act address answer call contact cover design end focus format group help judge limit list mark name offer order
    output plan place quote rank record report reply request return review search set support start stop test turn use
    work
    """.split()
)
VERBS = frozenset(
    """
    is are was were am be been has have had do does did can could will would shall should may might must cannot can't
    don't doesn't isn't aren't won't needs need means
    """.split()
)
# "Group by date", "Answer in English": what stands after a verb, and not within a title
OBJECTS = frozenset("a an any as at by each every for from in it no only on the to with your".split())
QUESTION = frozenset("what how who when where which why".split())


def heading_attributes(body: str) -> dict[str, str]:
    """What stands in the braces after a heading: ``#id key=value``."""
    found: dict[str, str] = {}
    for part in body.split():
        if part.startswith("#"):
            found["id"] = part[1:]
        elif "=" in part:
            key, _, value = part.partition("=")
            if key != "level":
                found[key] = value.strip("\"'")
    return found


def is_label(line: str, *, first: bool, followed: str) -> bool:
    """Whether a line governs what comes after it and says nothing by itself.

    Args:
        line: one line without its line end.
        first: nothing but a blank line or another block stands before it.
        followed: what comes next: "list", "text", "code", "block" (after a blank line) or "".
    """
    text = line.strip()
    if not text or len(text) > 90 or not followed:
        return False
    if BRACKET.fullmatch(text) or RULED.fullmatch(text):
        return True
    bold = BOLD.fullmatch(text)
    if bold:
        return len(WORD.findall(bold["text"])) <= 9 and not _sentence(bold["text"], followed)
    colon = COLON.fullmatch(text)
    if colon:
        words = WORD.findall(colon["text"])
        return 0 < len(words) <= 5 and (words[0][0].isupper() or not words[0][0].isascii() or text[:2] in ("**", "__"))
    return first and _is_title(text, followed)


def _is_title(text: str, followed: str) -> bool:
    """Whether a line without a colon is a title: short, capitalised, and no sentence."""
    m = TITLE.fullmatch(text)
    if not m:
        return False
    words = WORD.findall(m["text"])
    if not 0 < len(words) <= 7 or not (words[0][0].isupper() or words[0][0].isdigit()):
        return False
    if text.endswith((",", "…", "-", "。", "！", "？")) or ". " in text or (text.count(",") and followed != "list"):
        return False
    if text.endswith(".") and (len(words) > 5 or followed in ("block", "code")):
        return False
    return not _sentence(m["text"], followed)


def _sentence(text: str, followed: str) -> bool:
    """Whether a short text states or asks for something."""
    words = [w.lower() for w in WORD.findall(text)]
    if not words:
        return True
    if words[0] in QUESTION:
        return False
    if words[0] in OPENERS and not (len(words) == 1 and followed == "list"):
        return True
    if any(w in VERBS for w in words):
        return True
    if words[0] not in IMPERATIVES:
        return False
    titled = (
        len(words) > 1 and words[1] not in OBJECTS and all(w[0].isupper() for w in WORD.findall(text) if len(w) > 3)
    )
    if words[0] in NOUNS and (titled or len(words) == 1 or words[1] in ("of", "and", "or")):
        return False
    # "Answer format" above a list is a title; "Answer in English" is an order.
    return len(words) > 3 or followed != "list" or text.rstrip().endswith(".")
