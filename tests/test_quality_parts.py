"""What a quality report is made of: the worst decides, and counts are of hits."""

from __future__ import annotations

import pytest

from kg.quality.parts import Group, Hit, Report, Section, share


def a_report(*severities: str, ran: bool = True) -> Report:
    groups = [
        Group(f"rule-{n}", severity, "Faults.", "Mend it.", [Hit("a", "b")]) for n, severity in enumerate(severities)
    ]
    return Report("1", "f", [Section("one", "One", "found", groups, ran=ran), Section("two", "Two", "nothing")])


@pytest.mark.parametrize(
    ("severities", "verdict", "fails"),
    [
        ((), "pass", {"error": False, "warning": False, "never": False}),
        (("info",), "pass", {"error": False, "warning": False, "never": False}),
        (("info", "warning"), "warning", {"error": False, "warning": True, "never": False}),
        (("warning", "error"), "error", {"error": True, "warning": True, "never": False}),
    ],
)
def test_the_worst_decides(severities, verdict, fails):
    """A section and the report have the verdict of the worst hit; the level chooses what fails."""
    found = a_report(*severities)
    assert found.sections[0].verdict == found.verdict == verdict
    assert {level: found.fails(level) for level in fails} == fails


def test_a_section_that_was_not_run_neither_passes_nor_fails():
    """It is called what it is, and the rest decides."""
    found = a_report(ran=False)
    assert found.sections[0].verdict == "not run"
    assert found.verdict == "pass"


def test_shares():
    """Per cent with one decimal place; no whole, no share."""
    assert [share(1, 3), share(2, 2), share(0, 5), share(0, 0)] == ["33.3 %", "100.0 %", "0.0 %", "–"]
