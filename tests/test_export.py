"""Files for other tools."""

import csv
import hashlib

import pytest
import rdflib

from kg import pipeline, rdf
from kg.errors import UsageError
from kg.export import CASE_COLUMNS, FINDING_COLUMNS, GRAPHS, OUTCOME_COLUMNS, export

NAMES = ["cwkg.ttl", "cwkg.nt", "cwkg.nq", "cwkg.jsonld", "cwkg.rdf", "cases.csv", "findings.csv", "outcomes.csv"]


@pytest.fixture(scope="module")
def folder(compiled, tmp_path_factory):
    """One export of the checkout."""
    folder = tmp_path_factory.mktemp("export")
    export(compiled, folder)
    return folder


def table(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_file_is_written_and_named(compiled, tmp_path):
    """The paths given back are the files written, and nothing else stands in the folder."""
    written = export(compiled, tmp_path / "new" / "folder")
    assert [path.name for path in written] == NAMES
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(NAMES)


def test_two_exports_have_the_same_bytes(compiled, folder, tmp_path):
    """The same cases give the same files, byte for byte."""
    for path in export(compiled, tmp_path):
        assert (
            hashlib.sha256(path.read_bytes()).hexdigest()
            == hashlib.sha256((folder / path.name).read_bytes()).hexdigest()
        )


def test_foreign_files_stay(compiled, tmp_path):
    """A file of somebody else's in the folder is left alone; an older export is replaced."""
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    (tmp_path / "cases.csv").write_text("old", encoding="utf-8")
    export(compiled, tmp_path)
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "keep"
    assert len(table(tmp_path / "cases.csv")) == compiled.counts["cases"]


def test_a_file_is_no_folder(compiled, tmp_path):
    """A path that is a file is refused and stays as it is."""
    path = tmp_path / "file"
    path.write_text("keep", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file; name a folder"):
        export(compiled, path)
    assert path.read_text(encoding="utf-8") == "keep"


@pytest.fixture(scope="module")
def triples(compiled):
    return set(compiled.source.triples) | set(compiled.derived)


def canonical(found) -> set[rdf.Triple]:
    return set(rdf.name_blank_nodes(list(found)))


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("cwkg.ttl", "turtle"),
        ("cwkg.nt", "n-triples"),
        ("cwkg.nq", "n-quads"),
        ("cwkg.jsonld", "json-ld"),
        ("cwkg.rdf", "rdf-xml"),
    ],
)
def test_every_syntax_holds_the_whole_graph(folder, triples, name, format):
    """Each RDF file, read back, is the graph: the same triples up to the names of blank nodes."""
    assert canonical(rdf.parse(folder / name, format)) == canonical(triples)


