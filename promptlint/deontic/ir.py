"""The model of a prompt: directives with modality, action, object, condition, exemption and scope."""

from __future__ import annotations

from collections.abc import Hashable
from enum import StrEnum

from promptlint.record import record
from promptlint.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence


class Modality(StrEnum):
    """What a directive does with its action."""

    MUST = "must"
    MUST_NOT = "must_not"
    SHOULD = "should"
    SHOULD_NOT = "should_not"
    MAY = "may"
    PREFER = "prefer"

    @property
    def forbids(self) -> bool:
        """Whether the action is unwanted."""
        return self in (Modality.MUST_NOT, Modality.SHOULD_NOT)

    @property
    def requires(self) -> bool:
        """Whether the action is wanted (not merely permitted)."""
        return self in (Modality.MUST, Modality.SHOULD, Modality.PREFER)


class Strength(StrEnum):
    """How much a directive yields to a narrower one."""

    ABSOLUTE = "absolute"  # always, never, at all costs, only, under no circumstances
    PLAIN = "plain"
    DEFAULT = "default"  # by default, normally, prefer, generally


@record(frozen=True, slots=True)
class Condition:
    """A phrase that says when a directive applies (or, as an exemption, when it does not).

    Args:
        cue: the word that opens it: "if", "when", "unless", "before", "for", "heading", "tag" …
        text: the phrase without the cue.
        span: cue and phrase in the file.
        first, last: its token range in the sentence; (0, 0) where it comes from the scope.
        negated: it holds when the phrase does not.
    """

    cue: str
    text: str
    span: Span
    first: int = 0
    last: int = 0
    negated: bool = False

    def moved(self, by: int) -> Condition:
        """The same condition of a sentence that stands ``by`` characters later."""
        span = Span(self.span.start + by, self.span.end + by)
        return Condition(self.cue, self.text, span, self.first, self.last, self.negated)


@record(frozen=True, slots=True)
class Directive:
    """One deontic statement.

    Args:
        modality, strength: see the enums.
        actor: who is bound, as written, lower case; "" when it is the model.
        action: base form of the verb, or "be"/"have" for statements about the output; "" when unknown.
        object: the rest of the clause, as written.
        conditions: all must hold for the directive to apply (leading, trailing, and from the lead-in or label).
        exemptions: where one holds the directive does not apply.
        sentence: where it stands.
        span: the clause in the file.
        first, last: token range of the core (modality, action and object) in the sentence.
        only: the exclusive word ("only", "solely" …) if the directive names the one thing allowed.
        passive: the object of the action is the grammatical subject.
        subject: the grammatical subject as written, "" for imperatives.
        frame: token range of a predicate that only says whether the subject is wanted ("have no place"), else empty.
        stated: read from a statement or a line without a verb, which may be a mere fact; counts only where another
            directive says the opposite.
    """

    modality: Modality
    strength: Strength
    actor: str
    action: str
    object: str
    conditions: tuple[Condition, ...]
    exemptions: tuple[Condition, ...]
    sentence: Sentence
    span: Span
    first: int
    last: int
    only: bool = False
    passive: bool = False
    subject: str = ""
    frame: tuple[int, int] = (0, 0)
    stated: bool = False

    @property
    def content(self) -> Hashable:
        """What tells it from other directives of its sentence, wherever that stands."""
        cases = [(c.cue, c.text, c.first, c.last, c.negated) for c in (*self.conditions, *self.exemptions)]
        return (self.modality, self.strength, self.actor, self.action, self.object, self.subject, self.first, self.last,
                self.only, self.passive, self.frame, self.stated, len(self.conditions), *cases)  # fmt: skip

    def moved(self, sentence: Sentence, by: int) -> Directive:
        """The same directive in another sentence of the same content, which stands ``by`` characters later."""
        return Directive(
            self.modality, self.strength, self.actor, self.action, self.object,
            tuple([c.moved(by) for c in self.conditions]), tuple([c.moved(by) for c in self.exemptions]),
            sentence, Span(self.span.start + by, self.span.end + by), self.first, self.last,
            self.only, self.passive, self.subject, self.frame, self.stated,
        )  # fmt: skip

    @property
    def words(self) -> list[str]:
        """The lower-case tokens of the core."""
        return self.sentence.tokens.words[self.first : self.last]

    def has(self, *concepts: str) -> bool:
        """Whether one of the concepts is mentioned in the core."""
        return any(
            m.concept in concepts and self.first <= m.start and m.end <= self.last for m in self.sentence.mentions
        )

    def reading(self) -> str:
        """How the directive was understood, in one line: ``must not · use tool TodoWrite · when committing``."""
        rest, subject = self.object, self.subject
        if subject and rest.startswith(subject):
            rest = rest[len(subject) :].strip()
        elif subject == self.actor or subject.lower() in ("you", "the assistant", "the model", "assistant"):
            subject = self.actor
        parts = [self.modality.replace("_", " "), subject, " ".join(x for x in (self.action, rest) if x)]
        parts += [f"{c.cue} {c.text}" for c in self.conditions]
        parts += [f"except {c.text}" for c in self.exemptions]
        return " · ".join(p for p in parts if p)
