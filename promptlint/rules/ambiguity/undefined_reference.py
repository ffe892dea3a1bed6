"""Pointers to what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.assisted import assisted
from promptlint.analysis.memo import once, recent
from promptlint.analysis.references import KINDS, NUMBER, Anchors, anchors, singular, structured
from promptlint.analysis.wording import quotations
from promptlint.block import CODE, DATA, EXAMPLE, HEADING, LABEL
from promptlint.deontic.cues import cues
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.ambiguity._instead import replaced
from promptlint.text.kept import by_content
from promptlint.text.sentences import Sentence

CUE = (
    r"(?:see|see also|refer to|refers to|consult|per|following|follow|according to|as per|in line with|in accordance with|"
    r"(?:described|defined|listed|given|explained|specified|outlined|set out|set forth|laid down|laid out|detailed|shown|found|"
    r"provided|stated|illustrated|printed|documented|discussed|mentioned|contained|named|drawn|depicted)\s+(?:in|under|by|on|at))"
)
LISTED = 3  # numbered parts from which on "Principle 14" means one of them
WINDOW = 200  # characters around a pointer that are looked at
BEFORE = regex.compile(rf"\b{CUE}\s+(?:the\s+|our\s+)?$", re.I)
NUMBERED = regex.compile(rf"\b({KINDS}|figures|tables|appendices|sections|steps|rules)\.?\s+({NUMBER})", re.I)
CODE_FILES = (".py", ".pyi", ".ts", ".tsx", ".js")
PARTED = frozenset(f"{KINDS}|figures|tables|appendices|sections|steps|rules".split("|"))
STRICT = frozenset({"figure", "table", "appendix", "annex", "exhibit", "attachment", "diagram", "listing"})
POINTED = frozenset(
    {
        "section",
        "step",
        "rule",
        "phase",
        "principle",
        "guideline",
        "part",
        "chapter",
        "point",
        "paragraph",
        "stage",
        "schedule",
        "clause",
        "requirement",
    }
)
GOES = regex.compile(
    r"\b(?:over|go|goes|back|return|skip|jump|proceed|repeat|move|continue|apply|applies|from|under|in|with|of|to|and)\s+(?:to\s+)?(?:the\s+)?$",
    re.I,
)
INTO = regex.compile(
    r"\b(?:in|from|of|to|use|using|with|like|under|on|by|into|at|than|draw|copy|fill|check|read|join|match)\s+(?:the\s+|our\s+)?$",
    re.I,
)
ELSEWHERE = regex.compile(
    r"^[\w.,\s()-]{0,12}?\b(?:of|in|from|on)\s+(?:the|our|your|its|their|his|her|an?|each|every|that|article|form|regulation)?\s*"
    r"(?!(?:this|these|prompt|instructions?|system|document|rules|above|below|guide|order|which|what)\b)\w+", re.I)  # fmt: skip
LAW = regex.compile(
    r"\b(?:act|code|gdpr|law|statute|constitution|regulation|directive|usc|u\.s\.c|cfr|treaty|rfc|iso|bill|standard|paper|manual|leaflet|handbook)\b",
    re.I,
)
THEIRS = regex.compile(
    r"\b(?:user|customer|document|paper|text|passage|caller|student|author|article|question)s?\b.*\b(?:mention|refer|cite|ask|contain|say|name|quote|point)",
    re.I,
)
MAKES = regex.compile(
    r"\b(?:write|output|create|add|include|produce|put|place|extract|return|start|begin|end|generate|append|insert|format|list|wrap|enclose|emit|called|surround|respond|update|fill)\b",
    re.I,
)
QUOTED_SECTION = regex.compile(
    r"\b(?:section|heading|chapter|part|paragraph|list|table|headline)\s+(?:called|named|titled|entitled|headed|on|about)?\s*[\"“'‘*_`]{1,3}([^\"”'’*_`\n]{2,60}?)[\"”'’*_`]{1,3}"
    r"|[\"“*_`]{1,3}([^\"”*_`\n]{2,60}?)[\"”*_`]{1,3}\s+(?:section|heading|chapter)\b", re.I)  # fmt: skip
QUOTES, PARTS = (
    frozenset("\"“'‘*_`"),
    ("section", "heading", "chapter", "part", "paragraph", "list", "table", "headline"),
)
NAME = r"(?:[A-Z][\w'’-]*)(?:\s+(?:[A-Z][\w'’-]*|and|of|for|the|to|&))*"
TITLED = regex.compile(
    rf"\b(?i:{CUE})\s+(?:the\s+)?({NAME})\s+(section|below|above)\b"
    rf"|\b(?i:{CUE})\s+(?:the\s+)?(?i:section)\s+(?:on\s+)?({NAME})"
    rf"|\b(?i:{CUE})\s+(?:the\s+)?[\"“'‘*_]+([^\"”'’*_\n]{{2,40}}?)[\"”'’*_]+\s+(?:below|above)\b"
)
TAG = regex.compile(
    rf"(?:\b(?:{CUE})\s+(?:the\s+)?(?:rules|guidelines|instructions|format|text|content|list|examples?)?\s*(?:in|inside|within|from|of)?\s*(?:the\s+)?)?"
    r"<([A-Za-z][\w.-]*)>(?:\s+(?:tags?|section|block|element))?(?:\s+(above|below))?", re.I)  # fmt: skip
RULES = regex.compile(
    r"guide|rule|polic|instruct|process|style|format|schema|example|definition|constraint|principle|procedure|criteria|standard|template|glossary|requirement",
    re.I,
)
SNAKE = r"[a-z]+(?:_[a-z0-9]+)+"
TOOL = regex.compile(
    rf"\b(?:tool|function)\s+(?:called\s+|named\s+)?(?:`([\w.-]+)`|({SNAKE})\b)|`([\w.-]+)`\s+(?:tool|function)\b|\b({SNAKE})\s+(?:tool|function)\b"
    rf"|\b(?:call|use|using|invoke|run|query)\s+(?:the\s+)?(?:`({SNAKE})(?:\(\))?`|({SNAKE})\b)|\b(?:tools?|functions?|commands?)\s+\(`([\w.-]+)`\)",
    re.I,
)
NOWHERE = regex.compile(
    r"\b(?:see|(?:as\s+)?(?:described|listed|shown|explained|given|defined|outlined|mentioned|stated|specified|set out))\s+(above|below)\b",
    re.I,
)
MAYBE = regex.compile(r"\b(?:if|when|where)\b[^.]*\b(?:available|exists?|enabled|installed|provided|offered)\b", re.I)
VARIABLE = regex.compile(
    r"\b(?:variable|placeholder)\s+[`{{$\"]*([A-Za-z_]\w*)[`}}\"]+|`(\w+)`\s+(?:variable|placeholder)\b", re.I
)
SHOWN_KEY = regex.compile(r"[\"'](\w+)[\"']\s*:")
KEY = regex.compile(
    r"`([a-z]\w*)`\s+(?:array|field|key|property|column|attribute|list|object)\b|\b(?:field|key|property|column|attribute)\s+`([a-z]\w*)`"
)


PLACED = regex.compile(
    r"\b(?:the|these|those)\s+((?:\w+[\s-]){0,2}?)(table|list|glossary|schema|template|diagram|chart|matrix|checklist|guidelines|criteria|definitions|"
    r"rubric|examples?|rules|steps|policy|policies|categories|style guide|price list|instructions)\s+(?:(?:is|are)\s+)?"
    r"(?:given\s+|listed\s+|shown\s+|provided\s+|described\s+|printed\s+|set out\s+)?(below|above)\b", re.I)  # fmt: skip


@rule(
    "PL204",
    severity="warning",
    help="add what is pointed at, or drop the pointer",
    evidence=[
        (
            "Femmer et al., Rapid quality assurance with requirements smells (incomplete references)",
            "https://arxiv.org/abs/1611.08847",
        )
    ],
)
def check(unit: Unit) -> Iterator[Finding]:
    """The prompt points to a section, figure, tag or tool that it does not have.

    A pointer that leads nowhere is usually the trace of an edit: the rule it refers to is gone, and with it the
    requirement. The model cannot ask, so it invents one or passes over it. Documents named in full and inputs that the
    caller supplies are not meant.

    ```bad
    Join the tables as shown in «Figure 2».
    ```

    ```bad
    For the sign-off, see the «section "House rules"» below.

    # Tone
    Be friendly.
    ```

    ```bad
    Explain side effects in the order of the table in «Appendix C».
    ```

    ```bad
    <tone>Be friendly.</tone>
    Answer in the format that is best for the question, following the «<writing_guidelines> below».
    ```

    ```bad
    # Tools
    - `search_items`: finds an item
    - `read_page`: opens a page

    # Rules
    - For items out of stock use the tool `«find_substitute»`.
    ```

    ```bad
    The user names one card for the payment. Ask for the refund method «instead».
    ```

    ```bad path=constitution.json
    ["Do nothing that endangers a person.", "Say what you know unless «Principle 14» forbids it.", "Write plain words."]
    ```

    ```good
    Do not guess the card. Ask for it instead.
    ```

    ```good
    1. Read the question.
    2. Answer it.

    Follow the steps above and go back to step 1 after each reply.
    ```

    ```good
    For the sign-off, see the section "House rules" below.

    # House rules
    Sign with your first name.
    ```

    ```good
    Explain Article 6 of the GDPR and Table 2 of the leaflet.
    The diff stands between <diff> and </diff>.
    ```

    ```good
    Use the tool `find_substitute` for items out of stock.
    ```
    """
    known = anchors(unit)
    for s in unit.sentences:
        if s.block.kind in (HEADING, LABEL):
            continue
        for start, end, message in _dangling(unit, s, known):
            yield Finding(message, s.view.span(start, end))


@by_content
def _sorts(s: Sentence) -> frozenset[str]:
    """The sorts of pointers that a sentence may hold: most have the words of none."""
    text, low = s.text, s.text.lower()
    placed = "below" in low or "above" in low
    quoted = any(part in low for part in PARTS) and not QUOTES.isdisjoint(text)
    signs = {
        "number": not PARTED.isdisjoint(s.tokens.words) and NUMBERED.search(text) and not LAW.search(text),
        "section": (quoted and QUOTED_SECTION.search(text)) or ((placed or "section" in low) and TITLED.search(text)),
        "tag": "<" in text,
        "variable": "variable" in low or "placeholder" in low,
        "key": "`" in text and KEY.search(text),
        "instead": "instead" in s.tokens.words,
        "place": placed and (NOWHERE.search(text) or PLACED.search(text)),
    }
    return frozenset(sort for sort, sign in signs.items() if sign)


def _dangling(unit: Unit, s: Sentence, known: Anchors) -> Iterator[tuple[int, int, str]]:
    sorts = _sorts(s)
    if "number" in sorts:
        yield from _numbers(unit, s, known)
    if "section" in sorts:
        yield from _sections(s, s.text.lower(), known)
    if "tag" in sorts:
        yield from _tags(s, known)
    if known.tools and _calls(s):
        yield from _tools(unit, s, known)
    if "variable" in sorts:
        yield from _variables(unit, s)
    if "key" in sorts:
        yield from _keys(unit, s)
    if "instead" in sorts:
        yield from replaced(unit, s)
    if "place" in sorts:
        yield from _places(unit, s)


def _places(unit: Unit, s: Sentence) -> Iterator[tuple[int, int, str]]:
    text = s.text
    for m in NOWHERE.finditer(text):
        others = [
            x for x in unit.all_sentences if (x.index > s.index if m[1].lower() == "below" else x.index < s.index)
        ]
        place = {"after": s.span.end} if m[1].lower() == "below" else {"before": s.span.start}
        if not others and not structured(unit, **place):
            yield m.start(), m.end(), f"“{_one(m[0])}” points at nothing: nothing stands {m[1].lower()}"
    for m in PLACED.finditer(text):
        after = m[3].lower() == "below"
        span = s.view.span(m.start(), m.end())
        if (after and not structured(unit, after=s.span.end)) or (
            not after and not structured(unit, before=s.span.start) and s.index == 0
        ):
            yield m.start(), m.end(), f"“{_one(m[0])}” points at nothing: there is none {m[3].lower()}"
        del span


def _numbers(unit: Unit, s: Sentence, known: Anchors) -> Iterator[tuple[int, int, str]]:
    text = s.text
    quoted = quotations(s)
    for m in NUMBERED.finditer(text):
        kind, number = singular(m[1]), m[2]
        if kind not in STRICT | POINTED or known.numbered(kind, number) or (number.isalpha() and not number.isupper()):
            continue
        before, after = text[max(0, m.start() - WINDOW) : m.start()], text[m.end() : m.end() + WINDOW]
        if number.isalpha() and _lettered(unit, kind, number):
            continue
        if not before.strip(" *_-#>\"'([") or ELSEWHERE.match(after) or THEIRS.search(before):
            continue
        listed = kind == "principle" and m[1][0].isupper() and len(known.numbers) >= LISTED
        if (listed or _points(m, kind, before)) and not any(a <= m.start() < b for a, b in quoted):
            yield m.start(), m.end(), f"“{_one(m[0])}” points at nothing: the prompt has no such {kind}"


def _lettered(unit: Unit, kind: str, letter: str) -> bool:
    """Whether the prompt speaks of parts with letters, such as those of a text that is written: "sections A to E"."""
    ranges = re.findall(rf"\b{kind}s? ([A-Z]) (?:to|through|and|or|–|-) ([A-Z])\b", unit.prompt.view.text)
    return any(first <= letter <= last for first, last in ranges)


def _points(m: re.Match[str], kind: str, before: str) -> bool:
    """Whether the words before a numbered part point at it, and do not just name one."""
    if BEFORE.search(before):
        return True
    if kind in STRICT:
        return m[1][0].isupper() and INTO.search(before) is not None
    return kind in ("step", "rule", "section", "principle") and GOES.search(before) is not None


def _sections(s: Sentence, low: str, known: Anchors) -> Iterator[tuple[int, int, str]]:
    text = s.text
    quoted = not QUOTES.isdisjoint(text) and any(part in low for part in PARTS)
    for m in QUOTED_SECTION.finditer(text) if quoted else ():
        name = m[1] or m[2]
        before, after = text[max(0, m.start() - WINDOW) : m.start()], text[m.end() : m.end() + WINDOW]
        cue = BEFORE.search(before)
        points = cue or (regex.match(r"\W*(?:below|above)\b", after, re.I) and not MAKES.search(before))
        if points and not known.named(name) and not ELSEWHERE.match(after):
            yield m.start(), m.end(), f"“{_one(m[0])}” points at nothing: the prompt has no section of this name"
    for m in TITLED.finditer(text) if "section" in low or "below" in low or "above" in low else ():
        group = next(i for i in (1, 3, 4) if m[i])
        if not known.named(m[group]) and not ELSEWHERE.match(text[m.end() : m.end() + WINDOW]):
            words = _one(text[m.start(group) : m.end()])
            yield m.start(group), m.end(), f"“{words}” points at nothing: the prompt has no section of this name"


def _tags(s: Sentence, known: Anchors) -> Iterator[tuple[int, int, str]]:
    for m in TAG.finditer(s.text):
        name = m[1]
        cue = s.text[m.start()] != "<"
        if not (m[2] or (cue and RULES.search(name))) or name.lower() in known.tags:
            continue
        start = s.text.index("<", m.start())
        if MAKES.search(s.text[: m.start()]) and not m[2]:
            continue
        yield start, m.end(), f"“{_one(s.text[start : m.end()])}” points at nothing: the prompt has no such tag"


@by_content
def _calls(s: Sentence) -> bool:
    """Whether a sentence names a tool as one that is there."""
    return TOOL.search(s.text) is not None and not MAYBE.search(s.text)


def _tools(unit: Unit, s: Sentence, known: Anchors) -> Iterator[tuple[int, int, str]]:
    named = bool(unit.prompt.name) and unit.source.path.endswith(CODE_FILES)
    if named or (assisted(unit) and not unit.meta.get("tools")):
        return  # other tools come from the code around the prompt, or from the program that loads it
    holes = {p.name.lower() for p in unit.prompt.placeholders}
    most = 9 if unit.meta.get("tools") else 1  # front matter is complete by contract, a list in prose need not be
    for m in TOOL.finditer(s.text):
        group = next(i for i in range(1, 8) if m[i])
        low = m[group].lower()
        if low in holes or low in known.tags or known.has_tool(low):
            continue
        if assisted(unit) and low.split("_")[0] not in cues().verbs | {"mcp"}:
            continue  # a name of the code that is worked on: "use `snake_case` names"
        if len(re.findall(rf"\b{re.escape(m[group])}\b", unit.prompt.view.text)) > most:
            continue  # used throughout: the list leaves it out on purpose
        yield m.start(group), m.end(group), f"the tool {m[group]} is not in the prompt's list of tools"


def _variables(unit: Unit, s: Sentence) -> Iterator[tuple[int, int, str]]:
    """Variables that prose names although the template has others only."""
    holes = {p.name.lower() for p in unit.prompt.placeholders}
    for m in VARIABLE.finditer(s.text) if holes else ():
        group = 1 if m[1] else 2
        if m[group].lower() not in holes and len(re.findall(rf"\b{re.escape(m[group])}\b", unit.prompt.view.text)) == 1:
            yield m.start(group), m.end(group), f"the template has no variable {m[group]}"


@once
def _shape(unit: Unit) -> frozenset[str]:
    """Keys of the objects that the prompt shows."""
    shown = (unit.source.text[b.span.start : b.span.end] for b in unit.blocks(CODE, DATA, EXAMPLE))
    return frozenset().union(*map(_shown_keys, shown))


@recent
def _shown_keys(text: str) -> frozenset[str]:
    return frozenset(SHOWN_KEY.findall(text))


def _keys(unit: Unit, s: Sentence) -> Iterator[tuple[int, int, str]]:
    """Keys of the output that the shape given for it does not have."""
    keys = _shape(unit)
    if len(keys) < 2 or assisted(unit):
        return  # no shape is given, or the keys are those of files that are worked on
    for m in KEY.finditer(s.text):
        name = m[1] or m[2]
        if len(re.findall(rf"[`\"']{re.escape(name)}[`\"']", unit.prompt.view.text)) == 1:
            start = s.text.index(f"`{name}`", m.start())
            yield start, start + len(name) + 2, f"`{name}` is in no shape that the prompt gives for its output"


def _one(text: str) -> str:
    return " ".join(text.split())
