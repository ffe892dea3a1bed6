"""The eval cases that the `example` blocks of a charter are, each with what its answer is judged by."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.charter.ast import Charter, Node
from promptlint.charter.cases import Check, checks
from promptlint.charter.model import Model
from promptlint.charter.pieces import Prose
from promptlint.charter.render import Renderer, markdown
from promptlint.charter.words import TURNS
from promptlint.record import NamedTuple

Message = tuple[str, str]


class Case(NamedTuple):
    """One example as a case.

    Args:
        id: a name that no other case of the charter has.
        title: as written.
        name: the rule or principle that it is for, "" for none.
        rule: what that says, as the model reads it; "" for none.
        filled: the inputs that the example gives, by name.
        turns: ``(role, text)`` of the conversation up to the answer, roles "user" and "assistant"; without any, the
            prompt with its inputs is what the user says.
        good, bad: answers that keep the rule and that break it.
        checks: what can be checked of an answer without a judge.
        line: where it stands.
    """

    id: str
    title: str
    name: str
    rule: str
    filled: dict[str, str]
    turns: tuple[Message, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    checks: tuple[Check, ...]
    line: int

    @property
    def criterion(self) -> str:
        """What a judge is asked of an answer; "" where nothing is known of it."""
        parts = []
        if self.rule:
            parts.append(f"The answer must keep this rule:\n{self.rule}")
        parts += [f"An answer that is right, though others may be too:\n{text}" for text in self.good]
        parts += [f"An answer that is wrong:\n{text}" for text in self.bad]
        return "\n\n".join(parts)


class Exam(NamedTuple):
    """A charter with its cases.

    Args:
        path: the charter.
        name: of its front matter, else of its file.
        model: of its front matter, "" for none.
        prompt: what it renders to.
        inputs: the variables in that.
        cases: in order.
        silent: lines of examples that neither a user nor an input begins, which are no cases.
        unknown: ``(line, name)`` of examples for what is not there.
    """

    path: str
    name: str
    model: str
    prompt: str
    inputs: tuple[str, ...]
    cases: tuple[Case, ...]
    silent: tuple[int, ...]
    unknown: tuple[tuple[int, str], ...]


def exam(charter: Charter, path: str, shown: bool = False) -> Exam:
    """The cases of a charter.

    Args:
        shown: whether the prompt holds the examples. A model that was shown the answer is not tested by its question.
        charter: with its includes in place.
        path: its file, with forward slashes.
    """
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    meta = {key: value for key in ("name", "model") if isinstance(value := charter.meta.get(key), str)}
    texts = rules(charter)
    model = Model(charter)
    found, silent, unknown, given = [], [], [], set[str]()
    for node in charter.of("example"):
        name = node.name.text if node.name else ""
        if name and name not in texts:
            unknown.append((node.line, name))
        case = case_of(node, name, texts.get(name, ""), tuple(dict.fromkeys(checks(model, name))), given)
        if case is None:
            silent.append(node.line)
        else:
            found.append(case)
    return Exam(
        path, meta.get("name", stem), meta.get("model", ""), "".join(p[0] for p in markdown(charter, "" if shown else "examples")).rstrip("\n"),
        tuple(n.name.text for n in charter.of("input") if n.name), tuple(found), tuple(silent), tuple(unknown),
    )  # fmt: skip


def case_of(node: Node, name: str, rule: str, checks: tuple[Check, ...], given: set[str]) -> Case | None:
    """The case of one example, None where there is nothing to answer."""
    filled: dict[str, str] = {}
    turns: list[Message] = []
    answers: dict[str, list[str]] = {"good": [], "bad": []}
    for turn in node.children:
        if turn.kind != "turn" or turn.name is None:
            continue
        text = spoken(turn)
        if turn.name.text in answers:
            answers[turn.name.text].append(text)
        elif turn.name.text in TURNS:
            turns.append((turn.name.text, text))
        else:
            filled[turn.name.text] = text
    if not any(role == "user" and text for role, text in turns):
        if not any(filled.values()):
            return None
        turns = []
    title = node.words.text if node.words else name or "example"
    words = "".join(c if c.isalnum() else " " for c in title.lower()).split()
    base = "-".join(words) or "example"
    number = next(i for i in range(1, len(given) + 2) if (base if i == 1 else f"{base}-{i}") not in given)
    id = base if number == 1 else f"{base}-{number}"
    given.add(id)
    return Case(
        id, title, name, rule, filled, tuple(turns), tuple(answers["good"]), tuple(answers["bad"]), checks, node.line
    )


def spoken(turn: Node) -> str:
    """What is said in a turn, with the lines below it."""
    first = [turn.words.text] if turn.words else []
    return "\n".join([*first, *(more.words.text for more in turn.children if more.words)]).strip()


def rules(charter: Charter) -> dict[str, str]:
    """What each rule and principle says, by its name."""
    renderer = Renderer(charter)
    found: dict[str, str] = {}
    for node in charter.of("principle"):
        section = renderer.principle(node)
        if node.name:
            found[node.name.text] = f"{section.title}\n\n" + "".join(p[0] for p in section.body).strip()
    for node, around in placed(charter.nodes, ()):
        if node.name is not None:
            prose = Prose(renderer.terms)
            if node.modality == "refuse" or node.kind == "escalate":
                renderer.refusal(prose, node)
            else:
                renderer.rule(prose, node, tuple(w.condition for w in around if w.condition))
            found[node.name.text] = prose.text.strip().removeprefix("- ")
    return found


def placed(nodes: list[Node], around: tuple[Node, ...]) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Rules and hand-overs, each with the `when` blocks that it stands in."""
    for node in nodes:
        if node.kind in ("rule", "escalate"):
            yield node, around
        else:
            yield from placed(node.children, (*around, node) if node.kind == "when" else around)
