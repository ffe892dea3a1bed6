"""A first draft of a charter from a prompt in prose: what is understood becomes rules, the rest stays as it is."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from promptlint import regex
from promptlint.charter.fmt import STEP, fmt
from promptlint.charter.outline import Outline, Prose, Row, Ruled, Section
from promptlint.charter.phrasing import Said, conditions, key, name_of, phrase
from promptlint.deontic.ir import Directive
from promptlint.deontic.lower import lower
from promptlint.document import Unit
from promptlint.formats.charter import parse as read_charter
from promptlint.formats.prose import parse_prose
from promptlint.formats.roles import ROLE_LINE
from promptlint.record import NamedTuple, replace
from promptlint.source import Source
from promptlint.text.table import Table
from promptlint.view import View

ROUNDS = 10  # each takes back what the one before could not keep
WIDE = 110
ROLE = regex.compile(
    r"\W*(?:you are|you['’]re|you act|act as|i want you to act|your (?:role|job|task|name) is|as an?)\b", re.I
)
WORD = regex.compile(r"[A-Za-z][A-Za-z0-9]*")
OWN_FORMATS = frozenset(("jinja", "prompty", "dotprompt", "agent", "xml", "text"))
UNTITLED = {True: "Rules", False: "Notes"}


class Drafted(NamedTuple):
    """A draft.

    Args:
        text: the charter, laid out as `promptlint fmt` lays it out.
        directives: how many the prompt has.
        rules: how many rules stand in the draft.
        lost: the directives that the rendered draft does not have.
        loosened: those that it has, but not under the same conditions.
    """

    text: str
    directives: int
    rules: int
    lost: list[Directive]
    loosened: list[Directive]


def draft(unit: Unit, format: str, profile: str = "") -> Drafted:
    """The draft for one prompt.

    Args:
        unit: the prompt.
        format: name of the format that it was read from.
        profile: what kind of prompt it is, "" to leave that open.
    """
    return Drafter(unit, format, profile).run()


class Drafter:
    """One prompt on its way to a charter."""

    def __init__(self, unit: Unit, format: str, profile: str) -> None:
        self.unit, self.profile = unit, profile
        self.stem = unit.source.path.rsplit("/", 1)[-1]
        text = unit.prompt.view.text
        self.source = Source(unit.source.path, text)
        prompt = parse_prose(View.of(text), format=format if format in OWN_FORMATS else "markdown")
        self.prose = Unit(prompt, self.source, unit.table)
        self.said = verified(dict(self.candidates()), unit.table)

    def candidates(self) -> Iterator[tuple[int, list[Said]]]:
        """The sentences that could be rules, by their index."""
        for s in self.prose.sentences:
            rules = phrase(s, [d for d in lower(s) if not d.stated])
            if rules:
                yield s.index, rules

    def run(self) -> Drafted:
        """The draft, after as many rounds as it takes to keep every directive."""
        outline = Outline(self.prose, self.source)
        said = self.said
        for _ in range(ROUNDS):
            sections = outline.sections(said)
            text = fmt(Source("draft.charter", self.write(sections)))
            lost, loosened = compare(self.unit.directives, directives(text, self.unit.table))
            back = self.taken_back(outline, said, [*lost, *loosened])
            if not back:
                break
            said = {i: rules for i, rules in said.items() if i not in back}
        count = sum(isinstance(i, Ruled) for s in sections for i in s.items)
        return Drafted(text, len(self.unit.directives), count, lost, loosened)

    def taken_back(self, outline: Outline, said: Mapping[int, list[Said]], lost: Iterable[Directive]) -> set[int]:
        """The sentences that stay prose because a directive in them, or in prose near them, was not kept.

        Prose is read otherwise when what stands beside it changes, so the rules next to it are taken back, and in the
        next round those next to these.
        """
        keys = {key(d) for d in lost}
        block = {s.index: leaf.sentences for leaf in outline.leaves.values() for s in leaf.sentences}
        back: set[int] = set()
        for s in self.prose.sentences:
            if not any(key(d) in keys for d in lower(s) if not d.stated):
                continue
            own = {x.index for x in block.get(s.index, [s]) if x.index in said}
            before = max((i for i in said if i < s.index), default=-1)
            after = min((i for i in said if i > s.index), default=-1)
            back |= {s.index} if s.index in own else own or {before, after} - {-1}
        return back

    def write(self, sections: list[Section]) -> str:
        """The text of a charter."""
        out = [*self.front(), f"# A first draft, imported from {self.stem}."]
        names = Names()
        first = next((i for i, s in enumerate(sections) if s.ruled), len(sections))
        closed = {s.line for s in sections[:first]}
        opening = [row for s in sections[:first] for row in top(s, s.ends < 0 or s.ends in closed)]
        if first < len(sections) and not sections[first].title:
            rows, sections[first].items = split_opening(sections[first].items)
            opening += rows
        out += prologue(opening)
        empty: list[Section] = []
        for section in sections[first:]:
            while empty and empty[-1].level >= section.level:
                empty.pop()
            if not section.items:
                empty.append(section)
                continue
            titles = [clean(s.title) for s in (*empty, section)]
            out += self.principle(section, ": ".join(t for t in titles if t) or UNTITLED[section.ruled], names)
        return "\n".join(out) + "\n"

    def front(self) -> Iterator[str]:
        """The front matter: what the prompt declares, and the guess of what kind it is as a comment."""
        meta = self.unit.meta
        declared = meta.get("name")
        name = declared if isinstance(declared, str) else self.unit.prompt.name or self.stem.split(".", 1)[0]
        plain = WORD.fullmatch(name.replace("-", "").replace("_", "").replace(".", ""))
        yield "---"
        yield f"name: {name if plain else json.dumps(name, ensure_ascii=False)}"
        if isinstance(meta.get("profile"), str):
            yield f"profile: {json.dumps(meta['profile'])}"
        elif self.profile:
            yield f"# profile: {self.profile}  (a guess; without the # it is declared)"
        if isinstance(meta.get("model"), str):
            yield f"model: {json.dumps(meta['model'], ensure_ascii=False)}"
        tools = meta.get("tools")
        if isinstance(tools, list) and tools and all(isinstance(t, str) for t in tools):
            yield f"tools: {json.dumps(tools, ensure_ascii=False)}"
        yield "---"

    def principle(self, section: Section, title: str, names: Names) -> Iterator[str]:
        """The lines of one principle."""
        name = names.new(title, "section")
        yield ""
        yield f'principle {name} "{title}":'
        before: Prose | Ruled | None = None
        around: tuple[str, ...] = ()
        for item in section.items:
            if isinstance(item, Ruled):
                kept = shared(around, item.around)
                for depth, condition in enumerate(item.around[kept:], kept + 1):
                    yield f"{STEP * depth}when {condition}:"
                around = item.around
                yield from self.rule(item, names)
            else:
                around = ()
                if isinstance(before, Prose):
                    yield "  |"
                yield from (f"  | {demoted(row)}".rstrip() for row in item.rows)
            before = item

    def rule(self, item: Ruled, names: Names) -> Iterator[str]:
        """The lines of one rule."""
        said, margin = item.said, STEP * (1 + len(item.around))
        head = f"{margin}[{names.new(name_of(said.action), 'rule')}] {said.keyword} {said.action}"
        line = self.unit.source.position(self.unit.prompt.view.offset(self.source.line_starts[item.line - 1])).line
        origin = f"  # {self.stem}:{line}"
        whole = " ".join((head, *said.clauses))
        if len(whole) <= WIDE:
            yield whole + origin
            return
        yield head + origin
        yield from (f"{margin}{STEP}{clause}" for clause in said.clauses)


def shared(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """How many items two tuples begin with in common."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((i for i, (x, y) in pairs if x != y), min(len(a), len(b)))


