"""Further codings and third looks: how their files are read, checked and mapped."""

import pytest

from kg.check import check
from kg.corpus import read_corpus
from kg.vocabulary import read_vocabulary


@pytest.fixture
def problems(small):
    """The problems of a made-up project, as texts."""

    def problems() -> list[str]:
        small.locate()
        corpus, found = read_corpus(small.project)
        ontology = small.project.ontology
        vocabulary = read_vocabulary(ontology / "codebook.ttl", ontology / "context.jsonld")
        return [str(p) for p in [*found, *check(corpus, vocabulary)]]

    return problems


@pytest.fixture
def bridge(small):
    """A case with one theme found by its first coder, and nothing by its second."""
    small.themes = "themes:\n" + small.finding("t1", "theme/share-power", "enacted")
    small.case("bridge", small.themes)
    small.coding("bridge")
    return small


def test_a_second_coding_with_a_third_look_is_sound(bridge, problems):
    """Nothing is reported where nothing is wrong."""
    bridge.settle("bridge", t1="open")
    assert problems() == []


def test_every_coded_case_of_the_checkout_has_two_coders(corpus):
    """All described and named cases were read twice in full, and no other case was."""
    wanted = {case.id for case in corpus.cases.values() if case.tier in ("described", "named")}
    second = [coding.case for coding in corpus.codings.values() if coding.coder == "coder-2"]
    assert len(second) == len(set(second)) == 78
    assert set(second) == wanted
    assert all(set(coding.schemes) == {"theme", "barrier", "outcome"} for coding in corpus.codings.values())


def test_every_outright_finding_of_one_coder_got_a_third_look(compiled):
    """No finding of the checkout waits to be settled: the verdict may be open, and is then on record."""
    from kg import rdf

    graph = rdf.Graph([*compiled.source.triples, *compiled.derived])
    waiting = graph.rows(
        """SELECT ?f WHERE { VALUES ?how { reconciliation:one-coder reconciliation:basis-differs }
             ?f cw:hasReconciliation ?how ; cw:hasBasis ?basis . ?basis a cw:AsStatedBasis .
             MINUS { ?third cw:reconciles ?f } }"""
    )
    assert [f for (f,) in waiting] == []


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda s: s.coding("bridge", coder="coder-1"), "'coder-1' coded this case already"),
        (lambda s: s.coding("ferry"), "'ferry' is not a case"),
        (lambda s: s.coding("bridge", s.themes.replace("share-power", "shar-power")), "'shar-power' is not a theme"),
        (lambda s: s.coding("bridge", s.themes, schemes="barrier"), "the coder did not read for a theme"),
        (lambda s: s.coding("bridge", s.themes + s.themes.partition("\n")[2]), "'t1' stands twice in this case"),
        (lambda s: s.coding("bridge", s.themes.replace("note:", "phase: early, note:")), "'early' is not a phase"),
        (lambda s: s.coding("bridge", s.themes.replace("enacted", "improved")), "is no stance of a theme"),
        (lambda s: s.settle("bridge", t9="open"), "'t9' is not a finding"),
        (lambda s: s.settle("bridge", t1="perhaps"), "'perhaps' is not a verdict"),
        (lambda s: s.settle("ferry", t1="open"), "'ferry' is not a case"),
    ],
)
def test_what_is_wrong_is_named(bridge, problems, spoil, message):
    """Each fault has its message, with the file it stands in."""
    path = spoil(bridge)
    found = [p for p in problems() if message in p]
    assert found
    assert all(bridge.project.name(path) in p for p in found)


def test_what_coders_agree_on_needs_no_third_look(bridge, problems):
    """A settlement of an agreed finding would claim a doubt that is not there."""
    bridge.coding("bridge", bridge.themes)
    bridge.settle("bridge", t1="upheld")
    assert any("the coders agree on 't1'" in p for p in problems())


def test_no_finding_is_settled_twice(bridge, problems):
    """Two verdicts on one finding would leave open which holds."""
    path = bridge.settle("bridge", t1="upheld")
    text = path.read_text(encoding="utf-8")
    line = text.splitlines()[3].replace("s1", "s2").replace("upheld", "open")
    path.write_text(text + line + "\n", encoding="utf-8")
    assert any("'t1' is settled twice" in p for p in problems())


def test_a_settlement_is_of_one_unit(bridge, problems):
    """Findings on different entries get a verdict each."""
    bridge.coding("bridge", "themes:\n" + bridge.finding("t1", "theme/distribute-leadership", "enacted"))
    path = bridge.settle("bridge", t1="open")
    path.write_text(path.read_text(encoding="utf-8").replace("[t1]", "[t1, coder-2-t1]"), encoding="utf-8")
    assert any("the findings are about different things" in p for p in problems())


def test_a_listed_case_is_not_coded(small, problems):
    """A case known by name only has nothing to read."""
    small.case("bridge", tier="listed")
    small.coding("bridge")
    assert any("a listed case has no coding" in p for p in problems())


def test_a_file_bears_the_name_of_its_case_and_coder(bridge, problems):
    """A coding in the wrong place is not found by people."""
    path = bridge.project.cases / "codings" / "coder-2" / "bridge.yaml"
    path.rename(path.with_name("span.yaml"))
    assert any("the file is called 'span.yaml', its case 'bridge'" in p for p in problems())
    (path.parent / "span.yaml").rename(path)
    path.parent.rename(path.parent.with_name("coder-9"))
    assert any("the folder is called 'coder-9', the coder 'coder-2'" in p for p in problems())


def test_findings_and_third_looks_are_in_the_graph(bridge):
    """Each coder's finding has its own IRI, its coder, its coding pass, and the look that settled it."""
    bridge.settle("bridge", t1="upheld")
    bridge.coding("bridge", "barriers:\n" + bridge.finding("b1", "barrier/impatience", "encountered"))
    graph = bridge.build().graph
    rows = graph.rows(
        "SELECT ?c ?r ?id WHERE { ?f cw:codedBy ?c ; cw:hasReconciliation ?r ; cw:localId ?id } ORDER BY ?id"
    )
    code, id = "https://w3id.org/cwkg/code/reconciliation/", "https://w3id.org/cwkg/id/"
    assert rows == [
        (f"{id}coder/coder-2", f"{code}one-coder", "coder-2-b1"),
        (f"{id}coder/coder-1", f"{code}upheld", "t1"),
    ]
    looked = graph.rows(
        "SELECT ?f ?v ?by WHERE { ?s a cw:Settlement ; cw:reconciles ?f ; cw:hasVerdict ?v ; cw:codedBy ?by }"
    )
    verdict = "https://w3id.org/cwkg/code/verdict/upheld"
    assert looked == [(f"{id}finding/bridge-t1", verdict, f"{id}coder/third-look")]
    passes = graph.rows("SELECT ?p WHERE { ?p a cw:CodingPass ; cw:codedBy coder:coder-2 }")
    assert len(passes) == 3
