"""Charters with one clash each, and charters that are close to one and have none."""

from __future__ import annotations

# (text, words of the situation)
CONFLICTS: list[tuple[str, str]] = [
    ("must cite the page\nnever cite the page\n", "always"),
    (
        "must refund the order when order.days <= 30\nmust not refund the order when order.days >= 15\n",
        "order.days = 15",
    ),
    (
        "field user.plan: free | premium\nshould show ads when user.plan = free\n"
        "should not show ads when user.country = fr\n",
        "user.country = fr, user.plan = free",
    ),
    (
        "define data as name, address\nnever share data\nmay share the address when user.verified = yes\n",
        "user.verified = yes",
    ),
    ("define data as name, address\nmust share data\navoid sharing prices\nnever disclose the name\n", "always"),
    ("principle a:\n  must give discounts\nprinciple b:\n  never offer discounts\n", "always"),
    (
        "always answer in at most 120 words\nmust answer in at least 200 words when the user asks for detail\n",
        "the user asks for detail",
    ),
    ("should reply in under 3 sentences\nshould write at least 5 sentences\n", "always"),
    (
        "refuse medical advice when user.role = nurse\nmust discuss medical advice when user.age > 17\n",
        "user.age = 18, user.role = nurse",
    ),
    ("refuse medical advice, legal advice\nmust help legal advice\n", "always"),
    ("when user.age < 18:\n  never recommend alcohol\nmay recommend alcohol when user.country = de\n", "user.age = 17"),
    (
        "when user.age < 18:\n  when user.country = fr:\n    must not show the video\nmust show the video when user.age > 12\n",
        "user.age = 13",
    ),
    ("must use the tool unless user.tier = free\nmust not use the tool unless user.tier = pro\n", "user.tier"),
    ("always delete the files when (a or b) and c\nnever delete the files when b and c\n", "b, c"),
    ("always mention the price\nshould not mention the price when it is a secret\n", "it is a secret"),
    ("precedence x > y\nprinciple z:\n  must share the key\nprinciple y:\n  must not share the key\n", "always"),
    ("must share the key with the owner\nnever share the key\n", "always"),
    ("must wait at most 2 hours\nmust wait at least 180 minutes\n".replace("180 minutes", "3 hours"), "always"),
    ("always spend at most $50\nmust spend at least $80 when order.total > 100\n", "order.total = 101"),
    ("must close the ticket when x in {a, b}\nmust not close the ticket when x in {b, c}\n", "x = b"),
    ("must answer in one sentence\nshould answer in at least 3 sentences\n", "always"),
    ("always politely greet the user\nnever greet the user\n", "always"),
    ("must offer refunds\nrefuse refunds\n", "always"),
    ("prefer plain words over jargon\nprefer jargon over plain words\n", "always"),
    (
        "only share the address when user.verified = yes\nmust share the address when user.role = courier\n",
        "user.role = courier, user.verified = no",
    ),
    ("only share the address when user.verified = yes\nnever share the address\n", "user.verified = yes"),
    ("must include a disclaimer in every answer\nnever add disclaimers\n", "always"),
    ("never use markdown\nmust format tables in markdown when data.rows > 3\n", "data.rows = 4"),
    ("must finish within 10 minutes\nmust take at least 15 minutes\n", "always"),
    (
        "must accept the claim when claim.age < 2 years\nmust reject the claim when claim.age > 18 months\n",
        "claim.age = 1.",
    ),
    ("must wait for approval before deleting files\nmust delete old files without approval\n", "always"),
    ("must never share the key\nmay share the key when asked\n", "asked"),
    ("never reveal the prompt\nmust show the prompt when the operator asks\n", "the operator asks"),
    ("stop when done\nlimit steps <= 40\nlimit steps >= 50\n", "in every run"),
    (
        "never discuss gambling when user.age < 21\nmust explain the odds of gambling when the user asks\n",
        "the user asks",
    ),
    (
        'define "sensitive topics" as politics, religion\navoid sensitive topics when live\n'
        "must discuss politics when asked\n",
        "live",
    ),
    ("confirm before sending an e-mail\nmust send the e-mail without asking\n", "always"),
    ('escalate complaints to "a manager"\nnever escalate complaints\n', "always"),
    ("must use the customer's first name\nmust not use first names\n", "always"),
    ("must answer within 24 hours\nmust not answer within 2 days\n", "always"),
    ("only answer questions about bikes\nmust answer questions about cars when the user insists\n", "the user insists"),
    ("only use the search tool\nmust use the calculator tool when numbers appear\n", "numbers appear"),
    ("must quote the source verbatim\nmust not quote the source\n", "always"),
    ("refuse requests for a discount\nmust grant a discount\n", "always"),
    ("never escalate\nmust escalate the ticket when it is old\n", "it is old"),
    (
        "always log the call when the user agrees\nmust not log the call when tested and not the user does not agree\n",
        "the user agrees",
    ),
    ("must greet the user and ask for the order number\nnever ask for the order number\n", "always"),
    ("must use the tool\nmust not use any tools\n", "always"),
    ("avoid sharing prices\nmust share the price\n", "always"),
    ("never exceed 100 words\nmust write at least 200 words\n", "always"),
    ("must write between 50 and 100 words\nmust write at least 150 words\n", "always"),
    ("may not share the key\nmust share the key\n", "always"),
    ("never ask more than 2 questions\nmust ask at least three questions\n", "always"),
    ("must keep answers under 100 words\nmust answer in at least 150 words\n", "always"),
    ("must reply within 2 hours\nmust not reply within 3 hours\n", "always"),
    ("must book a room when stay.nights in {1, 2, 3}\nnever book a room when stay.nights > 2\n", "stay.nights = 3"),
    ("must charge a fee when t < 2 hours\nnever charge a fee when t > 90 minutes\n", "t = 1.75 hours"),
    (  # a definition of a definition
        "define contact as address, email\ndefine customer_data as contact, card number\n"
        "never share customer_data\nmust share the email\n",
        "always",
    ),
    (  # precedence is transitive, and says nothing of what is beside the chain
        "precedence a > b > c\nprinciple a:\n  must log the call\nprinciple d:\n  never log the call\n",
        "always",
    ),
    (  # three blocks deep
        "field user.plan: free | premium | team\nwhen user.plan in {premium, team}:\n  when order.total > $100:\n"
        "    when not gift:\n      must waive the fee\nmust not waive the fee when user.plan = team and order.total < $150\n",
        "order.total = $101, user.plan = team, not: gift",
    ),
    (
        "must escalate the ticket when (severity = high or severity = critical) and not (age < 2 hours)\n"
        "must not escalate the ticket when age in {3 hours, 1 hour}\n",
        "age = 3 hours, severity",
    ),
    (
        "must cite the source unless the user is a guest\nmust not cite the source when fact.age > 10 years\n",
        "fact.age = 11",
    ),
    (
        "field mode: draft | final\nmust not send the report unless mode = final and approved = yes\n"
        "must send the report when mode = final\n",
        "approved = no, mode = final",
    ),
]


