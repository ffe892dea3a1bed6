"""The block tree: what a prompt is made of, whichever format carried it."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.record import field, record
from promptlint.span import Span
from promptlint.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Kinds of blocks. Prose kinds hold sentences in `view`; container kinds hold children.
PARAGRAPH = "paragraph"
HEADING = "heading"  # attrs: level (1-6), id, and any {key=value} attributes
LABEL = "label"  # "Never:" or "Rules" on a line of its own: governs the siblings after it
LIST = "list"  # attrs: ordered (bool); children: items
ITEM = "item"  # children: paragraphs, lists, code …; attrs: number (int | None)
QUOTE = "quote"  # a Markdown block quote; children
TAG = "tag"  # <name …> … </name>; attrs: name, closed (bool), open (Span), close (Span | None), attributes (str)
CODE = "code"  # a fence or indented code; attrs: info, fence, closed (bool)
TABLE = "table"
COMMENT = "comment"  # an HTML comment, which the model receives
HIDDEN = "hidden"  # a comment that the template removes: {# … #}, YAML or Python comments
TEMPLATE = "template"  # a template statement: {% if … %}; attrs: keyword, argument
EXAMPLE = "example"  # few-shot example or dialogue; attrs: bad (bool); children
TURN = "turn"  # one turn of a dialogue in an example; attrs: speaker
ROLE = "role"  # messages of one role; attrs: role ("system" | "user" | "assistant" | "tool"); children
FIELD = "field"  # a named part of a prompt that the carrier puts together (a task's expected_output); attrs: name
DATA = "data"  # JSON, schemas, tool definitions, sample data, rulers: no prose

PROSE = frozenset({PARAGRAPH, HEADING, LABEL})
# What stands below these is never taken for directives.
MENTIONED = frozenset({CODE, TABLE, COMMENT, HIDDEN, EXAMPLE, TURN, DATA, TEMPLATE})


@record(slots=True, eq=False)
class Block:
    """One node of the tree.

    Args:
        kind: one of the constants above.
        span: the whole block in the file.
        view: its own text for leaves (without list markers, ``#`` and fences), else None.
        children: blocks inside it, in order.
        attrs: facts that belong to the kind, see above.
    """

    kind: str
    span: Span
    view: View | None = None
    children: list[Block] = field(default_factory=list)
    attrs: dict[str, Any] = field(default_factory=dict)

    def walk(self) -> Iterator[Block]:
        """This block and all below it, in order of the text."""
        stack = [self]
        while stack:
            block = stack.pop()
            yield block
            stack.extend(reversed(block.children))


@record(slots=True, eq=False)
class Placeholder:
    """A variable that a template fills in: ``{{name}}``, ``{name}``, ``${name}``, ``<NAME>``, ``[NAME]``.

    Args:
        name: as written, without delimiters, filters and white space.
        span: with its delimiters.
        dialect: "jinja", "handlebars", "fstring", "dollar", "angle" or "caps".
        block: the leaf that holds it.
        kind: "variable" or "expression" (dotted paths are variables; calls and helpers are expressions).
    """

    name: str
    span: Span
    dialect: str
    block: Block
    kind: str = "variable"


@record(slots=True, eq=False)
class Prompt:
    """One prompt as a model call receives it: the unit of analysis.

    Args:
        name: the slot ("" for a whole file; "agents.researcher.goal", "SYSTEM_PROMPT", "messages").
        span: where it stands in the file.
        root: the block tree; ROLE blocks are its children where the format has roles.
        view: the whole prompt's text.
        role: the role of text outside ROLE blocks ("system" or "user").
        stack: prompts of one file with the same stack name act together in one system (a crew);
            "" means that the prompt stands alone.
        meta: facts from front matter or the carrier: "name", "description", "model", "tools" (list of names),
            "inputs" (list of declared variables), "profile", "risk", "limits" (dict such as {"max_iter": 8}),
            "front_matter" (the mapping as loaded) where the format has them.
        placeholders: variables in order of the text.
        template_names: names that the template itself binds (loop variables, {% set %}).
    """

    name: str
    span: Span
    root: Block
    view: View
    role: str = "system"
    stack: str = ""
    meta: dict[str, Any] = field(default_factory=dict)
    placeholders: list[Placeholder] = field(default_factory=list)
    template_names: set[str] = field(default_factory=set)
