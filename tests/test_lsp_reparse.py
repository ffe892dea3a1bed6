"""What is reparsed after an edit has the blocks, placeholders and tags that a first reading of the text finds."""

from __future__ import annotations

import random

import pytest

from benchmarks.soak import STRAY, sources
from promptlint.block import Block, Prompt
from promptlint.formats import parse
from promptlint.formats.markdown import Builder
from promptlint.source import Source
from promptlint.text.kept import Kept

TEXTS = [text for name, text in sources() if name.endswith((".md", ".txt", ".prompty", ".prompt"))]
# Each opens, closes or continues something; blank lines stand between them, or not.
PARTS = """# Rules
## Examples
#### {#id} Tone {#tone level=2}
Setext
======
Never write more than {{count}} words, or {count}, in <place>.
Write plainly,
and in short sentences. See [NAME] and $ARGUMENTS.
- one
- two, with
  more of it
  - inner `code`
1. first
   ```py
   x = 1
   ```
2. second
10) tenth
Never:
**Scope**
Examples:
Good:
User: Where is it?
Assistant: On the left.
```
```json
{"a": [1, 2]}
~~~~
~~~~ text
{
  "key": "value",
}
[
| a | b |
|---|---|
| 1 | 2 |
> quoted, and
> - listed
>
<rules>
</rules>
<rules><example>
</example></rules>
text with <b>bold</b> and <mail>{{mail}}</mail>
<!-- a note
on two lines -->
<!-- GOOD -->
in <!-- line --> comment
{# hidden #}
{% if tier %}
{% else %}
{% endif %}
Say {% if x %}yes{% else %}no{% endif %}.
{{#each items}}
{{/each}}
system:
user:
# user:
---
***
!!! note
    Indented code = true
	tabbed
                                                  far right
key: value
other_key: 3
third: "x"
START OF EXAMPLE
END OF EXAMPLE
[END]
é 🚲 \u2028 \x0c \u200b""".split("\n")
PATHS = ("a.md", "a.txt", "a.prompt.md", "a.agent.md", "a.j2", "a.prompty", "a.xml")


def shape(block: Block) -> object:
    view = block.view and (block.view.text, block.view.segments)
    return block.kind, block.span, view, sorted(block.attrs.items(), key=str), [shape(b) for b in block.children]


def read(prompt: Prompt) -> list[object]:
    places = {id(b): i for i, b in enumerate(prompt.root.walk())}
    holes = [(p.name, p.span, p.dialect, p.kind, places.get(id(p.block))) for p in prompt.placeholders]
    root = shape(prompt.root)
    return [root, holes, prompt.template_names, prompt.span, prompt.view.text, prompt.meta, prompt.role]


def made(dice: random.Random, end: str) -> str:
    if dice.random() < 0.3:
        return dice.choice(TEXTS).replace("\n", end)
    front = f"---{end}name: x{end}---{end}" if dice.random() < 0.3 else ""
    return front + "".join(
        dice.choice(PARTS) + end * dice.choice((1, 1, 2, 2, 3)) for _ in range(dice.randrange(1, 60))
    )


def edited(text: str, dice: random.Random, end: str) -> str:
    """A text after one edit, mostly where a line or a paragraph begins or ends."""
    at = dice.randrange(len(text) + 1)
    if dice.random() < 0.7:
        at = text.find(dice.choice((end, end * 2)), at) + dice.randrange(3)
        at = max(0, min(at, len(text)))
    kind = dice.randrange(6)
    if kind == 0:
        return text[:at] + text[at + dice.choice((1, 2, 3, 40)) :]
    if kind == 1:  # some lines are moved
        rows = text.splitlines(keepends=True) or [""]
        first = dice.randrange(len(rows))
        some, rows = rows[first : first + 4], rows[:first] + rows[first + 4 :]
        to = dice.randrange(len(rows) + 1)
        return "".join([*rows[:to], *some, *rows[to:]])
    if kind == 2:
        return text[:at] + dice.choice((end, end * 2, " ", "    ", "\t", "-", "`")) + text[at:]
    put = dice.choice(STRAY) if kind == 3 else dice.choice(PARTS) + end * dice.randrange(3)
    return text[:at] + put + text[at:]


@pytest.mark.parametrize("seed", range(60))
def test_a_text_is_reparsed_as_it_is_read_first(seed: int) -> None:
    dice = random.Random(seed)
    end, path, kept = dice.choice(("\n", "\n", "\r\n")), dice.choice(PATHS), Kept()
    text = made(dice, end)
    for _ in range(30):
        kept.turn()
        found, first = parse(Source(path, text), kept=kept), parse(Source(path, text))
        assert list(map(read, found.prompts)) == list(map(read, first.prompts)), repr(text)
        kept.finish()
        text = edited(text, dice, end)


def test_only_what_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read_lines: list[int] = []
    line = Builder._line

    def counted(self: Builder, number: int, queue: int) -> tuple[int, int]:
        read_lines.append(number)
        return line(self, number, queue)

    monkeypatch.setattr(Builder, "_line", counted)
    parts = [f"## Part {n}\n\nBe brief in part {n}.\n\n- one\n- two\n\nThat is all.\n\n" for n in range(30)]
    kept = Kept()
    for n in range(3):
        kept.turn()
        read_lines.clear()
        parse(Source("a.md", "".join([*parts[:20], "n" * n, *parts[20:]])), kept=kept)
        kept.finish()
    assert 0 < len(read_lines) < 40  # of 210
