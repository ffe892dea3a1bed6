"""The shapes of credentials, and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.record import NamedTuple
from promptlint.text.kept import by_piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit


class Secret(NamedTuple):
    """A credential at ``[start, end)`` of a text; ``kind`` is a noun with its article."""

    start: int
    end: int
    kind: str


# Each with what it cannot do without, in lower case: looking for that first spares most texts the expression. Every
# expression is linear: one run of one character class behind a fixed beginning.
SHAPES: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    ("a private key", ("private key",), regex.compile(r"-----BEGIN (?:[A-Z]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----")),
    ("an AWS access key", ("akia", "asia", "aroa", "aida"), regex.compile(r"\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,20}\b")),
    ("a GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"), regex.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{8,255}|github_pat_[A-Za-z0-9_]{10,255})")),
    ("a GitLab token", ("glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-"), regex.compile(r"\bgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{8,255}")),
    ("an Anthropic key", ("sk-ant-",), regex.compile(r"\bsk-ant-[A-Za-z0-9_-]{5,255}")),
    ("an API key", ("sk-",), regex.compile(r"\bsk-(?:proj-|svcacct-|or-v1-)?[A-Za-z0-9][A-Za-z0-9_-]{4,255}")),
    ("a Stripe key", ("_live_", "_test_"), regex.compile(r"\b(?:sk|pk|rk|whsec)_(?:live|test)_[A-Za-z0-9]{6,255}")),
    ("an API key", ("_live_", "_prod_", "_secret_", "_key_", "_token_", "_pat_", "_api_"), regex.compile(r"\b[a-z]{2,12}_(?:live|prod|secret|key|token|pat|api)_[A-Za-z0-9_-]{6,255}")),
    ("a Slack token", ("xox", "xapp-"), regex.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{5,255}|\bxapp-\d-[A-Za-z0-9-]{5,255}")),
    ("a Slack webhook", ("hooks.slack.com",), regex.compile(r"https://hooks\.slack\.com/services/[A-Za-z0-9/]{10,255}")),
    ("a Discord webhook", ("/api/webhooks/",), regex.compile(r"https://discord(?:app)?\.com/api/webhooks/\d{5,25}/[\w-]{10,255}")),
    ("a Google API key", ("aiza",), regex.compile(r"\bAIza[A-Za-z0-9_-]{10,255}")),
    ("a Google OAuth token", ("ya29.", "gocspx-"), regex.compile(r"\bya29\.[A-Za-z0-9_-]{10,255}|\bGOCSPX-[A-Za-z0-9_-]{8,255}")),
    ("a JSON web token", (".eyj",), regex.compile(r"\beyJ[A-Za-z0-9_-]{6,2000}\.eyJ[A-Za-z0-9_-]{6,4000}\.[A-Za-z0-9_-]{3,2000}")),
    ("a Hugging Face token", ("hf_",), regex.compile(r"\bhf_[A-Za-z0-9]{8,255}")),
    ("an npm token", ("npm_",), regex.compile(r"\bnpm_[A-Za-z0-9]{8,255}")),
    ("a PyPI token", ("pypi-",), regex.compile(r"\bpypi-[A-Za-z0-9_-]{10,255}")),
    ("a SendGrid key", ("sg.",), regex.compile(r"\bSG\.[A-Za-z0-9_-]{6,64}\.[A-Za-z0-9_-]{6,128}")),
    ("a cloud token", ("dop_v1_", "doo_v1_", "shpat_", "shpss_", "shpca_", "lin_api_", "figd_", "dapi", "gsk_", "nvapi-", "r8_", "pplx-", "tvly-", "xai-", "secret_", "ntn_", "rdme_", "sq0", "eaa"), regex.compile(r"\b(?:dop_v1_|doo_v1_|shpat_|shpss_|shpca_|lin_api_|figd_|dapi|gsk_|nvapi-|r8_|pplx-|tvly-|xai-|secret_|ntn_|rdme_|sq0(?:atp|csp)-|EAA)[A-Za-z0-9_-]{16,255}")),
    ("a Telegram bot token", (":aa",), regex.compile(r"\b\d{8,10}:AA[A-Za-z0-9_-]{30,40}")),
    ("a connection string with a password", ("@",), regex.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@\"'<>]{0,64}:([^\s@/\"'<>]{1,128})@[\w.\[\]-]{1,255}")),
    ("a connection string with a password", ("password=", "pwd=", "accountkey=", "sharedaccesskey="), regex.compile(r"(?i)\b(?:password|pwd|accountkey|sharedaccesskey)=([^;\s\"']{4,255})(?=;|\s|$|\"|')")),
    ("a bearer token", ("authorization:",), regex.compile(r"(?i)\bauthorization: ?(?:bearer|basic|token) ([A-Za-z0-9._~+/=-]{8,2000})")),
)  # fmt: skip

NOUN = r"(?:api[ _-]?keys?|(?:access|secret|service|admin|auth|api|bot|bearer|deploy|login|session|refresh|root|licen[cs]e|encryption|signing|shared|master|personal access) (?:keys?|tokens?|passwords?|secrets?)|passwords?|passwd|pwd|pass ?phrases?|tokens?|client secrets?|secret|credentials?|key)"
# Every alternative of NOUN begins with one of these.
NOUNS = tuple("api access secret service admin auth bot bearer deploy login session refresh root licen encryption signing shared "
              "master personal pass pwd token client credential key".split())  # fmt: skip
LOGGING = ("log", "sign", "connect", "open", "authenticate")
USERS = ("user", "login", "log in as")
PAIRED = ("login", "credential", "account", "access", "curl")
LINK = r"(?:\s*(?::|=|=>|->|–|—)\s*|\s+(?:is|are|was|of|reads|to use is|in use is|for \w+(?: \w+)? is|(?:for|of) (?:the |our )?[\w -]{1,40}? is)\s*:?\s+|\s+)"
QUOTED = r"[\"“'‘`]([^\s\"“”'‘’`]{4,128})[\"”'’`]"
# "password "s3cret"", "token: abc123", "the key for the shop is 4f2a…"
ASSIGNED = regex.compile(
    r"\b[A-Z][A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PWD|PASS)\s*[=:]\s*[\"'`]?([^\s\"'`]{6,255})"
)
SAID = regex.compile(rf"(?i)\b{NOUN}{LINK}(?:{QUOTED}|([^\s\"“”'‘’`,;<>(){{}}\[\]]{{6,128}}))")
LOGIN = regex.compile(
    rf"(?i)\b(?:log(?:s|ged)? in|sign(?:s|ed)? in|connects?|opens|authenticates?)\b[^.\n]{{0,40}}?\b(?:as|with|user(?:name)?)\s+[\"“'`]?[\w.@-]{{2,40}}[\"”'`]?\s*(?:/|and|with)\s*(?:the )?(?:password )?{QUOTED}"
)
# "the admin login is admin / s3cret!", "credentials: demo@shop.example / s3cret", "curl -u robot:s3cret"
PAIR = regex.compile(
    r"(?i)\b(?:login|credentials?|account|access)\b[^.\n/]{0,40}?(?:\bis|\bare|:|–|—|-|=)\s+[\w.@-]{2,60}\s+/\s+[\"“'`]?([^\s\"”'`,;]{6,128})"
    r"|\bcurl\b[^\n]{0,80}?\s(?:-u|--user)\s+[\"']?[\w.-]{1,40}:([^\s\"']{4,128})"
)
PASS = regex.compile(
    r"(?i)\b(?:user|login|log in as)\b[^.\n]{2,40}?\bpass(?:word)?\s+(?:is\s+)?[\"“'`]?([^\s\"”'`,;]{6,128})"
)

PLACEHOLDER = regex.compile(
    r"(?i)^$|^[<\[{$%(#]|[>}]$|\{\{|\$\{|\$\(|x{4,}|\*{2,}|\.{3,}|…|•{2,}|_{4,}|\byour\b|your[_-]|[_-]here\b|placeholder|change[-_ ]?me|redacted|"
    r"removed|masked|dummy[-_]?(?:key|token)?$|example[-_]?(?:key|token)?$|insert[-_ ]|replace[-_ ]|^my[-_](?:api|secret|token|key)|todo|abc123$|^123456|^0{6,}$|^1234|"
    r"[/_-]x{3,}$|^(?:my|test|some|user|demo)[-_]?(?:pass|password|passwd|secret|pwd)$"
)  # fmt: skip
# What follows the shape of a credential and shows that it is cut short or a pattern: "sk-ant-…", "sk_test_member_xxxx".
REST = regex.compile(r"[\w./+-]*…?")
# A name of code, as keys of data have it: `document_content`, `paths.adr`, `documentLanguage`.
IDENTIFIER = regex.compile(r"^[A-Za-z]+(?:[_.-][A-Za-z]+)*:?$")
ENVIRONMENT = regex.compile(
    r"^\$?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^(?:os|process)\.env|^env[.:]|getenv|^secrets\.|^vault:|^op://|^@"
)
WORDS = frozenset(
    "password passwd pass pwd secret token key user username admin string str text null none true false required optional "
    "number integer hidden incorrect invalid expired unknown missing empty value basic bearer default fields field input "
    "postgres root guest test changeme letmein-not hash hashed salted encrypted rotated secure strong".split()
)
DOCUMENTED = (
    "AKIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwi",
)


def secrets(unit: Unit) -> Iterator[Secret]:
    """Credentials in the text of a prompt, the first kind that fits each place."""
    for at, s in _shaped(unit):
        yield Secret(at + s.start, at + s.end, s.kind)


@by_piece
def _shaped(text: str) -> Iterator[Secret]:
    taken: list[tuple[int, int]] = []
    low = text.lower()
    for kind, needed, shape in SHAPES:
        for n in needed:
            if n in low:
                break
        else:
            continue
        for m in shape.finditer(text):
            value = m.group(m.lastindex or 0)
            if _placeholder(value, shaped=m.lastindex is None) or _overlaps(taken, *m.span()):
                continue
            rest = REST.match(text, m.end())
            if m.lastindex is None and rest and rest[0] and _placeholder(value + rest[0], shaped=True):
                continue
            if kind == "an API key" and not regex.search(r"[A-Z0-9]", value[3:]):
                continue
            taken.append(m.span())
            yield Secret(*m.span(), kind)


def said(unit: Unit) -> Iterator[Secret]:
    """Credentials that prose introduces by name."""
    text = unit.prompt.view.text
    upper = any(word in text for word in ("KEY", "TOKEN", "SECRET", "PASS", "PWD"))
    begins: dict[re.Pattern[str], list[int]] = {SAID: [], LOGIN: [], PASS: [], PAIR: []}
    for at, (shape, start) in _beginnings(unit):
        begins[shape].append(at + start)
    places = (
        (SAID, regex.matches_at(SAID, begins[SAID], text)),
        (LOGIN, regex.matches_at(LOGIN, begins[LOGIN], text)),
        (ASSIGNED, ASSIGNED.finditer(text) if upper else ()),
        (PASS, regex.matches_at(PASS, begins[PASS], text)),
        (PAIR, regex.matches_at(PAIR, begins[PAIR], text)),
    )
    for shape, found in places:
        for m in found:
            group = next((i for i in range(1, (m.lastindex or 0) + 1) if m.group(i)), 0)
            value = m.group(group).rstrip(".,;:!?)")
            bare = (shape is SAID and group == 2) or shape in (ASSIGNED, PASS, PAIR)
            if (
                _placeholder(m.group(group), shaped=False)
                or _placeholder(value, shaped=False)
                or (bare and not _dense(value))
                or not _quoted_fit(value, bare)
            ):
                continue
            kind = _noun(m.group(0)[: m.start(group) - m.start()])
            if kind == "a key" and IDENTIFIER.match(value):
                continue  # a key of data: "the JSON object has a single key `next_step`"
            yield Secret(m.start(group), m.start(group) + len(value), kind)


@by_piece
def _beginnings(text: str) -> Iterator[tuple[re.Pattern[str], int]]:
    """Where the words stand with which prose introduces a credential; what follows them may run over many lines."""
    for shape, words in ((SAID, NOUNS), (LOGIN, LOGGING), (PASS, USERS), (PAIR, PAIRED)):
        for at in regex.beginnings(words, text):
            yield shape, at


def mask(value: str) -> str:
    """The beginning of a secret, never the whole."""
    value = value.strip()
    shown = 4 if len(value) >= 12 else 1
    return value[:shown] + "…"


def _noun(text: str) -> str:
    low = text.lower()
    for noun in ("password", "passwd", "pwd", "passphrase", "pass phrase"):
        if noun in low:
            return "a password"
    return "a token" if "token" in low else "a key" if "key" in low else "a credential"


def _placeholder(value: str, *, shaped: bool) -> bool:
    if value.strip("\"'").lower() in WORDS or any(d in value for d in DOCUMENTED):
        return True
    return bool(PLACEHOLDER.search(value)) or (not shaped and bool(ENVIRONMENT.search(value)))


def _dense(value: str) -> bool:
    """Whether a bare word is no word: letters with digits, as only credentials have them."""
    if regex.search(r"[/\\]|^https?:|^\d[\d.,:-]*$|^[A-Za-z]{1,3}-?\d+$|^[a-z]+-\d+$|^v?\d+$", value):
        return False
    return bool(regex.search(r"\d", value)) and bool(regex.search(r"[A-Za-z]", value)) and "." not in value[:-1]


def _quoted_fit(value: str, bare: bool) -> bool:
    """Whether a quoted word can be a credential: not a plain lower-case word of the language."""
    return bare or bool(regex.search(r"[\d\W_]", value)) or value.lower() != value


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < b and a < end for a, b in taken)
