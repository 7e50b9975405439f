"""One coding held against another: numbers that only one coder has, and agreed findings that rest on other lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.case import Case, Figure, Phase
from kg.corpus import Corpus
from kg.reconcile import Coded, agreed, coded
from kg.sources.evidence import parse_place
from kg.sources.figures import of_change, of_record, shown
from kg.sources.numerals import Number, numbers


@dataclass(frozen=True, order=True)
class OneCoder:
    """A number that one coder gives for an outcome of a case, and another coder of the same outcome does not.

    `elsewhere` names the other outcomes of the case under which that other coder gives it.
    """

    case: str
    outcome: str
    coder: str
    number: str
    elsewhere: tuple[str, ...] = ()


def one_coder_only(corpus: Corpus) -> list[OneCoder]:
    """Numbers of agreed outcomes that only one coder has, by case, where a further coder noted any for that outcome.

    The numbers of the case file are those of its changes and figures; a further coder's are those noted as printed.
    """
    rows = set[OneCoder]()
    for case in corpus.cases.values():
        found = [one for one in coded(corpus, case.id) if one.finding.concept_list == "outcome"]
        first = case.coding.coder if case.coding else ""
        own = {one.finding.outcome: of_changes(case, one.finding.outcome) for one in found}
        others = _of_records(case)
        for coder in {one.coder for one in found} - {first}:
            theirs = {one.finding.outcome: _noted(found, one.finding.outcome, coder) for one in found}
            for outcome in {one.finding.outcome for one in found if agreed(one, found)}:
                if theirs[outcome]:
                    rows |= {OneCoder(case.id, outcome, first, *row) for row in _lacking(own, theirs, outcome, [])}
                    rows |= {OneCoder(case.id, outcome, coder, *row) for row in _lacking(theirs, own, outcome, others)}
    return sorted(rows)


_Noted = dict[str, list[Number]]  # a text, and the numbers in it


def of_changes(case: Case, outcome: str) -> _Noted:
    """The printed numbers of a case file's changes for one outcome."""
    changes = [change for finding in case.outcomes if finding.outcome == outcome for change in finding.changes]
    read = [number for change in changes for number in of_change(change, [], case.country)]
    return {shown(number): [Number(number.value)] for number in read}


def _of_records(case: Case) -> list[Number]:
    """The printed numbers of a case file's figures and phases."""
    records: list[Phase | Figure] = [*case.figures, *case.phases]
    return [Number(number.value) for record in records for number in of_record(record, case.country)]


def _noted(found: list[Coded], outcome: str, coder: str) -> _Noted:
    """What a further coder noted as printed for one outcome."""
    findings = [one.finding for one in found if one.coder == coder and one.finding.outcome == outcome]
    return {text: numbers(text) for finding in findings for text in finding.printed}


def _lacking(
    ours: dict[str, _Noted], theirs: dict[str, _Noted], outcome: str, more: list[Number]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Texts of ours whose numbers another coder lacks for the outcome, with the outcomes where that coder has them."""
    for text, wanted in ours[outcome].items():
        where = {
            name for name, noted in theirs.items() if _any_valued(wanted, [n for ns in noted.values() for n in ns])
        }
        if outcome not in where and not _any_valued(wanted, more):
            yield text, tuple(sorted(where))


def _any_valued(wanted: list[Number], there: Iterable[Number]) -> bool:
    return not {one.value for one in wanted}.isdisjoint(other.value for other in there)


@dataclass(frozen=True, order=True)
class Apart:
    """An agreed finding whose lines no other coder cites for the same entry: it may be read from another passage."""

    case: str
    finding: str
    entry: str


def read_apart(corpus: Corpus) -> list[Apart]:
    """Agreed findings of which no cited line is cited by another coder who agrees, by case."""
    rows = []
    for case in corpus.cases.values():
        found = coded(corpus, case.id)
        for one in found:
            others = [other for other in found if other.coder != one.coder and other.unit == one.unit]
            if agreed(one, found) and all(_lines(one).isdisjoint(_lines(other)) for other in others):
                rows.append(Apart(case.id, one.name, one.unit[1]))
    return sorted(rows)


def _lines(one: Coded) -> set[tuple[str, int]]:
    """Every line that a finding cites."""
    spans = map(parse_place, one.finding.evidence)
    return {(source, line) for source, first, last in spans for line in range(first, last + 1)}
