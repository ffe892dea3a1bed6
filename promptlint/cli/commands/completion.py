"""Print a completion script for a shell: bash, zsh or fish."""

from __future__ import annotations

from collections.abc import Sequence

from promptlint.cli import command_module, command_names
from promptlint.cli.options import Parser, choice

BASH = """\
_promptlint() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" command="${{COMP_WORDS[1]}}" known=" {commands} "
  [[ "$known" == *" $command "* ]] || command=check
  if [[ $COMP_CWORD -eq 1 ]]; then COMPREPLY=($(compgen -W "{commands}" -f -- "$word")); return; fi
  case "$command" in
{cases}
  esac
  if [[ "$word" == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$word")); else COMPREPLY=($(compgen -f -- "$word")); fi
}}
complete -o filenames -F _promptlint promptlint
"""
ZSH = "autoload -U +X bashcompinit && bashcompinit\n"


def parser() -> Parser:
    """The options of `completion`."""
    p = Parser("completion", __doc__ or "")
    p.add_argument("shell", type=choice("bash", "zsh", "fish"), metavar="bash|zsh|fish")
    return p


def main(arguments: Sequence[str]) -> int:
    """Run the command."""
    shell = parser().read(arguments).shell
    options = {name: flags(name) for name in command_names()}
    if shell == "fish":
        print("\n".join(fish(options)))
        return 0
    cases = "\n".join(f'    {name}) options="{" ".join(known)}" ;;' for name, known in options.items())
    print((ZSH if shell == "zsh" else "") + BASH.format(commands=" ".join(options), cases=cases), end="")
    return 0


def flags(command: str) -> list[str]:
    """The long options of a command, as its own help lists them."""
    module = command_module(command)
    if not hasattr(module, "parser"):
        return ["--help"]
    parser: Parser = module.parser()
    return parser.flags


def fish(options: dict[str, list[str]]) -> list[str]:
    """Lines of a script for fish."""
    names = " ".join(options)
    lines = [f'complete -c promptlint -n "not __fish_seen_subcommand_from {names}" -a "{names}"']
    for name, known in options.items():
        lines += [f'complete -c promptlint -n "__fish_seen_subcommand_from {name}" -l {flag[2:]}' for flag in known]
    return lines
