"""A question in plain English and its answer: what is certain and what is possible, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kg import answers, output, robust
from kg import questions as named_questions
from kg.answers import Answer
from kg.conditions import Condition, Reading
from kg.language import read
from kg.notebook.tables import counted
from kg.web.addresses import Addresses
from kg.web.messages import Reply
from kg.web.pages import questions
from kg.web.pages.asked import Asked
from kg.web.pages.evidence import levels
from kg.web.pages.frame import Page, attachment
from kg.web.pages.home import EXAMPLES
from kg.web.pages.site import Site

KINDS = "kinds"  # what `without` says to take away the kinds of case


@dataclass(frozen=True)
class Chip:
    """A part of how a question was read, and the address of the answer without it."""

    words: str
    without: str


@dataclass(frozen=True)
class Unknown:
    """A word that is not understood: the address without it, and what is near it with the address for that."""

    word: str
    without: str
    near: list[tuple[str, str]]


def show(site: Site, asked: Asked) -> Page | Reply:
    """The answer to the question `q`, without the parts of its reading that `without` names."""
    text = asked.value("q")
    if not text:
        return _invitation(site)
    gone = {name for name in asked.request.all("without") if name}
    matched = named_questions.match(text, site.graph.named, site.store.lexicon)
    if matched and not gone:
        return questions.answered(site, asked, *matched, words=text)
    found = answers.answer(site.store, _reading(site, text, gone))
    tested = robust.robustness(site.store, found) if asked.value("robust") and found.reading.groups else None
    if asked.ending == "json":
        return attachment(output.answer(found, "json", tested), "application/json", "answer.json")
    if asked.ending == "csv":
        return attachment(output.answer(found, "csv", tested), "text/csv; charset=utf-8", "answer.csv")
    return _page(site, asked, found, gone, tested)


def _reading(site: Site, text: str, gone: set[str]) -> Reading:
    """A question as it is read, without the parts that were taken away."""
    reading = read(text, site.store.lexicon, site.store.has_fellowship)
    if KINDS in gone:
        reading = replace(reading, kinds=[], by_default=False)
    return reading.without(lambda condition: name_of(condition) in gone)


def name_of(condition: Condition) -> str:
    """A condition as `without` names it: `theme/share-power`, `not/theme/share-power/neglected`."""
    parts = ["not"] * condition.negated + [condition.concept] + [condition.stance] * bool(condition.stance)
    return "/".join(parts)


def _invitation(site: Site) -> Page:
    """The page without a question: examples, and words that can be used."""
    return Page(
        "Ask the cases",
        "ask.html",
        {"examples": EXAMPLES},
        here="ask",
        description="Ask in plain English; the answer keeps what is certain apart from what is possible.",
    )


def _page(site: Site, asked: Asked, found: Answer, gone: set[str], tested: robust.Robustness | None) -> Page:
    text, to, reading = found.reading.question, asked.to, found.reading

    def less(*names: str) -> str:
        return to.ask(text, without=sorted(gone | set(names)))

    chips = [[Chip(c.describe(), less(name_of(c))) for c in group] for group in reading.groups]
    return Page(
        text,
        "answer.html",
        {
            "question": text,
            "chips": chips,
            "kinds": Chip(f"only {', '.join(reading.kinds)} cases", less(KINDS)) if reading.kinds else None,
            "changed": to.ask(text) if gone else "",
            "mended": reading.mended.items(),
            "notes": reading.notes,
            "unknown": [_unknown(to, text, word, near) for word, near in reading.not_understood.items()],
            "understood": bool(found.sparql),
            "no_answer": output.no_answer(found),
            "levels": levels(site, asked, found.certain, found.possible),
            "silent": [
                (counted(number, "case"), condition, _about(to, reading, condition))
                for condition, number in found.not_stated.items()
            ],
            "sparql": found.sparql.strip(),
            "firmness": asked.to.ask(text, without=sorted(gone), robust="1"),
            "footings": {f.case: (f.firm, output.rests_on(f)) for f in tested.footings} if tested else {},
            "joining": _joining(site, to, tested) if tested else [],
            "files": [(ending, asked.as_file(ending)) for ending in ("csv", "json")],
        },
        here="ask",
        description=f"{len(found.certain)} certain and {len(found.possible)} possible: {reading.describe()}",
    )


def _unknown(to: Addresses, text: str, word: str, near: list[str]) -> Unknown:
    def instead(other: str) -> str:
        return " ".join(re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _: other, text, flags=re.IGNORECASE).split())

    return Unknown(word, to.ask(instead("")), [(label, to.ask(instead(label))) for label in near])


def _about(to: Addresses, reading: Reading, described: str) -> str:
    """The page of what a condition is about, where the cases that do not state it are listed."""
    for condition in reading.conditions:
        if condition.is_coded and replace(condition, negated=False).describe() == described:
            return to.thing(condition.entry) + "#not-stated"
    return ""


def _joining(site: Site, to: Addresses, tested: robust.Robustness) -> list[tuple[str, list[tuple[str, str]]]]:
    """The cases that would be certain under other readings."""
    readings: Mapping[str, Any] = {
        "If a possible reading counted as said, these would be certain too": tested.if_possible_is_yes,
        "If silence counted as no, these would be certain too": tested.if_silence_is_no,
    }
    return [
        (words, [(site.store.cases[case].name, to.case(case)) for case in cases]) for words, cases in readings.items()
    ]
