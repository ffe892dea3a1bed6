"""The language's keywords, how each statement is written, and what is close to a mistyped word."""

from __future__ import annotations

from collections.abc import Iterable

MODALITIES = ("must", "must not", "should", "should not", "may", "never", "always", "only", "avoid")
CLAUSES = ("when", "if", "while", "unless", "except", "overrides", "instead", "because")
FORMS = {
    "include": 'include "shared/privacy.charter"',
    "extends": 'extends "base.charter"',
    "define": "define customer_data as name, address, email",
    "field": "field user.plan: free | premium",
    "input": "input user_message is untrusted, inside <user_message> tags",
    "precedence": "precedence safety > privacy > style",
    "role": "role:",
    "success": 'success "The customer leaves knowing what happens next."',
    "principle": 'principle safety "Keep people safe":',
    "refuse": "refuse medical advice, legal advice:",
    "escalate": 'escalate self-harm to "the crisis line"',
    "limit": "limit steps <= 40, cost <= $2",
    "stop": "stop when all tests pass",
    "confirm": "confirm before deleting files",
    "operator": "operator may halt at any time",
    "example": 'example "late refund" for refund-limit:',
    "prefer": "prefer plain words over technical terms",
    "when": "when user.age < 18:",
    "if": "when user.age < 18:",
    "while": "when user.age < 18:",
    "unless": "unless user.verified = yes",
    "except": "except when user.verified = yes",
    "overrides": "overrides no-share",
    "instead": "instead offer a link",
    "because": "because customers ask for it",
    "must": "must cite the page when a fact is asked for",
    "should": "should answer in at most 120 words",
    "may": "may share the order status",
    "never": "never share customer_data unless user.verified = yes",
    "always": "always answer in the user's language",
    "only": "only answer questions about bikes",
    "avoid": "avoid jargon",
}
HEADS = tuple(FORMS)
# Words that people begin a rule with, and the keyword for it.
MEANT = {"do": "must not", "don't": "must not", "don’t": "must not", "cannot": "must not", "can't": "must not"}
MEANT |= {"can": "may", "shall": "must", "ought": "should", "allow": "may", "permit": "may", "forbid": "never"}
MEANT |= {"forbidden": "never", "required": "must", "ensure": "must", "try": "should", "decline": "refuse"}
TURNS = ("user", "good", "bad", "assistant")
# What a mistyped keyword is to the lines below it.
STATEMENT_BLOCKS = ("principle", "when", "if", "while")
PROSE_BLOCKS = ("role", "refuse")


def close(word: str, words: Iterable[str]) -> str:
    """The one of ``words`` that ``word`` was likely meant to be, or ""."""
    import difflib

    known = list(words)
    lower = {w.lower(): w for w in known}
    if word.lower() in lower:
        return lower[word.lower()]
    found = difflib.get_close_matches(word.lower(), lower, 1, 0.66)
    return lower[found[0]] if found else ""


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """``did you mean 'x'?``, or "" if no word is close."""
    found = close(word, words)
    return f"did you mean {found!r}?" if found else ""
