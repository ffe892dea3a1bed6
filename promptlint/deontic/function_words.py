"""Closed classes of words that the reading of clauses asks for."""

from __future__ import annotations

ABILITY = frozenset(
    "see access hear browse know remember feel view read use help perform understand be have do learn".split()
)
PEOPLE = frozenset(
    "user users customer customers people person they he she child children student students patient patients caller "
    "callers visitor visitors team client clients reader readers guest guests player players pupil pupils learner learners listener "
    "listeners employee employees staff colleague colleagues translator translators developer developers expert experts candidate "
    "candidates applicant applicants teacher teachers parent parents engineers experts volunteers someone somebody anyone member members it that which who this".split()
)
FINITE = frozenset("is are was were must shall should may will can has have".split())
HOLDS = frozenset("is are has have contains contain takes take consists consist comprises comprise".split())
OF_VERBS = frozenset("speak think talk dispose beware approve disapprove consist dream remind inform make take".split())
# Function words that stand before a determiner and are no verbs.
NO_VERBS = frozenset(
    "about above across after against albeit all almost along also although amid among and another any are around because before "
    "behind being below beneath beside besides between beyond both but can concerning could despite does down during each either "
    "else even ever every except few for from had has have here how however inside into just less like many may might more most much "
    "must near neither never nor not notwithstanding now off once one only onto out outside over past per plus quite rather regarding "
    "shall should since some such than that the their then there therefore these they this those though through throughout thus till "
    "today too toward towards two under underneath unless unlike until unto upon very via was were what whatever when whenever where "
    "wherever whereas whether which while who whoever whose why will with within without would yes yet you your half twice again "
    "often always sometimes maybe perhaps hence instead otherwise meanwhile given save barring pending hello dear welcome thanks "
    "sorry please okay sure why part none nothing nobody everyone everybody somebody someone anyone anybody everything something".split()
)
COUNTED = frozenset(", ; . ) per each every in more again only or and".split())
NOTED = frozenset("in as with is are must".split())
OPENS_OBJECT = frozenset("the a an your its their our his her each every all any this that these those no".split())
PARTICLES = frozenset("out up in off on for to back away over down about at with".split())
NONE = frozenset("no nobody nothing none neither".split())
# "No more than", "nothing but": these limit.
LIMITS = frozenset("more less but except other besides than save matter way sense use less doubt such".split())
CLAUSAL = frozenset("that which who what how whether if when where why whatever out up off it them you".split())
SUBORDINATE = frozenset("if when whenever because unless until while once wherever".split())
RECIPIENT = frozenset("to with".split())
STAYS = frozenset("appear appears stay stays remain remains go goes run runs".split())
KEPT = frozenset("as in out put intact unchanged shut closed locked blank empty sealed masked redacted where".split())
SAID = frozenset(
    "say says claim claims think thinks believe believes argue argues write writes tell tells hold holds".split()
)
ORDINALS = frozenset("first second third".split())
QUANTIFIERS = frozenset("many most some several few other lots".split())
VERBLESS = frozenset("only always throughout exclusively everywhere never".split())
TURNED = frozenset("may must should shall can will is are do does".split())
OF_ABOUT = frozenset("of about".split())
ENDLESS = frozenset("not never always be".split())  # what ends a frame and says nothing alone
OTHERS = frozenset("her his their my".split())
BE = frozenset("is are".split())
PASSIVE = frozenset("is are get gets".split())
# Participles that look like the base form.
UNCHANGED = frozenset("run put set cut read hit let shut split spread cast reset rerun overwrite broadcast".split())
SUBJECT = 14  # tokens that a subject may have
# Forms that are past tense and nothing else.
SIMPLE_PAST = frozenset(
    "gave went took wrote spoke ran began chose knew grew drew broke threw drove rose fell stole froze flew sang rang swore wore tore "
    "shook woke hid forgot became came saw ate drank blew withdrew undertook overrode".split()
)
