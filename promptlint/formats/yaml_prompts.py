"""YAML: promptfoo, CrewAI, GitHub Models, NeMo Guardrails, and whatever else holds prompts in its values."""

from __future__ import annotations

from promptlint.block import Prompt
from promptlint.formats import Parsed, constitution, crewai, prompt_yml, promptfoo, slots
from promptlint.formats.carrier import prose
from promptlint.formats.nodes import Node, Unreadable
from promptlint.formats.yaml_nodes import read
from promptlint.source import Source


def parse(source: Source) -> Parsed:
    """The prompts of a YAML file; the format is told by its content."""
    try:
        roots = read(source.text)
    except Unreadable as e:
        return prose(source, "yaml", e)
    return of_roots(source, roots, "yaml")


def of_roots(source: Source, roots: list[Node], carrier: str) -> Parsed:
    """The prompts of the documents of a file.

    Args:
        source: the file.
        roots: its documents.
        carrier: "yaml" or "json".
    """
    found: list[Prompt] = []
    name = carrier
    for root in (r for r in roots if r.kind in ("map", "seq")):
        name, prompts = _document(root, source.path, carrier)
        found += prompts
    if not found and not any(r.kind in ("map", "seq") for r in roots):
        return prose(source, "text")  # a text that happens to be a scalar of YAML
    return Parsed(name, found, [])


def _document(root: Node, path: str, carrier: str) -> tuple[str, list[Prompt]]:
    if (listed := constitution.principles(root, path)) is not None:
        return "constitution", [constitution.constitution(root, listed, carrier)]
    if root.kind == "map":
        if promptfoo.is_promptfoo(root) and not slots.is_nemo(root):
            return "promptfoo", list(promptfoo.prompts(root))
        if prompt_yml.is_chat(root):
            return ("prompt-yml" if carrier == "yaml" else "chat-json"), [prompt_yml.chat(root, format="prompt-yml")]
        if slots.is_nemo(root):
            return "nemo", slots.nemo(root)
        if crewai.is_crew(root):
            return "crewai", list(crewai.prompts(root))
    prompts = slots.prompts(root, path, carrier)
    if prompts and (data := constitution.pairs(root)) is not None:
        prompts[0].meta["constitution"] = data
        return "constitution", prompts
    return carrier, prompts
