"""Rows and answers as text: tables for a terminal, JSON, CSV and Markdown. Data only; talk goes elsewhere."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.answers import Answer, Hit
from kg.evidence import Evidence
from kg.robust import Footing, Robustness
from kg.truthtable import TruthTable
from kg.why import Explanation

if TYPE_CHECKING:
    from kg.reasoning.justification import Proof, Step

MAX_WIDTH = 120
_READABLE = 11  # characters that a column of words needs
_BETWEEN = 3  # characters between columns


def width() -> int:
    """Columns to print in: the terminal's, or 100 where there is none."""
    return min(shutil.get_terminal_size((100, 24)).columns, MAX_WIDTH)


def rows(columns: Sequence[str], data: Sequence[Sequence[str]], format: str) -> str:
    """Rows in one of the formats `table`, `json`, `csv`, `md`."""
    if format == "json":
        return to_json([dict(zip(columns, row, strict=True)) for row in data])
    if format == "csv":
        return to_csv(columns, data)
    if format == "md":
        return to_markdown(columns, data)
    return to_records(columns, data) if _cramped(columns, data) else to_table(columns, data)


def _cramped(columns: Sequence[str], data: Sequence[Sequence[str]]) -> bool:
    """Whether the columns would be too narrow to read beside each other."""
    widest = [max(len(name), *(len(row[i]) for row in data)) if data else len(name) for i, name in enumerate(columns)]
    return sum(min(size, 16) + 2 for size in widest) > width()


def to_records(columns: Sequence[str], data: Sequence[Sequence[str]]) -> str:
    """Each row as a short block, a line for each column that holds something: for rows too wide for a table."""
    import textwrap

    indent = max(map(len, columns)) + 2
    blocks = []
    for row in data:
        lines: list[str] = []
        for name, value in zip(columns, row, strict=True):
            if value:
                lines += textwrap.wrap(
                    f"{name:<{indent}}{value}", width(), subsequent_indent=" " * indent, break_long_words=False
                )
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n" if blocks else ", ".join(columns) + ": no rows\n"


def to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def to_csv(columns: Sequence[str], data: Sequence[Sequence[str]]) -> str:
    """CSV as RFC 4180 has it, with plain newlines."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(data)
    return stream.getvalue()


def to_markdown(columns: Sequence[str], data: Sequence[Sequence[str]]) -> str:
    def cell(text: str) -> str:
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")

    lines = ["| " + " | ".join(map(cell, columns)) + " |", "|" + " --- |" * len(columns)]
    lines += ["| " + " | ".join(map(cell, row)) + " |" for row in data]
    return "\n".join(lines) + "\n"


def to_table(columns: Sequence[str], data: Sequence[Sequence[str]]) -> str:
    """A table that fits the terminal, long cells folded; colour only in a terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    stream = io.StringIO()
    terminal = sys.stdout.isatty()
    console = Console(file=stream, width=width(), force_terminal=terminal, no_color=not terminal, highlight=False)
    made = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column, size in zip(columns, _widths(columns, data), strict=True):
        made.add_column(Text(column), overflow="fold", width=size)
    for row in data:
        made.add_row(*(Text(cell) for cell in row))
    console.print(made)
    return "\n".join(line.rstrip() for line in stream.getvalue().rstrip("\n").split("\n")) + "\n"


def _widths(columns: Sequence[str], data: Sequence[Sequence[str]]) -> list[int | None]:
    """The width of each column where they cannot all have what they need: ids stay in one piece, for copying.

    Without room for that, or where there is room for everything, the table is left to itself.
    """
    cells = [[name, *(row[n] for row in data)] for n, name in enumerate(columns)]
    needed = [max(map(len, column)) for column in cells]
    words = [any(" " in cell for cell in column) for column in cells]
    least = [min(size, _READABLE) if folds else size for size, folds in zip(needed, words, strict=True)]
    room = width() - _BETWEEN * (len(columns) - 1)
    if sum(needed) <= room or sum(least) > room:
        return [None] * len(columns)
    share = (room - sum(least)) / (sum(needed) - sum(least))
    return [size + int((full - size) * share) for size, full in zip(least, needed, strict=True)]


