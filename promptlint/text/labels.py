"""What stands before a colon: a label, or a clause of its own."""

from __future__ import annotations

# Words that stand in a clause and not in a label, and words that open a label whatever stands behind them.
CLAUSAL = frozenset(
    "is are was were am be been can could may might must should shall will would has have had do does did cannot can't don't "
    "never always you we they it i that this them".split()
)
OPENS_LABEL = frozenset(
    "if when whenever once unless while before after for in on at with without to from by about as of during under per "
    "where what how why who which whether the a an your our any all each every no not and or outside inside within between".split()
)
DETERMINERS = frozenset("the a an each every all any your its his her their no these those both some out up".split())
# Verbs that are hardly ever nouns: where one opens a clause, it orders.
VERBS = frozenset(
    "ask say tell write give keep use avoid ensure make include add explain provide send respond refuse decline apologise apologize "
    "preserve retain remove delete ignore choose select return render describe mention state specify follow obey verify confirm "
    "summarise summarize translate create generate produce compose append insert prepend recommend suggest offer refer redirect "
    "escalate inform notify greet thank stop proceed continue wait refrain assume treat convert calculate delegate invoke execute "
    "restart retry rerun rebuild install open close read quote cite introduce speak prefer address call put take leave let go begin "
    "start end finish show".split()
)
ORDERS = VERBS | frozenset(
    "never always don't do please predict promise answer reply hand log save store publish".split()
)
# Behind such a verb they make a noun of it: "use cases:", "answer format:".
NOUNS = frozenset(
    "case cases format style mode type types length rule rules guideline guidelines order orders list lists template templates file files "
    "criteria structure flow point points step steps tone code codes time times date limit limits and or of example examples".split()
)


def clausal(label: str) -> bool:
    """Whether what stands before a colon is a clause rather than a label: "Fan out", "Mocks are not allowed"."""
    words = label.lower().split()
    if len(words) > 1 and words[0] in ORDERS and words[1] not in NOUNS and label.split()[1].islower():
        return True
    if words[0] in OPENS_LABEL and words[0] not in ("the", "a", "an", "your", "our", "all", "each", "every", "no"):
        return False
    if not CLAUSAL.isdisjoint(words[1:]):
        return True
    return len(words) > 1 and words[0] not in OPENS_LABEL and words[1] in DETERMINERS
