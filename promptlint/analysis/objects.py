"""What a directive's action is done to: its noun phrases, the concepts in them, and what includes what."""

from __future__ import annotations

from functools import lru_cache

from promptlint.analysis.further import past_joined
from promptlint.analysis.words import base, bases
from promptlint.deontic.cues import cues
from promptlint.record import record
from promptlint.text.tokens import forms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.deontic.ir import Directive

DETERMINERS = frozenset(
    [
        *"a an the any all each every no some this that these those its their his her our your my such both either neither".split(),
        *"another other one two three four five six seven eight nine ten several many few more most at least exactly".split(),
    ]
)
PREPOSITIONS = frozenset(
    "of in on at to from with by for about into onto as than through between after before under over within without "
    "against during per via out off up down around near like regarding concerning including across beyond behind inside outside among amid below above inside outside among amid below above".split()
)
STOPS = frozenset(
    "that which who whom whose what when where why how if whether because so while since although though unless until "
    "get gets is are was were be been being has have had do does did can could may might must shall should will would not never "
    "it them they he she we you i him us me itself yourself themselves there here then and or but nor , ; : . ( ) — – ! ? "
    "“ ” \" ' / always also only just even entirely throughout solely altogether completely exclusively directly "
    "explicitly wholly fully aloud twice once please again verbatim ever yet still already".split()
)
MEASURES = frozenset(
    "g kg mg ml l cl gram grams teaspoon teaspoons tablespoon tablespoons cup cups tsp tbsp pinch slice slices glass bottle can litre "
    "member members list set number kind sort type form lot couple pair use series piece amount bit word sign trace level kinds "
    "sorts types forms lists pieces signs full text copy version means contents names wording record records track log uses mentions instances occurrences".split()
)
PEOPLE = frozenset(
    "human humans agent agents supervisor supervisors support operator caller user users customer customers client clients caller callers reader readers patient patients guest guests visitor "
    "visitors student students pupil pupils learner learners person people shopper shoppers buyer buyers player players "
    "traveller travellers traveler travelers candidate candidates child children developer developers everyone anyone "
    "anybody somebody someone nobody everybody recipient recipients audience listener listeners applicant "
    "applicants resident residents tenant tenants member members colleague colleagues team human owner parents "
    "author authors writer writers speaker speakers sender senders adviser advisers advisor operator operators passenger passengers voter voters citizen citizens".split()
)
EMPTY = frozenset(
    "stage moment anything everything something nothing thing things whatever way ways kind sort type form part parts place time case "
    "hint word others else subject subjects matter topic topics piece answer answers reply replies response responses text output "
    "outputs message messages conversation result results content contents detail details".split()
)
INFORMATION = frozenset(
    "account information info details detail data question questions remark remarks comment comments statement statements "
    "fact facts knowledge anything everything something nothing topic topics subject subjects matter matters story opinion "
    "opinions view views advice instructions request requests claim claims news talk description descriptions mention "
    "reference references hint hints rule rules discussion discussions content contents part parts word words syllable whisper clue clues".split()
)
VERBS = frozenset(
    "appear appears contain contained contains found find fetched open opened include included come comes occur occurs "
    "embedded given provided supplied made used written shown stated taken shared said says tell tells told asked stored "
    "kept produced sent received listed named mentioned described needed required involved concerning support supports "
    "confidential secret private hidden anonymous internal sorted ordered arranged grouped formatted unchanged untouched unexpanded unexplained untranslated intact alone aside unread uncorrected verbatim "
    "shut closed locked unlocked barred bolted blocked unblocked muted frozen unfrozen running idle stopped visible invisible masked redacted "
    "unnamed unmentioned unsaid unpublished uncommented unresolved pending unanswered undisclosed off online offline".split()
)
PRONOUNS = frozenset("it them this that these those one".split())
PLAIN = frozenset(
    "own direct raw exact simple short brief long full personal new good further final other single ground fresh sure".split()
)
FILLERS = frozenset(
    "any own actual exact whole full entire complete raw such certain specific particular very same".split()
)


@record(frozen=True, slots=True)
class Phrase:
    """One noun phrase: tokens ``[first, last)`` of the sentence, the stem of its head and those before it."""

    first: int
    last: int
    head: str
    before: frozenset[str]


