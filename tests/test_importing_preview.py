"""A planned import in words."""

import pytest

from kg.case import BarrierFinding, Case, Change, OutcomeFinding, Passage, Phase
from kg.coding import Settlement, SettlementFile
from kg.errors import Problem
from kg.importing.plan import Plan, Planned
from kg.importing.preview import holds, import_name, preview
from kg.registry import Person, RegistryFile


def file(name, old="", lines=2, owner=None):
    return Planned(f"cases/{name}.md", owner or Case(name), old, "".join(f"line {n}\n" for n in range(lines)))


@pytest.mark.parametrize(
    ("owner", "told"),
    [
        (Case("a"), "nothing but its head"),
        (Case("a", phases=[Phase()], barriers=[BarrierFinding()] * 2), "2 findings, 1 phase"),
        (
            Case("a", outcomes=[OutcomeFinding(changes=[Change()])], passages={"s:1-1": Passage()}),
            "1 finding, 1 number, 1 passage",
        ),
        (RegistryFile(people=[Person()], evidence=["s:1-1", "s:2-2"]), "1 person, 2 places of the codebook"),
        (SettlementFile("a", settlements=[Settlement()]), "1 third look"),
    ],
)
def test_what_a_file_holds_is_counted(owner, told):
    """The records of a file, in words that fit their number."""
    assert holds(owner) == told


def test_new_and_changed_files_are_told_apart(project):
    """A line for each file, and the lines that differ below."""
    made = Plan(
        project, [file("new"), file("bridge", old="line 0\nold\n")], same=["cases/a.md", "cases/b.md"], notes=["a note"]
    )
    assert preview(made).split("\n") == [
        "new      cases/new.md: nothing but its head",
        "changed  cases/bridge.md: nothing but its head",
        "same     2 files of the project already",
        "",
        "--- (no such file)",
        "+++ cases/new.md",
        "@@ -0,0 +1,2 @@",
        "+line 0",
        "+line 1",
        "",
        "--- cases/bridge.md",
        "+++ cases/bridge.md",
        "@@ -1,2 +1,2 @@",
        " line 0",
        "-old",
        "+line 1",
        "note: a note",
        "",
    ]


def test_long_previews_are_cut(project):
    """The first files and their first lines are shown; the rest is counted, and shown where that is asked for."""
    made = Plan(project, [file(f"c{n}", lines=40) for n in range(7)])
    shown, whole = preview(made), preview(made, whole=True)
    assert shown.count("… 31 more lines; --full shows them") == 5
    assert "… and 2 files more; --full shows all of them" in shown
    assert "more" not in whole
    assert whole.count("+line 39") == 7


def test_remarks_of_the_shapes_are_those_on_the_files_written(project, compiled):
    """A remark on another case of the project is not the import's."""
    remarks = [Problem("cases/new.md", 3, 1, "few partners"), Problem("cases/other.md", 3, 1, "few partners")]
    built = type(compiled)(compiled.source, compiled.derived, compiled.counts, compiled.fingerprint, remarks)
    assert preview(Plan(project, [file("new")], compiled=built)).count("warning: ") == 1


def test_an_import_is_named_after_its_file():
    """The name is fit for a file."""
    assert (import_name("My cases 2026"), import_name("…")) == ("my-cases-2026", "import")
