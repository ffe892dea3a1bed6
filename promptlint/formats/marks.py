"""What says of a string in source code that a model reads it: its name, its use, a comment, or how it reads."""

from __future__ import annotations

import re

from promptlint import regex

MARK = regex.compile(r"(?:#|//|/\*)\s*promptlint:\s*prompt\b")
# SYSTEM_PROMPT, promptTemplate, triage_instructions; not prompt_tokens, PROMPT_PATH or promptUser().
NAME = regex.compile(
    r"(?:^|_)(?:prompts?|instructions?|system(?:_(?:message|content|text|role))?|preamble|persona|backstory|constitution|guardrails)"
    r"(?:_(?:template|text|str|string|base|v\d+|[a-z]{1,3}|default|prefix|suffix|body|header|footer|intro|chat|agent|message))?s?_?\d*$"
    r"|^prompt_(?!.*(?:tokens?|path|file|dir|id|ids|name|key|url|len|length|count|cost|cache|version|type|hash|re|regex|pattern|vars?|args?)$)",
    re.I,
)  # fmt: skip
USES = regex.compile(
    r"system|system_?(?:prompt|message|instructions?|template)|(?:agent_?)?instructions?|(?:custom_?)?prompt_?template|preamble|backstory|prompt",
    re.I,
)  # fmt: skip
HUMP = regex.compile(r"(?<=[a-z0-9])(?=[A-Z])")
USER = regex.compile(r"(?:^|_)(?:user|human|query|question)(?:_|$)", re.I)
ENDS_ASKING = regex.compile(r"(?:[:?>]|\([^()\n]{1,40}\)|\[[^\[\]\n]{1,40}\])\s*\Z")
PERSON = regex.compile(
    r"\b(?:enter|type|press|pass(?:word|phrase)|otp|y/n|yes/no|proceed|continue|hit return|to quit|are you sure|public|email|e-mail|username|your name)\b",
    re.I,
)  # fmt: skip
OPENING = regex.compile(
    r"\s*(?:#[^\n]*\n\s*)?(?:<\w+>\s*)?(?:you (?!(?:can|could|may|should|need|have)\b)\w+|your (?:task|job|role|goal)\b|act as\b|i want you to\b"
    r"|as an? [\w ]{0,30}(?:assistant|agent|expert)\b)",
    re.I,
)  # fmt: skip


CHAIN = regex.compile(r"[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*")
QUOTED = regex.compile(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`")
KEYWORDS = frozenset(
    {
        *("if", "else", "for", "in", "not", "and", "or", "is", "None", "True", "False", "lambda", "await"),
        *("new", "typeof", "true", "false", "null", "undefined"),
    }
)


def hole_name(expression: str) -> str:
    """What a hole in a formatted string is called: the first variable of its expression."""
    bare = QUOTED.sub(lambda m: " " * len(m[0]), expression)
    for m in CHAIN.finditer(bare):
        name = m[0].replace("?", "")
        if bare[m.end() : m.end() + 1] == "(":
            name = name.rpartition(".")[0]  # a method of the variable, or a function
        if name and name not in KEYWORDS:
            return name
    return "expression"


def named_prompt(name: str) -> bool:
    """Whether a variable's name says that it is a prompt."""
    return NAME.search(HUMP.sub("_", name)) is not None


def by_use(keyword: str) -> bool:
    """Whether the value of such an argument or property is a prompt."""
    return USES.fullmatch(keyword) is not None


def role_of_name(name: str) -> str:
    """ "user" for USER_PROMPT and its like, else "system"."""
    snake = HUMP.sub("_", name)
    return "user" if USER.search(snake) and "system" not in snake.lower() else "system"


def asks_a_person(text: str) -> bool:
    """Whether a string named prompt is one that a command line shows: "Password: ", "Proceed? (y/N) "."""
    return ENDS_ASKING.search(text) is not None and "{" not in text and PERSON.search(text) is not None


def reads_like_prompt(text: str) -> bool:
    """Whether a constant of several lines speaks to a model from its first words."""
    return text.strip().count("\n") >= 2 and OPENING.match(text) is not None
