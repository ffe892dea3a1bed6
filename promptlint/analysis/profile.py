"""What kind of prompt this is, who talks to it, and why we think so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from promptlint import regex
from promptlint.analysis import roles
from promptlint.analysis.assisted import all_assisted
from promptlint.block import HEADING, LABEL
from promptlint.record import field, record
from promptlint.text.table import Mention, Table
from promptlint.text.tokens import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Stack, Unit

NAMES = ("assistant", "agent", "rag", "task", "persona", "constitution", "hobby")
OPENING = 8  # sentences at the start of a prompt in which its role is looked for
STARTS = 2  # of these, the sentences that may name it without a verb
OPENED = 5  # of these, the sentences that tell who asks, and what it does in turn
ROLE = 3  # of these, the sentences that name its subject
HOBBY = 5  # a prompt of fewer sentences that is nothing but a role asks for no policies
QUESTION = frozenset(
    {"question", "query", "user_question", "user_query", "userquestion", "ask", "user_input", "message"}
)
PASSAGES = frozenset(
    {"context", "documents", "document", "passages", "passage", "chunks", "sources", "retrieved", "search_results"}
    | {"articles", "knowledge", "docs", "policy_text", "citations", "excerpts", "leaflet", "manual", "faq"}
)

FORESEEN = (
    "if a",
    "if the",
    "if some",
    "when a",
    "when the",
    "when some",
    "whenever",
    "should a",
    "should the",
    "once a",
    "a ",
    "an ",
)
DECLINED = frozenset({"decline.act", "decline.class"})
MET = frozenset({"act.talk", "audience.public"})
TALKING = frozenset({"act.talk", "turn.person", "turn.address"})


@record(frozen=True, slots=True)
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
        works: the words that name it an agent or a crew, or string together acts on outside things.
        domains: names of the subjects that its role names ("food", "medicine" …).
        minors: children or young people are among the audience.
        words: the words that show who the audience is, as written; "" if none.
        asks: the words that show that facts are asked for, as written; "" if none.
        subjects: ``(domain, words as written)`` of each domain.
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
    works: str = ""
    domains: frozenset[str] = field(default_factory=frozenset)
    minors: bool = False
    words: str = ""
    asks: str = ""
    subjects: tuple[tuple[str, str], ...] = ()

    def domain_words(self, domain: str) -> str:
        """The words that show a domain, as written; "" if it is none of the prompt's."""
        return dict(self.subjects).get(domain, "")


def profile_of(stack: Stack) -> Profile:
    """Infer the profile of the units that act together, or take the declared one.

    Args:
        stack: units of one file; a stack of several units is a crew and thereby an agent.
    """
    facts = _Facts(stack)
    declared = stack.declared_profile or next((str(p) for u in stack.units if (p := u.meta.get("profile"))), "")
    name, reason = (declared, f"declared as {declared}") if declared in NAMES else facts.name()
    declared = declared if declared in NAMES else ""
    public = name in ("assistant", "rag", "constitution") and (facts.public or declared == "assistant")
    public = public and (bool(declared) or not all_assisted(stack))
    if name == "constitution":
        public = bool(facts.audience or facts.channel)
    return Profile(
        name=name,
        reason=reason,
        declared=bool(declared),
        public=public,
        agent=name == "agent",
        conversational=facts.conversational or name in ("assistant", "persona"),
        factual=name not in ("hobby", "persona") and facts.factual(public),
        third_party_text=stack.has("input.stranger"),
        for_public=public or bool(facts.role_told and (facts.audience or facts.channel or facts.printed)),
        works=facts.steps or facts.worker_noun,
        domains=frozenset(d for d, _ in facts.subjects),
        minors=any("audience.minors" in line.concepts and not roles.KEPT_OUT.search(line.text) for line in facts.role),
        words=facts.audience or facts.channel,
        asks=facts.asks,
        subjects=facts.subjects,
    )


