"""The JSON schema of files of pattern rules, for editors: made of what the loader accepts."""

from __future__ import annotations

from promptlint.config_keys import CONFIDENCES, PROFILES, SEVERITIES
from promptlint.patterns import OPTIONAL, REQUIRED, WHERE
from promptlint.rule import CATEGORIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TEXTS = {"type": "array", "items": {"type": "string"}}
ABOUT: dict[str, dict[str, Any]] = {
    "name": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        "description": "the defect as a noun phrase",
    },
    "code": {"type": "string", "pattern": "^[A-Z]{2,}[0-9]{3}$"},
    "category": {"enum": list(CATEGORIES)},
    "severity": {"enum": list(SEVERITIES), "default": "info"},
    "confidence": {"enum": list(CONFIDENCES), "default": "medium"},
    "message": {"type": "string", "description": "what is wrong; {text} is what was found, {sentence} its sentence"},
    "help": {"type": "string", "description": "what to do instead, one line"},
    "summary": {"type": "string", "description": "the page's first line; else the first sentence of why"},
    "why": {"type": "string", "description": "why it matters, in Markdown"},
    "phrases": {**TEXTS, "minItems": 1, "description": "what is looked for"},
    "unless": {**TEXTS, "description": "silent where one of these stands in the same sentence"},
    "unless_unit": {**TEXTS, "description": "silent where one of these stands anywhere in the prompt"},
    "where": {"enum": list(WHERE), "default": "sentence"},
    "profiles": {"type": "array", "items": {"enum": list(PROFILES)}},
    "scope_roles": {"type": "array", "items": {"enum": ["system", "user", "assistant", "tool"]}},
    "languages": {**TEXTS, "description": "ISO 639-1 codes; empty for any"},
    "default": {"type": "boolean", "description": "whether it runs without being selected"},
    "evidence": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["title"],
            "properties": {"title": {"type": "string"}, "url": {"type": "string", "format": "uri"}},
            "additionalProperties": False,
        },
    },
    "bad": {**TEXTS, "description": "examples; guillemets mark what is reported"},
    "good": {**TEXTS, "description": "examples on which the rule is silent"},
}
ADDED = ("file", "line")  # by the loader, never by people


def schema() -> dict[str, Any]:
    """The schema of one file: a list of rules."""
    keys = [k for k in (*REQUIRED, *OPTIONAL) if k not in ADDED]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:promptlint:rules",
        "title": "promptlint pattern rules",
        "type": "array",
        "items": {
            "type": "object",
            "required": list(REQUIRED),
            "properties": {k: ABOUT[k] for k in keys},
            "additionalProperties": False,
        },
    }
