"""The redirects of the permanent addresses, in a real Apache: an IRI leads to the server, and there to its RDF."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg import rdf
from kg.namespaces import BASE, expand

RULES = Path(__file__).resolve().parents[1] / "docs" / "w3id" / ".htaccess"
SERVER = "https://cwkg.example.org"
CONFIGURATION = """
ServerRoot {folder}
ServerName w3id.test
Listen 127.0.0.1:{port}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule rewrite_module {modules}/mod_rewrite.so
PidFile {folder}/pid
ErrorLog {folder}/errors
{user}
DocumentRoot {folder}/site
<Directory {folder}/site>
  AllowOverride All
  Require all granted
</Directory>
"""


@pytest.fixture(scope="module")
def apache() -> Iterator[str]:
    """The address of an Apache with our rules in its folder `cwkg`; without the program skipped, a fault in CI."""
    program, modules = shutil.which("apache2"), Path("/usr/lib/apache2/modules")
    if not program or not modules.is_dir():
        reason = "no Apache; apt-get install apache2-bin"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    with tempfile.TemporaryDirectory() as name, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port, folder = free.getsockname()[1], Path(name)
        free.close()
        folder.chmod(0o755)
        (folder / "site" / "cwkg").mkdir(parents=True)
        shutil.copy(RULES, folder / "site" / "cwkg" / ".htaccess")
        user = "User nobody\nGroup nogroup" if os.geteuid() == 0 else ""
        written = CONFIGURATION.format(folder=folder, port=port, modules=modules, user=user)
        (folder / "conf").write_text(written, encoding="utf-8")
        process = subprocess.Popen([program, "-f", str(folder / "conf"), "-D", "FOREGROUND"])
        try:
            _wait(port, process, folder / "errors")
            yield f"http://127.0.0.1:{port}/cwkg/"
        finally:
            process.terminate()
            process.wait(30)


def _wait(port: int, process: subprocess.Popen, errors: Path) -> None:
    for _ in range(300):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, errors.read_text() if errors.exists() else "Apache did not start"
        time.sleep(0.1)
    raise AssertionError("Apache did not start in time")


def sent(apache: str, rest: str, **options) -> tuple[int, str]:
    reply = httpx.get(apache + rest, trust_env=False, **options)
    return reply.status_code, reply.headers.get("location", reply.text)


def test_the_server_is_named_once():
    """When it moves, one line changes."""
    assert RULES.read_text(encoding="utf-8").count(SERVER) == 1


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        ("id/case/cpche", 303),
        ("id/case/cpche.ttl", 303),
        ("code/theme/share-power", 303),
        ("code/theme/", 303),
        ("ontology", 302),
        ("ontology.rdf", 302),
        ("ontology/0.1.0", 302),
        ("data", 302),
        ("graph/asserted", 302),
        ("", 302),
        ("sparql?query=ASK%20%7B%7D", 302),
    ],
)
def test_an_iri_leads_to_the_same_address_of_the_server(apache, rest, status):
    """Things by 303, documents by 302; suffix and query are kept."""
    assert sent(apache, rest) == (status, f"{SERVER}/{rest}")


def test_a_header_is_no_matter_of_the_redirect(apache):
    """The server weighs what a client wants; the way there is the same for all, and is not kept apart by it."""
    ways = {sent(apache, "id/case/cpche", headers={"Accept": accept}) for accept in ("text/html", "text/turtle", "*/*")}
    assert len(ways) == 1


def test_nobody_can_be_sent_elsewhere(apache):
    """Whatever an address holds, the redirect stays on the server and in one header."""
    for rest in ("id//evil.example/x", "/evil.example", "id/%0d%0aSet-Cookie:a=b", "@evil.example/", "id/a%3fb%23c"):
        reply = httpx.get(apache + rest, trust_env=False)
        assert "set-cookie" not in reply.headers
        assert reply.status_code in (400, 403, 404) or reply.headers["location"].startswith(SERVER + "/"), rest


def test_from_an_iri_to_its_rdf(apache, served):
    """The whole way: permanent address, server, document, and triples that speak of the IRI."""
    for iri in (expand("case:cpche"), expand("theme:share-power"), expand("cw:Phase")):
        status, to = sent(apache, iri.partition("#")[0].removeprefix(BASE))
        assert status in (302, 303)
        found = served.get(to.removeprefix(SERVER), "text/turtle", follow_redirects=True)
        assert found.status_code == 200
        assert rdf.Iri(iri) in {t.subject for t in rdf.parse(found.content, "turtle")}
