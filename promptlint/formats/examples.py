"""Marks examples and dialogues in a block tree, so that what they say is never taken for an instruction.

An example is known by its heading, its tag, its label ("Bad:", "For example:"), a comment (``<!-- BAD -->``) or by
being a dialogue. Blocks keep their identity: they are moved below EXAMPLE blocks, or become TURN blocks.
"""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.block import (
    CODE,
    COMMENT,
    DATA,
    EXAMPLE,
    HEADING,
    HIDDEN,
    LABEL,
    LIST,
    PARAGRAPH,
    QUOTE,
    TABLE,
    TAG,
    TEMPLATE,
    TURN,
    Block,
)  # fmt: skip
from promptlint.formats.labels import IMPERATIVES, NOUNS, OPENERS, WORD
from promptlint.formats.shots import HOLE, worked
from promptlint.span import Span

SAMPLE = (
    r"(?:sample|model|specimen) (?:dialog(?:ue)?s?|conversations?|chats?|calls?|outputs?|inputs?|"
    r"responses?|answers?|repl(?:y|ies)|interactions?|exchanges?|quer(?:y|ies)|requests?|messages?|transcripts?|"
    r"openings?|greetings?|closings?|turns?|reports?|digests?|letters?|e-?mails?|records?|entr(?:y|ies)|lines?|notes?)"
)
# Titles and labels that say it without the word.
SHOWN = regex.compile(
    r"\W*(?:samples?|specimens?|worked cases?|illustrations?|demonstrations?|how (?:it|this|that|you) (?:sounds?|looks?|reads?|goes)|"
    r"what (?:it|this|that) (?:sounds?|looks?) like|(?:this is )?how it is done|in action)(?: \d+| [A-Z])?\W*",
    re.I,
)
EXAMPLE_WORD = regex.compile(
    rf"(?<![\w.@/-])(?:examples?|few[- ]?shots?|{SAMPLE}|anti-?patterns?|counter-?examples?|beispiele?|ejemplos?|exemples?|esempi|示例|例子|例)(?![\w-])"
    r"|示例|例子|例：",
    re.I,
)
QUALITY = r"(?:good|bad|wrong|right|correct|incorrect|better|worse|best|poor|weak|strong|acceptable|unacceptable|low-quality|high-quality|preferred|dispreferred|❌|✅|✗|✓|👍|👎|🚫)"
THING = r"(?:examples?|answers?|responses?|outputs?|repl(?:y|ies)|versions?|code|patterns?|plans?|phrasings?|wordings?|summar(?:y|ies)|messages?|titles?|questions?|style)"
QUALITY_LABEL = regex.compile(rf"\W*{QUALITY}(?:\W+{THING})?(?:\W+(?:\([^)]*\)|#?\d+|[-–—].*))?\W*", re.I)
SAY_NOT = regex.compile(
    r"\W*(?:(?:do not|don['’]t|never|not)\W+(?:say|write|respond|reply|answer)(?: (?:like this|things like|this|with))?|"
    r"(?:but |and )?(?:not|never) (?:like )?(?:this|that|so)|(?:how|what) not to \w+(?: it)?|(?:but |and )?not (?:a|the) (?:model|sample|example)\b.{0,60}|"
    r"what (?:we|i) (?:do not|don['’]t) want(?: to \w+)?|(?:this|that) (?:is wrong|will not do|won['’]t do)|"
    r"(?:\w+ ){1,4}(?:we|i|you)(?:['’]d| would) (?:reject|send back|not accept|not take|throw out|refuse|turn down|strike))\W*",
    re.I,
)
BAD = regex.compile(
    r"(?i)(?<![\w-])(?:bad|wrong|incorrect|poor|weak|worse|anti-?patterns?|low-quality|unacceptable|dispreferred|negative|counter-?examples?|"
    r"mistakes?|do not|don['’]t|never|not)(?![\w-])|[❌✗👎🚫]"
)
INLINE = regex.compile(
    rf"[^\w\s]{{0,4}}\s*(?:(?:{QUALITY}(?: {THING})?|(?:one |another |an? )?example(?: (?:of [^:\n]{{1,40}}|\d+|{THING}))?|for example|e\.g\.|"
    r"(?:do not|don['’]t|never) (?:say|write)|say instead|instead say|rather say))\s*(?:\*\*|__)?[:：](?:\*\*|__)?\s*(?=\S)",
    re.I,
)
LAST_CLAUSE = regex.compile(r"(?:^|[.!?。]\s+|\n)([^.!?\n。]{1,160})[:：]\W*$")
FOR_EXAMPLE = regex.compile(
    r"(?i)\b(?:for example|e\.g\.|for instance|such as the following|as in this example)\W*$|^(?:for example|for instance|here (?:is|are)|here['’]s)\b"
)
EG = regex.compile(r"(?i)(?<!\w)e\.?g\.?\s*[:：]\W*$")
EXAMPLE_NEAR_END = regex.compile(
    rf"(?:{EXAMPLE_WORD.pattern})(?:\W+\w+){{0,2}}\W*$|^\W*(?:{EXAMPLE_WORD.pattern})(?!.*\binclude\W*$)", re.I
)
THINGS = regex.compile(THING, re.I)
INTRODUCES = regex.compile(r"\W*(?:here|for example|for instance|below|the following)", re.I)
TAG_NAME = regex.compile(
    r"(?:.*[_-])?(?:examples?|few[_-]?shots?|samples?|sample_\w+|example_\w+|examples_\w+|demonstrations?)(?:[_-]?\d+)?",
    re.I,
)
TALK_TAG = regex.compile(r"(?:dialogues?|conversations?|exchanges?|transcripts?|talks?|chats?)(?:[_-]?\d+)?", re.I)
GOOD_OR_BAD = regex.compile(r"\W*(?P<end>/|END\b)?\s*(?P<word>BAD|GOOD)\b")
BEGIN = regex.compile(r"(?i)\W*(?:start|begin|beginning) (?:of )?(?:the )?examples?\W*")
END = regex.compile(r"(?i)\W*end (?:of )?(?:the )?examples?\W*")
SPEAKER = regex.compile(
    r"(?:[-*>•]\s+)?(?:\*\*|__|\[)?(?P<name>[A-Z][\w.#'’-]{0,20}(?: [\w.#'’()-]{1,15}){0,2})(?:\*\*|__|\])?\s?[:：](?:\*\*|__)?(?=\s|$|[\"“])"
)
ASKS = frozenset(
    "user human caller customer client patient student visitor guest passenger member q traveller traveler learner child parent pupil resident applicant shopper reader".split()
)
ANSWERS = frozenset(
    "assistant ai bot agent model chatbot a claude chatgpt gpt doctor tutor teacher coach advisor adviser you".split()
)
GIVEN = frozenset(
    "input question query comment request message source text context email review sentence before problem task prompt original".split()
)
GIVES = frozenset(
    "output answer response reply result label classification category expected summary translation after solution rewrite completion improved corrected".split()
)
KNOWN = ASKS | ANSWERS | GIVEN | GIVES
NO_SPEAKER = frozenset(
    "example examples note tip important warning step rule scope tone style format goal role task topic audience length language".split()
)
# A turn of a prompt that a text shows: the role in capitals on a line of its own.
ROLE_LINE = regex.compile(r"^[ \t]*(?:SYSTEM|USER|ASSISTANT)[ \t]*$", re.M)
ROLE_LINES = 3  # such lines, from which on a text shows prompts and is not written in that form itself
NESTED = 2  # examples in an example's section are told apart, those within them are not
LOOK_AHEAD = 40  # blocks; a longer dialogue is read in parts


