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


BASES = ["stated", "author-assessment", "inferred"]
STATUSES = [("measured", True), ("claimed", True), ("preliminary", True), ("forecast", False)]
PHASES = [("none", "none", True), ("early", "early", True), ("early", "late", False), ("early", "none", False)]
INSIST, SHARE, COST = "theme/insist-on-whole-system-approaches", "theme/share-power", "outcome/cost-saving"
CLASSES = [
    ([(SHARE, "enacted", {})], {"PowerSharing"}),
    ([(SHARE, "advocated", {})], set()),
    ([(SHARE, "enacted", {}), (INSIST, "enacted", {})], {"PowerSharing", "WholeSystem", "BothAnd"}),
    (
        [(SHARE, "neglected", {}), (INSIST, "enacted", {"authority": "horizontal"})],
        {"WholeSystem", "InsistWithoutSharing", "HorizontallyAnchored"},
    ),
    (
        [
            (INSIST, "enacted", {"authority": "vertical"}),
            ("theme/resource-new-ways-of-working", "neglected", {}),
            ("barrier/changes-in-leadership", "anticipated", {}),
        ],
        {"WholeSystem", "LegislatedUnderResourced", "LeadershipDependent"},
    ),
    (
        [("barrier/changes-in-leadership", "encountered", {}), ("outcome/collaboration-sustained", "improved", {})],
        {"Resilient"},
    ),
    ([(COST, "improved", {"status": "measured"})], {"CostSaving", "MeasuredCostSaving"}),
    ([(COST, "improved", {"status": "forecast"})], set()),
    (
        [(SHARE, "enacted", {}), (INSIST, "enacted", {}), (COST, "improved", {})],
        {
            "PowerSharing",
            "WholeSystem",
            "BothAnd",
            "CostSaving",
            "CostSavingBothAnd",
        },
    ),
]
PLURAL = {"theme": "themes", "barrier": "barriers", "outcome": "outcomes"}


@pytest.fixture(scope="module")
def facts(make_small, tmp_path_factory):
    """What the graph says of a made-up case, as short names; all cases of this file are built at once."""
    small = make_small(tmp_path_factory.mktemp("rules"))

    def case(id, *findings, head="", **fields):
        groups: dict[str, str] = {}
        for number, (concept, stance, basis, more) in enumerate(findings, 1):
            group = concept.partition("/")[0]
            more = {"status": "claimed", **more} if group == "outcome" else more
            line = small.finding(f"{group[0]}{number}", concept, stance, basis, **more)
            groups[group] = groups.get(group, "") + line
        small.case(id, head + "".join(f"{PLURAL[group]}:\n{text}" for group, text in groups.items()), **fields)

    for concept, stance, shortcut in SHORTCUTS:
        for basis in BASES:
            case(f"{shortcut.lower()}-{basis}", (concept, stance, basis, {}))
    case("overcome", ("barrier/impatience", "overcome", "stated", {}))
    for status, _ in STATUSES:
        case(f"status-{status}", ("outcome/access", "improved", "stated", {"status": status}))
    hopes = [("outcome/access", stance, "stated", {"status": "forecast"}) for stance in ("unchanged", "worsened")]
    case("hopes", *hopes)
    case("top")
    case("middle", kind="part", part_of="top")
    case("low", (SHARE, "enacted", "stated", {}), kind="part", part_of="middle")
    case("lowest", kind="part", part_of="low")
    phases = "phases:\n" + "".join(
        f"  - {{id: {p}, name: {p.title()}, evidence: [tiny:1-2]}}\n" for p in ("early", "late")
    )
    for one, other, _ in PHASES:
        findings = [
            (SHARE, s, "stated", {"phase": p} if p != "none" else {})
            for s, p in (("enacted", one), ("neglected", other))
        ]
        case(f"phases-{one}-{other}", *findings, head=phases)
    case("placed", places="[millford]")
    for number, (findings, _) in enumerate(CLASSES):
        case(f"class-{number}", *((concept, stance, "stated", more) for concept, stance, more in findings))
    store = small.build()

    def facts(id: str) -> set[tuple[str, str]]:
        rows = store.graph.rows(f"SELECT ?p ?o WHERE {{ <{expand('case:' + id)}> ?p ?o }}")
        return {(shorten(p), shorten(o)) for p, o in rows}

    return facts


