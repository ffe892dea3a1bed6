"""Which files a coding assistant loads: they act under the limits of that program, with the user who started it beside them."""

from __future__ import annotations

from promptlint import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Stack, Unit

FILES = regex.compile(
    r"(?:^|/)(?:(?:AGENTS|CLAUDE|GEMINI|SKILL)(?:\.\w+)?\.md|\.(?:cursor|windsurf|cline)rules|copilot-instructions\.md"
    r"|[^/]+\.(?:mdc|instructions\.md))$"
    r"|(?:^|/)\.(?:claude|cursor|codex|opencode|agents|gemini|windsurf|roo|kiro|clinerules|github)(?:[-_]\w+)?/"
    r"|(?:^|/)(?:skills|commands)/.*\.md$"
)
# Folders whose Markdown such a program loads where front matter says when.
FOLDERS = regex.compile(r"(?:^|/)(?:agents|subagents|rules|workflows|modes|chatmodes|personas)/.*\.md$")
# Keys of front matter that only the programs read which load agents, commands and rules.
KEYS = frozenset(
    "tools color allowed-tools allowed_tools argument-hint globs alwaysApply license disable-model-invocation user-invocable "
    "permissionMode permission skills effort subtask agent mode level disallowedTools".split()
)


def assisted(unit: Unit) -> bool:
    """Whether a coding assistant loads the file, by its place or by its front matter."""
    if FILES.search(unit.source.path):
        return True
    front = unit.meta.get("front_matter")
    if isinstance(front, dict) and FOLDERS.search(unit.source.path):
        return True
    if not isinstance(front, dict) or not unit.meta.get("description") or unit.meta.get("inputs"):
        return False
    return not KEYS.isdisjoint(front) or isinstance(front.get("model"), str)


def all_assisted(stack: Stack) -> bool:
    """Whether every unit of a stack is of such a file."""
    return all(assisted(u) for u in stack.units)
