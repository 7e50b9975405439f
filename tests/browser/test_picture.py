"""The script of all widgets, in a page without JupyterLab: what it lets through, what it keeps, what it asks for."""

import http.server
import threading
from functools import partial

import pytest
from playwright.sync_api import expect

from kg import html
from kg.widgets.base import FOLDER

PAGE = """<!DOCTYPE html><html lang="en"><title>x</title><link rel="icon" href="data:,"><style>{style}</style>
<div data-stead="P">plain</div><div class="cw-panel"><div id="here"></div></div><script type="module">
import widget from "./picture.js";
const heard = {{}}, state = {{ content: "", label: "A part", says: "", picked: {{}}, stead: "P" }};
window.sent = [];
window.put = (name, value) => {{ state[name] = value; heard[`change:${{name}}`]?.(); }};
const model = {{ get: (name) => state[name], set: (name, value) => {{ state[name] = value; }},
  save_changes: () => window.sent.push(state.picked), send: (message) => window.sent.push(message),
  on: (name, hears) => {{ heard[name] = hears; }}, off: () => 0 }};
widget.render({{ model, el: document.getElementById("here") }});
</script>"""
RUN = "window.ran = 1"
AWAY = "http://elsewhere.example/x"
ATTACKS = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror='{RUN}'>",
    f"<svg onload='{RUN}'><script>{RUN}</script><a href='javascript:{RUN}'>x</a></svg>",
    f"<a href=' javascript:{RUN}'>press</a><a href='java&#10;script:{RUN}'>press</a>",
    "<iframe srcdoc='<script>parent.ran = 1</script>'></iframe>",
    f"<details open ontoggle='{RUN}'><summary>x</summary></details>",
    f"<form action='javascript:{RUN}'><button>x</button></form><button formaction='javascript:{RUN}'>x</button>",
    "<object data='data:text/html,<script>parent.ran = 1</script>'></object><embed src='x.html'>",
    f"<base href='{AWAY}'><link rel=stylesheet href='{AWAY}'><meta http-equiv=refresh content='0;url={AWAY}'>",
    f"<img src='{AWAY}'><img srcset='{AWAY} 1x'><video poster='{AWAY}'></video><table background='{AWAY}'>",
    f"<svg><image href='{AWAY}'/><image xlink:href='{AWAY}'/><use href='{AWAY}#x'/></svg>",
    f"<svg width=9><rect width=9 height=9 fill='url({AWAY})' filter='url({AWAY}#f)' mask='url({AWAY})'/></svg>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror={RUN}&gt;'>",
    f"<p style=\"background: url('{AWAY}')\">x</p><style>p {{ background: url({AWAY}) }} @import '{AWAY}';</style>",
    f"<p>x</p><style>p {{ background: u\\72l({AWAY}) }}</style>",
    f"<svg><a><animate attributeName='href' values='javascript:{RUN}'/><set attributeName='href' to='x'/></a></svg>",
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a page with one part, whose model stands in the page itself."""
    folder = tmp_path_factory.mktemp("picture")
    (folder / "picture.js").write_bytes((FOLDER / "picture.js").read_bytes())
    style = html.STYLE + (FOLDER / "widgets.css").read_text(encoding="utf-8")
    (folder / "index.html").write_text(PAGE.format(style=style), encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def part(page, address):
    """The page, once the part is there."""
    shown = page(address)
    expect(shown.locator("#here [role=region]")).to_be_attached()
    return shown


def put(part, name, value):
    part.evaluate("([name, value]) => window.put(name, value)", [name, value])


def test_nothing_runs_and_nothing_is_fetched(part, address):
    """Even HTML that Python would never send runs no script and asks no other machine for anything."""
    ran = []
    for attack in ATTACKS:
        put(part, "content", attack)
        for pressed in part.locator("#here a, #here button").all():
            pressed.dispatch_event("click")
        part.wait_for_timeout(30)
        ran += [attack] if part.evaluate("window.ran") else []
    assert ran == []
    assert part.url == address


def test_links_to_pages_and_mail_stay(part):
    """What is harmless keeps its address."""
    put(part, "content", "<a href='https://example.org/'>a</a><a href='mailto:a@example.org'>b</a><a href='#c'>c</a>")
    assert part.locator("#here a").evaluate_all("nodes => nodes.map((node) => node.getAttribute('href'))") == [
        "https://example.org/",
        "mailto:a@example.org",
        "#c",
    ]


def test_the_focus_and_the_folds_stay(part):
    """Drawn anew, the part keeps the focus on the same button and what was folded open."""
    folds = "".join(f"<details><summary>More</summary><p>{words}</p></details>" for words in ("first", "second"))
    content = folds + "<button data-id='a'>A</button>"
    put(part, "content", content)
    part.get_by_text("More").first.click()
    part.get_by_role("button", name="A").focus()
    put(part, "content", content + "<p>new</p>")
    expect(part.get_by_text("first")).to_be_visible()
    expect(part.get_by_text("second")).to_be_hidden()
    expect(part.get_by_role("button", name="A")).to_be_focused()


def test_a_part_of_a_drawing_is_picked_by_mouse_and_keys(part):
    """A click, Enter and the space bar are told to Python, each as a new pick."""
    drawn = "<g data-id='x' tabindex='0' role='button'><rect width='90' height='90'/></g>"
    put(part, "content", f"<svg width='90' height='90'>{drawn}</svg>")
    node = part.locator("#here [data-id]")
    node.click()
    node.press("Enter")
    node.press(" ")
    assert part.evaluate("window.sent") == [{"id": "x", "count": n} for n in (1, 2, 3)]


def test_a_python_that_is_gone_is_told(part):
    """Where no answer comes to a button, the part says so, and what to do."""
    part.clock.install()
    put(part, "content", "<button data-do='save:x'>Save</button>")
    part.get_by_role("button", name="Save").click()
    part.clock.fast_forward(6000)
    expect(part.get_by_role("status")).to_have_text("Python does not answer. Run the cell again.")


def test_the_plain_form_goes_and_the_part_is_read_out(part):
    """The plain form of the same panel is out of sight; what a screen reader is told takes no room."""
    expect(part.get_by_text("plain")).to_be_hidden()
    put(part, "says", "3 cases")
    status = part.get_by_role("status")
    expect(status).to_have_text("3 cases")
    assert status.bounding_box()["width"] <= 1
