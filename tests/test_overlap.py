"""Whether two directives can apply in one situation."""

from __future__ import annotations

import pytest

from promptlint.analysis.overlap import Overlap, Verdict, overlap
from tests.test_conflicts import unit

APART = {
    "complementary vocabularies": "- If the user is an adult, suggest a wine.\n- If the user is a minor, suggest a juice.\n",
    "before and after": "- Once verification has succeeded, show the balance.\n- Before the account is verified, hide the balance.\n",
    "week": "- On weekdays, transfer calls.\n- At weekends, take a message.\n",
    "thresholds": "- In requests with fewer than ten lines, skip the summary.\n- In requests of ten lines and more, summarise.\n",
    "negation": "- If the file exists, append to it.\n- If the file does not exist, create it.\n",
    "a denial in the condition": "- Log the call when the user agrees.\n- Do not log the call when the user does not agree.\n",
    "a denied state": "- Cancel it when the order is not shipped.\n- Do not cancel it when the order is shipped.\n",
    "a stated exception to a rule": "- Lock the door at night.\n- Do not lock the door at night when it burns. This goes before the "
    "rule on “lock the door at night”.\n",
    "switch": "- With streaming switched on, send partial results.\n- With streaming off, hold the answer back.\n",
    "a ban behind a phrase": "- During office hours, transfer calls.\n- Outside office hours, do not transfer calls.\n",
    "opposite words": "- With consent on file, show the photo.\n- Where consent is lacking, hide the photo.\n",
    "languages": "- If the user writes in French, answer in French.\n- When the message is in English, reply in English.\n",
    "exception": "- Never share internal links, except with employees.\n- Give employees the internal link.\n",
    "exempt": "- No file outside src/ may be changed; the lockfile is exempt from this rule.\n- Update the lockfile.\n",
    "default": "- By default, answer in English.\n- Answer in the language of the user.\n",
    "order of rank": "If the two language rules differ, the user's language wins.\n\n- Answer in the user's language.\n- Write in English.\n",
    "labels": "- Drafting agent: invent facts.\n- Reviewing agent: check facts.\n",
    "headings": "## Refunds\n\nBe strict.\n\n## Complaints\n\nBe lenient.\n",
    "values of an attribute": "- Show ads when the user's plan is free.\n- Show no ads when the user's plan is premium.\n",
    "values denied": "- Send it when the mode is live or test.\n- Do not send it when the mode is neither live nor test.\n",
    "an order by place": "Where two rules cannot both be followed, follow the one that stands first here:\n\n1. Give discounts.\n2. Give no discounts.\n",
    "people": "- Give members the code.\n- Never give the code to someone who is not a member.\n",
}

TOGETHER = {
    "one is general": "- Never apologise.\n- When a parcel is late, say sorry.\n",
    "concession": "- If the player asks, drop the persona.\n- Stay in character even if the player asks.\n",
    "the same situation": "- When a test fails, stop.\n- If a test fails, carry on.\n",
    "generic headings": "## Rules\n\nNever apologise.\n\n## Style\n\nSay sorry often.\n",
    "a reason restricts nothing": "- Because readers are in a hurry, be brief.\n- To avoid doubt, explain everything.\n",
    "in each reply": "- In each reply, use bold.\n- Do not use bold.\n",
}


def answer(text: str) -> Overlap:
    """The answer for the last two directives of a text."""
    read = unit(text)
    return overlap(read.directives[-2], read.directives[-1], read)


@pytest.mark.parametrize("name", APART)
def test_apart(name: str) -> None:
    assert answer(APART[name]).verdict is Verdict.NO


@pytest.mark.parametrize("name", TOGETHER)
def test_together(name: str) -> None:
    assert answer(TOGETHER[name]).yes


def test_two_adjectives_of_one_thing_can_both_hold() -> None:
    text = "- If the user is angry, apologise.\n- If the user is new, do not apologise.\n"
    assert answer(text).verdict is not Verdict.NO


def test_unrelated_conditions_are_unknown() -> None:
    text = "- When the printer jams, call the janitor.\n- If the invoice is late, call nobody.\n"
    assert answer(text).verdict is Verdict.UNKNOWN


def test_witness_names_the_condition() -> None:
    assert answer("- Never apologise.\n- When a parcel is late, say sorry.\n").witness == "when a parcel is late"


@pytest.mark.parametrize(("one", "two"), [("e-mails to partners", "e-mails to customers"), ("step one", "step four")])
def test_a_shared_word_does_not_make_one_case_of_two(one: str, two: str) -> None:
    assert not answer(f"- In {one}, use emojis.\n- In {two}, do not use emojis.\n").yes