def answer(found: Answer, format: str, tested: Robustness | None = None) -> str:
    """The answer to a plain question in one of the formats, and what it rests on where that was tested."""
    if format == "json":
        return to_json({**found.as_dict(), **({"robustness": tested.as_dict()} if tested else {})})
    if format == "csv":
        return to_csv(*_flat(found, tested))
    if format == "md":
        return _answer_markdown(found) + (f"\n### Robustness\n\n{_footing_list(tested)}" if tested else "")
    return _answer_text(found) + (f"\nRobustness\n{_footing_text(tested)}" if tested else "")


def _footing_list(tested: Robustness) -> str:
    """What each case rests on, and what would join the certain cases under other readings."""
    lines = [f"- {footing.name} [{footing.case}], {footing.answer}: {rests_on(footing)}" for footing in tested.footings]
    names = {footing.case: footing.name for footing in tested.footings}
    for cases, reading in (
        (tested.if_possible_is_yes, "If a possible reading counted as said, these would be certain too"),
        (tested.if_silence_is_no, "If silence counted as no, these would be certain too"),
    ):
        lines.append(f"- {reading}: {', '.join(names[case] for case in cases) or 'none'}")
    return "\n".join(lines) + "\n"


def _footing_text(tested: Robustness) -> str:
    return "\n".join(_wrapped([f"  {line}" for line in _footing_list(tested).splitlines()])) + "\n"


def rests_on(footing: Footing) -> str:
    """What a case of an answer rests on, in a line."""
    if footing.firm:
        return "firm; several findings by both coders for every condition"
    parts = [
        f"{words} for {', '.join(conditions)}"
        for words, conditions in (
            ("hangs on a single finding", footing.single_finding),
            ("on one coder only", footing.one_coder),
            ("on silence", footing.silence),
        )
        if conditions
    ]
    return "; ".join(parts) or "several findings by several coders, none of them outright or undisputed"


_COLUMNS = ["case", "name", "documented", *Evidence.__dataclass_fields__.keys()]
_COLUMNS[_COLUMNS.index("case", 1)] = "evidence_case"


def _flat(found: Answer, tested: Robustness | None) -> tuple[list[str], list[list[str]]]:
    """Columns and rows of an answer, a row for each piece of evidence."""
    footings = {footing.case: footing for footing in tested.footings} if tested else {}
    out = []
    for level, hits in (("certain", found.certain), ("possible", found.possible)):
        for hit in hits:
            rests = [rests_on(footings[hit.facts.id])] if tested else []
            out += [[level, *piece, *rests] for piece in _pieces(hit)]
    return ["answer", *_COLUMNS, *(["robustness"] if tested else [])], out


def _pieces(hit: Hit) -> list[list[str]]:
    """A row for each piece of evidence of a case."""
    facts = [hit.facts.id, hit.facts.name, hit.facts.tier]
    return [[*facts, *("" if v is None else str(v) for v in piece.as_dict().values())] for piece in hit.evidence]


def reading_lines(found: Answer) -> list[str]:
    """How the question was understood, in a few lines."""
    reading = found.reading
    kinds = ", ".join(reading.kinds) if reading.kinds else "all"
    lines = [f"Read as: {reading.describe()}"] if reading.groups else []
    lines.append(f"Among: {kinds} cases")
    lines += [f"Mended: '{wrong}' is read as '{right}'" for wrong, right in reading.mended.items()]
    lines += [f"Note: {note}" for note in reading.notes]
    for word, near in reading.not_understood.items():
        hint = f" Nearest known: {'; '.join(near)}." if near else ""
        lines.append(f"Not understood: '{word}'.{hint}")
    return lines


def _answer_text(found: Answer) -> str:
    lines = reading_lines(found)
    if found.reading.not_understood or not found.reading.groups:
        return "\n".join([*lines, no_answer(found)]) + "\n"
    for title, hits in (("Certain", found.certain), ("Possible", found.possible)):
        lines += ["", f"{title} ({len(hits) + _left_out(found, title)})"]
        if not hits:
            lines.append(f"  None. {_empty(found, title)}".rstrip())
        for hit in hits:
            lines += _hit_text(hit)
        lines += _more(found, title)
    lines.append("")
    lines += [f"Not stated in the source: {n} cases on {condition}" for condition, n in found.not_stated.items()]
    lines += [found.note, "See the query with --sparql."]
    return "\n".join(_wrapped(lines)) + "\n"


