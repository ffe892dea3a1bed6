"""Quantities: numbers, units and comparators in directives, and the pairs of them that clash."""

from __future__ import annotations

import pytest

from promptlint import knowledge
from promptlint.analysis.numbers import ranges
from promptlint.analysis.quantities import quantities
from promptlint.document import Document, Unit
from promptlint.formats import parse
from promptlint.rules.conflict import numeric_clash
from promptlint.source import Source
from promptlint.text.tokens import tokenize


def unit_of(*directives: str) -> Unit:
    source = Source("rules.md", "".join(f"- {d}\n" for d in directives))
    parsed = parse(source)
    return Document(source, parsed.format, parsed.prompts, knowledge.current().table).units[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between 60 and 75 words", [(60, 75)]),
        ("60–75 words", [(60, 75)]),
        ("two or three questions", [(2, 3)]),
        ("a dozen items", [(12, 12)]),
        ("half a dozen items", [(6, 6)]),
        ("a hundred and twenty words", [(120, 120)]),
        ("twenty-five lines", [(25, 25)]),
        ("1,500 characters", [(1500, 1500)]),
        ("at 10:30 or in version 1.2.3", []),
        ("a single sentence", [(1, 1)]),
    ],
)
def test_ranges(text: str, expected: list[tuple[int, int]]) -> None:
    assert [(r.low, r.high) for r in ranges(tokenize(text).words)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A title is between 55 and 70 characters long.", ("character", 55, 70, "title")),
        ("Keep replies under 50 words.", ("word", 0, 49, "output")),
        ("Do not go below eight sentences.", ("sentence", 8, float("inf"), "output")),
        ("No paragraph may have more than 40 words.", ("word", 0, 40, "paragraph")),
        ("A hundred words is the upper limit.", ("word", 0, 100, "output")),
        ("Describe the steps of a return in 80 to 100 words.", ("word", 80, 100, "output")),
        ("The session lasts two hours.", ("time", 7200, 7200, "session")),
    ],
)
def test_reading(text: str, expected: tuple[str, float, float, str]) -> None:
    (q,) = quantities(unit_of(text))
    assert (q.dimension, q.low, q.high, q.thing) == expected


