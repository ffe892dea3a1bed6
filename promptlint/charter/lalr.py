"""The parser of one statement: an LALR automaton whose lexer looks for those terminals only that can stand next."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from promptlint import regex
from promptlint.charter.grammar import END, Tables, tables
from promptlint.record import NamedTuple

Matcher = Callable[[str, int], re.Match[str] | None]
BLANKS = " \t\f\r\n"


class Token(NamedTuple):
    """A terminal in the text.

    Args:
        type: its name.
        text: as written.
        start: its offset in the statement.
    """

    type: str
    text: str
    start: int


class Tree(NamedTuple):
    """A rule of the grammar as it was found.

    Args:
        data: its name, or that of the alternative.
        children: terminals and trees in order.
    """

    data: str
    children: list[Token | Tree]


class Unexpected(NamedTuple):
    """Where a statement could not be read on.

    Args:
        at: the offset; the statement's length where its end came too early.
        accepts: the terminals that could have stood there.
    """

    at: int
    accepts: frozenset[str]


def parse(text: str) -> Tree | Unexpected:
    """The tree of a statement, or where it cannot be read."""
    return Parser(tables(), text).run()


class Parser:
    """One statement on its way to its tree."""

    def __init__(self, grammar: Tables, text: str) -> None:
        self.grammar, self.text = grammar, text
        self.stack = [grammar.start]
        self.values: list[Token | Tree] = []

    def run(self) -> Tree | Unexpected:
        """The tree, or the place that cannot be read."""
        text, at, end = self.text, 0, len(self.text)
        while True:
            while at < end and text[at] in BLANKS:
                at += 1
            token = self.next(at) if at < end else Token(END, "", end)
            if token is None or not self.feed(token):
                return Unexpected(at, self.accepts())
            if token.type == END:
                whole = self.values[-1]
                assert isinstance(whole, Tree)
                return whole
            at += len(token.text)

    def next(self, at: int) -> Token | None:
        """The terminal at an offset, among those that can stand there."""
        for name, match in candidates(self.stack[-1], self.text[at]):
            m = match(self.text, at)
            if m is not None:
                return Token(name, m.group(), at)
        return None

    def feed(self, token: Token) -> bool:
        """Take a terminal; False where it cannot stand."""
        states, stack, values = self.grammar.states, self.stack, self.values
        while True:
            action = states[stack[-1]].get(token.type)
            if action is None:
                return False
            if action >= 0:
                stack.append(action)
                values.append(token)
                return True
            self.reduce(-1 - action)
            if token.type == END and stack[-1] == self.grammar.end:
                return True

    def reduce(self, rule: int) -> None:
        """Put one node in the place of what a rule is made of."""
        name, size, single = self.grammar.rules[rule]
        parts = self.values[len(self.values) - size :]
        del self.values[len(self.values) - size :], self.stack[len(self.stack) - size :]
        children: list[Token | Tree] = []
        for part in parts:
            if isinstance(part, Tree) and part.data[0] == "_":  # a repetition, which Lark makes a rule of its own
                children += part.children
            else:
                children.append(part)
        self.values.append(children[0] if single and len(children) == 1 else Tree(name, children))
        self.stack.append(self.grammar.states[self.stack[-1]][self.grammar.origins[rule]])

    def accepts(self) -> frozenset[str]:
        """The terminals that can stand next; a state alone names too many."""
        return frozenset(t for t in self.grammar.states[self.stack[-1]] if t.isupper() and self.possible(t))

    def possible(self, terminal: str) -> bool:
        """Whether a terminal can be taken."""
        states, stack = self.grammar.states, list(self.stack)
        while True:
            action = states[stack[-1]].get(terminal)
            if action is None or action >= 0:
                return action is not None
            rule = -1 - action
            del stack[len(stack) - self.grammar.rules[rule][1] :]
            stack.append(states[stack[-1]][self.grammar.origins[rule]])
            if terminal == END and stack[-1] == self.grammar.end:
                return True


@lru_cache(maxsize=4096)
def candidates(state: int, first: str) -> tuple[tuple[str, Matcher], ...]:
    """The terminals that can stand in a state and begin with a character: name and way to match, in order."""
    grammar = tables()
    wanted = grammar.states[state]
    return tuple(
        (name, matcher(pattern))
        for name, pattern, starts in grammar.terminals
        if name in wanted and (starts is None or first in starts)
    )


@lru_cache(maxsize=256)
def matcher(pattern: str) -> Matcher:
    """The bound ``match`` of a regular expression."""
    return regex.compile(pattern).match
