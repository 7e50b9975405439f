"""The list of syntaxes: each name in it leads to one syntax, and to one that can be written."""

from kg import rdf
from kg.mediatypes import BY_SUFFIX, DATASET_TYPES, HTML, JSON_LD, RDF_TYPES, RESULT_TYPES, TURTLE


def test_a_suffix_names_one_syntax():
    """An address that ends in a suffix can mean one thing only."""
    kinds = [HTML, *DATASET_TYPES, *RESULT_TYPES]
    assert len(BY_SUFFIX) == len(kinds)
    assert all(BY_SUFFIX[kind.suffix] is kind for kind in kinds)


def test_no_name_stands_for_two_syntaxes_that_are_offered_together():
    """Asking by an alias is as clear as asking by the name."""
    for offered in ((HTML, *DATASET_TYPES), RESULT_TYPES):
        names = [name for kind in offered for name in (kind.name, *kind.aliases)]
        assert len(names) == len(set(names))


def test_every_rdf_syntax_offered_can_be_written():
    """What is promised to clients and what the door to the engine writes go by the same names and suffixes."""
    for kind in RDF_TYPES:
        assert rdf.FORMATS[kind.format][1] == kind.suffix


def test_what_is_sent_and_what_is_registered():
    """Texts whose encoding a client would have to guess are sent with it; the register of IANA knows the bare name."""
    assert TURTLE.sent == "text/turtle; charset=utf-8"
    assert JSON_LD.sent == "application/ld+json"
    assert TURTLE.iana == "https://www.iana.org/assignments/media-types/text/turtle"