class Names:
    """Names that are given once each."""

    def __init__(self) -> None:
        self.given: set[str] = set()

    def new(self, text: str, otherwise: str) -> str:
        """A name made of the words of ``text``, or of ``otherwise`` where it has none."""
        base = "-".join(WORD.findall(text.lower())[:5]) or otherwise
        name, n = base, 1
        while name in self.given:
            n += 1
            name = f"{base}-{n}"
        self.given.add(name)
        return name


def clean(title: str) -> str:
    """A heading as a title in quotes."""
    return " ".join(title.replace("**", "").replace('"', "”").split()).strip(" #:_*")


def demoted(row: Row) -> str:
    """A line of a principle: a heading in it ranks below the principle's own."""
    return "#" * max(0, 3 - row.level) + row.text if row.level and row.text.startswith("#") else row.text


def top(section: Section, whole: bool) -> Iterator[Row]:
    """The lines of a section without rules, as they stand.

    Args:
        whole: it has no tag, or its closing tag stands at the top too.
    """
    yield from [Row(""), *section.rows] if section.rows and whole else []
    for item in section.items:
        yield Row("")
        if isinstance(item, Prose):
            yield from item.rows


def split_opening(items: list[Prose | Ruled]) -> tuple[list[Row], list[Prose | Ruled]]:
    """The prose before the first rule, and the rest; the label of a rule goes with it."""
    first = next((i for i, item in enumerate(items) if isinstance(item, Ruled) or item.label), len(items))
    rows = [row for item in items[:first] if isinstance(item, Prose) for row in (Row(""), *item.rows)]
    return rows, items[first:]


