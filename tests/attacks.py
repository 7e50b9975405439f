"""Attacks on a server of this machine: what each sends, and what may come back. All are bounded in count and time.

An attack on the endpoint is a query; one below it is what is written to the socket. `{port}` stands for a listener that
counts who connects to it: nobody may.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

BUSY = frozenset({429, 503})  # sent away, since the same client has others running
STOPPED = frozenset({500, 504, 507})  # ended at the deadline, at the limit of memory, at the size of a result
REFUSED = frozenset({403})
WRONG = frozenset({400})
PREFIX = "PREFIX cw: <https://w3id.org/cwkg/ontology#>\n"


@dataclass(frozen=True)
class Attack:
    """One request by HTTP. `fine` are the statuses that it may get; `forbidden` what no answer to it may hold."""

    name: str
    path: str = "/sparql"
    method: str = "GET"
    params: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    fine: frozenset[int] = STOPPED
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Raw:
    """Bytes on a socket. The answer, if any, has one of the statuses `fine`; hanging up without one is fine too."""

    name: str
    sent: bytes
    fine: frozenset[int] = WRONG
    forbidden: tuple[str, ...] = ()


def query(name: str, text: str, fine: frozenset[int] = STOPPED, **more: str) -> Attack:
    """A query in the body of a POST, so that its length does not matter."""
    headers = {
        "Content-Type": "application/sparql-query",
        "Accept": more.pop("accept", "application/json, text/turtle;q=0.9"),
    }
    return Attack(name, "/sparql", "POST", more, headers, text.encode(), fine)


def greedy() -> Iterator[Attack]:
    """Queries that would run for ever, or eat all the memory."""
    cross = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
    yield query("cross product, counted", f"SELECT (COUNT(*) AS ?n) {{ {cross} }}")
    yield query("cross product, sorted", f"SELECT * {{ {cross} }} ORDER BY ?f ?c ?i")
    yield query("cross product, distinct", f"SELECT DISTINCT ?a ?d ?g {{ {cross} }}")
    yield query("cross product, grouped into one text", f"SELECT (GROUP_CONCAT(?c) AS ?t) {{ {cross} }}")
    yield query(
        "cross product, asked for what is not there",
        f"ASK {{ {cross} FILTER(CONCAT(STR(?a), STR(?e), STR(?i)) = 'none') }}",
    )
    yield query("endless rows", "SELECT * { ?a ?b ?c . ?d ?e ?f }")
    yield query("endless rows as CSV", "SELECT * { ?a ?b ?c . ?d ?e ?f }", accept="text/csv")
    yield query("endless rows as XML", "SELECT * { ?a ?b ?c . ?d ?e ?f }", accept="application/sparql-results+xml")
    yield query("endless triples", "CONSTRUCT { ?a ?e ?f } { ?a ?b ?c . ?d ?e ?f }", accept="application/n-triples")
    yield query(
        "all paths", PREFIX + "SELECT (COUNT(*) AS ?n) { ?a (cw:x|!cw:x)* ?b . ?b (cw:y|!cw:y)* ?c . ?c !cw:z ?d }"
    )
    yield query("stars of stars", PREFIX + "SELECT (COUNT(*) AS ?n) { ?a ((((!cw:x)*)*)*)+ ?b . ?c ((!cw:x)+)* ?d }")
    yield query(
        "a star of 300 patterns", "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?s ?p{n} ?o{n} ." for n in range(300)) + "}"
    )
    doubled = " ".join(f"BIND(CONCAT(?t{n}, ?t{n}) AS ?t{n + 1})" for n in range(40))
    yield query("text doubled forty times", f'SELECT (STRLEN(?t40) AS ?n) {{ BIND("x" AS ?t0) {doubled} }}')
    replaced = " ".join(f'BIND(REPLACE(?t{n}, ".", "$0$0$0") AS ?t{n + 1})' for n in range(30))
    yield query("text replaced by three of it", f'SELECT (STRLEN(?t30) AS ?n) {{ BIND("x" AS ?t0) {replaced} }}')
    late = "SELECT * { ?a ?b ?c . ?d ?e ?f OPTIONAL { ?g ?h ?i FILTER(?c = ?i && ?f != ?a) } }"
    yield query("a join found late", late + " ORDER BY ?i LIMIT 5")


EITHER = STOPPED | WRONG | {200}  # short enough for some engines, too deep for others: what counts is that it ends


def deep() -> Iterator[Attack]:
    """Queries nested so deep that a parser's stack would end, and texts that break a reader."""
    yield query("5,000 brackets", "SELECT * { ?s ?p ?o FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") } LIMIT 1", EITHER)
    yield query("40,000 brackets", "ASK { FILTER(" + "(" * 40_000 + "1" + ")" * 40_000 + ") }", EITHER)
    exists = "EXISTS { ?s ?p ?o FILTER " * 1000
    yield query("1,000 EXISTS in each other", f"ASK {{ ?s ?p ?o FILTER {exists} (true) {'}' * 1000} }}", EITHER)
    yield query("3,000 groups in each other", "ASK " + "{ " * 3000 + "?s ?p ?o " + "} " * 3000, EITHER)
    yield query("500 queries in each other", "SELECT * { " * 500 + "?s ?p 1 " + "} " * 500, EITHER)
    yield query("20,000 negations", "ASK { FILTER(" + "!" * 20_000 + "true) }", EITHER)
    yield query("a path of 5,000 steps", PREFIX + "ASK { ?s " + "/".join(["cw:x"] * 5000) + " ?o }", EITHER)
    yield query("10,000 branches", "ASK { " + " UNION ".join(["{ ?s ?p 1 }"] * 10_000) + " }", EITHER)
    yield query("brackets that never close", "SELECT * { ?s ?p ?o FILTER(" + "(" * 100_000, WRONG | STOPPED)
    yield query("a text that never closes", 'SELECT * { ?s ?p "' + "x" * 500_000, WRONG | STOPPED)
    yield query("a pattern that eats memory", 'ASK { FILTER(REGEX("x", "(((x{900}){900}){900})")) }', EITHER)
    yield query("a pattern that runs back", f'ASK {{ FILTER(REGEX("{"a" * 5000}b", "(a+)+$")) }}', EITHER)
    yield query("20,000 values", "SELECT * { VALUES ?x { " + " ".join(map(str, range(20_000))) + " } } LIMIT 1", EITHER)
    yield query("nothing but noughts", "\x00" * 10_000, WRONG)


