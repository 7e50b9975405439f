"""What the tests in a real browser share: Chromium, pages that are watched, and a place for pictures of them.

They come last in a run: from its start to its end, Playwright keeps an event loop in this thread, which tests with a
loop of their own could not stand.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
import sparqling
from watching import LOOPBACK, Watch, barriers

HERE = Path(__file__).parent
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # no other host has an address, so that nothing can leave the machine even where a test would miss it
    "--host-resolver-rules=MAP * ~NOTFOUND, " + ", ".join(f"EXCLUDE {host}" for host in LOOPBACK),
]


def pytest_collection_modifyitems(items):
    """Put the tests of this folder last."""
    items.sort(key=lambda item: HERE in item.path.parents)


def missing(reason):
    """Skip for want of a program; fail where CI is set, as nothing may be missing there."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium():
    """One headless Chromium for all tests; those that need it are skipped without it, and fail where CI is set."""
    if not find_spec("playwright"):
        missing('no playwright; pip install "cwkg[test]"')
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not program:
        missing("no Chromium; apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def watched(browser):
    """A maker of watched pages, for the two fixtures below."""
    watch, contexts = Watch(), []

    def make(url="", *, width=1280, height=900, scheme="light", known=(), **options):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        contexts.append(context)
        context.on("request", lambda request: watch.ask(request.url))
        context.on("page", lambda opened: watch.follow(opened, known))
        made = context.new_page()
        if url:
            made.goto(url)
        return made

    yield make
    for context in contexts:
        context.close()
    assert watch.errors == []
    assert watch.away == []


@pytest.fixture
def page(chromium):
    """A maker of watched pages: `page("http://127.0.0.1:8888/", width=400, scheme="dark")`, each with its own cookies.

    At the end the test fails where a page told of an error, opened a dialog, or asked another machine for something.
    Patterns in `known` are errors that must be there or do no harm. Other options are Playwright's of a new context.
    """
    with watched(chromium) as make:
        yield make


@pytest.fixture(scope="module")
def lasting_page(chromium):
    """The same for pages that several tests of a module use one after the other."""
    with watched(chromium) as make:
        yield make


@pytest.fixture(scope="session")
def lab(chromium, ready, project, tmp_path_factory):
    """JupyterLab on copies of the notebooks, in a copy of the project; started once."""
    if not find_spec("jupyterlab"):
        missing('no JupyterLab; pip install "cwkg[notebook]"')
    import labs

    with labs.running(ready, project.root, tmp_path_factory.mktemp("lab") / "home") as found:
        yield found


@pytest.fixture
def server(graph):
    """The site, whose endpoint answers from the graph."""
    return sparqling.Server(graph, sparqling.endpoint(graph.store.graph))


@pytest.fixture
def opened(page, server):
    """A maker of open SPARQL pages whose names are loaded."""

    def make(path="/query", known=(sparqling.BUSY,), **options):
        made = page(known=[pattern.pattern for pattern in known], **options)
        made.route("**/*", server)
        made.goto(sparqling.SITE + path)
        made.wait_for_selector(".sq-page[data-ready]")
        return made

    return make


@pytest.fixture(scope="session")
def shoot(project):
    """A taker of pictures, which CI keeps: `shoot(page, "home-dark")`, of a page or a part."""
    folder = Path(os.environ.get("CI_ARTIFACTS") or project.root / "build" / "ci") / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)

    def take(shown, name, **options):
        path = folder / f"{name}.png"
        shown.screenshot(path=path, **options)
        return path

    return take


@pytest.fixture(scope="session")
def axe():
    """What keeps people out of a page, or of a part, by axe-core: `axe(page)`, `axe(page, ".cw-panel")`."""
    if not find_spec("axe_playwright_python"):
        missing('no axe-playwright-python; pip install "cwkg[test]"')
    return barriers
