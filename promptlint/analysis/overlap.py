"""Whether two directives can apply in one situation.

Without this, every report of a conflict is noise: most contrary sentences of a prompt are about different cases, and
say so in a condition, an exception, a heading, an order of rank or the word "default". The answer errs towards
silence: where the two situations have nothing in common that we understand, it is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from promptlint.analysis.adjacent import addressee, told_at_once
from promptlint.analysis.commission import commission
from promptlint.analysis.containers import containers
from promptlint.analysis.contrasts import ANYBODY, FUNCTION, contrasted, words_of
from promptlint.analysis.numbered import numbered_apart
from promptlint.analysis.objects import PEOPLE
from promptlint.analysis.subjects_apart import subjects_apart
from promptlint.analysis.words import about, attribute, content, generic, groups, interval, polarity, related
from promptlint.deontic.cues import cues
from promptlint.deontic.ir import Condition, Directive, Modality, Strength
from promptlint.record import record, replace
from promptlint.text.tokens import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Scope, Sentence

CONCESSION = ("even if", "even when", "even though", "regardless", "whether", "no matter", "although", "though")
EARLY = ("before", "until", "prior to", "ahead of", "till")
INSIDE = ("during", "while", "in", "within", "throughout")
COMPLETE = ("done", "solved", "complete", "completed", "finished", "resolved", "over", "fixed")
WORK = frozenset("task tasks problem problems everything all work job issue items item step steps request".split())
RECEIVING = frozenset("learn know see receive hear get find notice realize realise suspect discover be".split())
INTRANSITIVE = (
    "begin",
    "start",
    "open",
    "end",
    "close",
    "finish",
    "conclude",
    "pose",
    "contain",
    "include",
    "consist",
    "carry",
    "hold",
    "comprise",
    "last",
    "appear",
    "occur",
    "turn",
    "come",
    "feature",
    "figure",
    "arise",
    "stand",
    "be",
    "have",
    "stay",
    "remain",
    "reach",
    "leave",
    "leak",
    "escape",
    "go",
)
ALONE = frozenset("remaining elsewhere otherwise".split())
OTHERS = frozenset("other others else rest".split())
LABEL = 4  # tokens of a role and the colon behind it
BESIDE = 3  # sentences
ALL = frozenset("any all every the each everything everyone anyone anything everybody anybody everywhere most".split())
LATE = ("after", "once", "as soon as", "following", "since")


class Verdict(StrEnum):
    """Whether there is a situation in which both apply."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@record(frozen=True, slots=True)
class Overlap:
    """The answer.

    Args:
        reason: why, in a few words.
        witness: a phrase for the situation in which both apply; "" when there is none.
    """

    verdict: Verdict
    reason: str
    witness: str = ""

    @property
    def yes(self) -> bool:
        """Whether both surely apply in one situation."""
        return self.verdict is Verdict.YES


def overlap(a: Directive, b: Directive, unit: Unit | None = None) -> Overlap:
    """Whether ``a`` and ``b`` can bind in one situation.

    Args:
        unit: the prompt of both; with it, orders of rank and exceptions stated in other sentences count.
    """
    if unit is not None and (exact := _exact(a, b, unit)) is not None:
        return exact
    for apart in (_actors, _scopes, _defaults):
        if reason := apart(a, b):
            return Overlap(Verdict.NO, reason)
    from promptlint.analysis.excepted import excepted
    from promptlint.analysis.ranked import ranked

    if reason := excepted(a, b, unit) or excepted(b, a, unit) or ranked(a, b, unit) or _beside(a, b, unit):
        return Overlap(Verdict.NO, reason)
    if reason := subjects_apart(a, b) or _remaining(a, b) or _remaining(b, a):
        return Overlap(Verdict.NO, reason)
    return _conditions(a, b)