def mark_examples(root: Block) -> None:
    """Move what is an example below EXAMPLE blocks, in place, and turn lonely labels back into paragraphs."""
    pending = [(root, 0)]
    while pending:
        block, depth = pending.pop()
        if block.children and block.kind != LIST and depth < NESTED:
            block.children = _Group(block.children, depth > 0).run()
        pending.extend((child, depth + (child.kind == EXAMPLE)) for child in block.children if child.children)


def _text(block: Block) -> str:
    return block.view.text if block.view is not None else ""


def _wrap(children: list[Block], bad: bool) -> Block:
    span = Span(children[0].span.start, max(c.span.end for c in children))
    return Block(EXAMPLE, span, children=children, attrs={"bad": bad})


class _Group:
    """Regroups the children of one block.

    Args:
        children: in order of the text.
        inside: they stand in an example already.
    """

    def __init__(self, children: list[Block], inside: bool) -> None:
        self.children = children
        self.inside = inside
        self.out: list[Block] = []

    def run(self) -> list[Block]:
        """The new children."""
        i = 0
        roles = 0 if self.inside else sum(len(ROLE_LINE.findall(_text(b))) for b in self.children)
        self.shows_prompts = roles >= ROLE_LINES
        while i < len(self.children):
            i = self._next(i)
        return self.out

    def _next(self, i: int) -> int:
        """Handle the child at ``i``; returns the index of the first child not handled."""
        block = self.children[i]
        if block.kind == HEADING and _is_example_title(_text(block)):
            return self._section(i)
        if block.kind == TAG and TAG_NAME.fullmatch(str(block.attrs.get("name", ""))) and block.children:
            block.kind = EXAMPLE
            block.attrs["bad"] = _is_bad(str(block.attrs["name"]).replace("_", " "))
        elif block.kind == TAG and TALK_TAG.fullmatch(str(block.attrs.get("name", ""))) and _is_talk(block):
            block.kind = EXAMPLE
            block.attrs["bad"] = False
        elif block.kind == COMMENT and (m := GOOD_OR_BAD.match(_text(block))) and not m["end"]:
            return self._comment(i, m["word"] == "BAD")
        elif block.kind in (LABEL, PARAGRAPH):
            if BEGIN.fullmatch(_text(block)):
                return self._bracketed(i)
            if self.shows_prompts and ROLE_LINE.search(_text(block)):
                return self._shown(i)
            if not self.inside and (end := worked(self.children, i)):
                self.out.append(_wrap(self.children[i:end], False))
                return end
            dialogue = self._dialogue(i)
            if dialogue:
                return dialogue
            if (lead := _lead(block)) is not None:
                return self._led(i, _is_bad(lead))
            if block.kind == PARAGRAPH and not self.inside and (m := INLINE.match(_text(block))):
                self.out.append(_wrap([block], _is_bad(m[0])))
                return i + 1
            if block.kind == LABEL and not self._governs(i):
                block.kind = PARAGRAPH
        elif block.kind == LIST and not self.inside and _is_dialogue_list(block):
            self.out.append(_wrap([block], False))
            return i + 1
        self.out.append(block)
        return i + 1

    def _governs(self, i: int) -> bool:
        """Whether anything comes after a label that it could govern; "Rules:" needs nothing."""
        if _text(self.children[i]).rstrip("*_ ").endswith((":", "：")):
            return True
        for block in self.children[i + 1 :]:
            if block.kind not in (COMMENT, HIDDEN, TEMPLATE):
                return block.kind not in (HEADING, LABEL) and not block.attrs.get("ruler")
        return False

    def _section(self, i: int) -> int:
        """Everything below an example heading, up to the next heading of the same or a higher level."""
        heading = self.children[i]
        level = int(heading.attrs.get("level", 1))
        end = i + 1
        while end < len(self.children):
            block = self.children[end]
            if block.kind == HEADING and int(block.attrs.get("level", 1)) <= level:
                break
            end += 1
        self.out.append(heading)
        if end > i + 1:
            self.out.append(_wrap(self.children[i + 1 : end], _is_bad(_text(heading))))
        return end

    def _comment(self, i: int, bad: bool) -> int:
        """What follows a GOOD or BAD comment."""
        end = i + 1
        while end < len(self.children):
            block = self.children[end]
            if block.kind == HEADING or (block.kind == COMMENT and GOOD_OR_BAD.match(_text(block))):
                break
            end += 1
        self.out.append(self.children[i])
        if end > i + 1:
            self.out.append(_wrap(self.children[i + 1 : end], bad))
        return end

    def _shown(self, i: int) -> int:
        """A prompt that the text shows, up to the next heading: nothing else tells where its last turn ends."""
        end = next(
            (j for j in range(i + 1, len(self.children)) if self.children[j].kind == HEADING), len(self.children)
        )
        self.out.append(_wrap(self.children[i:end], False))
        return end

    def _bracketed(self, i: int) -> int:
        """What stands between "START OF EXAMPLE" and "END OF EXAMPLE"."""
        stop = i if self.inside else min(len(self.children), i + 10 * LOOK_AHEAD)
        for end in range(i + 1, stop):
            if self.children[end].kind in (LABEL, PARAGRAPH) and END.fullmatch(_text(self.children[end])):
                self.out.append(_wrap(self.children[i : end + 1], False))
                return end + 1
        self.out.append(self.children[i])
        return i + 1

    def _led(self, i: int, bad: bool) -> int:
        """The block or blocks that an example's label introduces."""
        self.out.append(self.children[i])
        begin = i + 1
        while begin < len(self.children) and self.children[begin].kind in (COMMENT, HIDDEN):
            self.out.append(self.children[begin])
            begin += 1
        if begin < len(self.children) and self.children[begin].attrs.get("ruler"):
            return self._ruled(begin, bad)
        end = self._extent(begin)
        if end > begin:
            self.out.append(_wrap(self.children[begin:end], bad))
        return max(end, begin)

    def _ruled(self, ruler: int, bad: bool) -> int:
        """Examples between rulers, each of which opens with the same key ("Task: …")."""
        opening = ""
        while ruler + 1 < len(self.children) and (key := _key(self.children[ruler + 1])):
            if key != (opening := opening or key):
                break
            self.out.append(self.children[ruler])
            begin = end = ruler + 1
            while end < len(self.children) and not self.children[end].attrs.get("ruler"):
                end += 1
            if end == len(self.children):  # no ruler closes the last one: it goes on as long as there are keys
                end = begin
                while end < len(self.children) and (_key(self.children[end]) or _open(self.children[end - 1])):
                    end += 1
            self.out.append(_wrap(self.children[begin:end], bad))
            ruler = end
            if end == len(self.children) or not self.children[end].attrs.get("ruler"):
                break
        return ruler

    def _extent(self, begin: int) -> int:
        """Where the example that begins at ``begin`` ends."""
        end, more = begin, True
        while end < len(self.children):
            block = self.children[end]
            turn = _speaker(block)
            if block.kind in (HEADING,) or block.attrs.get("ruler"):
                break
            if block.kind == LABEL and turn is None:
                break
            if turn is not None:
                more = (
                    block.kind == LABEL
                    or not _text(block)[len(turn[1]) :].strip()
                    or _text(block).rstrip().endswith(":")
                )
            elif block.kind in (CODE, DATA, QUOTE, TABLE, LIST, TAG) or more:
                if not more and end > begin and block.kind in (LIST, TAG):
                    break
                more = block.kind == PARAGRAPH and _text(block).rstrip("*_ ").endswith((":", ","))
            else:
                break
            end += 1
        return end

    def _dialogue(self, i: int) -> int:
        """Wrap a dialogue that begins at ``i``; 0 if there is none."""
        turns: list[tuple[int, str]] = []
        end, open_turn = i, False
        if _speaker(self.children[i]) is None:
            return 0
        while end < min(len(self.children), i + LOOK_AHEAD):
            block = self.children[end]
            speaker = _speaker(block)
            if speaker is not None:
                seen = {name for _, name in turns}
                stranger = not _is_known(speaker[0]) and speaker[0] not in seen
                if HOLE.search(_text(block)) or (stranger and len(seen) > 1):
                    break
                turns.append((end, speaker[0]))
                open_turn = not _text(block)[len(speaker[1]) :].strip()
            elif open_turn and block.kind in (PARAGRAPH, CODE, DATA, LIST, QUOTE) and not HOLE.search(_text(block)):
                open_turn = False
            elif not (block.kind in (CODE, DATA) and end + 1 < len(self.children) and _speaker(self.children[end + 1])):
                break
            end += 1
        if end == len(self.children) and open_turn and not self.inside:
            return 0  # "Human: … Assistant:" is a prompt that the model completes
        names = [name for _, name in turns]
        if not names or not (_is_known(names[0]) or names.count(names[0]) > 1):
            return 0  # "Guidelines:" above a list, say
        if turns[0][0] != i or not _converse(names, self.inside):
            return 0
        for index, name in turns:
            block = self.children[index]
            block.kind = TURN
            block.attrs["speaker"] = name
        run = self.children[i:end]
        if self.inside:
            self.out.extend(run)
        else:
            self.out.append(_wrap(run, False))
        return end


