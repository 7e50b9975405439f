"""A comparison of two versions as text, Markdown and plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kg import output
from kg.diff.answers import Differing
from kg.diff.records import Change

MARKS = {"added": "+", "removed": "-", "changed": "~"}
SHOWN = 8  # rows and causes of an answer in a text; JSON has them all
WIDEST = 70  # characters of a cell in a text


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions. `asked` is how many named questions were asked."""

    old: str
    new: str
    versions: tuple[str, str]
    changes: list[Change]
    differing: list[Differing]
    asked: int
    roster: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "old": {"name": self.old, "version": self.versions[0]},
            "new": {"name": self.new, "version": self.versions[1]},
            "records": [change.as_dict() for change in self.changes],
            "questions asked": self.asked,
            "answers": [one.as_dict() for one in self.differing],
            "roster": self.roster,
        }


def text(found: Comparison, shown: int = SHOWN) -> str:
    """For a terminal: the answers that changed, with rows and causes, then the records."""
    return "\n".join(_lines(found, shown, str, lambda lines: ["  " + line for line in lines])) + "\n"


def markdown(found: Comparison, shown: int = SHOWN) -> str:
    """The same as Markdown, for a changelog or a release note."""

    def block(lines: list[str]) -> list[str]:
        return ["", "```diff", *lines, "```", ""] if lines else []

    return "\n".join(_lines(found, shown, lambda title: f"## {title}\n", block)).rstrip() + "\n"


def _lines(
    found: Comparison, shown: int, title: Callable[[str], str], block: Callable[[list[str]], list[str]]
) -> Iterator[str]:
    old, new = (f"{n} (version {v})" if v else n for n, v in zip((found.old, found.new), found.versions, strict=True))
    yield f"From {old} to {new}"
    if not found.changes and not found.differing:
        yield "No record and no answer differs."
        return
    known = {change.id: change for change in found.changes}
    yield ""
    yield title(f"Answers that changed: {_questions(found.differing)} of {found.asked} named questions")
    for one in found.differing:
        yield _asked(one)
        yield from block([*_rows("+", one.added, shown), *_rows("-", one.removed, shown)])
        yield _because(one, known, shown)
        yield ""
    yield title(f"Records that changed: {len(found.changes)}")
    yield from block([line for change in found.changes for line in _record(change)])
    if not found.changes:
        yield "None: the terms or the rules differ."
    yield ""
    yield found.roster


def _questions(differing: list[Differing]) -> int:
    return len({one.question.name for one in differing})


def _asked(one: Differing) -> str:
    chosen = ", ".join(f"{name} = {value}" for name, value in one.values.items())
    asks = one.question.summary.partition("?")[0] + "?"
    return f"{one.question.name}{f' ({chosen})' if chosen else ''}: {asks}"


def _rows(mark: str, rows: list[list[str]], shown: int) -> Iterator[str]:
    for row in rows[:shown]:
        yield f"{mark} {' | '.join(_short(cell, WIDEST) for cell in row)}"
    if len(rows) > shown:
        yield f"{mark} … and {len(rows) - shown} more"


def _because(one: Differing, known: dict[str, Change], shown: int) -> str:
    if not one.causes:
        return "because of: no record; the terms, the codebook or the rules differ"
    named = [f"{id} ({known[id].how})" for id in one.causes[:shown]]
    more = f" and {len(one.causes) - shown} more" if len(one.causes) > shown else ""
    return f"because of{'' if one.alone else ', together'}: {', '.join(named)}{more}"


def _record(change: Change) -> Iterator[str]:
    case = f" [{change.case}]" if change.case and change.kind != "case" else ""
    yield f"{MARKS[change.how]} {change.id}{case}: {change.about}"
    for name, before, after in change.fields:
        yield f"    {name}: {_values(before)} -> {_values(after)}"


def _values(values: list[str]) -> str:
    return _short(", ".join(values), 100) or "nothing"


def _short(text: str, most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


FORMATS: dict[str, Callable[[Comparison], str]] = {
    "table": text,
    "md": markdown,
    "json": lambda found: output.to_json(found.as_dict()),
}
