"""Tokens of a text, and the forms under which a token is looked up."""

from __future__ import annotations

from functools import lru_cache

from promptlint import regex
from promptlint.record import NamedTuple

_TOKEN = r"{0}++(?:['’]{0}++)*+|{1}++(?:[.,:]{1}++)*+|_++|(?<!\*)\*(?!\*)|[^\s*]"
TOKEN = regex.compile(_TOKEN.format(r"[^\W\d_]", r"\d"))
ASCII_TOKEN = regex.compile(_TOKEN.format("[A-Za-z]", "[0-9]"))  # finds the same in ASCII, in less time

NUMBER_WORDS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen once twice".split()
)

# Contractions become the words that they stand for, so that knowledge is written once, without them.
CONTRACTIONS = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "let's": ("let", "us"),
    "i'm": ("i", "am"),
    "dont": ("do", "not"),
}
# Words that own nothing: the 's behind them is a verb.
SUBJECTS = frozenset("it that there here what he she where how".split())
ENDINGS = {"'re": "are", "'ll": "will", "'ve": "have", "'d": "would", "'m": "am"}

IRREGULAR = {
    "said": "say", "told": "tell", "gave": "give", "given": "give", "made": "make", "took": "take", "taken": "take",
    "went": "go", "gone": "go", "done": "do", "did": "do", "does": "do", "has": "have", "had": "have", "sent": "send",
    "kept": "keep", "left": "leave", "got": "get", "gotten": "get", "found": "find", "wrote": "write",
    "written": "write", "spoke": "speak", "spoken": "speak", "shown": "show", "known": "know", "knew": "know",
    "held": "hold", "put": "put", "ran": "run", "begun": "begin", "began": "begin", "chosen": "choose",
    "chose": "choose", "paid": "pay", "bought": "buy", "sold": "sell", "thought": "think", "brought": "bring",
    "met": "meet", "built": "build", "felt": "feel", "meant": "mean", "read": "read", "spent": "spend", "lost": "lose",
    "broken": "break", "broke": "break", "hidden": "hide", "hid": "hide", "forgotten": "forget", "forgot": "forget",
    "gives": "give", "using": "use", "used": "use", "doing": "do", "going": "go", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "am": "be", "being": "be",
    "children": "child", "people": "person", "men": "man", "women": "woman", "lists": "list", "criteria": "criterion",
    "spelt": "spell", "spoilt": "spoil", "lain": "lie", "lying": "lie", "lied": "lie", "drawn": "draw", "drew": "draw",
    "sought": "seek", "taught": "teach", "worn": "wear", "won": "win", "shut": "shut", "led": "lead", "fed": "feed",
    "sang": "sing", "rang": "ring", "rung": "ring", "swore": "swear", "sworn": "swear", "dealt": "deal",
    "analyses": "analysis", "withheld": "withhold", "overrode": "override", "overridden": "override", "rewritten":
    "rewrite", "rewrote": "rewrite", "undone": "undo", "redone": "redo", "lent": "lend", "dying": "die", "died": "die", "thrown": "throw",
    "threw": "throw", "driven": "drive", "drove": "drive", "grown": "grow", "grew": "grow", "frozen": "freeze", "froze": "freeze",
    "stolen": "steal", "fallen": "fall", "withdrawn": "withdraw", "withdrew": "withdraw", "caught": "catch", "stuck": "stick",
    "hung": "hang", "stood": "stand", "understood": "understand", "forbidden": "forbid", "lit": "light", "bound": "bind",
    "woken": "wake", "woke": "wake", "risen": "rise", "shaken": "shake", "shook": "shake", "torn": "tear", "tore": "tear", "bitten": "bite", "beaten": "beat", "blown": "blow", "blew": "blow", "flown": "fly", "flew": "fly", "sunk": "sink", "swept": "sweep", "slept": "sleep", "crept": "creep", "struck": "strike", "bent": "bend", "bred": "breed", "slid": "slide", "burnt": "burn", "learnt": "learn", "laid": "lay", "shrunk": "shrink", "slain": "slay", "undertaken": "undertake", "undertook": "undertake", "woven": "weave", "overheard": "overhear", "heard": "hear", "mistaken": "mistake", "repaid": "repay", "resold": "resell", "retold": "retell", "misled": "mislead", "foreseen": "foresee", "overseen": "oversee", "seen": "see", "sung": "sing", "sunken": "sink", "reread": "reread", "rebuilt": "rebuild", "unwound": "unwind", "bidden": "bid", "shot": "shoot", "dug": "dig", "spun": "spin", "sped": "speed", "bled": "bleed", "fought": "fight", "fled": "flee", "slung": "sling", "sprung": "spring", "swung": "swing",
    "overwritten": "overwrite", "overwrote": "overwrite", "drunk": "drink", "eaten": "eat", "ate": "eat", "swapped": "swap",
}  # fmt: skip


