"""What a quality report is made of: sections with groups of hits and tables, each a plain value."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

SEVERITIES = ("error", "warning", "info")
VERDICTS = ("error", "warning", "pass", "not run")
MARKS = {"error": "✗", "warning": "!", "info": "i", "pass": "✓", "not run": "–"}


@dataclass(frozen=True)
class Hit:
    """One thing that a check names: what it is, why, and the file and line where that is known."""

    thing: str
    why: str
    place: str = ""


@dataclass(frozen=True)
class Group:
    """Everything that one check names. `severity` is error, warning or info."""

    rule: str
    severity: str
    summary: str
    hint: str
    hits: list[Hit]


@dataclass(frozen=True)
class Table:
    """Counts to read. A `long` one is left out of a terminal, where it would push all else away."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    note: str = ""
    long: bool = False


@dataclass(frozen=True)
class Section:
    """One part of the report. `headline` is its finding in one line; `ran` is false where nothing was looked at."""

    name: str
    title: str
    headline: str
    groups: list[Group] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ran: bool = True

    def count(self, severity: str) -> int:
        """How many hits of a severity."""
        return sum(len(group.hits) for group in self.groups if group.severity == severity)

    @property
    def verdict(self) -> str:
        """The worst that was found: error, warning or pass; or that the section was not run."""
        if not self.ran:
            return "not run"
        return next((severity for severity in SEVERITIES[:2] if self.count(severity)), "pass")


@dataclass(frozen=True)
class Report:
    """The state of the data of one build, which its fingerprint names."""

    version: str
    fingerprint: str
    sections: list[Section]

    def count(self, severity: str) -> int:
        """How many hits of a severity in all sections."""
        return sum(section.count(severity) for section in self.sections)

    @property
    def verdict(self) -> str:
        """The worst verdict of a section; sections that were not run do not count."""
        found = {section.verdict for section in self.sections}
        return next(verdict for verdict in (*VERDICTS[:2], "pass") if verdict in found or verdict == "pass")

    def fails(self, level: str) -> bool:
        """Whether the report fails at a level: `error`, `warning` (which errors fail too) or `never`."""
        wanted = {"error": SEVERITIES[:1], "warning": SEVERITIES[:2], "never": ()}[level]
        return any(self.count(severity) for severity in wanted)

    def as_dict(self) -> dict[str, Any]:
        """The whole report as plain data, with the verdict and the counts of each section."""

        def counts(of: Report | Section) -> dict[str, Any]:
            return {"verdict": of.verdict, **{f"{severity}s": of.count(severity) for severity in SEVERITIES[:2]}}

        sections = [{**counts(s), "infos": s.count("info"), **asdict(s)} for s in self.sections]
        head = {"version": self.version, "fingerprint": self.fingerprint, **counts(self), "infos": self.count("info")}
        return {**head, "sections": sections}


def share(part: int, whole: int) -> str:
    """A share in per cent with one decimal place, or a dash where there is no whole."""
    return f"{100 * part / whole:.1f} %" if whole else "–"
