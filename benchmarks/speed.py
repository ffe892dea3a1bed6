"""How fast promptlint is, beside bare Python and beside its peers, in one run.

usage: speed.py [--runs N] [--no-peers] [--large FILE]

Peers are installed from the package index, at pinned versions, into environments of their own under `.bench/`. Every
figure is user + system time of a whole process; the commands take turns, and the least of the runs, which other work on
the machine can only add to, is printed with its ratio to the first column. promptlint stands there twice: "first read" is a file that it has not seen (--no-cache),
"repeat" one that has not changed since, whose result is kept; peers read every file anew. FILE (default: the OpenAI
Model Spec, 271 KB, where it stands beside the checkout) is the large prompt; without it that row is left out.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / ".bench"
CORPUS = ROOT.parent / "shared" / "corpus"
SPEC = CORPUS / "openai" / "model_spec" / "model_spec.md"
MIDDLE = CORPUS / "microsoft" / "awesome-copilot" / "instructions" / "codexer.instructions.md"
PEERS = {"rule-audit": "rule-audit==0.5.0", "lintlang": "lintlang==0.8.3", "skillsaw": "skillsaw==0.22.0"}

Command = list[str]


def seconds(command: Command) -> float:
    """User and system seconds of one run of ``command``; its exit code does not matter here."""
    pid = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
    )
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1, 2):  # some peers say 2 for findings
        sys.exit(f"could not run: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime


def side_by_side(commands: dict[str, Command], runs: int) -> dict[str, float]:
    """The least seconds of each command, taking turns after one warm-up."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            used = seconds(command)
            if turn:
                taken[name].append(used)
    return {name: min(values) for name, values in taken.items()}


def peer(name: str) -> Path | None:
    """The executable of a peer in an environment of its own, or None where it cannot be installed."""
    home = BENCH / name
    exe = home / "bin" / name
    if not exe.exists():
        venv.create(home, with_pip=True)
        done = subprocess.run([home / "bin" / "python", "-m", "pip", "install", "-q", PEERS[name]], capture_output=True)
        if done.returncode:
            print(f"({name} cannot be installed here: left out)")
            return None
    return exe


def written(folder: Path, size: int) -> Path:
    """A varied prompt of about ``size`` bytes, the same at every run."""
    rng = random.Random(size)
    verbs = "name list cite explain summarise describe mention translate round quote rank label".split()
    things = "price date author source chapter customer order ticket figure section country address".split()
    whens = ["", " when the user asks", " if the record has one", " before you close the case", " for every entry"]
    lines, length = ["# Instructions\n"], 0
    while length < size:
        if rng.random() < 0.08:
            line = f"\n## {rng.choice(things).title()} {rng.randrange(1000)}\n"
        else:
            never = "Never " if rng.random() < 0.15 else ""
            verb = rng.choice(verbs)
            line = f"- {never or ''}{verb if never else verb.capitalize()} the {rng.choice(things)} of {rng.choice(things)} "
            line += f"number {rng.randrange(10000)}{rng.choice(whens)}.\n"
        lines.append(line)
        length += len(line)
    path = folder / f"prompt_{size}.md"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def commands(path: Path, ours: Command, peers: dict[str, Path], bare: bool) -> dict[str, Command]:
    """What is run on ``path``, bare Python first."""
    found = {"python -c pass": [str(Path(ours[0]).with_name("python")), "-c", "pass"]} if bare else {}
    found["first read"] = [*ours, "--no-cache", str(path)]
    found["repeat"] = [*ours, str(path)]
    if "rule-audit" in peers:
        found["rule-audit"] = [str(peers["rule-audit"]), "--file", str(path), "--format", "json"]
    if "lintlang" in peers:
        found["lintlang"] = [str(peers["lintlang"]), "scan", str(path)]
    if "skillsaw" in peers:
        found["skillsaw"] = [str(peers["skillsaw"]), "lint", str(path)]
    return found


def row(title: str, figures: dict[str, float]) -> None:
    """Print one line: seconds, and the ratio to the first column."""
    first = next(iter(figures.values()))
    cells = [f"{name} {value:.3f} s ({value / first:.1f}x)" for name, value in figures.items()]
    print(f"{title:<12} " + " · ".join(cells), flush=True)


def main() -> None:
    """Run and print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--large", type=Path, default=SPEC)
    options = parser.parse_args()
    exe = Path(sys.executable).with_name("promptlint")
    ours = [str(exe), "check", "--isolated", "--exit-zero", "--output-format", "json"]
    found = {} if options.no_peers else {n: p for n in PEERS if (p := peer(n))}
    with tempfile.TemporaryDirectory() as folder:
        small = written(Path(folder), 1000)
        row("1 KB", side_by_side(commands(small, ours, found, bare=True), options.runs))
        middle = MIDDLE if MIDDLE.exists() else written(Path(folder), 16000)
        row("16 KB", side_by_side(commands(middle, ours, found, bare=False), options.runs))
        if options.large.exists():
            row(
                f"{options.large.stat().st_size // 1024} KB",
                side_by_side(commands(options.large, ours, found, False), 3),
            )
        print("\ngrowth (seconds per megabyte should stay level)")
        for size in (10_000, 100_000, 1_000_000):
            path = written(Path(folder), size)
            used = side_by_side({"first read": [*ours, "--no-cache", str(path)]}, 3)["first read"]
            print(f"{size // 1000:>5} KB  {used:.3f} s  {used / size * 1e6:.2f} s/MB", flush=True)


if __name__ == "__main__":
    main()