class Tokens(NamedTuple):
    """Parallel lists, one entry a token: lower-case ``words`` and the range ``starts[i]:ends[i]`` in the text.

    A contraction gives several tokens with one range. ``raw`` keeps the case as written.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    raw: list[str]


def tokenize(text: str) -> Tokens:
    """Split ``text`` into words, numbers and single signs."""
    spans = [m.span() for m in (ASCII_TOKEN if text.isascii() else TOKEN).finditer(text)]
    raw = [text[a:b] for a, b in spans]
    words = [token.lower() for token in raw]
    if "'" in text or "’" in text or "cannot" in words or "dont" in words:
        expanded = [(part, *rest) for word, *rest in zip(words, spans, raw, strict=True) for part in _expand(word)]
        words, spans, raw = map(list, zip(*expanded, strict=True))
    return Tokens(words, [a for a, _ in spans], [b for _, b in spans], raw)


def _expand(word: str) -> tuple[str, ...]:
    """The words that a contraction stands for; any other word as it is."""
    low = word.replace("’", "'")
    if low in CONTRACTIONS:
        return CONTRACTIONS[low]
    if "'" not in low:
        return (low,)
    if low.endswith("n't") and len(low) > 3:
        return low[:-3], "not"
    for ending, word in ENDINGS.items():
        if low.endswith(ending) and len(low) > len(ending):
            return low[: -len(ending)], word
    if low.endswith("'s"):
        return low[:-2], "is" if low[:-2] in SUBJECTS else "'s"
    return (low,)


SPELLINGS = (("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ises", "izes"), ("ise", "ize"),
             ("yse", "yze"), ("ysing", "yzing"), ("ours", "ors"), ("our", "or"), ("ogue", "og"))  # fmt: skip
BRITISH = tuple(a for a, _ in SPELLINGS)
SINGLE = {"licence": "license", "defence": "defense", "centre": "center", "judgement": "judgment", "cheque": "check",
          "grey": "gray", "favour": "favor", "colour": "color"}  # fmt: skip


def spelling(word: str) -> str:
    """One spelling for British and American variants; applied to knowledge and to text alike."""
    if len(word) > 5:
        if word.endswith(BRITISH):
            for a, b in SPELLINGS:
                if word.endswith(a):
                    return word[: -len(a)] + b
        if "our" in word and word[:6] in ("behavi", "colour", "favour", "honour", "humour"):
            return word.replace("our", "or", 1)
    return SINGLE.get(word, word)


NUMBER = "<num>"  # the key of every number


@lru_cache(maxsize=65536)
def keys_of(word: str) -> tuple[str, ...]:
    """The keys under which a token is looked up in a table: its `forms`, and that it is a number."""
    return (*forms(word), NUMBER) if word[0].isdigit() or word in NUMBER_WORDS else forms(word)


@lru_cache(maxsize=65536)
def forms(word: str) -> tuple[str, ...]:
    """The keys under which ``word`` is looked up: itself and the base forms that it may inflect.

    Over-generation is harmless: a form that is no word is in no phrase.
    """
    found = [word]
    base = IRREGULAR.get(word)
    if base:
        found.append(base)
    if len(word) > 3 and word[-1] in "sdg" and word.isascii():
        if word.endswith("ies"):
            found += [word[:-3] + "y", word[:-1]]  # "stories", "dies"
        elif word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
            found += [word[:-2], word[:-1]]
        elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
            found.append(word[:-1])
        if word.endswith("ied"):
            found.append(word[:-3] + "y")
        for ending in ("ing", "ed"):
            if word.endswith(ending) and len(word) > len(ending) + 2:
                stem = word[: -len(ending)]
                found += [stem, stem + "e"]
                if len(stem) > 2 and stem[-1] == stem[-2]:
                    found.append(stem[:-1])
    spelt = spelling(word)
    if len(found) == 1:
        return (word,) if spelt == word else (spelt, word)
    return (*dict.fromkeys(map(spelling, found)), *(() if spelt == word else (word,)))
