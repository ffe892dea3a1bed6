"""Words that say how a sentence of a commission stands to what it names; see `promptlint.analysis.stance`."""

from __future__ import annotations

JOINS = frozenset({",", "or", "nor", "and", "/"})
# Words that bar what follows; "free" only before "of" or "from".
NOUN_BARS = frozenset(
    "no without avoid avoids avoiding omit omits skip skips exclude excludes ban bans shun shuns eschew devoid zero neither nor lack lacks".split()
)
VERB_BARS = frozenset("not never cannot".split())
EMPTY_BARS = frozenset("nothing nobody none nowhere".split())
# "No more than", "not only", "no matter": nothing is barred.
HARMLESS = frozenset(
    "only just more fewer less later longer shorter matter doubt necessarily until merely earlier exactly".split()
)
FILLERS = frozenset(
    "across upon a an the any single one of kind kinds sort sorts type types form forms mention mentions reference references word words name names naming "
    "description descriptions hint hints hinting to use using trace shred whatsoever either about on in with for at by its their his her your our "
    "all even ever so much as into be been being is are do does did may must should can could will would shall have has had contain talk speak "
    "such too explicit direct actual real ordinary normal use else please from clear away them that some it thing things "
    "mentioning showing using including occur out there allowed this every each other "
    "every presence appearance element elements instance instances examples example image images".split()
)
# Verbs whose ban keeps a thing out of the text.
BROAD = frozenset(
    "mention include contain use refer name describe show bring feature say state give speak talk touch reveal tell appear occur allude hint quote discuss "
    "list add insert put write make have need disclose betray let learn find read see hear come turn crop stray invoke employ introduce depict portray "
    "announce publish print cite report note specify indicate involve play carry leave divulge spell address treat cover dwell bother employ resort rely "
    "meet encounter know exist want wish belong stand be do get enter evident go feature express offer drop weave work indulge".split()
)
NOT_SAID = frozenset(
    "not never banned forbidden prohibited out taboo avoided excluded omitted absent unwanted barred disallowed ruled off nowhere undesirable unmentioned withheld unsaid undisclosed suppressed skipped dropped untouched unwritten ignored secret hidden "
    "unnamed unwelcome".split()
)
AUX = frozenset(
    "is are be must may should do does can will has have to shall need stay stays remain remains kept comes come go goes leave left was were".split()
)
TAILS = frozenset(
    "inside outside around left at whatsoever anywhere altogether entirely completely please whatever throughout appear appears occur occurs turn turns is are may must should can "
    "come comes crop involved or and nor , do does will shall be exist exists figure either however here enter".split()
)
DETERMINERS = frozenset("a an any the one single".split())
PLAIN = frozenset(
    "english language prose plain simple ordinary everyday idiomatic words sentences listener listeners viewer viewers public nobody anyone visitors across upon keep free must text please also overall otherwise moreover finally always absolutely strictly reader readers come comes manage manages steer stay stays , and plain made suitable make makes get gets".split()
)
INTRANSITIVE = frozenset(
    "appear occur come turn crop feature figure exist show enter play stand belong stray arise".split()
)
PASSIVE = frozenset("be said told heard put made left kept found brought".split())
KEEPING = frozenset("keep leave cut rule kept keeps leaves left strike".split())
AROUND = frozenset(
    "who whom safe people persons eaters guests children diners suits drinks courses recipes items entries snacks suitable dishes ingredients ingredient everything dish meal film entire short strictly entirely purely completely strict told present events order order strictly remain stays everybody fit".split()
)
RELATIVE = frozenset("what which who that where how".split())
TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
ALLOWS = frozenset(
    "may optional optionally welcome allowed permitted might need if whether maybe perhaps could".split()
)
# Parts that can themselves be barred: "without a greeting or sign-off".
NOUNS = frozenset(
    "title headline heading postscript caption captions footnote footnotes sidebar chorus intro introduction moral greeting sign-off subtitle quotation quotations bubble".split()
)
BREAKS = frozenset(";:()—–.!?") | {"but", "yet", "however", "although", "though", "because", "since", "so"}
PERCEIVED = frozenset("seen heard shown met known found".split())
