"""A graph built part by part is the graph built in one go: the same bytes, the same problems, whatever was kept."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import pipeline, rdf
from kg.errors import BadInput
from kg.index import make_index
from kg.lexicon import make_lexicon
from kg.shapes import validate
from kg.store import open_store


def in_one_go(project):
    """The bytes of every compiled file, as they are made from the whole graph in memory."""
    compiled = pipeline.compile_graph(project, shapes=False)
    graph = rdf.Graph([*compiled.source.triples, *compiled.derived])
    return {
        "graph.nt": rdf.lines(compiled.source.triples) + rdf.lines(compiled.derived),
        "index.bits": make_index(graph).dumped(),
        "lexicon.json": pipeline._json(make_lexicon(graph)),
    }


def by_parts(project, **ways):
    """The same as a build writes them."""
    done = pipeline.build_project(project, **{"shapes": False, **ways})
    assert open_store(project.compiled).manifest["counts"] == done.counts
    return {name: (project.compiled / name).read_bytes() for name in ("graph.nt", "index.bits", "lexicon.json")}


def problems(call, *arguments, **options):
    """The problems that stop a build; none where it goes through."""
    try:
        call(*arguments, **options)
    except BadInput as bad:
        return bad.problems
    return []


def test_the_real_graph_is_the_same(project, compiled, built):
    """All families, the pieces of the registry and the terms give together the bytes of the graph made in one go."""
    graph = rdf.Graph([*compiled.source.triples, *compiled.derived])
    assert (built / "graph.nt").read_bytes() == rdf.lines(compiled.source.triples) + rdf.lines(compiled.derived)
    assert (built / "index.bits").read_bytes() == make_index(graph).dumped()
    assert (built / "lexicon.json").read_bytes() == pipeline._json(make_lexicon(graph))
    assert open_store(built).manifest["counts"] == compiled.counts


@pytest.fixture
def town(small):
    """A whole with two parts, one part of a part, a lone case, a second coding, third looks, and a shared passage."""
    enacted = small.finding("t1", "theme/share-power", "enacted")
    neglected = small.finding("t2", "theme/share-power", "neglected", basis="inferred")
    small.case("bridge", "themes:\n" + enacted + neglected, people="[{person: teller, evidence: [tiny:2-2]}]")
    small.case("pier", "themes:\n" + enacted, kind="part", part_of="bridge")
    small.case("rail", "themes:\n" + neglected, kind="part", part_of="pier", places="[millford]")
    partner = "[{organisation: ferry-trust, role: lead, evidence: [tiny:3-3]}]"
    small.case("ferry", organisations=partner, places="[riverland]")
    small.coding("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "advocated"))
    small.settle("bridge", t1="upheld", coder_2_t1="open")
    small.locate()
    return small


def test_a_made_up_project_is_the_same(town):
    """Parts of parts, codings, third looks and shared passages come out as in one go, in two processes as in one."""
    expected = in_one_go(town.project)
    assert by_parts(town.project) == expected
    assert by_parts(town.project, fresh=True, jobs=2) == expected


THEMES = ("share-power", "insist-on-whole-system-approaches", "create-common-purpose")
FINDING = st.tuples(
    st.sampled_from(THEMES),
    st.sampled_from(["enacted", "neglected", "advocated"]),
    st.sampled_from(["stated", "inferred"]),
)
CASES = st.lists(st.tuples(st.integers(0, 6), st.lists(FINDING, max_size=3)), min_size=1, max_size=6)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=CASES)
def test_any_project_is_the_same(small, cases):
    """Whatever is part of what, and whatever findings say, the parts give together the graph made in one go."""
    for path in small.project.case_files():
        path.unlink()
    for number, (whole, findings) in enumerate(cases):
        lines = [
            small.finding(f"t{n}", f"theme/{theme}", stance, basis)
            for n, (theme, stance, basis) in enumerate(findings, 1)
        ]
        more = {"kind": "part", "part_of": f"c{whole}"} if whole < number else {}
        small.case(f"c{number}", "themes:\n" + "".join(lines) if lines else "", **more)
    small.locate()
    assert by_parts(small.project) == in_one_go(small.project)


def test_the_shapes_find_the_same(town):
    """Violations in cases, in the registry and across a family are those of the whole graph, with file and line."""
    town.case("ferry", start="2500")
    places = town.project.registry / "places.yaml"
    places.write_text(places.read_text(encoding="utf-8").replace("within: riverland", "within: millford"))
    bad = town.finding("t9", "theme/create-common-purpose", "enacted", authority="vertical")
    town.case("pier", "themes:\n" + bad, kind="part", part_of="bridge")
    town.locate()
    compiled = pipeline.compile_graph(town.project, shapes=False)
    graph = [*compiled.source.triples, *compiled.derived]
    report = validate(graph, town.project.ontology / "shapes.ttl", compiled.source.origin)
    assert {p.file for p in report.violations} == {"cases/ferry.md", "cases/registry/places.yaml", "cases/pier.md"}
    assert problems(pipeline.build_project, town.project) == report.violations


def test_the_warnings_are_the_same_however_often_they_are_kept(town):
    """What the shapes warn of is told by the first build and by one that makes nothing anew."""
    compiled = pipeline.compile_graph(town.project, shapes=False)
    graph = [*compiled.source.triples, *compiled.derived]
    report = validate(graph, town.project.ontology / "shapes.ttl", compiled.source.origin)
    first = pipeline.build_project(town.project)
    again = pipeline.build_project(town.project)
    assert first.warnings == again.warnings == report.warnings
    assert first.warnings
    assert (first.made > 0, again.made) == (True, 0)


BROKEN = {
    "an unknown word": ("cases/ferry.md", "country: CA", "country: ZZ"),
    "a name that stands twice": ("cases/ferry.md", "The ferry project", "The bridge project"),
    "an id that stands twice": ("cases/ferry.md", "id: ferry", "id: bridge"),
    "another id than the file's": ("cases/rail.md", "id: rail", "id: tram"),
    "a whole that there is not": ("cases/rail.md", "part-of: pier", "part-of: peer"),
    "a circle": ("cases/bridge.md", "kind: fellowship", "kind: part\npart-of: rail"),
    "broken YAML": ("cases/pier.md", "country: CA", "country: [CA"),
    "no head": ("cases/pier.md", "---\nid", "id"),
    "an unknown person": ("cases/bridge.md", "person: teller", "person: seller"),
    "a person elsewhere": ("cases/registry/people.yaml", "Tess Teller, country: CA", "Tess Teller, country: US"),
    "a coding of no case": ("cases/codings/coder-2/bridge.yaml", "case: bridge", "case: brigde"),
    "a look at no finding": ("cases/settlements/bridge.yaml", "settles: [t1]", "settles: [t7]"),
    "an unknown place": ("cases/registry/places.yaml", "within: riverland", "within: liverland"),
    "two entries alike": ("cases/registry/organisations.yaml", "Ferry Trust", "Bridge  Office"),
    "a source too short": ("cases/registry/sources.yaml", "lines: 41", "lines: 1"),
    "quoted part-of": ("cases/rail.md", "part-of: pier", "'part-of': \"pier\""),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_the_checks_find_the_same(town, fault):
    """A fault of the text gives the same problems, in the same order and places, as all files read together."""
    file, old, new = BROKEN[fault]
    path = town.project.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    expected = problems(pipeline.read, town.project)
    assert bool(expected) == (fault != "quoted part-of")
    assert problems(pipeline.build_project, town.project, shapes=False) == expected


def test_all_faults_are_told_together(town):
    """Faults of many files come in one list, and the parts that are sound are not told of."""
    for file, old, new in (BROKEN[fault] for fault in ("an unknown word", "broken YAML", "a look at no finding")):
        path = town.project.root / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    expected = problems(pipeline.read, town.project)
    assert {p.file for p in expected} >= {"cases/ferry.md", "cases/pier.md", "cases/settlements/bridge.yaml"}
    assert problems(pipeline.build_project, town.project, shapes=False) == expected


def test_of_two_places_for_one_passage_the_last_file_holds(town):
    """Where files locate a passage differently, the graph has what the last of them says, as in one go."""
    path = town.project.cases / "ferry.md"
    text = path.read_text(encoding="utf-8")
    start = text.index("start: ", text.index("tiny:1-2:"))
    path.write_text(text[:start] + "start: 3" + text[text.index(",", start) :], encoding="utf-8")
    expected = in_one_go(town.project)
    assert by_parts(town.project) == expected
    assert by_parts(town.project) == expected


def test_only_what_changed_is_made_anew(town):
    """A changed case is made with the family that it belongs to, a changed entry with what leads to it."""
    pipeline.build_project(town.project, shapes=False)
    path = town.project.cases / "ferry.md"
    path.write_text(path.read_text(encoding="utf-8").replace("What ferry did.", "What a ferry did."))
    assert pipeline.build_project(town.project, shapes=False).made == 1
    path = town.project.registry / "organisations.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Ferry Trust", "Ferries Trust"))
    assert pipeline.build_project(town.project, shapes=False).made == 2  # the entry, and the one case that names it
    assert by_parts(town.project) == in_one_go(town.project)
    assert pipeline.build_project(town.project, shapes=False, fresh=True).made > 2


def test_a_changed_rule_makes_everything_anew(town):
    """What every part hangs on changes every part."""
    first = pipeline.build_project(town.project, shapes=False)
    rule = town.project.rules / "20-parts.rq"
    rule.write_text(rule.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert pipeline.build_project(town.project, shapes=False).made == first.made


def test_parts_made_without_shapes_are_held_against_them_later(town):
    """A build without shapes spares no later build the shapes."""
    pipeline.build_project(town.project, shapes=False)
    assert pipeline.build_project(town.project).warnings


@pytest.mark.parametrize(
    "damage", [lambda raw: raw[:-20], lambda raw: raw.replace(b"finding", b"funding"), lambda raw: b""]
)
def test_a_damaged_part_is_made_anew(town, damage):
    """A kept file that was cut or changed is never used."""
    expected = by_parts(town.project)
    for path in town.project.parts.glob("??/*"):
        path.write_bytes(damage(path.read_bytes()))
    assert by_parts(town.project) == expected


def test_parts_of_old_graphs_go(town):
    """After a build only the parts of its graph are kept."""
    first = pipeline.build_project(town.project, shapes=False)
    town.case("rail", kind="part", part_of="pier")
    town.locate()
    pipeline.build_project(town.project, shapes=False)
    assert len(list(town.project.parts.glob("??/*"))) == first.made
