"""From bytes to records: each value typed by its field, each fault placed."""

from decimal import Decimal

import pytest

from kg.reader import read_case, read_registry

GOOD = """---
id: bridge
name: The bridge project
kind: fellowship
tier: named
country: CA
start: 1999
mandated: true
summary: What bridge did.
known-from: [tiny:1-2]
themes:
  - id: t1
    theme: share-power
    stance: enacted
    basis: stated
    said-by: [teller]
    note: "Two towns: one crew."
    evidence: [tiny:4-5, tiny:7-7]
outcomes:
  - id: o1
    outcome: cost-saving
    stance: improved
    status: measured
    basis: stated
    said-by: [teller]
    note: Fewer boats.
    evidence: [tiny:6-6]
    changes:
      - {id: c1, indicator: crossings, design: before-after, relative: -0.50, before: {value: 10, unit: NUM}}
coding: {coder: coder-1, schemes: [theme]}
passages:
  tiny:1-2: {start: 0, end: 10, digest: "0123456789abcdef", locator: "lines 1-2"}
---
## Story

Two towns met.

They built.

## Questions

1. Who gained?
2. Who
   paid?
"""


@pytest.fixture
def read(tmp_path):
    """Reads a case text; gives the case and its problems as texts without the file name."""

    def read(content: str | bytes):
        path = tmp_path / "bridge.md"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        case, problems = read_case(path, "cases/bridge.md")
        assert all(str(p).startswith("cases/bridge.md:") for p in problems)
        return case, [str(p).removeprefix("cases/bridge.md:") for p in problems]

    return read


def test_a_good_case_is_read_whole(read):
    """Fields, findings, numbers, story and questions arrive typed."""
    case, problems = read(GOOD)
    assert problems == []
    assert (case.id, case.start, case.mandated, case.end) == ("bridge", 1999, True, None)
    assert case.themes[0].evidence == ["tiny:4-5", "tiny:7-7"]
    assert case.themes[0].note == "Two towns: one crew."
    change = case.outcomes[0].changes[0]
    assert (change.relative, change.before.value) == (Decimal("-0.50"), Decimal(10))
    assert case.passages["tiny:1-2"].end == 10
    assert case.story == "Two towns met.\n\nThey built."
    assert case.class_questions == ["Who gained?", "Who paid?"]


def test_values_know_their_place(read):
    """Every field and every item of a list knows its line and column."""
    case, _ = read(GOOD)
    assert case.marks["country"] == (6, 10)
    assert case.themes[0].marks["theme"] == (13, 12)
    assert case.themes[0].marks["evidence.1"] == (18, 26)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("kind: fellowship", "kinds: fellowship", "4:1: unknown field 'kinds'; did you mean 'kind' or 'id'?"),
        ("start: 1999", "start: 2 May 1999", "7:8: '2 May 1999' is not a year; write 1999"),
        ("start: 1999", "start: 1999-05-02", "7:8: '1999-05-02' is not a year; write 1999"),
        ("start: 1999", "start: long ago", "7:8: 'long ago' is not a year; write four digits, or delete the line"),
        ("start: 1999", "start: 99", "7:8: '99' is not a year; write four digits, or delete the line"),
        ("start: 1999", "start: [1999]", "7:8: 'start' is one value; write it in one line"),
        ("start: 1999", "start:", "7:7: 'start' is empty; fill it in, or delete the line"),
        ("mandated: true", "mandated: yes", "8:11: 'yes' is neither true nor false; write true or false"),
        (
            "known-from: [tiny:1-2]",
            "known-from: tiny:1-2",
            "10:13: 'known-from' is a list; write [a, b] or '- a' lines",
        ),
        ("known-from: [tiny:1-2]", "known-from: []", "10:13: 'known-from' is empty; name at least one"),
        ("[tiny:1-2]", "[tiny:2-1]", "10:14: 'tiny:2-1' ends before it starts; write the smaller line number first"),
        (
            "[tiny:1-2]",
            "[tiny 1]",
            "10:14: 'tiny 1' is not a place in a source; write SOURCE:FROM-TO, as in miles-2011:2103-2107",
        ),
        ("id: bridge", "id: The Bridge", "2:5: 'The Bridge' is not an id; use small letters, digits and hyphens"),
        (
            "relative: -0.50",
            "relative: 50 %",
            "29:72: '50 %' is not a number; write digits with a point, no thousands signs, no unit",
        ),
        ("start: 0,", "start: about 3,", "32:21: 'about 3' is not a whole number; write digits only"),
        ("coding: {", "coding: [{", None),
        ("themes:\n  - id", "themes: none\nx:\n  - id", "11:9: 'themes' is a list; write [a, b] or '- a' lines"),
        (
            "coding: {coder: coder-1, schemes: [theme]}",
            "coding: me",
            "30:9: fields with values are needed here; write 'key: value'",
        ),
    ],
)
def test_a_wrong_value_is_named_with_place_and_remedy(read, old, new, problem):
    """A value that does not fit its field is named where it stands, with what to write."""
    assert old in GOOD
    _, problems = read(GOOD.replace(old, new, 1))
    if problem:
        assert problem in problems
    assert problems