def outward() -> Iterator[Attack]:
    """Queries that would have the server call somebody, or open a file of its own."""
    here, call = "<http://127.0.0.1:{port}/sparql>", "{ ?s ?p ?o }"
    spellings = {
        "plain": f"SELECT * {{ SERVICE {here} {call} }}",
        "silent": f"SELECT * {{ SERVICE SILENT {here} {call} }}",
        "in mixed letters": f"SELECT * {{ sErViCe {here} {call} }}",
        "by a prefix, without a space": f"PREFIX : <http://127.0.0.1:{{port}}/>\nSELECT * {{ SERVICE:x{call} }}",
        "by a longer prefix": f"PREFIX a: <http://127.0.0.1:{{port}}/>\nSELECT * {{ SERVICEa:x{call} }}",
        "behind a number": f"SELECT * {{ ?a ?b 1SERVICE{here}{call} }}",
        "behind a comment": f"SELECT * {{ SERVICE#\n{here} {call} }}",
        "with its first letter escaped": f"SELECT * {{ \\u0053ERVICE {here} {call} }}",
        "with a letter escaped in eight": f"SELECT * {{ S\\U00000045RVICE {here} {call} }}",
        "by a variable": f"SELECT * {{ VALUES ?x {{ {here} }} SERVICE ?x {call} }}",
        "in a subquery": f"SELECT * {{ {{ SELECT * {{ SERVICE {here} {call} }} }} }}",
        "in EXISTS": f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {here} {call} }} }}",
        "stuck to a bracket": f"SELECT * {{SERVICE{here}{call}}}",
        "behind a text": f'SELECT * {{ ?a ?b "x"SERVICE{here}{call} }}',
    }
    for name, text in spellings.items():
        yield query(f"SERVICE {name}", text, REFUSED | WRONG)
    for name, iri in (("file", "file:///etc/passwd"), ("address", "http://127.0.0.1:{port}/x")):
        yield query(f"FROM a {name}", f"SELECT * FROM <{iri}> {{ ?s ?p ?o }}", WRONG)
        yield query(f"FROM NAMED a {name}", f"SELECT * FROM NAMED <{iri}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", WRONG)
        yield query(f"default graph at a {name}", "SELECT * { ?s ?p ?o }", WRONG, **{"default-graph-uri": iri})
        yield query(f"named graph at a {name}", "SELECT * { ?s ?p ?o }", WRONG, **{"named-graph-uri": iri})
    updates = [
        "LOAD <http://127.0.0.1:{port}/x>",
        "INSERT DATA { <a:a> <a:a> <a:a> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP ALL",
    ]
    for text in updates:
        verb = text.partition(" ")[0]
        yield query(f"{verb} as a query", text, REFUSED)
        yield Attack(f"{verb} as an update", method="POST", params={"update": text}, fine=REFUSED | {415})
        kind = {"Content-Type": "application/sparql-update"}
        yield Attack(f"{verb} by its own type", method="POST", headers=kind, body=text.encode(), fine=REFUSED)


FILES = [
    *("/static/../../etc/passwd", "/static/..%2f..%2fpyproject.toml", "/static/%2e%2e/%2e%2e/etc/passwd"),
    *("/%2e%2e/%2e%2e/etc/passwd", "/case/..%2f..%2f..%2fetc%2fpasswd", "/data/..%2f..%2fpyproject.toml"),
    *("/static/%00", "//etc/passwd", "/static/C:%5cwindows"),
]