@record(frozen=True, slots=True)
class Thing:
    """What an action is done to.

    Args:
        phrases: the noun phrases of the object proper, coordinated ones each on their own.
        tail: stems of what restricts them ("from the tools", "that are not provided").
        concepts: names of the concepts that name a phrase's head, without prefix, by head stem.
        pronoun: the object is a pronoun, or there is none.
        owner: whose it is ("the author's age", "the age of the building"), "" if not said.
        narrow: words before the head that no concept covers ("update" in "update tools").
        asked: the object is a clause of "how …", "why …", of which only the concepts are understood.
        clause: a relative clause follows ("tools that are not provided").
    """

    phrases: tuple[Phrase, ...]
    tail: frozenset[str]
    concepts: frozenset[str]
    pronoun: bool = False
    narrow: frozenset[str] = frozenset()
    clause: bool = False
    asked: bool = False
    owner: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """Under what a look-up finds it: head stems, concepts and all kinds above them."""
        heads = frozenset(p.head for p in self.phrases)
        heads |= frozenset(w for p in self.phrases if p.head in LABELS for w in p.before)
        return heads | frozenset(k for c in self.concepts for k in (c, *above(c)))


# Heads of compounds that name but a handle of the thing: to assign a room number is to assign a room.
LABELS = bases("number numbers id ids code codes slot slots")


@lru_cache(maxsize=4096)
def above(concept: str) -> tuple[str, ...]:
    """Every kind that a concept belongs to: by its dots and by the section ``kinds``."""
    from promptlint.knowledge import current

    kinds = current().section("kinds")
    found: list[str] = []
    todo = [concept]
    while todo:
        name = todo.pop()
        parents = [*([name.rsplit(".", 1)[0]] if "." in name else ()), *(kinds.get(name) or ())]
        for parent in parents:
            if parent not in found:
                found.append(parent)
                todo.append(parent)
    return tuple(found)


TELLING = frozenset("tell inform ask offer promise remind".split())
SWAPPING = frozenset("swap replace exchange substitute trade convert change".split())
# Verbs whose first object is a person, and the words behind it that open what is told.
ADDRESSED = frozenset("tell inform notify warn advise remind brief update assure".split())
CAUSING = frozenset("have get make let".split())
SAYING = frozenset("tell state give spell confirm say name provide enter type share send repeat write supply".split())
CONTENT = frozenset("about regarding concerning which what whose".split())
APPEARING = frozenset("appear occur turn come feature figure arise stand".split())
STATES = frozenset("stay stays remain remains".split())


def thing(d: Directive, verb: int, skip_to: int) -> Thing:
    """The object of a directive.

    Args:
        verb: the token of its action.
        skip_to: the token behind the action's phrase ("leave … out" has words on both sides).
    """
    words, end = d.sentence.tokens.words, -1
    told = not forms(words[verb]) or any(f in TELLING for f in forms(words[verb]))
    state = words[verb] in STATES and words[skip_to - 1] not in PREPOSITIONS
    if verb > d.first and ((d.passive and not told) or state or appears(words, verb)):
        first = _subject_start(words, d.first, verb)
        phrases, tail = _chunk(words, first, verb)
        tail |= frozenset(base(w) for w in words[d.first + 1 : first])
        more = _chunk(words, *_behind(words, min(skip_to, d.last), d.last))
        tail |= frozenset(s for p in more[0] for s in (p.head, *p.before)) | more[1]
    else:
        start = max(skip_to, d.first, past_joined(words, verb, d.last))
        if any(f in SWAPPING for f in forms(words[verb])):  # "swap slang for standard English"
            end = next((i for i in range(start + 1, d.last) if words[i] in ("for", "with", "by", "into")), -1)
        phrases, tail = _chunk(words, _content(words, verb, start, d.last), d.last if end < 0 else end)
    pronoun = not phrases
    if pronoun and not tail and verb + 1 < d.last:
        phrases = _meant(d, words, verb)
    if pronoun and not phrases and words[d.last : d.last + 1] in (["or"], ["and"], ["nor"]):
        phrases, tail = _shared(words, d.last + 1)
    phrases = _without_recipient(words, phrases)
    concepts, narrow, own = _concepts(d, phrases)
    tail -= own
    long = {m.start: m.end for m in d.sentence.of_kind("n", "g")}
    clause = any(
        words[p.last : p.last + 1] and words[p.last] in RELATIVES and long.get(p.first, 0) <= p.last and p.last != end
        for p in phrases
    )
    clause = clause or (bool(phrases) and "who" in words[phrases[-1].last : d.last])  # "mail to people who left"
    clause = clause or any(words[p.first - 1] in ("those", "such") for p in phrases if p.first)
    start = min((p.first for p in phrases), default=d.last)
    asked = any(w in ("how", "why", "whether", "where", "when") for w in words[min(skip_to, start) : start])
    return Thing(tuple(phrases), tail, concepts, pronoun, narrow, clause, asked, _owner(d, phrases))


