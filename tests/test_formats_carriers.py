"""Carriers: which strings are prompts, and that every span leads back to the words in the file."""

from __future__ import annotations

import json
import textwrap
import time
import warnings
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.block import FIELD, ROLE, Prompt
from promptlint.formats import Parsed, json_nodes, parse, yaml_nodes
from promptlint.formats.nodes import Node, Unreadable
from promptlint.source import Source
from promptlint.view import View

FOLDS = {"\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"}


def read(path: str, text: str) -> Parsed:
    """The prompts of a file as written, without its common indentation."""
    return parse(Source(path, textwrap.dedent(text).lstrip("\n")))


def names(path: str, text: str) -> list[str]:
    return [p.name for p in read(path, text).prompts]


def assert_exact(view: View, text: str) -> None:
    """Every copied segment is in the file as it is; every other one covers the signs that it was made of."""
    at = 0
    for start, source, length, source_length in view.segments:
        assert start == at
        at += length
        assert 0 <= source <= source + source_length <= len(text)
        if length == source_length:
            pairs = zip(view.text[start : start + length], text[source : source + length], strict=True)
            assert all(a == b or (a in " \n" and b in FOLDS) for a, b in pairs)
    assert at == len(view.text)


def word(prompt: Prompt, text: str, needle: str) -> str:
    """What stands in the file where the prompt says that ``needle`` stands."""
    at = prompt.view.text.index(needle)
    return text[slice(*prompt.view.span(at, at + len(needle)))]


# --- YAML scalars ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "k: plain words here\n",
        "k: plain words\n  that go on\n\n  after a blank line  # a comment\n",
        "k: 'it''s\n  folded'\n",
        'k: "tab\\t, \\u00e9, \\x41, \\U0001F600, line \\\n   joined\n  folded"\n',
        "k: |\n  one\n    two\n\n  three\n",
        "k: |-\n  one\n\n",
        "k: |+\n  one\n\n\n",
        "k: |2\n    two more\n  than this\n",
        "k: >\n  one\n  two\n\n  three\n    kept\n  four\n",
        "k: >-\r\n  one\r\n  two\r\n\r\n  three\r\n",
        "k: >+\n\n  leading\n  blank\n\n",
        "k: &anchor |\n  anchored\n",
        "k: !!str 'tagged'\n",
        "k: |\n  emoji 😀 and é and \u2028  break\n",
        "? complex key\n: value of two words\n",
    ],
)
def test_yaml_scalars_decode_as_the_reader_does(text: str) -> None:
    value = str(next(iter(yaml.safe_load(text).values())))
    (root,) = yaml_nodes.read(text)
    view = root.pairs[0][1].view
    assert view is not None
    assert view.text == value
    assert_exact(view, text)
    # Word by word: what the view says of a word is where it stands.
    for token in ("two", "folded", "three", "joined", "tagged", "anchored"):
        at = value.find(token)
        if at >= 0:
            assert text[slice(*view.span(at, at + len(token)))] == token


def scalars(roots: list[Node]) -> Iterator[View]:
    for root in roots:
        for _, node in root.walk():
            for part in (node, *(k for k, _ in node.pairs)):
                if part.view is not None:
                    yield part.view


ATOMS = ["a", "b ", "\n", "  ", "\n  ", "'", "''", '"', "\\n", "\\", "|", ">-\n  ", ": ", "- ", "#", "é", "😀", "\r\n", "\t", "\x07", "{", "]", ",", "&x ", "*x"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["", "k: ", "k: |\n  ", "k: >\n  ", 'k: "', "k: '", "- "]),
    st.lists(st.sampled_from(ATOMS), max_size=14),
)
def test_any_yaml_maps_back(head: str, atoms: list[str]) -> None:
    text = head + "".join(atoms)
    try:
        roots = yaml_nodes.read(text)
    except Unreadable as e:
        assert 0 <= e.offset <= len(text) + 1
        return
    for view in scalars(roots):
        if len(view.segments) != 1 or view.segments[0][2] == view.segments[0][3]:
            assert_exact(view, text)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(), x, max_size=3),
    )
)
def test_any_json_reads_as_json_does(value: object) -> None:
    for ascii_only in (True, False):
        text = json.dumps(value, ensure_ascii=ascii_only, indent=1)
        (root,) = json_nodes.read(text)
        if "\\ud" not in text.lower():
            assert json.dumps(root.value()) == json.dumps(value) or isinstance(value, int)
        for view in scalars([root]):
            assert_exact(view, text)


