"""Acts on the world that nobody approves."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.assisted import all_assisted
from promptlint.analysis.parts import told_in_parts
from promptlint.block import HEADING
from promptlint.deontic.ir import Directive, Modality
from promptlint.diagnostic import Finding
from promptlint.document import Stack, Unit
from promptlint.rule import rule
from promptlint.rules.agency._agents import is_agent
from promptlint.span import Span
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention
from promptlint.text.tokens import forms

LIVE = frozenset(("production", "prod", "live"))  # "the temporary tables in the production database"
ACTS = ("act.mail", "act.publish", "act.deploy", "act.pay", "act.destroy", "act.submit", "act.tool", "act.declared")
GRAVE = ("act.pay", "act.destroy")  # what an assistant in a chat must not do unasked either
BOOKS = frozenset(("book", "reserve", "schedule"))  # what an assistant in a chat does within the user's turn
UNABLE = frozenset("not never cannot unable able nobody nothing no without avoid".split())
EMPTY = frozenset(("no", "nothing", "none", "nobody"))
COPULA = frozenset(("is", "are"))
LEADING = frozenset(
    "you then finally next also and afterwards now immediately always automatically lastly after that".split()
)
CONDITION = frozenset("when if once after whenever as should at on every each upon".split())
ENDS = frozenset((".", ";", ",", ":"))
TAIL = 4  # tokens behind a directive's own words in which the tool it is done with may be named
MEANS = frozenset(("with", "via", "using", "through", "by"))
NEAR = 2  # sentences before and after in which an approval counts, if it is an explicit one


@rule(
    "PL504",
    severity="warning",
    help="let a person approve the act first, or have a draft made in its place",
    scope="stack",
    evidence=(("OWASP LLM06:2025 Excessive Agency", "https://genai.owasp.org/llmrisk/llm062025-excessive-agency/"),),
)
def check(stack: Stack) -> Iterator[Finding]:
    """An act on the world outside, or one that cannot be undone, is ordered without anybody's approval.

    What is sent, published, paid, deployed or deleted cannot be called back, and the text that led to it may have
    been written by a stranger. Have a person say yes first, or leave it at a draft. Acts that a person asks for in
    the conversation, drafts, local and reversible changes need no approval.

    ```bad
    You are a mail agent with the tools `read_mail` and `send_mail`.

    - Answer in the language of the message.
    - When a draft is finished, «send it with `send_mail`».
    ```

    ```bad
    You repair builds in a git checkout. You have a shell.

    - Then «deploy the service to production».
    ```

    ```good
    You are a mail agent with the tools `read_mail` and `send_mail`.

    - Answer in the language of the message.
    - When a draft is finished, show it to the owner; call `send_mail` after a yes and not before.
    ```

    ```good
    You repair builds in a git checkout. You have a shell.

    - Ask the maintainer for approval, and push the tag after a yes.
    ```

    ```good
    You repair builds in a git checkout. You have a shell.

    - Never deploy the service to production.
    ```
    """
    agent = is_agent(stack)
    acts = ACTS if agent else GRAVE
    if all_assisted(stack) or any(_general(s) for s in stack.sentences):
        return  # the program that loads the file asks its user before a tool acts
    for unit in stack.units:
        talks = not agent and stack.profile.name in ("assistant", "rag")  # then the user asks for what is done
        found = list(_unit(unit, acts)) if agent or talks else []
        yield from found
        if not talks:
            yield from _plain(unit, [f.span for f in found if f.span])


def _plain(unit: Unit, told: list[Span]) -> Iterator[Finding]:
    """Acts that nobody is to be asked about, told in parts; those ``told`` are known."""
    for s, found in told_in_parts(unit, "unapproved-side-effect"):
        if any(t.overlaps(s.span) for t in told):
            continue
        if not _approved(unit.sentences, s) and not _denied(s.tokens.words, found.start):
            words = " ".join(s.text_of(found.start, found.end).split())
            yield Finding(f"“{words}” {found.says}", s.span_of(found.start, found.end))


def _unit(unit: Unit, acts: tuple[str, ...]) -> Iterator[Finding]:
    directives: dict[int, list[Directive]] = {}
    for d in (*unit.directives, *unit.statements):
        directives.setdefault(d.sentence.index, []).append(d)
    for s in unit.sentences:
        if s.concepts.isdisjoint(acts) or s.block.kind == HEADING:
            continue
        m = _act(s, directives.get(s.index, []), acts)
        if m is None or _approved(unit.sentences, s):
            continue
        t = s.tokens
        last = next(
            (i for i in range(m.end, min(m.end + 6, len(t.words))) if t.words[i] in ENDS), min(m.end + 6, len(t.words))
        )
        words = " ".join(s.text_of(m.start, last).split()).rstrip(".,;:")
        yield Finding(f"“{words}” is ordered, and nobody approves it first", s.span_of(m.start, last))


def _act(s: Sentence, directives: list[Directive], acts: tuple[str, ...]) -> Mention | None:
    """The act that is ordered: a mention that begins at a directive's verb or opens the sentence, or a called tool."""
    words = s.tokens.words
    for m in s.mentions:
        if m.concept == "act.declared" and m.concept in acts:
            return m
        if m.concept not in acts or not EMPTY.isdisjoint(words[m.start : m.end + 1]):
            continue
        if _denied(words, m.start) or (m.start == 0 and not COPULA.isdisjoint(words[1 : m.end + 1])):
            continue  # the second: a noun opens the sentence, "Book titles are in italics"
        if _named(words, m.start, directives) or _told(words, m.start):
            continue
        if (acts == GRAVE and not BOOKS.isdisjoint(forms(words[m.start]))) or words[m.start + 1 : m.start + 2] == [
            "date"
        ]:
            continue
        if any(_orders(d, m) for d in directives) or _opens(words, m.start) or _named_for(words, m):
            return m
    return None


