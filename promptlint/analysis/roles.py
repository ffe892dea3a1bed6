"""How a prompt opens: who talks with the model, in which house, and whether it works through steps of its own.

Known by the frame of a sentence rather than by lists of people: "Riders send a photo", "Chat of a ski rental",
"Opens each mail, drafts a reply, files it".
"""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.deontic.cues import cues

# Nouns for a place where outsiders meet the model: they need nothing beside them.
DESK = (
    r"(?:chat ?bots?|chats?|(?:voice|phone|telegram|whatsapp|service|counter|support|status|booking|info|shop|store|sms) ?bots?|bots?|hot ?lines?"
    r"|help ?lines?|(?:enquiry|inquiry|booking|complaints?|members?|parents|tenants?|fan|phone|advice|night|text|voice|info|service|first|crisis|customer|citizen|listening|story|question|order) lines?"
    r"|lines?(?= for)|help ?desks?|(?:info|information|service|front|welcome|reception) desks?|kiosks?|letter box|phone menu|voice menu"
    r"|concierge|receptionist|sommelier|barkeep|bartender|waiter|(?:shop|sales|store) assistant|guide robot|talking \w+)"
)
# Nouns for a model that somebody talks with, which may as well be the author's own.
PARTNER = (
    r"(?:assistant|helper|tutor|coach|companion|advis[eo]r|guide|buddy|pal|mate|friend|explainer|trainer|teacher|mentor|host"
    r"|listener|expert|story-?teller|narrator|voice|reminder|diary|confidante?|butler|finder|planner|identifier|interpreter|clerk"
    r"|instructor|counsell?or|nurse|librarian|cook|chef|gardener|wizard|elf|robot|avatar|mascot|character|oracle|genie|app)"
)
# Houses with customers, members, patients, visitors.
HOUSE = regex.compile(
    r"\b(?:shops?|stores?|(?:super)?markets?|bakery|bakeries|butchers?|hotels?|hostels?|guesthouse|inn|restaurants?|caf[eé]s?|canteen|pub"
    r"|museums?|zoos?|aquarium|theatres?|theaters?|cinemas?|librar(?:y|ies)|clinics?|practices?|surgery|hospitals?|pharmac(?:y|ies)"
    r"|chemist['’]s|banks?|insurers?|insurance|airlines?|airports?|railways?|trains?|bus(?: line|es)?|ferr(?:y|ies)|trams?|stations?"
    r"|(?:\w+ )?school|college|university|union|club|association|society|charit(?:y|ies)|church|parish|city|town(?: hall)?|village"
    r"|council|county|municipality|district|harbou?r|marina|pool|spa|gym|studio|co-?op|housing company|telco|utility|provider|carrier"
    r"|festival|fair|salon|garage|dealer|nursery|kindergarten|vets?|veterinary|chain|campsite|camping|rental|rent(?:ing|s)|resort"
    r"|care home|nursing home|hospice|app|portal|platform|web ?site|web ?shop|game|park|botanical garden|cemetery|office of|tax office"
    r"|job cent(?:er|re)|ministry|agency|embassy|court|landlord|property manager|housing association|magazine|newspaper|radio|publisher)\b",
    re.I,
)
# Who is no outsider: the people who build and run the thing.
INSIDE = regex.compile(
    r"\b(?:developers?|devs?|engineers?|analysts?|programmers?|coders?|maintainers?|researchers?|operators?|on-call|our team|data scientists?"
    r"|code(?:base)?|repositor(?:y|ies)|repo|pull requests?|traders?|ops"
    r"|(?:play-?|smoke )?test(?:ing)? bot|(?:trading|deploy|triage|merge|review|crawler?|scraper?|build|release|backup|clean-?up|lint|spam|stand-?up|index|sync|migration|chess|game-playing) bot)\b",
    re.I,
)
# How a prompt begins to say what it makes of the model.
ROLE_WORDS = regex.compile(
    r"^\W*(?:(?i:you\b|your\b|as an?\b|this (?:assistant|bot|prompt|chat)|role\b|persona\b|scope\b|system prompt"
    r"|the (?:assistant|bot|chatbot|agent|model|tutor)\b)"
    r"|(?!If|When|Where|Tell|Give|Use)[A-Z]\w+(?: [A-Za-z]\w+){0,3},? is (?:the|our)\b"
    r"|(?!If|When|Where|Tell|Give|Use|Ask)[A-Z]\w+,? (?:is an?\b|serves|answers|helps|talks|speaks|chats|advises|, an? ))"
)
YOU = regex.compile(r"\b(?:you|(?:to|with|ask|consult|call) (?:it|him|her))\b", re.I)
# A role without a verb: "Homework helper for pupils".
KINDLY = regex.compile(
    r"^(?:(?:an?|the|our) )?(?:[\w-]+ ){0,3}(?:chat|bot|desk|line|hotline|assistant|tutor|companion|advis[eo]r|helper|coach|guide)\b.* (?:for|of|on|in|at) ",
    re.I,
)
# What stands before a noun that names the model, not its audience.
SELF = regex.compile(
    r"\b(?:you(?: are|['’]re)|act as|serve as|work as|as|i am|role of)\s+(?:now\s+)?(?:an?|the|our)\s+(?:(?!for\b|of\b|to\b|who\b|with\b|at\b)[\w-]+\s+){0,3}$"
)
# Whoever talks with it, by the frame rather than the noun: "speak with drivers", "fitters ask you".
FRAMES = regex.compile(
    r"\b(?:speak|talk|chat|converse)s? (?:with|to) (?:the |our |all )?(?:[\w-]+ )?(?P<a>[a-z-]+s)\b"
    r"|\b(?P<b>[a-z-]+s) (?:[\w-]+ ){0,2}?(?:ask|call|ring|phone|consult|message|write to|type to|talk to|chat with|speak to|turn to|come to|reach) you\b"
    r"|\b(?P<d>people|folks?|kids?|children|men|women|anyone|anybody|everyone|somebody|someone|teens|youngsters|parents|users) (?:[\w,' -]+ ){0,2}?"
    r"(?:ask|asks|call|calls|phone|consult|message|messages|type|types|(?:write|writes|type|types|talk|talks|speak|speaks|chat|chats|turn|turns|come|comes) (?:to|with)) you\b"
    r"|\b(?P<e>folks|people|kids|[a-z-]+s) (?:come here to )?ask (?:which|what|how|whether|where|when|about|for)\b"
    r"|\byou (?:[\w-]+ and )?(?:look after|take care of|attend to|wait on|deal with|assist|support) (?:the |our |all )?(?P<f>[a-z-]+s) (?:who|that|in|on|at|with)\b"
    r"|\byou (?:[\w-]+ and )?(?:answer|help|serve|advise|guide|tutor|coach|teach|inform|welcome|greet) (?:the |our |all )?(?P<c>[a-z-]+s)\b",
    re.I,
)
INSIDERS = frozenset(
    "users developers engineers analysts colleagues maintainers questions requests emails messages tickets others models "
    "agents tools systems assistants programmers coders researchers authors operators admins administrators scientists "
    "queries prompts subagents bots times terms words sentences results things sources services".split()
)
LEAD = r"^\W*(?:(?:role|persona|bot|assistant|name|you)\s*:\s*)?"
NOMINAL = regex.compile(
    LEAD
    + r"(?:(?:[\w&'’.-]+ ){0,4}[\w&'’.-]+\s?[:,–—]\s)?(?P<before>(?:[\w&'’/-]+\s){0,5}?)(?P<noun>"
    + DESK
    + "|"
    + PARTNER
    + r")\b"
    r"(?=\s(?:of|for|on|in|at|with|to|that|which|who|from|by|behind|serving)\b|\s*[,.;–—(:]|\s*$)",
    re.I,
)
# Behind a noun that is no part of a longer one, as in "a list of chatbot responses".
WHOLE_NOUN = r"(?!\s(?:modes?|models?|responses?|messages?|histor(?:y|ies)|logs?|transcripts?|templates?|prompts?|sessions?|windows?|apps?|platforms?|api|completions?)\b)"
NAMED = regex.compile(
    LEAD
    + r"(?!what|here|there)(?:you(?:['’]re| are)|[\"“]?[A-Z][\w.'’-]+(?: [A-Z]?[\w.'’-]+){0,2}[\"”]?,? is|this is|i am|act as)\s(?:[A-Z][\w'’]+,\s)?"
    r"(?:the|an?|our|your)\s(?:[\w'’-]+\s){0,4}?(?P<noun>" + DESK + "|" + PARTNER + r")\b" + WHOLE_NOUN,
    re.I,
)
# "The library lends an assistant to its readers", "You work the enquiry line".
LENT = regex.compile(
    r"\b(?:(?:lends?|offers?|gives?|provides?|has|have|runs?)\s(?:an?|its|our)|you (?:work|run|man|staff|answer|sit|serve|are)(?: at| on| behind)? (?:the|our|an?))"
    r"\s(?:[\w-]+\s){0,3}?(?P<noun>" + DESK + "|" + PARTNER + r")\b" + WHOLE_NOUN,
    re.I,
)
VERBAL = frozenset(
    "is are was were be you we i it if when whenever to not no never always must can will should do does with via using about".split()
)
TAKES = frozenset("a an the our your their its each every all any with to them users people".split())

