"""The answer to a question as an object: which cases are certain, which possible, on what evidence, by which query."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kg import answers, html, output, robust
from kg.errors import UsageError
from kg.evidence import Evidence
from kg.html import Html
from kg.notebook.calls import whole
from kg.notebook.tables import SHOWN_ROWS, Table, Value, counted, query_part
from kg.store import Store
from kg.truthtable import TruthTable

if TYPE_CHECKING:
    import pandas

LEVELS = ("certain", "possible")


class AnswerView:
    """The answer to a plain question, or the cases that meet some conditions: which are certain, and which possible.

    `answer` is the whole of it as the command line has it.
    """

    def __init__(self, store: Store, answer: answers.Answer) -> None:
        self._store, self.answer = store, answer

    @property
    def question(self) -> str:
        """The question as it was asked; nothing where conditions were given one by one."""
        return self.answer.reading.question

    @property
    def reading(self) -> str:
        """How the question was understood, in one line."""
        return self.answer.reading.describe()

    @property
    def notes(self) -> list[str]:
        """How the question was understood, line by line: among which cases, what was mended, what was unknown."""
        return output.reading_lines(self.answer)

    @property
    def understood(self) -> bool:
        """Whether every word was understood and there is something to answer."""
        return bool(self.answer.sparql)

    @property
    def sparql(self) -> str:
        """The query that finds these cases in any SPARQL 1.1 engine; nothing where there is no answer."""
        return self.answer.sparql

    @cached_property
    def certain(self) -> Table:
        """The cases that are certain for every condition."""
        return self._cases("certain")

    @cached_property
    def possible(self) -> Table:
        """The cases that are possible: by a coder's reading, by findings that contradict each other, or by silence."""
        return self._cases("possible")

    @property
    def rows(self) -> list[dict[str, Value]]:
        """A row for each case, the certain ones first."""
        return [*self.certain.rows, *self.possible.rows]

    @property
    def table(self) -> Table:
        """The rows as a table."""
        return self._table(self.rows)

    @property
    def not_stated(self) -> dict[str, int]:
        """For each condition how many cases were read in full without a finding on it."""
        return self.answer.not_stated

    @cached_property
    def evidence(self) -> Table:
        """The evidence of each case, a row for each condition: what happened, who says so, and where it stands."""
        rows = [
            {"answer": level, "case": hit.facts.id, "name": hit.facts.name, **_evidence(piece)}
            for level, hits in self._levels()
            for hit in hits
            for piece in hit.evidence
        ]
        columns = ["answer", "case", "name", *_EVIDENCE]
        return Table(columns, rows, self.sparql, "Evidence", note=self.answer.note)

    def robust(self) -> Table:
        """What each case rests on, and whether it would be certain under other readings (see `kg ask --robust`)."""
        if not self.answer.reading.groups:
            raise UsageError("there are no conditions to test; ask a question, or name a theme, barrier or outcome")
        with whole():
            tested = robust.robustness(self._store, self.answer)
        rows: list[dict[str, Value]] = [
            {
                "answer": footing.answer,
                "case": footing.case,
                "name": footing.name,
                "firm": footing.firm,
                "on a single finding": ", ".join(footing.single_finding),
                "on one coder": ", ".join(footing.one_coder),
                "on silence": ", ".join(footing.silence),
                "if possible is yes": footing.answer == "certain" or footing.case in tested.if_possible_is_yes,
                "if silence is no": footing.answer == "certain" or footing.case in tested.if_silence_is_no,
            }
            for footing in tested.footings
        ]
        return Table([*_ROBUST], rows, self.sparql, "What the answer rests on", _ROBUST, self.answer.note)

    def to_df(self) -> pandas.DataFrame:
        """The cases as a pandas data frame; `.evidence.to_df()` is the evidence. Raises `UsageError` without pandas."""
        return self.table.to_df()

    def to_csv(self, path: str | os.PathLike[str] | None = None) -> str | None:
        """The cases as CSV: as text, or into a file. Raises `UsageError`."""
        return self.table.to_csv(path)

    def __len__(self) -> int:
        return len(self.answer.certain) + len(self.answer.possible)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return iter(self.rows)

    def __repr__(self) -> str:
        if not self.understood:
            return f"<Answer: none; {html.clean('; '.join(self.notes), 300)}>"
        counts = f"{len(self.answer.certain)} certain, {len(self.answer.possible)} possible"
        if not self.reading:
            return f"<Answer: {counted(len(self), 'case')}>"
        return f"<Answer: {counts}; {html.clean(self.reading, 200)}>"

    def _repr_html_(self) -> str:
        return html.fragment(self.html())

    def html(self) -> Html:
        """The answer as HTML without its stylesheet; evidence opens under each case."""
        head = [Html(f"<h2>{html.escape(self.question)}</h2>")] if self.question else []
        head.append(Html("".join(f'<p class="cw-soft">{html.escape(line)}</p>' for line in self.notes)))
        if not self.understood:
            return html.joined([*head, Html(f'<p class="cw-warning">{html.escape(output.no_answer(self.answer))}</p>')])
        if not self.answer.reading.groups:
            return html.joined([*head, self.table.html(), *query_part(self.sparql)])
        parts = [part for level, hits in self._levels() for part in _level_html(level, hits)]
        silent = [f"{counted(number, 'case')} on {condition}" for condition, number in self.not_stated.items()]
        if silent:
            parts += [Html(f"<h3>{html.mark('not stated', 'Not stated in the source')}</h3>"), html.items(silent)]
        note = Html(f'<p class="cw-soft">{html.escape(self.answer.note)}</p>')
        return html.joined([*head, *parts, note, *query_part(self.sparql)])

    def _repr_markdown_(self) -> str:
        lines = [f"## {html.markdown(self.question)}", ""] if self.question else []
        lines += [f"- {html.markdown(line)}" for line in self.notes]
        if not self.understood:
            return "\n".join([*lines, "", html.markdown(output.no_answer(self.answer))]) + "\n"
        for level, hits in self._levels():
            lines += ["", f"**{level.capitalize()} ({len(hits)})**", ""]
            for hit in hits:
                lines.append(f"- **{html.markdown(hit.facts.name)}**, {html.markdown(_where(hit))}")
                lines += [f"  - {html.markdown(_said(piece, hit))}" for piece in hit.evidence]
        lines += ["", *(f"- Not stated in the source: {n} on {html.markdown(c)}" for c, n in self.not_stated.items())]
        return "\n".join([*lines, "", html.markdown(self.answer.note)]) + "\n"

    def _levels(self) -> list[tuple[str, Sequence[answers.Hit]]]:
        return list(zip(LEVELS, (self.answer.certain, self.answer.possible), strict=True))

    def _cases(self, level: str) -> Table:
        hits = dict(self._levels())[level]
        listed = not self.answer.reading.groups
        return self._table([_facts(hit, "" if listed else level) for hit in hits], "" if listed else level)

    def _table(self, rows: list[dict[str, Value]], level: str = "") -> Table:
        columns = ["answer", "case", "name", "country", "kind", "documented"]
        if not self.answer.reading.groups:
            columns = columns[1:]
        kept = [{name: row[name] for name in columns} for row in rows]
        return Table(columns, kept, self.sparql, level.capitalize(), note=self.answer.note)


