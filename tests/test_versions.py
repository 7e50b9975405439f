"""Another version of a source is recognised, and its passages are looked for."""

import textwrap

import pytest
from made_up import TEXT

from kg.case import Passage
from kg.corpus import read_corpus
from kg.registry import Source
from kg.sources import evidence, versions

LINES = [f"This is line {n}, with word{n} and number {n * n} in it." for n in range(1, 61)]
SOURCE = Source(id="tiny", number="900", title="Tiny", sha256="0" * 64)


def located(lines, *spans) -> dict[str, Passage]:
    """The passages of some spans of lines, as they were located in the registered text."""
    text = evidence.SourceText(SOURCE, None, "\n".join(lines))
    return {f"tiny:{first}-{last}": evidence.locate(text, first, last) for first, last in spans}


PASSAGES = located(LINES, *((n, n + 2) for n in range(1, 58, 3)), (5, 5), (20, 40))


def verdicts(text, tmp_path) -> dict[str, versions.Sought]:
    version = versions.Version(evidence.SourceText(SOURCE, tmp_path / "x.txt", text), "f" * 64)
    return {sought.place: sought for sought in versions.seek(version, PASSAGES)}


def test_lines_that_moved_are_found(tmp_path):
    """Two lines more at the top, and blank ones in between: the words are the same, and each passage has new lines."""
    found = verdicts("\n".join(["New.", "Newer.", *LINES[:30], "", *LINES[30:]]), tmp_path)
    assert {sought.verdict for sought in found.values()} == {"moved"}
    assert (found["tiny:1-3"].first, found["tiny:1-3"].last) == (3, 5)
    assert (found["tiny:55-57"].first, found["tiny:55-57"].last) == (58, 60)
    assert (found["tiny:20-40"].first, found["tiny:20-40"].last) == (22, 43)
    assert str(found["tiny:1-3"]) == "tiny:1-3: found at lines 3-5, was 1-3"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "  \n\t"),
        lambda text: text.replace("line", "line "),
    ],
)
def test_white_space_does_not_count(tmp_path, change):
    """Other ends of lines, spaces and tabs leave every passage the same."""
    assert {sought.verdict for sought in verdicts(change("\n".join(LINES)), tmp_path).values()} == {"same"}


def test_words_are_found_across_lines_that_break_elsewhere(tmp_path):
    """A text that was wrapped anew has the same words at other lines."""
    found = verdicts(textwrap.fill(" ".join(LINES), 37), tmp_path)
    assert {sought.verdict for sought in found.values()} == {"moved"}


def test_changed_words_are_told_from_lost_ones(tmp_path):
    """A passage with another word stands where its neighbours leave a gap of its length; one cut out stands nowhere."""
    lines = ["New.", *LINES]
    lines[8] = lines[8].replace("word8", "term8")
    found = verdicts("\n".join(lines[:44] + lines[50:]), tmp_path)
    changed = found["tiny:7-9"]
    assert (changed.verdict, changed.first, changed.last) == ("changed", 8, 10)
    assert changed.score >= versions.ALIKE
    assert str(changed).startswith("tiny:7-9: its words changed; in its place stand lines 8-10 (")
    assert found["tiny:5-5"].verdict == "moved"
    assert str(found["tiny:46-48"]) == "tiny:46-48: not found"


def test_an_empty_text_has_nothing(tmp_path):
    """No passage is found, and nothing breaks."""
    assert {sought.verdict for sought in verdicts("", tmp_path).values()} == {"gone"}


@pytest.fixture
def bridge(small):
    """A made-up project with passages of its first source."""
    small.case("bridge", known_from="[tiny:1-2, tiny:7-8, tiny:20-24]")
    small.locate()
    return small


def others(small):
    corpus, _ = read_corpus(small.project)
    known = corpus.by_id("source")
    texts, _ = evidence.read_sources(small.texts, known)
    return versions.other_versions(small.texts, known, texts, corpus.passages())


@pytest.mark.parametrize("name", ["first.txt", "900_anything.txt", "tiny.txt"])
def test_another_version_is_recognised(bridge, name):
    """By its name, by the number of the source, or by the passages in it; once, with both digests."""
    (bridge.texts / "first.txt").unlink()
    (bridge.texts / name).write_text("One more line.\n" + TEXT, encoding="utf-8")
    (other,) = others(bridge)
    assert other.text.source.id == "tiny"
    assert other.note().startswith(
        f"{bridge.texts / name} is another version of tiny (A made-up source): its digest is "
    )
    assert other.sha256[:12] in other.note()
    assert other.text.source.sha256[:12] in other.note()


def test_another_text_is_no_version(bridge):
    """A file that holds none of the passages, and has another name, is left alone."""
    (bridge.texts / "first.txt").unlink()
    (bridge.texts / "notes.txt").write_text("Something else.\n", encoding="utf-8")
    (bridge.texts / "picture.png").write_bytes(b"\x89PNG\x00\xff")
    assert others(bridge) == []


def test_the_right_text_needs_no_other(bridge):
    """Where the text that was read is there, nobody looks for another."""
    (bridge.texts / "900_other.txt").write_text("x\n" + TEXT, encoding="utf-8")
    assert others(bridge) == []


def test_verify_shows_where_the_passages_of_another_version_stand(run, bridge):
    """The file is named once, each passage that is elsewhere has a line, the counts follow, and nothing is written."""
    path = bridge.texts / "first.txt"
    path.write_text("One more line.\n" + TEXT.replace("thing number 49", "thing number fifty"), encoding="utf-8")
    before = {
        file: file.read_bytes() for file in [*bridge.root.rglob("*.*"), *bridge.texts.iterdir()] if file.is_file()
    }
    result = run("verify", "--sources", bridge.texts, project=bridge.root)
    assert result.code == 1
    assert result.err.count("is another version of tiny") == 1
    assert "not found: tiny" not in result.err
    assert "tiny:1-2: found at lines 2-3, was 1-2\n" in result.out
    assert "tiny:7-8: its words changed; in its place stand lines 8-9" in result.out
    assert "tiny: of 6 passages 0 stand at their lines, 5 at others, 1 with changed words, 0 not found\n" in result.out
    assert all(file.read_bytes() == content for file, content in before.items())


def test_a_missing_source_is_named_with_what_to_do(run, bridge):
    """One clear line for each source that is not there in any version."""
    for path in bridge.texts.iterdir():
        path.unlink()
    result = run("verify", "--sources", bridge.texts, project=bridge.root)
    assert result.code == 1
    lines = result.err.splitlines()
    assert [line.split(" (")[0] for line in lines] == ["not found: tiny", "not found: undated"]
    assert all(line.endswith("put your copy of it there, or name another folder with --sources") for line in lines)


def test_passages_are_not_located_in_another_version(run, bridge):
    """Positions are those of the text that was read; in another one nothing is located."""
    (bridge.texts / "first.txt").write_text("x\n" + TEXT, encoding="utf-8")
    result = run("locate", "tiny", "1-2", "--sources", bridge.texts, project=bridge.root)
    assert (result.code, result.out) == (2, "")
    assert "is another version of tiny" in result.err
    assert run("locate", "undated", "1-2", "--sources", bridge.texts, project=bridge.root).code == 0
