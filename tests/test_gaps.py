"""Themes or barriers against outcomes: every case in one list of each cell."""

import json

import pytest

from kg.answers import answer
from kg.errors import UsageError
from kg.facets import Facets
from kg.gaps import gap_map
from kg.namespaces import local_name

SHARE, COST = "theme/share-power", "outcome/cost-saving"
# for each made-up case: its findings as (entry, stance, basis, status), and its list in share power by cost saving
CASES = {
    "both": ([(SHARE, "enacted", "stated", ""), (COST, "improved", "stated", "claimed")], "certain"),
    "guess": ([(SHARE, "enacted", "inferred", ""), (COST, "improved", "stated", "claimed")], "possible"),
    "undone": ([(SHARE, "neglected", "stated", ""), (COST, "improved", "stated", "claimed")], "otherwise"),
    "hoped": ([(SHARE, "enacted", "stated", ""), (COST, "improved", "stated", "forecast")], "otherwise"),
    "half": ([(SHARE, "enacted", "stated", "")], "not_stated"),
    "silent": ([], "not_stated"),
    "half-read": ([(SHARE, "enacted", "stated", "")], "not_read"),
    "listed": ([], "not_read"),
}
LISTS = ["certain", "possible", "otherwise", "not_stated", "not_read"]
PLURAL = {"theme": "themes", "outcome": "outcomes"}


@pytest.fixture(scope="module")
def made(make_small, tmp_path_factory):
    """The made-up cases, built."""
    small = make_small(tmp_path_factory.mktemp("gaps"))
    fields = {
        "listed": {"tier": "listed"},
        "half-read": {"coding": "theme"},
        "guess": {"kind": "comparator"},
    }
    for id, (findings, _) in CASES.items():
        body = ""
        for number, (entry, stance, basis, status) in enumerate(findings, 1):
            more = {"status": status} if status else {}
            line = small.finding(f"{entry[0]}{number}", entry, stance, basis, **more)
            body += f"{PLURAL[entry.partition('/')[0]]}:\n{line}"
        small.case(id, body, **fields.get(id, {}))
    return small.build()


def test_a_cell_keeps_five_things_apart(made):
    """Certain, possible, said otherwise, not stated after a full reading, and not read."""
    cell = gap_map(made).cell("share-power", "cost-saving")
    expected = {name: {id for id, (_, list) in CASES.items() if list == name} for name in LISTS}
    assert {name: set(getattr(cell, name)) for name in LISTS} == expected
    assert not cell.empty


def test_a_gap_is_a_cell_that_no_case_tells_of(made):
    """All other cells are empty here, and a barrier that nobody met has a row all the same."""
    found = gap_map(made)
    assert len(found.cells) == 12 * 8
    assert len(found.gaps) == 12 * 8 - 1
    barriers = gap_map(made, "barrier")
    assert [entry.standing for entry in barriers.rows] == ["met"] * 6
    assert len(barriers.gaps) == len(barriers.cells) == 6 * 8


def test_kinds_narrow_the_cases(made):
    """Only cases of the kinds asked for are counted; the kinds are given in words."""
    found = gap_map(made, kinds=["fellowship"])
    assert (found.kinds, found.cases) == (["Fellowship project"], len(CASES) - 1)
    assert found.cell("share-power", "cost-saving").possible == []
    assert gap_map(made, kinds=["part"]).cases == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rows": "country"}, "a gap map has no rows of 'country'; known: theme, barrier"),
        ({"kinds": ["felowship"]}, "'felowship' is no kind of case; did you mean 'fellowship'"),
    ],
)
def test_unknown_rows_and_kinds_are_errors(made, options, message):
    """A readable message."""
    with pytest.raises(UsageError) as caught:
        gap_map(made, **options)
    assert str(caught.value).startswith(message)


def test_an_unknown_cell_is_an_error(made):
    """Asking a map for what it has not says so."""
    with pytest.raises(UsageError, match="no cell 'jam' by 'cost-saving'"):
        gap_map(made).cell("jam", "cost-saving")


@pytest.mark.parametrize("rows", ["theme", "barrier"])
def test_every_case_is_in_one_list_of_each_cell(store, rows):
    """On the checkout: the five lists of a cell hold each case once, and the first two are those of an answer."""
    facets = Facets(store)
    found = gap_map(store, rows, facets=facets)
    assert found.cases == len(store.cases)
    for cell in found.cells:
        listed = [id for name in LISTS for id in getattr(cell, name)]
        assert sorted(listed) == sorted(store.cases)
    for cell in found.cells[::9]:
        same = answer(store, facets.reading({rows: {cell.row}, "outcome": {cell.column}}))
        assert cell.certain == [hit.facts.id for hit in same.certain]
        assert cell.possible == [hit.facts.id for hit in same.possible]


def test_a_map_is_plain_data_with_labels_for_people(made):
    """It can be written as JSON, and its labels show no IRI."""
    data = json.loads(json.dumps(gap_map(made).as_dict()))
    assert data["rows"][3] == {"id": "share-power", "label": "Share power", "standing": "practised"}
    assert list(data["cells"][0]) == ["row", "column", *LISTS]
    assert "//" not in " ".join(entry["label"] for entry in data["rows"] + data["columns"])


def test_what_goes_together_is_what_the_query_gives(store):
    """Each theme practised with each outcome achieved: as many cases by the index as by SPARQL over the shortcuts."""
    rows = store.graph.rows(
        """SELECT ?theme ?outcome (COUNT(DISTINCT ?case) AS ?n) WHERE {
             ?case cw:enactsTheme ?theme ; cw:achieved ?outcome } GROUP BY ?theme ?outcome"""
    )
    expected = {(local_name(theme), local_name(outcome)): int(n) for theme, outcome, n in rows}
    cells = gap_map(store).cells
    assert {(c.row, c.column): len({*c.certain, *c.possible}) for c in cells if not c.empty} == expected


def test_every_case_is_in_one_list_of_a_cell(store):
    """The five lists of a cell share no case and leave none out."""
    for cell in gap_map(store, "barrier").cells:
        listed = [case for name in LISTS for case in getattr(cell, name)]
        assert sorted(listed) == sorted(store.cases)
