"""RDF files of somebody else's."""

import gzip

import pytest

from kg import foreign, mediatypes, rdf
from kg.errors import KgError, UsageError

TRIPLE = rdf.Triple(rdf.Iri("http://example.org/a"), rdf.Iri("http://example.org/b"), rdf.Literal("é <!DOCTYPE x>"))


def write(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("kind", mediatypes.DATASET_TYPES, ids=lambda kind: kind.suffix)
@pytest.mark.parametrize("packed", [False, True])
def test_every_syntax_is_read_by_its_ending(tmp_path, kind, packed):
    """The ending says which syntax it is, packed or not; a DOCTYPE in a text is no DOCTYPE."""
    text = rdf.serialize([TRIPLE], kind.format)
    path = write(
        tmp_path, f"a.{kind.suffix}.gz" if packed else f"a.{kind.suffix}", gzip.compress(text) if packed else text
    )
    assert foreign.read(path) == {"": [TRIPLE]}
    assert foreign.is_rdf(path)


def test_graphs_keep_their_names(tmp_path):
    """Triples of named graphs come under the names of these."""
    path = write(
        tmp_path, "a.nq", "<http://a> <http://b> <http://c> <http://g> .\n<http://a> <http://b> <http://d> .\n"
    )
    assert sorted(foreign.read(path)) == ["", "http://g"]


def test_a_mark_of_byte_order_is_no_fault(tmp_path):
    """Windows editors put one in front of UTF-8."""
    path = write(tmp_path, "a.nt", b"\xef\xbb\xbf<http://a> <http://b> <http://c> .\n")
    assert len(foreign.read(path)[""]) == 1


PACKED = gzip.compress(b"<http://a> <http://b> <http://c> .\n")
RDF_XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{}</rdf:RDF>'


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<?xml version="1.0"?>\n<!-- note -->\n<!DOCTYPE rdf:RDF SYSTEM "http://example.org/x.dtd">',
        '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
def test_a_doctype_is_refused(tmp_path, head):
    """An XML file that could pull in others or grow without bound is not read, and the place is told."""
    path = write(tmp_path, "a.rdf", head + RDF_XML.format(""))
    with pytest.raises(KgError, match=r"a\.rdf:\d+:\d+: files with a DOCTYPE are not read"):
        foreign.read(path)


@pytest.mark.parametrize(
    "text",
    [
        '{"@context": "https://example.org/context.jsonld", "@id": "http://a"}',
        '{"@context": [{}, "https://example.org/context.jsonld"]}',
        '{"@context": {"a": {"@id": "http://a", "@context": "https://example.org/context.jsonld"}}}',
        '{"@context": {"@version": 1.1, "@import": "https://example.org/context.jsonld"}}',
        '[{"@graph": [{"http://b": {"@context": ["https://example.org/context.jsonld"]}}]}]',
    ],
)
def test_a_context_elsewhere_is_refused(tmp_path, text):
    """Wherever a context is named instead of given, the address is told and nothing is fetched."""
    with pytest.raises(KgError, match=r"its context is another document, https://example\.org/context\.jsonld"):
        foreign.read(write(tmp_path, "a.jsonld", text))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.ttl", "<http://a> <http://b> .\n", r"a\.ttl:1:\d+: this is not turtle"),
        ("a.rdf", "<rdf:RDF", r"a\.rdf:1:\d+: this is not rdf-xml"),
        ("a.rdf", "", r"a\.rdf:1:1: this is not rdf-xml"),
        ("a.jsonld", "{", r"a\.jsonld:1:2: this is not json-ld"),
        ("a.jsonld", "[" * 100_000, r"a\.jsonld: its values are nested too deeply"),
        ("a.nt", b"<http://a> <http://b> \"\xff\" .\n", r"a\.nt:1:1: this is not UTF-8 text"),
        ("a.rdf", "<?xml version='1.0' encoding='utf-16'?><x/>".encode("utf-16"), r"a\.rdf:1:1: this is not UTF-8"),
        ("a.nt.gz", b"not packed", r"a\.nt\.gz: the packed file is damaged"),
        ("a.nt.gz", PACKED[:-9], r"a\.nt\.gz: the packed file is damaged"),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_with_its_place(tmp_path, name, content, said):
    """One line says which file, where, and what is wrong."""
    with pytest.raises(KgError, match=said) as caught:
        foreign.read(write(tmp_path, name, content))
    assert "\n" not in str(caught.value)


def test_a_file_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    """No more than the limit is ever held."""
    monkeypatch.setattr(foreign, "LARGEST", 2**20)
    path = write(tmp_path, "a.nt.gz", gzip.compress(b"\n" * 2**22))
    with pytest.raises(KgError, match="more than 1 MB unpacked; too large to read"):
        foreign.read(path)


def test_what_is_no_rdf_file_is_told_so(tmp_path):
    """A folder, a missing file and an unknown ending are told apart, the last with the nearest known."""
    with pytest.raises(UsageError, match="there is no such file"):
        foreign.read(tmp_path / "gone.ttl")
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(UsageError, match="this is a folder"):
        foreign.read(tmp_path / "folder.ttl")
    with pytest.raises(UsageError, match=r"end in '\.tll'; did you mean 'ttl'"):
        foreign.read(write(tmp_path, "a.tll", ""))
    assert not foreign.is_rdf(tmp_path / "a.csv")
