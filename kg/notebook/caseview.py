"""One case as an object: its card, its findings and evidence, and how surely each theme, barrier and outcome stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg import cards, compare, html, output
from kg import why as reasons
from kg.conditions import DEFAULT_STANCE
from kg.evidence import NOT_STATED
from kg.facets import Facets
from kg.html import Html
from kg.notebook import tables
from kg.notebook.calls import given_text, whole
from kg.notebook.tables import Table, Value, counted
from kg.questions import Question, bind, find_question
from kg.store import Store

if TYPE_CHECKING:
    import pandas

LEVELS = ("certain", "possible")
SPOKEN_OF = "findings speak of it, and none counts"
EVIDENCE = "evidence-for-a-case"  # the named question that a case's evidence comes from


class CaseView:
    """One case with everything that is known of it. `data` holds the whole card as plain data.

    It is made from the id of a case, the named questions, and what gives the index of facets when it is needed.
    """

    def __init__(self, store: Store, id: str, named: list[Question], facets: Callable[[], Facets]) -> None:
        self._store, self.id, self._named, self._facets = store, id, named, facets
        with whole():
            self.data: dict[str, Any] = cards.card(store, id)

    @property
    def name(self) -> str:
        return str(self.data["name"])

    @cached_property
    def findings(self) -> Table:
        """The findings about the case itself, by every coder, each with its places in the sources."""
        columns = ["about", "stance", "status", "basis", "note", "said by", "places", "phase"]
        columns += ["coder", "agreement", "third look", "finding"]
        rows = [{name: found[name] for name in columns} for found in self.data["findings"]]
        return Table(columns, rows, title=f"Findings: {self.name}", note=_silence(self.data))

    @cached_property
    def levels(self) -> Table:
        """How each theme, barrier and outcome stands in the case and its parts, and whether that is certain.

        Where nothing stands, `answer` says whether the sources were read in full for it.
        """
        columns, rows = ["list", "entry", "stands", "answer"], list[dict[str, Value]]()
        spoken = {found["about"] for found in self.data["findings"]}
        with whole():
            facets = self._facets()
            for group in facets.groups:
                for entry in group.entries if group.key in DEFAULT_STANCE else []:
                    cell = compare.cell(facets, group.key, entry.entry, self.id)
                    silent = SPOKEN_OF if entry.label in spoken else ""
                    stands = [(s.words, s.level) for s in cell.standings] or [(silent, cell.silence)]
                    rows += [dict(zip(columns, (group.label, entry.label, *one), strict=True)) for one in stands]
        return Table(columns, rows, title="What is certain, possible and not stated")

    @cached_property
    def numbers(self) -> Table:
        """The numbers of the case as printed, or computed by us and then so marked."""
        columns = ["number", "finding"]
        return Table(columns, [{name: n[name] for name in columns} for n in self.data["numbers"]], title="Numbers")

    @cached_property
    def evidence(self) -> Table:
        """Finding by finding, of the case and its parts, a row for each passage and each voice in it."""
        return tables.answered(self._store, find_question(self._named, EVIDENCE), {"case": self.id})

    @property
    def rows(self) -> list[dict[str, Value]]:
        """The rows of the findings."""
        return self.findings.rows

    @property
    def sparql(self) -> str:
        """The query that the evidence comes from."""
        return bind(find_question(self._named, EVIDENCE), {"case": self.id})

    def why(self, target: str) -> Table:
        """Why the case belongs to a class such as "power-sharing", or practised a theme; or why not (see `kg why`).

        Raises `UsageError` for a target that is no class and no theme, barrier or outcome.
        """
        with whole():
            found = reasons.explain(self._store, self.id, given_text(target, "why", "a class or a theme"))
        rows: list[dict[str, Value]] = [
            {
                "condition": reason.condition,
                "answer": reason.answer,
                "reason": reason.reason,
                "evidence": " ".join(f"{e.note} {output.trail(e, self.id, coder=True)}" for e in reason.evidence),
            }
            for reason in found.reasons
        ]
        title = f"{found.name}: {found.target}? {output.VERDICTS[found.answer]}"
        return Table(["condition", "answer", "reason", "evidence"], rows, title=title, note=found.definition)

    def to_df(self) -> pandas.DataFrame:
        """The findings as a pandas data frame. Raises `UsageError` where pandas is not installed."""
        return self.findings.to_df()

    def __repr__(self) -> str:
        findings = counted(len(self.data["findings"]), "finding")
        return f"<Case {self.id}: {html.clean(self.name, 80)}; {html.clean(self.data['country'], 40)}; {findings}>"

    def _repr_html_(self) -> str:
        return html.fragment(self.html())

    def _repr_markdown_(self) -> str:
        return cards.to_text(_marked_down(self.data), markdown=True)

    def html(self) -> Html:
        """The card as HTML without its stylesheet."""
        data = self.data
        parts = [
            Html(f"<h2>{html.escape(self.name)}</h2>\n<p>{html.escape(data['summary'])}</p>"),
            facts_html(data),
            html.details("Story", html.paragraphs(data["story"])),
            *([_levels_html(self.levels)] if data["findings"] or data["coded"] else []),
        ]
        for title, lines in (
            ("Phases", [_phase(phase) for phase in data["phases"]]),
            ("Who took part", [f"{o['name']}, {o['role'].lower()}" for o in data["organisations"]]),
            ("People", [", ".join(filter(None, person.values())) for person in data["people"]]),
            ("Parts", [part["name"] for part in data["parts"]]),
            ("Numbers", [number["number"] for number in data["numbers"]]),
        ):
            parts += [Html(f"<h3>{title}</h3>"), html.items(lines)] if lines else []
        parts += [Html("<h3>Findings</h3>"), *findings_html(data)]
        if data["class questions"]:
            parts += [Html("<h3>Questions for a class</h3>"), html.items(data["class questions"], "ol")]
        return html.joined([*parts, Html(f'<p class="cw-soft">{html.escape(data["roster"])}</p>')])


def _silence(data: dict[str, Any]) -> str:
    return "" if data["findings"] else cards.no_findings(data)


def _phase(phase: dict[str, str]) -> str:
    years = f"{phase['start']} to {phase['end'] or '…'}" if phase["start"] else "years not stated in the source"
    return f"{phase['name']} ({years})" + (f": {phase['note']}" if phase["note"] else "")


def facts_html(data: dict[str, Any]) -> Html:
    """The facts of record of a case, as terms with their values."""
    found = [
        ("Kind", data["kind"]),
        ("How well documented", data["documented"]),
        ("Where", ", ".join([*data["places"], data["country"]])),
        ("Years", " to ".join(data["years"])),
        ("Policy areas", ", ".join(data["policy areas"])),
        ("Service users", ", ".join(data["service users"])),
        ("Part of", ", ".join(data["part of"])),
    ]
    lines = "".join(f"<dt>{name}</dt><dd>{html.escape(text)}</dd>\n" for name, text in found if text)
    return Html(f'<dl class="cw-facts">\n{lines}</dl>')


def _levels_html(levels: Table) -> Html:
    """What stands in the case, list by list: what is certain, what is possible, and what the sources do not say."""
    rows: dict[str, list[list[Html]]] = {}
    for row in levels:
        cells = rows.setdefault(str(row["list"]), [[], [], []])
        number = LEVELS.index(str(row["answer"])) if row["answer"] in LEVELS else 2
        words = f" ({row['stands']})" if row["stands"] else ""
        silence = "" if row["answer"] in LEVELS or row["answer"] == NOT_STATED else f" ({row['answer']})"
        cells[number].append(html.escape(f"{row['entry']}{words}{silence}"))
    heads = [Html("List"), *(html.mark(level) for level in html.MARKS)]
    data = [[Html(f"<strong>{html.escape(name)}</strong>"), *map(html.items, cells)] for name, cells in rows.items()]
    return html.table(heads, data, name="What is certain, possible and not stated")


def findings_html(data: dict[str, Any], opened: str = "") -> list[Html]:
    """The findings, folded under what they are about: what happened, how we know, who says so and where.

    Those about `opened` are folded open, and marked as what is told at the moment.
    """
    if not data["findings"]:
        return [html.mark("not stated", cards.no_findings(data))]
    groups: dict[str, list[dict[str, str]]] = {}
    for found in data["findings"]:
        groups.setdefault(found["about"], []).append(found)
    return [_about(about, findings, about == opened) for about, findings in groups.items()]


def _about(about: str, findings: list[dict[str, str]], told: bool) -> Html:
    title = Html(f"<strong>{html.escape(about)}</strong>, {counted(len(findings), 'finding')}")
    folded = html.details(title, html.items(map(finding_html, findings)), opened=told)
    return Html(f'<div data-told="">{folded}</div>') if told else folded


def finding_html(found: dict[str, str]) -> Html:
    """A finding in a line: what happened, then how we know, who says so and where."""
    stance = f"{found['stance']}, {found['status'].lower()}" if found["status"] else found["stance"]
    third = f" Third look: {found['third look']}" if found["third look"] else ""
    phase = f"; phase: {found['phase']}" if found["phase"] else ""
    coding = f"{found['basis']}; {found['coder']}; {found['agreement']}{phase}"
    trail = f"({coding}; said by {found['said by']}; {found['places']})"
    told = f"{html.escape(stance)}: {html.escape(found['note'])}{html.escape(third)}"
    return Html(f'{told} <span class="cw-soft">{html.escape(trail)}</span>')


def _marked_down(data: Any) -> Any:
    """Plain data with every text as harmless Markdown."""
    if isinstance(data, dict):
        return {key: _marked_down(part) for key, part in data.items()}
    if isinstance(data, list):
        return [_marked_down(part) for part in data]
    return html.markdown(data) if isinstance(data, str) else data
