"""A charter as the critiques and revisions that constitutional training asks a model for.

The form is that of the open recipes (`constitutions`: pairs of `critic` and `revision`; `system_chat`: dialogues that show
how it is done): a response is drawn, criticised under one principle, and rewritten.
"""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.charter.ast import Charter, Node
from promptlint.charter.pieces import Prose
from promptlint.charter.render import Renderer, is_rule

CRITIC = (
    "Read your last response again and hold it against {what}\n\n{rules}\n\n"
    "Identify each place where the response does not follow it, and explain why. If it follows it, say so."
)
REVISION = (
    "Rewrite your last response so that it follows {what}\n\n{rules}\n\n"
    "Change only what the critique names, and keep the rest as helpful as it was."
)


def constitution(charter: Charter) -> str:
    """The pairs of a charter in JSON: one a principle, one a rule outside of any, one for what is refused."""
    import json

    groups = list(_groups(charter))
    pairs = [{"critic": critic, "revision": revision} for _, critic, revision in groups]
    shown = [chat for example in charter.of("example") if (chat := _shown(example, groups))]
    return json.dumps({"constitutions": pairs, "system_chat": shown}, ensure_ascii=False, indent=2) + "\n"


def _groups(charter: Charter) -> Iterator[tuple[list[Node], str, str]]:
    """The statements of each pair, and its two requests."""
    renderer = Renderer(charter)
    for node in charter.nodes:
        if node.kind == "principle":
            title = node.words or node.name
            what = f"the principle “{title.text}”:" if title else "this principle:"
            yield from _pair(renderer, list(node.walk()), node.children, what)
        elif is_rule(node):
            yield from _pair(renderer, list(node.walk()), [node], "this principle:")
    refused = [n for n in charter.nodes if n.kind == "escalate" or n.modality == "refuse"]
    yield from _pair(renderer, refused, refused, "these limits of what you help with:")


def _pair(
    renderer: Renderer, within: list[Node], written: list[Node], what: str
) -> Iterator[tuple[list[Node], str, str]]:
    prose = Prose(renderer.terms)
    for node in written:
        if node.kind == "escalate" or node.modality == "refuse":
            renderer.refusal(prose, node)
        else:
            renderer.statement(prose, node)
    rules = prose.text.strip()
    if rules:
        yield within, CRITIC.format(what=what, rules=rules), REVISION.format(what=what, rules=rules)


def _shown(example: Node, groups: list[tuple[list[Node], str, str]]) -> list[dict[str, str]]:
    """An example as a dialogue of draft, critique and revision; [] where it has no bad and good answer."""
    said: dict[str, list[str]] = {"user": [], "good": [], "bad": []}
    for turn in example.children:
        if turn.kind == "turn" and turn.name and turn.words and turn.name.text in said:
            more = [c.words.text for c in turn.children if c.words]
            said[turn.name.text].append("\n".join([turn.words.text, *more]))
    name = example.name.text if example.name else ""
    for within, critic, revision in groups:
        named = any(n.name and n.name.text == name for n in within)
        if not named or not all(said.values()):
            continue
        texts = ["\n".join(said["user"]), said["bad"][0], critic, _critique(within, name), revision, said["good"][0]]
        return [{"role": "assistant" if i % 2 else "user", "content": text} for i, text in enumerate(texts)]
    return []


def _critique(within: list[Node], name: str) -> str:
    node = next(n for n in within if n.name and n.name.text == name)
    words = f"“{node.words.text}”" if node.words else name
    kind = "principle" if node.kind == "principle" else "rule on"
    return f"The response does not follow the {kind} {words}."