def _remaining(a: Directive, b: Directive) -> str:
    """Why ``a`` holds for the cases that ``b`` beside it leaves over: "messages in any other language", "all else"."""
    if abs(a.sentence.index - b.sentence.index) > BESIDE or (not b.conditions and not containers(b)):
        return ""
    words = a.sentence.tokens.words
    own = {i for c in a.conditions if c.last for i in range(c.first, c.last)} | set(range(a.first, _subject_end(a)))
    upto = range(1, max(own, default=a.first) + 1)
    rest = (
        words[0] in ALONE
        or any(words[i] in ALONE and i in own for i in upto)
        or any(words[i] in OTHERS and words[i - 1] in ALL and i in own for i in upto)
        or any(
            words[i] == "other" and words[i - 1] in ALL for i in upto
        )  # "all other guests pay; do not waive it for them"
    )
    return "one is for the remaining cases" if rest else ""


def _subject_end(d: Directive) -> int:
    """The token behind a directive's subject; its first one where it has none."""
    return d.first + len(tokenize(d.subject).words) if d.subject else d.first


def _beside(a: Directive, b: Directive, unit: Unit | None) -> str:
    """Why one is a special case told beside the other; in a commission each sentence speaks of the whole text."""
    return told_at_once(a, b) if unit is None or commission(unit) is None else ""


def _exact(a: Directive, b: Directive, unit: Unit) -> Overlap | None:
    """The answer for two rules of a charter, None for all other directives."""
    if "charter" not in unit.meta or (reason := _actors(a, b) or _defaults(a, b)):
        return None
    from promptlint.analysis.charters import bound

    found = bound(unit, a.span, b.span)
    if found is None:
        return None
    reason, situation = found
    return (
        Overlap(Verdict.NO, reason) if reason else Overlap(Verdict.YES, "in one situation", f"in the case {situation}")
    )


def _actors(a: Directive, b: Directive) -> str:
    one, two = ("" if _no_agent(d) else _agent(d.actor) or _labelled(d.sentence) for d in (a, b))
    if one and two and one.split()[-1] == two.split()[-1]:
        return ""  # "the planner", "planner: …"
    if (a.stated or b.stated) and not (one and two):
        return ""  # "the butler bows": the model, in a role
    named = (one or two).split()
    short = 0 < len(named) < 3 or (len(named) == 3 and named[-1] in ("bot", "assistant"))
    if not (one and two) and short and named[-1] in cues().actors and named[0] != "that":
        return ""  # "the coach …" is the model where nobody else is named
    return f"different agents: {one or 'the model'}, {two or 'the model'}" if one != two else ""


def _labelled(s: Sentence) -> str:
    """The role that a sentence is for, by its label: "Planner: use the search"; "" if none."""
    words = s.tokens.words[:LABEL]
    if ":" not in words[1:]:
        return ""
    label = words[: words.index(":", 1)]
    known = cues().roles | cues().actors
    return " ".join(label) if label[-1] in known and label[0] != "you" and all(w.isalpha() for w in label) else ""


def _no_agent(d: Directive) -> bool:
    """Whether the subject is a text, or somebody to whom the model does it ("users must not learn that …")."""
    people = not PEOPLE.isdisjoint(d.actor.split())
    return d.action in (RECEIVING if people else INTRANSITIVE)


@lru_cache(maxsize=4096)
def _agent(actor: str) -> str:
    """Who acts: "" for the model, and for a part of its output ("the code you produce must …")."""
    from promptlint.knowledge import current

    nouns = {w for line in current().section("output_nouns") for w in str(line).split()}
    if actor in ("it", "this", "that", "they", "these", "those", "there", "everything"):
        return ""
    return "" if not actor or "you" in actor.split() or nouns & set(actor.split()) else actor


def _defaults(a: Directive, b: Directive) -> str:
    weak = [d for d in (a, b) if d.strength is Strength.DEFAULT or d.modality is Modality.PREFER]
    return "one is a default that yields" if len(weak) == 1 else ""


def _scopes(a: Directive, b: Directive) -> str:
    s, t = a.sentence.scope, b.sentence.scope
    if s.branch != t.branch and not _nested(s.branch, t.branch):
        return "different branches of the template"
    if addressee(s) != addressee(t):
        return f"told to different agents: {addressee(s) or 'you'}; {addressee(t) or 'you'}"
    if s.role != t.role and "assistant" in (s.role, t.role):
        return "different roles"
    return numbered_apart(a.sentence, b.sentence) or _paths(s, t)


