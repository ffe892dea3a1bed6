"""Eval cases in the forms of the programs that run them: promptfoo, Inspect, and JSON lines."""

from __future__ import annotations

import json
import keyword
import math
import pprint
from collections.abc import Sequence

from promptlint import regex
from promptlint.charter.cases import Check
from promptlint.charter.exams import Case, Exam, Message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SCHEMA = "# yaml-language-server: $schema=https://promptfoo.dev/config-schema.json\n"
ECHO = "echo"  # promptfoo's provider that answers with the prompt, so that a file without a model still loads
VARIABLE = "user_turn"
COUNTS = {
    "word": "output.split(/\\s+/).filter(Boolean).length",
    "sentence": "output.split(/[.!?]+(?=\\s|$)/).filter(s => s.trim()).length",
    "line": "output.trim().split(/\\r?\\n/).length",
    "character": "output.length",
}
OPENING = regex.compile(r"\{(?=[{%#])")
INSPECT = '''\
"""Eval cases, written by `promptlint evals export --format inspect`; run them with `inspect eval`."""

from typing import Any

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessage, ChatMessageAssistant, ChatMessageSystem, ChatMessageUser
from inspect_ai.scorer import model_graded_qa
from inspect_ai.solver import generate

KINDS = {"system": ChatMessageSystem, "user": ChatMessageUser, "assistant": ChatMessageAssistant}
CASES: dict[str, list[dict[str, Any]]] = {}
%(cases)s


def dataset(name: str) -> MemoryDataset:
    """The samples of one prompt."""
    samples = []
    for case in CASES[name]:
        messages: list[ChatMessage] = [KINDS[m["role"]](content=m["content"]) for m in case["input"]]
        samples.append(Sample(input=messages, target=case["target"], id=case["id"], metadata=case["metadata"]))
    return MemoryDataset(samples, name=name)
'''
TASK = '''

@task
def {name}() -> Task:
    """The cases of {path}."""
    return Task(dataset=dataset({name!r}), solver=generate(), scorer=model_graded_qa())
'''


def records(exam: Exam) -> list[dict[str, Any]]:
    """The cases as plain data, in the fields that Inspect reads from a file of JSON lines."""
    return [
        {
            "id": case.id,
            "input": [{"role": role, "content": text} for role, text in messages(filled(exam, case), case.turns)],
            "target": case.criterion,
            "metadata": metadata(exam, case),
        }
        for case in exam.cases
    ]


def metadata(exam: Exam, case: Case) -> dict[str, Any]:
    """Where a case comes from, and what it is for."""
    found: dict[str, Any] = {"title": case.title, "charter": exam.path, "line": case.line}
    return {**found, "rule": case.name} if case.name else found


def messages(prompt: str, turns: Sequence[Message]) -> list[Message]:
    """The conversation up to the answer; a prompt that nobody answers is the user's own message."""
    return [("system", prompt), *turns] if turns else [("user", prompt)]


def filled(exam: Exam, case: Case) -> str:
    """The prompt with what the example puts into its inputs; one that it does not name is empty."""
    text = exam.prompt
    for name in exam.inputs:
        text = text.replace(f"{{{{{name}}}}}", case.filled.get(name, ""))
    return text


def jsonl(exams: Sequence[Exam], providers: Sequence[str] = ()) -> str:
    """One case a line, with the answers that the example gives."""
    lines = []
    for exam in exams:
        for record, case in zip(records(exam), exam.cases, strict=True):
            lines.append(json.dumps({**record, "good": case.good, "bad": case.bad}, ensure_ascii=False))
    return "".join(line + "\n" for line in lines)


def inspect(exams: Sequence[Exam], providers: Sequence[str] = ()) -> str:
    """A Python module with one task for each charter."""
    cases, tasks, given = [], [], {"dataset", "task", "generate"}
    for exam in exams:
        name = "_".join(regex.compile(r"[A-Za-z0-9]+").findall(exam.name)).lower() or "cases"
        name = name if name.isidentifier() and not keyword.iskeyword(name) else f"cases_{name}"
        while name in given:
            name += "_"
        given.add(name)
        data = pprint.pformat(records(exam), indent=1, width=110, sort_dicts=False)
        cases.append(f"CASES[{name!r}] = {data}")
        tasks.append(TASK.format(name=name, path=exam.path.replace('"', "'").replace("\\", "/")))
    return INSPECT % {"cases": "\n".join(cases)} + "".join(tasks)


