"""A file to its statements. Never raises on input: a line that cannot be read is a mistake and stays as prose."""

from __future__ import annotations

from promptlint import regex
from promptlint.charter import statement
from promptlint.charter.ast import Charter, Clauses, Mistake, Node, Text
from promptlint.charter.build import Builder
from promptlint.charter.layout import Line, lines
from promptlint.charter.words import CLAUSES, FORMS, HEADS, MODALITIES, PROSE_BLOCKS, STATEMENT_BLOCKS, TURNS, close
from promptlint.formats.front_matter import split
from promptlint.record import record
from promptlint.source import Source
from promptlint.span import Span

TURN = regex.compile(r"([A-Za-z_][\w.-]*)[ \t]*:[ \t]*")
HEAD = regex.compile(r"(?:\[[^\]]*\]\s*)?([^\s:]*)")
# "if the user is a minor then never …"
BEHIND = regex.compile(rf"(?s)(.+?),?(?: then)? ({'|'.join(sorted(MODALITIES, key=len, reverse=True))}) (.+)")
TAKES = {"principle": "statements", "when": "statements", "role": "prose", "example": "turns", "rule": "clauses"}
DEEPEST = 40


@record(slots=True, eq=False)
class Frame:
    """An open block: how far its own line is indented, its node, what may stand in it, and how far that is indented."""

    indent: int
    node: Node | None
    takes: str
    inner: int = -1


def parse(source: Source) -> Charter:
    """The statements of a file."""
    front = split(source.text)
    reader = Reader(source.text, Charter(meta=front.meta, body=front.body))
    for notice in front.notices:
        reader.charter.mistakes.append(Mistake(notice.message, notice.span or Span(0, 0)))
    for line in lines(source.text, front.body, source.line_starts):
        if not line.bare:
            reader.line(line)
    reader.charter.mistakes.sort(key=lambda m: m.span)
    return reader.charter