# --- YAML and JSON carriers -----------------------------------------------------------------------------------------

CREW = """
    researcher:
      role: >
        Energy researcher
      goal: >
        Find the price
        of heat pumps in {country}.
      backstory: You read reports.
      max_iter: 8
      tools: [web_search, open_page]
    research_task:
      description: |
        Answer five questions.
      expected_output: A list of notes.
      agent: researcher
"""


def test_a_crew_is_one_stack_of_agents_and_tasks() -> None:
    result = read("08.yaml", CREW)
    agent, task = result.prompts
    assert result.format == "crewai"
    assert (agent.name, task.name) == ("researcher", "research_task")
    assert agent.stack == task.stack == "crew"
    assert [b.attrs["name"] for b in agent.root.children if b.kind == FIELD] == ["role", "goal", "backstory"]
    assert [b.attrs["name"] for b in task.root.children if b.kind == FIELD] == ["description", "expected_output"]
    assert agent.meta["limits"] == {"max_iter": 8}
    assert agent.meta["tools"] == ["web_search", "open_page"]
    assert task.meta["agent"] == "researcher"
    assert [p.name for p in agent.placeholders] == ["country"]
    text = textwrap.dedent(CREW).lstrip("\n")
    assert word(agent, text, "heat pumps") == "heat pumps"


def test_github_models_is_one_prompt_with_roles() -> None:
    result = read(
        "04.prompt.yml",
        """
        name: triage
        model: openai/gpt-4o
        messages:
          - role: system
            content: |
              You label issues.
          - role: user
            content: "Label {{issue}}."
        testData:
          - issue: Crash
            expected: You must never read this
        """,
    )
    (prompt,) = result.prompts
    assert result.format == "prompt-yml"
    assert [b.attrs["role"] for b in prompt.root.children if b.kind == ROLE] == ["system", "user"]
    assert prompt.meta["model"] == "openai/gpt-4o"
    assert prompt.meta["test_variables"] == ["issue"]
    assert "never" not in prompt.view.text


def test_promptfoo_prompts_stand_alone() -> None:
    result = read(
        "10.promptfoo.yaml",
        """
        prompts:
          - |-
            You summarise minutes.
            Minutes: {{minutes}}
          - id: signs
            label: sign translator
            raw: You translate signs into Polish.
          - file://prompts/other.txt
          - prompts/chat.json
          - '[{"role": "system", "content": "You \\"sort\\" mail."}, {"role": "user", "content": "{{mail}}"}]'
        providers: [openai:gpt-4o]
        tests:
          - vars: {minutes: file://m.txt}
            assert: [{type: contains, value: playground}]
        """,
    )
    assert result.format == "promptfoo"
    first, second, chat = result.prompts
    assert (first.name, second.name, chat.name) == ("prompts.0", "sign translator", "prompts.4")
    assert first.meta["test_variables"] == ["minutes"]
    assert [b.attrs["role"] for b in chat.root.children] == ["system", "user"]
    assert chat.view.text.startswith('You "sort" mail.')


def test_chat_inside_a_string_maps_to_the_file() -> None:
    text = 'prompts:\n  - \'[{"role": "system", "content": "You sort the mail."}]\'\nproviders: [x]\n'
    (prompt,) = parse(Source("promptfooconfig.yaml", text)).prompts
    assert word(prompt, text, "sort the") == "sort the"


def test_nemo_prompts_by_task() -> None:
    text = """
        instructions:
          - type: general
            content: |
              You are a bot of the bank.
        prompts:
          - task: self_check_input
            content: Your task is to check the message.
    """
    assert names("config.yml", text) == ["instructions.general", "prompts.self_check_input"]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.yaml", "agent:\n  templates:\n    system_template: You are a helpful agent.\n    instance_template: 'Solve {{task}} now'\n",
         ["agent.templates.system_template", "agent.templates.instance_template"]),
        ("fact.yaml", "fact:\n  prompt: |-\n    Is the following funny?\n    {completion}\n  choice_strings: ABC\n", ["fact.prompt"]),
        ("a.yaml", "sql:\n  prompt: Compare the two statements of SQL\n", ["sql.prompt"]),
        ("en.json", '{"slices": {"task": "You must answer the question in full now."}, "tools": {"ask": "Ask a colleague of yours"}}',
         ["slices.task"]),
        ("p.json", '[{"act": "Doctor", "prompt": "I want you to act as a doctor"}]', ["Doctor.prompt"]),
        ("c.json", '{"system": "You are a terse bot.", "messages": [{"role": "user", "content": "Hello"}]}', [""]),
        ("m.json", '[{"role": "system", "content": "You are a bot."}, {"role": "user", "content": "Hi"}]', [""]),
        ("d.jsonl", '{"prompt": "Answer in one word only"}\n{"prompt": "Answer in two words only"}\n', ["prompt", "prompt"]),
        ("constitution.json", '["Never lie to the user.", "Always give the source."]', [""]),
        ("c.json", '{"constitutions": [{"critic": "Find what is rude here.", "revision": "Rewrite it politely please."}]}',
         ["constitutions.0.critic", "constitutions.0.revision"]),
    ],
)  # fmt: skip
def test_slots_are_prompts(path: str, text: str, expected: list[str]) -> None:
    assert [p.name for p in parse(Source(path, text)).prompts] == expected


