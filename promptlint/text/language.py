"""Which language a prompt is written in, by its function words and scripts."""

from __future__ import annotations

from promptlint import regex

WORD = regex.compile(r"[^\W\d_]+")
SAMPLE = 6000  # characters; more does not change the answer

FUNCTION_WORDS = {
    "en": "the of to and in is you that for with are not your this be as or it on if by from any an a at do no so when must will should can use",
    "de": "der die das und ist nicht ein eine mit für auf den dem sie du wird sind werden von zu im dass wenn als oder",
    "fr": "le la les et est des une un pour dans vous que qui ne pas sur avec votre ce par sont aux du si ou être",
    "es": "el la los las y es de que en un una para con por no su se del como tu debes si o eres al más",
    "it": "il la le gli e è di che un una per con non del sono della nel si come devi se o alla dei tuo",
    "pt": "o a os as e é de que em um uma para com não do da se por seu você como ou dos mais ao",
    "nl": "de het een en is van dat niet met voor op je zijn aan ook als maar bij wordt te of u uit",
    "pl": "i w nie na się z do jest to że jak o co dla od po czy lub przez oraz są tylko",
    "tr": "ve bir bu için ile olarak de da ne gibi daha çok olan sen en ya değil her kadar veya",
}
BY_WORD: dict[str, list[str]] = {}
for _language, _words in FUNCTION_WORDS.items():
    for _word in _words.split():
        BY_WORD.setdefault(_word, []).append(_language)

SCRIPTS = (
    ("ja", regex.compile(r"[\u3040-\u30ff]")),
    ("ko", regex.compile(r"[\uac00-\ud7af]")),
    ("zh", regex.compile(r"[\u4e00-\u9fff]")),
    ("ru", regex.compile(r"[\u0400-\u04ff]")),
    ("ar", regex.compile(r"[\u0600-\u06ff]")),
    ("he", regex.compile(r"[\u0590-\u05ff]")),
    ("hi", regex.compile(r"[\u0900-\u097f]")),
    ("th", regex.compile(r"[\u0e00-\u0e7f]")),
    ("el", regex.compile(r"[\u0370-\u03ff]")),
)


def detect(text: str) -> str:
    """ISO 639-1 code of ``text``, or "und" when there are too few words to tell.

    A text in two languages gets the one with more function words; English is preferred on a tie, since code and
    names inside a prompt look English.
    """
    sample = text if len(text) <= SAMPLE else text[: SAMPLE // 2] + text[len(text) // 2 :][: SAMPLE // 2]
    if not sample.isascii():
        letters = sum(map(str.isalpha, sample))
        for language, script in SCRIPTS:
            count = len(script.findall(sample))
            # One CJK sign says about as much as three Latin letters.
            if count * (3 if language in ("zh", "ja", "ko") else 1) > letters * 0.4:
                return language
    words = [w.lower() for w in WORD.findall(sample)]
    counts: dict[str, int] = {}
    for word in words:
        for language in BY_WORD.get(word, ()):
            counts[language] = counts.get(language, 0) + 1
    if not counts:
        return "und"
    best = max(counts, key=lambda k: (counts[k], k == "en"))
    if counts[best] < 2 or counts[best] < 0.06 * len(words):
        return "und"
    return best
