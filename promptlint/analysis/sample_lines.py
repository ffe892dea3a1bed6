"""Outputs that a prompt shows line by line: under a title or a label that names them, between rulers, in a fence, in a table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise

from promptlint import regex
from promptlint.analysis.sample_titles import BEFORE, PAIR, given, names_of, title
from promptlint.block import EXAMPLE
from promptlint.formats.examples import ANSWERS, ASKS, BAD, GIVEN, GIVES
from promptlint.record import NamedTuple, record
from promptlint.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.document import Unit

SPEAKER = regex.compile(
    r"^\s*(?:[-*>•]\s+)?(?:\*\*|__|\[)?([A-ZÀ-Ý][\w’'.-]{0,20}(?: [\w’'-]{1,15}){0,2})(?:\*\*|__|\])?\s?[:：](?:\*\*|__)?(?:\s+|$)(.*)$"
)
QUOTED = regex.compile(r"^[\"“«](.+)[\"”»][.,;]?$")
ITEM = regex.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+(?=\S)")
ROW = regex.compile(r"^\s*\|.*\|\s*$")
RULE_ROW = regex.compile(r"^\s*\|[\s:|-]+\|\s*$")
JSON_FENCE = regex.compile(r"^\s*(?:```|~~~)json\b")
EACH = regex.compile(r"\"[^\"\n]+\"|“[^”\n]+”|«[^»\n]+»")
SEVERAL = regex.compile(rf"^(?:{EACH.pattern})(?:(?:,| and| or|;)+ ?(?:{EACH.pattern}))+[.;]?$")
# What can be shown line by line under its own name.
LABELLED = regex.compile(
    r"(?i)\b(?:subject|title|headline|caption|slogan|name|tweet|post|tip|hint|tooltip|push|answer|reply|label|tag|question|alt(?: text)?)s?$"
)
FENCE = regex.compile(r"^\s*(?:```|~~~)")
OURS = ANSWERS | GIVES | frozenset("chatbot helper chat concierge verdict tag tags rewritten row record hint".split())
THEIRS = ASKS | GIVEN | frozenset(
    "person staff driver citizen employee player neighbour shopper exercise abstract scan report buyer".split()
)  # fmt: skip
HOLES = regex.compile(r"\{\{|\{[a-z_]\w*\}|\[[A-Z_ ]{3,}\]|<[a-z_ ]+>")
LOOK_AHEAD = 60  # lines; a longer dialogue is read in parts
LONG = 2000  # characters; what is longer is no line that somebody wrote as a sample
HOLE = "\ufffc"  # what a placeholder stands for


@record(frozen=True, slots=True)
class Shown:
    """One output that a prompt shows as right.

    Args:
        text: without its speaker and its quotation marks.
        span: where it stands.
        names: stems of the words by which the prompt calls it ("Sample subject lines", "Verdict:").
        spoken: it is a turn of a dialogue.
        single: it is a complete output, and not an item that may be a part of one.
        parts: its named parts, such as the line behind "Subject:", cells of a row, values of keys.
        data: the object, where it is JSON.
    """

    text: str
    span: Span
    names: frozenset[str]
    spoken: bool = False
    single: bool = True
    parts: tuple[tuple[str, str], ...] = ()
    data: Any = None


class Line(NamedTuple):
    """A line of a prompt and where it begins in the prompt's text."""

    start: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.text.strip()


def shown(unit: Unit) -> list[Shown]:
    """The outputs that the lines of a unit show as right, in order of the text."""
    text, view = unit.prompt.view.text, unit.prompt.view
    bad = [b.span for b in unit.blocks(EXAMPLE) if b.attrs.get("bad")]
    lines, at = [], 0
    for raw in text.splitlines(keepends=True):
        lines.append(Line(at, raw.rstrip("\r\n") if len(raw) < LONG else "…"))
        at += len(raw)
    found = []
    for start, end, sample in _scan(lines):
        span = view.span(start, end)
        if not any(b.overlaps(span) for b in bad):
            found.append(Shown(sample[0], span, *sample[1:]))
    return found