def _subject_start(words: list[str], first: int, verb: int) -> int:
    """Where the subject begins, behind a phrase of time or place: "on weekends the user is not to be woken"."""
    if words[first] not in PREPOSITIONS or "," in words[first:verb]:
        return first
    return next((i for i in range(first + 2, verb) if words[i] in ARTICLES and words[i - 1] not in PREPOSITIONS), first)


def _behind(words: list[str], first: int, last: int) -> tuple[int, int]:
    """What limits a passive behind its verb: not the model as the agent, nor what a comma sets apart."""
    last = next((i for i in range(first, last) if words[i] == ","), last)
    if words[first : first + 1] == ["by"]:
        agent = next((i for i in range(first + 1, min(last, first + 4)) if words[i] in cues().actors), None)
        first = first if agent is None else agent + 1
    return first, last


def appears(words: list[str], verb: int) -> bool:
    """Whether a verb says no more than that its subject is there ("turn up", "appear")."""
    turns = any(f == "turn" for f in forms(words[verb]))
    return any(f in APPEARING for f in forms(words[verb])) and (
        not turns or words[verb + 1 : verb + 2] in (["up"], ["out"])
    )


def _content(words: list[str], verb: int, start: int, last: int) -> int:
    """Where what is told begins, behind the person who is told it: "inform employees about layoffs", "tell them which …"."""
    if "let" in forms(words[verb]):  # "let shoppers know about sales"
        known = next((i for i in range(start, min(last - 1, start + 5)) if words[i] in ("know", "see", "hear")), None)
        if known is None:
            return start
        return known + 1 + (words[known + 1] in ("about", "of", "that", "from"))
    if not CAUSING.isdisjoint(forms(words[verb])):  # "have the caller tell you their postcode"
        says = next((i for i in range(start, min(last - 1, start + 5)) if words[i] in SAYING), None)
        if says is not None and words[says - 1] not in DETERMINERS:
            return says + 1 + (words[says + 1] in ("you", "us"))
    if not any(f in ADDRESSED for f in forms(words[verb])):
        return start
    for i in range(start, min(last - 1, start + 6)):
        word = words[i]
        amount = word == "how" and words[i + 1] in ("many", "much")
        if (word in CONTENT or amount) and i > start:
            return i
        if word in ("to", "of", ",") or word in PREPOSITIONS:
            return start
    return start


def _shared(words: list[str], verb: int) -> tuple[list[Phrase], frozenset[str]]:
    """The object of the next verb, which a verb without one shares: "do not ask for or use the location"."""
    if verb + 2 >= len(words) or words[verb] not in cues().verbs:
        return [], frozenset()
    end = next((i for i in range(verb + 1, len(words)) if words[i] in (",", ";", ".")), len(words))
    return _chunk(words, verb + 1, end)


def _meant(d: Directive, words: list[str], verb: int) -> list[Phrase]:
    """What "it" or "them" behind the verb stands for: the first fitting noun phrase of the sentence before."""
    said = next((w for w in words[verb + 1 : min(d.last, verb + 4)] if w in ANAPHORS), None)
    if said is None:
        return []
    phrases, _ = _chunk(words, 0, min(d.first, verb))
    for p in phrases:
        head = words[p.last - 1]
        if p.last - p.first == 1 and any(f in cues().verbs and f not in cues().outputs for f in forms(head)):
            continue  # a verb rather than a noun
        if head not in PEOPLE and ANAPHORS[said] == (head.endswith("s") and not head.endswith("ss")):
            return [p]
    return []


# Words that point back, and whether at several things.
ANAPHORS = {"it": False, "them": True, "these": True, "those": True}