def _nested(s: str, t: str) -> bool:
    return s.startswith(t) or t.startswith(s)


@lru_cache(maxsize=16384)
def _paths(s: Scope, t: Scope) -> str:
    for kind, p, q in (
        ("tags", s.tags, t.tags),
        ("headings", s.headings, t.headings),
        ("labels", (s.item,), (t.item,)),
    ):
        i = 0
        while i < min(len(p), len(q)) and p[i] == q[i]:
            i += 1
        own, other = " ".join(p[i:]), " ".join(q[i:])
        if own and other and not generic(own) and not generic(other) and not _same_label(about(own), about(other)):
            return f"different {kind}: {own}; {other}"
    return ""


def _same_label(p: frozenset[str], q: frozenset[str]) -> bool:
    return p <= q or q <= p


def _conditions(a: Directive, b: Directive) -> Overlap:
    mine, theirs = _restricting(a), _restricting(b)
    for c in mine:
        for d in theirs:
            if reason := disjoint(c, a.sentence, d, b.sentence):
                return Overlap(Verdict.NO, reason)
    for one, two in ((mine, b), (theirs, a)):
        if reason := _numbers_apart(one, two) or _clause_apart(one, two):
            return Overlap(Verdict.NO, reason)
    if not mine or not theirs:
        return Overlap(Verdict.YES, "one holds in general", _witness((*a.conditions, *b.conditions)))
    if all(any(_same(c, d) for d in theirs) for c in mine) or all(any(_same(c, d) for c in mine) for d in theirs):
        return Overlap(Verdict.YES, "the same situation", _witness((*a.conditions, *b.conditions)))
    if _too_early(a, mine, theirs) or _too_early(b, theirs, mine):
        return Overlap(Verdict.YES, "one is to be done before the other allows it", _witness((*mine, *theirs)))
    return Overlap(Verdict.UNKNOWN, f"unrelated conditions: {mine[0].text}; {theirs[0].text}")


def _too_early(ban: Directive, until: list[Condition], at_once: list[Condition]) -> bool:
    """ "Not until the press office has spoken", "the moment the monitor shows it": the second comes first in some cases."""
    waits = ban.modality.forbids and all(c.cue.lower() in ("until", "till") for c in until)
    return waits and all(c.cue.lower() in ("the moment", "as soon as") for c in at_once)


def _numbers_apart(conditions: list[Condition], other: Directive) -> str:
    """Why a threshold in a condition leaves out what the core of the other names ("pull requests of ten lines and more")."""
    for c in conditions:
        mine = interval(f"{c.cue} {c.text}")
        theirs = interval(" ".join(other.words)) if mine else None
        if mine and theirs and (mine[1] <= theirs[0] or theirs[1] <= mine[0]):
            return f"{c.text} and the other leave no common value"
    return ""


def _clause_apart(conditions: list[Condition], other: Directive) -> str:
    """Why a condition leaves out what a relative clause of the other singles out: "until scanned", "that have been scanned"."""
    words = other.words
    at = next((i for i, w in enumerate(words) if w in ("that", "which", "who") and i > 1), None)
    if at is None:
        return ""
    clause = " ".join(words[at + 1 :])
    for c in conditions:
        named = content(c.text)
        if related(named, content(clause)) and polarity(c.cue, c.text, c.negated) != polarity("", clause, False):
            return f"{c.text} and “{clause}” exclude each other"
    return ""


def _restricting(d: Directive) -> list[Condition]:
    """The conditions that narrow a directive: "even if …" and "in each reply" do not."""
    spelled = [_spelled(c, d) for c in d.conditions if not idle(c)]
    return [c for c in spelled if content(c.text) or groups(c, d.sentence) or _points_back(c)]


def _spelled(c: Condition, d: Directive) -> Condition:
    """A condition with the directive's object in the place of a pronoun: "ask for the number when it is missing"."""
    words = c.text.split()
    if not words or words[0].lower() not in ("it", "they", "one", "none") or not c.last or not d.object:
        return c
    return replace(c, text=" ".join([d.object, *words[1:]]))


