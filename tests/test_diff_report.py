"""A comparison as text, Markdown and plain data."""

import json

import pytest

from kg.diff.answers import Differing
from kg.diff.records import Change
from kg.diff.report import FORMATS, Comparison
from kg.questions import Parameter, Question

ASKED = Question("who", "Who did it? And more.", [], {}, [Parameter("theme", "theme", "theme:a")], "other", "")
CHANGES = [
    Change("finding:x-t1", "finding", "removed", "Share power: enacted, stated", "x"),
    Change("case:x", "case", "changed", "X", "x", [("summary", ["Old\nwords."], ["N" * 200]), ("note", [], ["New."])]),
]
FOUND = Differing(ASKED, {"theme": "share-power"}, ["case"], [["y"]], [["x"], ["z | z"]], ["finding:x-t1"])
ROSTER = "The projects are a reconstruction."


def comparison(changes=CHANGES, differing=(FOUND,)):
    return Comparison("old", "new", ("0.1.0", ""), list(changes), list(differing), 53, ROSTER)


def test_a_text_tells_answers_causes_and_records():
    """Rows that came and went, the record that it comes from, and every record with its fields."""
    lines = FORMATS["table"](comparison()).splitlines()
    assert lines[0] == "From old (version 0.1.0) to new"
    assert lines[2:7] == [
        "Answers that changed: 1 of 53 named questions",
        "who (theme = share-power): Who did it?",
        "  + y",
        "  - x",
        "  - z | z",
    ]
    assert lines[7] == "because of: finding:x-t1 (removed)"
    assert "  - finding:x-t1 [x]: Share power: enacted, stated" in lines
    assert f"      summary: Old words. -> {'N' * 99}…" in lines
    assert "      note: nothing -> New." in lines
    assert lines[-1] == ROSTER


def test_markdown_has_headings_and_blocks():
    """The same reads as Markdown, with rows in blocks."""
    text = FORMATS["md"](comparison())
    assert "## Answers that changed: 1 of 53 named questions" in text
    assert "```diff\n+ y\n- x\n- z | z\n```" in text
    assert text.count("```") == 4


def test_json_has_everything():
    """Programs get all rows, causes and fields."""
    data = json.loads(FORMATS["json"](comparison()))
    assert data["old"] == {"name": "old", "version": "0.1.0"}
    assert data["answers"][0]["removed"] == [["x"], ["z | z"]]
    assert data["answers"][0]["causes"] == ["finding:x-t1"]
    assert data["records"][1]["fields"][0]["after"] == ["N" * 200]
    assert (data["questions asked"], data["roster"]) == (53, ROSTER)


def test_nothing_is_told_in_a_line():
    """Two equal versions give no headings."""
    assert FORMATS["table"](comparison([], [])).splitlines() == [
        "From old (version 0.1.0) to new",
        "No record and no answer differs.",
    ]


@pytest.mark.parametrize(
    ("causes", "alone", "said"),
    [
        ([], True, "because of: no record; the terms, the codebook or the rules differ"),
        (["case:x"], False, "because of, together: case:x (changed)"),
    ],
)
def test_causes_are_told_for_what_they_are(causes, alone, said):
    """No record, one by itself, or several together."""
    one = Differing(ASKED, {}, [], [["y"]], [], causes, alone)
    assert said in FORMATS["table"](comparison(differing=[one])).splitlines()


def test_long_lists_are_cut_in_a_text():
    """Of many rows the first few are shown, and how many more there are."""
    many = Differing(ASKED, {}, ["case"], [[f"row {n}"] for n in range(20)], [], ["case:x"])
    lines = FORMATS["table"](comparison(differing=[many])).splitlines()
    assert "  + … and 12 more" in lines
    assert sum(line.startswith("  + row") for line in lines) == 8