@pytest.mark.parametrize("field", ["id", "name", "kind", "tier", "country", "summary", "known-from"])
def test_a_missing_field_is_named(read, field):
    """A required field that is not there is named, with the line of the record that lacks it."""
    lines = [line for line in GOOD.split("\n") if not line.startswith(f"{field}:")]
    _, problems = read("\n".join(lines))
    assert problems == [f"2:1: field '{field}' is missing; add '{field}:' here"]


@pytest.mark.parametrize("field", ["stance", "basis", "said-by", "note", "evidence"])
def test_a_missing_field_of_a_finding_is_named(read, field):
    """A finding without one of its fields is placed at the finding."""
    head, _, rest = GOOD.partition("outcomes:\n")
    lines = [line for line in head.split("\n") if not line.strip().startswith(f"{field}:")]
    _, problems = read("\n".join(lines) + "outcomes:\n" + rest)
    assert problems == [f"12:5: field '{field}' is missing; add '{field}:' here"]


def test_a_long_summary_is_named_with_its_length(read):
    """A summary has at most 200 characters."""
    _, problems = read(GOOD.replace("What bridge did.", "x" * 201))
    assert problems == ["9:10: 'summary' has 201 characters; keep it to 200"]


def test_all_faults_of_a_file_are_found_in_one_run(read):
    """Nobody has to run the check again for each fault."""
    text = GOOD.replace("start: 1999", "start: x").replace("mandated: true", "mandated: x").replace("kind:", "kin:", 1)
    _, problems = read(text)
    assert sorted(p.split(":")[0] for p in problems) == ["2", "4", "7", "8"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no head at all\n", "1:1: there is no head between two '---' lines"),
        ("---\nid: bridge\n", "1:1: there is no head between two '---' lines"),
        ("---\n---\n", "there is nothing here"),
        ("---\n- a\n---\n", "2:1: fields with values are needed here"),
        ("---\njust words\n---\n", "2:1: fields with values are needed here"),
    ],
)
def test_a_file_without_head_gives_no_case(read, text, words):
    """Where there are no fields to read, there is a problem and no case."""
    case, problems = read(text)
    assert case is None
    assert any(words in problem for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("## Story", "## Tale", "34:1: unknown part 'Tale'; use '## Story', '## Questions'"),
        ("## Questions", "## Story", "40:1: part 'Story' stands twice; join the two"),
        ("## Story\n", "Once.\n## Story\n", "34:1: text before the first heading; put it under '## Story'"),
    ],
)
def test_prose_stands_under_known_headings(read, old, new, problem):
    """A heading that is unknown or stands twice, and prose under none, are named with their lines."""
    assert GOOD.split("\n")[33] == "## Story"
    _, problems = read(GOOD.replace(old, new, 1))
    assert problem in problems


def test_a_case_without_story_is_named(read):
    """A head alone is no case."""
    _, problems = read(GOOD.partition("## Story")[0])
    assert [p.partition(":")[2].partition(": ")[2] for p in problems] == [
        "there is no story; add '## Story' and tell the case"
    ]


def test_numbers_inside_a_question_do_not_part_it(read):
    """A question that names a year or a figure stays one question."""
    text = GOOD.partition("1. Who gained?")[0] + "1. What changed between 1993 and 2007?\n2. Why did 4 of 5 stay?\n"
    assert read(text)[0].class_questions == ["What changed between 1993 and 2007?", "Why did 4 of 5 stay?"]


def test_a_sentence_that_ends_in_a_number_does_not_part_a_question(read):
    """A question may hold a sentence that ends in a year."""
    text = GOOD.partition("1. Who gained?")[0] + "1. The Act came in 1993. Who gained?\n2. Who paid?\n"
    assert read(text)[0].class_questions == ["The Act came in 1993. Who gained?", "Who paid?"]


def test_an_unreadable_file_is_a_problem(tmp_path):
    """A file that cannot be opened is named and stops nothing else."""
    case, problems = read_case(tmp_path / "gone.md", "cases/gone.md")
    assert case is None
    assert [str(p) for p in problems] == ["cases/gone.md:1:1: cannot be read: No such file or directory"]


def test_a_registry_file_is_read_by_the_list_it_holds(tmp_path):
    """A registry file gives its entries, and names a list that it does not know."""
    path = tmp_path / "places.yaml"
    path.write_text("places:\n  - {id: millford, name: Millford, kind: city}\ntowns: []\n", encoding="utf-8")
    records, problems = read_registry(path, "places.yaml")
    assert [place.name for place in records.places] == ["Millford"]
    assert [str(p).partition(";")[0] for p in problems] == ["places.yaml:3:1: unknown field 'towns'"]