Found = tuple[int, int, tuple[str, frozenset[str], bool, bool, tuple[tuple[str, str], ...], object]]


def _scan(lines: list[Line]) -> Iterator[Found]:
    i = 0
    while i < len(lines):
        head = title(lines[i].text)
        if head is not None:
            words, rest = head
            bad = BAD.search(lines[i].text) is not None or BEFORE.search(words) is not None
            names = names_of(words)
            if rest is not None:
                begin = lines[i].start + lines[i].text.index(rest)
                if not bad and not given(words):
                    several = list(EACH.finditer(rest)) if SEVERAL.match(rest) else []
                    for m in several:
                        yield from _sample(m[0], begin + m.start(), names, True)
                    if not several:
                        yield from _sample(rest, begin, names, True)
                i += 1
                continue
            end = _extent(lines, i + 1)
            if not bad and not given(words):
                plural = words.lower().rstrip(" :").endswith("s") or " that did well" in words
                yield from _block(lines, i + 1, end, names, not plural)
            i = max(end, i + 1)
            continue
        end = _dialogue(lines, i)
        if end:
            yield from _turns(lines, i, end, frozenset())
            i = end
            continue
        same = _same_label(lines, i)
        if same > i + 1:
            for line in lines[i:same]:
                if said := SPEAKER.match(line.text):
                    yield from _sample(said[2], line.start + said.start(2), names_of(said[1]), True)
            i = same
            continue
        if JSON_FENCE.match(lines[i].text):
            end = _extent(lines, i)
            yield from (x for x in _block(lines, i, end, frozenset(), True) if isinstance(x[2][5], dict))
            i = end
            continue
        if ROW.match(lines[i].text) and i + 1 < len(lines) and RULE_ROW.match(lines[i + 1].text):
            end = _while(lines, i, ROW)
            yield from _rows(lines, i, end, frozenset())
            i = end
            continue
        i += 1


def _same_label(lines: list[Line], i: int) -> int:
    """Where lines end that all open with the label of line ``i``; ``i`` if it has none."""
    first = SPEAKER.match(lines[i].text)
    if first is None or not first[2] or not LABELLED.search(first[1]):
        return i
    while i < len(lines) and (m := SPEAKER.match(lines[i].text)) and m[1] == first[1] and m[2]:
        i += 1
    return i


def _shape(text: str) -> str:
    line = text.strip()
    if FENCE.match(text):
        return "fence"
    if ROW.match(text):
        return "row"
    bare = ITEM.sub("", line)
    if line.startswith(("{", "[{")):
        return "data"
    if QUOTED.match(bare) or (PAIR.match(bare) and bare[0] in '"“«'):
        return "quoted"
    if SPEAKER.match(line):
        return "spoken"
    return "item" if ITEM.match(text) else "plain"


def _while(lines: list[Line], i: int, pattern: re.Pattern[str]) -> int:
    while i < len(lines) and pattern.match(lines[i].text):
        i += 1
    return i


def _ends(text: str) -> bool:
    line = text.strip()
    return line.startswith(("#", "</example", "</sample", "</few")) or (title(text) is not None)


def _extent(lines: list[Line], i: int) -> int:
    """Where the sample ends that begins at line ``i``: lines of one shape, or a paragraph."""
    while i < len(lines) and lines[i].blank:
        i += 1
    if i >= len(lines) or _ends(lines[i].text):
        return i
    shape = _shape(lines[i].text)
    if shape == "fence":
        end = i + 1
        while end < len(lines) and not FENCE.match(lines[end].text):
            end += 1
        return min(end + 1, len(lines))
    end = i
    while end < len(lines):
        line = lines[end]
        if line.blank:
            after = end + 1
            while after < len(lines) and lines[after].blank:
                after += 1
            if after >= len(lines) or _ends(lines[after].text) or after - end > 2:
                return end
            if shape not in ("spoken", "quoted") or _shape(lines[after].text) != shape:
                return end
            end = after
            continue
        if _ends(line.text):
            return end
        now = _shape(line.text)
        kept = {
            "plain": True,
            "spoken": now in ("spoken", "plain", "item"),
            "quoted": now == "quoted" or (now == "plain" and line.text[:1] in " \t"),
            "item": now in ("item", "quoted", "spoken") or line.text[:1] in " \t",
            "data": now == "data" or line.text[:1] in " \t}]",
            "row": now == "row",
        }[shape]
        if not kept:
            return end
        end += 1
    return end