def test_a_scalar_behind_an_alias_is_read_once() -> None:
    text = "base: &b\n  system_prompt: You are a helpful bot.\ncopy:\n  <<: *b\n  prompt: &p Answer in one short line.\n  again_prompt: *p\n"
    assert names("a.yaml", text) == ["base.system_prompt", "copy.prompt"]


# --- front matter ---------------------------------------------------------------------------------------------------


def test_prompty() -> None:
    text = "---\nname: chat\ninputs:\n  docs:\n    type: array\n  question:\n    type: string\n---\nsystem:\nYou answer.\n\nuser:\n{{question}}\n"
    (prompt,) = parse(Source("a.prompty", text)).prompts
    assert prompt.meta["inputs"] == ["docs", "question"]
    assert [b.attrs["role"] for b in prompt.root.walk() if b.kind == ROLE] == ["system", "user"]
    assert word(prompt, text, "You answer.") == "You answer."
    assert "inputs" not in prompt.view.text


def test_dotprompt_and_its_schema() -> None:
    text = '---\nmodel: googleai/gemini\ninput:\n  schema:\n    dish: string\n    people?: integer, how many\n---\n{{role "system"}}\nYou cook.\n{{role "user"}}\n{{dish}}\n'
    (prompt,) = parse(Source("a.prompt", text)).prompts
    assert prompt.meta["inputs"] == ["dish", "people"]
    assert [b.attrs["role"] for b in prompt.root.walk() if b.kind == ROLE] == ["system", "user"]


def test_agent_file_declares_tools() -> None:
    (prompt,) = read(
        "a.agent.md", "---\ndescription: x\ntools: ['edit', 'search']\n---\n# Rules\nUse `edit`.\n"
    ).prompts
    assert prompt.meta["tools"] == ["edit", "search"]


def test_broken_front_matter_is_told_and_left_out() -> None:
    result = read("a.agent.md", "---\nname: [x\n---\nNever lie.\n")
    assert result.notices
    assert result.prompts[0].view.text == "Never lie.\n"


# --- source code ----------------------------------------------------------------------------------------------------

PYTHON = '''
"""You are a docstring.

Never read this.
Really.
"""
from textwrap import dedent

SYSTEM_PROMPT = f"""\\
Ünïcode {name!r} and {{literal}} \\u00e9 {', '.join(tools)}
end"""
CLASSIFY = dedent("""\\
    You sort comments.
      Indented {x}
    """)
prompt_tokens = "one two three four five six seven"
PS1_PROMPT = ">>> "
# promptlint: prompt
GREETING = "Say hello to " + name + (" and be kind"  # a comment
    r" \\n raw")


def ask(text):
    return client.create(messages=[{"role": "system", "content": CLASSIFY}, {"role": "user", "content": text}])
'''


def test_python_strings() -> None:
    prompts = {p.name: p for p in parse(Source("a.py", PYTHON)).prompts}
    assert list(prompts) == ["SYSTEM_PROMPT", "CLASSIFY", "GREETING"]
    assert prompts["SYSTEM_PROMPT"].view.text == "Ünïcode {name} and {literal} é {tools}\nend"
    assert prompts["CLASSIFY"].view.text == "You sort comments.\n  Indented {x}\n"
    assert prompts["GREETING"].view.text == "Say hello to {name} and be kind \\n raw"
    assert word(prompts["SYSTEM_PROMPT"], PYTHON, "{name}") == "{name!r}"
    assert word(prompts["CLASSIFY"], PYTHON, "Indented {x}") == "Indented {x}"
    assert word(prompts["GREETING"], PYTHON, "be kind") == "be kind"


