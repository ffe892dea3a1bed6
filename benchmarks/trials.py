"""Trials of the clash rules: sentences per surface, paired by the thousand. Nobody tuned a pair.

usage: trials.py [--misses] [--surface NAME] [--partners N] [FOLDER]

FOLDER (default: tests/trials) holds `*.yaml`: a surface a key, and under it lists of sentences

    demand    require the act, the feature or the thing
    forbid    rule it out
    aside     speak of it and settle nothing about it (a fact, a quotation, another object, another actor)
    values    in place of the three: a value a key, with the sentences that require it; two values exclude each other

The pairs: demand × forbid and value × value clash; two of one list do not, nor does an aside beside anything; and a clash
stays one behind the same condition, and is none behind conditions that exclude each other, nor once a rank is stated.
A sentence is *read* when most of its clashes are found.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from promptlint.diagnostic import Severity
from promptlint.engine import lint_source
from promptlint.source import Source

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "trials"
CLASHES = frozenset(
    "contradictory-directives exclusive-requirements numeric-clash order-clash competing-only unranked-absolutes "
    "precedence-cycle".split()
)
# The same condition twice, and two that exclude each other; each goes before a sentence.
SAME = ("When the user writes on a weekend, ", "If the request comes from a tablet, ", "During onboarding, ")
APART = (
    ("If the user is an adult, ", "If the user is a minor, "),
    ("When the user has logged in, ", "When the user is not logged in, "),
    ("For paying customers, ", "For customers on the free plan, "),
    ("Before the order has shipped, ", "After the order has shipped, "),
    ("In e-mails to partners, ", "In e-mails to customers, "),
    ("On Mondays, ", "On Fridays, "),
    ("For orders above 100 euros, ", "For orders of up to 100 euros, "),
    ("With consent on file, ", "Where consent is lacking, "),
    ("While the game is running, ", "Once the game is over, "),
    ("As long as the user is driving, ", "When the user has parked, "),
    ("In the summary, ", "In the appendix, "),
    ("For Python files, ", "For shell scripts, "),
    ("When writing to a minister, ", "When writing to a friend, "),
    ("If the ticket is marked urgent, ", "If the ticket is not marked urgent, "),
    ("Outside office hours, ", "During office hours, "),
    ("If the score is 8 or more, ", "If the score is 7 or less, "),
    ("In step one, ", "In step four, "),
    ("On the website, ", "In the printed catalogue, "),
    ("For members under 16, ", "For members of 16 and over, "),
    ("For messages in French, ", "For messages in English, "),
    ("For guests who stay one night, ", "For guests who stay a week, "),
    ("When you are certain, ", "When you are not certain, "),
    ("If the build passes, ", "If the build breaks, "),
    ("In private chats, ", "In group chats, "),
    ("During the tutorial, ", "Once the tutorial is done, "),
    ("If the document is in the index, ", "For material that isn't indexed, "),
    ("When the caller gives a name, ", "When the caller stays anonymous, "),
    ("For dogs, ", "For cats, "),
    ("In the free edition, ", "In the enterprise edition, "),
    ("If the file exists, ", "If there is no such file, "),
)
RANKS = (
    "Where two of these rules contradict each other, the first one wins.",
    "The later of two conflicting rules takes precedence.",
)


class Trial(NamedTuple):
    """One generated prompt.

    Args:
        surface: the surface of both sentences.
        a, b: the sentences as written in the bank.
        text: the prompt.
        clash: whether it holds a clash.
        how: which construction made it.
    """

    surface: str
    a: str
    b: str
    text: str
    clash: bool
    how: str


def banks(folder: Path = FOLDER) -> dict[str, dict[str, list[str]]]:
    """The sentences of every surface: by list, or by value as ``=VALUE``.

    Raises:
        ValueError: a surface stands in two files.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for surface, lists in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if surface in found:
                raise ValueError(f"{path.name}: {surface} stands in another file, too")
            values = lists.pop("values", {})
            found[surface] = lists | {f"={value}": sentences for value, sentences in values.items()}
    return found