CLASH: list[tuple[str, str]] = [
    ("Keep each answer to 75 words or fewer.", "Answers need a minimum of 100 words."),
    ("The subject line must not be longer than 50 characters.", "Write subject lines of 60 to 80 characters."),
    ("Limit yourself to two clarifying questions.", "Ask at least three clarifying questions before you start."),
    ("Give exactly five examples.", "Include no more than three examples."),
    ("Summaries are two paragraphs long.", "A summary never exceeds one paragraph."),
    ("Use between 3 and 5 bullet points.", "Every reply has at least seven bullet points."),
    ("Your response should be about 500 words.", "Do not write more than 200 words."),
    ("Make no more than 10 tool calls per task.", "For every task make at least 15 tool calls."),
    ("Rate the answer on a scale of 1 to 10.", "Your rating of the answer is a number from 1 to 5."),
    (
        "Discounts of more than 10% need a manager's approval.",
        "You can grant discounts of up to 20% without asking anyone.",
    ),
    ("Wait at least 60 seconds between two polls.", "Poll the server every 30 seconds."),
    ("Each headline contains six words at most.", "Headlines should be eight to ten words."),
    ("The story must be exactly 300 words.", "Keep the story under 250 words."),
    ("List the top three reasons.", "Name five reasons, no fewer."),
    ("Sign-up is open to people who are at least 16 years old.", "Users must be 18 or older."),
    ("Write four paragraphs of at least 60 words each.", "The whole text must not exceed 200 words."),
    ('Use the word "quality" at least three times.', 'The word "quality" may appear only once.'),
    (
        "Tweets are limited to 280 characters.",
        "Each tweet has at least 60 words, and each tweet is 300 to 400 characters long.",
    ),
    ("Return a JSON array with exactly 5 items.", "The array has ten items."),
    ("Each section contains two to three sentences.", "Sections must have at least five sentences."),
    ("Reply in one sentence.", "Every reply consists of at least three sentences."),
    ("Never suggest more than two products at a time.", "Suggest three products in every reply."),
    ("Aim for replies of around 50 words.", "Replies must contain at least 150 words."),
    ("No reply may be longer than four sentences.", "Answers consist of six to eight sentences."),
    ("A post has a maximum length of 300 characters.", "Posts shall be 400 characters or longer."),
    ("Your explanation must fit into 100 words.", "The explanation should take 200 words."),
    ("The quiz has twenty questions.", "Ask fifteen questions in the quiz."),
    ("Each verse has four lines.", "A verse consists of six lines."),
    ("Maximum length: 100 words.", "Minimum length: 150 words."),
    ("Passwords have at least 12 characters.", "A password may not exceed 8 characters."),
    ("Use fewer than 20 words per caption.", "Captions have no fewer than 25 words."),
    ("Show up to ten results.", "Always show 12 results."),
    ("The introduction is limited to 50 words.", "Write an introduction of 80 words."),
    ("Propose two alternatives.", "Propose four alternatives."),
    ("An e-mail has three paragraphs.", "Emails are a single paragraph."),
    ("Include at least 5 hashtags.", "Use no more than 3 hashtags."),
    ("Your reply should stay within 280 characters.", "Write at least 100 words in your reply."),
    ("Orders over 500 euros have to be approved by a manager.", "Approve orders up to 1000 euros on your own."),
    ("Cap your replies at 50 words because they are read aloud.", "A minimum of 140 words is required."),
    ("Keep it to two sentences.", "Anything below five sentences is rejected."),
    ("Stories of more than 400 words won't be accepted.", "A story has 600 to 700 words."),
    ("The answer is made up of five paragraphs.", "Your answer must fit into two paragraphs."),
    ("Two hashtags are the maximum.", "Close with five hashtags."),
    ("Divide the reply into two parts.", "Use these sections: Summary, Cause, Fix, Prevention."),
    ("A post is a five-minute read.", "Posts have no more than 150 words."),
    ("Reports have at least 2,000 words.", "The report fits on one page."),
    ("When the caller is angry, use at most 20 words.", "Each reply has at least 60 words."),
    ("Accept attachments of up to 5 MB.", "Reject only attachments larger than 10 MB."),
    ("Refunds above €50 must be approved by a manager.", "Grant refunds up to 200 euros without asking anybody."),
    ("Escalate when your confidence is below 0.6.", "With a confidence of 0.4 or higher, answer and do not escalate."),
    ("Nobody under 18 may register.", "Users of 14 years and older may sign up."),
    ("Opening hours: 8 am to 8 pm.", "Say that we close at 22:00."),
    ("Returns are accepted within 14 days.", "Customers have a month to send an item back."),
    ("Hang up after 5 seconds of silence.", "Give the caller half a minute of silence before hanging up."),
    ("Check the inbox every 15 minutes.", "The inbox is polled once a day."),
    ("Round amounts to hundreds.", "Amounts are rounded to two decimals."),
    ("Quotes fill two thirds of the text.", "No more than 20 % of the text may be quoted."),
    ("Shipping is free from €50.", "Charge 4.90 euros for shipping on every order below €80."),
    ("The deadline is 1 March.", "Accept applications until 1 April."),
    ("No meeting is longer than 30 minutes.", "Meetings under an hour are not scheduled."),
    ("Use at most 20 tool calls.", "Check each of the 40 listed pages with a separate fetch call."),
    ("Retain recordings for 30 days, then delete them.", "Recordings have to be available for at least 90 days."),
    ("Flag transactions above 8,000 EUR for manual review.", "Anything up to 10,000 EUR passes without manual review."),
    ("The office is open 9 to 5.", "Tell visitors that the office is open until 18:00."),
    ("Always suggest exactly one hotel.", "Your suggestions cover no fewer than three hotels."),
    ("Grade each essay on a 1-5 scale.", "Give each essay a grade between 1 and 10."),
]

