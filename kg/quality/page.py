"""A quality report as one HTML page that needs no other file and no network, light or dark as the reader likes it."""

from __future__ import annotations

import re
from pathlib import Path

from kg.html import document, escape
from kg.quality.parts import MARKS, Group, Report, Section, Table

STYLE = Path(__file__).with_name("page.css")


def page(report: Report) -> str:
    """The whole report as one page. Every text is escaped; the page's own policy forbids scripts and requests."""
    body = "\n".join(_section(section) for section in report.sections)
    whole = f"""<body>
<header>
<h1>Quality of the data</h1>
<p class="soft">Collaborative Working Knowledge Graph, version {escape(report.version)}. Graph
<code>{escape(report.fingerprint)}</code></p>
</header>
<main>
{_dashboard(report)}
{body}
</main>
</body>"""
    return document(f"Quality of the data: {report.verdict}", STYLE.read_text(encoding="utf-8"), whole)


def _mark(verdict: str) -> str:
    return f'<span class="mark {verdict.replace(" ", "-")}">{MARKS[verdict]} {verdict}</span>'


def _counts(of: Report | Section) -> str:
    cells = []
    for severity in ("error", "warning", "info"):
        count = of.count(severity)
        cells.append(f'<td class="number {severity if count else "nought"}">{count}</td>')
    return "".join(cells)


def _dashboard(report: Report) -> str:
    rows = "\n".join(
        f'<tr><th scope="row"><a href="#{escape(s.name)}">{escape(s.title)}</a></th><td>{_mark(s.verdict)}</td>'
        f'{_counts(s)}<td class="headline">{escape(s.headline)}</td></tr>'
        for s in report.sections
    )
    kinds = {"Errors": "number", "Warnings": "number", "Info": "number", "In short": "headline"}
    heads = "".join(
        f'<th scope="col" class="{kinds.get(name, "")}">{name}</th>'
        for name in ("Section", "Result", "Errors", "Warnings", "Info", "In short")
    )
    return f"""<section aria-label="Dashboard">
<div class="scroll"><table>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
<tfoot><tr>
<th scope="row">All</th><td>{_mark(report.verdict)}</td>{_counts(report)}<td class="headline"></td>
</tr></tfoot>
</table></div>
<p class="soft">An error must be mended. A warning should be looked at. Info is worth knowing, and may be right.</p>
</section>"""


def _section(section: Section) -> str:
    notes = "".join(f"<p>{escape(note)}</p>" for note in section.notes)
    groups = "\n".join(_group(group) for group in section.groups if group.hits)
    silent = [group for group in section.groups if not group.hits]
    tables = "\n".join(_folded(table) if table.long else _table(table) for table in section.tables)
    return f"""<section id="{escape(section.name)}">
<div class="title"><h2>{escape(section.title)}</h2>{_mark(section.verdict)}</div>
<p class="soft">{escape(section.headline)}</p>
{notes}
{tables}
{groups}
{_silent(silent)}
</section>"""


def _group(group: Group) -> str:
    rows = "\n".join(
        f"<tr><td><code>{escape(hit.thing)}</code></td><td>{escape(hit.why)}</td>"
        f'<td class="place"><code>{escape(hit.place)}</code></td></tr>'
        for hit in group.hits
    )
    state = "" if group.severity == "info" else " open"
    return f"""<details{state}>
<summary>{_mark(group.severity)} <h3>{len(group.hits)} × {escape(group.summary)}</h3></summary>
<p class="soft"><code>{escape(group.rule)}</code> {escape(group.hint)}</p>
<div class="scroll"><table class="hits">
<thead><tr><th scope="col">Thing</th><th scope="col">Why</th><th scope="col">Where</th></tr></thead>
<tbody>
{rows}
</tbody>
</table></div>
</details>"""


def _silent(groups: list[Group]) -> str:
    """The checks that found nothing: what they look for, folded away."""
    if not groups:
        return ""
    rows = "\n".join(
        f"<tr><td><code>{escape(g.rule)}</code></td><td>{escape(g.severity)}</td><td>{escape(g.summary)}</td></tr>"
        for g in groups
    )
    return f"""<details>
<summary>{_mark("pass")} <h3>Checks that find nothing: {len(groups)}</h3></summary>
<div class="scroll"><table class="hits">
<thead><tr><th scope="col">Check</th><th scope="col">Would be</th><th scope="col">Looks for</th></tr></thead>
<tbody>
{rows}
</tbody>
</table></div>
</details>"""


def _folded(table: Table) -> str:
    title = f"{escape(table.title)} ({len(table.rows)})"
    return f"<details>\n<summary><h3>{title}</h3></summary>\n{_table(table)}\n</details>"


def _table(table: Table) -> str:
    numeric = [all(_is_number(row[i]) for row in table.rows) for i in range(len(table.columns))]
    heads = "".join(
        f'<th scope="col"{" class=number" if number else ""}>{escape(name)}</th>'
        for name, number in zip(table.columns, numeric, strict=True)
    )
    rows = "\n".join(
        "<tr>" + "".join(_cell(cell, number) for cell, number in zip(row, numeric, strict=True)) + "</tr>"
        for row in table.rows
    )
    note = f'<p class="soft">{escape(table.note)}</p>' if table.note else ""
    return f"""<div class="scroll"><table>
<caption>{escape(table.title)}</caption>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table></div>
{note}"""


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?( %)?|–", cell))


def _cell(cell: str, number: bool) -> str:
    """A cell; a share in per cent is drawn as a bar behind its number."""
    if cell.endswith(" %") and number:
        return f'<td class="number share" style="--part: {float(cell[:-2]):.1f}%">{escape(cell)}</td>'
    kind = ' class="number nought"' if number and cell in ("0", "–") else ' class="number"' if number else ""
    return f"<td{kind}>{escape(cell)}</td>"
