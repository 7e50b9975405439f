"""The SQLite file as Datasette shows it."""

import asyncio

import pytest
import yaml
from datasette.app import Datasette

from kg.exports.datasette import FACETS
from kg.exports.layout import BY_NAME, TABLES


@pytest.fixture(scope="module")
def get(exported):
    """A page or JSON of Datasette over the export, in this process: `get("/cwkg/cases.json")`."""
    folder = exported / "datasette"
    told = yaml.safe_load((folder / "metadata.yml").read_text(encoding="utf-8"))
    served = Datasette([folder / "cwkg.db"], metadata=told)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(served.invoke_startup())
    yield lambda address: loop.run_until_complete(served.client.get(address))
    loop.close()


def test_a_facet_counts_the_cases(get, corpus):
    """The facets of cases stand ready: 47 projects among them, and policy areas one by one."""
    facets = get("/cwkg/cases.json?_size=0").json()["facet_results"]
    kinds = {result["value"]: result["count"] for result in facets["kind"]["results"]}
    assert kinds["fellowship"] == 47
    areas = {result["value"]: result["count"] for result in facets["policy_areas"]["results"]}
    assert areas["health"] == sum("health" in case.policy_areas for case in corpus.cases.values())


@pytest.mark.parametrize("table", FACETS)
def test_every_facet_is_a_column(table, get):
    """No facet is named that the table has not."""
    columns = get(f"/cwkg/{table}.json?_size=0&_nofacet=1").json()["columns"]
    assert {facet["array"] if isinstance(facet, dict) else facet for facet in FACETS[table]} <= set(columns)


def test_full_text_search_is_offered(get):
    """Datasette finds the search tables by itself."""
    found = get("/cwkg/cases.json?_search=detention&_size=max").json()
    assert 0 < found["filtered_table_rows_count"] < 20
    assert "bernalillo-jdai" in {row[0] for row in found["rows"]}


def test_a_linked_case_shows_its_name(get):
    """A finding names its case, and leads to it."""
    page = get("/cwkg/findings?_size=5&case=cpche").text
    assert '<a href="/cwkg/cases/cpche">Canadian Partnership' in page


@pytest.mark.parametrize("address", ["/", "/cwkg", *(f"/cwkg/{name}?_size=3" for name in BY_NAME)])
def test_every_page_opens(get, address):
    """No table is too much for it, and the note on the roster stands on the first pages."""
    answer = get(address)
    assert answer.status_code == 200
    assert address not in ("/", "/cwkg") or "reconstruction" in answer.text


def test_every_column_is_told(get):
    """What a column means stands beside it."""
    page = get("/cwkg/outcomes?_size=1").text
    assert all(column.about.replace("'", "&#39;") in page for column in BY_NAME["outcomes"].columns)
    assert len(TABLES) == len(BY_NAME)


def test_the_queries_give_rows(get, store):
    """The queries to start from run; the cases of a theme are those of the shortcut, parts counted apart."""
    rows = get("/cwkg/practised_a_theme.json?theme=share-power&_shape=objects").json()["rows"]
    asked = store.graph.rows(
        "SELECT DISTINCT ?c WHERE { ?f a cw:CountedFinding ; cw:about ?c ; cw:concernsTheme theme:share-power ;"
        " cw:hasStance stance:enacted }"
    )
    assert {row["case"] for row in rows} == {case.rsplit("/", 1)[-1] for (case,) in asked}
    assert {row["answer"] for row in rows} == {"certain", "possible"}
    assert get("/cwkg/savings.json?_shape=objects").json()["rows"]