@pytest.mark.parametrize(("concept", "stance", "shortcut"), SHORTCUTS)
@pytest.mark.parametrize("basis", BASES)
def test_a_finding_gives_its_shortcut(facts, concept, stance, shortcut, basis):
    """A finding gives the shortcut of its stance, and the narrower one where it is more than the coder's reading."""
    entry = concept.replace("/", ":")
    names = {p for p, o in facts(f"{shortcut.lower()}-{basis}") if o == entry}
    expected = {f"cw:{shortcut}"} | ({f"cw:{shortcut}AsStated"} if basis != "inferred" else set())
    assert names & {f"cw:{s}{tail}" for _, _, s in SHORTCUTS for tail in ("", "AsStated")} == expected


@pytest.mark.parametrize("name", ["metBarrier", "metBarrierAsStated", "overcameBarrier", "overcameBarrierAsStated"])
def test_a_barrier_overcome_was_met(facts, name):
    """A barrier that was got past was also met."""
    assert (f"cw:{name}", "barrier:impatience") in facts("overcome")


@pytest.mark.parametrize(("status", "achieved"), STATUSES)
def test_a_hope_is_no_outcome(facts, status, achieved):
    """Only a realised claim was achieved; a forecast is expected."""
    found = facts(f"status-{status}")
    assert (("cw:achieved", "outcome:access") in found) == achieved
    assert (("cw:expectsOutcome", "outcome:access") in found) == (not achieved)


def test_a_forecast_of_no_change_is_no_result(facts):
    """What is only foreseen to stay or worsen did neither."""
    found = {p for p, o in facts("hopes") if o == "outcome:access"}
    assert not found & {"cw:leftUnchanged", "cw:worsenedOutcome", "cw:achieved", "cw:expectsOutcome"}


@pytest.mark.parametrize("id", ["top", "middle", "low"])
def test_a_whole_has_what_its_parts_have(facts, id):
    """A shortcut holds of a project if a finding about one of its parts, at any depth, says so."""
    assert ("cw:enactsThemeAsStated", "theme:share-power") in facts(id)


def test_a_whole_knows_its_parts_at_every_depth(facts):
    """Parts of parts are parts; findings stay where they were made."""
    assert {o for p, o in facts("top") if p == "cw:hasPart"} == {"case:middle", "case:low", "case:lowest"}
    assert not any(p == "cw:hasFinding" for p, o in facts("top"))


def test_a_part_has_not_what_its_whole_has(facts):
    """Nothing flows from a whole to its parts."""
    assert ("cw:enactsTheme", "theme:share-power") not in facts("lowest")


@pytest.mark.parametrize(("one", "other", "contested"), PHASES)
def test_findings_contest_each_other_within_one_phase(facts, one, other, contested):
    """Two findings disagree where they are about the same phase, or both about the case as a whole."""
    assert (("cw:contests", "theme:share-power") in facts(f"phases-{one}-{other}")) == contested


def test_a_thing_is_in_every_place_around_its_own(facts):
    """A case lies in its town, the province around it, and its country."""
    places = {o for p, o in facts("placed") if p == "cw:inPlace"}
    assert places == {"place:millford", "place:riverland", "place:canada"}


@pytest.mark.parametrize("number", range(len(CLASSES)))
def test_cases_fall_into_the_defined_classes(facts, number):
    """The members of a defined class follow from the shortcuts, as its definition says."""
    found = {o for p, o in facts(f"class-{number}") if p == "rdf:type" and o.startswith("cw:")}
    assert found == {"cw:Collaboration"} | {f"cw:{name}Collaboration" for name in CLASSES[number][1]}


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
    used = {
        shorten(t.object.value)
        for t in pipeline.map_source(project, pipeline.read(project)).triples
        if t.predicate == is_a and isinstance(t.object, rdf.Iri)
    }
    assert {(narrow, wide) for narrow in used for wide in above(narrow)} <= table
    assert all(wide in above(narrow) for narrow, wide in table)
