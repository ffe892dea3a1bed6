"""A directive of prose in the words of a charter's rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from promptlint import regex
from promptlint.deontic.clauses import ADVERBS, CONNECTORS
from promptlint.deontic.ir import Condition, Directive, Modality
from promptlint.record import NamedTuple
from promptlint.text.sentences import Sentence

SUBJECT = r"(?:(?:you|the (?:assistant|model|agent|ai|bot)|this (?:assistant|agent|bot)) )?"
NOT = r"(?: not|n['’]t)"
# How prose says what a keyword says, in the order in which they are tried.
SAID: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (keyword, regex.compile(pattern + r"\s+", re.I))
    for keyword, pattern in (
        ("never", SUBJECT + r"(?:(?:must|should|may|can|shall|will) )?never"),
        ("should not", SUBJECT + r"should" + NOT),
        (
            "must not",
            SUBJECT + r"(?:(?:must|may|can|shall|will|do)" + NOT + r"|cannot|are not (?:allowed|permitted) to)",
        ),
        ("avoid", r"avoid"),
        ("always", SUBJECT + r"(?:(?:must|should) )?always"),
        ("should", SUBJECT + r"(?:should|ought to)"),
        ("may", SUBJECT + r"(?:may|can|are (?:allowed|permitted|free) to)|feel free to"),
        ("must", SUBJECT + r"(?:must|shall|will|have to|has to|need to|needs to|are required to|are to)|please"),
        ("only", r"only"),
    )
)
OF_MODALITY = {
    Modality.MUST: "must", Modality.MUST_NOT: "must not", Modality.SHOULD: "should", Modality.SHOULD_NOT: "should not",
    Modality.MAY: "may", Modality.PREFER: "should",
}  # fmt: skip
WHEN = frozenset(("if", "when", "whenever", "while", "once"))
UNLESS = frozenset(("unless", "except when", "except if"))
# Words that the grammar would take for clauses; a text that holds one of them is quoted.
RESERVED = regex.compile(
    r"\b(?:when|if|while|unless|except\s+(?:when|if)|overrides|instead|because)\b|^(?:over|not)\b|:$", re.I
)
JOINS = regex.compile(r"\b(?:and|or|not)\b|[(){}<>=,]|\bin\s*\{", re.I)
REASON = regex.compile(r",?\s+because\s+(?=\S)", re.I)
JOIN = regex.compile(r"(?:[\s,;]+(?:and then|and/or|and|or|but|then))+$", re.I)
CUT = regex.compile(r"\b(?:e\.g|i\.e|etc|vs)$", re.I)  # the sentence goes on behind the full stop
OPENING = CONNECTORS | ADVERBS | frozenset("note that remember to also important critical crucially and".split())
ENDS = " \t\r\n.;,!—–"
WORDS = 4
SMALL = frozenset(
    "a an the to of in on for with and or any all your their its it that this be is are by as at from into".split()
)


class Said(NamedTuple):
    """A rule that stands for one directive.

    Args:
        keyword: its modality in the charter.
        action: what to do, as written in the rule.
        clauses: ``when …``, ``unless …`` and ``because …``, in order.
        directive: what it stands for.
        around: the condition of a `when` block around it, "" for none; of two conditions, the one that is said first.
    """

    keyword: str
    action: str
    clauses: tuple[str, ...]
    directive: Directive
    around: str = ""

    @property
    def line(self) -> str:
        """The rule without its name, in one line."""
        return " ".join((self.keyword, self.action, *self.clauses))


def key(d: Directive) -> tuple[str, str, str]:
    """What makes two directives the same order: modality, action and object, as words."""
    rest = d.object
    return str(d.modality), d.action.lower(), " ".join(words(rest))


def conditions(d: Directive) -> tuple[tuple[str, ...], ...]:
    """When a directive applies, as words; the ways to say "when" are one."""
    found = [("when" if c.cue in WHEN else c.cue, *words(c.text)) for c in d.conditions]
    found += [("unless", *words(c.text)) for c in d.exemptions]
    return tuple(sorted(set(found)))


def words(text: str) -> list[str]:
    """The words and numbers of a text in lower case."""
    return regex.compile(r"\w+").findall(text.lower())


def phrase(sentence: Sentence, directives: Sequence[Directive]) -> list[Said]:
    """The rules that say what a sentence orders; [] where they would not say all of it.

    Args:
        sentence: one sentence of prose.
        directives: those that were understood in it, in order.
    """
    if not directives or sentence.text.rstrip("*_ ").endswith(":"):
        return []
    if any(d.actor or d.subject.lower() not in SUBJECTS for d in directives):
        return []
    if sentence.lead_sentence is not None and any(d.action == "" for d in directives):
        return []  # "Never:" above "personal opinions"
    cuts = _starts(sentence, directives)
    if not _droppable(sentence, cuts[0]):
        return []
    found = []
    for i, d in enumerate(directives):
        end = cuts[i + 1] if i + 1 < len(cuts) else len(sentence.tokens.words)
        said = _one(sentence, d, cuts[i], end)
        if said is None:
            return []
        found.append(said)
    return found


SUBJECTS = frozenset(("", "you", "the assistant", "the model", "the agent", "assistant"))


def _own(d: Directive) -> Iterator[Condition]:
    """The conditions that stand in the sentence itself."""
    return (c for c in (*d.conditions, *d.exemptions) if c.last > c.first)


def _starts(sentence: Sentence, directives: Sequence[Directive]) -> list[int]:
    """The token at which each directive's part of the sentence begins."""
    found: list[int] = []
    for i, d in enumerate(directives):
        after = directives[i - 1].last if i else 0
        found.append(min([d.first, *(c.first for c in _own(d) if after <= c.first)]))
    return found


