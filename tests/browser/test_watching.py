"""The watched pages of browser tests: what they let pass, and what they catch."""

import http.server
import threading

import pytest
from watching import Watch

PAGE = b"""<!DOCTYPE html><html lang="en"><title>A page</title><link rel="icon" href="data:,"><h1>Here</h1>
<script>if (location.search) { console.error("told"); fetch("https://elsewhere.example/x").catch(() => 0);
document.body.append(document.createElement("button")); }</script>"""


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def address():
    """The address of a server with one page; with `?bad` the page tells of an error and asks another machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_quiet_page_passes_and_is_pictured(page, address, shoot, axe):
    """A page is opened as wide and as dark as asked, and its picture is kept."""
    shown = page(address, width=400, scheme="dark")
    assert shown.locator("h1").inner_text() == "Here"
    assert shown.evaluate("innerWidth") == 400
    assert shown.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert axe(shown) == []
    assert shoot(shown, "watching").stat().st_size > 0


def test_what_is_wrong_is_noted(chromium, address, axe):
    """An error that is known passes; any other, a request to another machine and a button without a name are noted."""
    watch = Watch()
    made = chromium.new_page()
    made.on("request", lambda request: watch.ask(request.url))
    watch.follow(made, known=["NAME_NOT_RESOLVED"])
    made.goto(f"{address}?bad", wait_until="networkidle")
    found = axe(made)
    made.close()
    assert [line.partition(":")[0] for line in found] == ["button-name"]
    assert [words.partition(" (")[0] for words in watch.errors] == ["told"]
    assert watch.away == ["https://elsewhere.example/x"]
