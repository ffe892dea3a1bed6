"""Emphasis, tags and fences in the many ways in which prompts have them."""

from __future__ import annotations

import pytest

from promptlint.engine import Settings, lint_source
from promptlint.source import Source


def found(rule: str, text: str, path: str = "rules.md") -> list[str]:
    return [d.message for d in lint_source(Source(path, text), Settings(select=(rule,))).diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "- ALWAYS name the fee.\n- NEVER ask for the PIN.\n- You MUST quote the date.\n- Sign off.\n",
        "- **Important!** Name the fee!\n- Do not ask for the PIN!!\n- Quote the date!!!\n",
        "IMPORTANT: Name the fee.\nCRITICAL: Quote the date.\nWARNING: Do not ask for the PIN.\n",
        "- NO TABLES IN THE REPLY.\n- DO NOT USE EMOJIS.\n- ANSWER IN ENGLISH ONLY.\n- Be kind.\n",
        "You must ABSOLUTELY NEVER guess. It is CRITICAL that you quote the date. Leave out names. STRICTLY obey the list.\n",
    ],
)
def test_inflated(text: str) -> None:
    assert len(found("emphasis-inflation", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "- NEVER run install scripts.\n- Name the fee.\n- Quote the date.\n- Sign off.\n",
        "- Return JSON.\n- Call the REST API.\n- Use HTTPS.\n- Write SQL for ISO dates.\n",
        "# IMPORTANT\n\n# NEVER\n\n# ALWAYS\n\n- Name the fee.\n",
        "The words MUST, MUST NOT and MAY are used as in RFC 2119.\n\n- You MUST name the fee.\n- You MUST quote the date.\n"
        "- You MUST NOT guess.\n",
        'Say "ALWAYS WEAR A HELMET!" at the end. Say "STOP!" to thieves. Say "NEVER!" to bribes. Print `DO NOT EDIT`.\n',
        "- Severity: CRITICAL\n- Severity: IMPORTANT\n- Severity: CRITICAL\n- Fix the first one.\n",
    ],
)
def test_not_inflated(text: str) -> None:
    assert not found("emphasis-inflation", text)


@pytest.mark.parametrize(
    "text",
    [
        "<context>\n{{context}}\n\n<rules>\nBe kind.\n</rules>\n",
        "<rules>\nBe kind.\n\nAnswer in English.\n",
        "Be kind.\n</rules>\n\nAnswer in English.\n",
        "<rules>\nBe kind.\n</rule>\nAnswer in English.\n",
        "<tone>\n<style>\nBe kind.\n</tone>\n\nAnswer.\n",
        "<document>{{doc}}\n\nSummarise the document.\n<rules>\nBe brief.\n</rules>\n",
    ],
)
def test_unbalanced(text: str) -> None:
    assert len(found("unbalanced-tag", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<rules>\nBe kind.\n</rules>\n",
        "Write '<end_plan>' and stop.\n",
        "Greet <name> from <city> and sign as <agent>.\n",
        "Use <br> and <hr/> in the text.\n",
        "Put the reasons in <thinking> tags.\n",
        "Return a List<String> or a Map<K, V>.\n",
        "If a < b and c > d, swap them.\n",
        "Stop at </s>.\n",
        "The text stands between <text> and </text>.\n",
        "```html\n<div>\n```\n",
        "Mail: <mail>{{body}}</mail>\n",
        "Format:\n\n<title>\n<summary>\n<tags>\n",
    ],
)
def test_balanced(text: str) -> None:
    assert not found("unbalanced-tag", text)


def test_unclosed_fence() -> None:
    assert len(found("unclosed-fence", "Answer like this:\n\n```json\n{}\n\nBe kind.\n")) == 1
    assert not found("unclosed-fence", "````md\n```json\n{}\n```\n````\n\nBe kind.\n")
    assert not found("unclosed-fence", "Wrap code in ``` fences.\n")
