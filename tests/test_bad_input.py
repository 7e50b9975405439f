"""Bad input of every kind: one clear answer with place and remedy, an exit code, and nothing half-written."""

import errno
import os
import re
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import BadInput, KgError
from kg.store import open_store

PLACE = re.compile(r"(?P<file>[\w./-]+):(?P<line>\d+):(?P<column>\d+): (?P<message>[^\n]+)")


@pytest.fixture
def bridge(small) -> Path:
    """A sound case in a small project, with one finding, located."""
    body = "themes:\n" + small.finding("t1", "theme/share-power", "enacted")
    path = small.case("bridge", body, start="1999", end="2003", places="[millford]")
    small.locate()
    return path


def swap(path: Path, old: str, new: str) -> int:
    """Replace the first `old` in a file; the line in which it stands."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


BOMB = "a: &a [x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)},*{chr(97 + n)}]\n" for n in range(24))


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        pytest.param(
            "theme: share-power",
            "theme: share-pwer",
            "'share-pwer' is not a theme",
            "did you mean 'share-power'?",
            id="unknown theme",
        ),
        pytest.param(
            "places: [millford]",
            "organisations: [{organisation: nobody, role: lead, evidence: [tiny:1-2]}]",
            "'nobody' is not an organisation",
            "add it to cases/registry/organisations.yaml",
            id="unknown organisation",
        ),
        pytest.param(
            "name: The",
            "id: bridge\nname: The",
            "key 'id' stands twice",
            "it stands first in line 2; keep one",
            id="duplicate key",
        ),
        pytest.param("kind: fellowship\n", "", "field 'kind' is missing", "add 'kind:' here", id="missing field"),
        pytest.param("start: 1999", "start: [1999]", "'start' is one value", "write it in one line", id="wrong type"),
        pytest.param(
            "known-from: [tiny:1-2]", "known-from: tiny:1-2", "'known-from' is a list", "write [a, b]", id="no list"
        ),
        pytest.param(
            "start: 1999", "start: 1999-05-01", "'1999-05-01' is not a year", "write 1999", id="date for a year"
        ),
        pytest.param(
            "start: 1999",
            "start: 2004",
            "2004 to 2003 runs backwards",
            "put the earlier year in start",
            id="years reversed",
        ),
        pytest.param(
            "known-from: [tiny:1-2]",
            "known-from: [tiny:1-2, tiny:90-91]",
            "'tiny:90-91' is past the end of its source",
            "tiny has 41 lines",
            id="past the end",
        ),
        pytest.param(
            "kind: fellowship",
            "kind: part\npart-of: bridge",
            "a case is no part of itself",
            "name the larger case",
            id="part of itself",
        ),
        pytest.param(
            ", evidence: [tiny:4-5]", "", "field 'evidence' is missing", "add 'evidence:' here", id="no passage"
        ),
        pytest.param(
            "What bridge", "What\u200b bridge", "invisible character ZERO WIDTH SPACE", "delete it", id="invisible"
        ),
        pytest.param(
            "What bridge", "What \u202ebridge", "invisible character RIGHT-TO-LEFT OVERRIDE", "delete it", id="bidi"
        ),
        pytest.param("country: CA", "country: &c CA", "anchor &c is not allowed", "delete it", id="anchor"),
        pytest.param("country: CA", "country: *c", "alias *c is not allowed", "write the value out", id="alias"),
        pytest.param(
            "country: CA",
            "country: CA\n<<: {a: b}",
            "merge key << is not allowed",
            "write the fields out",
            id="merge key",
        ),
        pytest.param(
            "country: CA", "country: !!str CA", "tag tag:yaml.org,2002:str is not allowed", "delete the tag", id="tag"
        ),
        pytest.param("country: CA\n", BOMB + "country: CA\n", "anchor &a is not allowed", "delete it", id="alias bomb"),
        pytest.param(
            "country: CA", "country: 'CA", "this is not YAML", "check indentation, brackets and quotes", id="no yaml"
        ),
    ],
)
def test_a_bad_case_is_named_with_place_and_remedy(run, small, bridge, old, new, message, hint):
    """One fault in a case gives its file, line and column and what to do, code 1, and no graph."""
    line = swap(bridge, old, new)
    result = run("check", project=small.root)
    assert result.code == 1
    assert result.out == ""
    places = [m for m in map(PLACE.match, result.err.splitlines()) if m and message in m["message"]]
    assert len(places) == 1
    assert places[0]["file"] == "cases/bridge.md"
    assert hint in places[0]["message"]
    if "missing" not in message and "not YAML" not in message:
        assert abs(int(places[0]["line"]) - line) <= 1
    assert int(places[0]["column"]) >= 1
    assert re.search(r"^\d+ problems? found$", result.err, re.MULTILINE)
    assert run("build", "--no-shapes", project=small.root).code == 1
    assert not small.project.compiled.exists()


def test_one_fault_gives_one_problem(run, small, bridge):
    """A single fault is not reported in several ways."""
    swap(bridge, "theme: share-power", "theme: share-pwer")
    result = run("check", project=small.root)
    assert result.err.splitlines()[1:] == ["1 problem found"]


def test_a_duplicate_id_is_named(run, small, bridge):
    """Two files of one case are named, each by where the other stands."""
    (small.project.cases / "ferry.md").write_text(bridge.read_text(encoding="utf-8"), encoding="utf-8")
    result = run("check", project=small.root)
    assert result.code == 1
    assert "cases/ferry.md:2:5: case 'bridge' stands twice; cases/bridge.md has it too; ids are unique\n" in result.err


def test_a_circle_of_parts_is_named(run, small):
    """Parts of each other are named, and the check comes to an end."""
    small.case("a", kind="part", part_of="b")
    small.case("b", kind="part", part_of="a")
    small.locate()
    result = run("check", project=small.root)
    assert result.code == 1
    assert result.err.count("following part-of leads back here; one of the cases is the whole") == 2


@pytest.mark.parametrize(
    ("raw", "place", "message"),
    [
        (b"---\nid: bridge\nname: caf\xe9\n---\n", "3:10", "byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (b"\x7fELF\x00\x01\x02", "1:1", "this is a binary file; write it as UTF-8 text"),
        (
            b"---\n" + b"x: " + b"y" * 10_000_000 + b"\n---\n",
            "1:1",
            "the file has 10.0 MB; a case file has at most 1 MB; split it",
        ),
        ("---\nid: bridge\n---\n".encode("utf-16"), "1:1", "byte 0xff is not UTF-8; save the file as UTF-8"),
        (b"", "1:1", "there is no head between two '---' lines; start the file with a line '---'"),
    ],
    ids=["latin-1", "binary", "ten megabytes", "utf-16", "empty"],
)
@pytest.mark.parametrize("command", [("check",), ("build", "--no-shapes"), ("verify",), ("ask", "shared power")])
def test_a_file_that_is_no_case_at_all_is_named(run, small, bridge, raw, place, message, command):
    """Files of other kinds and sizes are named as what they are, by every command that reads cases."""
    bridge.write_bytes(raw)
    if command == ("verify",):
        command = ("verify", "--sources", small.texts)
    result = run(*command, project=small.root)
    assert result.code == 1
    if b"\xff\xfe" in raw[:2] and "binary" in result.err:
        message = "this is a binary file; write it as UTF-8 text"
    assert f"cases/bridge.md:{place}: {message}" in result.err


def test_all_problems_of_all_files_come_in_one_run(run, small, bridge):
    """Twenty faults are twenty lines, whichever files they stand in."""
    for number in range(20):
        small.case(f"c{number:02}", country="ZZ")
    result = run("check", project=small.root)
    assert sum("'ZZ' is not a country" in line for line in result.err.splitlines()) == 20


def test_who_asks_is_shown_the_first_problems_only(run, small, bridge):
    """An asker is told that the files are broken, with a few lines and the command that lists them all."""
    for number in range(20):
        small.case(f"c{number:02}", country="ZZ")
    result = run("ask", "shared power", project=small.root)
    assert (result.code, result.out) == (1, "")
    assert result.err.count("'ZZ' is not a country") < 20
    assert result.err.rstrip().endswith("kg check lists them all")


BROKEN_QUERY = (
    "#+ summary: A question\n#+ keywords:\n#+   - ask it\n#+ columns:\n#+   a: a thing\nSELECT ?a\nWHERE ( ?a ?b ?c )\n"
)


def test_a_broken_answer_query_is_named_when_building(run, small, bridge):
    """A named question that is no SPARQL stops the build, with file, line and column."""
    (small.project.answers / "mine.rq").write_text(BROKEN_QUERY, encoding="utf-8")
    result = run("build", "--no-shapes", project=small.root)
    assert result.code in (1, 2)
    assert "queries/answers/mine.rq:7:7: " in result.err
    assert not small.project.compiled.exists()


@pytest.mark.parametrize(
    ("head", "line", "message"),
    [
        ("", 1, ""),
        ("#+ keywords: [a]\n#+ columns: {a: b}\n", 1, "the head has no summary"),
        ("#+ summary: a\n#+ columns: {a: b}\n", 1, "keywords"),
        ("#+ summary: a\n#+ keywords: [a]\n", 1, "columns"),
        ("#+ summary: [a\n#+ keywords: [a]\n", 2, "this is not YAML"),
        ("#+ summary: a\n#+ summary: b\n#+ keywords: [a]\n#+ columns: {a: b}\n", 2, "key 'summary' stands twice"),
        (
            "#+ summary: a\n#+ keywords: [a]\n#+ columns: {a: b}\n#+ params: [{name: x, list: theme}]\n",
            1,
            "parameter 'x' has no place in the query",
        ),
        ("#+ summary: a\n#+ keywords: [a]\n#+ columns: {a: b}\n#+ params: theme\n", None, "params"),
        ("#+ summary: a\n#+ keywords: [a]\n#+ columns: {a: b}\n#+ params: [theme]\n", None, "param"),
        ("#+ summary: a\n#+ keywords: just words\n#+ columns: {a: b}\n", None, "keywords"),
        ("#+ summary: a\n#+ keywords: [a]\n#+ columns: [a]\n", None, "columns"),
    ],
)
def test_a_broken_head_of_a_question_is_named(run, small, bridge, head, line, message):
    """A head without its parts, or with parts of the wrong form, is named by file and line."""
    (small.project.answers / "mine.rq").write_text(head + "SELECT ?a WHERE { ?a ?b ?c }\n", encoding="utf-8")
    result = run("build", "--no-shapes", project=small.root)
    assert result.code == 1
    (shown,) = [m for m in map(PLACE.match, result.err.splitlines()) if m]
    assert shown["file"] == "queries/answers/mine.rq"
    assert message in shown["message"]
    assert line is None or int(shown["line"]) == line


@pytest.mark.parametrize("folder", ["answers", "rules"])
def test_a_query_file_that_is_not_utf_8_is_named(run, small, bridge, folder):
    """A query in another encoding is named, and no trace of a stack is shown."""
    (small.root / "queries" / folder / "99-mine.rq").write_bytes(BROKEN_QUERY.encode() + b"# caf\xe9\n")
    result = run("build", "--no-shapes", project=small.root)
    assert result.code in (1, 2)
    assert "99-mine.rq" in result.err
    assert "UTF-8" in result.err


def test_a_broken_rule_is_named_when_building(run, small, bridge):
    """A rule that is no SPARQL update stops the build, with file, line and column."""
    (small.project.rules / "99-mine.rq").write_text("INSERT { ?a ?b ?c }\nWHERE ( ?a ?b ?c )\n", encoding="utf-8")
    result = run("build", "--no-shapes", project=small.root)
    assert result.code in (1, 2)
    assert "99-mine.rq:2:7: " in result.err
    assert not small.project.compiled.exists()


@pytest.mark.parametrize("case", ["cpch", "no such case", "", "../../etc/passwd", "theme:share-power"])
def test_an_unknown_case_is_refused(run, ready, case):
    """A case that is not there is named, with the nearest or the command that lists them."""
    result = run("show", case, project=ready)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"kg: no case is called '{case}'; ")
    assert result.err.count("\n") == 1


def test_a_near_case_is_offered(run, ready):
    """A slip in a case's id is answered with the case meant."""
    assert "did you mean 'cpche'" in run("show", "cpch", project=ready).err


