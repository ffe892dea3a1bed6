"""What a prompt says about refusing, its subjects, danger and not knowing: facts that several rules need."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.hints import states
from promptlint.block import HEADING, LABEL
from promptlint.deontic.cues import cues
from promptlint.text.kept import by_content
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention
from promptlint.text.tokens import NUMBER_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Stack, Unit

SHORT = 32  # words of a sentence that may be an order although no directive was read from it
WINDOW = 7  # words before a mention in which a negation reaches it
NEGATIONS = frozenset("not never no avoid without nobody nothing neither refrain rather instead nor forbid".split())
STOPS = frozenset({";", ":", ".", "—", "–", "(", ")", "but", "then", "because", "so", '"', "“", "”"})
FORBIDDING = regex.compile(
    r"\b(never|do not|don['’]t|avoid|must not|should not|forbidden|prohibited|not to|bad|wrong|mistakes?|pitfalls?)\b",
    re.I,
)


def negated(sentence: Sentence, start: int) -> bool:
    """Whether a negation governs the words from token ``start`` on: in the clause, the lead-in or the heading."""
    return negated_here(sentence, start) or forbidden_above(sentence)


def negated_here(sentence: Sentence, start: int) -> bool:
    """Whether a negation in the clause governs the words from token ``start`` on."""
    words = sentence.tokens.words
    for i in range(start - 1, max(-1, start - 1 - WINDOW), -1):
        if words[i] in STOPS or (words[i] == "," and not _listed(words, i, start)):
            break
        if words[i] in NEGATIONS and words[i + 1 : i + 2] not in (["only"], ["matter"], ["just"], ["doubt"]):
            return True
    return False


@by_content
def forbidden_above(sentence: Sentence) -> bool:
    """Whether the lead-in, label or heading of a sentence forbids what it says."""
    lead = sentence.lead_sentence.text if sentence.lead_sentence is not None else sentence.scope.lead
    above = [lead, sentence.scope.item, *sentence.scope.headings[-1:]]
    return any(len(a) < 80 and FORBIDDING.search(a) for a in above if a)


def _listed(words: list[str], comma: int, start: int) -> bool:
    """Whether a comma stands in a series of verbs ("do not guess, invent or make up"): an "or" follows soon."""
    return "or" in words[comma:start] or (start + 2 < len(words) and "or" in words[start : start + 4])


def prose(stack: Stack) -> Iterator[Sentence]:
    """The instructing sentences without headings and labels."""
    return (s for s in stack.sentences if s.block.kind not in (HEADING, LABEL))


def above(sentence: Sentence) -> str:
    """The headings, lead-in, label and tags that govern a sentence, in one lower-case text."""
    scope = sentence.scope
    return " ".join((*scope.headings, scope.lead, scope.item, *scope.tags)).lower()


DECLINING = regex.compile(
    r"\b(declin\w*|refus\w*|prohibited|forbidden|disallowed|red.lines?|guardrails?|safety|harm\w*|out of bounds|"
    r"will not (?:do|help|touch)|hard limits|restricted|turn(?:s|ed)? (?:down|away)|says? no to|no help (?:with|for|in)|off limits|no-?gos?)\b"
)
SCOPE = regex.compile(
    r"(?<!touchy )(?<!delicate )(?<!sensitive )(?<!difficult )(?<!tricky )(?<!awkward )\b(scope|subjects?|topics?|remit|boundar(?:y|ies)|limits? of (?:the )?(?:subject|topic)|out.of.scope)\b"
)


ROUTED = frozenset({"decline.help", "decline.act", "decline.order", "scope.foreign"})
SHAPE = frozenset(
    "word words sentence sentences line lines paragraph paragraphs character characters point points side tone style voice "
    "register format bullet bullets minimum fact facts brief short json markdown text rule rules handbook budget order script "
    "tense language english german french spanish italian point schema template limit page pages".split()
)
ANSWERING = frozenset("answer answers respond responds speak talk reply".split())
RANKING = frozenset(("before", "above"))  # "before anything else" is an order of steps
CLOSING = frozenset(("is", "be", "need", "needs"))  # "whether there is anything else" ends a talk
TIMES = frozenset("until before unless while yet".split())


def outside(sentence: Sentence) -> bool:
    """Whether a sentence bounds the subjects, or says what is done with requests outside them."""
    concepts, words = sentence.concepts, sentence.tokens.words
    if any(not _elsewhere(words, m) for m in sentence.find("scope.outside")):
        return True
    others = [m for m in sentence.find("scope.other") if m.start == 0 or words[m.start - 1] not in (RANKING | CLOSING)]
    if others and not concepts.isdisjoint(ROUTED):
        return True
    if "scope.only" in concepts and words[0] not in cues().verbs and "in" not in words:
        return True
    if any(
        SHAPE.isdisjoint(words[m.start : m.end + 4]) and not _counted(words[m.start : m.end + 2])
        for m in sentence.find("scope.keep")
    ):
        return True
    if "scope.for" in concepts and words[1:2] not in EACH and concepts_of(sentence, "scope.place", "scope.other"):
        return True
    return any(TIMES.isdisjoint(words[m.end :]) and _own(words, m.start) for m in sentence.find("scope.ban"))


def _elsewhere(words: list[str], m: Mention) -> bool:
    """Whether the words bound no subject: "answer only in German", "out of luck"."""
    after = words[m.end : m.end + 1]
    return (after == ["in"] and words[m.end - 1] in ANSWERING) or (words[m.end - 1] == "of" and after in OUT_OF)


OUT_OF = (["luck"], ["date"], ["stock"], ["order"], ["print"], ["reach"], ["use"], ["service"], ["hand"], ["time"])
EACH = (["each"], ["every"], ["all"], ["any"], ["these"], ["this"], ["such"], ["both"])


def _own(words: list[str], start: int) -> bool:
    """Whether a ban from token ``start`` on is one of the model's own: not "they don't cover it"."""
    while start > 0 and words[start - 1] in AUXILIARIES:
        start -= 1
    return start == 0 or words[start - 1] not in OTHERS