def _speaker(block: Block) -> tuple[str, str] | None:
    """The speaker of a turn in lower case and the marker as written; None for what is no turn."""
    if block.kind not in (PARAGRAPH, LABEL):
        return None
    m = SPEAKER.match(_text(block))
    return (m["name"].lower(), m[0]) if m and m["name"].lower() not in NO_SPEAKER else None


def _key(block: Block) -> str:
    """What stands before the colon that a paragraph opens with ("Thought: …")."""
    m = SPEAKER.match(_text(block)) if block.kind in (PARAGRAPH, LABEL) else None
    return m["name"].lower() if m else ""


def _open(block: Block) -> bool:
    """Whether a key stands alone, so that what follows belongs to it."""
    return block.kind in (PARAGRAPH, LABEL) and _text(block).rstrip().endswith(":")


def _is_known(name: str) -> bool:
    """Whether a speaker's name is that of a party to a conversation or of one half of a pair."""
    words = name.rstrip("0123456789 #.").split() or [""]
    return not {words[0], words[-1]}.isdisjoint(KNOWN)


def _converse(names: list[str], inside: bool) -> bool:
    """Whether a sequence of keyed lines is an exchange."""
    roles = [name.split()[0].rstrip("0123456789#.") if name else "" for name in names]
    last = [name.rstrip("0123456789 #.").split()[-1:] or [""] for name in names]
    kinds = set(roles) | {w[0] for w in last}
    if len(set(names)) < 2:
        return False
    if kinds & ASKS and kinds & ANSWERS:
        return True
    if len(set(names)) > 3 and not inside:
        return False
    if kinds & (ASKS | GIVEN) and kinds & (ANSWERS | GIVES):
        return inside or len(names) >= 4 or bool(kinds & ANSWERS and "a" in kinds)
    alternate = len(names) >= 4 and names[0] == names[2] and names[1] == names[3]
    return alternate and not any(c.isdigit() for c in names[0] + names[1])