@pytest.mark.parametrize("question", ["", "   ", "?!", "…", "\n"])
def test_an_empty_question_is_refused(run, ready, question):
    """A question without words is answered with an example."""
    result = run("ask", question, project=ready)
    assert (result.code, result.out) == (2, "")
    assert (
        result.err == 'kg: the question is empty; ask for example: kg ask "which projects shared power and cut costs"\n'
    )


def test_a_question_of_ten_thousand_words_is_refused(run, ready):
    """An endless question is named with its length, and not searched."""
    result = run("ask", "power " * 10_000, project=ready)
    assert (result.code, result.out) == (2, "")
    assert result.err == "kg: the question has 10000 words; ask in at most 120\n"


@pytest.mark.parametrize(
    "question",
    [
        "quels projets ont partagé le pouvoir",
        "किन परियोजनाओं ने सत्ता साझा की",
        "哪些项目分享了权力并降低了成本",
        "ποια έργα μοιράστηκαν την εξουσία",
    ],
    ids=["French", "Hindi", "Chinese", "Greek"],
)
@pytest.mark.parametrize("format", ["table", "json", "md"])
def test_a_question_in_another_language_gets_no_answer(run, ready, question, format):
    """Words of other languages are named as not understood, and nothing is guessed."""
    result = run("ask", question, "--format", format, project=ready)
    assert result.code == 1
    assert result.err == ""
    assert "Not understood" in result.out or '"not_understood": [\n' in result.out
    assert "Certain (" not in result.out


