"""A quality report as text: for a terminal, as Markdown and as JSON."""

from __future__ import annotations

from kg import output
from kg.quality.parts import MARKS, Group, Report, Section, Table

DASHBOARD = ["Section", "Result", "Errors", "Warnings", "Info", "In short"]
SHOWN_HITS = 10


def dashboard_rows(report: Report) -> list[list[str]]:
    """A line for each section, the worst of all last."""
    rows = [[s.title, mark(s.verdict), *_counts(s), s.headline] for s in report.sections]
    return [*rows, ["All", mark(report.verdict), *_counts(report), f"version {report.version}"]]


def mark(verdict: str) -> str:
    """A verdict with its sign, so that neither needs the other or a colour."""
    return f"{MARKS[verdict]} {verdict}"


def _counts(of: Report | Section) -> list[str]:
    return [str(of.count(severity)) for severity in ("error", "warning", "info")]


def dashboard(report: Report) -> str:
    """The dashboard as a table for a terminal."""
    return output.to_table(DASHBOARD, dashboard_rows(report))


def text(report: Report) -> str:
    """The report for a terminal: the dashboard, then each section; long tables and long lists are cut, and say so."""
    parts = [f"Quality of the data, version {report.version}\n", dashboard(report)]
    for section in report.sections:
        parts.append(_heading(f"{section.title}: {section.headline}"))
        parts += [output.folded(note, "table") for note in section.notes]
        parts += [_group_text(group) for group in section.groups if group.hits]
        parts += [_table_text(table) for table in section.tables]
    return "\n".join(parts)


def _heading(title: str) -> str:
    return f"{title}\n{'=' * min(len(title), output.width())}\n"


def _group_text(group: Group) -> str:
    title = output.folded(f"{MARKS[group.severity]} {group.severity}, {len(group.hits)}: {group.summary}", "table")
    rows = [[hit.thing, hit.why, hit.place] for hit in group.hits[:SHOWN_HITS]]
    more = len(group.hits) - SHOWN_HITS
    tail = f"and {more} more; --format md lists them all\n" if more > 0 else ""
    hint = output.folded(f"{group.rule}: {group.hint}", "table")
    return title + hint + output.to_table(["Thing", "Why", "Where"], rows) + tail


def _table_text(table: Table) -> str:
    if table.long:
        return f"{table.title}: {len(table.rows)} rows, which --format md and --format html show\n"
    note = output.folded(table.note, "table") if table.note else ""
    return f"{table.title}\n" + output.rows(table.columns, table.rows, "table") + note


def markdown(report: Report) -> str:
    """The whole report as Markdown, every hit and every row."""
    lines = [
        "# Quality of the data",
        "",
        f"Version {report.version}, built from the graph with the fingerprint `{report.fingerprint}`.",
        "",
        _markdown_table(DASHBOARD, dashboard_rows(report)),
    ]
    for section in report.sections:
        lines += [f"## {plain(section.title)}", "", f"{mark(section.verdict)}: {plain(section.headline)}.", ""]
        lines += [line for note in section.notes for line in (plain(note), "")]
        for group in section.groups:
            if group.hits:
                lines += [f"### {mark(group.severity)}, {len(group.hits)}: {plain(group.summary)}", ""]
                lines += [f"`{group.rule}`: {plain(group.hint)}", ""]
                rows = [[hit.thing, hit.why, hit.place] for hit in group.hits]
                lines.append(_markdown_table(["Thing", "Why", "Where"], rows))
        for table in section.tables:
            lines += [f"### {plain(table.title)}", "", _markdown_table(table.columns, table.rows)]
            lines += [plain(table.note), ""] if table.note else []
        lines += _silent(section)
    return "\n".join(lines).rstrip("\n") + "\n"


def as_json(report: Report) -> str:
    """The whole report as JSON."""
    return output.to_json(report.as_dict())


def _silent(section: Section) -> list[str]:
    """The checks of a section that found nothing, in one line."""
    names = [f"`{group.rule}`" for group in section.groups if not group.hits]
    checks = "check" if len(names) == 1 else "checks"
    return [f"Nothing found by {len(names)} {checks}: {', '.join(names)}.", ""] if names else []


def _markdown_table(columns: list[str], rows: list[list[str]]) -> str:
    return output.to_markdown([plain(name) for name in columns], [[plain(cell) for cell in row] for row in rows])


def plain(words: str) -> str:
    """Words as Markdown shows them unchanged: signs that would make a tag, emphasis or a link become entities."""
    return "".join(f"&#{ord(sign)};" if sign in "&<>`*_[]\\" else sign for sign in words)
