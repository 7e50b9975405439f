"""The rows of the tables."""

from collections import Counter
from decimal import Decimal

import pytest

from kg import pipeline
from kg.exports.layout import BY_NAME, TABLES
from kg.exports.rows import Rows


@pytest.fixture(scope="module")
def rows(compiled):
    return Rows(compiled.source.corpus, compiled.source.triples)


def column(rows, table, *names):
    """The values of columns of a table, as tuples."""
    places = [BY_NAME[table].names.index(name) for name in names]
    return [tuple(row[place] for place in places) for row in rows.of(BY_NAME[table])]


def as_dicts(rows, table):
    return [dict(zip(BY_NAME[table].names, row, strict=True)) for row in rows.of(BY_NAME[table])]


@pytest.mark.parametrize("table", TABLES, ids=BY_NAME)
def test_no_two_rows_have_one_key(rows, table):
    """A key names one row, and is never empty."""
    keys = column(rows, table.name, *table.key)
    assert keys
    assert [key for key, count in Counter(keys).items() if count > 1 or None in key] == []


@pytest.mark.parametrize("table", TABLES, ids=BY_NAME)
def test_every_reference_leads_to_a_row(rows, table):
    """Ids in links, and in lists, are keys of the table that they lead to."""
    for link in table.links():
        known = set(column(rows, link.table, *link.to))
        assert {found for found in column(rows, table.name, *link.columns) if None not in found} <= known
    for one in table.columns:
        if one.many and one.target:
            known = {key for (key,) in column(rows, one.target, *BY_NAME[one.target].key)}
            assert {id for (ids,) in column(rows, table.name, one.name) for id in ids} <= known


@pytest.mark.parametrize("table", TABLES, ids=BY_NAME)
def test_what_is_required_is_there_and_typed(rows, table):
    """Every value is of the type that its column declares, and none is missing where the column says so."""
    types = {"year": int, "count": int, "number": Decimal, "flag": bool}
    for one in table.columns:
        wanted = types.get(one.kind.shape, str)
        values = [value for (value,) in column(rows, table.name, one.name)]
        singles = [item for value in values for item in value] if one.many else [v for v in values if v is not None]
        assert not one.required or len(singles) == len(values), one.name
        assert {type(item) for item in singles} <= {wanted}, one.name


def test_as_many_rows_as_records(rows, corpus):
    """Every table is whole."""
    cases = list(corpus.cases.values())
    counted = {name: len(rows.of(table)) for name, table in BY_NAME.items()}
    assert counted["cases"] == len(cases)
    assert counted["findings"] == sum(len(owner.findings) for owner in [*cases, *corpus.codings.values()])
    assert counted["outcomes"] == sum(len(f.changes) for case in cases for f in case.outcomes)
    assert counted["participations"] == sum(len(case.organisations) for case in cases)
    people = list(corpus.by_id("person").values())
    assert counted["posts"] == sum(len(case.people) for case in cases) + sum(len(person.posts) for person in people)
    assert counted["codings"] == sum(bool(case.coding) for case in cases) + len(corpus.codings)
    assert counted["third_looks"] == sum(len(file.settlements) for file in corpus.settlements.values())
    assert counted["passages"] == len(corpus.passages())
    assert (counted["organisations"], counted["people"]) == (len(corpus.by_id("organisation")), len(people))


def test_an_unnamed_value_is_empty(rows):
    """What was not given is nothing, never an empty text."""
    assert "" not in {
        value for table in TABLES for row in rows.of(table) for value in row if not isinstance(value, list)
    }


def test_the_codebook_has_its_lists(rows, compiled):
    """The twelve themes stand in the order of their notations, with rules and phrases."""
    themes = [row for row in as_dicts(rows, "codebook") if row["list"] == "theme"]
    assert [theme["notation"] for theme in themes] == [f"T{n:02}" for n in range(1, 13)]
    assert themes[0]["concept"] == "appreciate-service-user-perspective"
    assert all(theme["definition"] and theme["when_to_code"] and theme["phrases"] for theme in themes)


@pytest.fixture
def made_up(small):
    """Rows of a made-up case with a change between two values, a phase and a post."""
    change = (
        "changes: [{id: c1, indicator: crossings, design: before-after, before: {value: 10, unit: NUM, start: 2001},"
        " after: {value: 12.50, unit: NUM, label: of the bridge, approximate: true}}]"
    )
    body = "phases:\n  - {id: early, name: Early days, start: 2001, evidence: [tiny:2-2]}\n"
    body += "people:\n  - {person: teller, post: Keeper, organisation: ferry-trust, evidence: [tiny:2-2]}\n"
    body += "outcomes:\n" + small.finding("o1", "outcome/access", "improved", status="claimed", phase="early").replace(
        "}\n", f", {change}}}\n"
    )
    small.case("bridge", body)
    small.locate()
    compiled = pipeline.compile_graph(small.project, shapes=False)
    return Rows(compiled.source.corpus, compiled.source.triples)


def test_a_change_is_told_value_by_value(made_up):
    """Each value has its own unit, label and years; the unit of all is that of the last."""
    (number,) = as_dicts(made_up, "outcomes")
    assert (number["before"], number["after"], number["comparison"], number["unit"]) == (
        10,
        Decimal("12.50"),
        None,
        "NUM",
    )
    assert (number["before_start_year"], number["before_label"], number["before_approximate"]) == (2001, None, False)
    assert (number["after_label"], number["after_approximate"]) == ("of the bridge", True)
    assert (number["comparison_unit"], number["comparison_approximate"]) == (None, None)


def test_posts_and_phases_know_their_case(made_up):
    """A row of a case file leads to its case, and a finding to its phase."""
    (post,) = [row for row in as_dicts(made_up, "posts") if row["case"]]
    assert (post["tenure"], post["case"], post["person"]) == ("bridge-teller-keeper-ferry-trust", "bridge", "teller")
    (phase,) = as_dicts(made_up, "phases")
    (finding,) = as_dicts(made_up, "findings")
    assert (phase["case"], phase["phase"]) == (finding["case"], finding["phase"]) == ("bridge", "early")