def trials(bank: dict[str, dict[str, list[str]]], partners: int = 4, seed: int = 1) -> Iterator[Trial]:
    """Pairs of every sentence with ``partners`` of each list that it is paired with."""
    chance = random.Random(seed)
    for surface, lists in bank.items():
        values = [name for name in lists if name.startswith("=")]
        against = [("demand", "forbid")] if "demand" in lists else []
        against += list(itertools.combinations(values, 2))
        for one, two in against:
            for a, b in _some(lists[one], lists[two], partners, chance):
                yield _pair(surface, a, b, True, "clash")
        for a, b in _some(*(lists[x] for x in against[0]), 1, chance) if against else ():
            same, (mine, theirs), rank = chance.choice(SAME), chance.choice(APART), chance.choice(RANKS)
            yield _pair(surface, a, b, True, "same condition", same, same)
            yield _pair(surface, a, b, False, "conditions apart", mine, theirs)
            yield Trial(surface, a, b, f"{rank}\n\n- {a}\n- {b}\n", False, "rank stated")
        sides = [x for x in ("demand", "forbid", *values) if x in lists]
        for side in sides:
            for a, b in zip(lists[side], lists[side][1:], strict=False):
                yield _pair(surface, a, b, False, "restatement")
            for a, b in _some(lists.get("aside", []), lists[side], 1, chance):
                yield _pair(surface, a, b, False, "aside")


def _some(one: list[str], two: list[str], partners: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Every sentence of both lists with some of the other, each pair once."""
    if not one or not two:
        return
    seen = set()
    for mine, theirs, turned in ((one, two, False), (two, one, True)):
        for a in mine:
            for b in chance.sample(theirs, min(partners, len(theirs))):
                pair = (b, a) if turned else (a, b)
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _pair(surface: str, a: str, b: str, clash: bool, how: str, before: str = "", ahead: str = "") -> Trial:
    return Trial(surface, a, b, f"- {_behind(before, a)}\n- {_behind(ahead, b)}\n", clash, how)


def _behind(condition: str, sentence: str) -> str:
    return condition + (sentence[0].lower() + sentence[1:] if condition and sentence[1:2].islower() else sentence)


def said(trial: Trial) -> str:
    """The message of the first clash that is reported as an error or a warning, or ""."""
    for d in lint_source(Source.from_bytes("trial.md", trial.text.encode())).diagnostics:
        if d.name in CLASHES and d.severity in (Severity.ERROR, Severity.WARNING):
            return d.message
    return ""


def main() -> None:
    """Print recall and false alarms by construction and by surface."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--misses", action="store_true", help="list the sentences not read, and each false alarm")
    parser.add_argument("--surface", help="only this one, or those that begin so")
    parser.add_argument("--partners", type=int, default=4, help="how many sentences each is paired with")
    options = parser.parse_args()
    bank = {s: x for s, x in banks(options.folder).items() if s.startswith(options.surface or "")}
    by_how: dict[tuple[str, bool], list[int]] = defaultdict(lambda: [0, 0])
    by_surface: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    by_sentence: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    alarms = []
    for trial in trials(bank, options.partners):
        message = said(trial)
        hit = bool(message)
        by_how[trial.how, trial.clash][0] += hit
        by_how[trial.how, trial.clash][1] += 1
        row = by_surface[trial.surface]
        row[0 if trial.clash else 2] += hit
        row[1 if trial.clash else 3] += 1
        if trial.how == "clash":
            for sentence in (trial.a, trial.b):
                by_sentence[trial.surface, sentence][0] += hit
                by_sentence[trial.surface, sentence][1] += 1
        elif hit and not trial.clash:
            alarms.append((trial, message))
    for (how, clash), (hit, of) in sorted(by_how.items()):
        print(f"{how:18} {'found' if clash else 'false alarms':12} {hit:6}/{of:<6} {hit / of:.3f}")
    sentences = [hit * 2 > of for hit, of in by_sentence.values()]
    print(f"sentences read     {sum(sentences):19}/{len(sentences):<6} {sum(sentences) / max(1, len(sentences)):.3f}")
    for surface, (hit, of, wrong, silent) in sorted(by_surface.items(), key=lambda x: x[1][0] / max(1, x[1][1])):
        print(f"  {surface:28} found {hit / max(1, of):.2f} ({hit}/{of})  false {wrong}/{silent}")
    if options.misses:
        for (surface, sentence), (hit, of) in by_sentence.items():
            if hit * 2 <= of:
                print(f"  UNREAD {surface} {hit}/{of} | {sentence}")
        for trial, message in alarms:
            print(f"  FALSE  {trial.surface} {trial.how} | {trial.a} | {trial.b} | {message}")


if __name__ == "__main__":
    main()
