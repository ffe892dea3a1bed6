"""Parts that are told apart by a letter or a number: "version A", "slide 3", "option two"."""

from __future__ import annotations

from promptlint import regex
from promptlint.text.kept import of_sentence, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.text.sentences import Sentence

PART = regex.compile(
    r"^\W*(?i:(?:in|for|of|on|under) )?(?i:the )?((?i:version|variant|option|draft|part|text|slide|card|page|section|paragraph|stanza|verse|scene|act|tip|post|"
    r"tweet|letter|message|e-?mail|caption|headline|poem|story|speaker|voice|column|row|team|group|chapter|panel|email|level|tier|phase|stage)) "
    r"([A-H]|\d{1,2}|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix)\b(?! (?:words?|lines?|sentences?|paragraphs?|characters?|pages?|to|of|and|or)\b)"
)


@of_sentence(same)
def _named(s: Sentence) -> Iterator[tuple[str, str]]:
    if m := PART.match(s.text):
        yield m[1].lower(), m[2].lower()


def numbered_apart(a: Sentence, b: Sentence) -> str:
    """Why two sentences are about different parts of one kind; "" where they are not."""
    for noun, one in _named(a):
        for other, two in _named(b):
            if noun == other and one != two:
                return f"different parts: {noun} {one}; {noun} {two}"
    return ""
