"""`kg serve`: starts, answers, stops; and says in one line why it cannot."""

import json


def test_health_and_home_page(served):
    """A server that is ready says so, and has a page for people."""
    state = served.get("/health")
    assert (state.status_code, state.json()["status"]) == (200, "ok")
    page = served.get("/", "text/html")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"


def test_a_query(served):
    """The endpoint answers a query of the graph, prefixes left out."""
    found = served.query("SELECT (COUNT(?c) AS ?n) { ?c cw:hasKind kind:fellowship }", "application/json")
    assert found.status_code == 200
    assert json.loads(found.text)["results"]["bindings"][0]["n"]["value"] == "47"
