"""Rules of form that the outputs in examples can be held against, each with the part of the output that it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from promptlint import regex
from promptlint.analysis.memo import once
from promptlint.analysis.output_checks import CASES, IN_UNIT, UNITS, addressed, asked, dated, money
from promptlint.analysis.quotes import QUOTE, inner, may_quote
from promptlint.analysis.sample_lines import HOLE, Shown
from promptlint.analysis.similarity import STOP, stem, stems
from promptlint.record import NamedTuple
from promptlint.text.kept import of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence

Check = Callable[[str], str]  # what a text has that breaks a rule, "" for nothing

# Words for an output as a whole, and for parts of outputs, or outputs of another sort, whose rules say nothing of the rest.
WHOLE = stems(
    "answer reply response message output text turn everything anything nothing all wording chat voice you assistant bot word language draft result"
)
PART = stems(
    """title headline heading header subheading subject body greeting salutation sign-off signature introduction intro opening opener closing conclusion
    summary caption description table list bullet item cell row column key name field label tag step section paragraph line note comment code commit quote
    quotation citation footnote heading file url link plan query search thought reasoning explanation reason question hint log entry verdict category email
    mail letter post tweet report article story poem invoice slug slide chapter card variable function class method test branch value username hashtag keyword alt meta score rating intent sentiment street customer user caller guest"""
) - {"com"}
MESSAGE = stems("mail email message reply answer response")  # names of one thing, unless a sample is called otherwise
OTHERS = stems("user customer caller guest people visitor client they")
WRITE = stems("write answer reply respond output return print use give keep spell put set type state speak say")


class OutputRule(NamedTuple):
    """A rule that an output can break.

    Args:
        sentence: where it stands.
        about: stems of the words around it.
        check: what breaks it.
        named: it holds only for what these words name, and not for any output.
        every: it is for complete outputs, not for single turns of a dialogue.
        anywhere: it holds for the values of data and the cells of tables, too.
    """

    sentence: Sentence
    about: frozenset[str]
    check: Check
    named: bool = False
    every: bool = False
    anywhere: bool = False


def about(text: str) -> frozenset[str]:
    """The stems of the words of a text that carry content."""
    return frozenset(stem(w) for w in regex.findall(r"[a-z][a-z-]+", text.lower()) if w not in STOP)


DETERMINED = frozenset("the a an what each every all whether how that your this it no any its our".split())


def spoken_of(s: Sentence) -> frozenset[str]:
    """`about` of a sentence without the verb that it opens with: "Report what others claim"."""
    words = s.tokens.words
    return about(s.text.split(None, 1)[1] if words[1:2] and words[1] in DETERMINED and " " in s.text else s.text)


TASK = frozenset("you write draft give produce generate compose turn create make summarise summarize prepare".split())


@once
def product(unit: Unit) -> tuple[tuple[int, frozenset[str]], ...]:
    """The stems of the words by which a prompt says what it is for, by sentence: its title and what it says next."""
    first = unit.sentences[:3]
    return tuple((s.index, about(s.text)) for i, s in enumerate(first) if i == 0 or TASK & set(s.tokens.words[:1]))


def held(rule: OutputRule, sample: Shown, unit: Unit) -> Iterator[str]:
    """The texts of a sample that a rule is about."""
    task = frozenset(stem_ for at, stems_ in product(unit) if at != rule.sentence.index for stem_ in stems_)
    parts = [(about(name), value) for name, value in sample.parts]
    named = [value for stems_, value in parts if stems_ & rule.about]
    if named:
        yield from named
        return
    if sample.names & rule.about and sample.data is None and sample.text:
        yield sample.text
        return
    if (rule.anywhere and not sample.text) or sample.data is not None:
        yield from (value for name, value in sample.parts if name != "key" and rule.anywhere)
        return
    others = (rule.about & PART) - sample.names - (task - WHOLE if not sample.names & PART else frozenset())
    if not sample.names & PART or sample.names & MESSAGE:
        others -= MESSAGE
    if not sample.text or others or (parts and rule.named):
        return
    if rule.named and not rule.about & (sample.names | WHOLE | task | (WRITE if rule.about <= WRITE else frozenset())):
        return
    if rule.every and (sample.names & PART) - task - MESSAGE and not sample.names & rule.about:
        return
    yield sample.text


@of_sentence(there)
def output_rules(s: Sentence) -> Iterator[OutputRule]:
    """What one sentence asks of the form of outputs, besides `text_rules` and lengths."""
    low = s.text.lower()
    yield from _case(s, low)
    yield from _labels(s)
    yield from _values(s, low)
    yield from _manner(s, low)


def _rest(text: str, m: re.Match[str]) -> frozenset[str]:
    return about(f"{text[: m.start()]} {text[m.end() :]}")


CASE = regex.compile(
    r"\b(?:in|are|is|be|as|use|uses|stays?|all|of|spelled|spelt|into|keep|written)\s+(?:all\s+|the\s+|only\s+|always\s+)?"
    r"(lower[- ]?case|small letters|upper[- ]?case|block capitals|capitals|capital letters|all[- ]caps|caps|sentence case|title case|"
    r"snake[_ -]?case|camel[_ -]?case|kebab[_ -]?case|pascal[_ -]?case|screaming snake case)\b(?! letters? (?:in|for|at))"
)
DENIED = regex.compile(r"\b(?:not|never|no|avoid|without|except|unless|first|initial|only the|but)\b")


def _case(s: Sentence, low: str) -> Iterator[OutputRule]:
    if "case" not in low and "capital" not in low and "caps" not in low and "small letters" not in low:
        return
    for m in CASE.finditer(low):
        if DENIED.search(low):
            continue
        kind = (
            m[1]
            .replace("_", " ")
            .replace("-", " ")
            .replace("lower case", "lowercase")
            .replace("upper case", "uppercase")
        )
        check = CASES.get(kind.replace("snakecase", "snake case").replace("camelcase", "camel case"))
        if check is None:
            continue
        around = about(low[: m.start()]) or about(low[m.end() :])
        if around & OTHERS:
            continue  # "users write in capitals"
        yield OutputRule(s, around - WRITE or around, check, True)


VALUE = r"[\"“`'*_]*\w[\w-]*(?: \w[\w-]*)?[\"”`'*_]*"
CAPITAL = r"[\"“`'*_]*[A-Z][\w-]*(?: \w[\w-]*)?[\"”`'*_]*"
ONE_OF = r"(?:(?:always|only|exactly|just|either|one (?:of|from|among)(?: the| these| the following)?(?: \w+)?(?: labels| values| words| categories| classes| tags| grades)?)[: ]\s*)*?"
SET = regex.compile(
    rf"(?i:\b(?:is|are|be|as|to|with|uses?|choose|choice of|pick|assign|among|from|between|of|output|return|reply|answer|print|write|either|labels?|values?|categor(?:y|ies)|tags?|"
    rf"verdicts?|grades?|ratings?|classes)\s*:?\s*{ONE_OF})((?:{CAPITAL}|[\"“`'][\w -]+[\"”`'])(?:(?:, ?| ?/ ?| ?\| ?){VALUE})*,? (?:or|and) {VALUE}|"
    rf"(?:{CAPITAL})(?:(?:, ?| ?/ ?| ?\| ?)(?:{CAPITAL})){{2,}})"
)
LISTED = regex.compile(
    r"(?i:\b(?:labels|classes|categories|values|tags|verdicts|folders|grades|statuses|intents)(?: are)?|\bone of(?: the (?:labels|values|classes|categories|words))?):? (?:\w+:? )??([\"“`'*]*[a-z]\w*[\"”`'*]*(?:, [\"“`'*]*[a-z]\w*[\"”`'*]*)+(?:,? (?:or|and) [\"“`'*]*[a-z]\w*[\"”`'*]*)?)\.?$"
)
CLOSED = regex.compile(
    r"(?i)\b(?:one of|only|exactly|either|nothing else|no (?:other|fourth|third|fifth|sixth|further)|single word|one word|is (?:always )?[\"“`'*]*[A-Z]\w*[\"”`'*]*,|"
    r"labels?|values?|categor(?:y|ies)|tags?|verdicts?|grades?|class(?:es)?|folders|intents|statuses)\b"
)


def _labels(s: Sentence) -> Iterator[OutputRule]:
    """ "The verdict is Yes, No or Unclear", "one of `bug`, `feature`"."""
    if not CLOSED.search(s.text):
        return
    m = SET.search(s.text) or LISTED.search(s.text)
    if not m or regex.search(r"(?i)\b(?:for example|such as|e\.g\.|like|unless|except|not)\b", s.text[: m.end()]):
        return
    raw = [x.strip(" \"“”`'*_") for x in regex.split(r",? (?:or|and) |, ?| ?[/|] ?", m[1])]
    values = [x for x in raw if x]
    if len(values) < 2 or any(len(v.split()) > 2 for v in values):
        return
    around = about(s.text[: m.start()] + " " + m[0][: m[0].index(m[1])])
    strict = all(v.isupper() for v in values) or all(v[0].isupper() for v in values)
    exact = frozenset(values)
    known = frozenset(v.lower() for v in values)

    def check(text: str) -> str:
        value = text.strip(" .\"“”`'*_")
        if HOLE in value or not 0 < len(value.split()) <= 3 or "\n" in text.strip():
            return ""
        if value.lower() not in known:
            return f"“{value}”, which is none of the values"
        return f"“{value}” in other letters" if strict and value not in exact else ""

    yield OutputRule(s, around | LABELS if around & LABELS else around, check, True)


LABELS = stems("label tag category class verdict grade rating sentiment intent priority severity status")
MASK = regex.compile(r"\b(?:DD|D|MM|M|YYYY|YY)([./-])(?:DD|D|MM|M|YYYY|YY)\1(?:DD|D|MM|M|YYYY|YY)\b")
AMPM = regex.compile(r"\b(?:am|a\.m\.) (?:and|or|/) (?:pm|p\.m\.)[^.;]{0,20}\b(?:not|never|no|avoid)|\b(?:no|never|without|avoid|not) (?:use |write )?(?:am|a\.m\.)\s?(?:/|and|or)\s?(?:pm|p\.m\.)|\b(?:24[- ]hour|hh:mm)\b|\b00:00 (?:to|and) 2[34]:\d\d")  # fmt: skip
TWELVE = regex.compile(r"(?i)\b\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b\.?")
DECIMALS = regex.compile(
    r"\b(one|two|three|no) (?:decimals?(?: places?)?|digits? (?:after|behind) the (?:decimal )?(?:point|comma))\b"
)
NO_MONEY = regex.compile(r"\b(?:no|never|without|not|avoid)\b(?: (?:any|a|mention|mentioning|state|give|quote|name|print|show|contain|include))* prices?\b(?!\s+(?:in|comparison|promise|guarantee|negotiat|of|for|below|above|change|that|from|without|outside|lists?|tags?|match))")  # fmt: skip


PRICES_OUT = regex.compile(
    r"\bprices (?:are|do|must|may|should|shall|can|have|stay)(?:n['’]t| not| never| no)? (?:to be |be |to )?(?:never |not )?(?:shown|mentioned|stated|given|named|printed|quoted|appear|occur|place|out|banned|left out)\b"
)


def _values(s: Sentence, low: str) -> Iterator[OutputRule]:
    if (m := MASK.search(s.text)) and not DENIED.search(low):
        yield OutputRule(s, frozenset(), dated(m[0]), anywhere=True)
    if ("hour" in low or "m" in low) and (m := AMPM.search(low)):
        yield OutputRule(
            s,
            frozenset(),
            lambda text: f"another clock (“{x[0]}”)" if (x := TWELVE.search(text)) else "",
            anywhere=True,
        )
    if " in " in low and (m := IN_UNIT.search(low)) and not DENIED.search(low[: m.start()]) and ";" not in low:
        one = regex.compile(UNITS[m[1]], re.I)
        yield OutputRule(s, frozenset(), lambda text: f"another unit (“{x[0]}”)" if (x := one.search(text)) else "")
    if ("price" in low and (m := NO_MONEY.search(low)) and len(low) < 90) or (
        "price" in low and (m := PRICES_OUT.search(low))
    ):
        yield OutputRule(s, about(low[m.end() :]), money)
    if "decimal" in low or "digits after" in low:
        if (m := DECIMALS.search(low)) and not DENIED.search(low[: m.start()]):
            yield OutputRule(s, _rest(low, m), _decimals({"no": 0, "one": 1, "two": 2, "three": 3}[m[1]]), True)


def _decimals(n: int) -> Check:
    def check(text: str) -> str:
        m = regex.fullmatch(r"\W?\s?\d[\d ',]*(?:\.(\d+))?\s?(?:%|[A-Z]{3}|[€$£])?", text.strip())
        return f"“{text.strip()}”" if m and len(m[1] or "") != n else ""

    return check


SURNAMES = regex.compile(
    r"\bby (?:title and |their |the |his |her |mr |ms )*(?:surname|last name|family name)|\b(?:first|given|christian) names? (?:is|are) (?:out|not used|never used|taboo|avoided|banned)|"
    r"\b(?:no|never|not|avoid|without)\b[^.;,]{0,30}\b(?:first|given) names?\b|\bsurnames? only\b"
)
FORENAMES = regex.compile(
    r"\b(?:address|greet|call)\b[^.;]{0,30}\bby (?:their |the |his |her )?(?:first|given) names?\b|\bfirst names? only\b|\bon first-name terms\b"
)
OPENS = regex.compile(
    r"(?i)\b(?:begin|start|open)s? (?:each|every|all|the|your|any|an?) (?:[\w-]+ ){1,2}with (?:the |its |their )?((?:[a-z-]+ ){0,2}(?:number|id|code|reference|date|summary|verdict|result|answer|temperature|price|score|status|topic|name of the [a-z]+))\b|"
    r"\b(?:each|every|all|the|an?) (?:[\w-]+ )?(?:answer|reply|response|message|post|entry|letter|report|note|mail|email|summary|output)s? (?:begin|start|open)s? with (?:the |its |their )?((?:[a-z-]+ ){0,2}(?:number|id|code|reference|date|summary|verdict|result|answer|temperature|price|score|status))\b"
)
NUMBERED = regex.compile(r"\b(?:number|id|code|date|score|temperature|price)\b")
GREETED = regex.compile(
    r"(?i)^\W*(?:hello|hi|hey|dear|good (?:morning|day|evening|afternoon)|welcome|greetings)\b[^.!?\n]*"
)
GREETING = regex.compile(
    r"\b(?:begin|start|open)s? (?:each|every|all|the|your|any|an?) (?:[\w-]+ ){1,2}with (?:an? |the )?(?:\w+ )?(?:greeting|salutation|hello)\b|\b(?:each|every|all) (?:[\w-]+ )?(?:begin|start|open)s? with (?:an? |the )?(?:\w+ )?(?:greeting|salutation|hello)\b"
)
SIGNED = regex.compile(
    r"(?i)\b(?:sign(?:s|ed)?(?: off)?(?: (?:each|every|all|the|your|any) \w+)?|(?:end|close|finish|conclude)s?(?: (?:each|every|all|the|your|any|an?) (?:[\w-]+ ){0,2}?\w+)?) (?:with|by|as|on)(?: the (?:words|line|phrase|signature|sentence|formula|name))? $"
)
LED = regex.compile(
    r"(?i)\b(?:begin|start|open)s?(?: (?:each|every|all|the|your|any|an?) (?:[\w-]+ ){0,2}?\w+)? (?:with|by saying)(?: the (?:words|line|phrase|sentence|formula))? $"
)
ONE_QUESTION = regex.compile(
    r"\b(?:one|a single|no more than one|at most one|only one) question (?:a|per|at a|in each|each|in every|every) (?:time|turn|message|reply|answer)|\bonly one question\b|\bask (?:just |only )?one question at a time|"
    r"\b(?:never|not|don't) (?:ask |combine |bundle |stack |put )?(?:two|several|multiple|more than one) questions?\b|\bquestions (?:are asked |come |go )?one (?:at a time|by one)\b"
)
SUPERLATIVE = regex.compile(
    r"\b(?:no|never|without|avoid|not use|free of) superlatives?\b|\bsuperlatives? (?:are|is) (?:not|out|banned|avoided|forbidden)"
)
MOST = regex.compile(
    r"(?i)\b(?:best|worst|greatest|finest|most (?:\w+(?:ful|ous|ing|ive|al|ed|ant|ent|ic|able|ible))|fastest|cheapest|largest|biggest|smallest|lowest|highest|cosiest|coziest|softest|strongest|newest|oldest|smartest|sweetest|tastiest|freshest|happiest|easiest)\b(?! (?:of|by|before|price|in) )"
)
CASE_WORDS = regex.compile(
    r"\b(?:users?|customers?|callers?|guests?|if|when|unless|except|says?|asks?|outside|alone|start|begin|end|as an answer)\b"
)
NOT_USED = regex.compile(
    r"(?i)\b(?:(?:do|does|may|must|should|shall|can|will|is|are) (?:not|never) (?:occur|appear|be used|used|allowed|permitted|be (?:found|seen)|welcome|belong|feature)|(?:have|has) no place|(?:is|are) (?:banned|forbidden|taboo|out|off limits|ruled out|avoided|prohibited|unwelcome|barred)|never (?:occur|appear)s?)\b"
)


FORMAL = regex.compile(r"\b(?:polite form|formal (?:form|address|register|tone|language|english|style)|formally)\b")
CASUAL = regex.compile(
    r"(?i)^\W*(?:hey|hiya|heya|yo|sup)\b|\b(?:gonna|wanna|gotta|yeah|yep|nope|dude|you guys|kinda|lol|no worries|ain['’]t)\b"
)
NEVER_SAID = regex.compile(
    r"(?i)\b(?:never|not|avoid|instead of|rather than)(?: (?:of|as|with|by|use|using|say|write|the|word|words|phrase|terms?|pronouns?|forms?))*\s$|"
    r"\b(?:never|not|avoid)\b[^.;:\"“]{0,40}\bas\s$"
)


def _manner(s: Sentence, low: str) -> Iterator[OutputRule]:
    if "formal" in low or "polite form" in low:
        if FORMAL.search(low) and not DENIED.search(low) and "save" not in low:
            yield OutputRule(s, frozenset(), lambda text: f"“{m[0].strip()}”" if (m := CASUAL.search(text)) else "")
    quoted = list(QUOTE.finditer(s.text)) if may_quote(s.text) else []
    said = [m for m in quoted if NEVER_SAID.search(s.text[: m.start()]) and len(m[inner(m)].split()) < 4]
    if said and not CASE_WORDS.search(low):
        yield OutputRule(s, about(QUOTE.sub(" ", s.text)), _without([m[inner(m)].strip(" .,!?") for m in said]))
    if "name" in low and SURNAMES.search(low):
        yield OutputRule(s, frozenset(), addressed(False))
    elif "name" in low and FORENAMES.search(low):
        yield OutputRule(s, frozenset(), addressed(True))
    if "question" in low and ONE_QUESTION.search(low):
        yield OutputRule(s, frozenset(), lambda text: "two questions" if asked(text) > 1 else "")
    if "superlative" in low and SUPERLATIVE.search(low):
        yield OutputRule(s, frozenset(), lambda text: f"a superlative (“{m[0]}”)" if (m := MOST.search(text)) else "")
    if "with" in low or "by" in low or "sign" in low or "as" in low:
        yield from _edges(s, low, quoted)
    if quoted and (m := NOT_USED.search(s.text, quoted[0].end())) and not CASE_WORDS.search(low):
        words = [q[inner(q)].strip(" .,!?") for q in quoted if q.end() <= m.start()]
        yield OutputRule(s, about(QUOTE.sub(" ", s.text)), _without(words))


def _without(words: list[str]) -> Check:
    found = [regex.compile(rf"(?<![\w'’]){re.escape(w)}(?![\w])", 0 if w == "I" else re.I) for w in words if w]

    def check(text: str) -> str:
        return next((f"“{m[0]}”" for p in found if (m := p.search(text))), "")

    return check


def _edges(s: Sentence, low: str, quoted: list[re.Match[str]]) -> Iterator[OutputRule]:
    led = " with " in low
    if led and (m := OPENS.search(low)) and not DENIED.search(low[: m.start()]):
        thing = m[1] or m[2]

        def other(text: str) -> str:
            early = " ".join(text.split()[:3])
            if (
                NUMBERED.search(thing)
                and regex.search(r"\d", text)
                and not regex.search(r"\d", early)
                and HOLE not in early
            ):
                return f"something else before the {thing}"
            return (
                f"a greeting before the {thing}" if (g := GREETED.match(text)) and not regex.search(r"\d", g[0]) else ""
            )

        yield OutputRule(s, _rest(low, m), other)
    if led and (m := GREETING.search(low)):
        if not DENIED.search(low):
            yield OutputRule(
                s,
                about(low) - stems("greeting greet hello"),
                lambda text: "" if GREETED.match(text) or text[:1] == HOLE else "no greeting",
                True,
                True,
            )
    for m in quoted:
        said = " ".join(regex.findall(r"\w+", m[inner(m)].lower()))
        before = s.text[: m.start()]
        if (
            len(said) < 3
            or ":" in before
            or DENIED.search(before.lower())
            or HOLES.search(m[0])
            or regex.search(r"(?i)\b(?:or|and)\b\W*$", before)
            or regex.match(r"\s*(?:or\b|:)", s.text[m.end() :])
        ):
            continue
        whom = about(before) - EDGE
        if SIGNED.search(before):
            more = regex.match(r"\W*and\b", s.text[m.end() :]) is not None
            yield OutputRule(s, whom, _edge(said, m[inner(m)], False, more), bool(whom), True)
        elif LED.search(before):
            yield OutputRule(s, whom, _edge(said, m[inner(m)], True), bool(whom), True)


HOLES = regex.compile(r"[\[{<]")


EDGE = stems("sign close end finish conclude begin start open word line phrase sentence formula name signature say")


def _edge(said: str, shown: str, first: bool, more: bool = False) -> Check:
    def check(text: str) -> str:
        plain = " ".join(regex.findall(r"\w+", text.lower()))
        if len(plain.split()) <= len(said.split()) or HOLE in (text.strip()[:1] if first else text.strip()[-20:]):
            return ""
        kept = plain.startswith(said) if first else plain.endswith(said) or (more and said in plain)
        return "" if kept else f"another {'beginning' if first else 'end'} than “{shown}”"

    return check
