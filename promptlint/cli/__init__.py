"""The command line. One command a module in ``commands/``; only the one that runs is imported."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DEFAULT = "check"
HERE = os.path.join(os.path.dirname(__file__), "commands")


def command_names() -> list[str]:
    """Names of all commands."""
    files = [f for f in os.listdir(HERE) if f.endswith(".py") and not f.startswith("_")]
    return sorted(f[:-3].rstrip("_").replace("_", "-") for f in files)


def command_module(name: str) -> Any:
    """The module of a command; that of `import`, a word of Python, is `import_`."""
    import importlib

    module = name.replace("-", "_")
    if module == "import":
        module = "import_"
    return importlib.import_module(f"promptlint.cli.commands.{module}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run promptlint.

    Args:
        argv: arguments without the program's name. None takes the process's, and ends it: a process that is about to
            end need not take its objects apart, nor look for garbage as often, which is a fifth of a short run.

    Returns:
        the exit code: 0 nothing to report, 1 findings, 2 the job could not be done, 130 interrupted.
    """
    if argv is not None:
        return _guarded(list(argv))
    import gc

    from promptlint import bundle

    gc.set_threshold(1_000_000, 5, 5)
    bundle.install()
    code = _guarded(sys.argv[1:])
    import atexit

    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            if not stream.closed:  # the language server closes it
                stream.flush()
        except OSError:
            code = code or 2
    os._exit(code)


def _guarded(arguments: list[str]) -> int:
    """Run, and turn whatever ends the run into an exit code and at most one line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            try:
                stream.reconfigure(errors="backslashreplace")
            except ValueError:  # closed
                continue
    try:
        code = _dispatch(arguments)
        if not sys.stdout.closed:
            sys.stdout.flush()
        return code
    except SystemExit as e:
        return 0 if e.code is None else e.code if isinstance(e.code, int) else 2
    except KeyboardInterrupt:
        _say("interrupted")
        return 130
    except BrokenPipeError:
        _silence_stdout()  # the reader has seen enough, as with `| head`
        return 0
    except OSError as e:
        where = f"{e.filename}: " if e.filename else "cannot write the output: "
        _silence_stdout()
        _say(f"{where}{e.strerror or e}")
        return 2
    except Exception as e:  # INVARIANT: no traceback reaches a user
        if "PROMPTLINT_TRACEBACK" in os.environ:
            raise
        _say(f"internal error: {type(e).__name__}: {' '.join(str(e).split())} (PROMPTLINT_TRACEBACK=1 shows where)")
        return 2


def _dispatch(arguments: list[str]) -> int:
    known = command_names()
    first = arguments[0] if arguments else ""
    if first in known:
        name, arguments = first, arguments[1:]
    elif first in ("-h", "--help", "-V", "--version", "help"):
        from promptlint.cli.options import overview

        return overview(known, first)
    else:
        if first and not first.startswith("-") and not os.path.lexists(first):
            _mistyped(first, known)
        name = DEFAULT
    code: int = command_module(name).main(arguments)
    return code


def _mistyped(word: str, known: list[str]) -> None:
    from promptlint.nearest import suggestion

    if "." not in word and "/" not in word and (hint := suggestion(word, known)):
        _say(f"no command or path is called {word!r}{hint}")
        raise SystemExit(2)


def _say(line: str) -> None:
    try:
        print(f"promptlint: {line}", file=sys.stderr)
    except OSError:
        return


def _silence_stdout() -> None:
    # What is still buffered would raise again when the interpreter shuts down.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
