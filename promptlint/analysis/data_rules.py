"""Rules that an object of JSON in an example can be held against: its keys and the types of their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from promptlint import regex
from promptlint.analysis.output_checks import typed
from promptlint.analysis.output_rules import DENIED, about
from promptlint.analysis.similarity import stem
from promptlint.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence


class DataRule(NamedTuple):
    """A rule that an object of JSON can break: its keys, the types of their values."""

    sentence: Sentence
    check: Callable[[dict[str, object]], str]


NAMES = r"[`\"“]?[A-Za-z_][\w-]*[`\"”]?(?: \((?:[^()]*)\))?"
KEYS = regex.compile(
    rf"(?:\b(?:the|exactly(?: the)?|these|its|with|following|only(?: the)?)\s+)?\b(?:[Kk]eys?|[Ff]ields?|[Pp]roperties)(?: are)?:?\s+({NAMES}(?:, {NAMES})+,? and {NAMES}|{NAMES}(?:, {NAMES}){{1,12}})\.?(?=$|[.;:])"
)
OPTIONAL = regex.compile(
    r"(?i)\b(?:optional|may|any of|if|when|such as|like|e\.g\.|unless|in|must not|never|no|not|as|lower|alphabetical|order)\b"
)
TYPED = regex.compile(
    r"\b([a-z_]+)[`\"”]? (?:values? )?(?:is|are|as|must be|stays?|be)(?: always)?(?: an?)?(?: plain| json| bare)? (number|integer|string|boolean|list|array)s?\b(?! (?:of|from|that|with|in|below|above))"
)


def data_rules(s: Sentence) -> Iterator[DataRule]:
    """The keys that a sentence lists, and the types that it gives values."""
    if (m := KEYS.search(s.text)) and not OPTIONAL.search(s.text):
        names = regex.sub(r"\([^)]*\)", "", m[1])
        keys = frozenset(k.strip(' `"“”') for k in regex.split(r",? and |, ", names))

        def other(data: dict[str, object], keys: frozenset[str] = keys) -> str:
            have = frozenset(data)
            if 2 * len(have & keys) < len(keys) or (not keys - have and not have - keys):
                return ""
            return f"no key “{min(keys - have)}”" if keys - have else f"the key “{min(have - keys)}”"

        yield DataRule(s, other)
    if "number" in s.text or "string" in s.text or "boolean" in s.text or "integer" in s.text or "array" in s.text:
        for m in TYPED.finditer(s.text.lower()):
            name, kind = stem(m[1]), m[2]

            def wrong(data: dict[str, object], name: str = name, kind: str = kind) -> str:
                return next(
                    (
                        f"“{k}” as no {kind}"
                        for k, v in data.items()
                        if name in about(k.replace("_", " ")) and not typed(v, kind)
                    ),
                    "",
                )

            if not DENIED.search(s.text.lower()[: m.start()]):
                yield DataRule(s, wrong)