def _points_back(c: Condition) -> bool:
    """ "In such cases": a case of its own, which another sentence names."""
    words = c.text.lower().split()
    return 0 < len(words) <= 3 and words[0] in ("such", "that", "those", "these") and words[-1].rstrip("s") in OCCASIONS


OCCASIONS = frozenset("case situation event instance circumstance scenario occasion".split())


def idle(c: Condition) -> bool:
    """Whether a phrase restricts nothing: a concession, a purpose, a reason, an order of steps."""
    cue, words = c.cue.lower(), c.text.lower().split() or [""]
    if cue == "before" and words[0] in ("you", "answering", "responding", "replying", "stating", "writing"):
        return True  # "check it before you state it"
    if (
        words[0] in ("each", "every")
        and 1 < len(words) <= 3
        and cue in ("after", "before", "for", "at", "in", "between")
    ):
        return True  # "after each step"
    if cue in ("until", "till", "before", "once", "after") and words[-1] in COMPLETE and WORK & set(words):
        return True  # "until the task is solved"
    if cue.startswith(CONCESSION) or cue == "to" or words[0] == "this":
        return True
    return bool({"reason", "reasons", "sake", "purposes"} & {*words[-1:], *words[:2]})


def _witness(conditions: Iterable[Condition]) -> str:
    return " and ".join(dict.fromkeys(f"{c.cue} {c.text}" for c in conditions if content(c.text)))


def _same(c: Condition, d: Condition) -> bool:
    """Whether one condition says the other, and no more than that."""
    mine, theirs = content(c.text), content(d.text)
    if not related(mine, theirs) or not (mine <= theirs or theirs <= mine):
        return False
    one, two = words_of(c.text) - FUNCTION, words_of(d.text) - FUNCTION
    if (one - two - ANYBODY and two - one) or (two - one - ANYBODY and one - two):
        return False  # "in e-mails to partners", "in e-mails to customers"; "in step one", "in step four"
    return polarity(c.cue, c.text, c.negated) == polarity(d.cue, d.text, d.negated)


def _apart(a: tuple[str, frozenset[str], bool], b: tuple[str, frozenset[str], bool]) -> bool:
    """Whether two statements of one attribute leave it no value."""
    if a[2] and b[2]:
        return not a[1] & b[1]
    return a[2] != b[2] and (a[1] <= b[1] if a[2] else b[1] <= a[1])


def disjoint(c: Condition, s: Sentence, d: Condition, t: Sentence) -> str:
    """Why two conditions exclude each other, or "".

    Args:
        c, s: a condition and the sentence that it stands in.
        d, t: the other.
    """
    mine, theirs = groups(c, s), groups(d, t)
    for group in sorted(mine.keys() & theirs.keys()):
        if not mine[group] & theirs[group]:
            return f"{c.text} and {d.text} exclude each other"
    if related(content(c.text), content(d.text)):
        if polarity(c.cue, c.text, c.negated) != polarity(d.cue, d.text, d.negated):
            return f"{c.text} and {d.text} exclude each other"
        cues = {c.cue.lower(), d.cue.lower()}
        for one, two in ((EARLY, LATE), (EARLY, INSIDE), (INSIDE, LATE)):
            if cues & set(one) and cues & set(two):
                return f"{c.cue} and {d.cue} exclude each other"
    if polarity(c.cue, "", c.negated) and polarity(d.cue, "", d.negated):
        first, second = attribute(c.text), attribute(d.text)
        if first and second and first[0] == second[0] and _apart(first, second):
            return f"{c.text} and {d.text} exclude each other"
    if contrasted(words_of(c.text), words_of(d.text)):
        return f"{c.text} and {d.text} are different cases"
    one_range, other_range = interval(c.cue + " " + c.text), interval(d.cue + " " + d.text)
    if one_range and other_range and (one_range[1] <= other_range[0] or other_range[1] <= one_range[0]):
        return f"{c.text} and {d.text} leave no common value"
    return ""
