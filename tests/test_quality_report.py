"""A quality report as text: the terminal, Markdown and JSON tell the same."""

from __future__ import annotations

import json
import re

import pytest

from kg.quality import report as quality_report
from kg.quality.parts import Group, Hit, Report, Section, Table

HOSTILE = "<script>alert(1)</script> & \"x\" 'y' | `z` *b* [l](https://a.org) \\ _u_"


@pytest.fixture
def report() -> Report:
    """A made-up report with more hits than a terminal shows, a long table and a section that was not run."""
    many = Group(
        "many-things", "warning", "Many things.", "Count them.", [Hit(f"case:c{n}", "odd", "") for n in range(12)]
    )
    one = Group("one-thing", "error", "One thing.", "Mend it.", [Hit("case:one", "broken", "cases/one.md:3")])
    silent = Group("silent-check", "info", "Nothing.", "Rest.", [])
    tables = [Table("Short", ["a", "b"], [["x", "1"]], "A note."), Table("Long", ["a"], [["y"]], long=True)]
    first = Section("first", "First part", "what was found", [one, many, silent], tables, ["A remark."])
    return Report("1.2", "abc", [first, Section("second", "Second part", "not looked at", ran=False)])


def hostile() -> Report:
    """A report all of whose texts try to be something else."""
    group = Group("rule", "error", HOSTILE, HOSTILE, [Hit(HOSTILE, HOSTILE, HOSTILE)])
    table = Table(HOSTILE, [HOSTILE], [[HOSTILE]], HOSTILE)
    return Report("1", "f", [Section("one", HOSTILE, HOSTILE, [group], [table], [HOSTILE])])


def test_the_dashboard_has_a_line_for_each_section_and_one_for_all(report):
    """Each with its verdict and how many errors, warnings and remarks it has."""
    assert quality_report.dashboard_rows(report) == [
        ["First part", "✗ error", "1", "12", "0", "what was found"],
        ["Second part", "– not run", "0", "0", "0", "not looked at"],
        ["All", "✗ error", "1", "12", "0", "version 1.2"],
    ]


@pytest.mark.parametrize(("severity", "shown"), [("error", "✗ error"), ("warning", "! warning"), ("info", "✓ pass")])
def test_a_verdict_is_told_by_sign_and_word(severity, shown):
    """Whoever sees no colour, or no sign, still reads what was found."""
    found = Report("1", "f", [Section("one", "One", "x", [Group("r", severity, "S.", "H.", [Hit("a", "b")])])])
    assert quality_report.dashboard_rows(found)[0][1] == shown
    assert shown in quality_report.dashboard(found)


def test_a_terminal_cuts_long_lists_and_says_so(report):
    """Ten hits of a check are shown, a long table is named, and checks that find nothing are not there."""
    shown = quality_report.text(report)
    assert shown.index("First part  ") < shown.index("First part: what was found")
    assert "✗ error, 1: One thing.\none-thing: Mend it.\n" in shown
    assert "case:c9 " in shown
    assert "case:c10" not in shown
    assert "and 2 more; --format md lists them all" in shown
    assert "Long: 1 rows, which --format md and --format html show" in shown
    assert "silent-check" not in shown
    assert "A remark." in shown
    assert "A note." in shown


def test_markdown_has_every_hit_and_every_row(report):
    """Headings, the dashboard, all hits, all tables, and the checks that found nothing by name."""
    written = quality_report.markdown(report)
    assert re.findall(r"^#+ .+$", written, re.MULTILINE) == [
        "# Quality of the data",
        "## First part",
        "### ✗ error, 1: One thing.",
        "### ! warning, 12: Many things.",
        "### Short",
        "### Long",
        "## Second part",
    ]
    assert "| case:one | broken | cases/one.md:3 |" in written
    assert "| case:c11 | odd |  |" in written
    assert "Nothing found by 1 check: `silent-check`." in written
    assert "fingerprint `abc`" in written


def test_markdown_shows_texts_and_never_formats_them():
    """No tag, link, emphasis or further cell is made of a text; its letters stay."""
    written = quality_report.markdown(hostile())
    assert "<script>" not in written
    assert "[l](" not in written
    assert "*b*" not in written
    cells = {len(re.findall(r"(?<!\\)\|", line)) for line in written.splitlines() if line.startswith("| &#60;script")}
    assert cells == {7, 4, 2}  # the dashboard of six columns, hits of three, the table of one


def test_plain_words_stay_plain():
    """Words without signs of Markdown are unchanged."""
    assert quality_report.plain("Fewer than 3 partners: 40 % (a-b).") == "Fewer than 3 partners: 40 % (a-b)."
    assert quality_report.plain("a_b<c") == "a&#95;b&#60;c"


def test_json_is_the_whole_report(report):
    """Counts, verdicts, every hit and every table, as plain data."""
    data = json.loads(quality_report.as_json(report))
    assert (data["version"], data["fingerprint"], data["verdict"]) == ("1.2", "abc", "error")
    assert (data["errors"], data["warnings"], data["infos"]) == (1, 12, 0)
    first, second = data["sections"]
    assert (first["verdict"], first["errors"], first["warnings"], second["verdict"]) == ("error", 1, 12, "not run")
    assert first["groups"][0]["hits"] == [{"thing": "case:one", "why": "broken", "place": "cases/one.md:3"}]
    assert first["tables"][1] == {"title": "Long", "columns": ["a"], "rows": [["y"]], "note": "", "long": True}
