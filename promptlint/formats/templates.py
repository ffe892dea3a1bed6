"""What template engines fill in: statements, placeholders and the names that a template binds."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterator, Sequence

from promptlint import regex
from promptlint.block import CODE, COMMENT, DATA, HIDDEN, LABEL, Block, Placeholder
from promptlint.formats import lexer
from promptlint.formats.lexer import Mark
from promptlint.formats.tagged import FORMATTING, VOID
from promptlint.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.formats.stretches import Region

OPENERS = frozenset(
    "if for unless each with block macro filter raw autoescape call section comment switch case".split()
)
MIDDLE = frozenset("else elif elseif elsif when".split())
HELPERS = frozenset("if unless each with".split())

HOLE = regex.compile(
    r"\{\{\{?[~-]?(?P<mustache>[^{}]{0,300}?)[~-]?\}\}\}?"
    r"|\$\{(?P<dollar>[^{}\r\n]{1,200})\}"
    r"|(?<![\\\w^}])\{(?P<brace>[A-Za-z_][\w.]*+(?:\[[^\[\]{}\r\n]{1,40}\])?(?:![rsa])?(?::[^{}\r\n\"']{0,20})?)\}(?!\})"
    r"|(?<![\w<])<(?P<angle>[A-Za-z][^<>\r\n{}]{0,60})>"
    r"|\[(?P<caps>[A-Z][A-Z0-9 _/'-]{1,50})\](?![(:\[])"
    r"|(?<![\w$\\])\$(?P<var>[A-Za-z_]\w*+)"
)
SECTION_END = regex.compile(r"\[(?:END |/)([^\[\]\r\n]{1,50})\]")
HOLE_SIGN = regex.compile(r"[{$<\[]")
PATH = regex.compile(r"[$@.]?[A-Za-z_][\w-]*+(?:\.\w[\w-]*+|\[(?:\d{1,9}|[\"'][^\"'\]]{1,60}[\"'])\])*+")
LITERAL = regex.compile(r"[\"'].*[\"']|-?\d[\d.]*|true|false|none|null", re.I | re.S)
NAME = regex.compile(r"(?<![\w.\"'])[A-Za-z_]\w*+")
QUOTED = regex.compile(r"\"[^\"]*\"|'[^']*'")
HANDLEBARS = regex.compile(r"\{\{(?:[#/^{>$]|else\b|role\b)")
STRING_TEMPLATE = regex.compile(r"\$(?<![\w$\\`{]\$)([a-z_]{3,30})\b(?![(.=])")
NAMED_TAG = regex.compile(r"\W{0,2}\s*(?:tags?|element|block)\b")
KEYWORDS = frozenset(
    "if else elif and or not in is defined none true false for as import from with without context".split()
)
IN_CODE = regex.compile(r"\{%[-+]?\s*(\w+)\s*([^%{}]{0,300})[-+]?%\}")
NO_HOLES = frozenset(
    """
    INST IMPORTANT NOTE WARNING CRITICAL TODO DONE END START BEGIN EOF OK YES NO TIP CAUTION OPTIONAL REQUIRED INFO
    """.split()
)
HTML = frozenset(
    """
    article aside body button canvas caption details dialog div dl dt dd fieldset figure footer form h1 h2 h3 h4 h5 h6
    head header html iframe label li main nav ol option script section select style summary svg table tbody td textarea
    tfoot th thead title tr ul video audio template slot pre blockquote string int number bool boolean void
    """.split()
)
WORDS = regex.compile(r"[A-Za-z][\w'’.,/|-]*(?: [\w'’.,/|()-]+)*")


def settle_statements(marks: list[Mark]) -> None:
    """Normalise keywords, pair statements, and decide which of them cut the text into blocks.

    A group (``if … else … endif``) is part of a sentence unless it begins at the start and ends at the end of a line.
    """
    groups: list[list[Mark]] = []
    for mark in marks:
        if mark.kind in (lexer.COMMENT, lexer.HIDDEN):
            mark.block = mark.at_start and mark.at_end
        elif mark.kind == lexer.FENCE:
            mark.block = True
        elif mark.kind == lexer.STATEMENT:
            _normalise(mark)
            mark.block = mark.at_start and mark.at_end
            if mark.name in OPENERS or (mark.name == "set" and "=" not in mark.argument):
                groups.append([mark])
            elif groups and mark.name in MIDDLE:
                groups[-1].append(mark)
            elif groups and (mark.name.startswith(("end", "/"))):
                _settle_group([*groups.pop(), mark])


def _normalise(mark: Mark) -> None:
    name = mark.name
    if name.startswith("^"):
        mark.name, mark.argument = ("unless", name[1:]) if len(name) > 1 else ("else", "")
    elif name.startswith("#"):
        known = name[1:] in HELPERS
        mark.name, mark.argument = (name[1:], mark.argument) if known else ("section", name[1:] + " " + mark.argument)
    elif name.startswith("/") and name[1:] not in HELPERS:
        mark.name, mark.argument = "/section", name[1:]
    elif name.startswith(">"):
        mark.name, mark.argument = "include", (name[1:] + " " + mark.argument).strip()
    elif name == "else" and mark.argument.startswith("if "):
        mark.name, mark.argument = "elif", mark.argument[3:]
    mark.argument = mark.argument.strip()


def _settle_group(group: list[Mark]) -> None:
    first, last = group[0], group[-1]
    block = first.at_start and last.at_end and all(m.at_start or m.at_end for m in group[1:-1])
    for mark in group:
        mark.block = block
        if mark is not first:
            mark.partner = first


def bound_names(text: str, marks: list[Mark]) -> tuple[set[str], set[str]]:
    """Names that the template binds, and names that its statements read.

    Args:
        text: the prompt.
        marks: from the lexer.
    """
    bound: set[str] = set()
    used: set[str] = set()
    statements = [(m.name, m.argument) for m in marks if m.kind == lexer.STATEMENT]
    code = "\n".join(text[m.inner[0] : m.inner[1]] for m in marks if m.kind == lexer.FENCE)
    if "{%" in code:  # statements in fences are no marks
        statements += [(m[1], m[2]) for m in IN_CODE.finditer(code)]
    for keyword, argument in statements:
        _bind(keyword, QUOTED.sub("", argument), bound, used)
    return bound, used - KEYWORDS


def _bind(keyword: str, argument: str, bound: set[str], used: set[str]) -> None:
    if keyword == "for":
        targets, _, rest = argument.partition(" in ")
        bound.update(NAME.findall(targets), ("loop",))
        used.update(NAME.findall(rest))
    elif keyword in ("set", "with"):
        targets, _, rest = argument.partition("=")
        bound.update(NAME.findall(targets)) if keyword == "set" else used.update(NAME.findall(argument))
        used.update(NAME.findall(rest))
    elif keyword in ("macro", "call", "import", "from"):
        bound.update(NAME.findall(argument))
    elif keyword in ("each", "section"):
        path, _, names = argument.partition("|")
        bound.update(NAME.findall(names), ("this",))
        used.update(NAME.findall(path.replace(" as ", " ")))
    elif keyword in ("if", "elif", "unless", "include", "elseif", "elsif"):
        used.update(NAME.findall(argument))


class Holes:
    """Finds the placeholders of one prompt.

    Args:
        view: the prompt.
        marks: paired.
        leaves: ``(start, end, block)`` of the text, from the builder.
        root: takes placeholders that no leaf holds.
        format: name of the format.
        code: ranges of inline code.
        regions: parts of the text of which is known, or can be kept, what is found in them; in order.
    """

    def __init__(
        self,
        view: View,
        marks: list[Mark],
        leaves: list[tuple[int, int, Block]],
        root: Block,
        format: str,
        code: list[tuple[int, int]],
        regions: Sequence[Region] = (),
    ) -> None:
        self.view, self.text, self.root = view, view.text, root
        self.leaves = sorted(leaves, key=lambda leaf: leaf[0])
        self.starts = [leaf[0] for leaf in self.leaves]
        self.code = code
        self.code_starts = [c[0] for c in code]
        self.skip = [m for m in marks if m.kind in (lexer.HIDDEN, lexer.STATEMENT)]
        self.skip_starts = [m.start for m in self.skip]
        self.tags = {m.start: m for m in marks if m.kind in (lexer.OPEN, lexer.EMPTY)}
        self.tag_names = {m.name for m in marks if m.kind == lexer.CLOSE or (m.partner and m.kind == lexer.OPEN)}
        self.raw_end = 0  # end of the open {% raw %}; -1 when none is closed any more
        # What a pattern cannot do without is looked for first: most texts lack it.
        self.sections = set(SECTION_END.findall(self.text)) if "[END " in self.text or "[/" in self.text else set()
        self.dialect = self._braces(format)
        self.dollars = "${" in self.text or self._string_template()
        # What follows a raw statement depends on it, however far away.
        self.regions = () if any(m.name == "raw" for m in self.skip) else regions

    def _braces(self, format: str) -> str:
        if format in ("dotprompt", "handlebars"):
            return "handlebars"
        if "{%" in self.text or format in ("jinja", "prompty"):
            return "jinja"
        return "handlebars" if "{{" in self.text and HANDLEBARS.search(self.text) else "jinja"

    def _string_template(self) -> bool:
        names = STRING_TEMPLATE.findall(self.text[:200_000]) if "$" in self.text else []
        return "$ARGUMENTS" in self.text or len(names) >= 2

    def find(self) -> Iterator[Placeholder]:
        """All placeholders in order of the text."""
        at, whole = 0, (self.dialect, self.dollars, self.sections, self.tag_names)
        for region in self.regions:
            at = yield from self._begun(at, region.start)
            code = self._code_in(region.start, region.end)
            if at > region.start or code is None:
                continue
            about = (*whole, code, self.text[region.end : region.end + region.ahead])
            if (known := region.holes(about, self.root)) is not None:
                yield from known
                at = region.end
                continue
            found: list[Placeholder] = []
            at = self._collect(region, found)
            if at <= region.end:
                region.keep(about, found, self.root)
            yield from found
        yield from self._begun(at, len(self.text))

    def _collect(self, region: Region, found: list[Placeholder]) -> int:
        scan = self._begun(region.start, region.end)
        while True:
            try:
                found.append(next(scan))
            except StopIteration as stop:
                end: int = stop.value
                return end

    def _code_in(self, start: int, end: int) -> tuple[tuple[int, int], ...] | None:
        """The inline code between two offsets; None where some of it lies outside."""
        first, last = bisect_left(self.code_starts, start), bisect_left(self.code_starts, end)
        if (first and self.code[first - 1][1] > start) or (first < last and self.code[last - 1][1] > end):
            return None
        return tuple((a - start, b - start) for a, b in self.code[first:last])

    def _begun(self, at: int, stop: int) -> Generator[Placeholder, None, int]:
        """The placeholders that begin between two offsets; returns where the last thing that looks like one ends."""
        while sign := HOLE_SIGN.search(self.text, at, stop):
            at = sign.end()
            m = HOLE.match(self.text, sign.start())
            if m is None:
                continue
            at = m.end()
            i = bisect_right(self.skip_starts, m.start()) - 1
            if i >= 0:
                mark = self.skip[i]
                if m.start() < mark.end:
                    continue
                if mark.name == "raw" and -1 < self.raw_end < mark.end:
                    self.raw_end = self.text.find("endraw", mark.end)
            if m.start() < self.raw_end:
                continue
            hole = self._hole(m)
            if hole is not None:
                yield hole
        return at

    def _hole(self, m: re.Match[str]) -> Placeholder | None:
        group = m.lastgroup or ""
        body = m[group].strip()
        block = self._leaf(m.start(), m.end())
        if group == "mustache":
            return self._mustache(m, body, block)
        if group == "dollar":
            kind = "variable" if PATH.fullmatch(body) else "expression"
            return Placeholder(body, self._span(m), "dollar", block, kind)
        if group == "brace":
            name = body.partition("!")[0].partition(":")[0]
            return Placeholder(name, self._span(m), "fstring", block)
        if group == "var":
            shown = self.dollars and not (block.kind == CODE and block.attrs.get("info"))
            return Placeholder(body, self._span(m), "dollar", block) if shown else None
        if group == "angle":
            return Placeholder(body, self._span(m), "angle", block) if self._is_angle(m, body, block) else None
        if block.kind == LABEL or body.strip() in NO_HOLES or body.startswith(("END ", "/", "BEGIN ", "START ")):
            return None
        if body in self.sections or block.kind in (COMMENT, HIDDEN):
            return None
        return Placeholder(body, self._span(m), "caps", block)

    def _span(self, m: re.Match[str]):  # type: ignore[no-untyped-def]
        return self.view.span(m.start(), m.end())

    def _mustache(self, m: re.Match[str], body: str, block: Block) -> Placeholder | None:
        if not body or body[0] in "!#/^>" or body == "else" or LITERAL.fullmatch(body):
            return None
        name = body.lstrip("&").strip()
        if self.dialect == "jinja":
            name = name.split("|", 1)[0].strip()
        path = PATH.fullmatch(name)
        if path is None and not any(c.isalnum() for c in name):
            return None
        if (
            path is None
            and (":" in name or '"' in name)
            and self.dialect != "handlebars"
            and "(" not in name
            and "?" not in name
        ):
            return None  # a dictionary of some language with its braces doubled
        kind = "variable" if path else "expression"
        return Placeholder(name.lstrip("$@.") if path else name, self._span(m), self.dialect, block, kind)

    def _is_angle(self, m: re.Match[str], body: str, block: Block) -> bool:
        mark = self.tags.get(m.start())
        name = body.split()[0]
        if not WORDS.fullmatch(body) or (block.kind in (COMMENT, HIDDEN, DATA) and " " not in body):
            return False
        if name in self.tag_names or name.lower() in FORMATTING | VOID | HTML or (mark is not None and mark.partner):
            return False
        if mark is not None and (
            mark.argument or mark.kind == lexer.EMPTY or (mark.at_start and mark.at_end and " " not in body)
        ):
            return False
        i = bisect_right(self.code_starts, m.start()) - 1
        if i >= 0 and m.end() <= self.code[i][1]:
            code = self.text[self.code[i][0] : self.code[i][1]].strip("`")
            return code != m[0] and f"</{name}" not in code
        after = self.text[m.end() : m.end() + 8].lower()
        return not NAMED_TAG.match(after)

    def _leaf(self, start: int, end: int) -> Block:
        """The innermost leaf around a range."""
        i = bisect_right(self.starts, start) - 1
        for j in range(i, max(-1, i - 6), -1):
            if self.leaves[j][1] >= end:
                return self.leaves[j][2]
        return self.root
