"""The tables made of ``grammar/charter.lark``, kept in the user's cache between runs.

Lark turns the grammar into the states of an LALR parser and the terminals of its lexer. Both are plain data, so they
are kept as such: a run with a warm cache loads no Lark, and a cache that somebody else wrote could at worst be wrong
data (it is not read all the same).
"""

from __future__ import annotations

import marshal
import os
from functools import lru_cache

from promptlint.data import cache_folder, folder, read_own, write_own
from promptlint.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORMAT = 2  # of the cache
END = "$END"


@record(frozen=True, slots=True)
class Tables:
    """What the parser runs on.

    Args:
        terminals: name, regular expression and the characters that it can begin with (None for any), in the order in
            which they are tried.
        states: for each state, what a symbol leads to: the number of a state, or -1 minus the number of a rule.
        rules: name of the node, number of symbols, and whether a node with one child is that child.
        origins: for each rule, the symbol that it makes.
        start, end: the first state and the one that a whole statement ends in.
    """

    terminals: list[tuple[str, str, str | None]]
    states: list[dict[str, int]]
    rules: list[tuple[str, int, bool]]
    origins: list[str]
    start: int
    end: int


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The tables of the grammar.

    Raises:
        FileNotFoundError: the grammar is missing from the installation.
    """
    with open(os.path.join(folder("grammar"), "charter.lark"), encoding="utf-8") as f:
        text = f.read()
    kept = _read(text)
    if kept is None:
        kept = _make(text)
        _write(text, kept)
    return Tables(*kept)


def _make(text: str) -> tuple[Any, ...]:
    from lark import Lark
    from lark.parsers.lalr_analysis import Shift

    made = Lark(text, parser="lalr", lexer="contextual", maybe_placeholders=False)
    table = made.parser.parser._parse_table
    numbers = {rule: i for i, rule in enumerate(made.rules)}
    # The parser's own rules, such as the start's, are not among the grammar's.
    for actions in table.states.values():
        for action, arg in actions.values():
            if action is not Shift:
                numbers.setdefault(arg, len(numbers))
    # INVARIANT: plain data only; Lark's names are strings of its own kind, which the cache does not take.
    order = _order(table.states, table.start_states["start"], Shift)
    states = [
        {
            str(s): order[arg] if action is Shift else -1 - numbers[arg]
            for s, (action, arg) in sorted(table.states[i].items(), key=lambda x: str(x[0]))
        }
        for i in order
    ]
    rules = [
        (str(r.alias or r.origin.name), len(r.expansion), bool(r.options.expand1 and not r.alias)) for r in numbers
    ]
    ordered = sorted(made.terminals, key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name))
    terminals = [(str(t.name), p, _starts(p)) for t in ordered if t.name != "WS" for p in [t.pattern.to_regexp()]]
    origins = [str(r.origin.name) for r in numbers]
    return terminals, states, rules, origins, 0, order[table.end_states["start"]]


def _order(states: Any, start: int, shift: Any) -> dict[int, int]:
    """Numbers of the states in the order in which they are reached: Lark's own differ from run to run."""
    order, queue = {start: 0}, [start]
    for state in queue:
        for _, (action, arg) in sorted(states[state].items(), key=lambda x: str(x[0])):
            if action is shift and arg not in order:
                order[arg] = len(order)
                queue.append(arg)
    return order


def _starts(pattern: str) -> str | None:
    """The characters that a match of a regular expression can begin with, None where they are not a few."""
    try:
        from re import _constants, _parser
    except ImportError:
        return None

    def first(items: Any) -> set[str] | None:
        kind, value = items[0]
        if kind is _constants.LITERAL:
            return {chr(value)}
        if kind is _constants.SUBPATTERN:
            return first(value[-1])
        parts = [first(b) for b in value[1]] if kind is _constants.BRANCH else []
        if kind is _constants.IN:
            parts = [{chr(v)} if k is _constants.LITERAL else None for k, v in value]
        return set().union(*(p for p in parts if p)) if parts and all(parts) else None

    found = first(_parser.parse(pattern))
    return "".join(sorted(found)) if found else None


def _read(text: str) -> tuple[Any, ...] | None:
    """The tables of this grammar in the cache."""
    place = _place()
    data = read_own(place) if place else None
    try:
        version, grammar, *kept = marshal.loads(data) if data else (0, "")
    except (ValueError, EOFError, TypeError):
        return None  # a damaged cache costs time, never the run
    return tuple(kept) if version == FORMAT and grammar == text and len(kept) == 6 else None


def _write(text: str, made: tuple[Any, ...]) -> None:
    """Keep the tables."""
    place = _place()
    if place is not None:
        write_own(place, marshal.dumps((FORMAT, text, *made)))


def _place() -> str | None:
    cache = cache_folder()
    return os.path.join(cache, f"charter-{FORMAT}") if cache else None