def test_an_unknown_named_question_is_refused(run, ready):
    """A question that is not there is answered with the nearest names."""
    result = run("questions", "total-saving", project=ready)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("kg: no question is called 'total-saving'; did you mean 'total-savings'")


@pytest.mark.parametrize(
    "command", [("ask", "shared power"), ("questions",), ("query", "x.rq"), ("list",), ("show", "cpche")]
)
def test_an_unknown_format_is_refused(run, ready, command):
    """A format that is not there is answered with those that are."""
    result = run(*command, "--format", "xlsx", project=ready)
    assert (result.code, result.out) == (2, "")
    assert "invalid choice: 'xlsx'" in result.err
    assert "json" in result.err


def test_an_unreadable_query_file_is_refused(run, ready, tmp_path):
    """A query file that is missing, a folder, empty or no text is named."""
    (tmp_path / "empty.rq").write_text(" \n", encoding="utf-8")
    (tmp_path / "latin.rq").write_bytes(b"# caf\xe9\nSELECT * {}")
    for name, message in (
        ("gone.rq", "cannot be read: No such file or directory"),
        ("", "cannot be read: Is a directory"),
        ("empty.rq", "the query is empty"),
        ("latin.rq", "this is not UTF-8 text"),
    ):
        path = tmp_path / name
        result = run("query", path, project=ready)
        assert (result.code, result.out, result.err) == (2, "", f"kg: {path}: {message}\n")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT ?a\nWHERE ( ?a ?b ?c )\n", "2:7"),
        ("SELECT ?a\nWHERE { ?a ?b ?c ", "2:17"),
        ("DELETE WHERE { ?a ?b ?c }", "1:1"),
        ("DROP ALL", "1:1"),
    ],
)
@pytest.mark.parametrize("format", ["table", "json"])
def test_a_query_that_is_no_sparql_is_placed(run, ready, tmp_path, text, place, format):
    """A query that cannot be read is shown with its place and a mark under it; an update is no query."""
    path = tmp_path / "mine.rq"
    path.write_text(text, encoding="utf-8")
    result = run("query", path, "--format", format, project=ready)
    assert (result.code, result.out) == (2, "")
    assert re.match(rf"kg: {re.escape(str(path))}:{place}", result.err)
    _, line, caret = result.err.rstrip("\n").split("\n")
    assert line.strip() == text.split("\n")[int(place.partition(":")[0]) - 1].strip()
    assert caret.strip() == "^"


