"""Words that a reader of amounts knows: units of text, negations, verbs of giving and of saying."""

from __future__ import annotations

from itertools import pairwise

from promptlint.text.tokens import forms

# Dimensions that measure a text; what they measure is the reply where nothing else is named.
TEXT = frozenset({"word", "sentence", "paragraph", "character", "line", "page", "bullet", "stanza", "section", "token"})
# Units that come whole, so that "fewer than 5" is "at most 4".
CONTINUOUS = frozenset({"time", "percent", "euro", "dollar", "pound", "celsius", "metre", "gram", "byte"})
BREAKS = frozenset(";:—()")
NEGATION = frozenset(
    {"not", "no", "never", "none", "nor", "neither", "without", "avoid", "nobody", "nothing", "refrain"}
)
SYMBOLS = {"$": "dollar", "€": "euro", "£": "pound"}
CONDITION = frozenset(
    {"if", "when", "where", "whenever", "unless", "once", "until", "after", "before", "while", "whose"}
)
CASE_LEADS = CONDITION | {"during"}
TOTAL = ("in total", "altogether", "all told", "taken together", "all in all", "overall", "as a whole", "combined",
         "in all", "across the", "full", "entire", "whole", "in sum", "together")  # fmt: skip


# Verbs that ask for a text, and the text that they ask for.
SAYING = {
    "describe": "", "explain": "", "answer": "", "reply": "", "respond": "", "tell": "", "outline": "", "discuss": "",
    "summarize": "summary", "summarise": "summary", "condense": "summary", "translate": "translation", "present": "",
}  # fmt: skip
DETERMINERS = frozenset("the a an no all your our its every each any this".split())
STRUCTURE = frozenset({"paragraph", "sentence", "stanza", "bullet", "line", "section"})
LEADING = frozenset("to so in because since for as with given under".split())
VERB_NEXT = frozenset(
    "a an the exactly precisely at up no not between all your each every about two three four five to out in on".split()
)
ANSWERS = frozenset("reply replies answer answers response responses".split())
PLACES = frozenset("last final opening closing concluding other remaining".split())
LONG = frozenset(
    {"long", "in", "length", "each", "total", "or", "per", "altogether", ",", "overall", "all", "of", "them", "and"}
)
LINKS = frozenset({"in", "per", "for", "a", "each", "every", "of", "the", "to", "your"})
# Verbs whose -s is no plural: "a score of 4-6 indicates".
SAYS = frozenset(
    "indicates means represents shows corresponds reflects denotes implies suggests signals describes".split()
)
GIVING = frozenset(
    """has have had contain contains containing consist consists comprise comprises include includes including list lists
    offer offers give gives given provide provides present presents presented show name names suggest suggests mention return
    write use uses using plan add get gets is are be keep limit stay run runs exceed produce create generate make cover covers
    need needs put puts output state with within under recommend propose supply set takes take total totals feature pick pose split
    divide structure fit fits carry carries close end ends finish finishes spend belong follow followed illustrate accompany
    attach accompanied made up come comes divided suffices suffice reply respond answer
    choose select submit create deliver form forms number numbers fill aim restrict cap must should may can will""".split()
)
# Words that a number names one of: "section 4", "rule 3".
LABELLED = frozenset(
    """section rule step chapter figure table version phase part level article appendix number no question task scenario example
    tier stage page line item type port error code rfc iso python node day week""".split()
)
MAKING = frozenset("write writes draft compose create creates produce prepare generate craft design make build".split())
LASTING = frozenset("last lasts take takes run runs go goes".split())
# What a verbless amount may be followed by: "at most 140 characters including spaces".
APPENDED = frozenset(
    """including excluding counting with without please , per of because since so overall altogether apiece only belong
    suffice suffices long""".split()
)
LIMITING = frozenset("limit cap restrict keep hold cut reduce".split())
COMPARED = frozenset("more fewer less longer shorter higher lower larger later sooner".split())
LEADS = frozenset("anything everything something nothing anyone everyone".split())
PERSONS = frozenset(
    "user customer client caller competitor author writer student candidate applicant person guest reader visitor".split()
)
SENDING = frozenset("send sends write writes have has paste submit ask asks bring post".split())
WROTE = frozenset("wrote writes sent sends pasted pastes submitted has gave said says".split())
# Verbs of what is done with texts that come in.
PASSED = frozenset("ignore skip disregard read discard flag reject delete drop treat reread review".split())
BINDING = frozenset("must should may can shall most least exactly maximum minimum".split())
TELLING = frozenset("has have had was were is are contains consists wrote".split())
REFUSED = frozenset(
    """rejected refused declined returned discarded deleted dropped cut truncated unacceptable forbidden prohibited banned fail
    fails ignored barred invalid curt lost skipped removed blocked thrown stripped disqualified too insufficient curt skimpy""".split()
)
RETURNING = frozenset("sent send sends handed go goes come comes turned turn given".split())
ACCEPTED = frozenset(
    "accept accepted allow allowed publish published pass passes taken fit fits display displayed printed wanted permitted scheduled booked taken processed".split()
)


