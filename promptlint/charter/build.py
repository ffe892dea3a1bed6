"""From the grammar's tree to the statement it stands for."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.charter.ast import Clauses, Condition, FieldUse, Junction, Node, Shape, Text
from promptlint.charter.lalr import Token, Tree
from promptlint.span import Span

KINDS = {"norm": "rule", "preference": "rule", "refuse": "rule", "group": "when", "line_clauses": "clause"}


class Builder:
    """One statement.

    Args:
        text: the statement.
        offset: where it stands in the file.
    """

    def __init__(self, text: str, offset: int) -> None:
        self.text, self.offset = text, offset

    def node(self, tree: Tree) -> Node:
        """The node of a whole statement."""
        inner = tree.children[0]
        assert isinstance(inner, Tree)
        rule = inner.data
        node = Node(KINDS.get(rule, rule), Span(self.offset, self.offset + len(self.text)))
        if rule in ("norm", "preference", "refuse", "escalate"):
            self._norm(node, inner, rule)
        elif rule == "line_clauses":
            self._clauses(node.clauses, inner)
        else:
            self._plain(node, inner)
        return node

    def _norm(self, node: Node, tree: Tree, rule: str) -> None:
        node.modality = {"preference": "prefer", "refuse": "refuse"}.get(rule, "")
        for child in tree.children:
            if isinstance(child, Tree) and child.data == "modality":
                word = child.children[0]
                assert isinstance(word, Token)
                node.modality = " ".join(word.text.split()).replace("may not", "must not")
            elif isinstance(child, Token):
                self._norm_token(node, child)
        self._clauses(node.clauses, tree)

    def _norm_token(self, node: Node, token: Token) -> None:
        if token.type == "ID":
            start, end = self.span(token)
            node.name = Text(token.text[1:-1], Span(start + 1, end - 1))
        elif token.type in ("PREFERRED", "TOPIC"):
            node.words = self.words(token)
        elif token.type in ("ACTION", "REST"):
            if node.words is None:
                node.words = self.words(token)
            else:
                node.names.append(self.words(token))

    def _clauses(self, clauses: Clauses, tree: Tree) -> None:
        for child in tree.children:
            if not isinstance(child, Tree):
                continue
            kind, last = child.data, child.children[-1]
            if kind in ("when", "unless"):
                assert isinstance(last, Tree)
                (clauses.when if kind == "when" else clauses.unless).append(self.condition(last))
            elif kind == "overrides":
                clauses.overrides += [self.plain(t) for t in self.tokens(child, "NAME")]
            elif kind == "instead" and isinstance(last, Token):
                clauses.instead = self.words(last)
            elif kind == "because" and isinstance(last, Token):
                clauses.because = self.words(last)

    def _plain(self, node: Node, tree: Tree) -> None:
        for child in tree.children:
            if isinstance(child, Tree):
                self._part(node, child)
            elif child.type in ("STRING", "REST"):
                node.words = self.words(child)
            elif child.type in ("NAME", "DOTTED"):
                if node.name is None and node.kind != "precedence":
                    node.name = self.plain(child)
                else:
                    node.names.append(self.plain(child))
            elif child.type in ("TRUSTED", "UNTRUSTED", "TAG_NAME"):
                node.names.append(self.plain(child))
        if node.kind in ("include", "extends"):
            node.name = node.words

    def _part(self, node: Node, tree: Tree) -> None:
        tokens = list(self.tokens(tree))
        if tree.data == "condition":
            node.condition = self.condition(tree)
        elif tree.data == "term":
            node.name = self.words(tokens[0])
        elif tree.data == "type":
            node.names += [self.words(t) for t in tokens if t.type == "TYPE_VALUE"]
        elif tree.data == "bound":
            name, op, value = tokens
            node.bounds.append((self.plain(name), op.text, self.words(value)))

    def condition(self, tree: Tree) -> Condition:
        """A condition with its shape."""
        tokens = list(self.tokens(tree))
        start, end = self.span(tokens[0])[0], self.span(tokens[-1])[1]
        text = self.text[start - self.offset : end - self.offset].rstrip()
        return Condition(Text(text, Span(start, start + len(text))), self.shape(tree))

    def shape(self, tree: Tree) -> Shape:
        """The shape of a part of a condition."""
        kind = tree.data
        below = [self.shape(c) for c in tree.children if isinstance(c, Tree) and c.data != "member"]
        tokens = [c for c in tree.children if isinstance(c, Token)]
        if kind in ("condition", "conjunction"):
            return below[0] if len(below) == 1 else Junction("or" if kind == "condition" else "and", tuple(below))
        if kind == "negation":
            return Junction("not", tuple(below))
        if kind == "nested":
            return below[0]
        if kind == "phrase":
            return self.words(tokens[0])
        if kind == "comparison":
            return FieldUse(self.plain(tokens[0]), tokens[1].text.replace("==", "="), (self.words(tokens[2]),))
        members = tuple(self.words(t) for c in tree.children if isinstance(c, Tree) for t in self.tokens(c))
        return FieldUse(self.plain(tokens[0]), "in" if kind == "membership" else "not in", members)

    def tokens(self, tree: Tree, *types: str) -> Iterator[Token]:
        """The tokens below a tree, in order."""
        for child in tree.children:
            if isinstance(child, Tree):
                yield from self.tokens(child, *types)
            elif not types or child.type in types:
                yield child

    def span(self, token: Token) -> Span:
        """Where a token stands in the file."""
        start = self.offset + token.start
        return Span(start, start + len(token.text))

    def plain(self, token: Token) -> Text:
        """A token as written."""
        return Text(token.text, self.span(token))

    def words(self, token: Token) -> Text:
        """Free text: without white space at its ends, and without the quotes if it is quoted as a whole."""
        raw = token.text.rstrip()
        start = self.span(token).start
        if len(raw) > 1 and raw[0] == raw[-1] == '"' and raw.count('"') == 2:
            return Text(raw[1:-1], Span(start + 1, start + len(raw) - 1))
        return Text(raw, Span(start, start + len(raw)))
