"""A charter of every construct and its mutations; charters with mistakes, each with exactly what is said of it."""

from __future__ import annotations

import random

SAMPLE = """\
---
name: acme
profile: assistant
---
# A support bot.
define customer_data as name, address
field user.age: number
field user.plan: free | premium
input user_message is untrusted, inside <user_message> tags
precedence safety > style

role:
  | You are Ava.

principle safety "Keep people safe":
  must stop when the user reports "a failure"
  when user.age < 18:
    [bike] never recommend a bike over 25 km/h  # by law
[share] never share customer_data unless user.verified = yes and (x in {a, "b c"} or not urgent)
  overrides bike, safety
  because people ask
prefer plain words over jargon
refuse medical advice:
  offer a link. # kept
escalate self-harm to "the line"
limit steps <= 40, cost <= $2
stop when all tests pass
confirm before deleting files
operator may halt at any time
example "late" for share:
  user: hi
    there
  good: no
"""

# ``line:column message -- help`` of each mistake.
BROKEN: list[tuple[str, list[str]]] = [
    (
        "nevr share customer_data\nmust when it rains\nshould answer in French\n",
        [
            "1:1 unknown keyword 'nevr' -- did you mean 'never'?",
            "2:6 expected what to do after 'must', found 'when' -- write it like this: must cite the page when a fact is "
            "asked for",
        ],
    ),
    (
        "must share data when\nnever share data unless user.verified = yes and\nmay go if (a and b\n",
        [
            "1:17 expected a condition after 'when' -- write it like this: must cite the page when a fact is asked for",
            "2:45 expected a condition after 'and' -- write it like this: never share customer_data unless user.verified = "
            "yes",
            "3:18 expected ')' after 'b' -- close it with )",
        ],
    ),
    (
        'define x = a, b\ndefine customer_data\ndefine "urgent" as\n',
        [
            "1:10 expected 'as' after 'x', found '=' -- write it like this: define customer_data as name, address, email",
            "2:8 expected 'as' after 'customer_data' -- write it like this: define customer_data as name, address, email",
            "3:17 expected its text after 'as' -- write it like this: define customer_data as name, address, email",
        ],
    ),
    (
        "field user.age\nfield user.plan: free premium\nfield user.plan free\nfield: number\n",
        [
            "1:7 expected ':' after 'user.age' -- write it like this: field user.plan: free | premium",
            "2:23 expected '|' or the end of the line after 'free', found 'premium' -- write it like this: field user.plan: "
            "free | premium",
            "3:17 expected ':' after 'user.plan', found 'free' -- write it like this: field user.plan: free | premium",
            "4:6 expected a name after 'field', found ':' -- write it like this: field user.plan: free | premium",
        ],
    ),
    (
        "input a is untrsted\ninput b is untrusted, inside user tags\ninput c untrusted\n",
        [
            "1:12 unknown word 'untrsted' after 'is' -- did you mean 'untrusted'?",
            "2:30 expected a tag such as <user_message> after 'inside', found 'user' -- write it like this: input "
            "user_message is untrusted, inside <user_message> tags",
            "3:9 expected 'is' after 'c', found 'untrusted' -- write it like this: input user_message is untrusted, inside "
            "<user_message> tags",
        ],
    ),
    (
        "precedence a\nprecedence a, b\nprecedence a > > b\n",
        [
            "1:12 expected '>' after 'a' -- write it like this: precedence safety > privacy > style",
            "2:13 expected '>' after 'a', found ',' -- write it like this: precedence safety > privacy > style",
            "3:16 expected a name after '>', found '>' -- write it like this: precedence safety > privacy > style",
        ],
    ),
    (
        'principle safety "Keep people safe"\n  must stop\n  when user.age < 18\n    never ride\nprinciple:\n',
        [
            "1:31 expected ':' after 'safe\"' -- write it like this: principle safety \"Keep people safe\":",
            "3:3 a block of rules ends with ':', a clause stands below a rule -- write when user.age < 18:",
            "5:10 expected a name after 'principle', found ':' -- write it like this: principle safety \"Keep people "
            'safe":',
        ],
    ),
    (
        "success The customer is glad\ninclude shared.charter\nextends\n",
        [
            "1:9 expected a text in quotes after 'success', found 'The' -- write it like this: success \"The customer "
            'leaves knowing what happens next."',
            "2:9 expected a text in quotes after 'include', found 'shared.charter' -- write it like this: include "
            '"shared/privacy.charter"',
            "3:1 expected a text in quotes after 'extends' -- write it like this: extends \"base.charter\"",
        ],
    ),
    (
        "limit steps 40\nlimit steps <=\nlimit steps <= 4 cost <= $2\nlimits steps <= 40\n",
        [
            "1:13 expected one of < <= > >= = != after 'steps', found '40' -- write it like this: limit steps <= 40, cost <= "
            "$2",
            "2:13 expected a value after '<=' -- write it like this: limit steps <= 40, cost <= $2",
            "3:23 expected ',' or the end of the line after 'cost', found '<' -- write it like this: limit steps <= 40, cost "
            "<= $2",
            "4:1 unknown keyword 'limits' -- did you mean 'limit'?",
        ],
    ),
    (
        "stop all tests pass\nstop when\nstop wen tests pass\n",
        [
            "1:6 expected 'when' after 'stop', found 'all' -- write it like this: stop when all tests pass",
            "2:6 expected a condition after 'when' -- write it like this: stop when all tests pass",
            "3:6 unknown word 'wen' after 'stop' -- did you mean 'when'?",
        ],
    ),
    (
        "confirm deleting files\nconfirm befor deleting files\noperator can halt\n",
        [
            "1:9 expected 'before' after 'confirm', found 'deleting' -- write it like this: confirm before deleting files",
            "2:9 unknown word 'befor' after 'confirm' -- did you mean 'before'?",
            "3:10 expected 'may' after 'operator', found 'can' -- write it like this: operator may halt at any time",
        ],
    ),
    (
        'prefer plain words\nprefer over slang\nescalate self-harm\nescalate to "the crisis line"\n',
        [
            "1:8 expected 'A over B' after 'prefer', found 'plain' -- write it like this: prefer plain words over technical "
            "terms",
            "2:8 expected 'A over B' after 'prefer', found 'over' -- write it like this: prefer plain words over technical "
            "terms",
            "3:10 expected 'a topic to somebody' after 'escalate', found 'self-harm' -- write it like this: escalate "
            'self-harm to "the crisis line"',
            "4:10 expected 'a topic to somebody' after 'escalate', found 'to' -- write it like this: escalate self-harm to "
            '"the crisis line"',
        ],
    ),
    (
        'never share "the key when asked\nsuccess "Glad\nmust cite "page" and "line\n',
        [
            '1:13 a quote is opened and not closed -- close it with "',
            '2:9 a quote is opened and not closed -- close it with "',
            '3:22 a quote is opened and not closed -- close it with "',
        ],
    ),
    (
        "must go when a) and b\nmust go when x in {b, c\nmust go when x in b, c}\nmust go when x = and y\n",
        [
            "1:15 expected a clause such as when, unless or overrides or the end of the line after 'a', found ')' -- put "
            "words with parentheses in quotes",
            "2:23 expected '}' after 'c' -- close it with }",
            "3:23 expected a clause such as when, unless or overrides or the end of the line after 'c', found '}' -- write it "
            "like this: must cite the page when a fact is asked for",
            "4:18 expected a value after '=', found 'and' -- write it like this: must cite the page when a fact is asked "
            "for",
        ],
    ),
    (
        "[x must go\n[y]\n[z] mst go\nMust go\n",
        [
            "1:1 the name of a rule is not closed -- close it: [name] must …",
            "2:1 a rule's name stands alone -- write a rule: [name] must …",
            "3:5 unknown keyword 'mst' -- did you mean 'must'?",
            "4:1 unknown keyword 'Must' -- did you mean 'must'?",
        ],
    ),
    (
        "hello there\nYou are a helpful assistant.\nmust be brief\n",
        [
            "1:1 unknown keyword 'hello' -- begin with a keyword such as must, never or define, or with | for prose",
            "2:1 unknown keyword 'You' -- begin with a keyword such as must, never or define, or with | for prose",
        ],
    ),
    (
        'example "late" fr refund:\n  user: hi\nexample "late" for refund:\n  usr: hi\n  good: ok\n  ok\n',
        [
            "1:16 unknown word 'fr' after '\"late\"' -- did you mean 'for'?",
            "4:3 a line of an example that nobody says -- did you mean 'user'?",
            "6:3 a line of an example that nobody says -- begin with user:, good: or bad:",
        ],
    ),
    (
        "must go\n  when it rains:\n  until it stops\nnever go\n  must stay\n",
        [
            "2:3 a clause below a rule ends without ':' -- take out the ':'",
            "3:3 unknown keyword 'until' -- begin with a keyword such as must, never or define, or with | for prose",
            "5:3 only a clause can stand below a rule -- take back the indentation, or begin with when, if, while, unless, "
            "except, overrides, instead or because",
        ],
    ),
    (
        "define a as b\n  must go\nprinciple p:\n  must go\n   must stay\n must run\n",
        [
            "2:3 nothing can stand below 'define' -- take back the indentation",
            "5:4 only a clause can stand below a rule -- take back the indentation, or begin with when, if, while, unless, "
            "except, overrides, instead or because",
            "6:2 indented by 1, the lines around it by 2 -- begin with 2 spaces",
        ],
    ),
    (
        "  must go\nunless it rains\noverrides x\nstop when (a or (b and c)\ninput x is trustd\n",
        [
            "1:3 the first statement is indented -- begin at the left margin",
            "2:1 a clause without a rule above it -- indent it below its rule",
            "3:1 a clause without a rule above it -- indent it below its rule",
            "4:24 expected ')' after 'c)' -- close it with )",
            "5:12 unknown word 'trustd' after 'is' -- did you mean 'trusted'?",
        ],
    ),
    (
        "- must go\n1. never stay\nif it rains then must not go\nmust: go\nnever sell when age => 18\n"
        "role: You are Ava.\nprecedence: a > b\nsuccess “All are glad”\n",
        [
            "1:1 a statement begins with its keyword -- leave out '-'",
            "2:1 a statement begins with its keyword -- leave out '1.'",
            "3:1 the condition of a rule stands behind it -- write must not go when it rains",
            "4:5 expected what to do after 'must', found ':' -- take out the ':', as in must cite the page when a fact is "
            "asked for",
            "5:21 unknown sign '=>' -- did you mean '>='?",
            "6:7 expected the end of the line after 'role:', found 'You' -- put the words on the line below, indented",
            "7:11 expected a name after 'precedence', found ':' -- take out the ':', as in precedence safety > privacy > style",
            "8:9 expected a text in quotes after 'success', found '“' -- write straight quotes: \"",
        ],
    ),
]

BITS = [
    '"',
    "#",
    "|",
    ":",
    "(",
    ")",
    "{",
    "}",
    "\t",
    "\n",
    "  ",
    " when ",
    " unless ",
    " and ",
    "[x]",
    "<",
    "=",
    "\r\n",
]
BITS += ["\u2028", "---\n", "é", "\ufeff", ",", "\x0b", "not ", "in {"]


def mutate(text: str, rng: random.Random) -> str:
    """A text with one to six slips."""
    for _ in range(rng.randint(1, 6)):
        at, kind = rng.randrange(len(text) + 1), rng.random()
        if kind < 0.4:
            text = text[:at] + rng.choice(BITS) + text[at:]
        elif kind < 0.7:
            text = text[:at] + text[at + rng.randint(1, 9) :]
        elif kind < 0.85:
            text = text[:at] + text[at : at + 20] + text[at:]
        else:
            rows = text.split("\n")
            rows.insert(rng.randrange(len(rows)), rng.choice(rows))
            text = "\n".join(rows)
    return text