def _droppable(sentence: Sentence, start: int) -> bool:
    """Whether nothing is lost with the words before the first order."""
    label = len(words(sentence.scope.item)) if opens_with_label(sentence) else 0
    before = [w for w in sentence.tokens.words[:start] if w[0].isalnum()][label:]
    return all(w in OPENING for w in before)


def opens_with_label(sentence: Sentence) -> bool:
    """Whether the sentence begins with the label of its list item."""
    return bool(sentence.scope.item) and sentence.text.lstrip("*_ ").startswith(sentence.scope.item)


def _one(sentence: Sentence, d: Directive, start: int, end: int) -> Said | None:
    """The rule for the directive whose words are the tokens ``[start, end)``."""
    clauses: list[tuple[str, str]] = []
    moved, cut = [], []
    for c in _own(d):
        own = start <= c.first
        if c.cue == "if" and not d.object and c.first > d.first:
            continue  # "check if the file exists" is a question rather than a condition
        if c.cue in WHEN and c in d.conditions:
            clauses.append(("when", c.text))
        elif c.cue in UNLESS:
            clauses.append(("unless", c.text))
        elif own and c.first > d.first:
            continue  # "before deleting": stays behind the action
        else:
            moved.append(_closed(f"{c.cue} {c.text}"))
        if own and c.first > d.first:
            cut.append((c.first, c.last))
    around = ""
    if sum(word == "when" for word, _ in clauses) > 1 and next(_own(d)).first < d.first:
        # "If you add a file, name it when you are done": the two together would read as one condition.
        around = quoted(_closed(" ".join(clauses.pop(0)[1].split())), JOINS)
    clauses.sort(key=lambda c: c[0] == "unless")
    text = JOIN.sub("", " ".join(_without(sentence, d.first, end, cut).replace("**", "").split()).strip(ENDS))
    keyword, action = _keyword(text, d, sentence)
    parts = [REASON.split(" ".join(t.split()), 1) for t in (action, *(text for _, text in clauses))]
    core = parts[0][0].strip(ENDS)
    reasons = [p[1].strip(ENDS) for p in parts if len(p) > 1]
    if not words(core) or core.startswith("|") or CUT.search(core) or len(reasons) > 1:
        return None
    said = [f"{word} {quoted(_closed(text[0]), JOINS)}" for (word, _), text in zip(clauses, parts[1:], strict=True)]
    said += [f"because {reason}" for reason in reasons]
    action = quoted(_lower(_closed(" ".join([core, *moved]))), RESERVED)
    if not action or not all(_nested(text) and not text.endswith(" ") for text in (action, *said)):
        return None
    return Said(keyword, action, tuple(said), d, around)


def _closed(text: str) -> str:
    """The text with the parenthesis that its end was cut before."""
    return text + ")" if text.count("(") == text.count(")") + 1 else text


def _nested(text: str) -> bool:
    """Whether every parenthesis of a text has its other one behind it or before it."""
    depth = 0
    for sign in regex.compile(r"[()]").findall(text):
        depth += 1 if sign == "(" else -1
        if depth < 0:
            return False
    return depth == 0


def _without(sentence: Sentence, first: int, last: int, cut: list[tuple[int, int]]) -> str:
    """The text of the tokens ``[first, last)`` without the ranges ``cut``."""
    pieces, at = [], first
    for a, b in sorted(cut):
        pieces.append(sentence.text_of(at, a).rstrip(", "))
        at = b
    pieces.append(sentence.text_of(at, last))
    return " ".join(p for p in pieces if p.strip(ENDS))


def _keyword(text: str, d: Directive, sentence: Sentence) -> tuple[str, str]:
    """The keyword for how the text, or else its lead-in ("Never:"), begins, and what is left of the text."""
    for keyword, pattern in SAID:
        m = pattern.match(text)
        if m is not None:
            return keyword, text[m.end() :]
    prefer = regex.compile(r"prefer\s+(?=.*\S\s+over\s+\S)", re.I).match(text)
    if prefer is not None:
        return "prefer", text[prefer.end() :]
    lead = words(sentence.lead_sentence.text) if sentence.lead_sentence else []
    absolute = {"never": Modality.MUST_NOT, "always": Modality.MUST}
    keyword = next((w for w, modality in absolute.items() if lead[-1:] == [w] and d.modality is modality), "")
    return keyword or OF_MODALITY[d.modality], text


def _lower(text: str) -> str:
    """``text`` with a small first letter, unless its first word is a name or an abbreviation."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:].islower() or len(first) == 1 else text


def quoted(text: str, where: re.Pattern[str]) -> str:
    """The text in quotes if the grammar would misread it bare; "" if it cannot be written."""
    text = " ".join(text.split())
    bare = not where.search(text) and not RESERVED.search(text) and " #" not in text and text.count('"') % 2 == 0
    if bare and text[:1] not in ('"', "#"):
        return text
    if '"' in text:
        if text.count('"') % 2:
            return ""
        parts = text.split('"')
        text = "".join(p + ("" if i == len(parts) - 1 else "“”"[i % 2]) for i, p in enumerate(parts))
    return f'"{text}"'


def name_of(action: str) -> str:
    """A name for a rule, made of the first words that carry its meaning; "" if it has none."""
    text = regex.compile(r"['’]\w+").sub("", action.lower())
    found = [w for w in regex.compile(r"[a-z][a-z0-9]*").findall(text) if w not in SMALL]
    return "-".join(found[:WORDS])
