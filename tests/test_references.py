"""Pointers that lead somewhere, and pointers that do not."""

from __future__ import annotations

import pytest

from promptlint.engine import Settings, lint_source
from promptlint.source import Source

TAIL = "\n\n# Tone\n\n- Be friendly.\n- Sign with your first name.\n"

DANGLING = """
    Use the colours listed in Appendix B.
    Follow the procedure in Section 4.
    See Table 3 for the fees.
    Quote the fee from Table 2.
    Draw the chart as shown in Figure 1.
    Lay the page out like Fig. 3.
    Apply the discounts in Annex A.
    Refunds are handled as described in section 7.2.
    If the user objects, go back to step 9.
    Repeat step 4 for each file.
    Handle escalations as described in the "Escalation" section.
    See the section "Refund policy" below.
    Refer to the Escalation Matrix section for the right contact.
    Use the price list as described in the section on Fees.
    For the wording of refusals, see "Declining" above.
    Answer in the format given in the <output_schema> above.
    Follow the rules in <safety_policy>.
    Apply the criteria in the table below.
    Grade each essay against the rubric below.
    Rule 12 prevails over rule 3.
    Consult Exhibit C before you answer.
    Use the template in Attachment 2.
    Choose a category according to the list in Appendix 1.
    """

FINE = """
    Explain Article 6 of the GDPR.
    Quote Section 230 of the Communications Decency Act.
    Summarise Table 2 of the leaflet.
    If the user mentions Figure 3, ask for the page.
    Compare the figures in section 4 of the report.
    Write a section called "Summary".
    Put the result into a section "Findings" and end with a section "Next steps".
    The diff stands between <diff> and </diff>.
    Wrap your answer in <answer> tags.
    Answer the question below.
    Use the text above.
    Sign as described in the Tone section.
    Follow the rules below.
    See the section "Tone" below.
    Number the tables: Table 1, Table 2 and so on.
    Ask the user which step failed, for example step 3.
    Name the chapter, such as Chapter 4, in which the scene is set.
    Use at most 3 figures.
    Write the heading "Part 1" above the first half.
    Return the keys `title` and `body`.
    Use the tool `find_item` to look for it.
    Begin each reply with "Step 1".
    Do not answer in French; answer in English instead.
    If the page is empty, read the next one instead.
    """


def cases(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines() if line.strip()]


def found(text: str) -> list[str]:
    source = Source("rules.md", text)
    return [d.message for d in lint_source(source, Settings(select=("undefined-reference",))).diagnostics]


@pytest.mark.parametrize("sentence", cases(DANGLING))
def test_dangling(sentence: str) -> None:
    tail = "" if sentence.rstrip(".").endswith("below") else TAIL
    assert len(found(f"You answer customers of a shop.\n\n- Name the price.\n- {sentence}\n{tail}")) == 1


@pytest.mark.parametrize("sentence", cases(FINE))
def test_fine(sentence: str) -> None:
    assert not found(f"You answer customers of a shop.\n\n- Name the price.\n- {sentence}\n{TAIL}")


@pytest.mark.parametrize(
    "text",
    [
        "Join the tables as shown in Figure 2.\n\nFigure 2: orders to customers",
        "Use the codes in Appendix A.\n\n## Appendix A\n\n- A1: late\n",
        "Follow section 2.\n\n1. Read.\n2. Answer.\n",
        "Use the fees in Table 1.\n\n**Table 1**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "Follow the rules in <safety_policy>.\n\n<safety_policy>\nBe kind.\n</safety_policy>\n",
        "Go back to step 2 when it fails.\n\nStep 1: Read.\nStep 2: Answer.\n",
        "Sign as in the section 'House rules'.\n\nHouse rules:\n- First name only.\n",
        "Apply rule B before rule A.\n\nA. Be brief.\nB. Be kind.\n",
        "The list below holds the codes.\n\n- A1\n- A2\n",
        "Answer as described below.\n\nOne sentence, no greeting.\n",
        "Be brief.\n\nFollow the rules listed above.\n",
        "Read the text given below.\n\n{{text}}\n",
        "Use the steps in part 2.\n\n# Part 1\nRead.\n\n# Part 2\nAnswer.\n",
    ],
)
def test_there(text: str) -> None:
    assert not found(text)


HAVING = "You handle mail with the tools list_mail, read_mail and draft_reply.\n\n- {}\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "Call send_mail after a yes.",
        "Use the tool `find_contact` for addresses.",
        "Look the address up with the find_contact tool.",
        "Use `delete_mail` for spam.",
    ],
)
def test_missing_tool(sentence: str) -> None:
    assert len(found(HAVING.format(sentence))) == 1


@pytest.mark.parametrize(
    "sentence", ["Call read_mail first.", "Use `draft_reply` for answers.", "Set the flag is_spam."]
)
def test_listed_tool(sentence: str) -> None:
    assert not found(HAVING.format(sentence))


@pytest.mark.parametrize(
    "text", ["Answer in English.\n\nRefuse as described below.\n", "As explained above, you are a bot.\n\nBe kind.\n"]
)
def test_nothing_there(text: str) -> None:
    assert len(found(text)) == 1
