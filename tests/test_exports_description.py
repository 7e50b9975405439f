"""What an export says of itself."""

import json
import re

import pytest
import rdflib

from kg import foreign, rdf
from kg.exports.writing import DIGESTS

DATASET = rdf.Iri("https://w3id.org/cwkg/data#dataset")


def read(exported, name):
    return set(foreign.read(exported / name)[""])


def said(triples, subject, predicate):
    return {t.object.value for t in triples if t.subject == subject and t.predicate == rdf.Iri(predicate)}


def names(exported):
    return {path.relative_to(exported).as_posix() for path in exported.rglob("*") if path.is_file()} - {DIGESTS}


@pytest.mark.parametrize("name", ["void.ttl", "service.ttl", "dcat.ttl", "schema-org.jsonld"])
def test_two_libraries_read_each_description_offline(exported, name):
    """Each is plain RDF with whatever it needs in it; two parsers find the same number of statements."""
    kind = "json-ld" if name.endswith("jsonld") else "turtle"
    other = rdflib.Graph().parse(exported / name, format=kind, publicID=(exported / name).as_uri())
    assert len(other) == len(read(exported, name)) > 20


@pytest.mark.parametrize(
    ("name", "predicate"),
    [
        ("dcat.ttl", "http://www.w3.org/ns/dcat#downloadURL"),
        ("void.ttl", "http://rdfs.org/ns/void#dataDump"),
        ("schema-org.jsonld", "https://schema.org/contentUrl"),
    ],
)
def test_files_are_named_as_seen_from_the_description(exported, name, predicate):
    """The addresses of files lead into the folder in which the description lies, and each is there."""
    found = {t.object.value for t in read(exported, name) if t.predicate == rdf.Iri(predicate)}
    here = exported.resolve().as_uri() + "/"
    assert {f"{here}cwkg.ttl", f"{here}cwkg.nq"} <= found
    assert {iri.removeprefix(here) for iri in found} <= names(exported)


def test_downloads_have_their_size_and_digest(exported):
    """Whoever fetches a file can see whether it came whole: in DCAT and in schema.org, as in the list of digests."""
    here = exported.resolve().as_uri() + "/"
    listed = dict(reversed(line.split("  ")) for line in (exported / DIGESTS).read_text().splitlines())
    triples, spdx = read(exported, "dcat.ttl"), "http://spdx.org/rdf/terms#"
    for name in ("cwkg.ttl", "cwkg.nq.gz", "findings.csv"):
        size = str((exported / name).stat().st_size)
        file = rdf.Iri(here + name)
        assert said(triples, file, "http://www.w3.org/ns/dcat#byteSize") == {size}
        (checksum,) = said(triples, file, spdx + "checksum")
        assert said(triples, rdf.Iri(checksum), spdx + "checksumValue") == {listed[name]}
        told = json.loads((exported / "schema-org.jsonld").read_text(encoding="utf-8"))["distribution"]
        (found,) = [one for one in told if one["contentUrl"] == name]
        assert (found["contentSize"], found["sha256"]) == (f"{size} B", listed[name])


def test_the_counts_are_those_of_the_files(exported):
    """VoID says as many triples as the file of the whole graph has."""
    (count,) = said(read(exported, "void.ttl"), DATASET, "http://rdfs.org/ns/void#triples")
    assert int(count) == len(set(rdf.parse(exported / "cwkg.nt", "n-triples")))


def test_the_service_is_described_without_an_address(exported, project):
    """What any server of the data can do, its graphs with their counts, and every named question as an example."""
    triples = read(exported, "service.ttl")
    sd, void = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#"
    assert not any(t.predicate == rdf.Iri(sd + "endpoint") for t in triples)
    for part in ("asserted", "derived"):
        content = rdf.Iri(f"https://w3id.org/cwkg/data#graph-{part}-content")
        (count,) = said(triples, content, void + "triples")
        assert int(count) == len(list(rdf.parse(exported / "rdf" / f"{part}.nt", "n-triples")))
    examples = [t for t in triples if t.predicate == rdf.Iri("http://www.w3.org/ns/shacl#select")]
    assert len(examples) == len(list(project.answers.glob("*.rq")))


