"""Role markers: a role's name alone on a line, ``# system:``, ``{{role "user"}}``, ``<message role="user">``."""

from __future__ import annotations

import re

from promptlint import regex

ROLE_LINE = regex.compile(
    r"(?:#{1,3}[ \t]*)?(?:\*\*)?(system|user|assistant|developer|tool|function)(?:\[[^\]\n]*\])?(?:\*\*)?[ \t]*:[ \t]*",
    re.I,
)
FIRST_ROLE = regex.compile(
    r"\s*(?:\{#[^#]*#\}\s*)*(?:#{1,3}[ \t]*)?(?:system|user|assistant|developer)[ \t]*:[ \t]*(?:\r\n?|\n)", re.I
)
WORD = regex.compile(r"[a-z]+")
ALIASES = {"developer": "system", "function": "tool", "model": "assistant", "human": "user", "ai": "assistant"}


def role_of(word: str) -> str:
    """The role that a marker names: "system", "user", "assistant" or "tool"."""
    m = WORD.search(word.lower())
    name = m[0] if m else "system"
    return ALIASES.get(name, name if name in ("system", "user", "assistant", "tool") else "user")


def has_role_lines(text: str, format: str) -> bool:
    """Whether role names alone on a line open messages: where the carrier says so or the prompt begins with one."""
    return format in ("prompty", "chat") or FIRST_ROLE.match(text) is not None