def misshapen() -> Iterator[Attack]:
    """Requests that are too long, packed, in another code, or aimed at files and headers."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    plain = {"Content-Type": "application/sparql-query"}
    packed = {**plain, "Content-Encoding": "gzip"}
    yield Attack("a packed body", method="POST", headers=packed, body=gzip.compress(b"ASK {}"), fine=frozenset({415}))
    bomb = gzip.compress(b"x" * 50_000_000)
    yield Attack("a packed bomb", method="POST", headers=packed, body=bomb, fine=frozenset({415}))
    yield Attack("a body of 3 MB", method="POST", headers=plain, body=b"#" * 3_000_000, fine=frozenset({413}))
    yield Attack("an address of 20 KB", params={"query": "#" * 20_000}, fine=frozenset({414}))
    yield Attack("a header of 200 KB", headers={"Accept": "x" * 200_000}, fine=frozenset({431, 400}))
    yield Attack("400 parameters", method="POST", headers=form, body=b"&".join([b"a=b"] * 400), fine=WRONG)
    yield Attack("a body that is not UTF-8", method="POST", headers=plain, body=b"ASK { ?s ?p '\xff\xfe' }", fine=WRONG)
    yield Attack("a form that is not UTF-8", method="POST", headers=form, body=b"query=ASK%20%7B%ff%7D", fine=WRONG)
    yield Attack("an address that is not UTF-8", "/case/%ff%fe", fine=WRONG)
    yield Attack("half a surrogate", method="POST", headers=form, body=b"query=%ED%A0%80", fine=WRONG)
    secret = ("root:", "[build-system]", "BEGIN")
    nowhere = frozenset({400, 404})
    for path in FILES:
        yield Attack(f"the file {path}", path, fine=nowhere, forbidden=secret)
    for path in (
        "/case/x%0d%0aSet-Cookie:%20a=b",
        "/id/case/x%0d%0aSet-Cookie:%20a=b",
        "/code/theme/x%0aLocation:%20http://evil",
    ):
        yield Attack(f"a header in the address {path[:12]}…", path, fine=nowhere, forbidden=("set-cookie:", "evil\r"))
    yield Attack(
        "a stranger's name for this machine", headers={"Host": "evil.example"}, fine=frozenset({421, 400, 403})
    )
    yield Attack("a method of its own", method="DELETE", fine=frozenset({405}))
    yield Attack("TRACE", "/", method="TRACE", fine=frozenset({405}))


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>"
HARM = ("<script>alert", "<img src=x", "<svg onload", 'href="javascript:', "href='javascript:", 'src="javascript:')


def on_pages() -> Iterator[Attack]:
    """Texts that would be markup on a page, where a page shows what it was asked."""
    fine = frozenset({200, 400, 404})
    asked = quote(HOSTILE, safe="")
    for path in (
        "/ask?q={}",
        "/cases?text={}",
        "/cases?theme={}",
        "/compare?case={}",
        "/questions/{}",
        "/case/{}",
        "/theme/{}",
        "/lesson?theme={}",
        "/{}",
    ):
        yield Attack(f"markup at {path}", path.format(asked), fine=fine, forbidden=HARM)
    markup = HOSTILE.replace('"', "")
    literal = quote(f'SELECT ("{markup}" AS ?x) {{}}', safe="")
    yield Attack("markup in a literal on the page of queries", f"/query?query={literal}", fine=fine, forbidden=HARM)
    evil = quote(
        'SELECT (<javascript:alert(1)> AS ?x) (<data:text/html,x> AS ?y) (IRI("javascript:alert(2)") AS ?z) {}', safe=""
    )
    yield Attack("a script as an IRI on the page of queries", f"/query?query={evil}", fine=fine, forbidden=HARM)


def below_http() -> Iterator[Raw]:
    """What a client may write that is no request, or two."""
    host = b"Host: 127.0.0.1\r\n"
    yield Raw("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20)
    yield Raw("a line without an end", b"GET /" + b"a" * 300_000, frozenset({414, 431, 400}))
    yield Raw("headers without an end", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 30_000, frozenset({431, 400}))
    yield Raw(
        "two lengths of the body",
        b"POST /sparql HTTP/1.1\r\n" + host + b"Content-Length: 4\r\nContent-Length: 9\r\n\r\nASK {}",
    )
    both = b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\n\r\n"
    yield Raw("a length and pieces", b"POST /sparql HTTP/1.1\r\n" + host + both, frozenset({400, 415}))
    yield Raw("a negative length", b"POST /sparql HTTP/1.1\r\n" + host + b"Content-Length: -5\r\n\r\n")
    yield Raw("pieces of no length", b"POST /sparql HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n")
    yield Raw(
        "a header in a header",
        b"GET /health HTTP/1.1\r\n" + host + b"Accept: a\rSet-Cookie: x=y\r\n\r\n",
        frozenset({400, 200}),
        ("set-cookie",),
    )
    yield Raw("another version", b"GET / HTTP/9.9\r\n" + host + b"\r\n", frozenset({400, 505}))
    yield Raw("no host", b"GET /health HTTP/1.1\r\n\r\n", frozenset({400, 421}))


GROUPS: dict[str, Callable[[], Iterator[Attack]]] = {
    "greedy": greedy,
    "deep": deep,
    "outward": outward,
    "misshapen": misshapen,
    "on pages": on_pages,
}
