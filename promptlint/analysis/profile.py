"""What kind of prompt this is, who talks to it, and why we think so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from promptlint.block import HEADING
from promptlint.text.sentences import Sentence

if TYPE_CHECKING:
    from promptlint.document import Stack, Unit

NAMES = ("assistant", "agent", "rag", "task", "persona", "constitution", "hobby")
OPENING = 8  # sentences at the start of a prompt in which its role is looked for
HOBBY = 5  # a prompt of fewer sentences that is nothing but a role asks for no policies
QUESTION = frozenset({"question", "query", "user_question", "user_query", "userquestion", "ask"})
PASSAGES = frozenset(
    "context documents document passages passage chunks sources retrieved search_results articles knowledge docs "
    "policy_text citations".split()
)


@dataclass(frozen=True, slots=True)
class Profile:
    """The kind of a prompt and the traits that rules weigh.

    Args:
        name: one of NAMES.
        reason: one line that names the words which decided.
        declared: it comes from the configuration or the front matter.
        public: people outside the team that wrote the prompt type or speak freely to the model.
        agent: tools are called over several steps, or several roles hand work on.
        conversational: somebody talks with it over turns.
        factual: it answers facts for people.
        third_party_text: it takes in text of third parties.
        for_public: what it writes is read by people outside the team, even if they do not talk to it.
        domains: names of the subjects that its role names ("food", "medicine" …).
        minors: children or young people are among the audience.
        words: the words that show who the audience is, as written; "" if none.
    """

    name: str
    reason: str
    declared: bool = False
    public: bool = False
    agent: bool = False
    conversational: bool = False
    factual: bool = False
    third_party_text: bool = False
    for_public: bool = False
    domains: frozenset[str] = field(default_factory=frozenset)
    minors: bool = False
    words: str = ""


def profile_of(stack: Stack) -> Profile:
    """Infer the profile of the units that act together, or take the declared one.

    Args:
        stack: units of one file; a stack of several units is a crew and thereby an agent.
    """
    facts = _Facts(stack)
    declared = stack.declared_profile or next((str(p) for u in stack.units if (p := u.meta.get("profile"))), "")
    if declared in NAMES:
        name, reason = declared, f"declared as {declared}"
    else:
        declared = ""
        name, reason = facts.name()
    public = facts.public and name not in ("hobby", "persona", "task") and not (name == "agent" and not declared)
    return Profile(
        name=name,
        reason=reason,
        declared=bool(declared),
        public=public or (bool(declared) and name == "assistant"),
        agent=name == "agent",
        conversational=facts.conversational or name in ("assistant", "persona"),
        factual=name != "hobby" and (name == "rag" or facts.factual),
        third_party_text=facts.third_party,
        for_public=public or facts.for_public,
        domains=facts.domains,
        minors=facts.minors,
        words=facts.audience,
    )


class _Facts:
    """What the words of a stack show, before a name is chosen."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.opening = [s for u in stack.units for s in _opening(u)]
        self.size = sum(len([s for s in u.sentences if s.block.kind != HEADING]) for u in stack.units)
        self.variables = {p.name.lower().rsplit(".", 1)[-1] for u in stack.units for p in u.prompt.placeholders} | {
            str(n).lower() for u in stack.units for n in u.meta.get("inputs", ()) or ()
        }  # type: ignore[attr-defined]
        self.task = self._first("task.verb")
        self.talk = self._first("act.talk")
        self.turn = self._any("turn.person")
        self.channel = self._first("channel.public")
        self.audience = self._first("audience.public")
        tools = {str(t) for u in stack.units for t in (u.meta.get("tools") or ())}  # type: ignore[attr-defined]
        self.agent_words = self._first("agent.noun") or self._first("agent.sign") or self._any("agent.sign")
        self.agent_noun = self._first("agent.noun")
        self.tools = tools

    def _first(self, concept: str) -> str:
        return next((_words(s, concept) for s in self.opening if concept in s.concepts), "")

    def _any(self, concept: str) -> str:
        return next((_words(s, concept) for s in self.stack.sentences if concept in s.concepts), "")

    @property
    def conversational(self) -> bool:
        return bool((self.talk and not self.task_first) or (self.turn and self.audience))

    @property
    def task_first(self) -> bool:
        """Whether the role sentence opens with one-shot work before anybody is talked with."""
        for s in self.opening:
            if "task.verb" in s.concepts:
                return True
            if "act.talk" in s.concepts:
                return False
        return False

    @property
    def public(self) -> bool:
        if not (self.audience or self.channel):
            return False
        return bool((self.talk and not self.task_first) or self.turn and self.audience)

    @property
    def for_public(self) -> bool:
        return bool(self.audience or self.channel)

    @property
    def factual(self) -> bool:
        asked = bool(self.variables & QUESTION)
        signs = self.stack.has("factual.sign")
        if self._first("creative.sign"):
            return False
        return (self.conversational and signs and bool(self.audience or self.channel)) or (asked and signs)

    @property
    def third_party(self) -> bool:
        return self.stack.has("input.stranger")

    @property
    def domains(self) -> frozenset[str]:
        found = (c for s in self.opening for c in s.concepts if c.startswith("domain."))
        return frozenset(c.removeprefix("domain.") for c in found)

    @property
    def minors(self) -> bool:
        return any("audience.minors" in s.concepts for s in self.opening)

    def name(self) -> tuple[str, str]:
        """The most fitting name and the words that decided."""
        if len(self.stack.units) > 1:
            return "agent", f"{len(self.stack.units)} roles and tasks hand work on"
        if words := next(
            (_words(s, "constitution.sign") for s in self.opening[:3] if "constitution.sign" in s.concepts), ""
        ):
            return "constitution", f"“{words}”"
        if (words := self._any("persona.sign")) and not self.channel and not self.agent_noun:
            return "persona", f"“{words}”"
        if self.public and not (self.agent_noun and not self.audience):
            return self._asked("assistant", self.audience or self.channel)
        if self.agent_words and not (self.task_first and not self.tools and not self.agent_noun):
            return "agent", f"“{self.agent_words}”"
        if len(self.tools) > 1:
            return "agent", f"tools {', '.join(sorted(self.tools)[:3])}"
        if self.size < HOBBY and not self.variables and not self.task:
            return "hobby", f"{self.size} sentence{'s' * (self.size != 1)} that give{'s' * (self.size == 1)} a role"
        if self.variables & QUESTION and self.variables & PASSAGES:
            return self._asked("rag", "")
        if self.task_first:
            return "task", f"“{self.task}”"
        if self.conversational:
            return self._asked("assistant", self.talk or self.turn)
        return "task", "nobody is said to talk with it"

    def _asked(self, name: str, words: str) -> tuple[str, str]:
        passages = sorted(self.variables & PASSAGES)
        if self.variables & QUESTION and passages:
            return "rag", f"questions are answered from “{passages[0]}”"
        return name, f"“{words}”"


def _opening(unit: Unit) -> Iterator[Sentence]:
    """The sentences that may say what the prompt is: title and first sentences."""
    count = 0
    for s in unit.sentences:
        if s.block.kind == HEADING:
            if count == 0:
                yield s
            continue
        yield s
        count += 1
        if count >= OPENING:
            return


def _words(sentence: Sentence, concept: str) -> str:
    """The words of the longest mention of a concept, as written, on one line."""
    m = max(sentence.find(concept), key=lambda m: m.end - m.start)
    return " ".join(sentence.text_of(m.start, m.end).split())
