"""The kind of a prompt and its traits, inferred from its words."""

from __future__ import annotations

import pytest

from promptlint.analysis.profile import NAMES, Profile
from promptlint.engine import Settings, document_of, toolbox
from promptlint.source import Source


def profile(text: str, path: str = "p.md", declared: str = "") -> Profile:
    """The profile of the first stack of a file."""
    return document_of(Source(path, text), toolbox().table, Settings(profile=declared)).stacks[0].profile


CASES = [
    ("assistant", "You answer customers of the Lindenhof web shop in the chat window.\n- Ask for the order number.\n"),
    (
        "assistant",
        "You plan rail journeys for members of a club.\n- If a member wants a berth, name the date.\n- Be brief.\n",
    ),
    ("assistant", "You are the voice assistant of a bank and talk on the telephone with people who have an account.\n"),
    (
        "assistant",
        "As a retail agent, you can help users cancel or modify orders.\n- Make one tool call at a time.\n- Be kind.\n",
    ),
    ("agent", "# Atlas, research agent\nYou answer questions of an office with the tools search, open and note.\n"),
    (
        "agent",
        "You repair failing builds. You work in a git checkout with a shell.\n- Run the tests.\n- Stop when green.\n",
    ),
    (
        "agent",
        "You clean the address file with the tools next_record and save_record.\n- Ask the librarian first.\n- Go on.\n",
    ),
    ("task", "You label new issues of a project.\n- One label each.\n- Return JSON.\n- No text.\n- Lower case.\n"),
    (
        "task",
        "You rewrite letters of a city council in plain language for residents.\n- Short sentences.\n- Keep dates.\n",
    ),
    ("task", "You write recipes for a home-cooking app.\n- Eight ingredients.\n- Grams.\n- Imperative.\n- No lists.\n"),
    (
        "task",
        "You remind patients of appointments by text message.\n- Ask the patient to come early.\n- Sign.\n- 300 signs.\n",
    ),
    ("persona", "I want you to act as a travel guide. I will write you my location and you will suggest a place.\n"),
    (
        "constitution",
        "# Constitution of the Tern assistants\nThese principles apply to each assistant.\n1. Tern is honest.\n",
    ),
    ("hobby", "You are a pirate. Talk like a pirate.\n"),
]


@pytest.mark.parametrize(("name", "text"), CASES)
def test_names(name: str, text: str) -> None:
    found = profile(text)
    assert found.name == name, found.reason
    assert found.name in NAMES


def test_questions_and_passages_make_rag() -> None:
    text = "You answer shoppers on our site.\n\n{{documents}}\n\nQuestion: {{question}}\n"
    assert profile(text, "p.md.j2").name == "rag"


def test_traits_of_a_public_chat() -> None:
    found = profile("You are Pip, a science tutor for children who experiment at home.\n- If the child asks, answer.\n")
    assert found.public and found.minors and found.conversational and "experiment" in found.domains
    assert found.words == "children"


def test_one_shot_output_for_the_public() -> None:
    found = profile(
        "You write recipes for a home-cooking app.\n- Eight ingredients.\n- Grams.\n- Imperative.\n- Short.\n"
    )
    assert found.for_public and not found.public and "food" in found.domains


def test_the_model_is_not_its_own_audience() -> None:
    found = profile(
        "You are a member of a crew. Work on your task and hand it on.\n- Be exact.\n- Stop when done.\n- Go.\n"
    )
    assert not found.public and not found.words


def test_declared_profile_wins() -> None:
    found = profile("You answer customers in the chat window.\n", declared="hobby")
    assert (found.name, found.declared, found.public) == ("hobby", True, False)


def test_front_matter_declares() -> None:
    found = profile("---\nname: x\nprofile: task\n---\nYou answer customers in the chat window.\n")
    assert found.name == "task"


def test_a_crew_is_an_agent() -> None:
    text = "scout:\n  role: >\n    Scout\n  goal: >\n    Find grants.\n  backstory: >\n    You read pages.\n"
    text += "clerk:\n  role: >\n    Clerk\n  goal: >\n    Write a table.\n  backstory: >\n    You write.\n"
    assert profile(text, "agents.yaml").agent
