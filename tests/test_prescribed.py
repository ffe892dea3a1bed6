"""Texts that an output must hold, and the rules of form that they can break."""

from __future__ import annotations

import pytest

from promptlint.analysis.prescribed import prescribed
from promptlint.analysis.slots import slot_clashes
from tests.test_conflicts import unit

PRESCRIBED = {
    'The title is "The Old Mill".': [("The Old Mill", "title")],
    'Last line: "And so to bed."': [("And so to bed.", "last")],
    'The ad opens with "Good morning, bakers".': [("Good morning, bakers", "first")],
    'Halfway through stands the sentence "Save the bees now!"': [("Save the bees now!", "")],
    'Quote the motto, "Be the change", in the second paragraph.': [("Be the change", "motto")],
    'Do not write "best of the best".': [],
    'Avoid openers such as "in today\'s world".': [],
    'If the user says "stop it now", end the game.': [],
    'Read the section "Terms and conditions" first.': [],
    'A sign on the door says "You swim at your own risk".': [],
}
BROKEN = {
    "digits": 'No digits in the letter.\nInclude the sentence "In 2024 you gave 312 beds."',
    "contraction": 'Avoid contractions.\nEnd with "We can\'t wait to see you."',
    "question": 'Statements only.\nInclude the sentence "Who will open the gate for us?"',
    "exclamation": 'Never use exclamation marks.\nThe last sentence is "See you there!"',
    "person": 'First-person pronouns are not permitted.\nThe label contains the sentence "We know little of its owner."',
    "tense": 'Write every sentence in the present tense.\nFinal sentence: "You walked far, and you came home."',
    "length": 'Sentences of eight words at the most.\nInclude "Press the button in the middle of your alarm once a month."',
    "language": 'Everything is in English; no foreign words.\nIncorporate the phrase "comme il faut".',
    "spelling": 'British spelling throughout.\nThe title is "The Color of Honey".',
    "two beginnings": 'The speech starts with "Good morning, runners!"\nThe first words are "What a sky we have today."',
    "two titles": 'Title: "Ash and Oak"\nThe title must be "Leaves of Ash".',
}
KEPT = {
    "numbers in words": 'No digits in the letter.\nInclude the sentence "In twenty years you gave many beds."',
    "a title in another tense": 'Write the story in the past tense.\nThe title is "The Fox Is Late".',
    "somebody's words": 'Write in the third person.\nQuote the mayor: "We did it together."',
    "a part of the text": 'The letter ends with "Yours, Jo".\nThe last line of each stanza is "and the river ran".',
    "first and last": 'Open with "Welcome aboard".\nClose with "Safe landing".',
    "an exemption": 'No contractions, except in quotations.\nInclude the line "We can\'t water in the dark."',
}


@pytest.mark.parametrize("text", PRESCRIBED)
def test_what_is_prescribed(text: str) -> None:
    assert [(p.text, p.role) for p in prescribed(unit(f"- {text}\n"))] == PRESCRIBED[text]


@pytest.mark.parametrize("name", BROKEN)
def test_a_prescribed_text_that_breaks_a_rule(name: str) -> None:
    lines = "".join(f"- {line}\n" for line in BROKEN[name].splitlines())
    assert list(slot_clashes(unit(lines)))


@pytest.mark.parametrize("name", KEPT)
def test_a_prescribed_text_that_breaks_none(name: str) -> None:
    lines = "".join(f"- {line}\n" for line in KEPT[name].splitlines())
    assert list(slot_clashes(unit(lines))) == []