def _block(lines: list[Line], i: int, end: int, names: frozenset[str], whole: bool) -> Iterator[Found]:
    """The samples of the lines ``i`` to ``end``, which a title introduces."""
    while i < end and lines[i].blank:
        i += 1
    if i >= end:
        return
    if TAGGED.match(lines[i].text):
        yield from _tagged(lines, i, end, names)
        return
    shape = _shape(lines[i].text)
    if shape == "fence":
        inner = lines[i + 1 : end - 1]
        if inner and (spoken := _dialogue(inner, 0)):
            yield from _turns(inner, 0, spoken, names)
        elif inner:
            yield from _sample("\n".join(x.text for x in inner), inner[0].start, names, whole)
    elif shape == "row":
        yield from _rows(lines, i, end, names)
    elif shape == "spoken" and (_dialogue(lines, i, True) or _asked(lines[i].text)):
        yield from _turns(lines, i, end, names)
    elif shape in ("quoted", "item"):
        for line in lines[i:end]:
            m = ITEM.match(line.text)
            if not line.blank and (m or shape == "quoted"):
                at = m.end() if m else len(line.text) - len(line.text.lstrip())
                yield from _sample(line.text[at:].strip(), line.start + at, names, shape == "quoted")
        if whole and shape == "item":
            yield from _sample("\n".join(x.text for x in lines[i:end]), lines[i].start, names, True)
    elif shape == "data" and all(_json(x.text) is not None for x in lines[i:end] if not x.blank):
        for line in lines[i:end]:
            if not line.blank:
                yield from _sample(line.text.strip(), line.start, names, True)
    else:
        yield from _sample(
            "\n".join(x.text.strip() for x in lines[i:end]), lines[i].start, names, whole, _end(lines, end)
        )


TAGGED = regex.compile(r"^\s*<([a-z][\w-]*)>\s*$", re.I)


def _tagged(lines: list[Line], i: int, end: int, names: frozenset[str]) -> Iterator[Found]:
    """What the model says where the parts of an example stand in tags of their own."""
    while i < end:
        m = TAGGED.match(lines[i].text)
        close = i + 1
        while m and close < end and lines[close].text.strip() != f"</{m[1]}>":
            close += 1
        if m and m[1].lower() in OURS and not TAGGED.match(lines[min(i + 1, end - 1)].text):
            yield from _block(lines, i + 1, close, names, True)
        i = close + 1


def _asked(text: str) -> bool:
    """Whether a line is what somebody else says to the model."""
    m = SPEAKER.match(text)
    return m is not None and not THEIRS.isdisjoint(m[1].lower().split())


def _end(lines: list[Line], end: int) -> int:
    return lines[end - 1].start + len(lines[end - 1].text)


def _json(text: str) -> Any:
    """The object or list of objects that a text is, else None."""
    if not text.lstrip().startswith(("{", "[")) or len(text) > 20_000:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _sample(text: str, start: int, names: frozenset[str], single: bool, end: int = 0) -> Iterator[Found]:
    end = end or start + len(text)
    if m := PAIR.match(text) if "\n" not in text else None:
        text = m[2]
    if (m := QUOTED.match(text)) or (m := regex.match(r"^`([^`\n]+)`$", text)):
        text = m[1]
    data = _json(text)
    text = HOLES.sub(HOLE, text) if data is None else text
    if text.strip():
        yield start, end, (text.strip(), names, False, single, tuple(_data(data) or _parts(text)), data)


