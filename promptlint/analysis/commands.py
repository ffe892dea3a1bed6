"""Commands and words of code as what is done or used: "run `npm ci`", "`rm -rf` is off limits", "no `any`".

A command is an act by itself. A ban on it covers every command that has its words ("git push" covers "git push --force"), and
a ban on what it is used for ("no new packages") covers it, too. What programs are used for stands in ``commands.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from promptlint.analysis.claims import Around, Claim
from promptlint.analysis.deeds import ANYTHING
from promptlint.analysis.objects import DETERMINERS, Thing
from promptlint.analysis.recast import Recast, Span
from promptlint.analysis.words import base
from promptlint.record import replace

# Verbs whose object is used: "run `x`", "import `x`".
USING = frozenset("use run call execute invoke type enter start launch apply try issue import declare write".split())
# Words before what is used: "with `x`", "cast to `x`".
BY = frozenset("with via by using through as to running".split())
CASTING = frozenset("cast type annotate declare set convert fall default mark".split())  # "to" and "as" lead to a value
DENYING = frozenset("no never ban avoid forbid prohibit zero".split())
OPERANDS = frozenset("/ * ~ .".split())  # signs that stand for what a command is applied to
EXTENSIONS = frozenset(
    "md txt py js ts jsx tsx json yaml yml toml csv html css scss ini cfg sql sh lock env xml go rs java rb".split()
)
# Where commands are run: words that limit a ban on them to nothing.
HERE = frozenset(
    base(w)
    for w in "repo repository project codebase shell tool terminal workspace here code anywhere machine root agent".split()
)
# Acts that are forbidden with the command, whatever the tool.
SOLE = frozenset("deploy publish-package db-write sudo".split())
LONGEST = 4  # words by which a command is known


@lru_cache(maxsize=1)
def programs() -> frozenset[str]:
    """Names of programs that stand for nothing else."""
    return _words("programs")


@lru_cache(maxsize=1)
def commands() -> frozenset[str]:
    """Names of programs, in backticks."""
    return _words("programs") | _words("words_too")


@lru_cache(maxsize=4)
def _words(section: str) -> frozenset[str]:
    from promptlint.knowledge import current

    return frozenset(w for line in current().section(section) for w in str(line).split())


@lru_cache(maxsize=1)
def _uses() -> dict[str, str]:
    """What commands are used for, by the words that they begin with."""
    from promptlint.knowledge import current

    uses = current().section("command_acts").items()
    return {
        " ".join(c.replace("-", " ").split()): act
        for act, lines in uses
        for line in lines
        for c in str(line).split("·")
    }


class Commands(Recast):
    """One directive on its way to claims on the commands and words of code that it names."""

    def _commands(self) -> Iterator[Claim]:
        """What is done with every command, or word of code, that is wanted or forbidden as a whole."""
        for first, last in self._code():
            own = [w for i, w in enumerate(self.words[first:last], first) if w[0].isalnum() or self._sign_operand(i)]
            if not own or not self._used(first, last, own):
                continue
            sign = self.sign * self._local_sign(self._mark(first))
            yield self._as_used(f"do:`{own[0]}`", sign, first, last, frozenset(base(w) for w in own[1:]))
            if own[0] not in commands():
                continue
            act = next((a for n in range(min(LONGEST, len(own)), 0, -1) if (a := _uses().get(" ".join(own[:n])))), "")
            if sign < 0 and own[0] not in ("git", "gh") and act not in SOLE:
                continue  # "no `pip install`" is about the tool
            if act:
                yield self._as_used(f"do:{act}", sign, first, last, frozenset())
            elif own[0] in ("rm", "rmdir"):
                yield replace(
                    self._as_used("to:delete", sign, first, last, frozenset()), thing=self._operands(first, last)
                )

    def _as_used(self, surface: str, sign: int, first: int, last: int, own: frozenset[str]) -> Claim:
        """A claim that is narrowed to the words of its command, and to the place where it is run."""
        claim = self._claim(surface, "", sign, first, last)
        inside = frozenset(base(w) for w in self.words[first:last] if w[0].isalnum())

        def with_command(around: Around) -> Around:
            place = around.topic - inside - HERE if self.sign < 0 else around.topic
            return replace(around, parts=frozenset(), topic=place | own, context=around.context | inside | own)

        return claim.limited(with_command)

    def _mark(self, first: int) -> int:
        """The backtick before a command, or its first token."""
        return first - (first > self.d.first and self.words[first - 1] == "`")

    def _operands(self, first: int, last: int) -> Thing:
        """What the command is applied to."""
        from promptlint.analysis.objects import within

        at = next((i for i in range(first + 1, last) if self._operand(i)), last)
        return within(self.d, at, last) if at < last else ANYTHING

    def _sign_operand(self, i: int) -> bool:
        """Whether a sign is what a command is applied to: the last one of `git add .`, `rm -rf /`."""
        starts, ends = self.d.sentence.tokens.starts, self.d.sentence.tokens.ends
        return self.words[i] in OPERANDS and i > 0 and starts[i] > ends[i - 1]

    def _operand(self, i: int) -> bool:
        return self.words[i][0].isalpha() and self.words[i - 1] != "-"

    def _code(self) -> Iterator[Span]:
        """The tokens inside each pair of backticks, and of commands outside of them."""
        words, i, last = self.words, self.d.first, self.d.last
        while i < last:
            if words[i] == "`":
                end = next((j for j in range(i + 1, len(words)) if words[j] == "`"), len(words))
                yield i + 1, end
                i = end
            elif words[i] in programs() and words[i - 1 : i] not in (["."], ["/"], ["-"]):
                end = i + 1
                if words[end : end + 1] and words[end] in _words("subcommands"):
                    end += 1
                yield i, end
                i = end - 1
            i += 1

    def _used(self, first: int, last: int, own: list[str]) -> bool:
        """Whether a command or word is used, or forbidden to be used, as a whole."""
        d, words = self.d, self.words
        named = own[0] in commands()
        if not named and (d.stated or len(own) > 2 or "/" in words[first:last] or self._is_file(first, last)):
            return False
        mark = self._mark(first)
        before = mark - 1
        while before > d.first and words[before] in DETERMINERS - {"no"}:
            before -= 1
        word = words[before] if before >= d.first else ""
        if word in DENYING:
            return True
        if mark == d.first or (mark < self.verb and d.frame[1]):
            return not d.action or d.passive or bool(d.frame[1])
        if word in BY:
            return word not in ("to", "as") or d.action in CASTING
        if before == self.verb and d.action in USING:
            return named or d.action in ("use", "call", "run", "import", "declare", "write")
        return named and word in (":", "run", "use", "and", "or", ",") and (word == ":" or d.action in USING)

    def _is_file(self, first: int, last: int) -> bool:
        return self.words[last - 1] in EXTENSIONS and self.words[last - 2 : last - 1] == ["."]
