"""Truth tables: every case in one row, and silence kept apart from a no."""

import csv
import json

import pytest

from kg.answers import ask
from kg.cli import main
from kg.errors import UsageError
from kg.truthtable import STANDINGS, evidence, truth_table

SHARE, COST = "theme/share-power", "outcome/cost-saving"
# for each made-up case: its findings as (entry, stance, basis, status), and its standings in both
CASES = {
    "both": ([(SHARE, "enacted", "stated", ""), (COST, "improved", "stated", "claimed")], ("certain", "certain")),
    "twin": ([(SHARE, "enacted", "stated", ""), (COST, "improved", "stated", "measured")], ("certain", "certain")),
    "guess": ([(SHARE, "enacted", "inferred", ""), (COST, "improved", "stated", "claimed")], ("possible", "certain")),
    "undone": ([(SHARE, "neglected", "stated", ""), (COST, "worsened", "stated", "claimed")], ("otherwise",) * 2),
    "silent": ([], ("not stated", "not stated")),
    "half-read": ([(SHARE, "enacted", "stated", "")], ("certain", "not read")),
    "listed": ([], ("not read", "not read")),
}
PLURAL = {"theme": "themes", "outcome": "outcomes"}
QUESTION = "shared power and cost saving"


@pytest.fixture(scope="module")
def small(make_small, tmp_path_factory):
    """The made-up cases, all of the fellowship, and a comparator that shares power."""
    small = make_small(tmp_path_factory.mktemp("truth"))
    fields = {"listed": {"tier": "listed"}, "half-read": {"coding": "theme"}, "undone": {"country": "US"}}
    for id, (findings, _) in CASES.items():
        small.case(id, _body(small, findings), **fields.get(id, {}))
    small.case("other", _body(small, [(SHARE, "enacted", "stated", "")]), kind="comparator")
    return small


@pytest.fixture(scope="module")
def made(small):
    """The same, built and open."""
    return small.build()


def _body(small, findings) -> str:
    body = ""
    for number, (entry, stance, basis, status) in enumerate(findings, 1):
        line = small.finding(f"{entry[0]}{number}", entry, stance, basis, **({"status": status} if status else {}))
        body += f"{PLURAL[entry.partition('/')[0]]}:\n{line}"
    return body


def _rows(table) -> dict[tuple[str, ...], set[str]]:
    return {row.standings: set(row.cases) for row in table.rows}


def test_each_case_is_in_the_row_of_its_standings(made):
    """Certain, possible, said otherwise, not stated and not read are told apart in each condition."""
    expected: dict[tuple[str, ...], set[str]] = {}
    for id, (_, standings) in CASES.items():
        expected.setdefault(standings, set()).add(id)
    assert _rows(truth_table(made, f"fellowship projects that {QUESTION}")) == expected


def test_certain_and_possible_are_those_of_answers(made):
    """What stands as certain in every condition is the certain answer to the same words."""
    question = f"fellowship projects that {QUESTION}"
    rows, answer = _rows(truth_table(made, question)), ask(made, question)
    assert rows["certain", "certain"] == {hit.facts.id for hit in answer.certain}
    possible = set().union(*(ids for row, ids in rows.items() if set(row) == {"certain", "possible"}))
    assert possible == {hit.facts.id for hit in answer.possible}


def test_facts_of_record_have_no_silence(made):
    """A case is in a country or in another; of the year it began in nothing may be stated."""
    assert _rows(truth_table(made, "fellowship projects in the United States")) == {
        ("certain",): {"undone"},
        ("otherwise",): CASES.keys() - {"undone"},
    }
    assert set(_rows(truth_table(made, "fellowship projects that began in 1990"))) == {("not stated",)}


def test_of_conditions_joined_by_or_the_strongest_counts(made):
    """A case that was certain to share power stands as certain, whatever it says of costs."""
    rows = _rows(truth_table(made, "fellowship projects that shared power or saved costs"))
    assert rows["certain",] == {"both", "twin", "guess", "half-read"}
    assert rows["otherwise",] == {"undone"}
    assert rows["not read",] == {"listed"}