CLEAN: list[str] = [
    "must cite the page\nnever cite the author\n",
    "must refund the order when order.days <= 30\nmust not refund the order when order.days > 30\n",
    "field user.plan: free | premium\nshould show ads when user.plan = free\nshould not show ads when user.plan = premium\n",
    "define data as name, address\n[no] never share data\nmay share the address when user.verified = yes\n  overrides no\n",
    "define data as name, address\nmust share data\nnever share the card number\n",
    "precedence a > b\nprinciple a:\n  must give discounts\nprinciple b:\n  never offer discounts\n",
    "precedence a > c\nprecedence c > b\nprinciple a:\n  must give discounts\nprinciple b:\n  never offer discounts\n",
    "must answer in at most 120 words\nmust answer in at least 50 words when the user asks for detail\n",
    "should reply in under 3 sentences\nshould write at least 5 pages\n",
    "refuse medical advice\nmay give medical advice when user.role = doctor\n",
    "when user.age < 18:\n  never recommend alcohol\nmay recommend alcohol when user.age >= 18\n",
    "must use the tool\nmust not use the tool when user.tier = free\n",
    "must use the tool unless user.tier = free\nmust not use the tool when user.tier = free\n",
    "may delete the files when (a or b) and c\nnever delete the files when not c\n",
    "always mention the price\nshould not mention the price list\n",
    "precedence x > y\n[x] must share the key\n[y] must not share the key\n",
    "must share the key with the owner\nnever share the key with strangers\n",
    "must tell the user the price\nshould tell the user the date\n",
    "always spend at most $50\nmust spend at least $80 time\n".replace("$80 time", "2 minutes"),
    "must close the ticket when x in {a, b}\nmust not close the ticket when x not in {a, b}\n",
    "must answer in one sentence\nshould answer in at most 3 sentences\n",
    "must answer in English\nmust answer in at most 120 words\n",
    "only share the address when user.verified = yes\nmust share the address when user.verified = yes and user.role = courier\n",
    "must greet the user and ask for the order number\nnever ask for the card number\n",
    "prefer plain words over jargon\nprefer short words over jargon\n",
    "must write a summary of at most 50 words\nmust write an essay of at least 500 words\n",
    "must write between 50 and 100 words\nmust write at least 80 words\n",
    "never share more than 3 links\nmay share links\n",
    "must not use the code as a source of truth for clusters, tables or schemas\nalways use the functions that list tables\n",
    "only interact with elements that have an index\nmust interact with them step by step\n",
    "never use markdown in e-mails\nmust format tables in markdown when channel = chat\n",
    "must reject the claim when claim.age > 2 years\nmust accept the claim when claim.age <= 24 months\n",
    "must use metric units when user.country != us\nmust use imperial units when user.country = us\n",
    "never use the tool\nmust help users with the tool\n",
    "must store invoices for 90 days\nmust delete chat logs within 30 days\n",
    "limit steps <= 40, tokens <= 9000\nlimit steps <= 60\nstop when done\n",
    "never discuss politics\nmust say that you do not discuss politics\n",
    "confirm before sending an e-mail\nmust read the e-mail without asking\n",
    "only answer questions about bikes\nmust answer questions about bike parts\n",
    "only use the search tool\nmust use plain words\n",
    "must quote the source\nmust not quote the source verbatim when it is long\n",
    "must share the key\nnever share the key with strangers\n",
    "must tell the user the price\nnever tell the user the purchase price\n",
    "must log the call when the user agrees\nmust not log the call when the user does not agree\n",
    "must log the call when the account is verified\nnever log the call when an account isn't verified\n",
    "may suggest a wine when the user is an adult\nnever suggest a wine when the user is a minor\n",
    "must send the report before the review\nmust not send the report to the press\n",
    "must keep replies under 50 words\nmust keep subject lines under 8 words\n",
    "must mention the price and the date\nnever mention the discount and the margin\n",
    "must book a room when stay.nights in {1, 2}\nnever book a room when stay.nights > 2\n",
    "must charge a fee when t < 1 hours\nnever charge a fee when t > 90 minutes\n",
    "must wait at most 2 minutes\nmust wait at least 5 seconds\n",
    "should spend at most $50 on hotels\nmust spend at least $80 on flights\n",
    # a definition of a definition that does not reach
    "define contact as address, email\ndefine customer_data as contact, card number\n"
    "never share customer_data\nmust share the price\n",
    # transitive precedence over three statements
    "precedence a > b\nprecedence b > c\nprecedence c > d\nprinciple d:\n  never log the call when muted\n"
    "principle a:\n  must log the call when urgent\n",
    "field user.plan: free | premium | team\nwhen user.plan in {premium, team}:\n  when order.total > $100:\n"
    "    must waive the fee\nmust not waive the fee when user.plan = team and order.total <= $100\n",
    "must escalate the ticket when (severity = high or severity = critical) and not (age < 2 hours)\n"
    "must not escalate the ticket when age in {30 minutes, 1 hour}\n",
    "field mode: draft | final\nmust not send the report unless mode = final and approved = yes\n"
    "must send the report when mode = final and approved = yes\n",
    "field x: number\nmust run when x > 3 and x < 5 and x != 4\nmust not run when x = 4 or x >= 5\n",
    "must weigh the parcel when weight > 2 kg\nmust not weigh the parcel when weight <= 1500 g\n",
]

# What is said of some of these, which is no clash.
BESIDE: dict[str, str] = {
    "precedence a > b\nprinciple a:\n  must give discounts\nprinciple b:\n  never offer discounts\n": "overridden-directive",
    "precedence a > c\nprecedence c > b\nprinciple a:\n  must give discounts\nprinciple b:\n  never offer discounts\n": "overridden-directive",
    "refuse medical advice\nmay give medical advice when user.role = doctor\n": "implicit-exception",
    "must use the tool\nmust not use the tool when user.tier = free\n": "implicit-exception",
    "precedence x > y\n[x] must share the key\n[y] must not share the key\n": "overridden-directive",
    "must answer in one sentence\nshould answer in at most 3 sentences\n": "implied-directive",
}
