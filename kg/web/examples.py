"""Queries to start from on the SPARQL page: a tour from easy to hard, and the named questions.

The tour lies in `kg/web/tour/`, one file a query. Its first comment is the title, the other comments above the query
explain it in plain words; the file is shown as it is.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.questions import Question

FOLDER = Path(__file__).with_name("tour")
GROUPS = {"trainer": "For training", "researcher": "For research", "steward": "For keeping the data in order"}


@dataclass(frozen=True)
class Example:
    """One query with a name for addresses, a title, and what is to be known of it."""

    name: str
    title: str
    about: str
    query: str


@cache
def tour() -> tuple[Example, ...]:
    """The tour, in order."""
    return tuple(_step(path) for path in sorted(FOLDER.glob("*.rq")))


def _step(path: Path) -> Example:
    text = path.read_text(encoding="utf-8")
    comments = []
    for line in text.split("\n"):
        if not line.startswith("#"):
            break
        comments.append(line.removeprefix("#").strip())
    return Example(path.stem.partition("-")[2], comments[0], " ".join(comments[1:]), text.strip())


def named(questions: Iterable[Question]) -> dict[str, list[Example]]:
    """The named questions as examples, by the heading of their group."""
    found: dict[str, list[Example]] = {heading: [] for heading in GROUPS.values()}
    for question in questions:
        heading = GROUPS.get(question.group, question.group.capitalize())
        found.setdefault(heading, []).append(_example(question))
    return {heading: examples for heading, examples in found.items() if examples}


def _example(question: Question) -> Example:
    """A named question; in the place of its head stands what it answers."""
    lines = textwrap.wrap(question.summary, 70)
    return Example(
        question.name, question.summary, "", "".join(f"# {line}\n" for line in lines) + question.query.strip()
    )
