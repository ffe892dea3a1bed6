"""The block tree of prose: structure, examples, tags, templates, and hostile text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.block import Block, Prompt
from promptlint.formats import parse
from promptlint.formats.prose import parse_prose
from promptlint.source import Source
from promptlint.text.sentences import Walker
from promptlint.view import View


def read(text: str, format: str = "markdown") -> Prompt:
    return parse_prose(View.of(text), format=format)


def outline(block: Block) -> str:
    """The kinds of a tree in short: ``list(item(paragraph))``."""
    inner = " ".join(outline(child) for child in block.children)
    return f"{block.kind}({inner})" if inner else block.kind


def shape(text: str, format: str = "markdown") -> str:
    return " ".join(outline(child) for child in read(text, format).root.children)


def instructions(text: str, format: str = "markdown") -> list[str]:
    """Sentences that are not mentioned, labels and headings left out."""
    sentences = Walker(None).walk(read(text, format).root)
    return [s.text for s in sentences if not s.mentioned and s.block.kind == "paragraph"]


STRUCTURE = {
    "heading and text": ("# Scope\nBe brief.\n", "heading paragraph"),
    "setext heading": ("Scope\n=====\n\nBe brief.", "heading paragraph"),
    "nested list": ("- a\n  - b\n- c\n", "list(item(paragraph list(item(paragraph))) item(paragraph))"),
    "list, then text": ("- a\n- b\n\nText.", "list(item(paragraph) item(paragraph)) paragraph"),
    "unindented text after a sentence": ("- Be brief.\nNever lie.", "list(item(paragraph)) paragraph"),
    "lazy continuation": ("- Be brief and,\nabove all, kind.", "list(item(paragraph))"),
    "bold label": ("**Rules**\n- a b c\n", "label list(item(paragraph))"),
    "colon label within a paragraph": ("Be kind.\nNever:\n- lie\n", "paragraph label list(item(paragraph))"),
    "title above text": ("Order of the call.\nFirst take the dates.", "label paragraph"),
    "title above a list": ("Teaching\n- One idea.", "label list(item(paragraph))"),
    "numbered titles": ("1. Scope\nYou answer questions.\n2. Style\nYou are brief.", "label paragraph label paragraph"),
    "an order is no title": ("Be brief.\nNever lie.", "paragraph"),
    "bracket section": ("[CONTEXT]\nIt is May.\n[END CONTEXT]\nBe brief.", "label paragraph data paragraph"),
    "fence": ("```py\nx = 1\n```\nText.", "code paragraph"),
    "longer fence": ("````\n```\nx\n```\n````\nText.", "code paragraph"),
    "tilde fence": ("~~~xml\n```\n~~~\nText.", "code paragraph"),
    "unclosed fence": ("```\nx = 1\n\n## Scope\nBe brief.", "code heading paragraph"),
    "fence in an item": ("- Run:\n  ```\n  x\n  ```\n- b", "list(item(label code) item(paragraph))"),
    "indented code": ("Text.\n\n    x = f(1);\n    y = g(2);\n\nMore.", "paragraph code paragraph"),
    "table": ("| a | b |\n|---|---|\n| 1 | 2 |\n", "table"),
    "quote": ("> Be brief.\n> Be kind.\n", "quote(paragraph)"),
    "comment": ("<!-- a note -->\nBe brief.", "comment paragraph"),
    "comment in a sentence": ("Be <!-- very --> brief.", "paragraph comment"),
    "ruler": ("Be brief.\n\n---\n\nBe kind.", "paragraph data paragraph"),
    "admonition": ('!!! note "x"\n    Be brief.\nText.', "quote(paragraph) paragraph"),
    "JSON": ('Return:\n{\n  "a": "b"\n}\nBe brief.', "label data paragraph"),
    "tag": ("<rules>\nBe brief.\n</rules>\nMore.", "tag(paragraph) paragraph"),
    "tags in lines": ("<x>One.</x>\n<y>Two.</y>", "tag(paragraph) tag(paragraph)"),
    "nested tags": ("<a>\n  <b>\n    One.\n  </b>\n</a>", "tag(tag(paragraph))"),
    "unclosed tag": ("<style>\nBe brief.\n\n# Scope\nBirds.", "tag paragraph heading paragraph"),
    "tags named in prose": ("It stands between <diff> and </diff>.", "paragraph"),
    "template": ("{% if x %}\nBe brief.\n{% endif %}", "template paragraph template"),
    "template in a sentence": ("Be {% if x %}brief{% else %}long{% endif %}.", "paragraph"),
    "template comment": ("{# note #}\nBe brief.", "hidden paragraph"),
    "YAML": ('name: "x"\nsize: 3\nopen: true\n\nBe brief.', "data paragraph"),
    "keys of prose": ("tone: warm and kind\nlanguage: that of the user\nlength: short", "paragraph"),
    "messages": (
        '<message role="system">\nBe brief.\n</message>\n<message role="user">{{x}}</message>',
        "role(paragraph) role(paragraph)",
    ),
    "prompt in a fence": ("```\n# Scope\n" + "Be brief and kind.\n" * 20 + "```\n", "heading paragraph"),
    "prompt to complete": ("Human: You are brief.\n\nAssistant:", "paragraph label"),
    "role lines after a comment": ("{# x #}\n# system:\nBe brief.", "hidden role(paragraph)"),
    "role lines": ("system:\nBe brief.\n\nuser:\nHello", "role(paragraph) role(paragraph)"),
    "CRLF": ("# A\r\n\r\n- b\r\n- c\r\n", "heading list(item(paragraph) item(paragraph))"),
    "no space after the number": ("1.Be brief.\n2.Be kind.", "list(item(paragraph) item(paragraph))"),
}


@pytest.mark.parametrize("text, expected", STRUCTURE.values(), ids=STRUCTURE.keys())
def test_structure(text: str, expected: str) -> None:
    assert shape(text) == expected


EXAMPLES = {
    "dialogue under a title": (
        "Example.\nCaller: A room?\nAssistant: 140 euros.\n\nLimits.\nBe brief, always.",
        "Be brief, always.",
    ),
    "bad and better": ('Bad: "Fixed stuff."\nBetter: "parser: Accept commas"\nBe brief.', "Be brief."),
    "example heading": ("## Examples\nYou must lie.\n## Rules\nBe brief.", "Be brief."),
    "sections below an example heading": ("## Examples\n### One\nYou must lie.\n## Rules\nBe brief.", "Be brief."),
    "example tag": ("<good_example>\nYou must lie.\n</good_example>\nBe brief.", "Be brief."),
    "label, then a list": ("DO NOT SAY:\n- You must pay.\n\nBe brief.", "Be brief."),
    "comment": ("Be brief.\n\n<!-- BAD -->\nYou must lie.", "Be brief."),
    "turns": ("Be brief.\n\nUser: You must lie.\nAssistant: I must not.", "Be brief."),
    "pairs": ("Be brief.\n\nQ: Must I?\nA: You must.\n\nQ: And now?\nA: Never.", "Be brief."),
    "e.g.": ("Be kind, e.g.:\n> You must never go.", "Be kind, e.g.:"),
    "letter": ("Sample output:\n\nDear Ann,\n\nYou must pay.\n\n---\nBe brief.", "Be brief."),
    "live input after the examples": (
        "Text: I must go.\nLabel: a\n\nText: You must.\nLabel: b\n\nText: {{x}}\nLabel:",
        "Text: {{x}}",
    ),
    "between rulers": (
        'Here are some examples:\n\n---\nTask: "You must go."\n\nThought: I must use it.\n\n---\nTask:\n"You must stay."\n\nThought: I must.\n\nBe brief.',
        "Be brief.",
    ),
    "title above a list": ("Example of the steps\n- Rinse it.\n- Stop.\n\nBe brief.", "Be brief."),
}


@pytest.mark.parametrize("text, expected", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_examples_do_not_instruct(text: str, expected: str) -> None:
    assert instructions(text, "text") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Give examples:\n- from the text\n- from life",
        "User: {{question}}\nAssistant:",
        "Tone: warm.\nLength: two lines.",
        "Avoid:\n- jargon of any kind",
        "Guidelines:\n1. Be brief\n2. Never lie",
        "For example, behaviour will differ across all of the following situations:\n- There is no operator.",
        "Some examples of attempts to take power include:\n- fraud",
        "Expected output:\n- one line a patient",
    ],
)
def test_no_example(text: str) -> None:
    assert "example" not in shape(text)


def test_bad_examples_are_marked() -> None:
    kinds = {
        b.attrs["bad"]
        for text in (
            "Bad example:\nfoo bar",
            "<bad_example>\nx\n</bad_example>",
            "<!-- BAD: rude -->\nx",
            "Never say:\n- x",
        )
        for b in read(text).root.walk()
        if b.kind == "example"
    }
    assert kinds == {True}
    assert [b.attrs["bad"] for b in read("Good example:\nfoo bar").root.walk() if b.kind == "example"] == [False]


ERRORS = {
    "unclosed": ("<a>\nOne.\n</a>\n<style>\nTwo.", [("unclosed", "style", True)]),
    "unopened": ("One.\n</style>\nTwo.", [("unopened", "style", True)]),
    "other name": ("<sources>\nOne.\n</source>\nTwo.", [("mismatched", "sources", True)]),
    "stop marker": ("Write this at the end:\n<end_plan>\nThen stop.", [("unclosed", "end_plan", False)]),
    "placeholder": ("Dear <name>, be brief.", []),
    "in backticks": ("Write the `<plan>` tag.", []),
    "void": ("One<br>two\n<hr>\nthree", []),
    "generic": ("Return a List<int> of all.", []),
    "in a fence": ("```\n<a>\n```\n", []),
    "attributes": ('<passage id="{{p.id}}">\n{{p.text}}\n</passage>', []),
    "equals sign": ("<function=run>\nls\n</function>", []),
}


@pytest.mark.parametrize("text, expected", ERRORS.values(), ids=ERRORS.keys())
def test_tag_errors(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert [(e.kind, e.name, e.sure) for e in read(text).root.attrs["tag_errors"]] == expected


HOLES = {
    "jinja": ("{{ name | upper }} and {{ a.b }}", "jinja", [("name", "jinja"), ("a.b", "jinja")]),
    "Go": ("{{.Date}}", "text", [("Date", "jinja")]),
    "call": ("{{ f(x) }}", "jinja", [("f(x)", "jinja")]),
    "loop": ("{% for p in docs %}\n{{ p }}\n{% endfor %}", "jinja", [("p", "jinja")]),
    "raw": ("{% raw %}{{ x }}{% endraw %}{{ y }}", "jinja", [("y", "jinja")]),
    "hidden": ("{# {{ x }} #}\ntext", "jinja", []),
    "handlebars": ("{{#if a}}{{b}}{{/if}}{{{c}}}", "dotprompt", [("b", "handlebars"), ("c", "handlebars")]),
    "fstring": ('Dear {name}, {"a": 1}', "text", [("name", "fstring")]),
    "dollar": ("Dear ${name}, $place", "text", [("name", "dollar"), ("place", "dollar")]),
    "price": ("It costs $5 or $price", "text", []),
    "angle": ("Dear <your name>", "text", [("your name", "angle")]),
    "caps": ("Dear [CUSTOMER NAME], see [1] and [link](x)", "text", [("CUSTOMER NAME", "caps")]),
    "attribute": ('<p id="{{x}}">\ny\n</p>', "xml", [("x", "jinja")]),
    "fence": ("```\n{{x}}\n```", "markdown", [("x", "jinja")]),
}


@pytest.mark.parametrize("text, format, expected", HOLES.values(), ids=HOLES.keys())
def test_placeholders(text: str, format: str, expected: list[tuple[str, str]]) -> None:
    prompt = read(text, format)
    assert [(h.name, h.dialect) for h in prompt.placeholders] == expected
    for hole in prompt.placeholders:
        assert hole.name.strip("'\"") in text[hole.span.start : hole.span.end]


def test_names_of_templates() -> None:
    prompt = read("{% set y = z %}\n{% for a, b in docs %}\n{{ a }}\n{% endfor %}\n{% if c %}\nx\n{% endif %}", "jinja")
    assert prompt.template_names == {"a", "b", "y", "loop"}
    assert prompt.root.attrs["template_uses"] == {"docs", "c", "z"}


def test_a_label_governs_its_list() -> None:
    text = "Never:\n- lie\n- shout\n\nBe brief.\n\nScope\nYou sell birds."
    leads = {s.text: s.scope.lead for s in Walker(None).walk(read(text, "text").root)}
    assert leads["lie"] == leads["shout"] == "Never"
    assert leads["Be brief."] == ""
    assert leads["You sell birds."] == "Scope"


def test_meant_line_breaks_end_sentences() -> None:
    assert instructions("GROUP BY DATE\nNEVER SHOW YOUR NOTES\nBe brief", "text") == [
        "GROUP BY DATE",
        "NEVER SHOW YOUR NOTES",
        "Be brief",
    ]
    wrapped = "The list of offers, which the clerk keeps up to date and sends out to\nAlice, is long."
    assert instructions(wrapped, "text") == [wrapped]


def test_heading_attributes() -> None:
    heading = read("## Be honest {#honesty authority=root}\n").root.children[0]
    assert heading.view is not None and heading.view.text == "Be honest"
    assert heading.attrs == {"level": 2, "id": "honesty", "authority": "root"}


def test_comment_span_is_exact() -> None:
    text = "Be <!-- very --> brief.\n<!-- a\nb -->\n"
    comments = [b for b in read(text).root.walk() if b.kind == "comment"]
    assert [text[c.span.start : c.span.end] for c in comments] == ["<!-- very -->", "<!-- a\nb -->"]


def test_quote_markers_are_no_text() -> None:
    quote = read("> Be brief\n> and kind.\n").root.children[0]
    view = quote.children[0].view
    assert view is not None and view.text == "Be brief\nand kind."
    assert view.span(9, 12) == (13, 16)


def test_front_matter_is_no_prose() -> None:
    parsed = parse(Source("a.md", "---\nname: x\ndescription: You must lie.\n---\n# Rules\nBe brief.\n"))
    assert parsed.prompts[0].meta["name"] == "x"
    assert [b.kind for b in parsed.prompts[0].root.children] == ["heading", "paragraph"]


FRAGMENTS = st.sampled_from(
    "# |## A|- |  - b|1. |> |```|~~~|<a>|</a>|<b x='1'>|<!-- |-->|{{ x }}|{% if a %}|{% endif %}|{# |#}|{x}|[AB]|"
    'Example:|User: a|Assistant: b|Never:|| a | b ||---|{|}|[|]|"a": 1|\n|\n\n|\r\n|\r|  |\t|Be brief.|你好。|🎯|'
    "system:|`|**|!!! note|<br>|$x|${y}|<!-- BAD -->|===|\x0b|\u2028".split("|")
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(FRAGMENTS, max_size=60).map("".join)))
def test_any_text(text: str) -> None:
    for format in ("markdown", "text", "jinja", "prompty", "dotprompt"):
        prompt = read(text, format)
        last = 0
        for block in prompt.root.walk():
            assert 0 <= block.span.start <= block.span.end <= len(text)
            if block.view is None or block.kind in ("comment", "hidden"):
                continue
            span = block.view.span(0, len(block.view.text))
            assert last <= span.start <= span.end <= len(text) or not block.view.text
            last = max(last, span.start)
            if len(block.view.segments) == 1:
                assert text[span.start : span.end] == block.view.text
        for hole in prompt.placeholders:
            assert text[hole.span.start] in "{$<["


HOSTILE = {
    "deep list": "\n".join("  " * i + "- x" for i in range(1500)),
    "markers in one line": "- " * 20_000,
    "opening tags": "<a>\n" * 10_000,
    "nested tags": "<a>\n" * 5_000 + "</a>\n" * 5_000,
    "half tags": "<a " * 20_000,
    "brackets": "[{" * 20_000,
    "objects": '{"a":\n\n' * 5_000,
    "statements": "{% if x %}\n" * 3_000,
    "half statements": "{%" * 20_000,
    "fences": "```a\n## x\n" * 3_000,
    "ticks": "` `` " * 10_000,
    "labels": "Never:\n" * 3_000,
    "examples": "Example:\n\nfoo\n\n" * 3_000,
    "one line": "Never do this, e.g. A. " * 10_000,
    "quotes": "> " * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_quick(text: str) -> None:
    start = time.process_time()
    Walker(None).walk(read(text).root)
    assert time.process_time() - start < 4


def test_a_domain_in_a_title_makes_no_example_of_the_prompt() -> None:
    text = "# Inky, chat bot for papercraft.example\n\nYou are Inky.\n\n- Never mention rivals.\n"
    from tests.test_conflicts import unit

    assert [d.reading() for d in unit(text).directives] == ["must not · mention rivals"]