class _Line:
    """A sentence, title or description in which concepts are looked up."""

    def __init__(
        self, text: str, mentions: list[Mention], starts: list[int], ends: list[int], listed: bool = False
    ) -> None:
        self.text, self.mentions, self.starts, self.ends, self.listed = text, mentions, starts, ends, listed
        self.concepts = {m.concept for m in mentions}

    def others(self, concept: str) -> str:
        """The longest mention of people that are not the model itself ("You are a member of a crew"), as written."""
        text = self.text.lower()
        kept = [
            m
            for m in self.mentions
            if m.concept == concept
            and not roles.SELF.search(text[: self.starts[m.start]])
            and text[self.ends[m.end - 1] :][:1] != "_"  # a name in code: customer_id
        ]
        if not kept:
            return ""
        m = max(kept, key=lambda m: m.end - m.start)
        return " ".join(self.text[self.starts[m.start] : self.ends[m.end - 1]].split())

    def words(self, concept: str) -> str:
        """The longest mention of a concept, as written, on one line."""
        m = max((m for m in self.mentions if m.concept == concept), key=lambda m: m.end - m.start)
        return " ".join(self.text[self.starts[m.start] : self.ends[m.end - 1]].split())


class _Facts:
    """What the words of a stack show, before a name is chosen."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.titles = [line for u in stack.units for line in _titles(u)]
        self.sentences = [line for u in stack.units for line in _opening(u)]
        self.opening = self.titles + self.sentences
        self.role = self.titles + [line for u in stack.units for line in list(_opening(u))[:ROLE]]
        self.size = sum(1 for s in stack.sentences if s.block.kind not in (HEADING, LABEL))
        self.variables = set().union(*map(_variables, stack.units)) if stack.units else set()
        self.tools = {str(t) for u in stack.units for t in _items(u.meta.get("tools"))}
        self.channel = _first(self.opening, "channel.public")
        self.printed = _first(self.opening, "channel.print")
        self.talk = _first(self.opening, "act.talk")
        near = self.role + [x for x in self.sentences[ROLE:] if not TALKING.isdisjoint(x.concepts)]
        self.audience = next((w for x in near if (w := x.others("audience.public"))), "") or _first(
            (line for line in self.opening if "act.talk" in line.concepts), "audience.weak"
        )
        frame = next((w for x in self.role if (w := roles.frame(x.text))), "")
        if frame and not self.audience:
            self.audience = frame
            self.talk = self.talk or frame
        start = self.titles + self.sentences[:STARTS]
        self.desk = next((w for x in start if (w := roles.desk(x.text))), "")
        self.channel = self.channel or self.desk
        asked = next((w for x in self.titles + self.sentences[:OPENED] if (w := roles.askers(x.text))), "")
        if asked and (self.channel or not regex.search(r"\b(?:users?|they)\b", asked, re.I)):
            self.audience = self.audience or asked
            self.talk = self.talk or asked
        self.talk = self.talk or self.desk
        if not self.audience and any(roles.partner(x.text) for x in start):
            self.audience = _first(start, "audience.weak") or _first(start, "audience.minors")
        # behind a role, "- Write in the present tense" is a rule of form, and no work
        self.work = [line for i, line in enumerate(self.sentences[:ROLE]) if i == 0 or not line.listed]
        self.task = _first(self.work, "task.verb")
        self.role_told = bool(self.titles or self.desk or asked or _first(start, "made.for")) or any(
            roles.ROLE_WORDS.search(line.text) for line in self.sentences[:4]
        )
        nominal = any(roles.KINDLY.search(line.text) for line in self.titles + self.work[:1])
        self.addressed = nominal or bool(roles.YOU.search(self.talk))
        begin = [s.text for u in stack.units for s in u.sentences[:STARTS] if s.block.kind != HEADING]
        self.worker_noun = next((w for x in begin if (w := roles.worker(x))), "")
        self.agent_noun = _first(self.role, "agent.noun") or self.worker_noun
        outward = any(roles.outward(x.text) for x in self.titles + self.sentences[:ROLE])
        self.met = bool(asked or frame or any(x.concepts >= MET and not roles.steps(x.text) for x in start))
        self.steps = next((w for x in self.sentences[:OPENED] if outward and (w := roles.steps(x.text))), "")

    def anywhere(self, concept: str) -> str:
        """The first mention of a concept anywhere, as written."""
        for s in self.stack.sentences:
            for m in s.find(concept):
                return " ".join(s.text_of(m.start, m.end).split())
        return ""

    @cached_property
    def turn(self) -> str:
        """The words in which a turn of a person is foreseen."""
        return self.anywhere("turn.person")

    @cached_property
    def task_first(self) -> bool:
        """Whether the role sentence opens with one-shot work before anybody is talked with."""
        if any(roles.KINDLY.search(line.text) for line in self.titles):
            return False
        for line in self.work:
            if "act.talk" in line.concepts:
                return False
            if "task.verb" in line.concepts:
                return True
        return False

    @cached_property
    def conversational(self) -> bool:
        """Whether somebody talks with it: its role says so, or the rules foresee what a person says."""
        if self.steps and not self.met:
            return False
        if self.talk and not self.task_first:
            return True
        if not self.audience or (self.worker and not self.turn):
            return False
        if self.task_first:  # a text is worked on; somebody who wrote it may still be named
            return not self.variables - QUESTION and self.turn.lower().startswith(FORESEEN)
        return bool(self.turn or (not self.task_first and self.anywhere("turn.address")))

    @cached_property
    def worker(self) -> bool:
        """Whether the role sentence gives it tools for work of its own."""
        return any("agent.sign" in line.concepts and "act.talk" not in line.concepts for line in self.role)

    @property
    def fragment(self) -> bool:
        """Whether it is so short, and so silent on who talks with it, that it is a part of something."""
        held = self.role_told or self.channel or self.task or self.variables or self.agent_noun or self.steps
        return self.size < HOBBY and not held

    @property
    def public(self) -> bool:
        """Whether outsiders talk with it; a request for one text ("Draft a reply to a guest") gives no role."""
        told = self.role_told or self.channel or self.addressed
        if self.steps and not self.met:
            return False
        return self.conversational and bool(self.audience or self.channel) and bool(told)

    @property
    def asks(self) -> str:
        """The words that show that facts are asked for."""
        found = _first(self.sentences, "factual.sign") or _first(self.titles, "factual.sign")
        if found:
            return f"“{found}”"
        asked = self.variables & QUESTION
        return f"the variable “{min(asked)}”" if asked else f"“{self.anywhere('factual.sign')}”"

    def factual(self, public: bool) -> bool:
        """Whether people take its answers for facts."""
        if _first(self.role, "creative.sign"):
            return False
        signs = self.stack.has("factual.sign")
        if public:
            return signs or any("(" in line.text and roles.CALL.search(line.text) for line in self.sentences)
        if any("factual.lookup" in line.concepts for line in self.role):
            return True
        return signs and bool(self.variables & QUESTION and self.variables & PASSAGES)

    @cached_property
    def subjects(self) -> tuple[tuple[str, str], ...]:
        """The domains that the role names, each with its words."""
        found: dict[str, str] = {}
        for line in self.role:
            if not DECLINED.isdisjoint(line.concepts):
                continue  # what it names is kept away
            for concept in sorted(line.concepts):
                if concept.startswith("domain."):
                    found.setdefault(concept.removeprefix("domain."), line.words(concept))
        return tuple(sorted(found.items()))

    def name(self) -> tuple[str, str]:
        """The most fitting name and the words that decided."""
        if len(self.stack.units) > 1:
            return "agent", f"{len(self.stack.units)} roles and tasks hand work on"
        if words := _first(self.titles + self.sentences[:2], "constitution.sign"):
            return "constitution", f"“{words}”"
        if (words := self.anywhere("persona.sign")) and not self.channel and not self.agent_noun:
            return "persona", f"“{words}”"
        if self.fragment:
            return "hobby", "it is a few rules without a role"
        if any(_is_worker(line) for line in self.role):
            return "agent", f"“{self.agent_noun}”"
        if self.public and not (self.agent_noun and not self.audience):
            return self._answers("assistant", self.audience or self.channel)
        if agent := self._agent():
            return "agent", agent
        if self.size < HOBBY and not self.variables and not self.task:
            return "hobby", "it is short and gives a role only"
        if self.conversational or (self.variables & QUESTION and self.variables & PASSAGES):
            return self._answers("assistant", self.talk or self.turn)
        return "task", f"“{self.task}”" if self.task else "nobody is said to talk with it"

    def _agent(self) -> str:
        if self.agent_noun:
            return f"“{self.agent_noun}”"
        if len(self.tools) > 1:
            return f"tools {', '.join(sorted(self.tools)[:3])}"
        # in one-shot work a tool that is named later on helps with that work
        words = _first(self.titles + self.sentences[:2] if self.task_first else self.opening, "agent.sign")
        if words:
            return f"“{words}”"
        if self.steps and not self.task_first and not self.conversational:
            return f"“{self.steps}”"
        words = self.anywhere("agent.sign")
        return f"“{words}”" if words and not self.task_first and not self.conversational else ""

    def _answers(self, name: str, words: str) -> tuple[str, str]:
        passages = sorted(self.variables & PASSAGES)
        if self.variables & QUESTION and passages:
            return "rag", f"questions are answered from “{passages[0]}”"
        return name, f"“{words}”"


def _is_worker(line: _Line) -> bool:
    """Whether a sentence makes it an agent with tools and speaks of nobody whom it serves."""
    return {"agent.noun", "agent.sign"} <= line.concepts and line.concepts.isdisjoint(
        ("channel.public", "audience.public", "act.talk", "role.talk")
    )


def _titles(unit: Unit) -> Iterator[_Line]:
    """The title and what the carrier says of the prompt."""
    for key in ("name", "description"):
        if isinstance(text := unit.meta.get(key), str) and text.strip():
            yield _read(regex.sub(r"[_-]+", " ", text) if key == "name" else text, unit.table)
    for s in unit.sentences:
        if s.block.kind not in (HEADING, LABEL):
            return
        if s.block.kind == LABEL and not (roles.KINDLY.search(s.text) or _is_title(s.text)):
            continue
        yield _Line(s.text, s.mentions, s.tokens.starts, s.tokens.ends)


def _is_title(label: str) -> bool:
    """Whether a label in front of everything else says what the prompt makes of the model: "Chemistry buddy for pupils."."""
    return " " in label.strip() and not label.rstrip("*_ ").endswith(":")


def _opening(unit: Unit) -> Iterator[_Line]:
    """The first sentences of the prose."""
    count = 0
    for s in unit.sentences:
        if s.block.kind not in (HEADING, LABEL):
            yield _Line(s.text, s.mentions, s.tokens.starts, s.tokens.ends, s.scope.listed)
            count += 1
            if count == OPENING:
                return


def _read(text: str, table: Table) -> _Line:
    tokens = tokenize(text)
    return _Line(text, table.find(tokens.words), tokens.starts, tokens.ends)


def _first(lines: Iterable[_Line], concept: str) -> str:
    return next((line.words(concept) for line in lines if concept in line.concepts), "")


def _variables(unit: Unit) -> set[str]:
    names = {p.name.lower().rsplit(".", 1)[-1] for p in unit.prompt.placeholders}
    return names | {str(n).lower() for n in _items(unit.meta.get("inputs"))}


def _items(value: object) -> Iterable[object]:
    return value if isinstance(value, (list, tuple, set, frozenset, dict)) else ()
