"""A server in production: behind nginx with the configuration of docs/serving.md, and the unit for systemd there."""

import os
import re
import subprocess
import time

import httpx
import programs
import pytest
from serving import ROOT, serving

PAGE = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
HOST = "example.org"
AROUND = """
daemon off;
pid {folder}/pid;
error_log {folder}/errors;
{user}
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    server_name {host};
{inside}
  }}
}}
"""


def example(language):
    """The one example of a language on the page."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return found


@pytest.fixture(scope="module")
def behind(ready):
    """The server as the unit starts it."""
    address, *options = re.findall(r"--public-url (\S+) (--proxy)", example("ini"))[0]
    with serving("--public-url", address, *options, project=ready) as server:
        yield server


@pytest.fixture(scope="module")
def nginx(behind, tmp_path_factory):
    """A client of an nginx that stands in front of it, with what the page says inside of its server."""
    program = programs.command("nginx", "nginx-light")
    folder, port = tmp_path_factory.mktemp("nginx"), programs.free_port()
    inside = example("nginx").replace("127.0.0.1:8000", f"127.0.0.1:{behind.port}")
    assert inside != example("nginx")
    user = "user root;" if os.geteuid() == 0 else ""
    text = AROUND.format(folder=folder, port=port, host=HOST, inside=inside, user=user)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    call = [program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]
    process = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    base = f"http://127.0.0.1:{port}/cwkg"
    with httpx.Client(base_url=base, headers={"Host": HOST}, timeout=60, trust_env=False) as client:
        try:
            _wait(client, process)
            yield client
        finally:
            process.terminate()
            process.wait(30)
            process.stdout.close()


def _wait(client, process):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert process.poll() is None, process.stdout.read()
        try:
            client.get("/health")
            return
        except httpx.ConnectError:
            time.sleep(0.05)
    raise AssertionError("nginx does not listen")


def test_a_page_and_all_that_it_refers_to(nginx):
    """Links and files of a page lead through the proxy again, and are there."""
    found = nginx.get("/case/cpche", headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    assert (found.status_code, found.headers["content-encoding"]) == (200, "gzip")
    addresses = set(re.findall(r'(?:href|src)="(/[^"#]*)"', found.text))
    assert len(addresses) > 10
    assert [address for address in addresses if not address.startswith("/cwkg/")] == []
    for address in addresses:
        if "/static/" in address:
            assert nginx.get(address.removeprefix("/cwkg")).status_code == 200, address


def test_the_endpoint(nginx):
    """By GET and by POST; linked data leads to the public address."""
    query = "SELECT (COUNT(?c) AS ?n) { ?c cw:hasKind kind:fellowship }"
    for found in (nginx.get("/sparql", params={"query": query}), nginx.post("/sparql", data={"query": query})):
        assert found.status_code == 200
        assert found.json()["results"]["bindings"][0]["n"]["value"] == "47"
    thing = nginx.get("/id/case/cpche", headers={"Accept": "text/turtle"})
    assert (thing.status_code, thing.headers["location"]) == (303, f"https://{HOST}/cwkg/case/cpche")


def test_clients_are_who_nginx_says(nginx, behind):
    """What a client says of its own address is not believed."""
    nginx.get("/about", headers={"X-Forwarded-For": "192.0.2.77"})
    end = time.monotonic() + 60
    while not (told := [event for event in behind.events("request") if event["path"] == "/about"]):
        assert time.monotonic() < end, "the request is not in the log"
        time.sleep(0.05)
    assert {event["client"] for event in told} == {"127.0.0.1"}


def test_limits_fit_together(nginx):
    """A long query passes and a longer one is refused by the one or the other, each with its own status."""
    assert nginx.get("/sparql", params={"query": "ASK{}" + " " * 9_000}).status_code == 200
    assert nginx.get("/sparql", params={"query": "ASK{}" + " " * 18_000}).status_code == 414
    assert nginx.post("/sparql", data={"query": "ASK{}#" + "x" * 900_000}).status_code == 200
    assert nginx.post("/sparql", data={"query": "ASK{}#" + "x" * 1_100_000}).status_code == 413


def test_figures_are_for_the_owner_alone(nginx, behind):
    """Nobody reaches them through the proxy; on the machine itself they are there."""
    assert nginx.get("/metrics").status_code == 403
    assert behind.get("/metrics").status_code == 200


def test_the_unit_is_one_that_systemd_takes(tmp_path):
    """Every line of it is known, and what it starts is a command of ours with options of ours."""
    unit = example("ini")
    (options,) = re.findall(r"^ExecStart=/srv/cwkg/\.venv/bin/kg (serve .*)$", unit, re.MULTILINE)
    assert options.split() == ["serve", "--public-url", f"https://{HOST}/cwkg", "--proxy"]
    program = programs.command("systemd-analyze", "systemd")
    path = tmp_path / "cwkg.service"
    path.write_text(unit.replace("/srv/cwkg/.venv/bin/kg", "/bin/true"), encoding="utf-8")
    run = subprocess.run([program, "verify", str(path)], capture_output=True, text=True, check=False, timeout=60)
    assert (run.returncode, run.stderr) == (0, "")
