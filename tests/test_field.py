"""What prompts of other people look like: their structure, idioms and files, on which the rules stay silent."""

from __future__ import annotations

import pytest

from promptlint.engine import lint_source
from promptlint.settings import Settings
from promptlint.source import Source


def found(text: str, path: str = "prompts/clerk.md") -> set[str]:
    """The names of the errors and warnings of a prompt."""
    got = lint_source(Source(path, text), Settings()).diagnostics
    return {d.name for d in got if str(d.severity) in ("error", "warning")}


SILENT = {
    "a field of the output": "- Return only JSON.\n- `note`: one line of explanation.\n",
    "a vessel": "Explain why the parcel is late.\n\nReturn only a single string.\n",
    "left out twice": "- Output only the names, one per line.\n- Output only names, no explanations or summaries.\n",
    "a list that is there": "- Return only a valid JSON object.\n- Load every file listed there.\n- Go by the list of tools.\n",
    "an order behind a ban": "Your task is to fix the late labels.\n\n- Do not rewrite the ledger, just fix the labels.\n",
    "a slot": "Do not give an opinion.\n\n[State the opinion of the clerk here]\n",
    "bold": "- Return JSON.\n- Do **not** add any explanation.\n",
    "kinds": "- Short title (5 words)\n- Long title (12 words)\n",
    "a type": (
        "Answer with a YAML object of this type and nothing else.\n\nclass Letter(BaseModel):\n"
        '    title: str = Field(description="a short explanation of the letter")\n'
        '    notes: List[str] = Field(description="Explain in a bulleted list what is missing")\n'
    ),
    "a band": "- A score from 4-6 means a weak letter.\n- A score from 7-9 means a strong letter.\n",
    "a map": "- 2 rooms asked for → draw 2 plans\n- 3 rooms asked for → draw 3 plans\n",
    "worked questions": (
        "Answer questions about opening hours.\n\n"
        "Q: Ann saw Tom at the desk from 2pm to 4pm. When was Tom free?\n(A) 1pm to 2pm\nA: The answer is (A).\n\n"
        "Q: Ann saw Tim at the desk from 7am to 1pm. When was Tim free?\n(A) 3pm to 6pm\nA: The answer is (A).\n"
    ),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert found(SILENT[case]) == set()


def test_worked_questions_end_at_the_one_that_is_asked() -> None:
    text = "Q: Is it 2pm?\nA: No.\n\nQ: Is it 3pm?\nA: Yes.\n\nQ: {question}\nA:"
    assert found(text, "prompts/ask.txt") <= {"undelimited-input"}
    assert found(text + "\n\nNever use emojis. Use emojis.", "prompts/ask.txt") >= {"contradictory-directives"}


SKILL = (
    "---\nname: tidy-branch\ndescription: Tidies a branch\n{keys}---\n\n# Tidy a branch\n\n"
    "You are an agent with the tools `list_files` and `run_tests`. You watch the queue of branches.\n\n"
    "- Read every branch with `list_files`.\n- Call `run_tests` for each of them.\n- Note the result in the log.\n"
    "- Write one line for each branch.\n"
)


def test_what_a_coding_assistant_loads_is_asked_for_no_budget() -> None:
    limits = {"missing-budget", "missing-stop-condition"}
    assert not found(SKILL.format(keys="tools: Bash, Read\n"), "agents/tidy.md") & limits
    assert not found(SKILL.format(keys=""), "skills/tidy/SKILL.md") & limits
    assert found(SKILL.format(keys=""), "prompts/tidy.md") & limits


POINTERS = {
    "- Use the logger, not print().\n- Flag `print()` calls – use the logger instead.\n": set(),
    "- Open the drawer\n- Go back to step 2b.\n\n## Step 2 (only at night)\n\nClose it.\n": set(),
    "### ⚠️ STEP 0: read the list\n\nRead it.\n\n### Step 1: act\n\nGo back to step 0.\n": set(),
    "### Step 8a: ask\n\nAsk.\n\n### Step 8b: act\n\nGo back to step 8.\n": set(),
    "### Step 1: ask\n\nAsk.\n\n### Step 2: act\n\nGo back to step 7.\n": {"undefined-reference"},
}


@pytest.mark.parametrize("text", POINTERS)
def test_pointers(text: str) -> None:
    assert found(text) == POINTERS[text]


LOOPS = {
    "The night shift cannot go on testing until the alarm is fixed.": set(),
    "Send a note to the owner while the work is still under way.": set(),
    "Keep testing until the alarm is fixed.": {"unbounded-loop"},
}


@pytest.mark.parametrize("text", LOOPS)
def test_what_waits_is_no_loop(text: str) -> None:
    brief = "You are an agent with the tools `run_tests` and `list_files`.\n\n"
    assert found(f"{brief}- {text}\n") & {"unbounded-loop"} == LOOPS[text]


def test_names_of_parts_and_counts_bring_no_text() -> None:
    text = "You answer mails.\n\n{{tone_prompt}}\n\nUse {{max_notes_per_page}} notes.\n\n{{sample_conversation}}\n"
    assert "undelimited-input" not in found(text, "prompts/mail.j2")
    assert "undelimited-input" in found("You answer mails.\n\nMail: {{user_prompt}}\nAnswer it.\n", "prompts/mail.j2")


def test_a_slash_is_no_order() -> None:
    assert not found("- Check the repair with before/after pictures.\n- Check all repairs with a before/after table.\n")


def infos(text: str) -> set[str]:
    """The names of all findings of a prompt."""
    return {d.name for d in lint_source(Source("prompts/clerk.md", text), Settings()).diagnostics}


def test_items_that_say_do_and_do_not_are_not_shouted() -> None:
    done = "".join(f"- DO open drawer {i}.\n- DO NOT close drawer {i}.\n" for i in "abcdef")
    assert "emphasis-inflation" not in infos(done)
    assert "emphasis-inflation" in infos(done.replace("- DO open", "- NEVER open"))


def test_a_move_to_another_step_may_be_said_twice() -> None:
    move = "Proceed to the drawer with the letters.\n"
    assert "duplicate-directive" not in infos(f"## A\n\nCount the bags.\n\n{move}\n## B\n\nWeigh them.\n\n{move}")
    rule = "Write the number of the drawer on each letter.\n"
    assert "duplicate-directive" in infos(f"## A\n\nCount the bags.\n\n{rule}\n## B\n\nWeigh them.\n\n{rule}")


@pytest.mark.parametrize(
    ("act", "asks"), [("Report to user at the end", False), ("Report each user to the office", True)]
)
def test_a_report_to_the_user_needs_no_approval(act: str, asks: bool) -> None:
    brief = "You are an agent with the tools `list_files` and `run_tests`.\n\n"
    assert ("unapproved-side-effect" in found(f"{brief}- {act}.\n- At most 9 calls.\n")) == asks