PEOPLE = (
    r"(?P<who>[\w’'-]+s|people|children|men|women|folk|anyone|anybody|everyone|everybody|whoever|someone|youth|staff)"
)
WHOM = r"(?:you|it|him|her|(?-i:[A-Z])\w+|the (?:chat|bot|assistant|app|robot|voice|line|desk))"
SAYS = (
    r"(?:asks?\b(?! you to\b)|(?:radio|drop|pop|stop|come|call)s? (?:in|by) (?:for|with|about|to)\b"
    r"|(?:posts?|brings?|raises?|puts?|poses?) (?:their |a |all )?questions?\b|types? (?:what|how|where|which|an?|their)\b|touch(?:es)? an?\b.{0,30}? (?:or|and) (?:says?|asks?)\b"
    r"|(?:writes?|types?|texts?|talks?|speaks?|chats?|messages?|turns?|comes?|reach(?:es)? out)\b(?: \w+ly)? (?:to|with|at) "
    + WHOM
    + r"\b"
    r"|(?:types?|texts?|talks?|chats?) (?:in|on|about|at|from|through)\b|(?:writes?) (?:about|freely|in (?:the|our|its|a) (?:[\w'’-]+ )?(?:app|portal|chat|window|forum|widget|box))\b"
    r"|(?:messages?|texts?|phones?|rings?|calls?|tells?|consults?) (?:" + WHOM + r"|in|up|about)\b"
    r"|sends? (?:"
    + WHOM
    + r" )?(?:an?|their|its|one) (?:\w+ )?(?:photo|picture|voice|line|question|message|note|selfie|screenshot)\b"
    r"|(?:wants?|likes?|wish(?:es)?|needs?|comes?) to (?:know|ask|hear|learn|talk|chat)\b"
    r"|describes? (?:how|what|their|an?|his)\b|says? (?:how|what|where|which)\b|(?:confides?|shares?|dictates?) (?:in|their|how|what)\b)"
)
ASKERS = regex.compile(
    r"(?:^|[.;,:] )(?P<all>(?:(?:our|the|many|some|most|all|these)\s)?(?:[\w-]+\s){0,2}?"
    + PEOPLE
    + r"(?: (?:who|that|of|from|in|with|at)\s(?:[\w'’-]+\s){1,6}?(?=\w))?\s(?:can |may |will |often |then |now |freely )?"
    + SAYS
    + ")",
    re.I,
)
# It does something with people: "Ada tutors adults", "Finn sorts letters with people who owe".
HELPED = regex.compile(
    r"^\W*(?:[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)?|it|she|he|the (?:bot|assistant|robot|app|chat|voice)),? "
    r"(?:(?:answers|tutors|helps|advises|coaches|guides|greets|assists|supports|informs|consoles|entertains|accompanies|welcomes|counsels|teaches)"
    r"|(?:chats|talks|speaks|converses|plays) (?:with|to)) (?:the |our |all )?(?:[\w-]+ ){0,2}?(?P<who>[a-z-]+s|people|children|anyone|anybody|everyone|whoever)\b"
    r"(?=\s(?:who|about|on|with|in|through|at|over|to|from|of|and)\b|\s*[.,;:])"
    r"|^\W*[A-Z][\w'’.-]+ [a-z]+s [\w ,'’-]{2,40}? with (?:the |our )?(?:[\w-]+ )?(?P<other>anyone|anybody|everyone|whoever|people|children|readers|viewers|adults|players|guests|visitors|customers|members)\b",
)
# Plural nouns that ask or tell nothing.
THINGS = frozenset(
    "agents tools systems models messages mails emails letters texts documents pages answers results rules sources tickets logs reports "
    "tests scripts prompts developers engineers analysts programmers colleagues maintainers researchers operators this is was its "
    "questions requests queries reviews comments posts files records notes steps sentences words lines examples bots subagents always sometimes "
    "us admins authors does has programs functions services apps websites sites thanks yes less plus".split()
)
# Acts of one who works on something outside the text at hand.
WORKS = frozenset(
    "open fetch search look lookup save file move merge update store commit restart run book click scan query scrape crawl browse visit "
    "post upload download water log go pull take pick walk drive check read compare write edit rewrite fix repair send draft match reconcile "
    "tag label set assign ask call collect find add remove delete sort clean mount hash sync archive map test build install deploy watch "
    "monitor measure copy convert translate mend mark list note route transfer enter".split()
)
OUTWARD = regex.compile(
    r"\b(?:open|fetch|search|look(?:s|ed)? up|save|file[sd]?|move|merge|commit|restart|click|scrape|crawl|browse|visit|upload|download|pull|mount|deploy|install"
    r"|sync|archive|valves?|sensors?|flaps?|queue|inbox|mailbox|ledger|tracker|wiki|repo\w*|branch|checkout|database|API|tests?|tools?"
    r"|spreadsheet|calendar|shell|browser|next|back|web|drive|server|export|scanner|register|folders?|sites?|log(?:s)? in|freezers?|probes?|staging|images?|(?:in)?to the (?:sheet|table|list|log|system|form|ledger|folder|database|spreadsheet|wiki)|in the log)",
    re.I,
)
BRIEF = 200  # letters of a sentence that tells steps; a longer one explains
SPLIT = regex.compile(r"[,;:]\s+(?:and\s+|then\s+|or\s+)*|\s(?:and then|and|then)\s")
SUBJECT = regex.compile(
    r"^(?:(?:every|each|at|after|when|on|once|with)\s[\w ]{2,30}?\s(?=(?:it|you|she|he)\s))?(?:it|you|the agent|the bot|he|she|then|and|also|each time|task|first|next|[a-z]+(?=\s[a-z]+s\s))\W*\s",
    re.I,
)
AGENT = regex.compile(
    r"^\W*(?:role\s*:\s*)?(?:(?:an?|the|our|your)\s)?(?!you\b|as\b|act\b)(?:(?!is\b|are\b)[\w'’-]+\s){0,4}?agent\b(?!s?['’])(?=\s*[.,:;–—(]|\s*$|\s(?:of|for|in|on|at|with|to|that|which|who|from|behind)\b)",
    re.I,
)
TOOLED = regex.compile(
    r"^\W*(?:role\s*:\s*)?(?:[\w'’-]+\s){0,4}?(?:assistant|helper|analyst|clerk|bot|worker|researcher|scout|keeper)\s(?:with|that has|who has)\s"
    r"(?:access to |the tools? |tools? )?(?:search|open|browse|browser|web|shell|read|write|the \w+|a (?:shell|browser|terminal|mailbox))\b",
    re.I,
)
CREW = regex.compile(
    r"^\W*(?:an? |the |our )?(?:crew|team|agents|two agents|three agents|four agents|pipeline)\b(?: of\b| for\b|\s*[:.]|\s*$)"
    r"|\bagent [A-Z1]\b|^\W*(?:the )?\w+(?:er|or|ic|ist|ant|scout|judge|clerk) and (?:the |a )?\w+(?:er|or|ic|ist|ant|scout|judge|clerk) (?:work|write|make|build|share|take turns)\b",
    re.I,
)


