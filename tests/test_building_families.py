"""Files are grouped by what they say of themselves."""

from hypothesis import given
from hypothesis import strategies as st

from kg.building.families import grouped, scan, sooner


def test_a_family_is_a_case_with_its_parts_codings_and_third_looks():
    """Parts of parts belong to it too, whichever file comes first."""
    claims = {
        "cases/a.md": ("a", "b"),
        "cases/b.md": ("b", ""),
        "cases/c.md": ("c", "a"),
        "cases/d.md": ("d", ""),
        "cases/codings/coder-2/c.yaml": ("c", ""),
        "cases/settlements/d.yaml": ("d", ""),
    }
    assert grouped(claims) == [
        ("cases/a.md", "cases/b.md", "cases/c.md", "cases/codings/coder-2/c.yaml"),
        ("cases/d.md", "cases/settlements/d.yaml"),
    ]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=10))
def test_every_file_is_in_one_family_with_its_whole(wholes):
    """Circles too: a case and what it is a part of are never parted, and no file is lost or doubled."""
    claims = {f"cases/c{n}.md": (f"c{n}", f"c{whole}") for n, whole in enumerate(wholes)}
    families = grouped(claims)
    assert sorted(file for family in families for file in family) == sorted(claims)
    for family in families:
        for file in family:
            whole = f"cases/{claims[file][1]}.md"
            assert whole in family or whole not in claims


def test_a_scan_takes_the_larger_case_from_its_line(small):
    """The line that begins with part-of is found wherever it stands in the head; a case without one has none."""
    small.case("bridge")
    small.case("pier", kind="part", part_of="bridge")
    found, problems = scan(small.project)
    assert {file: scanned.claim for file, scanned in found.items()} == {
        "cases/bridge.md": ("bridge", ""),
        "cases/pier.md": ("pier", "bridge"),
    }
    assert problems == []


def test_a_file_that_cannot_be_read_is_told_of(small):
    """A folder in the place of a case is a problem of its own; the other files are scanned."""
    small.case("bridge")
    (small.project.cases / "pier.md").mkdir()
    found, problems = scan(small.project)
    assert list(found) == ["cases/bridge.md"]
    assert [(p.file, p.message) for p in problems] == [("cases/pier.md", "cannot be read: Is a directory")]


def test_files_have_an_order():
    """Cases come before the registry, then codings, then third looks: the last that locates a passage holds."""
    files = ["cases/settlements/a.yaml", "cases/codings/coder-2/a.yaml", "cases/registry/a.yaml", "cases/z.md"]
    assert sorted(files, key=sooner, reverse=True) == files