_ROBUST = {
    "answer": "certain or possible",
    "case": "roster id of the case",
    "name": "name of the case",
    "firm": "whether it is certain, with several findings by both coders for every condition",
    "on a single finding": "conditions for which no coder made more than one finding",
    "on one coder": "conditions for which all findings are by one coder",
    "on silence": "conditions that hold only because no source says otherwise",
    "if possible is yes": "whether it is certain where a coder's reading is taken as said",
    "if silence is no": "whether it is certain where what no source states is taken as not so",
}
_EVIDENCE = [
    *("condition", "note", "basis", "stance", "speaker", "source", "locator", "phase", "coder", "agreement"),
    *("counts_as", "finding", "evidence_case"),
]


def _evidence(piece: Evidence) -> dict[str, Value]:
    """A piece of evidence as a row; `evidence_case` is the case or part that it is about."""
    data = piece.as_dict()
    data["evidence_case"] = data.pop("case")
    return {name: data[name] for name in _EVIDENCE}


def _facts(hit: answers.Hit, level: str) -> dict[str, Value]:
    case = hit.facts
    facts = {"case": case.id, "name": case.name, "country": case.country, "kind": case.kind, "documented": case.tier}
    return {"answer": level, **facts}


def _where(hit: answers.Hit) -> str:
    return f"{hit.facts.country}; {hit.facts.tier.lower()}"


def _said(piece: Evidence, hit: answers.Hit) -> str:
    return f"{piece.condition}: {piece.note} {output.trail(piece, hit.facts.id)}".rstrip()


def _level_html(level: str, hits: Sequence[answers.Hit]) -> list[Html]:
    """The cases of one level, each with its evidence folded under it; at most 50."""
    parts = [Html(f"<h3>{html.mark(level)} {counted(len(hits), 'case')}</h3>")]
    for hit in hits[:SHOWN_ROWS]:
        name = Html(f"<strong>{html.escape(hit.facts.name, 300)}</strong>, {html.escape(_where(hit))}")
        parts.append(html.details(name, html.items(_piece(piece, hit) for piece in hit.evidence)))
    if len(hits) > SHOWN_ROWS:
        parts.append(Html(f'<p class="cw-soft">and {len(hits) - SHOWN_ROWS} more; .rows holds them all</p>'))
    return parts


def _piece(piece: Evidence, hit: answers.Hit) -> Html:
    trail = html.escape(output.trail(piece, hit.facts.id))
    told = f"<strong>{html.escape(piece.condition)}</strong>: {html.escape(piece.note)}"
    return Html(f'{told} <span class="cw-soft">{trail}</span>')


def truth_table(found: TruthTable, hits: Mapping[str, answers.Hit]) -> Table:
    """A truth table: a row for each combination or, where `hits` has the cases, for each case and condition."""
    rows: list[dict[str, Value]]
    if hits:
        columns = ["case", "name", "standing", *_EVIDENCE]
        rows = [
            {"case": id, "name": hits[id].facts.name, "standing": standing, **_evidence(piece)}
            for row in found.rows
            for id in row.cases
            for standing, piece in zip(row.standings, hits[id].evidence, strict=True)
        ]
    else:
        columns = [*found.conditions, "number", "cases"]
        rows = [
            dict(zip(columns, (*row.standings, len(row.cases), ", ".join(row.cases)), strict=True))
            for row in found.rows
        ]
    return Table(columns, rows, title="Truth table", note=found.note)