def test_a_query_that_calls_a_server_gives_a_clear_error(run, ready, tmp_path):
    """The call is named at its place, and no stack is traced."""
    path = tmp_path / "mine.rq"
    path.write_text("SELECT * WHERE { SERVICE <http://127.0.0.1:9/none> { ?a ?b ?c } }", encoding="utf-8")
    result = run("query", path, project=ready)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"kg: {path}:1:18: queries have no access to the network")


def full_disk(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["os.replace", "pathlib.Path.write_bytes", "tempfile.mkdtemp"])
def test_a_full_disk_leaves_the_old_graph_whole(run, small, bridge, monkeypatch, call):
    """Where the disk refuses, the build says so, the old compiled graph stays, and nothing else is left behind."""
    pipeline.build_project(small.project, shapes=False)
    fingerprint = open_store(small.project.compiled).manifest["fingerprint"]
    before = sorted(p.name for p in small.root.iterdir())
    with monkeypatch.context() as patch:
        patch.setattr(call, full_disk)
        result = run("build", "--no-shapes", project=small.root)
    assert (result.code, result.out) == (1, "")
    assert (
        result.err
        == f"kg: {small.project.compiled}: the compiled graph could not be written: No space left on device\n"
    )
    assert open_store(small.project.compiled).manifest["fingerprint"] == fingerprint
    assert sorted(p.name for p in small.root.iterdir()) == before


