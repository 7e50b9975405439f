"""The server under attack: every deadline fires, nobody is called, no answer is cut short, and light queries go on."""

import os
from pathlib import Path

import pytest
from attacks import GROUPS, below_http
from serving import serving
from siege import besiege

TIMEOUT = 2.0
WAIT = 5.0  # for a turn, before a request is sent away
SLACK = 20.0  # for a machine that is busy with other things
MEMORY = 256  # megabytes that one query may take


@pytest.fixture(scope="module")
def report(ready, pytestconfig):
    """What came of all attacks on one server with a short deadline; shown, and kept with what CI keeps."""
    with serving("--timeout", str(TIMEOUT), "--memory", str(MEMORY), project=ready) as served:
        found = besiege(served, TIMEOUT + WAIT + SLACK)
        assert served.get("/health").json()["status"] == "ok"
    folder = Path(os.environ.get("CI_ARTIFACTS") or "build/ci")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "attacks.md").write_text(found.table() + "\n", encoding="utf-8")
    pytestconfig.pluginmanager.getplugin("terminalreporter").write_line("\n" + found.table())
    return found


def test_every_attack_was_made(report):
    """No attack is left out."""
    made = [attack.name for group in GROUPS.values() for attack in group()] + [raw.name for raw in below_http()]
    assert [one.attack for one in report.seen] == made
    assert len(set(made)) == len(made) > 100


def test_no_answer_is_late(report):
    """A query that would run for ever has ended by the deadline and its wait for a turn, whatever it does."""
    assert report.late == []


def test_nobody_was_called(report):
    """No spelling of SERVICE, no FROM and no LOAD made one connection."""
    assert report.hits == 0


def test_no_answer_is_cut_short(report):
    """What says 200 is whole: as long as it says, and read to its end."""
    assert report.partial == []


def test_every_attack_got_a_status_that_says_what_happened(report):
    """Refused is 403, wrong is 400, stopped is 500, 504 or 507; no answer holds what it must not."""
    assert report.wrong == []


def test_light_queries_went_on(report):
    """Another client was answered all the while; at most one request in fifty was sent away to try again."""
    assert all(" 503 " in told for told in report.light.failed)
    assert len(report.light.seconds) > max(50, 49 * len(report.light.failed))


def test_memory_stayed_below_what_the_limits_allow(report):
    """The server and all its workers together stayed within the sum of their budgets."""
    workers = max(3, (os.cpu_count() or 1) + 1) + 1
    assert 0 < report.peak < (workers + 1) * (MEMORY + 400) << 20
