"""Small words that decide how a clause is read; no knowledge of any subject."""

from __future__ import annotations

from promptlint.analysis.objects import DETERMINERS, PREPOSITIONS, STOPS
from promptlint.analysis.words import bases

# Verbs that only speak of a thing: "explain emojis" uses none.
ASIDE = frozenset(
    "explain describe discuss define ask parse detect accept understand expect recognize recognise analyze analyse "
    "know learn check review consider identify find see assume convert translate extract receive allow support search "
    "ignore remember note mention compare answer".split()
)
# Verbs whose object comes into the text by them: "crack a joke", "express our regret".
MAKING = frozenset(
    "do crack get receive throw slip offer deliver draw share issue express pose voice extend weave mix furnish produce generate render "
    "draft compose bring print display bear feature wear utter append attach volunteer sprinkle shower lavish "
    "tack sneak squeeze pepper open close start end begin finish lead accompany preface prepend prefix supplement enliven lighten "
    "spice pad reach resort indulge engage employ adopt".split()
)
# Verbs that say of what kind a thing is, or deal with one that is there already.
LABELLING = frozenset(
    "classify label tag grade rate score count mark teach categorise categorize assess evaluate judge extract "
    "detect test recognise recognize analyse analyze translate".split()
)
INVENTING = frozenset("invent fabricate fake falsify hallucinate forge".split())
LINKS = frozenset(
    "by and or , then also with to always never any all a an the some no your their it them not only on in as of be both "
    "just even please either every each".split()
)
ADVERBIAL = frozenset(
    "in at without from on as one simultaneously concurrently sequentially serially before behind instead rather only just "
    "straight right out within strictly under over for to strict after all side".split()
)
NEGATORS = frozenset("no without not never free nor neither zero".split())
COORDINATORS = frozenset(["or", "and", "nor", ",", "/"])
# "a trace of …", "any kind of …": what follows is the thing.
OF_KINDS = frozenset(
    "of kind kinds sort sorts type types form forms from lists list single direct further trace traces hint touch show sign signs "
    "expression expressions use whiff shred piece bit other further even so much as".split()
)

ASIDES = frozenset("that which who whether how about if".split())
HELPERS = frozenset("is are must may have has should be".split())
ENDS = frozenset("start begin end close open finish conclude separate divide delimit".split())
INSIDE = (
    "markdown.",
    "capital",
    "imperative",
    "passive",
    "html",
    "latin",
    "slang",
    "jargon",
    "abbreviation",
    "rhyme",
    "dialogue",
    "global",
)
DEGREES = frozenset(
    "many more other else multiple several too excessive excessively unnecessary unnecessarily overly overuse overusing additional "
    "additional extra further simultaneously two three four five six seven eight nine ten twenty twice excess needless needlessly".split()
)
INTO = frozenset("append add write save insert put".split())
STORING = frozenset("save store write dump put place drop leave split export output record keep log emit add".split())
NEGATIONS = frozenset("no nobody nothing none not never".split())
LIGHT = frozenset(
    "be have do make take get let go come put set give keep use include contain see try need want".split()
)
SPOKEN = frozenset("explain describe discuss define clarify translate convert parse detect identify count".split())
PROCEED = frozenset("keep go proceed continue work act answer do be move carry run".split())
CARRIERS = frozenset(
    "build compose concatenate construct assemble interpolate begin start open end close finish conclude put place sprinkle add insert provide give write use include set mark render "
    "document spice join connect link combine store support back illustrate structure enrich explain annotate justify substantiate underpin pair format present wrap enclose show emphasise emphasize highlight fill pepper garnish decorate accompany".split()
)
CUES = frozenset(
    "do does not never avoid must shall should may can always please no be is are refrain from you steer clear of abstain stay "
    "away shy dispense with forget about keep under circumstances in any case at time on account by means without".split()
)
PLATFORMS = ("runtime", "db", "shell")
CAUSATIVE = frozenset("have has let make get".split())
# Where an item of a list ends.
ENDS_ITEM = frozenset([*PREPOSITIONS, *COORDINATORS, *(STOPS - {"not", "be", "being"})])
MINOR = bases((*PREPOSITIONS, *STOPS, *DETERMINERS)) | bases(
    "anything something nothing everything anyone anybody forbidden allowed prohibited banned permitted welcome acceptable taboo required optional compulsory behalf independent necessary anywhere place step steps next going work part parts other others entirely throughout forward out solely altogether completely always clear sure away wholly fully exactly "
    "really simply strictly ever again even also aloud directly explicitly clearly briefly once twice only just together "
    "trouble fail failed failing mandatory required fact factual light warm clear proper own new current possible "
    "during through within across yourself number amount kind sort type sake purpose reason point fashion "
    "necessary needed please kindly authority mandate clearance bot assistant model chatbot ahead further try attempt attempts urge kinds sorts forms whatsoever trace hint touch triple double single sole mood"
)
NOT_OBJECTS = frozenset(
    [
        *PREPOSITIONS,
        *STOPS,
        *DETERMINERS,
        *"hint mention word reference silent quiet nothing secret mum note track rid look hands peek part use sight care".split(),
    ]
)
THROUGHOUT = frozenset("throughout entirely whole entire completely wholly everything all every only solely exclusively anywhere "
                       "totally altogether purely each consistently strictly always".split())  # fmt: skip
