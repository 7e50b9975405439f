"""The addresses of a server that runs: statuses, headers, formats, and what never happens."""

import io
import json
import time

import httpx
import pytest
import rdflib

SELECT = "SELECT ?l { theme:share-power skos:prefLabel ?l }"
ASK = "ASK { case:cpche a cw:Collaboration }"
CONSTRUCT = "CONSTRUCT { ?s skos:prefLabel ?l } { ?s a cw:Theme ; skos:prefLabel ?l }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"


# ---------------------------------------------------------------- Results


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("query", [SELECT, ASK])
def test_rows_in_every_syntax(served, query, accept, kind):
    """SELECT and ASK; another library reads what has a standard form."""
    found = served.query(query, accept)
    assert (found.status_code, found.headers["content-type"]) == (200, kind)
    if query is ASK and "text" in kind:
        assert found.text == "true"
        return
    read = rdflib.query.Result.parse(io.BytesIO(found.content), content_type=kind.partition(";")[0])
    assert (read.askAnswer is True) if query is ASK else "Share power" in str(list(read))


@pytest.mark.parametrize(
    ("accept", "kind", "syntax"),
    [
        (None, "text/turtle; charset=utf-8", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/ld+json", "application/ld+json", "json-ld"),
    ],
)
def test_triples_in_every_syntax(served, accept, kind, syntax):
    """CONSTRUCT and DESCRIBE give the same graph in each; another library reads it."""
    found = served.query(CONSTRUCT, accept)
    assert (found.status_code, found.headers["content-type"]) == (200, kind)
    labels = rdflib.Graph().parse(data=found.text, format=syntax)
    assert len(labels) == 12
    assert served.query("DESCRIBE theme:share-power", accept).status_code == 200


def test_the_ways_to_ask_come_to_the_same(served):
    """GET, POST of a form and POST of a query."""
    answers = [
        served.query(SELECT),
        served.send("POST", "/sparql", data={"query": SELECT}),
        served.send("POST", "/sparql", content=SELECT, headers={"Content-Type": QUERY}),
    ]
    assert {found.status_code for found in answers} == {200}
    assert len({found.content for found in answers}) == 1


def test_head_is_get_without_the_body(served):
    """With the same status, type and length."""
    for path in ("/", "/health", "/sparql?query=ASK%7B%7D", "/static/site.css", "/nothing"):
        get, head = served.get(path), served.send("HEAD", path)
        assert head.content == b""
        for name in ("content-type", "content-length", "etag"):
            assert (head.status_code, head.headers.get(name)) == (get.status_code, get.headers.get(name)), path


# ---------------------------------------------------------------- Refusals


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("GET", "/sparql?query=SELEC", {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}, 400),
        ("GET", "/sparql?other=1", {}, 400),
        ("GET", "/sparql?query=%ff", {}, 400),
        ("GET", "/sparql?query=CLEAR+ALL", {}, 403),
        ("GET", "/sparql?update=CLEAR+ALL", {}, 403),
        ("GET", "/sparql?query=ASK%7BSERVICE%3Chttp://127.0.0.1/%3E%7B%7D%7D", {}, 403),
        ("POST", "/sparql", {"data": {"update": "CLEAR ALL"}}, 403),
        ("POST", "/sparql", {"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 403),
        ("GET", "/static/../app.py", {}, 404),
        ("GET", "/static/%2e%2e/app.py", {}, 404),
        ("GET", "/static/..%2fapp.py", {}, 404),
        ("GET", "/etc/passwd", {}, 404),
        ("PUT", "/sparql?query=ASK%7B%7D", {}, 405),
        ("DELETE", "/", {}, 405),
        ("POST", "/", {"content": "x"}, 405),
        ("POST", "/health", {"content": "x"}, 405),
        ("GET", "/sparql?query=ASK%7B%7D", {"headers": {"Accept": "image/png"}}, 406),
        ("GET", "/sparql?query=ASK%7B%7D", {"headers": {"Accept": "text/turtle"}}, 406),
        ("POST", "/sparql", {"content": "x" * 1_100_000, "headers": {"Content-Type": QUERY}}, 413),
        ("GET", "/" + "a" * 20_000, {}, 414),
        ("POST", "/sparql", {"content": "ASK {}"}, 415),
        ("POST", "/sparql", {"content": "ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        ("POST", "/sparql", {"content": b"", "headers": {"Content-Type": QUERY, "Content-Encoding": "gzip"}}, 415),
        ("GET", "/", {"headers": {"Host": "evil.example"}}, 421),
        ("GET", "/", {"headers": {"X": "a" * 70_000}}, 431),
        ("GET", "/%ff", {}, 400),
        ("GET", "/a%0d%0aSet-Cookie:%20a=b", {}, 400),
    ],
)
def test_refusals(served, method, path, options, status):
    """Each with its status, a text that says why, and the headers that every answer has."""
    found = served.send(method, path, **options)
    assert found.status_code == status
    assert len(found.text) > 10
    assert "Traceback" not in found.text
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["content-security-policy"].startswith("default-src 'none';")
    assert "set-cookie" not in found.headers
    assert "server" not in found.headers


def test_a_fault_of_a_query_has_its_place(served):
    """Plain text, with line and column and a mark under the word."""
    found = served.query("SELECT ?l\n{ ?s skos:prefLabel ?l\n} LIMITT 3")
    assert found.headers["content-type"] == "text/plain; charset=utf-8"
    assert found.text.startswith("query:3:3: 'LIMITT' cannot stand here")
    assert found.text.splitlines()[1:] == ["  } LIMITT 3", "    ^"]


def test_methods_that_there_are(served):
    """A 405 and an OPTIONS name them."""
    for method, path in (("PUT", "/sparql"), ("OPTIONS", "/sparql")):
        allowed = served.send(method, path).headers["allow"]
        assert {one.strip() for one in allowed.split(",")} == {"GET", "HEAD", "POST", "OPTIONS"}


def test_pages_of_others_may_ask(served):
    """A script from anywhere may ask the endpoint, and see why it was refused."""
    before = served.send(
        "OPTIONS",
        "/sparql",
        headers={"Origin": "https://other.example", "Access-Control-Request-Method": "POST"},
    )
    assert before.status_code == 204
    assert "POST" in before.headers["access-control-allow-methods"]
    assert "Content-Type" in before.headers["access-control-allow-headers"]
    for found in (before, served.query(ASK), served.query("SELEC"), served.query(ASK, "image/png")):
        assert found.headers["access-control-allow-origin"] == "*"


def test_answers_depend_on_accept_and_say_so(served):
    """A cache must not give Turtle to who asked for JSON."""
    for found in (served.query(ASK), served.query("SELEC"), served.query(ASK, "image/png"), served.get("/sparql?a=b")):
        assert "accept" in found.headers["vary"].lower()


# ---------------------------------------------------------------- Endings


def test_the_deadline(served):
    """A query without an end is answered when its time is over."""
    begun = time.monotonic()
    found = served.query(ENDLESS)
    assert (found.status_code, found.text) == (504, "this took longer than 2 seconds and was stopped; ask for less\n")
    assert time.monotonic() - begun < 10


def test_never_a_partial_result(served):
    """Rows without an end are not begun to be sent."""
    found = served.query(LARGE, "text/csv")
    assert found.status_code in (504, 507)
    assert found.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_client_that_hangs_up(served):
    """Its query is given up, and the server goes on."""
    before = len(served.events("request"))
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(served.url + "/sparql", params={"query": ENDLESS}, timeout=0.3, trust_env=False)
    end = time.monotonic() + 10
    while not any(event["status"] == 499 for event in served.events("request")[before:]):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert served.query(ASK).status_code == 200


# ---------------------------------------------------------------- Pages and files


def test_a_page_that_has_not_changed_is_not_sent_again(served):
    """By its etag."""
    first = served.get("/")
    again = served.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert served.get("/", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_page_is_made_once(served):
    """The second time it comes from the front."""
    path = "/ask?q=which+projects+shared+power+and+cut+costs"
    figure = "cwkg_pages_from_cache_total"
    first = served.get(path)
    before = _figure(served, figure)
    assert served.get(path).content == first.content
    assert _figure(served, figure) == before + (first.status_code == 200)


def _figure(served, name):
    return float(next(line for line in served.get("/metrics").text.splitlines() if line.startswith(name)).split()[-1])


def test_files_may_be_kept_for_ever_by_their_version(served):
    """An address with the right version never changes; another is asked for again."""
    page = served.get("/").text
    path = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    found = served.get(path)
    assert (found.status_code, found.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in found.headers["cache-control"]
    bare = served.get(path.partition("?")[0])
    assert bare.headers["cache-control"] == "no-cache"
    assert served.get(path, headers={"If-None-Match": found.headers["etag"]}).status_code == 304


def test_the_first_page_is_light(served):
    """Page, style and sign together stay below 100 KB."""
    page = served.get("/")
    parts = {part.partition('"')[0] for part in page.text.split('"/static/')[1:]}
    total = len(page.content) + sum(len(served.get("/static/" + part.replace("&amp;", "&")).content) for part in parts)
    assert total < 100_000


def test_a_browser_at_the_endpoint_is_led_to_the_page_for_people(served):
    """Where it brings no query."""
    found = served.get("/sparql", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (found.status_code, found.headers["location"]) == (303, "/query")


def test_the_log_has_no_queries(served):
    """What people ask is theirs."""
    served.query("ASK { ?s ?p 'a-secret-word' }")
    served.get("/ask?q=another-secret-word")
    served.wait_for("request")
    assert not [line for line in served.lines if "secret-word" in line]


def test_figures_for_a_monitor(served):
    """The state of the server as JSON, and counts as Prometheus reads them."""
    state = json.loads(served.get("/health").text)
    assert set(state) == {"status", "version", "fingerprint", "workers", "waiting"}
    text = served.get("/metrics").text
    assert 'cwkg_answers_total{place="sparql",status="200"}' in text
    assert f'fingerprint="{state["fingerprint"]}"' in text
