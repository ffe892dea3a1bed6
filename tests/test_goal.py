"""Wordings of goals and measures, and their look-alikes."""

from __future__ import annotations

import pytest

from promptlint.engine import Settings, lint_source
from promptlint.source import Source

REPORT = "You are a research agent with the tools `search` and `open`. Use at most 40 calls, then stop.\n\n- Write a report in Markdown.\n- "

# (rule, text before, texts that it speaks of, texts on which it is silent)
CASES = [
    (
        "missing-success-criteria",
        REPORT,
        [
            "One page, with the answer in the first paragraph.",
            "Each row has a date and a link.",
            "A complaint is a post that names a fault.",
            "Dates are written as YYYY-MM-DD.",
            'If nothing is found, write "not found".',
            "The table has four columns.",
        ],
        [
            "The report is accepted when each figure carries a link.",
            "You have succeeded when every question has an answer with a source.",
            "Success: all tests pass.",
            "The result counts as correct if a second search confirms it.",
            "Acceptance criteria: no broken links, no figure without a source.",
            "A good report names its sources.",
            "Verify that each number matches its source.",
            "The task is done when all the tests pass.",
            "The clerk approves the report if it answers the five questions.",
            "Quality bar: at most one error in fifty rows.",
            "Before you finish, check the report against the checklist.",
            "The run is judged by the share of answers that a person confirms.",
        ],
    ),
    (
        "proxy-metric",
        "",
        [
            "Your goal is to maximise the number of messages per session.",
            "You are judged by how many tickets you close per hour.",
            "Success means as many sign-ups for notifications as possible: get as many clicks as you can.",
            "Make every conversation as long as possible.",
            "Keep users in the app for as long as possible.",
            "Your score is the number of lines of code you write.",
            "We measure you by the count of alerts you raise.",
            "Aim for the highest possible number of page views.",
            "The more comments you post, the better.",
            "Your only KPI is watch time.",
            "You get a point for every bug you report.",
            "Performance is rated on the number of calls handled.",
            "Optimise for engagement.",
            "Your bonus depends on the number of mails sent.",
            "Drive up the number of likes.",
            "The best shift is the one with the most tickets closed.",
            "Keep the child playing as long as you can.",
            "Your target is 50 replies a day; quantity counts more than quality.",
            "Increase the time users spend on the page.",
        ],
        [
            "Report the number of clicks per post.",
            "Success means that the customer's fault is repaired.",
            "Your performance is the share of questions answered from a source.",
            "Use as few calls as possible.",
            "List as many causes as the log shows.",
            "The summary has the number of votes in each line.",
            "Count the alerts of the day.",
            "Do not try to keep users longer than they want.",
            "Give as much detail as possible.",
            "The score is the number of correct answers.",
            "Keep the user informed.",
            "Keep the title as short as possible.",
            "The goal is a table with one row per supplier.",
            "Users leave with one step to try.",
            "You are measured by the number of faults that a person confirms.",
            "Write down how many minutes the call took.",
            "The text is scored by three editors.",
            "Performance is measured with p95 latency.",
            "Progress is shown in the number of the step.",
        ],
    ),
    (
        "proxy-metric",
        "",
        [
            "The aim is a long chat: every further minute counts.",
            "What matters is the number of contacts per day.",
            "Your work is rated by the amount of text you produce.",
            "Collect the greatest number of e-mail addresses.",
            "The success of a run equals the count of tags set.",
            "Get people to open the app as often as possible.",
            "Push the opening rate as high as you can.",
        ],
        [
            "The aim is that each guest finds a room.",
            "What matters is that the contact is right.",
            "Write the number of tags below the table.",
            "Open the valve as slowly as possible.",
        ],
    ),
    (
        "proxy-metric",
        "",
        [
            "The longer people stay on the line, the better you have done.",
            "You will be evaluated solely on the number of suggestions made.",
            "Your objective: maximum time in app.",
            "A run is good if it yields many findings; aim for as many findings as possible.",
            "KPI: replies per hour.",
            "We reward the agent that produces the most words.",
            "Success metric: average session duration.",
            "Make readers scroll as far as possible.",
        ],
        [
            "A run is good if the clerk accepts its findings.",
            "The visitor finds the form within three clicks.",
            "Answer within an hour.",
            "Success metric: share of tickets that stay closed for a week.",
            "State the average session duration in the report.",
            "Close the ticket when the customer confirms that the fault is gone.",
            "Make the page as short as possible.",
        ],
    ),
    (
        "gameable-success",
        "",
        [
            "You are done when all tests pass. Feel free to delete tests that fail.",
            "The task counts as finished when you mark it as done yourself.",
            "The job is complete when the linter is silent; you may switch off rules.",
            "You decide yourself whether the task was successful.",
            "The build must be green. If needed, skip the failing checks.",
            "Success: the checklist is complete. Tick the boxes yourself.",
            "The run is successful when coverage is above 90 %; the threshold may be lowered.",
            "Grade your own work; with a grade of A you are finished.",
            "The migration is finished when no error is reported. Errors may be suppressed.",
            'The ticket is closed when the status field says "solved"; set the field yourself.',
            "You have succeeded as soon as you say that you have succeeded.",
            "The goal is reached when the score exceeds 80. You are allowed to change the scoring.",
            "The work is accepted when you have given yourself full marks.",
            "It is done when the alarm stops; you can mute the alarm.",
            "The task is finished when CI passes; comment out assertions if necessary.",
        ],
        [
            "You are done when all tests pass with unchanged tests.",
            "The task is finished when the reviewer has ticked the box.",
            "You may change the tests that check the old behaviour.",
            "Do not edit the tests to make them pass.",
            "The job is done when CI is green. Tests may not be changed.",
            "Tick the box in the form for the customer.",
            "If the user is finished, close the chat.",
            "Update the tests when the API changes.",
            "You may skip the introduction.",
            "Success means the clerk accepts the report.",
            "Check your own work before you hand it in.",
            "The run ends when the queue is empty. You may change the order of the tickets.",
            "Set the status to done when the maintainer has approved.",
            "Run the tests; when they pass, commit. Remove unused imports.",
        ],
    ),
    (
        "gameable-success",
        "",
        [
            "The audit is passed when the form says PASSED; you fill in the form.",
            "A test that stands in the way may be removed, as the work counts as finished with a green run.",
            "You are finished as soon as you report that you are finished.",
            "The item is done once it is crossed off. Cross it off yourself.",
            "Success is a score of 10, which you award yourself.",
            "Done means: no open findings. You can close findings at will.",
        ],
        [
            "The audit is passed when the auditor signs.",
            "The item is done once the foreman has crossed it off.",
            "Tests stay as they are.",
            "You can close the window at will.",
        ],
    ),
]


def said(rule: str, text: str) -> list[str]:
    result = lint_source(Source("prompt.md", text + "\n"), Settings(select=(rule,)))
    return [d.message for d in result.diagnostics]


@pytest.mark.parametrize(("rule", "text"), [(r, before + t) for r, before, bad, _ in CASES for t in bad])
def test_speaks(rule: str, text: str) -> None:
    assert said(rule, text)


@pytest.mark.parametrize(("rule", "text"), [(r, before + t) for r, before, _, good in CASES for t in good])
def test_is_silent(rule: str, text: str) -> None:
    assert not said(rule, text)