def _owner(d: Directive, phrases: list[Phrase]) -> str:
    """Whose the thing is: the word before "'s", or the noun behind "of the", but not the birth of "date of birth"."""
    words = d.sentence.tokens.words
    for p in phrases:
        if "'s" in words[p.first : p.last]:
            return base(words[words.index("'s", p.first) - 1])
        if words[p.last : p.last + 1] == ["of"]:
            if any(m.start < p.last < m.end - 1 for m in d.sentence.of_kind("n")):
                continue
            rest = [w for w in words[p.last + 1 : p.last + 4] if w.isalpha() and w not in DETERMINERS]
            return base(rest[0]) if rest else ""
    return ""


def within(d: Directive, first: int, last: int) -> Thing:
    """What the tokens ``[first, last)`` of a directive name."""
    phrases, tail = _chunk(d.sentence.tokens.words, first, last)
    concepts, narrow, own = _concepts(d, phrases)
    return Thing(tuple(phrases), tail - own, concepts, not phrases, narrow)


def _chunk(words: list[str], first: int, last: int) -> tuple[list[Phrase], frozenset[str]]:
    """The noun phrases of the object proper, and the stems of what restricts them; quotations are passed over."""
    phrases: list[Phrase] = []
    tail: set[str] = set()
    start = first
    inside = True  # still in the object proper
    clause = False  # in a clause of "what …"
    for i in range(first, last + 1):
        if i > last:
            break
        word = words[i] if i < last else "."
        spliced = word == "," and _aside(words, i + 1)
        if (word in CONCESSIVE or spliced) and i > first:  # "leave it open whatever happens"
            last, word = i, "."
        if not _breaks(word, i == last, i > start) or (i < last and i > start and words[i - 1] == "-"):
            continue
        if word.endswith("ing") and words[i + 1 : i + 2] and words[i + 1] not in PREPOSITIONS:
            continue
        if word in ("'s", "-", "’") and first < i < last and i > start:
            continue
        if i > start and not _in_quotes(words, first, start) and (p := _phrase(words, start, i)) is not None:
            relative = bool(phrases) and phrases[-1].last == start - 1 and words[start - 1] in ARTICLES
            if relative and not _person(words, phrases) and ASKING.isdisjoint(words[max(first - 3, 0) : start]):
                inside = False  # "the rules a password has to satisfy": a clause without "that"
            if inside:
                phrases.append(p)
            else:
                tail |= {p.head, *p.before}
        start = i + 1
        clause = clause or word in ("what", "whatever")
        if word == "of" and words[i + 1 : i + 2] == ["any"] and words[i + 2 : i + 3] and words[i + 2] in KINDS:
            continue  # "advice of any kind"
        if word in PREPOSITIONS and inside and phrases:
            asked = word == "for" and "ask" in forms(words[max(first - 1, 0)])
            told = word in ("about", "of", "regarding") or asked
            question = any(words[p.last - 1] in SOUGHT for p in phrases)
            told = told and ((asked and not question) or all(words[p.last - 1] in PEOPLE for p in phrases))
            if told or _opens(word, words[i - 1], clause):
                phrases.clear()
            else:
                inside = False
        elif (word in VERBS or word in CLAUSES) and phrases and not clause:
            inside = False
    return phrases, frozenset(tail)


def _aside(words: list[str], at: int) -> bool:
    """Whether what follows a comma adds nothing to the object: ", it mails a link", ", not even a line", ", test or no test"."""
    following = words[at : at + 4]
    return bool(following) and (
        following[0] in SUBJECTS
        or following[0] == "not"
        or following[:2] == ["full", "stop"]
        or following[1:3] == ["or", "no"]
    )


def _in_quotes(words: list[str], first: int, at: int) -> bool:
    """Whether a token stands in quotation marks, or in backticks that hold no path."""
    before = words[first:at]
    if before.count("`") % 2:
        close = words.index("`", at) if "`" in words[at:] else len(words)
        return not {"/", "."} & set(words[at:close])
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


# What one asks, rather than whom: "ask a question for clarity".
SOUGHT = frozenset("question questions permission approval favour favor help advice".split())
# Pronouns that open a further statement behind a comma: "never read from them, it mails a link".
SUBJECTS = frozenset("it we they he she i".split())
CONCESSIVE = frozenset("whatever whichever whoever regardless however".split())
# Adverbs that can end a noun phrase: "open the file first".
TRAILING = frozenset(
    "first instead too either anyway afterwards beforehand later now today immediately whenever straight away right outright stand slide "
    "throughout tomorrow tonight alike twice daily nearby".split()
)
KINDS = frozenset("kind sort type description nature form".split())
ARTICLES = frozenset("a an the".split())
ASKING = frozenset("how what why which whose whatever".split())


