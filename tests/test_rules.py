"""The rules: shortcuts and class members derived from findings."""

import re

import pytest

from kg import pipeline, rdf
from kg.errors import QueryError
from kg.namespaces import expand, shorten
from kg.rules import derive

SHORTCUTS = [
    ("theme/share-power", "enacted", "enactsTheme"),
    ("theme/share-power", "advocated", "advocatesTheme"),
    ("theme/share-power", "neglected", "neglectsTheme"),
    ("theme/share-power", "obstructed", "obstructedTheme"),
    ("barrier/impatience", "encountered", "metBarrier"),
    ("barrier/impatience", "anticipated", "anticipatesBarrier"),
    ("outcome/access", "improved", "achieved"),
    ("outcome/access", "unchanged", "leftUnchanged"),
    ("outcome/access", "worsened", "worsenedOutcome"),
]


def plural(group: str) -> str:
    return {"theme": "themes", "barrier": "barriers", "outcome": "outcomes"}[group]


def one(small, concept, stance, basis="stated", **more):
    """A body with one finding."""
    group = concept.partition("/")[0]
    if group == "outcome":
        more.setdefault("status", "claimed")
    return f"{plural(group)}:\n" + small.finding(f"{group[0]}1", concept, stance, basis, **more)


def facts(store, case: str) -> set[tuple[str, str]]:
    """What the graph says of a case, as short names."""
    rows = store.graph.rows(f"SELECT ?p ?o WHERE {{ <{expand('case:' + case)}> ?p ?o }}")
    return {(shorten(p), shorten(o)) for p, o in rows}


@pytest.mark.parametrize(("concept", "stance", "shortcut"), SHORTCUTS)
@pytest.mark.parametrize("basis", ["stated", "author-assessment", "inferred"])
def test_a_finding_gives_its_shortcut(small, concept, stance, shortcut, basis):
    """A finding gives the shortcut of its stance, and the narrower one where it is more than the coder's reading."""
    small.case("bridge", one(small, concept, stance, basis))
    entry = concept.replace("/", ":")
    names = {p for p, o in facts(small.build(), "bridge") if o == entry}
    expected = {f"cw:{shortcut}"} | ({f"cw:{shortcut}AsStated"} if basis != "inferred" else set())
    assert names & {f"cw:{s}{tail}" for _, _, s in SHORTCUTS for tail in ("", "AsStated")} == expected


def test_a_barrier_overcome_was_met(small):
    """A barrier that was got past was also met."""
    small.case("bridge", one(small, "barrier/impatience", "overcome"))
    found = facts(small.build(), "bridge")
    for name in ("metBarrier", "metBarrierAsStated", "overcameBarrier", "overcameBarrierAsStated"):
        assert (f"cw:{name}", "barrier:impatience") in found


@pytest.mark.parametrize(
    ("status", "achieved", "expected"), [("measured", 1, 0), ("claimed", 1, 0), ("preliminary", 1, 0), ("forecast", 0, 1)]
)
def test_a_hope_is_no_outcome(small, status, achieved, expected):
    """Only a realised claim was achieved; a forecast is expected."""
    small.case("bridge", one(small, "outcome/access", "improved", status=status))
    found = facts(small.build(), "bridge")
    assert (("cw:achieved", "outcome:access") in found) == bool(achieved)
    assert (("cw:expectsOutcome", "outcome:access") in found) == bool(expected)


def test_a_forecast_of_no_change_is_no_result(small):
    """What is only foreseen to stay or worsen did neither."""
    body = "outcomes:\n" + "".join(
        small.finding(f"o{n}", "outcome/access", stance, status="forecast") for n, stance in ((1, "unchanged"), (2, "worsened"))
    )
    small.case("bridge", body)
    found = {p for p, o in facts(small.build(), "bridge") if o == "outcome:access"}
    assert not found & {"cw:leftUnchanged", "cw:worsenedOutcome", "cw:achieved", "cw:expectsOutcome"}


def test_a_whole_has_what_its_parts_have(small):
    """A shortcut holds of a project if a finding about one of its parts, at any depth, says so; numbers stay."""
    small.case("top")
    small.case("middle", kind="part", part_of="top")
    small.case("low", one(small, "theme/share-power", "enacted"), kind="part", part_of="middle")
    store = small.build()
    for case in ("top", "middle", "low"):
        assert ("cw:enactsThemeAsStated", "theme:share-power") in facts(store, case)
    assert {o for p, o in facts(store, "top") if p == "cw:hasPart"} == {"case:middle", "case:low"}
    assert not any(p == "cw:hasFinding" for p, o in facts(store, "top"))


def test_a_part_has_not_what_its_whole_has(small):
    """Nothing flows from a whole to its parts, nor between neighbours."""
    small.case("top", one(small, "theme/share-power", "enacted"))
    small.case("low", kind="part", part_of="top")
    assert ("cw:enactsTheme", "theme:share-power") not in facts(small.build(), "low")


