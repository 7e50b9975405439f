"""The codebook: the model of the report entry by entry, and phrases that each mean one thing."""

import pytest
import rdflib
from rdflib.namespace import RDF, SKOS

from kg.lexicon import DETERMINERS, stem, words

CODE = "https://w3id.org/cwkg/code/"
CW = rdflib.Namespace("https://w3id.org/cwkg/ontology#")
SUPPORTS = {
    "explain-what-is-important": "create-common-purpose",
    "promote-collaborative-front-line-working": "create-common-purpose",
    "hold-partners-to-account": "insist-on-whole-system-approaches",
    "resource-new-ways-of-working": "insist-on-whole-system-approaches",
    "build-political-backing": "insist-on-whole-system-approaches",
    "distribute-leadership": "share-power",
    "serve-others-perspectives": "share-power",
    "spend-time-on-relationships": "share-power",
}


@pytest.fixture(scope="module")
def book(project) -> rdflib.Graph:
    """The codebook as a graph."""
    return rdflib.Graph().parse(project.ontology / "codebook.ttl")


def entries(book, group: str) -> set[str]:
    """Ids of the entries of a list."""
    base = f"{CODE}{group}/"
    return {str(s)[len(base) :] for s in book.subjects(RDF.type, SKOS.Concept) if str(s).startswith(base)} - {""}


@pytest.mark.parametrize(
    ("group", "count"),
    [
        ("theme", 12),
        ("method", 3),
        ("barrier", 6),
        ("outcome", 8),
        ("idea", 9),
        ("stance", 10),
        ("basis", 3),
        ("status", 4),
        ("authority", 2),
        ("design", 5),
        ("documentation", 3),
        ("kind", 3),
    ],
)
def test_a_list_has_as_many_entries_as_the_report_and_the_design_give(book, group, count):
    """Twelve themes, three methods, five barriers and 'other', nine ideas under a box numbered ten, and so on."""
    assert len(entries(book, group)) == count


def test_the_model_is_the_report_s(book):
    """Four core themes; each of the eight others supports the one that the report puts it under."""
    core = {str(s).rsplit("/", 1)[-1] for s in book.subjects(RDF.type, CW.CoreTheme)}
    assert core == {"appreciate-service-user-perspective", *SUPPORTS.values()}
    found = {str(s).rsplit("/", 1)[-1]: str(o).rsplit("/", 1)[-1] for s, o in book.subject_objects(CW.supports)}
    assert found == SUPPORTS


def test_links_left_off_the_diagram_are_marked(book):
    """The report says that some activities help others too: those links have a property of their own."""
    pairs = {(str(s).rsplit("/", 1)[-1], str(o).rsplit("/", 1)[-1]) for s, o in book.subject_objects(CW.alsoSupports)}
    assert ("spend-time-on-relationships", "hold-partners-to-account") in pairs
    assert ("spend-time-on-relationships", "resource-new-ways-of-working") in pairs
    assert ("explain-what-is-important", "build-political-backing") in pairs


@pytest.mark.parametrize("group", ["theme", "barrier", "outcome"])
def test_a_coder_is_told_when_to_use_an_entry(book, group):
    """Notation, definition, when to code and when not, and phrases as people say them."""
    for entry in entries(book, group):
        node = rdflib.URIRef(f"{CODE}{group}/{entry}")
        for property in (SKOS.notation, SKOS.definition, CW.whenToCode, CW.whenNotToCode, SKOS.altLabel):
            assert book.value(node, property), (entry, property)


def test_every_leaders_question_asks_about_a_theme(book):
    """The questions for leaders are each tied to a theme that exists."""
    themes = entries(book, "theme")
    for question in entries(book, "question"):
        about = {
            str(o).rsplit("/", 1)[-1] for o in book.objects(rdflib.URIRef(f"{CODE}question/{question}"), CW.asksAbout)
        }
        assert about, question
        assert about <= themes


def test_a_phrase_means_one_thing(book):
    """No two entries share a phrase, once case, articles and endings are off: a question would be read at random."""
    silent = {f"{CODE}{group}/" for group in ("question", "idea", "cohort", "design", "recurrence", "basis", "role")}
    owner: dict[tuple[str, ...], str] = {}
    for property in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
        for entry, phrase in book.subject_objects(property):
            if any(str(entry).startswith(base) for base in silent) or str(entry).endswith("/"):
                continue
            cut = tuple(stem(w) for w in words(str(phrase)) if w not in DETERMINERS)
            assert owner.setdefault(cut, str(entry)) == str(entry), phrase
