"""Runs the rules over files and turns their findings into diagnostics."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from promptlint import regex
from promptlint.beside import Loader, nothing
from promptlint.block import CODE, EXAMPLE, TABLE
from promptlint.diagnostic import Confidence, Diagnostic, Finding, Label, Severity
from promptlint.document import Document, Unit
from promptlint.joint import Joint, joints
from promptlint.record import record, replace
from promptlint.registry import INTERNAL_ERROR, UNUSED_SUPPRESSION, Registry, build
from promptlint.result import FileResult
from promptlint.rule import Rule
from promptlint.settings import DEFAULTS, Settings
from promptlint.source import Source
from promptlint.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from promptlint.text.kept import Kept
    from promptlint.text.table import Table

LONG = 5000  # lines of more characters count only near the span
PAGES = "docs/rules/"  # in the repository; a site may come later


@record(frozen=True, slots=True)
class Toolbox:
    """The rules and the vocabulary that a set of packs makes."""

    registry: Registry
    table: Table


@lru_cache(maxsize=8)
def toolbox(packs: tuple[str, ...] = (), knowledge: tuple[str, ...] = ()) -> Toolbox:
    """Load rules and vocabulary, once a process.

    Raises:
        KnowledgeError: one of the files cannot be used.
    """
    from promptlint.knowledge import load

    known = load(knowledge, packs)
    return Toolbox(build(known.patterns, packs), known.table)


@lru_cache(maxsize=64)
def active(settings: Settings) -> tuple[tuple[Rule, Severity], ...]:
    """The rules that run under ``settings``, with the severities they report at.

    Raises:
        UnknownRule: a selector names nothing.
        KnowledgeError: a pack cannot be used.
    """
    registry = toolbox(settings.packs, settings.knowledge).registry
    if settings.select is None:
        names = {r.name for r in registry.rules if r.default}
    else:
        names = set().union(*map(registry.expand, settings.select))
    for selector in settings.extend_select:
        names |= registry.expand(selector)
    for selector in settings.ignore:
        names -= registry.expand(selector)
    levels: dict[str, str] = {}
    for selector, level in settings.severity:
        levels.update(dict.fromkeys(registry.expand(selector), level))
    return tuple(
        # A severity that is asked for holds for every finding of the rule.
        (replace(r, proven=None), Severity(levels[r.name])) if r.name in levels else (r, r.severity)
        for r in registry.rules
        if r.name in names and levels.get(r.name) != "off"
    )


def lint_source(source: Source, settings: Settings = DEFAULTS, load: Loader = nothing) -> FileResult:
    """Lint one file's text. A pure function: nothing is read but the package's data and what the settings name.

    Args:
        load: reads the files that this one includes.

    Raises:
        UnknownRule, KnowledgeError: the settings cannot be used.
    """
    return lint(source, settings, load=load)[1]


def lint(
    source: Source,
    settings: Settings = DEFAULTS,
    proceed: Callable[[], None] = lambda: None,
    load: Loader = nothing,
    kept: Kept | None = None,
) -> tuple[Document, FileResult]:
    """Lint one file's text, and keep what was understood of it for those who show it.

    Args:
        proceed: called before each rule; what it raises ends the work, which nobody waits for any more.
        load: reads the files that this one includes.
        kept: what the sentences of an earlier version were read as; sentences of this one are added.

    Raises:
        UnknownRule, KnowledgeError: the settings cannot be used.
    """
    tools, rules = toolbox(settings.packs, settings.knowledge), active(settings)
    result = FileResult(source.path, source)
    run = _Run(source, settings, result)
    for broken in tools.registry.broken:
        if settings.select is not None and broken.name not in (*settings.select, *settings.extend_select):
            continue
        if broken.name in settings.ignore:
            continue
        run.internal(broken.name, f"the rule {broken.name} cannot be loaded: {broken.reason}")
    document = run.guard("formats", lambda: document_of(source, tools.table, settings, load, kept))
    if document is None:
        document = Document(source, "", [], tools.table)
    result.format = document.format
    result.directives = run.guard("directives", lambda: _count(document)) or 0
    if document.stacks and (profile := run.guard("profile", lambda: document.stacks[0].profile)):
        result.profile, result.reason = profile.name, profile.reason
    for rule, severity in rules:
        proceed()
        run.apply(rule, severity, document)
    for joint in run.guard("stack", lambda: list(joints(document, settings, load))) or ():
        for rule, severity in rules:
            if rule.across:
                proceed()
                run.apply_across(rule, severity, document, joint)
    run.finish({rule.name: severity for rule, severity in rules}, tools.registry)
    return document, result


def document_of(
    source: Source, table: Table, settings: Settings = DEFAULTS, load: Loader = nothing, kept: Kept | None = None
) -> Document:
    """The prompts of a file with what the settings declare about them."""
    from promptlint import formats

    parsed = formats.parse(source, load=load, kept=kept)
    for prompt in parsed.prompts:
        if settings.budgets:
            prompt.meta.setdefault("budgets", dict(settings.budgets))
        if settings.evals:
            from promptlint.evals import cases_about

            prompt.meta.setdefault("evals", cases_about(source.path, settings.evals))
    document = Document(source, parsed.format, parsed.prompts, table, settings.profile, parsed.notices, kept=kept)
    if parsed.format == "promptfoo":
        from promptlint.evals import subjects

        document.subjects = subjects(source, load)
    if load is not nothing and any(sign in source.text for sign in ("](", "#file:", "{%")):
        from promptlint.analysis.links import look_up

        for unit in document.units:
            look_up(unit, load)
    if settings.languages:
        for unit in document.units:
            if unit.language not in settings.languages:
                unit.__dict__["language"] = settings.languages[0]
    return document


def _count(document: Document) -> int:
    try:
        return sum(len(u.directives) for u in document.units)
    except ModuleNotFoundError:
        return 0


class _Run:
    """One file on its way through the rules."""

    def __init__(self, source: Source, settings: Settings, result: FileResult) -> None:
        self.source, self.settings, self.result = source, settings, result
        self.found: list[Diagnostic] = []
        self.broken: list[Diagnostic] = []
        self.seen: set[tuple[str, Span, bool, str]] = set()

    def guard(self, name: str, job: Any) -> Any:
        """The result of ``job``, or None and an internal error that names it."""
        try:
            return job()
        except Exception as e:  # INVARIANT: no failure of one part stops the others
            self.internal(name, f"{name} failed: {_where(e)}")
            return None

    def internal(self, name: str, message: str) -> None:
        """Report that a part of promptlint failed."""
        d = diagnostic(INTERNAL_ERROR, Severity.ERROR, Finding(message, Span(0, 0)), self.source.path)
        self.broken.append(replace(d, prompt=name))

    def apply(self, rule: Rule, severity: Severity, document: Document) -> None:
        """Run one rule and keep what it finds."""
        try:
            for target, unit in targets(rule, document):
                for finding in rule.function(target):
                    self.keep(rule, severity, finding, unit)
        except Exception as e:  # INVARIANT: a rule that crashes is one internal error; the others go on
            self.internal(rule.name, f"the rule {rule.name} failed: {_where(e)}")

    def apply_across(self, rule: Rule, severity: Severity, document: Document, joint: Joint) -> None:
        """Run one rule over the files of a stack and keep what is to be reported in this one."""
        if rule.profiles or not speaks(rule, joint.unit.language):
            return
        try:
            for finding in rule.function(joint.unit):
                own = joint.own(finding)
                if own and own.span:
                    at = own.span
                    self.keep(
                        rule, severity, own, next((u for u in document.units if u.prompt.span.contains(at)), None)
                    )
        except Exception as e:  # INVARIANT: a rule that crashes is one internal error; the others go on
            self.internal(rule.name, f"the rule {rule.name} failed on a stack: {_where(e)}")

    def keep(self, rule: Rule, severity: Severity, finding: Finding, unit: Unit | None) -> None:
        """Turn a finding into a diagnostic unless its place is already reported."""
        whole = finding.span is None
        span = (
            first_line(self.source, unit.prompt.span if unit else Span(0, len(self.source.text)))
            if whole
            else finding.span
        )
        assert span is not None
        elsewhere = next((r.source.path for r in finding.related if r.source), "")
        key = (rule.name, span, whole, elsewhere)
        if key in self.seen and not whole:
            return
        self.seen.add(key)
        if rule.proven and finding.confidence is Confidence.PROVABLE:
            severity = rule.proven
        d = diagnostic(rule, severity, replace(finding, span=span), self.source.path)
        self.found.append(replace(d, prompt=unit.prompt.name if unit else "", whole_prompt=whole))

    def finish(self, rules: dict[str, Severity], registry: Registry) -> None:
        """Silence, filter, sort, and give fingerprints."""
        found, silenced = self.found, list[Diagnostic]()
        if self.settings.suppress and "promptlint:" in self.source.text:
            from promptlint.suppression import silence

            found, silenced, unused = silence(self.source, found, rules, registry)
            level = rules.get(UNUSED_SUPPRESSION.name)
            found += [diagnostic(UNUSED_SUPPRESSION, level, f, self.source.path) for f in unused if level is not None]
        found = [d for d in found if self.wanted(d)]
        silenced = [d for d in silenced if self.wanted(d)]
        found += self.broken
        found.sort(key=order)
        self.result.diagnostics = list(fingerprints(self.source, found))
        self.result.silenced = sorted(silenced, key=order)
        self.result.suppressed = len(silenced)

    def wanted(self, d: Diagnostic) -> bool:
        """Whether it is severe and sure enough."""
        s = self.settings
        return d.severity.rank >= s.min_severity.rank and d.confidence.rank >= s.min_confidence.rank


def order(d: Diagnostic) -> tuple[str, int, str, int, str]:
    """The order of a report: path, offset, code."""
    return d.path, d.span.start, d.code, d.span.end, d.message


def targets(rule: Rule, document: Document) -> Iterator[tuple[Any, Unit | None]]:
    """What a rule is called with in this document, each with the unit that stands for it."""
    if rule.formats and document.format not in rule.formats:
        return
    if rule.needs and not any(occurs(need, document) for need in rule.needs):
        return
    if rule.scope == "document":
        units = document.units
        if rule.profiles and all(s.profile.name not in rule.profiles for s in document.stacks):
            return
        if not units or any(speaks(rule, u.language) for u in units):
            yield document, units[0] if units else None
        return
    for stack in document.stacks:
        if rule.profiles and stack.profile.name not in rule.profiles:
            continue
        if rule.scope == "stack":
            if speaks(rule, stack.language):
                yield stack, stack.units[0]
            continue
        for unit in stack.units:
            if not rule.languages or speaks(rule, unit.language):
                yield unit, unit


def occurs(need: str, document: Document) -> bool:
    """Whether a file has what a rule needs (see `Rule.needs`)."""
    if need in PARTS:
        return PARTS[need](document)
    if need.endswith("*"):
        return any(c.startswith(need[:-1]) for u in document.units for c in u.concepts)
    return any(need in u.concepts for u in document.units)


def _declared(key: str) -> Callable[[Document], bool]:
    return lambda document: any(u.meta.get(key) for u in document.units)


# Lines that can introduce an output which is shown without being marked as an example.
SAMPLES = regex.compile(
    r"(?im)^\W{0,8}(?:\w+ ){0,8}?(?:samples?|specimens?|examples?|models?|references?|good|right|correct|better|best|ideal|approved|accepted|earlier|previous|past|last|typical|"
    r"instance|finished|published|transcripts?|mod[eè]le|would|like this|successful|recent|older)\b|^(?:>{2,}|-{3,}|={2,}|~{3,}) ?\w|liked?:$|would \w+:$|^\s*\|[ :|-]{3,}$|well:$| to (?:copy|match|follow)\b|looks?\b|^(\w+): .+\n\1: "
)


# What a file can have besides concepts, by the names that rules use for it.
PARTS: dict[str, Callable[[Document], bool]] = {
    "charter": _declared("charter"),
    "code": lambda document: any(True for u in document.units for _ in u.blocks(CODE)),
    "eval cases": lambda document: document.format == "promptfoo" or _declared("evals")(document),
    "example": lambda document: any(True for u in document.units for _ in u.blocks(EXAMPLE)),
    "front matter": _declared("front_matter"),
    "input": _declared("inputs"),
    "notice": lambda document: bool(document.notices),
    "sample": lambda document: any(SAMPLES.search(u.prompt.view.text) for u in document.units),
    "placeholder": lambda document: any(u.prompt.placeholders for u in document.units),
    "table": lambda document: any(True for u in document.units for _ in u.blocks(TABLE)),
    "tag": lambda document: any("<" in u.prompt.view.text for u in document.units),
}


def speaks(rule: Rule, language: str) -> bool:
    """Whether the rule understands the language; a text too short to tell counts as English."""
    return not rule.languages or (language if language != "und" else "en") in rule.languages


def diagnostic(rule: Rule, severity: Severity, finding: Finding, path: str) -> Diagnostic:
    """The diagnostic of a finding that has a span."""
    assert finding.span is not None
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        category=rule.category,
        severity=severity,
        confidence=finding.confidence or rule.confidence,
        message=" ".join(finding.message.split()),
        path=path,
        span=Span(*finding.span),
        help=finding.help or rule.help,
        url=f"{PAGES}{rule.name}.md" if rule is not INTERNAL_ERROR else "",
        related=tuple(Label(Span(*r.span), r.message, r.source) for r in finding.related),
        witness=finding.witness,
        fix=finding.fix,
    )


def first_line(source: Source, span: Span) -> Span:
    """The first line with text in ``span``, without white space at its ends and without suppression comments."""
    text, at = source.text, span.start
    best: Span | None = None
    for raw in text[span.start : span.end].splitlines(keepends=True):
        line = raw.strip()
        if line:
            start = at + raw.index(line)
            best = best or Span(start, start + len(line))
            if "promptlint:" not in line:
                return Span(start, start + len(line))
        at += len(raw)
    return best or Span(span.start, span.start)


def fingerprints(source: Source, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Give each a fingerprint of rule, path, text of its lines, prompt and occurrence; lines may move."""
    try:
        from _blake2 import blake2b  # hashlib costs 3 ms to import
    except ImportError:
        from hashlib import blake2b

    count: dict[tuple[str, ...], int] = {}
    for d in found:
        first, last = source.position(d.span.start).line, source.position(d.span.end).line
        rows = [source.line(n) for n in range(first, min(last, first + 20) + 1)]
        if sum(map(len, rows)) > LONG:
            rows = [source.text[max(0, d.span.start - 200) : min(d.span.end, d.span.start + LONG) + 200]]
        text = " ".join(" ".join(row.split()) for row in rows)
        key = (d.name, d.path, d.prompt, text, d.message if d.code == INTERNAL_ERROR.code else "")
        count[key] = count.get(key, 0) + 1
        seed = "\0".join((*key, str(count[key]))).encode("utf-8", "surrogatepass")
        yield replace(d, fingerprint=blake2b(seed, digest_size=16).hexdigest())


def _where(e: Exception) -> str:
    """Kind, message and place of an exception, in one line."""
    trace = e.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno})" if trace else ""
    return f"{type(e).__name__}: {' '.join(str(e).split())[:200]}{place}"
