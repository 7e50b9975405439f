"""Passages: found, digested, written and verified; no words of a source kept."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.case import Passage
from kg.corpus import read_corpus
from kg.errors import UsageError
from kg.registry import Section, Source
from kg.sources import evidence

LINES = ["  Alpha beta", "", "gamma", "   ", "delta  epsilon  ", "zeta"]
SOURCE = Source(
    id="tiny",
    number="900",
    title="Tiny",
    sections=[Section(name="All", lines="1-6"), Section(name="Box A", lines="3-5"), Section(name="Tail", lines="5-6")],
)


@pytest.fixture
def text(tmp_path) -> evidence.SourceText:
    """Six lines, two of them blank, without a newline at the end."""
    return evidence.SourceText(SOURCE, tmp_path / "tiny.txt", "\n".join(LINES))


@pytest.mark.parametrize(
    ("first", "last", "start", "end", "words", "locator"),
    [
        (1, 1, 2, 12, "Alpha beta", "All, line 1"),
        (1, 3, 2, 19, "Alpha beta gamma", "All, lines 1-3"),
        (3, 5, 14, 38, "gamma delta epsilon", "Box A, lines 3-5"),
        (5, 6, 24, 45, "delta epsilon zeta", "Tail, lines 5-6"),
        (6, 6, 41, 45, "zeta", "Tail, line 6"),
        (4, 6, 24, 45, "delta epsilon zeta", "All, lines 4-6"),
    ],
)
def test_a_passage_is_placed_by_its_words(text, first, last, start, end, words, locator):
    """A passage runs from its first to its last visible character; its digest folds the white space."""
    found = evidence.locate(text, first, last)
    digest = hashlib.sha256(words.encode()).hexdigest()[:16]
    assert found == Passage(start, end, digest, locator)
    assert " ".join(text.text[start:end].split()) == words


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (6, 7, "tiny has lines 1 to 6; 6-7 is past its end"),
        (0, 1, "tiny has lines 1 to 6; 0-1 is past its end"),
        (5, 3, "tiny has lines 1 to 6; 5-3 is past its end"),
        (2, 2, "lines 2-2 of tiny hold no words"),
    ],
)
def test_lines_that_are_not_there_are_refused(text, first, last, message):
    """Lines past the end, turned round or blank are named."""
    with pytest.raises(UsageError) as caught:
        evidence.locate(text, first, last)
    assert str(caught.value) == message


@given(st.lists(st.text("ab \t", max_size=8), min_size=1, max_size=8), st.data())
def test_a_passage_holds_the_words_of_its_lines_and_no_others(lines, data):
    """Whatever the white space, the characters from start to end are the words of the lines."""
    source = evidence.SourceText(Source(id="s"), None, "\n".join(lines))
    first = data.draw(st.integers(1, len(lines)))
    last = data.draw(st.integers(first, len(lines)))
    words = " ".join(" ".join(lines[first - 1 : last]).split())
    if not words:
        with pytest.raises(UsageError):
            evidence.locate(source, first, last)
        return
    found = evidence.locate(source, first, last)
    stretch = source.text[found.start : found.end]
    assert stretch == stretch.strip()
    assert " ".join(stretch.split()) == words
    assert found.digest == hashlib.sha256(words.encode()).hexdigest()[:16]


def test_the_shortest_section_names_a_passage():
    """Of the sections that hold all the lines the shortest is named; none is named where none holds them all."""
    assert evidence.section_of(SOURCE, 3, 3) == "Box A"
    assert evidence.section_of(SOURCE, 5, 5) == "Tail"
    assert evidence.section_of(SOURCE, 2, 6) == "All"
    assert evidence.section_of(Source(id="s"), 1, 1) == ""


def test_sources_are_known_by_their_digest(small):
    """A text is recognised whatever its file is called, and a changed one is not."""
    known = read_corpus(small.project)[0].by_id("source")
    (small.texts / "first.txt").rename(small.texts / "zzz.md")
    (small.texts / "second.txt").write_text("changed", encoding="utf-8")
    texts, missing = evidence.read_sources(small.texts, known)
    assert list(texts) == ["tiny"]
    assert len(missing) == 1
    assert missing[0].startswith("undated (A second made-up source): no file in ")


def test_a_folder_of_sources_that_is_no_folder_is_refused(tmp_path):
    """The option to give is named."""
    with pytest.raises(UsageError, match=r"is not a folder; name the one .* --sources DIR"):
        evidence.read_sources(tmp_path / "gone", {})


@pytest.mark.parametrize("place", ["tiny", "tiny:1", "tiny:0-1", "tiny:1-2-3", "Tiny:1-2", "tiny:01-2", ""])
def test_a_place_has_one_form(place):
    """Only SOURCE:FROM-TO is a place."""
    with pytest.raises(UsageError, match="is not a place in a source"):
        evidence.parse_place(place)


def test_a_source_goes_by_id_or_number(small):
    """Both names of a source find it; another name gets the nearest one."""
    corpus, _ = read_corpus(small.project)
    texts, _ = evidence.read_sources(small.texts, corpus.by_id("source"))
    assert evidence.source_text(texts, "900", corpus) is evidence.source_text(texts, "tiny", corpus)
    with pytest.raises(UsageError, match="no source is called 'tinny'; did you mean 'tiny'"):
        evidence.source_text(texts, "tinny", corpus)
    with pytest.raises(UsageError, match="the text of undated was not found"):
        evidence.source_text({}, "undated", corpus)


def test_writing_passages_twice_changes_nothing(small):
    """The passages table of a file is made anew from what the file cites, in order, and is the same each time."""
    path = small.case(
        "bridge", "figures:\n  - {id: g1, indicator: crossings, value: 1, unit: NUM, evidence: [tiny:9-9, tiny:3-4]}\n"
    )
    small.locate()
    once = path.read_text(encoding="utf-8")
    small.locate()
    assert path.read_text(encoding="utf-8") == once
    table = once.partition("passages:\n")[2].partition("---\n")[0].split("\n")
    assert [row.split(": ")[0].strip() for row in table if row] == ["tiny:1-2", "tiny:3-4", "tiny:9-9"]


def test_writing_passages_drops_what_nothing_cites(small):
    """A passage that is cited no longer leaves the table; the rest of the file is untouched."""
    path = small.case("bridge", known_from="[tiny:1-2, tiny:7-8]")
    small.locate()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("known-from: [tiny:1-2, tiny:7-8]", "known-from: [tiny:1-2]"), encoding="utf-8")
    small.locate()
    again = path.read_text(encoding="utf-8")
    assert "tiny:7-8" not in again
    assert again.partition("passages:")[0] == text.partition("passages:")[0].replace(", tiny:7-8", "")
    assert again.partition("---\n## Story")[2] == text.partition("---\n## Story")[2]


def verify(small):
    corpus, _ = read_corpus(small.project)
    texts, _ = evidence.read_sources(small.texts, corpus.by_id("source"))
    return evidence.verify(small.project, corpus, texts)


def test_verify_counts_what_it_finds_again(small):
    """Every located passage is re-read and counted."""
    small.case("bridge")
    small.locate()
    matched, problems = verify(small)
    total = sum(len(owner.passages) for _, owner in read_corpus(small.project)[0].files())
    assert (matched, problems) == (total, [])
    assert total >= 3


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{start: 0, ", "{start: 1, ", "tiny:1-2: start is 1, the source has 0"),
        ('digest: "', 'digest: "f', "tiny:1-2: digest is f"),
        (
            'locator: "First half',
            'locator: "Box Z',
            "tiny:1-2: locator is Box Z, lines 1-2, the source has First half, lines 1-2",
        ),
    ],
)
def test_verify_names_what_no_longer_matches(small, old, new, message):
    """A passage whose position, digest or locator differs is named with both values and the command that mends it."""
    path = small.case("bridge")
    small.locate()
    head, mark, tail = path.read_text(encoding="utf-8").partition("passages:")
    assert old in tail
    path.write_text(head + mark + tail.replace(old, new, 1), encoding="utf-8")
    _, (problem,) = verify(small)
    assert str(problem).startswith(f"cases/bridge.md:{head.count(chr(10)) + 1}:") or problem.file == "cases/bridge.md"
    assert problem.message.startswith(message)
    assert problem.hint.startswith("run kg locate --write cases/bridge.md")


COPIED = "Line 7 of a made-up text tells of thing number 49"


@pytest.mark.parametrize("sentence", [COPIED, COPIED.upper(), COPIED.replace(" ", ",\n  ")])
def test_a_copied_sentence_is_found(small, sentence):
    """Eight words of a source in a row are found, whatever their case, punctuation and lines."""
    path = small.case("bridge", prose=f"## Story\n\nIt is said: {sentence}.\n")
    small.locate()
    _, problems = verify(small)
    assert {p.file for p in problems} == {"cases/bridge.md"}
    assert "eight words in a row stand in tiny too" in problems[0].message
    assert problems[0].line == path.read_text(encoding="utf-8").lower().split("it is said")[0].count("\n") + 1


def test_seven_words_in_a_row_are_no_copy(small):
    """Short names and figures may stand as the source prints them."""
    small.case(
        "bridge", prose="## Story\n\nText tells of thing number 49 and other. A made-up text tells of thing 7.\n"
    )
    small.locate()
    assert verify(small)[1] == []


def test_no_sentence_of_the_sources_stands_in_the_checkout(project, corpus, sources):
    """No run of eight words of a source stands in a case, the registry, the ontology or a query."""
    texts, _ = evidence.read_sources(sources, corpus.by_id("source"))
    assert [str(problem) for problem in evidence.copied_words(project, texts)] == []