AUXILIARIES = frozenset("do does did must should may will can not".split())
OTHERS = frozenset("they it that which these those pages handbook guide manual sources documents notes rules".split())


def _counted(words: list[str]) -> bool:
    return any(w[0].isdigit() or w in NUMBER_WORDS for w in words)


def scope_only(sentence: Sentence) -> bool:
    """Whether a refusal only keeps other subjects away."""
    return outside(sentence) and "harm.word" not in sentence.concepts


def refuses(sentence: Sentence) -> bool:
    """Whether a sentence turns away a class of harmful or disallowed requests."""
    concepts = sentence.concepts
    harm = "harm.word" in concepts
    if "decline.act" in concepts:
        return harm or not scope_only(sentence)
    if "decline.class" in concepts:
        return True
    if harm:
        return "crisis.path" not in concepts and not _role(sentence)
    return bool(DECLINING.search(above(sentence))) and not scope_only(sentence)


def _role(sentence: Sentence) -> bool:
    return sentence.index < 3 and not concepts_of(sentence, "turn.person") and "act.talk" in sentence.concepts


def concepts_of(sentence: Sentence, *names: str) -> bool:
    """Whether one of the concepts is in the sentence."""
    return not sentence.concepts.isdisjoint(names)


def has_refusals(stack: Stack) -> bool:
    """Whether a sentence of the stack turns away a class of requests."""
    return any(refuses(s) for s in prose(stack))


def bounded(stack: Stack) -> bool:
    """Whether a sentence bounds the subjects, or says what is done with requests outside them."""
    return any(outside(s) or SCOPE.search(above(s)) for s in stack.sentences)


def faces_gaps(stack: Stack) -> bool:
    """Whether a sentence says what is done when a fact is missing, unknown or doubtful."""
    elsewhere = {"decline.act", "crisis.path"}
    return any(
        "uncertainty.policy" in s.concepts
        or ("uncertainty.person" in s.concepts and s.concepts.isdisjoint(elsewhere) and not _else(s))
        for s in prose(stack)
    )


def _else(sentence: Sentence) -> bool:
    """Whether what is said or asked there belongs to another policy: "say so when trains come up"."""
    return outside(sentence) or any(states(sentence.tokens.words, p) for p in ("refusal", "scope"))


def complete(stack: Stack) -> bool:
    """Whether the whole policy is in sight: no included template and no rules that stand in another prompt."""
    if stack.has("policy.elsewhere"):
        return False
    return not any(_includes(u) for u in stack.units)


def _includes(unit: Unit) -> bool:
    keywords = {str(b.attrs.get("keyword", "")) for b in unit.blocks("template")}
    return bool(keywords & {"include", "import", "extends", "from", ">", "call", "block"})


def witness(stack: Stack) -> str:
    """The words that show who talks to the model, for a message: “customers”; “chat window”."""
    words = stack.profile.words
    return f"“{words}”" if words else stack.profile.reason


REGARDLESS = frozenset({"even", "whatever", "regardless", "irrespective", "matter"})
EVEN = REGARDLESS | frozenset({"always", "every", "each", "all", "whether"})
REPORTING = regex.compile(
    r"^\W*(?:many |most |some |other |bad |weak |lesser |earlier )?(?:users?|people|customers|they|models|chatbots|assistants"
    r"|language models|students|authors|llms?|it is (?:easy|tempting)|somebody|someone)\s+(?:\w+\s+)?(?:often |may |might |will |"
    r"sometimes |tend|want|expect|ask|like|hope|who|can |could )",
    re.I,
)


def governed(unit: Unit, sentence: Sentence, mention: Mention) -> bool:
    """Whether the words of a mention are ordered: a directive holds them, and no negation governs them."""
    if negated(sentence, mention.start):
        return False
    here = [d for d in unit.directives_of(sentence) if d.first <= mention.start < d.last]
    if here:
        held = sentence.tokens.words[
            mention.start : mention.end
        ]  # "is never called into question" brings its own "never"
        return not NEGATIONS.isdisjoint(held) or not any(d.modality.forbids for d in here)
    return len(sentence.tokens.words) <= SHORT


@by_content
def reported(sentence: Sentence) -> bool:
    """Whether a sentence tells what people do instead of ordering something."""
    return bool(REPORTING.match(sentence.text)) or sentence.text.rstrip("\"”') ").endswith("?")


def told(words: str) -> str:
    """Words of a prompt for a message: one line, at most 70 characters."""
    line = " ".join(words.split()).strip(' ,;:."“”')
    return line if len(line) <= 70 else line[:69].rstrip() + "…"