def test_the_kinds_of_the_question_are_counted(made):
    """A question that asks of comparators has them alone."""
    assert _rows(truth_table(made, "comparators that shared power")) == {("certain",): {"other"}}


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("shared power and flibbertigibbets", "not understood: 'flibbertigibbets'"),
        ("which projects are there", "no condition is named"),
    ],
)
def test_what_names_no_condition_is_refused(made, question, message):
    """The line says which word, or what to try."""
    with pytest.raises(UsageError, match=message):
        truth_table(made, question)


def test_the_real_cases_are_all_in_one_row_each(store):
    """On the real graph, with four conditions at once, no case is lost and none is counted twice."""
    themes = "common purpose, shared power, cost saving and met leadership changes"
    rows = truth_table(store, f"all cases: {themes}").rows
    ids = [id for row in rows for id in row.cases]
    assert len(ids) == len(set(ids)) > 40
    assert {standing for row in rows for standing in row.standings} <= set(STANDINGS)
    assert all(row.cases for row in rows)


def test_each_place_in_a_row_has_its_evidence(made):
    """What an answer would show where it holds, the finding that says another thing, else why there is none."""
    found = truth_table(made, f"fellowship projects that {QUESTION}")
    hits = evidence(made, found)
    assert list(hits) == [id for row in found.rows for id in row.cases]
    told = {id: [(piece.finding, piece.stance, piece.basis) for piece in hit.evidence] for id, hit in hits.items()}
    silent, unread = (None, None, "not stated"), (None, None, "not read")
    assert told["both"] == [("both-t1", "enacted", "stated"), ("both-o2", "improved", "stated")]
    assert told["undone"] == [("undone-t1", "neglected", "stated"), ("undone-o2", "worsened", "stated")]
    assert told["guess"][0] == ("guess-t1", "enacted", "inferred")
    assert (told["silent"], told["listed"]) == ([silent, silent], [unread, unread])
    assert told["half-read"] == [("half-read-t1", "enacted", "stated"), unread]
    assert [piece.condition for piece in hits["undone"].evidence] == [
        "Share power (left undone)",
        "Cost saving (got worse)",
    ]
    (certain,) = ask(made, f"fellowship projects that {QUESTION}").certain[:1]
    assert hits[certain.facts.id] == certain


def test_a_fact_of_record_that_is_another_is_told_so(made):
    """A case that lies elsewhere has the record for it, and no finding."""
    hits = evidence(made, truth_table(made, "fellowship projects in the United States"))
    assert hits["undone"].evidence[0].note == "a fact of record"
    assert hits["both"].evidence[0].note == "a fact of record says otherwise"


def test_the_evidence_is_in_every_format(small, made, run):
    """JSON has it always, the others when they are asked for it; CSV has a row for each case and condition."""
    call = ("truth-table", f"fellowship projects that {QUESTION}")
    rows = json.loads(run(*call, "--format", "json", project=small.project).out)["rows"]
    assert all([hit["case"] for hit in row["evidence"]] == row["cases"] for row in rows)
    for format, words in (("table", " [both], Canada; "), ("md", "### otherwise, otherwise\n")):
        assert words not in run(*call, "--format", format, project=small.project).out
        assert words in run(*call, "--evidence", "--format", format, project=small.project).out
    lines = list(csv.DictReader(run(*call, "--evidence", "--format", "csv", project=small.project).out.splitlines()))
    assert len(lines) == 2 * len(CASES)
    assert {(line["case"], line["standing"]) for line in lines} == {
        (id, s) for id, (_, both) in CASES.items() for s in both
    }


def test_the_command_prints_every_row_in_every_format(small, made, capsys):
    """Numbers and ids are in the table and in CSV; the note on the roster comes with it."""
    assert main(["--project", str(small.root), "truth-table", "fellowship", "projects", "that", "shared", "power"]) == 0
    printed = capsys.readouterr()
    assert "certain:\n  both, half-read, twin\n" in printed.out
    assert "reconstruction" in printed.err
    assert main(["--project", str(small.root), "truth-table", QUESTION, "--format", "csv"]) == 0
    head = capsys.readouterr().out.splitlines()[0]
    assert head == "Share power (practised),Cost saving (achieved),number,cases"