def prologue(rows: list[Row]) -> Iterator[str]:
    """What stands before the first principle: who the model is, and other prose."""
    texts = [row.text for row in rows]
    while texts and not texts[0].strip():
        texts.pop(0)
    if texts and (m := ROLE_LINE.fullmatch(texts[0].strip())) and m[1].lower() == "system":
        texts.pop(0)  # a charter is the system's message
    while texts and not texts[0].strip():
        texts.pop(0)
    if not texts:
        return
    yield ""
    if ROLE.match(texts[0]):
        end = next((i for i, text in enumerate(texts) if not text.strip()), len(texts))
        yield "role:"
        yield from (f"  | {text}" for text in texts[:end])
        texts = texts[end:]
    yield from (f"| {text}".rstrip() for text in texts)


def verified(candidates: dict[int, list[Said]], table: Table) -> dict[int, list[Said]]:
    """The sentences whose rules, rendered and read again, are the same directives."""
    lines, placed = ["principle p:"], []
    for index, rules in candidates.items():
        for said in rules:
            lines += [f"  when {said.around}:", f"    {said.line}"] if said.around else [f"  {said.line}"]
            placed.append((len(lines), index, said))
    source = Source("draft.charter", "\n".join(lines))
    parsed = read_charter(source)
    found: dict[int, list[Directive]] = {}
    for d in Unit(parsed.prompts[0], source, table).directives:
        found.setdefault(source.position(d.span.start).line, []).append(d)
    wrong = {
        index
        for line, index, said in placed
        if [(key(d), conditions(d)) for d in found.get(line, [])] != [(key(said.directive), own(said.directive))]
    }
    return {index: rules for index, rules in candidates.items() if index not in wrong}


def own(d: Directive) -> tuple[tuple[str, ...], ...]:
    """The conditions of a directive that stand in its sentence; those of headings and lead-ins stay where they are."""
    return conditions(
        replace(
            d,
            conditions=tuple(c for c in d.conditions if c.last > c.first),
            exemptions=tuple(c for c in d.exemptions if c.last > c.first),
        )
    )


def directives(text: str, table: Table) -> list[Directive]:
    """What a model is told by a charter."""
    source = Source("draft.charter", text)
    parsed = read_charter(source)
    return Unit(parsed.prompts[0], source, table).directives


def compare(before: Iterable[Directive], after: Iterable[Directive]) -> tuple[list[Directive], list[Directive]]:
    """The directives of ``before`` that ``after`` does not have, and those it has under other conditions."""
    told = [(key(d), conditions(d)) for d in after]
    there, exact = Counter(k for k, _ in told), Counter(told)
    lost, loosened = [], []
    for d in before:
        if not there[key(d)]:
            lost.append(d)
            continue
        there[key(d)] -= 1
        if exact[key(d), conditions(d)]:
            exact[key(d), conditions(d)] -= 1
        else:
            loosened.append(d)
    return lost, loosened
