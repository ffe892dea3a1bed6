"""First drafts: a commented configuration, a Python rule, a pattern rule."""

from __future__ import annotations

from promptlint.config_keys import KEYS
from promptlint.registry import Registry
from promptlint.rule import CATEGORIES


def configuration() -> str:
    """A promptlint.toml in which every key stands as a comment."""
    parts = ["# The configuration of promptlint. Remove the # of what you need.\n"]
    for key in KEYS:
        example = "\n".join(f"# {line}" for line in key.example.split("\n"))
        choices = f" ({', '.join(key.values)})" if key.values and key.kind != "table" else ""
        parts.append(f"# {key.about[0].upper()}{key.about[1:]}{choices}.\n{example}\n")
    return "\n".join(parts)


def free_code(registry: Registry, category: str) -> str:
    """The first code of a category that no rule has."""
    taken = set(registry.by_code)
    digit = CATEGORIES[category]
    return next(code for n in range(1, 100) if (code := f"PL{digit}{n:02}") not in taken)


def python_rule(code: str) -> str:
    """The file of a Python rule."""
    return PYTHON.replace("CODE", code)


def pattern_rule(name: str, code: str, category: str) -> str:
    """An entry of a pack of pattern rules."""
    return PATTERN.replace("NAME", name).replace("CODE", code).replace("CATEGORY", category)


PYTHON = '''from __future__ import annotations

from collections.abc import Iterator

from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule


@rule("CODE", severity="info", confidence="medium", help="say what to do instead, in one line")
def check(unit: Unit) -> Iterator[Finding]:
    """Say what the defect is, in one sentence.

    Say why it matters: what the model does when it meets it.

    ```bad
    Answer «very foobar».
    ```

    ```good
    Answer in at most three sentences.
    ```
    """
    for sentence in unit.sentences:
        words = sentence.tokens.words
        for i, word in enumerate(words):
            if word == "foobar" and i:
                yield Finding(f"“{sentence.text_of(i - 1, i + 1)}” says nothing", sentence.span_of(i - 1, i + 1))
'''
PATTERN = """- name: NAME
  code: CODE
  category: CATEGORY
  severity: info            # error | warning | info | hint
  confidence: medium        # provable | high | medium | low
  help: say what to do instead, in one line
  message: "“{text}” says nothing"
  phrases:                  # base forms; they match their inflections too
    - very foobar
    - as (foobar|foobarish) as possible
  unless: []                # silent where one of these stands in the same sentence
  why: |
    Say what the defect is, in one sentence.

    Say why it matters: what the model does when it meets it.
  bad:                      # guillemets mark what is reported; the examples are the tests
    - Answer «as foobar as possible».
  good:
    - Answer in at most three sentences.
"""
