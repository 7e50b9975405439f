"""Tables for spreadsheet programs."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.exports.columns import Table, own
from kg.exports.layout import TABLES
from kg.exports.spreadsheet import RUN, safe, to_csv

TABLE = Table(
    "made-up",
    "Rows",
    (own("name", "text", "Name"), own("names", "text", "Names", many=True), own("relative", "number", "Change")),
    ("name",),
)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")'],
)
def test_what_would_run_becomes_text(text):
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Share power", "a = b", "1993", "'quoted'", "e-mail"])
def test_other_texts_stay(text):
    """Nothing else is changed."""
    assert safe(text) == text


@given(st.text())
def test_no_text_starts_as_a_formula(text):
    """Whatever is written, the cell does not begin with a sign that is run."""
    assert not safe(text).lstrip(" ").startswith(RUN)


def test_numbers_stay_numbers():
    """A negative number is no formula; every cell of text is made safe, lists too."""
    written = to_csv(TABLE, [["=1", ["-a", "b"], -0.5]])
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig").split("\r\n") == ["name,names,relative", "'=1,'-a | b,-0.5", ""]


def test_the_same_rows_as_the_plain_tables(exported):
    """The safe files differ from the plain ones in nothing but the marks."""
    for table in TABLES:
        with (exported / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
            plain = list(csv.reader(stream))
        with (exported / "spreadsheet" / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            marked = list(csv.reader(stream))
        assert [[cell.removeprefix("'") for cell in row] for row in marked] == [
            [cell.removeprefix("'") for cell in row] for row in plain
        ]
