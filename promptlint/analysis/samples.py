"""Examples that are meant to be followed, and the rules of form that they can be held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from promptlint import regex
from promptlint.block import CODE, DATA, EXAMPLE, ITEM, PARAGRAPH, TURN, Block
from promptlint.record import record
from promptlint.span import Span
from promptlint.text.tokens import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence

SPEAKERS = frozenset("assistant answer output response reply agent bot model ai a label result chatbot".split())
BAD = frozenset("bad wrong incorrect poor worse weak not never avoid don't don’t ❌".split())
GOOD = frozenset("good right correct better best strong ✅".split())
SPOKEN = regex.compile(r"\s*[\"'*_]*([A-Za-z][\w -]{0,20}?)[\"'*_]*\s*:\s*")
EMOJI = regex.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
QUOTED = regex.compile(r"\"[^\"\n]*\"|“[^”\n]*”|`[^`\n]*`|\{[^}\n]*\}|<[^>\n]*>|\[[^\]\n]*\]")
CONTRACTED = regex.compile(r"(?i)\b\w+(?:n['’]t|['’](?:re|ll|ve|d|m))\b")
MONEY = regex.compile(r"(?i)[€$£]\s?\d|\d[\d.,]*\s?(?:euros?|dollars?|pounds?|cents?|eur|usd|gbp)\b")


@record(frozen=True, slots=True)
class Sample:
    """One output that an example shows.

    Args:
        text: without its speaker and its quotation marks.
        thing: what it is an example of ("output" for a reply, "step" …).
        whole: it is a complete output, not a part such as one item of a list.
    """

    text: str
    thing: str
    span: Span
    whole: bool


def samples(unit: Unit) -> Iterator[Sample]:
    """Every output that the examples of a unit show as right."""
    by_block: dict[int, list[Sentence]] = {}
    for s in unit.all_sentences:
        if s.mentioned:
            by_block.setdefault(id(s.block), []).append(s)
    for example in unit.blocks(EXAMPLE):
        if example.attrs.get("bad") or _bad_below(example):
            continue
        turns = [b for b in example.walk() if b.kind == TURN]
        if turns:
            yield from _turns(turns)
        else:
            yield from _pieces(example, by_block)


def _bad_below(example: Block) -> bool:
    return any(b.kind == EXAMPLE and b.attrs.get("bad") for b in example.walk())


def _turns(turns: list[Block]) -> Iterator[Sample]:
    bad = False
    for turn in turns:
        speaker = set(str(turn.attrs.get("speaker", "")).lower().split())
        if speaker & BAD | speaker & GOOD:
            bad = bool(speaker & BAD)
        if bad:
            continue
        if str(turn.attrs.get("speaker", "")).lower() not in SPEAKERS or any(
            b.kind in (CODE, DATA) for b in turn.walk()
        ):
            continue
        view = turn.view or next((b.view for b in turn.children if b.view), None)
        if view is None or len(turn.children) > 1:
            continue
        m = SPOKEN.match(view.text)
        text = view.text[m.end() if m else 0 :].strip()
        if text:
            yield Sample(text, "output", turn.span, True)


def _pieces(example: Block, by_block: dict[int, list[Sentence]]) -> Iterator[Sample]:
    for block in example.walk():
        if block.kind == ITEM and len(block.children) > 1:
            continue
        found = by_block.get(id(block))
        if block.kind != PARAGRAPH or not found or block.view is None:
            continue
        thing = _named(found[0])
        if thing:
            yield Sample(block.view.text.strip().strip("\"“”'"), thing, block.span, False)


def _named(s: Sentence) -> str:
    """What the lead-in says that the example is one of: "Example of a reason" → "explanation"."""
    lead = s.scope.lead or (s.scope.headings[-1] if s.scope.headings else "")
    if not lead or s.table is None or "xample" not in lead:
        return ""
    found = [m for m in s.table.find(tokenize(lead).words) if m.concept.startswith("thing:")]
    return found[0].concept[6:] if found else ""


def bare(text: str) -> str:
    """A sample without what it quotes."""
    return QUOTED.sub(" ", text)


def _upper(text: str) -> bool:
    return any(c.isupper() for c in bare(text))


# Concept of a rule → whether it wants the form (else it bars it), what it is called, whether a text has it.
FORMS: dict[str, tuple[bool, str, Callable[[str], bool]]] = {
    "form:lower": (True, "capitals against lower case", _upper),
    "form:upper": (True, "small letters against upper case", lambda t: any(c.islower() for c in bare(t))),
    "form:no-digits": (True, "digits", lambda t: any(c.isdigit() for c in t)),
    "form:exclamation": (False, "an exclamation mark", lambda t: "!" in t),
    "form:question-mark": (False, "a question mark", lambda t: "?" in t),
    "form:emoji": (False, "an emoji", lambda t: EMOJI.search(t) is not None),
    "form:hashtag": (False, "a hashtag", lambda t: "#" in t),
    "form:contraction": (False, "a contraction", lambda t: CONTRACTED.search(t) is not None),
    "form:em-dash": (False, "an em dash", lambda t: "—" in t),
    "form:semicolon": (False, "a semicolon", lambda t: ";" in t),
    "form:parenthesis": (False, "a bracket", lambda t: "(" in t),
}
NO_IMPERATIVE = frozenset("the a an it this these you he she they we i there your our his her my".split())
