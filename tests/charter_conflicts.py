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
    ("define data as name, address\nmust share data\navoid sharing\nnever disclose the name\n", "always"),
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
]