def _person(words: list[str], phrases: list[Phrase]) -> bool:
    return words[phrases[-1].last - 1] in PEOPLE


RELATIVES = frozenset("without lacking that which who whose where whom for you they we".split())
CLAUSES = frozenset("that which who whose because so if ; : ( —".split())


def _breaks(word: str, end: bool, within: bool) -> bool:
    if end or word in PREPOSITIONS or word in STOPS or word in DETERMINERS or not word[0].isalnum():
        return True
    if not within:
        return False
    participle = word.endswith("ing") and len(word) > 5 and word not in NOUNS_IN_ING
    adverb = word.endswith("ly") and word not in ("family", "reply", "supply", "weekly", "daily")
    return word in VERBS or participle or adverb


NOUNS_IN_ING = frozenset(
    "spelling wording heading meaning meeting building greeting rating pricing booking listing ranking reasoning feeling warning setting "
    "ending opening closing training billing shipping packaging briefing filing grading screening scoring clothing heating lighting parking".split()
)


def _opens(word: str, before: str, clause: bool) -> bool:
    """Whether what follows a preposition is the thing itself: "a list of sources", "what they said about pay"."""
    if word == "of" and (before in MEASURES or before in INFORMATION):
        return True
    if before in ("nothing", "anything", "everything") and word in ("in", "under", "inside", "below", "within"):
        return True
    if word == "for" and before in ("request", "requests", "demand", "demands", "appeal", "appeals"):
        return True
    return word in ("about", "on", "regarding", "concerning") and (clause or before in INFORMATION)


def _phrase(words: list[str], start: int, end: int) -> Phrase | None:
    own = [w for w in words[start:end] if w[0].isalnum() and w not in FILLERS]
    if len(own) > 1 and own[-1] == "word" and words[end : end + 2] == ["for", "word"]:
        own.pop()  # "repeat the minutes word for word"
        end -= 1
    while len(own) > 1 and own[-1] in TRAILING:
        own.pop()
        end -= 1
    if not own or own[-1] in ("'s",):
        return None
    stems = [base(w) for w in own]
    return Phrase(start, end, stems[-1], frozenset(stems[:-1]))


def _without_recipient(words: list[str], phrases: list[Phrase]) -> list[Phrase]:
    """Leave out the person to whom something is told or shown, where another phrase follows."""
    if len(phrases) > 1:
        kept = [p for p in phrases if not all(w in PEOPLE for w in words[p.first : p.last])]
        return kept or phrases
    return phrases


def _concepts(d: Directive, phrases: list[Phrase]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Concepts that name the head of a phrase, the words before them that they leave over, and their own."""
    found: set[str] = set()
    narrow: set[str] = set()
    covered: set[str] = set()
    words = d.sentence.tokens.words
    own = d.sentence.of_kind("n", "k", "g")
    for m in own:
        longer = (o for o in own if o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start)
        if any(o.concept[0] == m.concept[0] for o in longer) or glued(words, m.start, m.end):
            continue
        for p in phrases:
            if m.start < p.last and p.first < m.end and m.end >= p.last:
                found.add(m.concept)
                covered |= {base(w) for w in words[m.start : m.end]}
                if m.concept[0] == "k" or any(o.concept[0] in "ng" and o.start < m.start < o.end for o in own):
                    continue
                narrow |= {
                    base(w) for w in words[p.first : m.start] if w[0].isalnum() and w not in FILLERS and w not in PLAIN
                }
    return frozenset(found), frozenset(narrow), frozenset(covered)


def glued(words: list[str], start: int, end: int) -> bool:
    """Whether tokens are a piece of an identifier ("plan" in ``plan_update``)."""
    if words[end : end + 2] == ["-", "free"] or words[end : end + 1] in (["allergy"], ["allergies"], ["intolerance"]):
        return True
    if words[end : end + 1] == ["."] and words[end + 1 : end + 2] and words[end + 1].isalpha():
        return True  # ".env" in ".env.example"
    return words[start - 1 : start] in (["_"], ["/"], ["."], ["`"], ["-"]) or words[end : end + 1] in (
        ["_"],
        ["`"],
        ["="],
    )