@pytest.mark.parametrize(
    "literal",
    [
        '"plain"', "'it\\'s'", '"""a\nb\\\nc"""', 'r"\\d{2}"', '"\\x41\\101\\u00e9\\U0001F600\\N{BULLET}\\a"', '"a" \'b\'\n  "c"', '"\\q \\\\ \\t"',
        '"""windows\r\nends"""', 'R"\\\\"', 'u"old"', '"\\0"',
    ],
)  # fmt: skip
def test_python_literals_decode_as_python_does(literal: str) -> None:
    from promptlint.formats.python_literals import literals

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = eval(compile("(" + literal.replace("\r\n", "\n") + ")", "x", "eval"))
    view = literals(literal, 0, len(literal))
    assert view is not None
    assert view.text == value
    assert_exact(view, literal)


def test_messages_written_out_are_one_prompt() -> None:
    text = 'r = llm(messages=[{"role": "system", "content": "You answer in one line."}, {"role": "user", "content": f"Q: {q}"}])\n'
    (prompt,) = parse(Source("a.py", text)).prompts
    assert [b.attrs["role"] for b in prompt.root.children] == ["system", "user"]


def test_uses_mark_a_prompt() -> None:
    text = 'x = llm(system="You answer in one line.")\nm = SystemMessage(content="You are kind.")\nt = ("system", "You translate.")\n'
    assert names("a.py", text) == ["system", "system", "system"]


def test_what_an_agent_declares_goes_with_its_constant() -> None:
    text = """
    RULES = "You answer in one line."
    agent = Agent(instructions=RULES, tools=[get_weather, WebSearch(), {"type": "function", "function": {"name": "send"}}], max_turns=10)
    """
    (prompt,) = read("a.py", text).prompts
    assert prompt.name == "RULES"
    assert prompt.meta == {"tools": ["get_weather", "WebSearch", "send"], "limits": {"max_turns": 10}}


def test_functions_that_return_prompts() -> None:
    assert names("a.py", 'def build_prompt(x):\n    return f"You answer {x} in one line."\n') == ["build_prompt"]
    assert names("a.py", 'name = input(prompt="Please enter the name of your street")\n') == []


def test_toml() -> None:
    text = 'description = "Reviews of a change"\nprompt = """\nYou review \\"it\\" and \\\n   join {{args}}.\n"""\n[a.b]\ninstructions = \'Find \\n grants\'\nmax_turns = 3\n'
    first, second = parse(Source("a.toml", text)).prompts
    assert (first.name, first.view.text) == ("prompt", 'You review "it" and join {{args}}.\n')
    assert (second.name, second.view.text, second.meta["limits"]) == (
        "a.b.instructions",
        "Find \\n grants",
        {"max_turns": 3},
    )
    assert word(first, text, "join {{args}}") == "join {{args}}"


@pytest.mark.parametrize(
    "text",
    [
        '{"system": [{"type": "text", "text": "You are terse."}], "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]}',
        '{"systemInstruction": {"parts": [{"text": "You are terse."}]}, "contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}',
        '{"instructions": "You are terse.", "input": [{"role": "user", "content": "Hi"}]}',
        '{"messages": [{"role": "developer", "content": "You are terse."}, {"role": "human", "content": "Hi"}]}',
    ],
)
def test_requests_of_several_vendors(text: str) -> None:
    (prompt,) = parse(Source("a.json", text)).prompts
    assert [b.attrs["role"] for b in prompt.root.children] == ["system", "user"]
    assert prompt.view.text == "You are terse.\n\nHi"


def test_descriptions_of_tools_are_no_prompts() -> None:
    text = '{"instructions": "You answer in short.", "tools": [{"name": "get", "description": "You must always pass the name of the city here"}]}'
    (prompt,) = parse(Source("a.json", text)).prompts
    assert prompt.meta["tools"] == ["get"]


def test_crew_in_python() -> None:
    (prompt,) = read(
        "a.py", 'Agent(role="Scout", goal="Find grants in {region}", backstory="You read.", max_iter=3)\n'
    ).prompts
    assert (prompt.name, prompt.stack, prompt.meta["limits"]) == ("Scout", "crew", {"max_iter": 3})