class Reader:
    """Lines on their way to a tree."""

    def __init__(self, text: str, charter: Charter) -> None:
        self.text, self.charter = text, charter
        self.frames = [Frame(-1, None, "statements")]
        self.inputs: set[str] = set()

    def line(self, line: Line) -> None:
        """Read one line and put its node where its indentation says."""
        while len(self.frames) > 1 and line.indent <= self.frames[-1].indent:
            self.frames.pop()
        frame = self.frames[-1]
        text = self.text[line.start : line.end]
        if text.startswith("|"):
            self.prose(line, text[1:])
            return
        if frame.takes == "prose":
            self.add(frame, line, self.words(line, "prose"))
        elif frame.takes in ("turns", "turn"):
            self.turn(frame, line, text)
        else:
            self.indentation(frame, line)
            self.statement(line, text)

    def indentation(self, frame: Frame, line: Line) -> None:
        """Report a line that stands between two depths."""
        if frame.inner < 0:
            frame.inner = line.indent if frame.node else 0
            if line.indent != frame.inner:
                self.wrong("the first statement is indented", line, "begin at the left margin")
        elif line.indent != frame.inner:
            columns = f"{frame.inner} spaces" if frame.inner else "no space"
            self.wrong(
                f"indented by {line.indent}, the lines around it by {frame.inner}", line, f"begin with {columns}"
            )

    def prose(self, line: Line, rest: str) -> None:
        """A line behind a bar; one space behind it is the bar's, further ones are indentation of the prose."""
        white = rest.startswith(" ")
        start = line.start + 1 + white
        text = rest[white:].rstrip()
        node = Node("prose", Span(line.start, line.end), words=Text(text, Span(start, start + len(text))))
        while len(self.frames) > 1 and self.frames[-1].takes in ("turn", "clauses", "nothing"):
            self.frames.pop()
        self.add(self.frames[-1], line, node)

    def words(self, line: Line, kind: str) -> Node:
        """A line that is text as it stands, comment and all."""
        end = line.stop if kind == "prose" else line.end
        span = Span(line.start, end)
        return Node(kind, span, words=Text(self.text[line.start : end], span))

    def turn(self, frame: Frame, line: Line, text: str) -> None:
        """A line of an example."""
        m = TURN.match(text)
        speaker = self.speaker(m[1]) if m else ""
        if frame.takes == "turn" or m is None or not speaker:
            if frame.takes == "turns":
                meant = close(m[1], TURNS) if m else ""
                hint = f"did you mean '{meant}'?" if meant else "begin with user:, good: or bad:"
                self.wrong("a line of an example that nobody says", line, hint)
                self.add(frame, line, self.words(line, "broken"), "turn")
            else:
                self.add(frame, line, self.words(line, "prose"))
            return
        start = line.start + m.end()
        while start < line.stop and self.text[start].isspace():  # what looks like a comment is said
            start += 1
        span = Span(line.start, line.stop)
        node = Node("turn", span, name=Text(speaker, Span(line.start, line.start + len(m[1]))))
        node.words = Text(self.text[start : line.stop], Span(start, line.stop))
        self.add(frame, line, node, "turn")

    def speaker(self, word: str) -> str:
        """Who speaks in an example, or which of the inputs declared so far is filled; "" for any other word."""
        return word.lower() if word.lower() in TURNS else word if word in self.inputs else ""

    def statement(self, line: Line, text: str) -> None:
        """A line that the grammar reads."""
        frame = self.frames[-1]
        tree = statement.parse(text, line.start)
        if isinstance(tree, Mistake):
            self.charter.mistakes.append(tree)
            self.add(self.leave(frame), line, self.words(line, "broken"), self.guess(text))
            return
        node = Builder(text, line.start).node(tree)
        if node.kind == "input" and node.name:
            self.inputs.add(node.name.text)
        if frame.takes == "clauses":
            frame, settled = self.below_rule(frame, line, node)
            if settled:
                return
        if frame.takes == "nothing":
            kind = frame.node.kind if frame.node else ""
            self.wrong(f"nothing can stand below '{kind}'", line, "take back the indentation")
            frame = self.leave(frame)
        if node.kind == "clause":
            node = self.loose(line, node)
        prose = node.modality == "refuse" and text.endswith(":")
        self.add(frame, line, node, "prose" if prose else TAKES.get(node.kind, "nothing"))

    def below_rule(self, frame: Frame, line: Line, node: Node) -> tuple[Frame, bool]:
        """A statement below a rule: its clause, or one that should not stand there."""
        rule = frame.node
        assert rule is not None
        if node.kind == "when" and node.condition is not None:
            self.wrong("a clause below a rule ends without ':'", line, "take out the ':'")
            node = Node("clause", node.span, clauses=Clauses(when=[node.condition]))
        if node.kind == "clause":
            rule.clauses.take(node.clauses)
            node.line, node.depth = line.number, rule.depth + 1
            rule.children.append(node)
            return frame, True
        hint = f"take back the indentation, or begin with {', '.join(CLAUSES[:-1])} or because"
        self.wrong("only a clause can stand below a rule", line, hint)
        return self.leave(frame), False

    def loose(self, line: Line, node: Node) -> Node:
        """A clause without a rule: a block without its colon, or a mistake."""
        clauses = node.clauses
        if len(clauses.when) == 1 and not (clauses.unless or clauses.overrides or clauses.instead or clauses.because):
            m = BEHIND.match(clauses.when[0].text.text)
            if m is not None:
                self.wrong("the condition of a rule stands behind it", line, f"write {m[2]} {m[3]} when {m[1]}")
                return self.words(line, "broken")
            self.wrong("a block of rules ends with ':', a clause stands below a rule", line, f"write {FORMS['when']}")
            return Node("when", node.span, condition=clauses.when[0])
        self.wrong("a clause without a rule above it", line, "indent it below its rule")
        return self.words(line, "broken")

    def leave(self, frame: Frame) -> Frame:
        """The innermost block that takes statements."""
        while frame.takes != "statements":
            self.frames.pop()
            frame = self.frames[-1]
        return frame

    def guess(self, text: str) -> str:
        """What the lines below a broken line are likely to be."""
        m = HEAD.match(text)
        word = close(m[1], HEADS) if m else ""
        if word in STATEMENT_BLOCKS or not word:
            return "statements"
        return "prose" if word in PROSE_BLOCKS else "turns" if word == "example" else "statements"

    def add(self, frame: Frame, line: Line, node: Node, takes: str = "nothing") -> None:
        """Put a node into a block, and open its own."""
        node.line = line.number
        node.depth = frame.node.depth + 1 if frame.node else 0
        (frame.node.children if frame.node else self.charter.nodes).append(node)
        if node.kind != "prose" and node.depth < DEEPEST:
            self.frames.append(Frame(line.indent, node, takes))

    def wrong(self, message: str, line: Line, help: str) -> None:
        """Report a line."""
        self.charter.mistakes.append(Mistake(message, Span(line.start, line.end), help))