def promptfoo(exams: Sequence[Exam], providers: Sequence[str] = ()) -> str:
    """A configuration of promptfoo.

    Args:
        exams: the charters.
        providers: models to ask, as promptfoo names them; empty for those that the charters name.
    """
    import yaml

    named = [e.model for e in exams if ":" in e.model]
    data: dict[str, Any] = {
        "description": "Examples of " + ", ".join(e.name for e in exams),
        "prompts": [],
        "providers": list(providers) or list(dict.fromkeys(named)) or [ECHO],
        "tests": [],
    }
    for exam in exams:
        labels: dict[tuple[Message, ...], str] = {}
        for case in exam.cases:
            turns, last = variable_turns(case)
            if turns not in labels:
                labels[turns] = exam.path + (f" ({len(labels) + 1})" if labels else "")
                data["prompts"].append({"label": labels[turns], "raw": raw(exam, turns)})
            data["tests"].append(test(exam, case, labels[turns], last))
    return SCHEMA + yaml.dump(data, Dumper=dumper(), sort_keys=False, allow_unicode=True, width=110)


def variable_turns(case: Case) -> tuple[tuple[Message, ...], dict[str, str]]:
    """The turns of a case with a variable for what the user says last, and what that is."""
    if not case.turns:
        return (), {}
    at = max(i for i, (role, _) in enumerate(case.turns) if role == "user")
    before = tuple((role, escaped(text)) for role, text in case.turns[:at])
    return (*before, ("user", f"{{{{{VARIABLE}}}}}")), {VARIABLE: value(case.turns[at][1])}


def raw(exam: Exam, turns: Sequence[Message]) -> str:
    """The messages of a chat as promptfoo takes them, with a variable for each input."""
    prompt = escaped(exam.prompt)
    for name in exam.inputs:
        prompt = prompt.replace(escaped(f"{{{{{name}}}}}"), f"{{{{{variable(name)}}}}}")
    found = [{"role": role, "content": text} for role, text in messages(prompt, turns)]
    return json.dumps(found, ensure_ascii=False, indent=1)


def variable(name: str) -> str:
    """The name of an input as a variable of a template."""
    return name.replace(".", "_").replace("-", "_")


def test(exam: Exam, case: Case, prompt: str, last: dict[str, str]) -> dict[str, Any]:
    """One test."""
    inputs = {variable(name): value(case.filled.get(name, "")) for name in exam.inputs}
    found: dict[str, Any] = {
        "description": case.title,
        "prompts": [prompt],
        "vars": {**last, **inputs},
        "metadata": metadata(exam, case),
    }
    asserted = [assertion(check) for check in case.checks]
    if case.criterion:
        asserted.append({"type": "llm-rubric", "value": escaped(case.criterion)})
    return {**found, "assert": asserted} if asserted else found


def assertion(check: Check) -> dict[str, Any]:
    """A check of an answer that needs no judge."""
    if check.range is None:
        return {
            "type": "not-icontains-any" if check.lacks else "icontains-any",
            "value": list(map(escaped, check.words)),
        }
    r = check.range
    bounds = [f"n {'>' if r.low_open else '>='} {r.low:g}"] if r.low > -math.inf else []
    bounds += [f"n {'<' if r.high_open else '<='} {r.high:g}"] if r.high < math.inf else []
    bounds += [f"n !== {x:g}" for x in sorted(r.without)]
    return {"type": "javascript", "value": f"(n => {' && '.join(bounds) or 'true'})({COUNTS[check.unit]})"}


def escaped(text: str) -> str:
    """Text that a template of promptfoo gives back as it is."""
    return OPENING.sub("{{ '{' }}", text)


def value(text: str) -> str:
    """Text as the value of a variable, which is no template; it must not look like a file to load."""
    return f" {text}" if text.startswith("file://") else text


def dumper() -> type:
    """A dumper of YAML that writes texts of several lines as blocks."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    def text(d: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        return d.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    Dumper.add_representer(str, text)
    return Dumper


FORMS = {"promptfoo": promptfoo, "inspect": inspect, "jsonl": jsonl}
