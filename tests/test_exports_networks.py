"""The graph as a network."""

import pytest

from kg import rdf
from kg.corpus import read_corpus
from kg.exports.networks import KINDS, Node, Tie, network
from kg.namespaces import local_name
from kg.pictures.themes import stands

LABELS = {
    ("theme", "share-power"): "Share power",
    ("theme", "create-common-purpose"): "Create a common purpose",
    ("outcome", "access"): "Access",
    ("barrier", "impatience"): "Impatience",
}


@pytest.fixture
def made_up(small):
    """The network of a made-up case with a part, a contested theme, an organisation in two roles and a hope."""
    body = "organisations:\n  - {organisation: ferry-trust, role: lead, evidence: [tiny:3-3]}\n"
    body += "  - {organisation: ferry-trust, role: funder, evidence: [tiny:3-3]}\n"
    body += "people:\n  - {person: teller, post: Keeper, evidence: [tiny:2-2]}\n"
    body += "themes:\n" + small.finding("t1", "theme/share-power", "enacted")
    body += small.finding("t2", "theme/share-power", "neglected")
    body += small.finding("t3", "theme/create-common-purpose", "enacted")
    body += small.finding("t4", "theme/create-common-purpose", "enacted", "inferred")
    body += "outcomes:\n" + small.finding("o1", "outcome/access", "improved", status="forecast")
    small.case("bridge", body)
    small.case(
        "pier", "themes:\n" + small.finding("t1", "theme/share-power", "enacted", "inferred"), "part", part_of="bridge"
    )
    small.locate()
    return network(read_corpus(small.project)[0], LABELS)


def test_ties_say_what_findings_say(made_up):
    """One tie for each entry and stance of a case: contested ones are possible, and a hope is expected."""
    assert set(made_up.ties) == {
        Tie("case/bridge", "theme/share-power", "enacted", "possible", 1),
        Tie("case/bridge", "theme/share-power", "neglected", "possible", 1),
        Tie("case/bridge", "theme/create-common-purpose", "enacted", "certain", 2),
        Tie("case/bridge", "outcome/access", "expected", "certain", 1),
        Tie("case/pier", "theme/share-power", "enacted", "possible", 1),
        Tie("case/pier", "case/bridge", "part of"),
        Tie("organisation/ferry-trust", "case/bridge", "takes part", role="funder, lead"),
        Tie("person/teller", "case/bridge", "had a post in", role="Keeper"),
    }


def test_nodes_have_names_and_kinds(made_up):
    """Every case and entry is there; organisations and people only where something ties them."""
    assert [node.id for node in made_up.nodes] == [
        "case/bridge",
        "case/pier",
        "organisation/ferry-trust",
        "person/teller",
        "theme/create-common-purpose",
        "theme/share-power",
        "barrier/impatience",
        "outcome/access",
    ]
    assert made_up.nodes[2] == Node(
        "organisation/ferry-trust",
        "organisation",
        "Ferry Trust",
        "https://w3id.org/cwkg/id/organisation/ferry-trust",
        "non-profit",
        "CA",
    )
    assert made_up.nodes[4].iri == "https://w3id.org/cwkg/code/theme/create-common-purpose"


def test_the_order_is_that_of_kinds_and_ids(made_up):
    """Nodes come kind by kind and ties by their ends, so that two exports are alike."""
    assert [node.kind for node in made_up.nodes] == sorted((node.kind for node in made_up.nodes), key=KINDS.index)
    assert list(made_up.ties) == sorted(made_up.ties, key=lambda tie: (tie.source, tie.target, tie.kind))


def test_certainty_is_that_of_answers(corpus, store):
    """For cases without parts, themes stand in the network as they stand in the pictures and answers."""
    labels = {("theme", local_name(t)): "" for (t,) in store.graph.rows("SELECT ?t WHERE { ?t a cw:Theme }")}
    wholes = {case.part_of for case in corpus.cases.values()}
    shown = {}
    for tie in network(corpus, labels).ties:
        if tie.target.startswith("theme/"):
            case, theme = tie.source.removeprefix("case/"), tie.target.removeprefix("theme/")
            shown.setdefault(case, {}).setdefault(theme, {})[tie.kind] = tie.certainty
    known = {case: themes for case, themes in stands(store).items() if case not in wholes and themes}
    assert {case: themes for case, themes in shown.items() if case not in wholes} == known


def test_every_finding_that_counts_is_in_a_tie(corpus, compiled, store):
    """The findings of all ties are those that count, each once."""
    labels = {
        (name, local_name(entry)): ""
        for name, kind in (("theme", "Theme"), ("barrier", "Barrier"), ("outcome", "OutcomeType"))
        for (entry,) in store.graph.rows(f"SELECT ?e WHERE {{ ?e a cw:{kind} }}")
    }
    counted = sum(triple.object == rdf.iri("cw:CountedFinding") for triple in compiled.derived)
    assert sum(tie.findings for tie in network(corpus, labels).ties) == counted