# Minors that are no audience: "no sale to minors", "minors rent with a parent".
KEPT_OUT = regex.compile(
    r"\b(?:no|not|never|nothing|decline|refuse|except)\b[^.;:]*\b(?:minors?|children|teenagers|under)\b|\b(?:minors?|children)\b[^.;]* (?:with|by|through) (?:an? |their |the )?(?:parent|adult|guardian)"
    r"|\b(?:over|from|at least|adults)\b[^.;]*\b18\b",
    re.I,
)
CALL = regex.compile(r"\b[a-z_]+\([a-z_, ]*\)")


def frame(text: str) -> str:
    """The words that name whoever talks with it, known by their frame; "" if none."""
    for m in FRAMES.finditer(text):
        people = next(w for w in m.groups() if w).lower()
        if people not in INSIDERS:
            return " ".join(m[0].split())
    return ""


def desk(text: str) -> str:
    """The words that make the model a place where outsiders ask: "Soup club chat"; "" if there are none."""
    if INSIDE.search(text) or TOOLED.search(text):
        return ""
    m = _talker(text)
    if m is None:
        return ""
    noun = m["noun"].lower()
    return " ".join(m[0].split()) if regex.match(DESK + "$", noun, re.I) or HOUSE.search(text) else ""


def partner(text: str) -> bool:
    """Whether a sentence names the model by a noun for somebody that people talk with."""
    return _talker(text) is not None


