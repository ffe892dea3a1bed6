"""Whether a file whose name says nothing reads like a prompt: a cheap look at its first kilobytes.

At least two signs are needed, one of them strong: a model is spoken to ("You are a …", "Your task is …", "I want you to
act as …"), a chat's roles stand on their lines, or the input of a slash command is filled in. Fenced code
is left out, since documentation quotes prompts there. Data files need the sign in the value of a key such as `system_template` or `prompt`.
"""

from __future__ import annotations

import re
from pathlib import Path

from promptlint import regex

HEAD = 6000
TEXT_SUFFIXES = frozenset({".md", ".txt", ".j2", ".jinja", ".jinja2", ".tmpl", ".xml"})
DATA_SUFFIXES = frozenset({".yaml", ".yml", ".json", ".toml"})
CODE_SUFFIXES = frozenset({".py", ".ts", ".tsx", ".js", ".jsx", ".mjs"})

STRONG = (
    regex.compile(r"(?:^[\W_]*|[.!?:;>,]\W{1,4})you(?:'|’| a)re (?:an?|the|now|in charge|responsible|going|being|comparing|given)\b", re.I | re.M),
    regex.compile(r"\byour (?:task|role|goal|job|mission|purpose|objective|responsibilit\w+) (?:is|are|as|:)|\byou will be (?:given|provided)\b", re.I),
    regex.compile(r"\b(?:act|behave|respond) as (?:an?|the|my)\b|\bi (?:want|would like) you to\b|\bas an? [\w ]{0,30}(?:agent|assistant|ai|model),? you\b", re.I),
    regex.compile(r"^[#\s]*\**(?:system|assistant)\**\s*:\s*$|<\|?im_start\|?>|\{\{-?#?\s*(?:role|system)\b|[\"']role[\"']\s*:\s*[\"']system", re.I | re.M),
    regex.compile(r"^#+ *(?:identity|role|persona|instructions? for (?:the )?(?:agent|assistant|model))\b|<(?:role|persona|system|instructions?)>", re.I | re.M),
    regex.compile(r"你是|我希望你|你现在是|あなたは|당신은", re.M),
)  # fmt: skip
WEAK = (
    regex.compile(r"\b(?:do not|don't|never|always|must(?: not)?|should(?: not)?|only)\b", re.I),
    regex.compile(r"\b(?:respond|reply|answer|output|return|write|explain|summari[sz]e|classify|generate)\b", re.I),
    regex.compile(r"\{\{.{1,60}?\}\}|\{%|\{[a-z_]{2,30}\}|\$\{[a-z_]+\}", re.I),
    regex.compile(r"^(?:---\n(?:.*\n)*?(?:description|tools|model|applyTo|inputs?):)", re.M),
)
COMMAND = regex.compile(r"\$ARGUMENTS\b|^\s*\{\{\s*args\s*\}\}\s*$", re.M)  # the input of a slash command
FENCE = regex.compile(r"^(```|~~~).*?^\1", re.S | re.M)
KEYED = regex.compile(
    r"^[\s\-{,]*[\"']?\w*(?:prompt|system|instruction|template|backstory|constitution|critic|revision|principle)\w*[\"']?\s*:"
    r"\s*(?:[|>\[{]|[\"']?\S.{15,})",
    re.I | re.M,
)  # fmt: skip
# A string of many lines in TOML: `system = """You are …`.
TOML_KEYED = regex.compile(r"^\w*(?:prompt|system|instruction)\w*[ \t]*=[ \t]*(?:\"{3}|'{3})", re.I | re.M)
# Front matter by which a coding assistant finds agents, commands, skills and rules.
FRONT = regex.compile(r"\A---\n(.*?)\n---[ \t]*\n", re.S)
FRONT_KEY = regex.compile(r"^([A-Za-z][\w-]*):", re.M)
OWN_KEYS = frozenset(
    "allowed-tools argument-hint globs alwaysApply disable-model-invocation user-invocable permissionMode".split()
)
AGENT_KEYS = frozenset(
    "tools model color mode category temperature personas mcp-servers license level effort scripts agent".split()
)
FOLDERS = frozenset("agents commands skills rules subagents prompts modes chatmodes personas workflows".split())
GRADER = regex.compile(r"^ *prompt: *[|>][-+0-9]*\s*$(?:.*\n)*?.*\{\w+\}", re.M)
MARKED = regex.compile(
    r"promptlint: prompt|[\"']?role[\"']?\s*:\s*[\"'](?:system|developer)[\"']"
    r"|(?:prompts?|instructions?|persona|preamble|backstory|system(?:_?message)?|constitution)\w*[\"']?\s*(?::[^=\n]+)?[=:]\s*\S"
    r"|=\s*\w*[(\s]*\w{0,2}(?:\"\"\"|'''|`)\\?\s*(?:<\w+>\s*)?(?:you|your|act)\b|SystemMessage\(",
    re.I,
)  # fmt: skip


def looks_like_prompt(path: Path, data: bytes | None = None) -> bool:
    """Whether the file reads like a prompt; false for what cannot be read as text.

    Args:
        data: what it holds, if that is not what stands on disk.
    """
    suffix = path.suffix.lower()
    if suffix in CODE_SUFFIXES:
        return _holds_marked_string(path, data)
    if suffix not in TEXT_SUFFIXES and suffix not in DATA_SUFFIXES:
        return False
    if data is None:
        try:
            with open(path, "rb") as f:
                data = f.read(HEAD)
        except OSError:
            return False
    text = data[:HEAD].decode("utf-8", "ignore").replace("\r\n", "\n")
    if "\0" in text:
        return False
    if suffix in DATA_SUFFIXES:
        if suffix == ".toml":
            return bool(TOML_KEYED.search(text)) and any(r.search(text) for r in STRONG)
        return bool(GRADER.search(text)) or (bool(KEYED.search(text)) and any(r.search(text) for r in STRONG))
    if suffix == ".md" and _loaded(path, text):
        return True
    strong = 1 if COMMAND.search(text) else 0
    text = FENCE.sub("", text)
    strong += sum(1 for r in STRONG if r.search(text))
    return strong > 0 and strong + sum(1 for r in WEAK if r.search(text)) >= 2


def _loaded(path: Path, text: str) -> bool:
    """Whether the front matter is one by which a coding assistant finds a file: a name, when to use it, its tools."""
    front = FRONT.match(text)
    if front is None:
        return False
    keys = set(FRONT_KEY.findall(front[1]))
    if keys & OWN_KEYS:
        return True
    near = not FOLDERS.isdisjoint(part.lower() for part in path.parts[-4:-1])
    if "description" in keys:
        return near or ("name" in keys and not AGENT_KEYS.isdisjoint(keys))
    return near and "paths" in keys


def _holds_marked_string(path: Path, data: bytes | None) -> bool:
    try:
        data = path.read_bytes() if data is None else data
    except OSError:
        return False
    if len(data) > 1_000_000 or b"\0" in data:
        return False
    text = data.decode("utf-8", "ignore")
    # A line of thousands of signs was written by a program.
    if not MARKED.search(text) or (len(text) > 50_000 and max(map(len, text.splitlines())) > 5000):
        return False
    from promptlint.source import Source, SourceError

    try:
        source = Source.from_bytes(path.as_posix(), data)
    except SourceError:
        return False
    from promptlint.formats import parse

    return bool(parse(source).prompts)
