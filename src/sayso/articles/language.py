"""Which language a text is in, so that an article that cannot be read is counted as not read."""

from __future__ import annotations

import re
from collections.abc import Sequence

import py3langid

__all__ = ["detect"]

_LOOKED_AT = 4000
_FEWEST_LETTERS = 20
_SHORT = 400
# Below this share of the letters a script is a name or a quotation inside another language.
_MOSTLY = 0.5

# Scripts that one language of the news mainly uses.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("pa", re.compile(r"[\u0a00-\u0a7f]")),
    ("gu", re.compile(r"[\u0a80-\u0aff]")),
    ("or", re.compile(r"[\u0b00-\u0b7f]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("te", re.compile(r"[\u0c00-\u0c7f]")),
    ("kn", re.compile(r"[\u0c80-\u0cff]")),
    ("ml", re.compile(r"[\u0d00-\u0d7f]")),
    ("si", re.compile(r"[\u0d80-\u0dff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("lo", re.compile(r"[\u0e80-\u0eff]")),
    ("my", re.compile(r"[\u1000-\u109f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("am", re.compile(r"[\u1200-\u137f]")),
    ("km", re.compile(r"[\u1780-\u17ff]")),
)
# Scripts that several languages share: the first of these that the classifier ranks.
_SHARED_SCRIPTS = (
    (re.compile(r"[\u0400-\u04ff]"), ("ru", "uk", "bg", "be", "sr", "mk", "kk", "ky", "mn")),
    (re.compile(r"[\u0600-\u06ff\u0750-\u077f]"), ("ar", "fa", "ur", "ps", "ug", "ku")),
    (re.compile(r"[\u0900-\u097f]"), ("hi", "mr", "ne")),
)
_LETTER = re.compile(r"[^\W\d_]")
_ENGLISH = re.compile(r"\b(?:the|and|that|with|from|has|have|said|says|they|this|which|were|would|about|its)\b", re.IGNORECASE)


def detect(text: str) -> str:
    """Return the BCP 47 code of the text's language in lower case; `und` for a text too short to tell.

    >>> detect("The minister said that the talks with Vesturia have ended."), detect("Oster")
    ('en', 'und')
    """
    part = text[:_LOOKED_AT]
    letters = len(_LETTER.findall(part))
    if letters < _FEWEST_LETTERS and not _other_script(part, letters, fewest=4):
        return "und"
    return _other_script(part, letters, fewest=4) or _of_shared_script(part, letters) or _of_latin_script(part, letters)


def _other_script(part: str, letters: int, fewest: int) -> str | None:
    """Return the language that a script tells by itself; kana come first since Japanese mixes them with Chinese signs."""
    kana = len(_SCRIPTS[0][1].findall(part))
    if kana >= fewest and kana >= 0.15 * letters:
        return "ja"
    for code, pattern in _SCRIPTS[1:]:
        count = len(pattern.findall(part))
        if count >= fewest and count > _MOSTLY * letters:
            return code
    return None


def _of_shared_script(part: str, letters: int) -> str | None:
    """Return the likeliest language of a script that several languages share."""
    for pattern, codes in _SHARED_SCRIPTS:
        if len(pattern.findall(part)) > _MOSTLY * letters:
            return _first_ranked(part, codes)
    return None


def _of_latin_script(part: str, letters: int) -> str:
    """Return the classifier's answer, unless English function words decide: it errs on short texts and takes 2 ms."""
    found = [match.lower() for match in _ENGLISH.findall(part)]
    if (letters < _SHORT and len(set(found)) >= 2) or (len(set(found)) >= 5 and len(found) * 80 >= letters):
        return "en"
    return str(py3langid.classify(part)[0]).lower()


def _first_ranked(part: str, codes: Sequence[str]) -> str:
    """Return the code that the classifier ranks first among these."""
    for code, _ in py3langid.rank(part):
        if code in codes:
            return str(code)
    return codes[0]
