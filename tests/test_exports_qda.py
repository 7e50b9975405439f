"""The coding for programs of qualitative research."""

import io
import uuid
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from kg import pipeline
from kg.errors import KgError
from kg.exports.frame import Given
from kg.exports.qda import Coding, guid
from kg.sources.evidence import read_sources, words_at

SCHEMAS = Path(__file__).with_name("refi-qda")  # the schemas of the standard, as published


def faults(root, schema):
    """What a schema of the standard has against a document, a line each."""
    checker = etree.XMLSchema(etree.parse(SCHEMAS / f"{schema}.xsd"))
    checker.validate(root)
    return [fault.message for fault in checker.error_log]


def elements(root, name):
    return root.iter(f"{{{root.tag[1:].partition('}')[0]}}}{name}")


@pytest.fixture(scope="module")
def codebook(exported):
    return etree.parse(exported / "qda" / "cwkg.qdc").getroot()


def test_the_codebook_is_as_the_standard_asks(codebook):
    """It validates against the published schema of codebooks, version 1.0."""
    assert faults(codebook, "Codebook") == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('isCodable="true"', "", "The attribute 'isCodable' is required but missing"),
        ('isCodable="true"', 'isCodable="yes"', "'yes' is not a valid value of the atomic type 'xs:boolean'"),
        ("<Description>", "<Code/><Description>", "Description': This element is not expected"),
        ('color="#3A7D44"', 'colour="green"', "The attribute 'colour' is not allowed"),
        ("<Sets>", "<Extra/><Sets>", "Extra': This element is not expected"),
        (":codebook:1.0", ":codebook:1:0", "No matching global declaration"),
    ],
)
def test_planted_faults_are_found(exported, old, new, told):
    """The check above can fail: each breach of the schema is named."""
    broken = (exported / "qda" / "cwkg.qdc").read_text(encoding="utf-8").replace(old, new, 1)
    assert any(told in fault for fault in faults(etree.fromstring(broken.encode()), "Codebook"))


def test_every_entry_is_a_code(codebook, corpus):
    """Themes, barriers and outcome types are codes in a group each; names and identifiers are all different."""
    codes = list(elements(codebook, "Code"))
    usable = [code for code in codes if code.get("isCodable") == "true"]
    assert len(usable) == 12 + 6 + 8
    for attribute in ("guid", "name"):
        assert len({code.get(attribute) for code in codes}) == len(codes)
    (theme,) = [code for code in usable if code.get("name") == "Share power"]
    iri = "https://w3id.org/cwkg/code/theme/share-power"
    assert theme.get("guid") == str(uuid.uuid5(uuid.NAMESPACE_URL, iri)) == guid(iri)
    assert "Code when: " in theme[0].text
    sets = {one.get("name"): len(one) for one in elements(codebook, "Set")}
    assert (sets["Core themes"], sets["Supporting activities"]) == (4, 8)
    assert "Stance: Enacted" in sets


def test_no_project_is_made_without_texts(exported):
    """The export holds no text of a source, and no project of such programs."""
    assert [path.name for path in (exported / "qda").iterdir()] == ["cwkg.qdc"]


@pytest.fixture
def made_up(small):
    """A made-up project of two cases: one passage coded twice by one coder, with a hostile note."""
    body = "themes:\n" + small.finding("t1", "theme/share-power", "enacted", note='"A <b> & ]]> note."')
    body += small.finding("t2", "theme/share-power", "enacted", "inferred")
    small.case("bridge", body)
    small.case("pier", "themes:\n" + small.finding("t1", "theme/share-power", "neglected", evidence="[undated:3-3]"))
    small.coding("bridge", "themes:\n" + small.finding("t1", "theme/distribute-leadership", "enacted"))
    small.settle("bridge", coder_2_t1="set-aside")
    small.locate()
    compiled = pipeline.compile_graph(small.project, shapes=False)
    texts, _ = read_sources(small.texts, compiled.source.corpus.by_id("source"))
    return Given(small.project, compiled, texts)