def _talker(text: str) -> re.Match[str] | None:
    m = NAMED.search(text) or LENT.search(text)
    if m is None and (m := NOMINAL.search(text)) is not None:
        before = m["before"].lower().split()
        verbal = not VERBAL.isdisjoint(before) or (len(before) > 1 and before[0] in cues().verbs and before[1] in TAKES)
        m = None if verbal else m
    return m


def askers(text: str) -> str:
    """The words for people who ask or tell, known by the frame: "Hobby brewers describe"; "" if there are none."""
    for m in ASKERS.finditer(text):
        if m["who"].lower() not in THINGS:
            return " ".join(m["all"].split())
    helped = HELPED.search(text)
    if helped and not {(helped["who"] or "").lower()} & (THINGS | INSIDERS):
        return " ".join(helped[0].split())
    return ""


def outward(text: str) -> bool:
    """Whether a sentence names a thing outside the text at hand that is worked on."""
    return bool(OUTWARD.search(text))


def steps(text: str) -> str:
    """The words of a sentence that strings together acts; "" if it does not."""
    if len(text) > BRIEF:
        return ""
    acts = []
    for part in SPLIT.split(text.strip(" -*•")):
        told = regex.match(r"([A-Za-z]+)( \w|\W*$)", SUBJECT.sub("", part.strip()))
        known = (
            WORKS | cues().verbs if told and told[2].strip(" .;!") else WORKS
        )  # "edit" may stand alone, "points" not
        if told and (base := _base(told[1].lower(), known)) in known:
            acts.append(base != told[1].lower())
    acts = [x for x in acts if x == acts[0]]  # all in one mood: "opens, reads, files"
    return " ".join(text.split()) if len(acts) > 2 else ""


def _base(word: str, known: frozenset[str]) -> str:
    """The base form of a verb in the third person, if it is known."""
    if word in known:
        return word
    for cut, put in (("ies", "y"), ("es", "e"), ("s", ""), ("es", "")):
        if word.endswith(cut) and (base := word[: -len(cut)] + put) in known:
            return base
    return word


def worker(text: str) -> str:
    """The words that make the model an agent or a crew: "Migration agent", "agents: translator, editor"."""
    m = AGENT.search(text) or CREW.search(text) or TOOLED.search(text)
    return " ".join(m[0].split()) if m else ""