def _data(data: Any) -> list[tuple[str, str]]:
    """Keys and values of an object, keys as parts of the name "key"."""
    objects = data if isinstance(data, list) else [data]
    pairs = [(str(k), v) for o in objects[:20] if isinstance(o, dict) for k, v in o.items()]
    found = [("key", k) for k, _ in pairs]
    return found + [(k.replace("_", " ").lower(), v) for k, v in pairs if isinstance(v, str)]


KEYED = regex.compile(r"^\s*-?\s*([a-z][\w-]*):(?: (.*))?$")


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The labelled lines of a sample: "Subject: …"."""
    lines = text.splitlines()
    keyed = [m for line in lines if (m := KEYED.match(line))]
    if len(keyed) == len(lines) > 1:
        yield from (("key", m[1]) for m in keyed)
        yield from ((m[1].replace("_", " "), m[2].strip()) for m in keyed if m[2])
    for line in lines:
        m = SPEAKER.match(line)
        if m and m[2].strip():
            yield m[1].lower(), m[2].strip()


def _rows(lines: list[Line], i: int, end: int, names: frozenset[str]) -> Iterator[Found]:
    """Each row of a table, its cells by their columns."""
    if end - i < 3 or not RULE_ROW.match(lines[i + 1].text):
        return
    header = [c.strip(" *`").lower() for c in lines[i].text.strip().strip("|").split("|")]
    for line in lines[i + 2 : end]:
        cells = [c.strip(" `") for c in line.text.strip().strip("|").split("|")]
        parts = tuple((h, c) for h, c in zip(header, cells, strict=False) if h and c)
        if parts:
            yield line.start, line.start + len(line.text), ("", names, False, False, parts, None)


def _dialogue(lines: list[Line], i: int, titled: bool = False) -> int:
    """Where the dialogue ends that begins at line ``i``; 0 if none does."""
    names: list[str] = []
    end = last = i
    while end < min(len(lines), i + LOOK_AHEAD):
        if lines[end].blank:
            end += 1
            if end - last > 2:
                break
            continue
        m = SPEAKER.match(lines[end].text)
        if m is None or (len(set(names)) > 1 and m[1].lower() not in names):
            break
        names.append(m[1].lower())
        end = last = end + 1
    pair = len(set(names)) == 2 and all(a != b for a, b in pairwise(names))
    if not pair:
        return 0
    known = bool(set(names[0].split()) & THEIRS) and bool(set(names[1].split()) & OURS)
    return last if len(names) >= 4 or known or (titled and len(names) == 3) else 0


def _sides(names: list[str]) -> tuple[set[str], set[str]]:
    """Who of the speakers is the model, and who is not."""
    speakers = dict.fromkeys(names)
    ours = {n for n in speakers if set(n.split()) & OURS and not set(n.split()) & ASKS}
    theirs = {n for n in speakers if set(n.split()) & THEIRS} - ours
    if len(speakers) == 2 and not ours:
        ours = set(speakers) - theirs if theirs else {names[1]}
    if len(ours) > 1:
        ours = {names[1]} & ours
    return ours, set(speakers) - ours


def _turns(lines: list[Line], i: int, end: int, names: frozenset[str]) -> Iterator[Found]:
    spoken = [(n, m) for n in range(i, end) if (m := SPEAKER.match(lines[n].text))]
    if not spoken:
        return
    ours, _ = _sides([m[1].lower() for _, m in spoken])
    for k, (n, m) in enumerate(spoken):
        if m[1].lower() not in ours:
            continue
        stop = spoken[k + 1][0] if k + 1 < len(spoken) else end
        text = "\n".join([m[2], *(x.text.strip() for x in lines[n + 1 : stop])]).strip()
        if q := QUOTED.match(text):
            text = q[1]
        text = HOLES.sub(HOLE, text)
        if text:
            yield lines[n].start, _end(lines, stop), (text, names | names_of(m[1]), True, True, (), _json(text))