def opened(content):
    """The document of a project and the texts in its archive, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {name: archive.read(name) for name in archive.namelist() if name != "project.qde"}
        return etree.fromstring(archive.read("project.qde")), texts


def test_a_project_is_as_the_standard_asks(made_up):
    """The document is valid by the published schema of projects; what it refers to is there, and files are named."""
    root, texts = opened(Coding(made_up).project(made_up.texts))
    assert faults(root, "Project") == []
    known = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(set(known)) == len(known)
    used = {
        value
        for element in root.iter()
        for name, value in element.attrib.items()
        if name in ("targetGUID", "creatingUser")
    }
    assert used <= set(known)
    named = {source.get("plainTextPath").replace("internal://", "Sources/") for source in elements(root, "TextSource")}
    assert named == set(texts)


def test_positions_are_the_words_of_passages(made_up):
    """Each selection cuts the words of its passage out of the text in the archive, the end not among them."""
    root, texts = opened(Coding(made_up).project(made_up.texts))
    cut = {
        texts[source.get("plainTextPath").replace("internal://", "Sources/")].decode()[
            int(one.get("startPosition")) : int(one.get("endPosition"))
        ]
        for source in elements(root, "TextSource")
        for one in elements(source, "PlainTextSelection")
    }
    assert cut == {words_at(made_up.texts, place).strip() for place in ("tiny:4-5", "undated:3-3")}
    assert {text.decode() for text in texts.values()} == {found.text for found in made_up.texts.values()}


def test_findings_on_one_passage_share_a_selection(made_up):
    """Two findings of one coder for one code are one coded stretch, each told in a line with what it counts for."""
    root, _ = opened(Coding(made_up).project(made_up.texts))
    told = [one[0].text for one in elements(root, "PlainTextSelection")]
    assert len(told) == 3
    (both,) = [text for text in told if "bridge-t2" in text]
    assert both.split("\n") == [
        "bridge-t1: A <b> & ]]> note. (enacted; stated; said by teller; one-coder; counts as inferred)",
        "bridge-t2: Note on t2. (enacted; inferred; said by teller; one-coder; counts as inferred)",
    ]
    (aside,) = [text for text in told if "coder-2-t1" in text]
    assert "set aside, counts for nothing" in aside
    cases = {case.get("name"): len(list(elements(case, "SelectionRef"))) for case in elements(root, "Case")}
    assert cases == {"The bridge project": 2, "The pier project": 1}


def test_two_projects_have_the_same_bytes(made_up):
    """The archive holds no date and no order of its own."""
    assert Coding(made_up).project(made_up.texts) == Coding(made_up).project(made_up.texts)


def test_a_passage_that_does_not_match_is_refused(made_up):
    """No project is made where a passage has other words than when it was located."""
    made_up.corpus.passages()["tiny:4-5"].digest = "0" * 16
    with pytest.raises(KgError, match=r"tiny:4-5 no longer matches its digest in .*first\.txt; run kg verify"):
        Coding(made_up).project(made_up.texts)


def test_the_command_makes_a_project_from_your_texts(made_up, small, run, tmp_path):
    """With a folder of texts the project is written; what is not found there is named, and left out."""
    (small.texts / "second.txt").unlink()
    done = run("export", "--only", "qda", "--to", tmp_path / "out", "--sources", small.texts, project=small.project)
    assert done.code == 0
    assert "not found: undated" in done.err
    root, texts = opened((tmp_path / "out" / "qda" / "cwkg.qdpx").read_bytes())
    assert (len(texts), len(list(elements(root, "PlainTextSelection")))) == (1, 2)


def test_a_folder_without_sources_is_refused(made_up, small, run, tmp_path):
    """Where no text is recognised nothing is written."""
    done = run("export", "--only", "qda", "--to", tmp_path / "out", "--sources", small.root, project=small.project)
    assert done.code == 2
    assert "holds none of the sources" in done.err
    assert not (tmp_path / "out").exists()


def test_every_passage_of_the_sources_is_in_its_project(project, compiled, sources):
    """From the reader's own copy of the real sources: every coded passage of every finding, each digest re-read."""
    texts, missing = read_sources(sources, compiled.source.corpus.by_id("source"))
    assert missing == []
    root, _ = opened(Coding(Given(project, compiled, texts)).project(texts))
    assert faults(root, "Project") == []
    corpus = compiled.source.corpus
    findings = [f for owner in [*corpus.cases.values(), *corpus.codings.values()] for f in owner.findings]
    names = {corpus.passages()[place].locator for finding in findings for place in finding.evidence}
    assert {one.get("name") for one in elements(root, "PlainTextSelection")} == names