def _is_dialogue_list(block: Block) -> bool:
    """Whether the items of a list are turns of users and assistants."""
    names = []
    for item in block.children[:40]:
        speaker = _speaker(item.children[0]) if item.children else None
        if speaker is None or HOLE.search(_text(item.children[0])):
            return False
        names.append(speaker[0])
    kinds = {name.split()[0] for name in names}
    return len(names) >= 2 and bool(kinds & ASKS and kinds & ANSWERS)


def _is_talk(tag: Block) -> bool:
    """Whether a tag holds turns in tags of their own, two parties at least, and no placeholder."""
    names = [str(b.attrs.get("name", "")) for b in tag.children if b.kind == TAG]
    return len(names) >= 2 and len(set(names)) == 2 and not any(HOLE.search(_text(b)) for b in tag.walk())


def _is_bad(text: str) -> bool:
    return BAD.search(text) is not None


def _is_example_title(text: str) -> bool:
    """Whether a heading opens a section of examples."""
    words = [w.lower() for w in WORD.findall(text)]
    if not words or len(words) > 9:
        return False
    if (QUALITY_LABEL.fullmatch(text) and THINGS.search(text)) or SHOWN.fullmatch(text):
        return True
    return EXAMPLE_WORD.search(text) is not None and not _asks(words, text)