TYPESCRIPT = """
// it's a comment with a "quote
export const SYSTEM_PROMPT: string = `You are ${kind ? `nested ${deep} one` : "plain"}.
Cost \\${x} \\u{1F600}`;
const greeting = "Hello there, this is no prompt at all";
const quote = /["'`]/.test(greeting);
// promptlint: prompt
const foo = "Marked " +
  'and joined';
const agent = new Agent({ name: "triage", instructions: "You triage tickets. Don't guess." });
const chat = [{ role: "system", content: "You answer in JSON." }];
const view = <p>Don't "quote" this</p>;
"""


def test_typescript_strings() -> None:
    prompts = {p.name: p for p in parse(Source("a.tsx", TYPESCRIPT)).prompts}
    assert list(prompts) == ["SYSTEM_PROMPT", "foo", "agent.instructions", "chat"]
    assert prompts["SYSTEM_PROMPT"].view.text == "You are ${kind}.\nCost ${x} 😀"
    assert prompts["foo"].view.text == "Marked and joined"
    assert word(prompts["foo"], TYPESCRIPT, "joined") == "joined"


def test_poml() -> None:
    text = "<poml>\n <role>You help.</role>\n <!-- not sent -->\n <list><item>Use &lt;b&gt;.</item></list>\n <human-msg>{{ q }}</human-msg>\n</poml>\n"
    (prompt,) = parse(Source("a.poml", text)).prompts
    assert "# Role\n\nYou help." in prompt.view.text
    assert "- Use <b>." in prompt.view.text
    assert "not sent" not in prompt.view.text
    assert [b.attrs["role"] for b in prompt.root.children if b.kind == ROLE] == ["user"]
    assert word(prompt, text, "You help") == "You help"


# --- hostile input --------------------------------------------------------------------------------------------------

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)

HOSTILE = {
    "brackets.yaml": "[" * 200_000,
    "braces.yaml": "{a: " * 20_000,
    "dashes.yaml": "- " * 20_000,
    "bomb.yaml": BOMB + "prompt: *i\n",
    "twice.yaml": "prompt: You must answer once.\nprompt: You must answer twice.\n",
    "tabs.yaml": "prompt:\n\t- x\n",
    "control.yaml": "prompt: |\n  You \x1b[31m must answer in red.\n",
    "empty.yaml": "",
    "comment.yaml": "# nothing\n",
    "jinja.yaml": "{% for x in y %}\nprompt: {{ x }}\n{% endfor %}\n",
    "deep.json": "[" * 200_000,
    "open.json": '{"prompt": "You',
    "surrogate.json": '{"prompt": "You must \\ud800 answer \\ud83d\\ude00 now"}',
    "empty.json": "",
    "broken.py": "SYSTEM_PROMPT = '''You",
    "deep.py": "x = " + "(" * 5000 + ")" * 5000,
    "sum.py": "SYSTEM_PROMPT = " + " + ".join(['"You must answer. "'] * 3000),
    "format.py": 'SYSTEM_PROMPT = "You must answer now {x" % y\n',
    "open.ts": "const SYSTEM_PROMPT = `You ${a {",
    "deep.ts": "const SYSTEM_PROMPT = " + "`${" * 3000,
    "regex.ts": "/" * 20_000 + "[" * 20_000,
    "open.poml": "<poml><role>You" + "<item " * 5000,
    "comments.poml": "<!--" * 20_000,
    "front.prompty": "---\n" * 20_000,
    "preamble.prompt": "a: b\n" * 20_000,
}


@pytest.mark.parametrize("path", HOSTILE)
def test_nothing_raises_or_hangs(path: str) -> None:
    text = HOSTILE[path]
    start = time.perf_counter()
    result = parse(Source(path, text))
    assert time.perf_counter() - start < 5
    for notice in result.notices:
        assert "reader failed" not in notice.message
    for prompt in result.prompts:
        for start_at, source, length, source_length in prompt.view.segments:
            assert start_at + length <= len(prompt.view.text)
            assert source + source_length <= len(text)


def test_unreadable_yaml_is_prose_with_a_notice() -> None:
    result = read("a.yaml", "prompt: [unclosed\nYou must never lie.\n")
    assert result.notices[0].message.startswith("read as plain prose, because it is not yaml")
    assert "never lie" in result.prompts[0].view.text


def test_control_characters_stay_in_the_text() -> None:
    (prompt,) = read("a.yaml", HOSTILE["control.yaml"]).prompts
    assert "\x1b[31m" in prompt.view.text
