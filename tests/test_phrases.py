"""The phrase language: what is found where, in packed tables too."""

from __future__ import annotations

import marshal

import pytest

from promptlint.engine import document_of
from promptlint.source import Source
from promptlint.text.phrases import PhraseError, compiled, parse
from promptlint.text.table import Table
from promptlint.text.tokens import tokenize


def found(phrases: dict[str, list[str]], text: str) -> set[tuple[str, str]]:
    """``(concept, words)`` of everything that a table of ``phrases`` finds in ``text``, once packed and unpacked."""
    table = Table()
    for concept, own in phrases.items():
        for phrase in own:
            table.add(concept, phrase)
    head, body = table.dump()
    table = Table(marshal.loads(marshal.dumps(head)), body)
    words = tokenize(text).words
    return {(m.concept, " ".join(words[m.start : m.end])) for m in table.find(words)}


@pytest.mark.parametrize("phrase, text, wanted", [
    ("say sorry", "Do not be saying sorry.", "saying sorry"),
    ("apologise", "Never apologize", "apologize"),
    ("apologize", "We apologised.", "apologised"),
    ("=praise", "He praises", None),
    ("=praise", "give praise", "praise"),
    ("do not tell", "Don't tell", "do not tell"),
    ("can not help", "You cannot help", "can not help"),
    ("(link|page) to", "pages to read", "pages to"),
    ("offer [an] apology", "offers apologies", "offers apologies"),
    ("offer [an] apology", "offer an apology", "offer an apology"),
    ("keep ... secret", "keep all of this very secret", "keep all of this very secret"),
    ("keep ..1 secret", "keep all of this secret", None),
    ("at most <num> words", "at most twelve words", "at most twelve words"),
    ("at most <num> words", "at most 12 words", "at most 12 words"),
    ("^ never", "Never do it", "never"),
    ("^ never", "You never do it", None),
    ("never $", "you never.", "never"),
    ("!again try", "again try", None),
    ("!again try", "please try", "try"),
    ("a * c", "a b c", "a b c"),
])  # fmt: skip
def test_phrases(phrase: str, text: str, wanted: str | None) -> None:
    assert found({"x": [phrase]}, text) == ({("x", wanted)} if wanted else set())


def test_concepts_build_on_concepts() -> None:
    phrases = {"sorry": ["say sorry", "apologise"], "open": ["(open|begin) ..2 {sorry}"], "twice": ["{open} ..2 twice"]}
    assert found(phrases, "Begin by saying sorry at least twice") == {
        ("sorry", "saying sorry"), ("open", "begin by saying sorry"), ("twice", "begin by saying sorry at least twice"),
    }  # fmt: skip


@pytest.mark.parametrize("phrase", ["(a", "a)", "[a|b", "", "...", "a {b", "!"])
def test_what_cannot_be_read_is_said(phrase: str) -> None:
    with pytest.raises(PhraseError):
        Table().add("x", phrase)


def test_alternatives_keep_their_order_when_indexed() -> None:
    assert found({"x": ["tell [=me ..1] (you|=me the) end"]}, "tell me the end") == {("x", "tell me the end")}
    assert parse("a (b|c)") == (("w", "a"), ("a", ((("w", "b"),), (("w", "c"),))))


def test_contractions_share_the_place_of_their_word() -> None:
    tokens = tokenize("They won’t.")
    assert tokens.words == ["they", "will", "not", "."]
    assert [("They won’t.")[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == [
        "They",
        "won’t",
        "won’t",
        ".",
    ]


def test_a_packed_table_finds_what_it_found_before() -> None:
    table = Table()
    for n, phrase in enumerate(
        f"never {a} {b}" for a in "use give take make hold".split() for b in "it this that one".split()
    ):
        table.add(f"c{n}", phrase)
    for n, phrase in enumerate(("never ... (ever|again)", "[do] not (use|take [out]) {c3}", "take !not it")):
        table.add(f"p{n}", phrase)
    texts = [
        "never use one",
        "never take it ever",
        "do not take out never use one",
        "not use never use one again",
        "take it",
    ]
    before = [table.find(tokenize(text).words) for text in texts]
    head, body = table.dump()
    packed = Table(marshal.loads(marshal.dumps(head)), memoryview(b"before" + body)[6:])
    assert all(before) and [packed.find(tokenize(text).words) for text in texts] == before
    assert [packed.find(tokenize(text).words) for text in texts] == before


def test_a_phrase_is_looked_for_at_its_rarest_word() -> None:
    assert compiled("the ... tariff of")[1] == {("w", "tariff")}
    assert compiled("(the|a) ... (answer|reply) {x}")[1] == {("c", "x")}
    assert compiled("(levy|toll) ... the {x}")[1] == {("w", "levy"), ("w", "toll")}


def test_the_first_alternative_that_fits_wins() -> None:
    table = Table()
    table.add("x", "say ... (a b|a|[c] d|b) end")
    assert table.find("say a b end".split()) == [(0, 4, "x")]
    assert table.find("say z z c d end".split()) == [(0, 6, "x")]
    assert table.find("say d end".split()) == [(0, 3, "x")]
    assert table.find("say c end".split()) == []
    assert table.find("say z z z z z z z d end".split()) == []


def test_optional_words_are_passed_the_longest_way_first() -> None:
    assert found({"x": ["a [*] [*] [*] (b|c)"]}, "a b q c b") == {("x", "a b q c b")}
    assert found({"x": ["a [*] [*] (b [*]|c) [*] d"]}, "a b c q d") == {("x", "a b c q d")}
    assert found({"x": ["a ([*] b|c)"]}, "a b") == {("x", "a b")}
    assert found({"x": ["a [*] [*] b"]}, "a q r s b") == set()
    assert found({"x": ["a [*] [*]"]}, "a q r s") == {("x", "a q r")}


def test_the_mentions_of_a_sentence_by_kind() -> None:
    table = Table()
    for concept, phrase in (
        ("n:dog", "dog"),
        ("k:animal", "dog"),
        ("n", "cat"),
        ("do:walk", "walk ... dog"),
        ("nn:x", "cat"),
    ):
        table.add(concept, phrase)
    (sentence,) = document_of(Source("x.md", "Walk the dog and the cat."), table).units[0].sentences
    assert [m.concept for m in sentence.of_kind("n")] == ["n:dog", "n"]
    assert sentence.of_kind("do", "k") == [m for m in sentence.mentions if m.concept in ("do:walk", "k:animal")]
    assert sentence.of_kind("x") == []
