"""Axioms as sentences: functional syntax is read back whole, and what is said holds labels and no IRI."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reasoning.axioms import Axiom, Words, join, names, parse, said_of, sentence, shortened

CW = "https://w3id.org/cwkg/ontology#"
WORDS = Words(
    {
        f"{CW}Theme": "theme",
        f"{CW}ThemeFinding": "theme finding",
        f"{CW}EnactedFinding": "enacted finding",
        f"{CW}University": "university",
        f"{CW}about": "about",
        f"{CW}participant": "participant",
        f"{CW}partOf": "part of",
        f"{CW}hasPart": "has part",
        f"{CW}hasFinding": "has finding",
        f"{CW}hasStance": "has stance",
        f"{CW}isEnacted": "is enacted",
        f"{CW}concernsTheme": "concerns theme",
        f"{CW}enactsTheme": "enacts theme",
        f"{CW}metBarrier": "met barrier",
        "https://w3id.org/cwkg/code/stance/enacted": "Enacted",
        "https://w3id.org/cwkg/id/case/one": "The One project",
    },
    frozenset({f"{CW}isEnacted"}),
    frozenset({"https://w3id.org/cwkg/code/stance/enacted"}),
)


def test_a_nested_axiom_is_read():
    """Constructors, IRIs, numbers and literals keep their order and their nesting."""
    read = parse(f'SubClassOf(<{CW}A> ObjectIntersectionOf(<{CW}B> DataHasValue(<{CW}p> "a (b) \\" c"^^xsd:string)) )')
    inner = Axiom("DataHasValue", (f"{CW}p", '"a (b) \\" c"^^xsd:string'))
    assert read == Axiom("SubClassOf", (f"{CW}A", Axiom("ObjectIntersectionOf", (f"{CW}B", inner))))


@pytest.mark.parametrize("text", ["", "<a>", "SubClassOf(<a> <b>", "A(<a>) B(<b>)", ")"])
def test_what_is_no_axiom_is_refused(text):
    """A text that is cut short, or holds two, is an error and no half axiom."""
    with pytest.raises(ValueError, match="axiom"):
        parse(text)


IRIS = st.sampled_from([*WORDS.labels, "https://w3id.org/cwkg/id/finding/one-t1"])
NAMES = st.sampled_from(
    [
        "ObjectIntersectionOf",
        "ObjectUnionOf",
        "ObjectComplementOf",
        "ObjectOneOf",
        "ObjectHasValue",
        "ObjectSomeValuesFrom",
        "ObjectAllValuesFrom",
        "ObjectHasSelf",
        "ObjectMaxCardinality",
        "ObjectInverseOf",
        "SubClassOf",
        "EquivalentClasses",
        "SubObjectPropertyOf",
        "InverseObjectProperties",
        "TransitiveObjectProperty",
        "SymmetricObjectProperty",
        "ObjectPropertyDomain",
        "ObjectPropertyRange",
        "DisjointClasses",
        "FunctionalObjectProperty",
        "HasKey",
        "SameIndividual",
    ]
)
TREES = st.recursive(IRIS, lambda part: st.builds(Axiom, NAMES, st.lists(part, min_size=3, max_size=3).map(tuple)))


def written(part: Axiom | str) -> str:
    return (
        part
        if isinstance(part, str) and "://" not in part
        else (f"<{part}>" if isinstance(part, str) else f"{part.name}({' '.join(map(written, part.parts))})")
    )


@given(st.builds(Axiom, NAMES, st.lists(TREES, min_size=2, max_size=4).map(tuple)))
def test_any_axiom_is_read_back(axiom):
    """What is written in functional syntax is read as it was."""
    assert parse(written(axiom)) == axiom


@given(st.builds(Axiom, NAMES.filter(lambda name: name.startswith("Object")), st.tuples(IRIS, IRIS, TREES)))
def test_whatever_is_said_shows_no_iri(expression):
    """However an expression is built, its sentence has labels in the place of IRIs."""
    text = sentence(Axiom("SubClassOf", (f"{CW}Theme", expression)), WORDS)
    assert "://" not in text
    assert text.startswith("Every theme ")
    assert text.endswith(".")


@pytest.mark.parametrize(
    ("name", "parts", "said"),
    [
        ("SubClassOf", ("ThemeFinding", "Theme"), "Every theme finding is a theme."),
        ("SubClassOf", ("Theme", "University"), "Every theme is a university."),
        (
            "SubClassOf",
            ("EnactedFinding", Axiom("ObjectHasSelf", (f"{CW}isEnacted",))),
            "Every enacted finding is enacted.",
        ),
        ("SubObjectPropertyOf", ("enactsTheme", "metBarrier"), "Where X enacts theme Y, X met barrier Y."),
        (
            "InverseObjectProperties",
            ("hasFinding", "about"),
            "Where X has finding Y, Y is about X, and the other way round.",
        ),
        ("TransitiveObjectProperty", ("partOf",), "Where X is part of Y and Y is part of Z, X is part of Z."),
        ("ObjectPropertyDomain", ("participant", "Theme"), "Whatever has participant something is a theme."),
        ("ObjectPropertyRange", ("concernsTheme", "Theme"), "Where X concerns theme Y, Y is a theme."),
        ("DisjointClasses", ("Theme", "University"), "Nothing is at once a theme and a university."),
        ("FunctionalObjectProperty", ("hasStance",), "Nothing has stance more than one thing."),
    ],
)
def test_an_axiom_is_one_plain_sentence(name, parts, said):
    """Each kind of axiom has its own wording, with labels as nouns and verbs."""
    axiom = Axiom(name, tuple(part if isinstance(part, Axiom) else f"{CW}{part}" for part in parts))
    assert sentence(axiom, WORDS) == said


def test_a_definition_lists_what_it_asks_for():
    """Classes first, then what the thing has; a codebook entry stands in quotes."""
    value = Axiom("ObjectHasValue", (f"{CW}hasStance", "https://w3id.org/cwkg/code/stance/enacted"))
    some = Axiom("ObjectSomeValuesFrom", (f"{CW}hasStance", f"{CW}Theme"))
    either = Axiom("ObjectUnionOf", (value, some))
    body = Axiom("ObjectIntersectionOf", (value, f"{CW}ThemeFinding", either))
    assert sentence(Axiom("EquivalentClasses", (f"{CW}EnactedFinding", body)), WORDS) == (
        "By definition, an enacted finding is whatever is a theme finding, has stance 'Enacted' and "
        "either has stance 'Enacted' or has a theme as its stance."
    )


def test_a_helper_in_a_chain_keeps_its_letter():
    """A helper links a thing to itself, so the chain has three links and three things."""
    chain = Axiom("ObjectPropertyChain", (f"{CW}hasFinding", f"{CW}isEnacted", f"{CW}concernsTheme"))
    assert sentence(Axiom("SubObjectPropertyOf", (chain, f"{CW}enactsTheme")), WORDS) == (
        "Where X has finding Y, Y is enacted and Y concerns theme Z, X enacts theme Z."
    )


def test_an_assertion_is_said_of_its_subject():
    """The subject comes apart from what is said of it, so that several can share a sentence."""
    one = "https://w3id.org/cwkg/id/case/one"
    assert said_of(Axiom("ClassAssertion", (f"{CW}University", one)), WORDS) == (one, "is a university")
    assert said_of(Axiom("ObjectPropertyAssertion", (f"{CW}partOf", one, one)), WORDS) == (
        one,
        "is part of The One project",
    )
    with pytest.raises(ValueError, match="no assertion"):
        said_of(Axiom("SubClassOf", (one, one)), WORDS)


def test_names_and_short_names():
    """The IRIs of an axiom are found wherever they stand, and are made short wherever they stand."""
    text = f"SubClassOf(<{CW}A> ObjectHasValue(<{CW}p> <https://w3id.org/cwkg/code/theme/share-power>))"
    assert list(names(parse(text))) == [f"{CW}A", f"{CW}p", "https://w3id.org/cwkg/code/theme/share-power"]
    assert shortened(text) == "SubClassOf(cw:A ObjectHasValue(cw:p theme:share-power))"


@pytest.mark.parametrize(
    ("phrases", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_phrases_are_joined_as_in_speech(phrases, said):
    """Commas between, and a word before the last."""
    assert join(phrases) == said