MODALS = frozenset("may should must can shall will".split())
GROWN = frozenset("grown become reached swollen shrunk gone fallen risen climbed been passed".split())


def told(before: list[str], behind: list[str]) -> bool:
    """Whether a clause tells of something that there is: "the user's draft has three paragraphs".

    Args:
        before, behind: the words of the clause before and behind the amount.
    """
    words = set(before)
    if any(a in ("has", "have") and b in GROWN for a, b in pairwise(before)):
        return True  # "the file has grown to 3,000 lines"
    if any(a in PERSONS and b in WROTE for a, b in pairwise(before)) or {"were", "was", "had", "sold"} & set(
        behind[:3]
    ):
        return True
    if before and before[0].removesuffix("s") in PERSONS and words & SENDING and not words & BINDING:
        return True
    if any(a in ("from", "by") and b.removesuffix("s") in PERSONS for a, b in pairwise(before)) and words & {
        "have",
        "has",
    }:
        return True
    if not words & TELLING or words & BINDING:
        return False
    owned = any(b == "'s" and a in PERSONS for a, b in pairwise(before))
    return owned or bool(words & {"longest", "shortest", "average", "had", "was", "were", "old", "legacy"})


def turned_away(behind: list[str]) -> bool:
    """Whether what is told of amounts beyond a number is that they are refused: "… of more than 400 words are cut".

    Args:
        behind: the words behind the amount.
    """
    words = set(behind)
    if any(a in RETURNING and b in ("back", "away", "down") for a, b in pairwise(behind)):
        return True
    return bool(words & REFUSED) or bool(words & {"not", "no", "never", "nobody"} and words & ACCEPTED)


COMPARING = frozenset(
    "of with over under above below beyond beneath more fewer less longer shorter larger smaller older younger heavier lighter higher lower "
    "bigger greater than up to at least most between exceeding from that which are is have has".split()
)
WANTED = frozenset(
    "required needed expected preferred recommended wanted enough sufficient due ideal best fine plenty ok okay".split()
)
FINITE = frozenset(
    "is are get gets go goes come comes need needs carry carries receive receives require requires have has mean means".split()
)
ARTICLES = frozenset("a an the every each any all no".split())


def case_subject(before: list[str], behind: list[str], verbs: frozenset[str]) -> bool:
    """Whether an amount tells which things a clause is about: "mails of up to 40 lines carry no summary".

    Args:
        before, behind: the words of the clause before and behind the amount and its unit.
        verbs: words that can be verbs.
    """
    at = len(before)
    while at and before[at - 1] in COMPARING:
        at -= 1
    behind = behind[1:] if behind[:1] and behind[0] in ("old", "long", "each") else behind
    behind = behind[2:] if behind[:1] in (["or"], ["and"]) else behind
    named = [w for w in before[:at] if w not in ARTICLES]
    if at == len(before) or not 0 < len(named) < 4 or any(w in verbs and not w.endswith("s") for w in named[:-1]):
        return False
    if not behind or turned_away(behind):
        return False
    if behind[0] not in FINITE | MODALS and verbs.isdisjoint((behind[0], *forms(behind[0]))):
        return False
    if behind[0] in ("is", "are", "be"):
        return (
            len(behind) > 1
            and behind[1] not in WANTED | ACCEPTED | ARTICLES
            and behind[1].endswith(("ed", "en", "t", "n"))
        )
    return behind[0] not in MODALS or ACCEPTED.isdisjoint(behind)