def _asks(words: list[str], text: str) -> bool:
    """Whether a title or lead that speaks of examples is an order: "Give examples", "Use the examples:"."""
    if INTRODUCES.match(text):
        return False
    return (words[0] in IMPERATIVES and words[0] not in NOUNS) or words[0] in OPENERS or "without" in words


def _lead(block: Block) -> str | None:
    """The words by which a label or the end of a paragraph introduces an example; None for any other text."""
    text = _text(block)
    if block.kind == LABEL:
        words = [w.lower() for w in WORD.findall(text)]
        if QUALITY_LABEL.fullmatch(text) or SAY_NOT.fullmatch(text) or SHOWN.fullmatch(text):
            return text
        return text if words and EXAMPLE_WORD.search(text) and not _asks(words, text) else None
    if not text.rstrip("*_ ").endswith((":", "：")):
        return None
    if EG.search(text[-20:]):
        return "e.g."
    m = LAST_CLAUSE.search(text[-200:])
    if not m:
        return None
    clause = m[1].strip()
    words = [w.lower() for w in WORD.findall(clause)]
    if SAY_NOT.fullmatch(clause):
        return clause
    if (
        len(words) <= 8
        and FOR_EXAMPLE.search(clause)
        and (EXAMPLE_WORD.search(clause) or not clause.lower().startswith("here"))
    ):
        return clause
    # "Examples of such attempts include:" heads a list of cases, "as in this example:" an example.
    if not words or not EXAMPLE_NEAR_END.search(clause):
        return None
    return None if _asks(words, clause) else clause
