"""Statements that are meant as rules, and those that tell how the world is (`Directive.stated`)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from promptlint.deontic.ir import Directive
from promptlint.engine import document_of, lint_source, toolbox
from promptlint.source import Source

CASES = yaml.safe_load((Path(__file__).parent / "data" / "statements.yaml").read_text(encoding="utf-8"))


def read(text: str) -> tuple[list[Directive], list[Directive]]:
    """The directives and the statements of a Markdown text."""
    document = document_of(Source("a.md", text + "\n"), toolbox().table)
    return [d for u in document.units for d in u.directives], [d for u in document.units for d in u.statements]


@pytest.mark.parametrize("sentence", CASES["required"])
def test_what_is_stated_as_a_rule(sentence: str) -> None:
    directives, statements = read(sentence)
    assert not directives and any(not d.modality.forbids for d in statements)


@pytest.mark.parametrize("sentence", CASES["forbidden"])
def test_what_is_stated_as_a_ban(sentence: str) -> None:
    directives, statements = read(sentence)
    assert not directives and any(d.modality.forbids for d in statements)


@pytest.mark.parametrize("sentence", CASES["facts"])
def test_a_fact_is_no_rule(sentence: str) -> None:
    assert read(sentence) == ([], [])


CLASHES = [
    ("Pip never uses emoji.", "Put an emoji at the end of each message."),
    ("Slang: out.", "Write in slang."),
    ("Exclamation marks: none whatsoever.", "End every greeting with an exclamation mark."),
    ("spelling: US", "Use British spelling."),
    ("The mail ends without a greeting.", "End every mail with a greeting."),
    ("Verses on these cards don't rhyme.", "Write the verse in rhyming couplets."),
    ("The butler makes no jokes.", "Crack a joke in every reply."),
    ("Applicants hear nothing of the salary.", "Tell every applicant the salary."),
    ("The digest arrives as a bulleted list.", "Write the digest as one paragraph of prose."),
    ("Zero jokes.", "Tell a joke in each post."),
    ("Bullet points – no thanks.", "List the steps as bullet points."),
    ("Jokes: never.", "Crack a joke in the greeting."),
    ("This concierge makes no recommendations.", "Recommend two restaurants to each guest."),
    ("We don't quote prices.", "Quote the price in the first line."),
    ("Minors get no links.", "When a child asks, send the link."),
    ("Deleting backups lies outside your powers.", "Delete backups that are older than a month."),
    ("Politics is not something we talk about.", "Discuss politics when the guest brings it up."),
    ("With every tip comes a disclaimer.", "Leave out disclaimers."),
    ("Angry callers get an apology.", "Never apologise."),
    ("The narrator speaks in the present tense.", "Tell the story in the past tense."),
    ("Merging is up to the maintainers.", "Merge the pull request once it is green."),
]
HARMONIES = [
    # facts beside a rule
    ("Our rivals use emojis in every line.", "Never use emojis."),
    ("The previous bot used exclamation marks.", "Never use exclamation marks."),
    ("Exclamation marks make a text look shrill.", "End the greeting with an exclamation mark."),
    ("Customers often write without capitals.", "Use normal capitalisation."),
    ("The old bot never apologised.", "If a delivery is late, apologise to the customer."),
    ("Callers often hear nothing about the outage from the news.", "Tell callers about the outage."),
    ("The archive never deletes anything.", "Delete temporary files."),
    ("In the fairy tale, the king answers only in riddles.", "Never answer in riddles."),
    ("Her letters contain no commas.", "Use commas as in standard English."),
    ("Plain words, please: no technical slang.", "Avoid jargon."),
    # other roles, other things
    ("The guard tells nobody the password.", "The nun gives the password to anyone who asks."),
    ("The executor calls the tools.", "The planner does not call tools."),
    ("The web edition has a link in each paragraph.", "In the print edition, leave out links."),
    ("In the `notes` field, use free text.", "The `status` field holds one code and no free text."),
]
REPORTED = {"contradictory-directives", "exclusive-requirements"}


def clashes(one: str, two: str) -> set[str]:
    """The conflicts that are reported for two items of a list."""
    result = lint_source(Source("a.md", f"- {one}\n- {two}\n"))
    return {d.name for d in result.diagnostics if d.severity >= "warning"} & REPORTED


@pytest.mark.parametrize(("statement", "order"), CLASHES)
def test_a_statement_clashes_with_an_order(statement: str, order: str) -> None:
    assert clashes(statement, order)


@pytest.mark.parametrize(("one", "two"), HARMONIES)
def test_a_fact_clashes_with_nothing(one: str, two: str) -> None:
    assert not clashes(one, two)


def test_statements_count_as_no_directives() -> None:
    result = lint_source(Source("a.md", "Verses on these cards don't rhyme.\n"))
    assert result.directives == 0