@pytest.mark.parametrize("failing", [1, 2])
def test_a_failure_between_the_two_moves_leaves_the_old_graph(small, bridge, monkeypatch, failing):
    """The old graph is put aside, then the new one put in its place; whichever move fails, the old graph answers."""
    pipeline.build_project(small.project, shapes=False)
    fingerprint = open_store(small.project.compiled).manifest["fingerprint"]
    swap(bridge, "What bridge did.", "What the bridge did.")
    real, calls = os.replace, []

    def replace(source, target):
        calls.append(target)
        if len(calls) == failing:
            full_disk()
        return real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        with pytest.raises(KgError, match="could not be written"):
            pipeline.build_project(small.project, shapes=False)
    assert open_store(small.project.compiled).manifest["fingerprint"] == fingerprint
    assert [p.name for p in small.root.iterdir() if p.name.startswith(".cwkg-")] == []


def test_an_interrupted_build_leaves_the_old_graph(small, bridge, monkeypatch):
    """A stop from the keyboard while the files are written leaves the old graph whole and no stray folder."""
    pipeline.build_project(small.project, shapes=False)
    fingerprint = open_store(small.project.compiled).manifest["fingerprint"]

    def stop(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", stop)
        with pytest.raises(KeyboardInterrupt):
            pipeline.build_project(small.project, shapes=False)
    assert open_store(small.project.compiled).manifest["fingerprint"] == fingerprint
    assert [p.name for p in small.root.iterdir() if p.name.startswith(".cwkg-")] == []


@pytest.mark.parametrize("call", ["os.replace", "tempfile.mkdtemp", "pathlib.Path.mkdir"])
def test_a_full_disk_stops_an_export(run, small, bridge, tmp_path, monkeypatch, call):
    """Where the disk refuses, the export says so, and nothing half-written is left."""
    folder = tmp_path / "out"
    if call != "pathlib.Path.mkdir":
        folder.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(call, full_disk)
        result = run("export", "--to", folder, project=small.root)
    assert (result.code, result.out) == (1, "")
    assert result.err == f"kg: {folder}: the export could not be written: No space left on device\n"
    assert not folder.exists() or list(folder.iterdir()) == []


@pytest.mark.parametrize("call", ["pathlib.Path.replace", "os.replace"])
def test_a_full_disk_leaves_a_case_as_it_was(run, small, bridge, monkeypatch, call):
    """Locating passages on a full disk changes no file and leaves no scrap beside it."""
    swap(bridge, "[tiny:1-2]", "[tiny:1-2, tiny:8-9]")
    before = bridge.read_bytes()
    names = sorted(p.name for p in small.project.cases.iterdir())
    with monkeypatch.context() as patch:
        patch.setattr(call, full_disk)
        patch.setattr("pathlib.Path.replace", full_disk)
        result = run("locate", "--write", bridge, "--sources", small.texts, project=small.root)
    assert result.code == 1
    assert "could not be written: No space left on device" in result.err
    assert bridge.read_bytes() == before
    assert sorted(p.name for p in small.project.cases.iterdir()) == names


@pytest.mark.parametrize("damage", [lambda raw: raw[: len(raw) // 2], lambda raw: raw.replace(b"power", b"tower")])
def test_a_damaged_graph_is_never_answered_from(run, small, bridge, damage):
    """A compiled graph that was cut or changed is built again before the answer, and this is said."""
    run("build", "--no-shapes", project=small.root)
    before = run("ask", "shared power", project=small.root)
    path = small.project.compiled / "graph.nt"
    sound = path.read_bytes()
    path.write_bytes(damage(sound))
    after = run("ask", "shared power", project=small.root)
    assert (after.code, after.out) == (before.code, before.out)
    assert after.err == "the compiled graph is damaged; building it again …\n"
    assert path.read_bytes() == sound


def test_a_broken_case_is_never_answered_from_the_old_graph(run, small, bridge):
    """Once a case is broken, no question is answered from the graph of before."""
    pipeline.build_project(small.project, shapes=False)
    swap(bridge, "country: CA", "country: ZZ")
    result = run("list", project=small.root)
    assert (result.code, result.out) == (1, "")
    assert "cases/bridge.md:6:10: 'ZZ' is not a country" in result.err


def test_bad_input_is_an_exception_with_its_problems(small, bridge):
    """A program gets the problems as values."""
    swap(bridge, "country: CA", "country: ZZ")
    with pytest.raises(BadInput) as caught:
        pipeline.read(small.project)
    assert [(p.file, p.line, p.column) for p in caught.value.problems] == [("cases/bridge.md", 6, 10)]