@pytest.mark.parametrize(
    ("name", "format"),
    [("cwkg.ttl", "turtle"), ("cwkg.nt", "nt"), ("cwkg.nq", "nquads"), ("cwkg.jsonld", "json-ld"), ("cwkg.rdf", "xml")],
)
def test_another_library_reads_the_whole_graph(folder, triples, name, format):
    """Another library reads each RDF file whole: as many triples, and the same ones where they hold no blank node."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(folder / name, format=format)
    found = {(s, p, o) for s, p, o in dataset.triples((None, None, None))}
    plain = {t for t in found if not any(isinstance(term, rdflib.BNode) for term in t)}
    expected = rdflib.Graph().parse(data=rdf.serialize(triples, "n-triples"), format="nt")
    assert len(found) == len(triples)
    assert plain == {t for t in expected if not any(isinstance(term, rdflib.BNode) for term in t)}


def test_named_graphs_part_what_was_typed_from_what_was_derived(folder, compiled):
    """N-Quads say of each triple whether it was asserted or derived."""
    lines = (folder / "cwkg.nq").read_text(encoding="utf-8").splitlines()
    for name, found in (("asserted", compiled.source.triples), ("derived", compiled.derived)):
        assert sum(line.endswith(f" <{GRAPHS[name]}> .") for line in lines) == len(found)


def test_tables_have_a_row_for_each_record(folder, corpus):
    """As many cases, findings and numbers as the files hold, with every column."""
    cases = list(corpus.cases.values())
    found = {name: table(folder / name) for name in NAMES if name.endswith(".csv")}
    assert list(found["cases.csv"][0]) == CASE_COLUMNS
    assert list(found["findings.csv"][0]) == FINDING_COLUMNS
    assert list(found["outcomes.csv"][0]) == OUTCOME_COLUMNS
    assert [row["case"] for row in found["cases.csv"]] == [case.id for _, case in sorted(corpus.cases.items())]
    coded = [*cases, *corpus.codings.values()]
    assert len(found["findings.csv"]) == sum(len(owner.findings) for owner in coded)
    assert len(found["outcomes.csv"]) == sum(len(f.changes) for case in cases for f in case.outcomes)


def test_a_row_is_what_its_record_says(folder, corpus):
    """Cells are the values of the record; several values are joined by a bar."""
    (case,) = [case for case in corpus.cases.values() if case.id == "cpche"]
    rows = {row["finding"]: row for row in table(folder / "findings.csv") if row["case"] == "cpche"}
    first = case.themes[1]
    row = rows[f"cpche-{first.id}"]
    assert (row["list"], row["concept"], row["stance"], row["basis"]) == (
        "theme",
        first.theme,
        first.stance,
        first.basis,
    )
    assert row["evidence"] == " | ".join(first.evidence)
    assert row["note"] == first.note
    assert row["coder"] == "coder-1"


def test_the_findings_of_every_coder_have_rows(folder, corpus):
    """A further coder's finding stands beside the case file's, with its own coder, passages and places."""
    rows = {row["finding"]: row for row in table(folder / "findings.csv")}
    (coding,) = [c for c in corpus.codings.values() if (c.case, c.coder) == ("cpche", "coder-2")]
    first = coding.themes[0]
    row = rows["cpche-coder-2-t1"]
    assert (row["case"], row["concept"], row["coder"], row["note"]) == ("cpche", first.theme, "coder-2", first.note)
    assert row["evidence"] == " | ".join(first.evidence)
    assert row["locators"] == " | ".join(coding.passages[place].locator for place in first.evidence)


@pytest.fixture
def tables(small, tmp_path):
    """The tables of a made-up case coded twice, with a third look."""
    saving = "changes: [{id: c1, indicator: crossings, design: single-figure, after: {value: 7, unit: NUM}}]"
    body = "themes:\n" + small.finding("t1", "theme/share-power", "enacted")
    body += small.finding("t2", "theme/create-common-purpose", "enacted")
    body += small.finding("t3", "theme/create-common-purpose", "enacted", evidence="[tiny:8-8]")
    body += "outcomes:\n" + small.finding("o1", "outcome/access", "improved", status="claimed").replace(
        "}\n", ", " + saving + "}\n"
    )
    small.case("bridge", body)
    second = "themes:\n" + small.finding("t1", "theme/create-common-purpose", "enacted", "author-assessment")
    second += small.finding("t2", "theme/distribute-leadership", "neglected", evidence="[undated:3-3]")
    small.coding("bridge", second)
    small.settle("bridge", t1="set-aside", o1="upheld")
    small.case("listed", tier="listed")
    small.locate()
    export(pipeline.compile_graph(small.project, shapes=False), tmp_path / "out")
    return {name: table(tmp_path / "out" / name) for name in NAMES if name.endswith(".csv")}


def test_a_table_says_what_became_of_each_finding(tables):
    """Coder, reconciliation and the basis that counts stand at the end; what was set aside has no such basis."""
    assert FINDING_COLUMNS[-3:] == OUTCOME_COLUMNS[-3:] == ["coder", "reconciliation", "reconciled_basis"]
    rows = [
        [row["finding"], row["basis"], *(row[name] for name in FINDING_COLUMNS[-3:])] for row in tables["findings.csv"]
    ]
    assert rows == [
        ["bridge-t1", "stated", "coder-1", "set-aside", ""],
        ["bridge-t2", "stated", "coder-1", "agreed", "stated"],
        ["bridge-t3", "stated", "coder-1", "agreed", "stated"],
        ["bridge-o1", "stated", "coder-1", "upheld", "stated"],
        ["bridge-coder-2-t1", "author-assessment", "coder-2", "agreed", "author-assessment"],
        ["bridge-coder-2-t2", "stated", "coder-2", "one-coder", "inferred"],
    ]
    (number,) = tables["outcomes.csv"]
    assert [number["change"], *(number[name] for name in OUTCOME_COLUMNS[-3:])] == [
        "bridge-o1-c1", "coder-1", "upheld", "stated",
    ]  # fmt: skip


def test_a_case_counts_what_was_found_once(tables):
    """All findings are counted, and beside them the things found: once for two coders, and not what was set aside."""
    bridge, listed = tables["cases.csv"]
    assert (bridge["findings"], bridge["things_found"], bridge["coders"]) == ("6", "3", "coder-1 | coder-2")
    assert (listed["findings"], listed["things_found"], listed["coders"]) == ("0", "0", "")