FINE: list[tuple[str, str]] = [
    ("Keep each answer to 75 words or fewer.", "Answers need a minimum of 20 words."),
    ("Write a title of at most 60 characters.", "The description has at least 100 characters."),
    ("Ask two questions about the budget.", "Ask three questions about the schedule."),
    (
        "If the user asks for details, write up to 400 words.",
        "If the user wants a short answer, write at most 50 words.",
    ),
    ("By default, answer in at most 100 words.", "When the user asks for a report, write at least 500 words."),
    ("Use no more than 5 sources.", "Quote at least 2 sources."),
    ("Summaries have 50 words.", "Explanations have 200 words."),
    ("Each bullet has at most 12 words.", "The reply has at least 40 words."),
    ("Use three headings.", "Put two paragraphs under each heading."),
    ("Wait 5 seconds before the first retry.", "Wait 10 seconds before the second retry."),
    ("Offer a refund within 30 days.", "Offer an exchange within 60 days."),
    ("The user's draft has three paragraphs.", "Write five paragraphs."),
    ("The longest quote in the archive has 900 words.", "Quotations have at most 15 words."),
    ("Use the sections Overview, Steps and Sources.", "Write three sections."),
    ("The article is a five-minute read.", "The article has 700 to 900 words."),
    ("Accept attachments of up to 5 MB.", "Attachments have at least 1 MB."),
    ("Escalate below a confidence of 0.4.", "From a confidence of 0.4 on, answer without escalation."),
    ("Refunds up to 50 euros need no approval.", "Refunds above 50 euros go to a manager."),
    ("Send the invitation 60 minutes before the meeting.", "Meetings last at most half an hour."),
    ("Returns are processed in five working days.", "Returns are accepted within 14 days."),
    ("The session lasts at least 60 minutes.", "Plan a session break of 10 minutes."),
    ("For paying customers, delivery is free from €20.", "For customers on the free plan, delivery is free from €50."),
    ("Our competitor gave 25% off in May.", "No discount above ten percent."),
    ("The customer may say that we close at 18:00.", "We close at 20:00."),
    ("Give one example for each rule.", "Give at least three rules."),
    ("Mention that the shop opens at 9.", "Mention that the shop closes at 18."),
    ("Score relevance from 1 to 5.", "Score grammar from 0 to 100."),
    ("Children under 12 get two tickets.", "Adults get four tickets."),
    ("Keep functions below 40 lines.", "Files have at most 400 lines."),
    ("The first paragraph has two sentences.", "The second paragraph has four sentences."),
    ("Use 2 spaces in YAML files.", "Use 4 spaces in Python files."),
    ("Make at most 3 searches.", "Read at least 5 pages."),
    ("Replies to complaints: at most 80 words.", "Replies to praise: at least 100 words."),
    ("Stop after 10 failed logins.", "Warn after 3 failed logins."),
    ("Use at most 100 words unless the user asks for more.", "When the user asks for more, write at least 200 words."),
    ("Answer within 24 hours.", "Escalate after 48 hours."),
    ("Each person may borrow up to three books.", "Renew books at most twice."),
    ("The reply has up to 100 words.", "The subject line has up to 8 words."),
    ("List 3 pros and 5 cons.", "Keep the list of pros to three items."),
    ("For short questions answer in one sentence.", "For complex questions answer in at least five sentences."),
    ("Each step takes at most 10 minutes.", "The whole recipe takes at most 60 minutes."),
    ("Start with a one-sentence summary.", "Then explain in three paragraphs."),
    ("Use two columns.", "The table has five rows."),
    ("The company was founded in 1998.", "It has 250 employees."),
    ("Increase the budget by 10%.", "Keep at least 20% in reserve."),
    ("Ask up to three questions per turn.", "Ask one question at a time."),
    ("Offer two dates within the next week.", "Offer three hotels."),
    (
        "Write 200 words about the town and 100 words about the harbour.",
        "The part about the harbour has two paragraphs.",
    ),
    ("Give one reason.", "Give at least one reason."),
    ("Check the queue every 5 minutes.", "Send a report every 60 minutes."),
    ("Keep the temperature at 20 degrees.", "Warn the user at 30 degrees."),
    ("Use 3 to 5 keywords.", "Use 4 keywords in the title."),
    ("Wait 10 minutes before you close the chat.", "Warn the user after 5 minutes."),
    ("A booking has at most 6 passengers.", "A passenger has at most 2 bags."),
    ("Answer in 2-3 sentences.", "Answers about pricing: one sentence plus a link."),
    ("Sentences have at most 20 words.", "Paragraphs have at least 40 words."),
    ("The customer can return items within 14 days.", "Refunds take 5 to 7 days."),
    ("Give 5 examples in the appendix.", "Give 2 examples in the body."),
    ("Long answers have at least 200 words.", "Short answers have at most 50 words."),
    ("Internal reports have up to 10 pages.", "Public reports have 20 pages."),
    ("Give one example of a fruit and two of a vegetable.", "Give three examples of a fish."),
    ("The limit for cash is 100 euros.", "The limit for cards is 500 euros."),
    ("Reply within 2 minutes.", "Close the chat after 10 minutes of silence."),
    ("Read at most 20 lines at a time.", "Read at least 50 lines in total."),
    ("Set max_tokens to 500.", "Use temperature 0."),
    ("Each team has 5 players.", "Each coach has 2 teams."),
    ("Explain in 3 steps.", "Explain step 2 in 4 sentences."),
    ("Give prices in 2 decimals.", "Give weights in 3 decimals."),
    ("A meeting has up to 8 guests.", "A workshop has at least 12 guests."),
    ("Mention two advantages.", "Mention three drawbacks."),
    ("Use three adjectives in the title.", "Use at most one adjective in the body."),
    ("Generate 5 titles.", "Generate 10 tags."),
    ("On weekdays send two reminders.", "On weekends send one reminder."),
    ("Standard queries: 2-3 subagents.", "Complex queries: 5-10 subagents."),
    ("Return at least 3 results for broad queries.", "Return exactly 1 result for an exact match."),
]


@pytest.mark.parametrize(("first", "second"), CLASH)
def test_clash(first: str, second: str) -> None:
    assert list(numeric_clash.check.function(unit_of(first, second)))


@pytest.mark.parametrize(("first", "second"), FINE)
def test_no_clash(first: str, second: str) -> None:
    assert not list(numeric_clash.check.function(unit_of(first, second)))


def test_units_are_never_compared_with_each_other() -> None:
    assert not list(numeric_clash.check.function(unit_of("Keep replies under 50 words.")))


@pytest.mark.parametrize(
    "text",
    [
        "Map pins: minimum 2, maximum 9",  # the unit of an amount before it
        "`store.branch()` for separate work",  # a verb that ends its sentence
        "**",  # no word at all
        "Origin: #1266 ① (opening hours) – a guest came at 9.",  # a digit that is no number
    ],
)
def test_odd_amounts_are_read(text: str) -> None:
    assert not list(numeric_clash.check.function(unit_of(text)))


def test_a_long_line_is_read_in_linear_time() -> None:
    assert isinstance(list(numeric_clash.check.function(unit_of("at most 5 words or 6 " * 4000))), list)
