"""Record what `promptlint check` prints as an SVG for the README.

usage: screenshot.py [OUTPUT]
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
COMMAND = ["check", "examples/prompts/support_bot.system_prompt.md"]


def main() -> None:
    """Run the command in colour and write the picture."""
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "check.svg"
    exe = Path(sys.executable).with_name("promptlint")
    env = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": "108"}
    done = subprocess.run([exe, *COMMAND, "--isolated"], cwd=ROOT, env=env, capture_output=True, text=True)
    console = Console(record=True, width=108, file=open(os.devnull, "w"), force_terminal=True)  # noqa: SIM115
    console.print(Text(f"$ promptlint {' '.join(COMMAND)}\n", style="bold"))
    console.print(Text.from_ansi(done.stdout))
    svg = console.export_svg(title="promptlint", unique_id="promptlint")
    # The picture must not fetch fonts from anywhere.
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.S)
    output.write_text(svg, encoding="utf-8")
    print(f"{output}: {len(svg)} bytes, exit code of the command {done.returncode}")


if __name__ == "__main__":
    main()
