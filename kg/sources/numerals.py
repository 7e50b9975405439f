"""Numbers in a text, read from digits or words, with what stands beside them: per cent, a currency, years, km."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_ONES = {word: n for n, word in enumerate(f"{_UNITS} eighteen nineteen".split(), 1)}
_TENS = {
    word: 10 * n
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "bn": 10**9, "m": 10**6}
_PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5}
_PARTS |= {"tenth": 10, "tenths": 10}
_TIMES = {"once": 1, "twice": 2, "single": 1, "dozen": 12, "hundreds": 100, "thousands": 1000}
_GROWTH = {"doubled": 100, "double": 100, "doubling": 100, "trebled": 200, "tripled": 200, "halved": 50, "halving": 50}

_YEARS = re.compile(r"(?<![\w.,])([12]\d{3})\s?[-\u2013/]\s?(\d{4}|\d{1,2})(?![\d%])")
_DIGITS = re.compile(
    r"(?<![\w.,])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:st|nd|rd|th)?"
    r"(?:\s?(?P<scale>hundred|thousand|million|billion|bn)|(?P<short>m)\b)?"
)
_LARGE = "hundred|thousand|million|billion"
_COUNT = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_ONES)[:9])}))?|{'|'.join(_ONES)})"
_WORDS = re.compile(rf"\b(?:{_COUNT}|a(?= (?:{_LARGE})))(?: (?:{_LARGE})(?:(?: and)? {_COUNT})?)*\b")
_OTHERS = re.compile(rf"\b(?:{'|'.join([*_PARTS, *_TIMES, *_GROWTH])})\b")
_AFTER = {
    "%": r"\s?(?:%|per\s?cent\b|percent|percentage)",
    "points": r"\s?(?:%|per\s?cent|percentage)?\s?points?\b",
    "GBP": r"\s?(?:pounds?\b|sterling\b)",
    "$": r"\s?dollars?\b",
    "CAD": r"(?:\s?\(?canadian\b)",
    "years": r"[\s-]?years?\b",
    "decades": r"\s?decades?\b",
    "KM": r"[\s-]?(?:kilomet|km\b)",
}
_ROUGH = "about|almost|around|approximately|at least|exceeds|fewer than|just over|just under|less than|more than|nearly"
_ABOUT = re.compile(rf"\b(?:{_ROUGH}|or so|over|probably|roughly|some|under|up to)\s+(?:us)?[£$]?\s?\Z")
_BEFORE = {"GBP": r"£\s?\Z", "$": r"\$\s?\Z", "USD": r"\bus\s?\$\s?\Z", "CAD": r"\b(?:c|ca|cdn)\s?\$\s?\Z"}


@dataclass(frozen=True)
class Number:
    """A number read from a text. `marks` holds what stands beside it: "%", "points", "GBP", "$", "USD", "CAD", "years"
    and "KM".

    `about` says that a word before it makes it a rough one; a part in words, such as "half", is neither: `None`.
    """

    value: Decimal
    marks: frozenset[str] = frozenset()
    printed: str = field(default="", compare=False)
    about: bool | None = field(default=None, compare=False)


def numbers(text: str) -> list[Number]:
    """Every number of a text, in digits or words. A part of a whole is read as per cent too: "half" as 0.5 and 50%."""
    text = folded(text)
    found = in_digits(text)
    for match in _WORDS.finditer(text):
        found.append(_marked(Decimal(_counted(match.group())), text, match))
    for match in _OTHERS.finditer(text):
        found += _part(match.group(), text[: match.start()])
    return found


def in_digits(text: str) -> list[Number]:
    """Every number of a text that is written in digits; 2004-5 is two years."""
    text = folded(text)
    found = [Number(Decimal(y), printed=m.group()) for m in _YEARS.finditer(text) for y in _two_years(m)]
    text = _YEARS.sub(lambda match: " " * len(match.group()), text)
    for match in _DIGITS.finditer(text):
        scale = _SCALES.get(match["scale"] or match["short"] or "", 1)
        found.append(_marked(Decimal(match["digits"].replace(",", "")) * scale, text, match))
    return found


def folded(text: str) -> str:
    """A text in small letters, white space folded."""
    return " ".join(text.lower().split())


def _two_years(match: re.Match[str]) -> tuple[int, int]:
    """The first and last year of a span such as 2004-5, 2013-14 or 1995-2002."""
    first, last = match.groups()
    return int(first), int(first[: 4 - len(last)] + last)


def _marked(value: Decimal, text: str, match: re.Match[str]) -> Number:
    """A number with what stands before and after it."""
    before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 24]
    marks = {mark for mark, pattern in _BEFORE.items() if re.search(pattern, before)}
    marks |= {mark for mark, pattern in _AFTER.items() if re.match(pattern, after)}
    about = _ABOUT.search(text[max(0, match.start() - 24) : match.start()]) is not None
    if "decades" in marks:
        return Number(value * 10, frozenset(marks - {"decades"} | {"years"}), f"{match.group()} decades", about)
    return Number(value, frozenset(marks), match.group(), about)


def _counted(words: str) -> int:
    """The value of a run of number words: "one hundred and thirty one" is 131."""
    total = part = 0
    for word in re.findall(r"[a-z]+", words):
        if word in _SCALES:
            part = max(part, 1) * _SCALES[word]
            if word != "hundred":
                total, part = total + part, 0
        else:
            part += _ONES.get(word, 0) + _TENS.get(word, 0)
    return total + part


def _part(word: str, before: str) -> list[Number]:
    """A part, a multiple or a growth in words: "three quarters", "twice", "doubled"."""
    if word in _GROWTH:
        return [Number(Decimal(_GROWTH[word]), frozenset("%"), word)]
    if word in _TIMES:
        return [Number(Decimal(_TIMES[word]), printed=word)]
    counted = re.search(rf"\b({'|'.join(_ONES)})[\s-]\Z", before)
    share = Fraction(_ONES[counted.group(1)] if counted else 1, _PARTS[word])
    percent = Decimal(round(100 * share))
    return [Number(percent / 100, printed=word), Number(percent, frozenset("%"), word)]