def test_the_descriptions_know_where_it_is_served(small, run, tmp_path):
    """Given the address of a server, the descriptions name its endpoint and its page."""
    small.case("bridge")
    small.locate()
    url = "https://example.org/cwkg"
    done = run("export", "--only", "description", "--to", tmp_path, "--public-url", f"{url}/", project=small.project)
    assert done.code == 0
    for name, subject, predicate in [
        ("void.ttl", DATASET, "http://rdfs.org/ns/void#sparqlEndpoint"),
        ("service.ttl", rdf.Iri(f"{url}/sparql"), "http://www.w3.org/ns/sparql-service-description#endpoint"),
        (
            "dcat.ttl",
            rdf.Iri("https://w3id.org/cwkg/data#endpoint"),
            "http://www.w3.org/ns/dcat#endpointURL",
        ),
    ]:
        assert said(read(tmp_path, name), subject, predicate) == {f"{url}/sparql"}, name
    assert said(read(tmp_path, "dcat.ttl"), DATASET, "http://www.w3.org/ns/dcat#landingPage") == {f"{url}/data"}


def test_an_address_that_is_none_is_refused(run, project, tmp_path):
    """Before anything is made or written, in one line."""
    done = run("export", "--to", tmp_path / "out", "--public-url", "example.org/>", project=project)
    assert (done.code, done.err) == (
        2,
        "kg: --public-url is an address such as https://example.org/cwkg, not 'example.org/>'\n",
    )
    assert not (tmp_path / "out").exists()


def test_every_description_says_that_the_roster_is_a_reconstruction(exported):
    """Whoever meets the data by one of these files reads it at once; and the version and the licence are there."""
    for name in ("README.md", "dcat.ttl", "schema-org.jsonld", "ro-crate-metadata.json"):
        text = (exported / name).read_text(encoding="utf-8")
        assert "projects are a reconstruction" in text, name
        assert "https://creativecommons.org/licenses/by/4.0/" in text, name
        assert "0.1.0" in text, name


def test_the_front_page_has_a_line_for_every_file(exported):
    """Each file of the folder, or the pattern of those that are alike, stands in the table."""
    shown = re.findall(
        r"^\| `([^`]+)` \| (.+?) \|$", (exported / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    patterns = [re.compile(re.sub(r"<\w+>", "[a-z0-9_-]+", re.escape(name))) for name, _ in shown]
    assert [name for name in names(exported) if not any(pattern.fullmatch(name) for pattern in patterns)] == []
    assert all(about for _, about in shown)


def test_how_to_cite_it_travels_along(exported, project):
    """CITATION.cff is that of the checkout, and its day is the day of every description."""
    text = (exported / "CITATION.cff").read_text(encoding="utf-8")
    assert text == (project.root / "CITATION.cff").read_text(encoding="utf-8")
    (day,) = re.findall(r"^date-released: (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    assert said(read(exported, "dcat.ttl"), DATASET, "http://purl.org/dc/terms/issued") == {day}
    assert json.loads((exported / "schema-org.jsonld").read_text(encoding="utf-8"))["datePublished"] == day


def test_versions_follow_each_other(project):
    """The header of the ontology names its version, and the one before as soon as the changelog has an earlier one."""
    terms = list(rdf.parse(project.ontology / "cwkg.ttl", "turtle"))
    ontology, owl = rdf.Iri("https://w3id.org/cwkg/ontology"), "http://www.w3.org/2002/07/owl#"
    (version,) = said(terms, ontology, owl + "versionInfo")
    released = re.findall(
        r"^## \[(\d+\.\d+\.\d+)\]", (project.root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert said(terms, ontology, owl + "versionIRI") == {f"{ontology.value}/{version}"}
    assert version == released[0]
    assert said(terms, ontology, owl + "priorVersion") == {f"{ontology.value}/{earlier}" for earlier in released[1:2]}
