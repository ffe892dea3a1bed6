"""Write ``docs/rules/*.md`` and ``rules/schema.json`` from the rules' own definitions, or say what is stale.

usage: docs.py [--check]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from promptlint.discovery import DEFAULT_FILES
from promptlint.engine import toolbox
from promptlint.rule import Rule

sys.path.insert(0, str(Path(__file__).resolve().parent))
from charter_reference import reference

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "rules"
EXTENSION = ROOT / "vscode-ext" / "src"


def page(rule: Rule) -> str:
    """The Markdown page of one rule."""
    facts = f"`{rule.code}` · {rule.category} · {rule.severity} · confidence {rule.confidence}"
    if rule.profiles:
        facts += f" · profiles: {', '.join(sorted(rule.profiles))}"
    if not rule.default:
        facts += " · off by default"
    parts = [f"# {rule.name}", facts, rule.page.strip(), f"**What to do:** {rule.help}"]
    if rule.evidence:
        parts += ["## Evidence", "\n".join(f"- [{e.title}]({e.url})" for e in rule.evidence)]
    return "\n\n".join(parts) + "\n"


def index(rules: list[Rule]) -> str:
    """The table of all rules."""
    lines = ["# Rules", "", "Generated from the rules' own definitions by `make docs`.", ""]
    for category in dict.fromkeys(r.category for r in rules):
        lines += [f"## {category}", "", "| code | rule | severity | |", "|---|---|---|---|"]
        for r in rules:
            if r.category == category:
                off = "" if r.default else "off by default"
                lines.append(f"| {r.code} | [{r.name}]({r.name}.md): {r.summary} | {r.severity} | {off} |")
        lines.append("")
    return "\n".join(lines)


def wanted() -> dict[Path, str]:
    """Every generated file with its text."""
    rules = list(toolbox().registry.rules)
    files = {FOLDER / f"{r.name}.md": page(r) for r in rules}
    files[FOLDER / "README.md"] = index(rules)
    files[FOLDER.parent / "charter-reference.md"] = reference(rules)
    files[EXTENSION / "files.json"] = json.dumps(DEFAULT_FILES, indent=2) + "\n"
    return files


def main() -> int:
    """Write or compare; 1 when something is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    files = wanted()
    stale = [p for p, text in files.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    stray = [p for p in FOLDER.glob("*.md") if p not in files]
    if check:
        for p in (*stale, *stray):
            print(f"{p.relative_to(ROOT)}: stale; run `make docs`")
        return 1 if stale or stray else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for p in stale:
        p.write_text(files[p], encoding="utf-8")
    for p in stray:
        p.unlink()
    print(f"{len(stale)} written, {len(stray)} removed, {len(files)} in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