def _named(words: list[str], at: int, directives: list[Directive]) -> bool:
    """Whether the word is a noun, behind an article or at the start: "each mail stands in tags", "Lease facts come from …", "Orders on them have no effect"."""
    if at:
        return words[at - 1] in ARTICLES
    plural = words[0].endswith("s") and not words[0].endswith("ss") and len(forms(words[0])) > 1
    return plural or any(d.subject.lower().split()[:1] == [words[0]] for d in directives)


ARTICLES = frozenset("a an the each every any no this that these those our your".split())


def _told(words: list[str], at: int) -> bool:
    """Whether the clause tells what other people do: "terminals upload manifests, we validate them and publish a status"."""
    for i in range(at - 1, max(-1, at - 10), -1):
        if words[i] in (",", ";", ":", "."):
            return False
        if words[i] in PEOPLE and (i == 0 or words[i - 1] in (",", ";", ":", "and", "but")):
            return True
    return False


PEOPLE = frozenset("we they he she".split())


def _denied(words: list[str], at: int) -> bool:
    """Whether the clause before token ``at`` negates it."""
    first = at
    while first > max(0, at - 8) and words[first - 1] not in (",", ";", ":", "."):
        first -= 1
    return not UNABLE.isdisjoint(words[first:at])


def _orders(d: Directive, m: Mention) -> bool:
    tail = m.concept == "act.tool" and d.sentence.tokens.words[m.start] in MEANS
    reach = d.last + (TAIL if tail else 0)  # "reply at once with `send`"
    if d.stated or d.modality not in (Modality.MUST, Modality.SHOULD) or not d.first <= m.start < reach:
        return False
    if d.actor and d.actor not in ("you", "the agent", "the assistant", "the model"):
        return False
    verbs = d.sentence.tokens.words[m.start : m.start + 3]
    if not d.actor and m.start and verbs[0] == f"{d.action}s":
        return False  # somebody else's act: "Purchasing sends it out after its own check"
    return m.concept == "act.tool" or any(d.action in forms(w) for w in verbs)


def _named_for(words: list[str], m: Mention) -> bool:
    """Whether the sentence opens with the verb that its tool is named for: "Renew each of them with `renew_licence`"."""
    if m.concept != "act.tool" or "_" not in words[m.start : m.end]:
        return False
    verb = words[words.index("_", m.start) - 1]
    return any(_opens(words, i) for i in range(min(m.start, 6)) if verb in forms(words[i]))


def _opens(words: list[str], at: int) -> bool:
    """Whether an order stands at the start of the sentence, be it after "then" or behind a condition and its comma."""
    if at > 1 and words[at - 1] == "," and words[0] in CONDITION:
        return True
    if words[at].endswith("ing"):
        return False  # a noun: "Purchasing sends it out"
    return all(w in LEADING or not w[0].isalpha() for w in words[:at])


def _approved(sentences: list[Sentence], own: Sentence) -> bool:
    """Whether an approval, or what makes the act harmless, is named in the sentence or beside it."""
    if _approval(own, "approval.given") or ("act.harmless" in own.concepts and LIVE.isdisjoint(own.tokens.words)):
        return True
    at = next((i for i, s in enumerate(sentences) if s is own), 0)
    beside = sentences[max(0, at - NEAR) : at + NEAR + 1]
    return any(s.scope.headings == own.scope.headings and _approval(s, "approval.strong") for s in beside)


def _approval(s: Sentence, concept: str) -> bool:
    denied = list(s.find("approval.none"))
    return any(all(m.end <= d.start or d.end <= m.start for d in denied) for m in s.find(concept))


def _general(s: Sentence) -> bool:
    """A rule for all acts: "Ask before anything irreversible."."""
    return "approval.general" in s.concepts
