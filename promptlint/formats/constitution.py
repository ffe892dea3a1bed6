"""Constitutions in YAML or JSON: principles with what names, ranks and compares them. They hold together: one prompt."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint import regex
from promptlint.block import Prompt
from promptlint.formats.carrier import Part, compose
from promptlint.formats.declared import declared
from promptlint.formats.nodes import Node
from promptlint.record import field, record
from promptlint.span import Span

FILE = regex.compile(r"(?i)constitui?tion[^/]*$")
LISTS = ("principles", "constitution", "articles")
LOOSE = ("rules", "guidelines", "values", "policies")  # a list of principles in a file that is called a constitution
TEXTS = ("text", "principle", "description", "statement", "rule", "content", "body", "value")
IDS = ("id", "key", "number", "ref", "code")
TITLES = ("title", "name", "label")
RANKS = ("priority", "rank")
ORDERS = (
    "precedence",
    "order_of_precedence",
    "precedence_order",
    "priority_order",
    "priorities",
    "ranking",
    "hierarchy",
    "order",
)
BELOW = ("overrides", "supersedes", "outranks", "takes_precedence_over", "precedes")
ABOVE = ("yields_to", "subordinate_to", "overridden_by", "superseded_by")
CRITICS = ("critic", "critique", "critique_request")
PAIRS = frozenset({"critic", "critique", "revision", "critique_request", "revision_request", "prompt", "role"})
DIGITS = regex.compile(r"\d+")


@record(frozen=True, slots=True)
class Name:
    """A name in the file."""

    text: str
    span: Span


@record(slots=True)
class Article:
    """One principle.

    Args:
        number: its place in the list, from 1.
        id: its identifier, None if it has none.
        titles: what else it is called.
        rank: its number of priority, 1 for the first; None if it has none.
        rank_span: where that stands.
        over, under: the principles that it goes before, and those that go before it.
        asked: the critique that is asked for, in a list of critiques and revisions.
    """

    number: int
    id: Name | None = None
    titles: list[Name] = field(default_factory=list)
    rank: float | None = None
    rank_span: Span = Span(0, 0)
    over: list[Name] = field(default_factory=list)
    under: list[Name] = field(default_factory=list)
    asked: Name | None = None


@record(slots=True)
class Constitution:
    """What the data say of the principles beside their text.

    Args:
        articles: the principles in order.
        orders: lists of names, the highest first.
    """

    articles: list[Article] = field(default_factory=list)
    orders: list[list[Name]] = field(default_factory=list)

    def find(self, name: str) -> Article | None:
        """The principle that a name means: an identifier, a title, or the place in the list."""
        wanted = name.strip().lower()
        for a in self.articles:
            if wanted in {n.text.lower() for n in ([a.id] if a.id else []) + a.titles}:
                return a
        number = wanted.removeprefix("principle").removeprefix("article").strip()
        numbered = number.isdigit() and not any(a.id for a in self.articles)
        return next((a for a in self.articles if numbered and str(a.number) == number), None)


def principles(root: Node, path: str) -> Node | None:
    """The list of principles of a document, None where it is no constitution."""
    called = FILE.search(path) is not None
    if root.kind == "seq":
        return root if called and _articles(root) else None
    for key in (*LISTS, *LOOSE) if called else LISTS:
        node = root.get(key) if root.kind == "map" else None
        if node is not None and _articles(node):
            return node
    return None


def constitution(root: Node, listed: Node, carrier: str) -> Prompt:
    """The one prompt of a constitution.

    Args:
        root: the document.
        listed: its list of principles.
        carrier: "yaml" or "json".
    """
    found, parts = Constitution(), list[Part]()
    for key, value in root.pairs if root.kind == "map" else []:
        if value is listed:
            parts += _principles(listed, found)
        elif key.text.lower() in ORDERS and (order := _names(value)):
            found.orders.append(order)
        elif (
            value.view and value.is_text and len(value.text.split()) > 3 and key.text.lower() not in ("name", "version")
        ):
            parts.append(Part(value.view, span=value.span))
    if root is listed:
        parts = _principles(listed, found)
    meta = {"profile": "constitution", **(declared(root) if root.kind == "map" else {}), "constitution": found}
    meta["parts"] = sorted({n for a in found.articles for n in _numbers(a)})
    return compose(parts, meta=meta, format=carrier)


def pairs(root: Node) -> Constitution | None:
    """The critiques and revisions of a document, each pair a prompt of its own; None where it holds none."""
    listed = root if root.kind == "seq" else root.get("constitutions", "constitution", "principles")
    items = listed.items if listed is not None else []
    if len(items) < 2 or not all(i.kind == "map" and i.get(*CRITICS) is not None for i in items):
        return None
    found = Constitution()
    for number, item in enumerate(items, 1):
        article = Article(number)
        _facts(item, article)
        article.id = article.id or next(iter(article.titles), None)
        critic = item.get(*CRITICS)
        article.asked = _name(critic) if critic is not None else None
        found.articles.append(article)
    return found


def _numbers(article: Article) -> Iterator[str]:
    """The numbers by which other principles point at this one."""
    digits = DIGITS.findall(article.id.text) if article.id else []
    yield digits[-1].lstrip("0") or "0" if digits else str(article.number)


def _articles(node: Node) -> list[tuple[Node | None, Node]]:
    """Each principle with its key; [] where this is no list of principles."""
    if node.kind == "seq":
        items: list[tuple[Node | None, Node]] = [(None, item) for item in node.items]
    else:
        items = [(key, value) for key, value in node.pairs]
    if len(items) < 2 or any(item.kind == "map" and item.keys() & PAIRS for _, item in items):
        return []
    return items if all(_text(item) is not None for _, item in items) else []


def _text(item: Node) -> Node | None:
    """The text of a principle."""
    text = item.get(*TEXTS) if item.kind == "map" else item
    return text if text is not None and text.view and text.is_text and len(text.text.split()) > 2 else None


def _principles(listed: Node, found: Constitution) -> list[Part]:
    parts = []
    for number, (key, item) in enumerate(_articles(listed), 1):
        article = Article(number, _name(key) if key else None)
        text = _text(item)
        if item.kind == "map":
            _facts(item, article)
        found.articles.append(article)
        if text is not None and text.view:
            parts.append(Part(text.view, span=text.span))
    return parts


def _facts(item: Node, article: Article) -> None:
    """What a mapping says of its principle."""
    if (own := item.get(*IDS)) is not None and own.text:
        article.id = _name(own)
    for key in TITLES:
        if (title := item.get(key)) is not None and title.text:
            article.titles.append(_name(title))
    rank = item.get(*RANKS)
    if rank is not None and isinstance(value := rank.value(), int | float) and not isinstance(value, bool):
        article.rank, article.rank_span = float(value), rank.span
    for keys, names in ((BELOW, article.over), (ABOVE, article.under)):
        for key in keys:
            names += _names(item.get(key))


def _name(node: Node) -> Name:
    """A scalar with the place of its text, without quotation marks."""
    return Name(node.text, node.view.span(0, len(node.text)) if node.view else node.span)


def _names(node: Node | None) -> list[Name]:
    """The names in a list, or in a text that parts them by > or commas."""
    if node is None:
        return []
    if node.kind == "seq":
        return [_name(i) for i in node.items if i.text]
    if node.kind == "map" or node.view is None:
        return []
    found, at = [], 0
    for part in node.text.replace(">", ",").split(","):
        name = part.strip()
        start = at + len(part) - len(part.lstrip())
        if name:
            found.append(Name(name, node.view.span(start, start + len(name))))
        at += len(part) + 1
    return found if all(len(n.text.split()) < 4 for n in found) else []