@pytest.mark.parametrize(
    ("one_phase", "other_phase", "contested"),
    [(None, None, True), ("early", "early", True), ("early", "late", False), ("early", None, False)],
)
def test_findings_contest_each_other_within_one_phase(small, one_phase, other_phase, contested):
    """Two findings disagree where they are about the same phase, or both about the case as a whole."""
    phases = "phases:\n" + "".join(f"  - {{id: {p}, name: {p.title()}, evidence: [tiny:1-2]}}\n" for p in ("early", "late"))
    body = "themes:\n"
    for id, stance, phase in (("t1", "enacted", one_phase), ("t2", "neglected", other_phase)):
        body += small.finding(id, "theme/share-power", stance, **({"phase": phase} if phase else {}))
    small.case("bridge", phases + body)
    assert (("cw:contests", "theme:share-power") in facts(small.build(), "bridge")) == contested


def test_a_thing_is_in_every_place_around_its_own(small):
    """A case lies in its town, the province around it, and its country."""
    small.case("bridge", places="[millford]")
    places = {o for p, o in facts(small.build(), "bridge") if p == "cw:inPlace"}
    assert places == {"place:millford", "place:riverland", "place:canada"}


@pytest.mark.parametrize(
    ("findings", "classes"),
    [
        ([("theme/share-power", "enacted", {})], {"PowerSharingCollaboration"}),
        ([("theme/share-power", "advocated", {})], set()),
        (
            [("theme/share-power", "enacted", {}), ("theme/insist-on-whole-system-approaches", "enacted", {})],
            {"PowerSharingCollaboration", "WholeSystemCollaboration", "BothAndCollaboration"},
        ),
        (
            [("theme/share-power", "neglected", {}), ("theme/insist-on-whole-system-approaches", "enacted", {"authority": "horizontal"})],
            {"WholeSystemCollaboration", "InsistWithoutSharingCollaboration", "HorizontallyAnchoredCollaboration"},
        ),
        (
            [
                ("theme/insist-on-whole-system-approaches", "enacted", {"authority": "vertical"}),
                ("theme/resource-new-ways-of-working", "neglected", {}),
                ("barrier/changes-in-leadership", "anticipated", {}),
            ],
            {"WholeSystemCollaboration", "LegislatedUnderResourcedCollaboration", "LeadershipDependentCollaboration"},
        ),
        (
            [("barrier/changes-in-leadership", "encountered", {}), ("outcome/collaboration-sustained", "improved", {})],
            {"ResilientCollaboration"},
        ),
        ([("outcome/cost-saving", "improved", {"status": "measured"})], {"CostSavingCollaboration", "MeasuredCostSavingCollaboration"}),
        ([("outcome/cost-saving", "improved", {"status": "forecast"})], set()),
    ],
)
def test_cases_fall_into_the_defined_classes(small, findings, classes):
    """The members of a defined class follow from the shortcuts, as its definition says."""
    groups: dict[str, str] = {}
    for number, (concept, stance, more) in enumerate(findings, 1):
        group = concept.partition("/")[0]
        more = {"status": "claimed", **more} if group == "outcome" else more
        groups[group] = groups.get(group, "") + small.finding(f"{group[0]}{number}", concept, stance, **more)
    small.case("bridge", "".join(f"{plural(group)}:\n{text}" for group, text in groups.items()))
    found = {o.partition(":")[2] for p, o in facts(small.build(), "bridge") if p == "rdf:type" and o.startswith("cw:")}
    assert found - {"Collaboration"} == classes


def test_rules_add_and_never_take_away(compiled):
    """Derived triples are new ones: none was asserted, and none is said twice."""
    asserted, derived = set(compiled.source.triples), set(compiled.derived)
    assert derived
    assert not asserted & derived
    assert len(derived) == len(compiled.derived)


def test_running_the_rules_again_adds_nothing(compiled, project):
    """The rules reach their end in one pass."""
    everything = [*compiled.source.triples, *compiled.derived]
    assert derive(everything, sorted(project.rules.glob("*.rq"))) == []


def test_a_broken_rule_is_named_with_its_place(tmp_path):
    """A rule that is no SPARQL update gives its file, line and column."""
    path = tmp_path / "10-broken.rq"
    path.write_text("INSERT { ?a ?b ?c }\nWHERE ( ?a ?b ?c )\n", encoding="utf-8")
    with pytest.raises(QueryError, match=r"^10-broken\.rq:2:7: "):
        derive([], [path])


def test_the_wider_classes_are_those_of_the_ontology(project):
    """The table of wider classes in the first rule is the one that the ontology gives by its subclass axioms."""
    sub, is_a = (rdf.Iri(iri) for iri in (expand("rdfs:subClassOf"), expand("rdf:type")))
    up: dict[str, set[str]] = {}
    for t in rdf.parse(project.ontology / "cwkg.ttl", "turtle"):
        if t.predicate == sub and isinstance(t.object, rdf.Iri) and isinstance(t.subject, rdf.Iri):
            up.setdefault(shorten(t.subject.value), set()).add(shorten(t.object.value))

    def above(name: str) -> set[str]:
        direct = {w for w in up.get(name, ()) if w.startswith("cw:")}
        return direct | {w for d in direct for w in above(d)}

    text = (project.rules / "10-superclasses.rq").read_text(encoding="utf-8")
    table = set(re.findall(r"\((cw:\w+) (cw:\w+)\)", text))
    used = {shorten(t.object.value) for t in pipeline.map_source(project, pipeline.read(project)).triples if t.predicate == is_a and isinstance(t.object, rdf.Iri)}
    assert {(narrow, wide) for narrow in used for wide in above(narrow)} <= table
    assert all(wide in above(narrow) for narrow, wide in table)