def _wrapped(lines: list[str]) -> list[str]:
    import textwrap

    out: list[str] = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + (2 if line.startswith(("  ", "* ")) else 0))
        out += textwrap.wrap(
            line, width(), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return out


def no_answer(found: Answer, start: str = "kg questions lists some to start from") -> str:
    """Why a question has no answer, and what to do; `start` says where there are questions that work."""
    if len(found.reading.not_understood) > 2 and not found.reading.groups:
        return f"Hardly a word is understood. Questions are read in English only; {start}."
    if found.reading.not_understood:
        return "No answer is given until every word is understood: say it in other words, or leave the word out."
    return "No condition was found in the question: name a theme, a barrier, an outcome, a country or another fact."


def _left_out(found: Answer, title: str) -> int:
    """How many cases of a level an answer had that are not to be shown."""
    return found.left_out.get(title.lower(), 0)


def _more(found: Answer, title: str) -> list[str]:
    """A line that says how many cases of a level are not shown, where that is so."""
    left = _left_out(found, title)
    return [f"and {left} more; without --first all are shown"] if left else []


def _empty(found: Answer, title: str) -> str:
    if title == "Certain":
        return "No case is certain for every condition" + ("; these are possible:" if found.possible else ".")
    return ""


def _hit_text(hit: Hit) -> list[str]:
    lines = [f"* {hit.facts.name} [{hit.facts.id}], {hit.facts.country}; {hit.facts.tier.lower()}"]
    for evidence in hit.evidence:
        lines.append(f"  - {evidence.condition}: {evidence.note}")
        found = trail(evidence, hit.facts.id)
        if found:
            lines.append(f"    {found}")
    return lines


def _coding(evidence: Evidence) -> list[str]:
    """Who coded a piece of evidence, where the codings of its case were compared."""
    if evidence.agreement in ("", "Coded once"):
        return []
    return [
        evidence.agreement.lower()
        if evidence.agreement == "Both coders"
        else f"{evidence.agreement.lower()} ({evidence.coder})"
    ]


def _coder(evidence: Evidence) -> list[str]:
    """Who coded a piece of evidence, in every case, and what became of its basis."""
    counts = [f"counts as {evidence.counts_as}"] if evidence.counts_as not in ("", evidence.basis) else []
    agreement = "" if evidence.agreement in ("", "Coded once") else f" ({evidence.agreement.lower()})"
    return [*counts, *([f"coded by {evidence.coder}{agreement}"] if evidence.coder else [])]


def trail(evidence: Evidence, case: str, coder: bool = False) -> str:
    """Basis, speaker, place and (where it is another) the part that a piece of evidence is about."""
    parts = [evidence.basis, *(_coder(evidence) if coder else _coding(evidence))] if evidence.finding else []
    if evidence.phase:
        parts.append(f"phase: {evidence.phase}")
    if evidence.case != case:
        parts.append(f"about its part {evidence.case}")
    if evidence.speaker:
        parts.append(f"said by {evidence.speaker}")
    if evidence.locator:
        parts.append(f"{evidence.source}, {evidence.locator}")
    if evidence.finding:
        parts.append(evidence.finding)
    return "(" + "; ".join(parts) + ")" if parts else ""


def _answer_markdown(found: Answer) -> str:
    lines = [f"## {found.reading.question}", "", *(f"- {line}" for line in reading_lines(found)), ""]
    if found.reading.not_understood or not found.reading.groups:
        return "\n".join([*lines, no_answer(found)]) + "\n"
    for title, hits in (("Certain", found.certain), ("Possible", found.possible)):
        lines += [f"### {title} ({len(hits) + _left_out(found, title)})", ""]
        if not hits:
            lines += [f"None. {_empty(found, title)}".rstrip(), ""]
        for hit in hits:
            lines += _hit_markdown(hit)
        lines += [*(f"- {more}" for more in _more(found, title)), ""]
    lines += [f"- Not stated in the source: {n} cases on {c}" for c, n in found.not_stated.items()]
    lines += ["", found.note, "", "```sparql", found.sparql.rstrip(), "```"]
    return "\n".join(lines) + "\n"


def _hit_markdown(hit: Hit) -> list[str]:
    lines = [f"- **{hit.facts.name}** (`{hit.facts.id}`), {hit.facts.country}; {hit.facts.tier.lower()}"]
    for evidence in hit.evidence:
        lines.append(f"  - {evidence.condition}: {evidence.note} {trail(evidence, hit.facts.id)}".rstrip())
    return lines


def truth_table(found: TruthTable, hits: Mapping[str, Hit], format: str) -> str:
    """A truth table in one of the formats; with the evidence for each case where `hits` has its cases."""
    if format == "json":
        return to_json(found.as_dict(hits))
    if format == "csv" and hits:
        told = [
            [standing, *piece]
            for row in found.rows
            for id in row.cases
            for standing, piece in zip(row.standings, _pieces(hits[id]), strict=True)
        ]
        return rows(["standing", *_COLUMNS], told, format)
    columns = [*found.conditions, "number", *(["cases"] if format != "table" else [])]
    cells = [[*row.standings, str(len(row.cases)), ", ".join(row.cases)][: len(columns)] for row in found.rows]
    lines = [rows(columns, cells, format).rstrip("\n")]
    for row in found.rows if format == "table" or hits else []:
        head = f"{', '.join(row.standings)}:"
        if not hits:
            lines += ["", *_wrapped([head, f"  {', '.join(row.cases)}"])]
        elif format == "md":
            lines += ["", f"### {head[:-1]}", "", *(line for id in row.cases for line in _hit_markdown(hits[id]))]
        else:
            lines += ["", *_wrapped([head, *(line for id in row.cases for line in _hit_text(hits[id]))])]
    return "\n".join(lines) + "\n"


VERDICTS = {
    "certain": "yes, for certain",
    "possible": "possibly",
    "not stated": "the sources do not say so",
    "not coded": "it has not been coded",
    "contrary": "no, findings say the opposite",
}


def explanation(found: Explanation, proof: Proof | None = None) -> str:
    """Why a case is what it is said to be, as numbered sentences: by the rules, then by the reasoner if asked."""
    verdict = VERDICTS[found.answer]
    lines = [f"{found.name} [{found.case}]: {found.target}? {verdict}.", f"What it means: {found.definition}"]
    for number, reason in enumerate(found.reasons, 1):
        lines += ["", f"{number}. {reason.condition}: {reason.answer}; {reason.reason}."]
        for evidence in reason.evidence:
            lines += [f"  - {evidence.note}", f"    {trail(evidence, found.case, coder=True)}"]
    lines += _proof(proof, found) if proof else []
    return "\n".join(_wrapped(lines)) + "\n"


def routes_differ(found: Explanation, proof: Proof) -> str:
    """What to say where the rules and the reasoner contradict each other."""
    rules, reasoner = ("it holds", "it does not follow") if found.holds else ("it does not hold", "it follows")
    return f"THE TWO ROUTES DIFFER: the rules say that {rules}, HermiT that {reasoner}. One of them is wrong."


def _proof(proof: Proof, found: Explanation) -> list[str]:
    """What the reasoner makes of it: each way in which it follows; after the first only what differs from it."""
    lines = ["", *([] if proof.agrees else [routes_differ(found, proof)])]
    claim = proof.claim.removesuffix(".")
    if not proof.holds:
        lines.append(f"HermiT does not derive from the ontology and the findings: {claim}.")
        return [*lines, "What does not follow has no justification; the conditions above say what is missing."]
    lines.append(f"HermiT derives from the ontology and the findings, without the rules: {claim}. This is why:")
    first, *others = proof.justifications or [[]]
    lines += ["", *_numbered(first, first, found.case)]
    for steps in others:
        new = [step for step in steps if step not in first]
        unused = [str(first.index(step) + 1) for step in first if step not in steps]
        lines += ["", f"It also follows with these in place of sentence {', '.join(unused)}:"]
        lines += _numbered(new, [*first, *new], found.case)
    return lines


def _numbered(steps: list[Step], among: list[Step], case: str) -> list[str]:
    lines = []
    for step in steps:
        lines.append(f"  {among.index(step) + 1}. {step.sentence}")
        if step.evidence:
            lines += [f"     {step.evidence.note}", f"     {trail(step.evidence, case, coder=True)}"]
    return lines


def folded(text: str, format: str) -> str:
    """Long lines folded to the terminal for reading; Markdown stays as it is."""
    if format == "md":
        return text
    return "\n".join(_wrapped(text.split("\n"))).rstrip("\n") + "\n"


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr in a terminal; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda step, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<22}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=1)

        def show(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total)

        yield show
