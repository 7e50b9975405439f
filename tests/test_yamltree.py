"""Strict YAML: what is admitted, and where each fault is placed."""

import pytest

from kg.yamltree import MAX_BYTES, MAX_DEPTH, YamlProblem, decode, invisible_characters, parse


def stopped(text: str, first_line: int = 1):
    with pytest.raises(YamlProblem) as caught:
        parse(text, "a.yaml", first_line)
    return caught.value.problem


def test_every_value_stays_a_string_with_its_place():
    """No value is guessed: NO is no false, 1.10 keeps its nought, and each knows line and column."""
    node, problems = parse("country: NO\nversion: 1.10\nlist: [null, 2011-01-02]\n", "a.yaml", 5)
    assert problems == []
    assert {key: value.value for key, value in node.value.items() if key != "list"} == {
        "country": "NO",
        "version": "1.10",
    }
    assert [item.value for item in node.value["list"].value] == ["null", "2011-01-02"]
    assert (node.value["version"].line, node.value["version"].column) == (6, 10)
    assert (node.value["list"].value[1].line, node.value["list"].value[1].column) == (7, 14)
    assert node.keys["list"] == (7, 1)


def test_a_key_that_stands_twice_is_a_problem_and_the_first_counts():
    """A duplicate key is named with the line of the first, and reading goes on."""
    node, problems = parse("a: 1\nb: 2\na: 3\n", "a.yaml")
    assert [str(p) for p in problems] == ["a.yaml:3:1: key 'a' stands twice; it stands first in line 1; keep one"]
    assert node.value["a"].value == "1"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: &here 1\n", (1, 4), "anchor &here"),
        ("a: [&x 1]\n", (1, 5), "anchor &x"),
        ("b: 1\na: *there\n", (2, 4), "alias *there"),
        ("a: {b: 1}\nc:\n  <<: {d: 1}\n", (3, 3), "merge key <<"),
        ("a: !!python/object/apply:os.system [ls]\n", (1, 4), "tag"),
        ("a: !!str 1\n", (1, 4), "tag"),
        ("a: !mine 1\n", (1, 4), "tag !mine"),
        ("? [a, b]\n: 1\n", (1, 3), "a key must be a word"),
        ("a: 1\n---\nb: 2\n", (2, 1), "a second document"),
    ],
)
def test_what_hides_or_runs_is_refused_where_it_stands(text, place, words):
    """Anchors, aliases, merge keys, tags, odd keys and second documents are refused with their place and a hint."""
    problem = stopped(text)
    assert (problem.line, problem.column) == place
    assert words in problem.message
    assert problem.hint


def test_an_alias_bomb_stops_at_its_first_anchor():
    """Nothing is expanded: the first anchor ends the reading."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert (stopped(bomb).line, stopped(bomb).column) == (1, 4)


@pytest.mark.parametrize(
    ("text", "line"), [("a: [1, 2\nb: 3\n", 2), ('a: "open\n', 2), ("a: 1\n\tb: 2\n", 2), ("a: b: c\n", 1), ("{]", 1)]
)
def test_broken_yaml_is_named_with_its_line(text, line):
    """A text that is no YAML gives the line where it breaks and what to look at."""
    problem = stopped(text)
    assert problem.line == line
    assert problem.message.startswith("this is not YAML: ")
    assert "\n" not in str(problem)
    assert problem.hint


def test_lines_count_from_the_line_that_the_text_starts_in():
    """A head in a file is placed by the lines of the file."""
    assert stopped("a: *b\n", first_line=2).line == 2


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n"])
def test_an_empty_text_is_named(text):
    """A file with nothing in it is a problem, no empty record."""
    assert "nothing here" in stopped(text).message


def test_deep_nesting_stops_early():
    """A text of a hundred thousand brackets is refused, and takes no stack down."""
    assert f"{MAX_DEPTH} levels" in stopped("[" * 100_000).hint
    assert "nested" in stopped("{a: " * 100_000).message


def test_a_control_character_in_yaml_is_named_with_its_line():
    """A character that YAML forbids gives its own line, in one line of text."""
    problem = stopped("a: 1\nb: x\x07y\n")
    assert problem.line == 2
    assert "\n" not in str(problem)


def test_text_is_decoded_with_plain_newlines():
    """Files from other systems read alike."""
    assert decode("a: é\r\nb: 1\r\n".encode(), "a.yaml") == "a: é\nb: 1\n"


@pytest.mark.parametrize(
    ("raw", "place", "words"),
    [
        (b"a: 1\nb: caf\xe9\n", (2, 7), "byte 0xe9 is not UTF-8"),
        (b"a: 1\n\x00\x01", (2, 1), "binary"),
        (b"a" * (MAX_BYTES + 1), (1, 1), "1.0 MB"),
    ],
)
def test_what_is_no_small_text_file_is_refused(raw, place, words):
    """Other encodings, binary files and huge files are each named as what they are."""
    with pytest.raises(YamlProblem) as caught:
        decode(raw, "a.yaml")
    problem = caught.value.problem
    assert (problem.line, problem.column) == place
    assert words in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u200b", "ZERO WIDTH SPACE"),
        ("\u202e", "RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066", "LEFT-TO-RIGHT ISOLATE"),
        ("\u00ad", "SOFT HYPHEN"),
        ("\ufeff", "ZERO WIDTH NO-BREAK SPACE"),
        ("\u2028", "LINE SEPARATOR"),
        ("\x1b", "U+001B"),
        ("\ue000", "U+E000"),
    ],
)
def test_an_invisible_character_is_named_with_its_place(character, name):
    """What a reader of the file cannot see is shown with line, column and name."""
    (problem,) = invisible_characters(f"a: 1\nna{character}me: x\n", "a.md")
    assert (problem.line, problem.column) == (2, 3)
    assert name in problem.message
    assert problem.hint == "delete it"


def test_letters_of_any_script_are_no_problem():
    """Names keep their accents and scripts."""
    assert invisible_characters("name: Müller, Ōta, मुंबई, 北京, “quoted” … –\n", "a.md") == []
