"""What a rule of form must say, and how a text breaks it: no digits, statements only, in small letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from promptlint import regex
from promptlint.analysis.text_shapes import (
    ACCENTED,
    ACTIVE,
    ADVERB,
    CONTRACTED,
    ENGLISH,
    FIRST,
    FOREIGN,
    IMPERATIVE,
    NEGATION,
    PASSIVE,
    SECOND,
    STATEMENT,
    UNUSUAL,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

BANS = (
    r"\b(?:no|not|never|without|avoid\w*|free of|free from|omit\w*|leave out|leaves out|skip\w*|ban\w*|refrain from|exclud\w+|steer clear of|"
    r"do without|nowhere|neither|nor|zero|do not use|don't use|stay away from)\b"
)
BANNED = (
    r"(?:not|never|banned|forbidden|prohibited|excluded|out|"
    r"taboo|avoided|to be avoided|unwanted|ruled out|off limits|absent|left out|disallowed)\b"
)
# One of these words stands in every ban on a thing, or a word that holds one of these stems.
BARRING = frozenset(
    "no not never without nowhere neither nor zero free leave leaves refrain steer stay banned forbidden prohibited excluded "
    "out taboo avoided unwanted ruled off absent left disallowed".split()
)
BARRING_STEMS = ("avoid", "omit", "skip", "ban", "exclud")
NO = rf"{BANS}[^.;:!?]{{0,30}}?\b"
OUT = rf"\b(?: \([^()\n]{{1,60}}\))?[^.;:!?]{{0,12}}? (?:(?:are|is|be|must be|may|must|should|shall|do|does|can|will)\s)?{BANNED}"


def _barred(thing: str) -> re.Pattern[str]:
    """A ban on a thing, before or behind its name."""
    return regex.compile(rf"(?:{NO}(?:{thing})\b|\b(?:{thing}){OUT})", re.I)


def _named(thing: str) -> re.Pattern[str]:
    """The name of a thing in small letters."""
    return regex.compile(rf"\b(?:{thing})\b")


def _form(words: str, pattern: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """What asks for a form, and the words of which it holds at least one."""
    return frozenset(words.split()), regex.compile(pattern, re.I)


def has(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    def broken(text: str) -> str:
        m = pattern.search(text)
        return what.replace("{}", m[0].strip()) if m else ""

    return broken


def foreign(text: str) -> str:
    words = [w.strip(".,!?;:'\"").lower() for w in text.split()]
    strange = sum(w in FOREIGN for w in words)
    return "another language" if strange * 2 >= len(words) and not ENGLISH & set(words) - FOREIGN else ""


def english(text: str) -> str:
    words = [w.strip(".,!?;:'\"").lower() for w in text.split()]
    return "English" if sum(w in ENGLISH for w in words) * 4 >= len(words) >= 3 else ""


def _capital(text: str) -> str:
    return "a capital letter" if any(c.isupper() for c in text) else ""


def _small(text: str) -> str:
    return "small letters" if any(c.islower() for c in text) else ""


def tense(wrong: re.Pattern[str], right: re.Pattern[str], what: str) -> Callable[[str], str]:
    def broken(text: str) -> str:
        m = wrong.search(text)
        return f"{what} (“{m[0].strip()}”)" if m and not right.search(text) else ""

    return broken


def active(text: str) -> str:
    m = ACTIVE.search(text)
    return "the active voice" if m and not PASSIVE.search(text) else ""


def _ends(mark: str, name: str) -> Callable[[str], str]:
    """A whole sentence that ends otherwise."""

    def broken(text: str) -> str:
        last = text.strip()[-1:]
        whole = last in (".", "!", "?") and len(text.split()) > 2
        return f"a sentence that does not end with {name}" if whole and last != mark else ""

    return broken


PRONOUNS = r"(?:first[- ]person(?: pronouns?| forms?| singular| plural)?|the first person)"
# What a sentence must say (or what it must bar), what the rule is about, how a text breaks it.
STATED: tuple[tuple[str | tuple[frozenset[str], re.Pattern[str]], str, Callable[[str], str]], ...] = (
    (r"digits?|numerals|arabic numbers", "digit", has(regex.compile(r"\d+"), "digits (“{}”)")),
    (
        _form(
            "out words",
            r"\b(?:numbers?|figures|amounts|dates|prices|times|years)\b[^.;:!?]{0,25}\b(?:(?:written|spelled|spelt) out|in words)|\b(?:say|write|speak|give) "
            r"(?:all |every |each |the )?(?:numbers?|figures|amounts|dates|prices|times|years) in words|\b(?:spell|write) out (?:all |every |each |the )?"
            r"(?:numbers?|figures)|\b(?:numbers?|figures) (?:are |is |must be )?(?:written |given )?(?:as|in) words",
        ),
        "digit",
        has(regex.compile(r"\d+"), "digits (“{}”)"),
    ),
    (r"contractions?|contracted forms?|short forms", "contraction", has(CONTRACTED, "a contraction (“{}”)")),
    (
        _form(
            "full long uncontracted",
            r"\b(?:write|spell) (?:out )?(?:all |every |each |the )?(?:\w+ )?(?:forms?|verbs?|words?|auxiliar\w+) (?:out )?in full|\b(?:full|long|uncontracted) (?:verb )?forms (?:only|throughout)|"
            r"\b(?:only|always) (?:use )?(?:the )?(?:full|long|uncontracted) (?:verb )?forms",
        ),
        "contraction",
        has(CONTRACTED, "a contraction (“{}”)"),
    ),
    (
        r"exclamations?(?: marks?| points?)?",
        "exclamation mark",
        has(regex.compile("!"), "an exclamation mark"),
    ),
    (
        r"questions?(?: marks?)?|interrogatives?",
        "question",
        has(regex.compile(r"\?"), "a question mark"),
    ),
    (
        _form(
            "statements declarative",
            r"\b(?:statements|declarative sentences) only\b|\bonly (?:statements|declarative sentences)\b",
        ),
        "question",
        has(regex.compile(r"\?"), "a question mark"),
    ),
    (r"commas?", "comma", has(regex.compile(","), "a comma")),
    (r"(?:full stops?|periods at the end)", "full stop", has(regex.compile(r"\.(?:\s|$)"), "a full stop")),
    (r"colons?", "colon", has(regex.compile(r":(?!\d)"), "a colon")),
    (r"(?:ellips[ei]s|suspension points|three dots)", "ellipsis", has(regex.compile(r"…|\.\.\."), "an ellipsis")),
    (r"ampersands?", "ampersand", has(regex.compile("&"), "an ampersand")),
    (r"per ?cent signs?", "percent sign", has(regex.compile("%"), "a percent sign")),
    (r"(?:currency|money) (?:signs?|symbols?)", "currency sign", has(regex.compile(r"[€£$¥]"), "“{}”")),
    (
        r"(?:accents|accented (?:letters|characters)|diacritics?|diacritical marks|umlauts)",
        "accent",
        has(ACCENTED, "an accented letter (“{}”)"),
    ),
    (r"non-ascii characters?", "ascii", has(UNUSUAL, "“{}”, which is not ASCII")),
    (
        _form(
            "ascii",
            r"\b(?:pure|plain|strict|7-bit|only|nothing but|restricted to|limited to)(?: 7-bit)? ascii\b(?! art)|\bascii(?: characters)? only\b",
        ),
        "ascii",
        has(UNUSUAL, "“{}”, which is not ASCII"),
    ),
    (
        r"(?:negations?|negative (?:words|forms|sentences|phrasing)|negated (?:sentences|verbs))",
        "negation",
        has(NEGATION, "a negation (“{}”)"),
    ),
    (r"adverbs?", "adverb", has(ADVERB, "an adverb (“{}”)")),
    (
        r"italics",
        "italics",
        has(regex.compile(r"(?<![*\w])\*[^*\s][^*]*\*(?!\*)|(?<!\w)_[^_\s][^_]*_(?!\w)"), "italics"),
    ),
    (r"(?:passives?(?: (?:voice|forms|constructions))?)", "voice", has(PASSIVE, "the passive (“{}”)")),
    (
        _form(
            "question questions interrogative interrogatives",
            r"\b(?:each|every|all|no) (?:sentence|line|verse)s? (?:\w+ ){0,2}(?:ends?|closes?|finish(?:es)?) (?:with|in|on|by) (?:an? )?question mark|"
            r"\b(?:only|nothing but|exclusively|solely|consists? (?:only )?of|made up of|entirely in|written (?:only |entirely )?in) (?:questions|interrogatives?)\b|"
            r"\b(?:every|each) (?:single )?sentence (?:is|must be|has to be|should be|in it is|takes the form of) a question\b",
        ),
        "statement",
        _ends("?", "a question mark"),
    ),
    (
        _form(
            "exclamation",
            r"\b(?:each|every) (?:single )?(?:sentence|line|verse) (?:\w+ ){0,2}(?:ends?|closes?|finish(?:es)?) (?:with|in|on|by) (?:an? )?exclamation (?:mark|point)",
        ),
        "statement",
        _ends("!", "an exclamation mark"),
    ),
    (
        _form(
            "imperative imperatives command",
            r"\b(?:only|every|each|all|throughout|entirely|exclusively)\b[^.;]{0,40}\bimperatives?\b|\bimperatives? (?:mood |form )?(?:only|throughout|from first to last)|"
            r"\b(?:every|each|all) (?:item|step|sentence|line|rule|bullet|tip)s? (?:must |should |has to |have to )?(?:begins?|starts?|opens?|is|are|takes?)\b[^.;]{0,30}\b(?:imperative|command)\b",
        ),
        "statement",
        has(STATEMENT, "a statement (“{} …”)"),
    ),
    (r"semicolons?", "semicolon", has(regex.compile(";"), "a semicolon")),
    (r"(?:em[- ])?dash(?:es)?", "dash", has(regex.compile(r"[—–]| - "), "a dash")),
    (r"brackets|parenthes[ei]s|parentheses", "bracket", has(regex.compile(r"[(\[]"), "a bracket")),
    (r"hyphens?", "hyphen", has(regex.compile(r"\w-\w"), "a hyphen")),
    (r"apostrophes?", "apostrophe", has(regex.compile(r"['’]"), "an apostrophe")),
    (r"punctuation(?: marks?| signs?)?", "punctuation", has(regex.compile(r"[,.;:!?—–]"), "punctuation")),
    (r"emojis?|emoticons?|smileys?", "emoji", has(regex.compile("[\U0001f300-\U0001faff\u2600-\u27bf]"), "an emoji")),
    (r"hashtags?", "hashtag", has(regex.compile(r"#\w"), "a hashtag")),
    (
        r"(?:quotation|speech|quote) marks?|quotes|direct (?:quotations?|speech)|inverted commas",
        "quotation",
        has(regex.compile(r"[\"“”«»„]"), "quotation marks"),
    ),
    (r"bold(?:face)?(?: (?:text|type|face))?", "bold", has(regex.compile(r"\*\*\S|__\w"), "bold text")),
    (r"headings?|headers", "heading", has(regex.compile(r"^#{1,6} ", re.M), "a heading")),
    (r"tables?", "table", has(regex.compile(r"^\s*\|.*\|\s*$", re.M), "a table")),
    (
        r"(?:bullet(?:ed)?(?: points?| lists?)?|bullets|numbered lists?|lists?)",
        "list",
        has(regex.compile(r"^\s*(?:[-*•]|\d+[.)]) \S", re.M), "a list"),
    ),
    (r"(?:links?|urls?|hyperlinks?|web addresses)", "link", has(regex.compile(r"https?://|www\."), "a link")),
    (r"code (?:fences?|blocks?)", "fence", has(regex.compile("```"), "a code fence")),
    (
        r"apologi[sz]\w*|apolog(?:y|ies)|say(?:ing)? sorry|excuses",
        "apology",
        has(regex.compile(r"\b(?:sorry|apologi[sz]e|apologies|my apologies|forgive)\b", re.I), "an apology (“{}”)"),
    ),
    (
        r"greet(?:ings?|ing)?|salutations?|small talk|say(?:ing)? hello",
        "greeting",
        has(
            regex.compile(
                r"^\W*(?:hello|hi|hey|dear|good (?:morning|day|evening|afternoon)|welcome|greetings)\b", re.I
            ),
            "a greeting (“{}”)",
        ),
    ),
    (
        r"thank(?:s|ing|ed)?",
        "thanks",
        has(regex.compile(r"\b(?:thanks|thank you|grateful)\b", re.I), "thanks (“{}”)"),
    ),
    (PRONOUNS, "person", has(FIRST, "the first person (“{}”)")),
    (
        r"second person|second-person pronouns?|(?:directly )?address(?:es|ing)? the reader|direct address",
        "person",
        has(SECOND, "the second person (“{}”)"),
    ),
    (
        r"imperatives?|commands?|calls? to (?:the reader|action)",
        "imperative",
        has(IMPERATIVE, "an order (“{}”)"),
    ),
    (r"foreign (?:words?|phrases?|expressions?|languages?)", "language", foreign),
    (r"capital letters?|capitals?|uppercase(?: letters)?|upper case", "case", _capital),
    (
        _form(
            "lower lowercase small",
            r"\b(?:all|every|each) (?:of )?(?:the )?(?:letters?|words?|text|characters?)\b[^.;:,]{0,25}? (?:is|are|be|stays?|in|to) (?:a |an |written in |printed in |set in |in )?"
            r"(?:lower[- ]?case|small letters?)\b|\b(?:nothing but|solely|exclusively) (?:in )?(?:lower[- ]?case|small letters)\b",
        ),
        "case",
        _capital,
    ),
    (
        _form(
            "upper uppercase capital capitals caps",
            r"\b(?:all|every|each) (?:of )?(?:the )?(?:letters?|words?|text|characters?)\b[^.;:,]{0,25}? (?:is|are|be|stays?|in|to) (?:a |an |written in |printed in |set in |in )?"
            r"(?:upper[- ]?case|(?:block )?capitals?(?: letters?)?|caps)\b|\b(?:nothing but|solely|exclusively) (?:in )?(?:upper[- ]?case|(?:block )?capitals)\b",
        ),
        "case",
        _small,
    ),
    (
        _form(
            "lower lowercase small",
            r"\b(?:all|entirely|only|everything|wholly|completely) (?:in )?(?:lower[- ]?case|small letters)|"
            r"\b(?:in )?(?:lower[- ]?case|small letters)(?: letters)? (?:only|throughout)|"
            r"\b(?:answer|reply|respond|(?:write|print|give|put|set)(?: (?:the|each|every|all) \w+)?) in (?:lower[- ]?case|small letters)",
        ),
        "case",
        _capital,
    ),
    (
        _form(
            "upper uppercase capital capitals caps",
            r"\b(?:all|entirely|only|everything|wholly|completely) (?:in )?(?:upper[- ]?case|capitals|capital letters|caps)|"
            r"\b(?:in )?(?:upper[- ]?case|capitals|capital letters)(?: letters)? (?:only|throughout)|\b(?:answer|reply|write|respond) in (?:upper[- ]?case|capitals)",
        ),
        "case",
        _small,
    ),
)
# The same, apart: the name of a thing, what bars it; and the words that a pattern cannot do without, the pattern.
BANNED_THINGS = tuple(
    (_named(what), _barred(what), name, broken) for what, name, broken in STATED if isinstance(what, str)
)
FORMS = tuple((*what, name, broken) for what, name, broken in STATED if not isinstance(what, str))
THINGS = _named("|".join(what for what, _, _ in STATED if isinstance(what, str)))


def tried(s: Sentence) -> Iterator[tuple[re.Pattern[str], str, Callable[[str], str]]]:
    """The patterns that a sentence can fit at all: of a ban where it bars something and names the thing, of a form where it
    has one of its words."""
    low, words = s.text.lower(), s.tokens.words
    bars = not BARRING.isdisjoint(words) or any(stem in low for stem in BARRING_STEMS)
    if bars and THINGS.search(low):
        yield from ((ban, name, broken) for thing, ban, name, broken in BANNED_THINGS if thing.search(low))
    for needed, form, name, broken in FORMS:
        if not needed.isdisjoint(words):
            yield form, name, broken
