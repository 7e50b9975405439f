"""The picture of a network: readable, complete about what it leaves out, and the same on every machine."""

import subprocess
import sys
from itertools import pairwise

import picturing
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.pictures import graph, network
from kg.pictures.graph import Network, Node, Tie
from kg.pictures.layout import settle


def labels(found, kind):
    """The labels of the nodes of a kind."""
    return {node.label for node in found.of_kind(kind)}


def test_a_case_with_its_part_and_its_partners(store):
    """The Act of Virginia: its working group is a part of it, and six partners and an office take part."""
    found = graph.of_case(store, "virginia-comprehensive-services")
    assert "State-level working group led by the First Lady" in labels(found, "case")
    assert "Office of Comprehensive Services" in labels(found, "organisation")
    assert (
        Tie("case/virginia-first-lady-working-group", "case/virginia-comprehensive-services", "part of") in found.ties
    )


def test_cases_that_share_an_organisation_come_in(store):
    """Service Canada took part in the surveys of the Institute for Citizen-Centred Service, and so meets its cases."""
    found = graph.of_case(store, "service-canada")
    shared = {tie.other for tie in found.ties if tie.one == "case/service-canada" and tie.sort == "takes part"}
    for node in found.of_kind("case"):
        tied = found.neighbours(node.id)
        assert node.id == found.centre or found.centre in tied or tied & shared, node.id


def test_a_click_between_the_words_of_a_label_counts(store):
    """Each organisation and each theme has a ground that takes clicks, as wide as its longest line."""
    found = graph.of_case(store, "bernalillo-jdai")
    drawn = network.draw(found, 860)
    grounds = drawn.count('fill="none" pointer-events="all"/>')
    assert grounds == len(found.of_kind("organisation")) + len(found.of_kind("theme")) > 0


def test_themes_keep_stance_and_level(store):
    """What is possible only is told apart from what is certain, and undone from practised."""
    found = graph.of_case(store, "virginia-comprehensive-services")
    ties = {(tie.other, tie.sort, tie.level) for tie in found.ties if tie.other.startswith("theme/")}
    assert ("theme/resource-new-ways-of-working", "enacted", "certain") in ties
    assert ("theme/resource-new-ways-of-working", "neglected", "certain") in ties
    assert ("theme/appreciate-service-user-perspective", "enacted", "possible") in ties
    drawn = network.draw(found)
    lines = [n for n in picturing.read(drawn).iter() if n.get("data-to") == "theme/appreciate-service-user-perspective"]
    assert [line.get("stroke-dasharray") for line in lines] == ["6 4"]


def test_a_theme_has_the_cases_that_findings_speak_of(store):
    """All of them, or those of a selection."""
    cases = {id for id, facts in store.cases.items() if facts.country == "Canada"}
    whole, some = graph.of_theme(store, "share-power"), graph.of_theme(store, "share-power", cases)
    assert len(some.of_kind("case")) < len(whole.of_kind("case"))
    assert all(tie.other == "theme/share-power" for tie in some.ties if tie.sort == "enacted")


def test_a_country_has_all_its_cases(store):
    """Fourteen in Canada."""
    assert len(graph.of_country(store, "Canada").of_kind("case")) == 14


@pytest.mark.parametrize("country", ["Canada", "India", "United Kingdom", "United States"])
def test_a_picture_holds_sixty_nodes_at_most_and_says_what_it_leaves_out(store, country):
    """Organisations that tie cases together are kept before those of one case."""
    found = graph.of_country(store, country)
    full = graph.of_country(store, country, most=1_000)
    assert len(found.nodes) <= 60
    assert sum(found.left_out.values()) == len(full.nodes) - len(found.nodes)
    assert not full.left_out
    ties = {node.id: len(full.neighbours(node.id)) for node in full.of_kind("organisation")}
    kept = {node.id for node in found.of_kind("organisation")}
    assert all(ties[org] <= min(ties[k] for k in kept) for org in ties if org not in kept)
    if found.left_out:
        assert "Left out" in " ".join(picturing.texts(network.draw(found)))


def test_wrong_names_are_answered(store):
    """With the nearest right one."""
    with pytest.raises(UsageError, match="cpche"):
        graph.of_case(store, "cpch")
    with pytest.raises(UsageError, match="share-power"):
        graph.of_theme(store, "share-powr")
    with pytest.raises(UsageError, match="India"):
        graph.of_country(store, "Indja")


@pytest.mark.parametrize("width", picturing.WIDTHS)
def test_no_label_lies_on_another(store, width):
    """Countries, themes and every case, in both layouts."""
    found = [graph.of_country(store, country) for country in ("Canada", "India", "United Kingdom", "United States")]
    found += [graph.of_theme(store, node.id.removeprefix("theme/")) for node in found[3].of_kind("theme")]
    found += [graph.of_case(store, case) for case in store.cases]
    assert [(n.title, fault) for n in found for fault in picturing.faults(network.draw(n, width))] == []


@pytest.mark.parametrize("width", [344, 760])
def test_every_node_is_a_part(store, width):
    """Each can be reached and picked, in columns and on cards."""
    found = graph.of_country(store, "Canada")
    tied = {id for tie in found.ties for id in (tie.one, tie.other)} | {node.id for node in found.of_kind("case")}
    assert set(picturing.parts(network.draw(found, width))) == tied


def test_a_chosen_node_stands_out_with_its_neighbours(store):
    """The rest steps back and can still be reached."""
    found = graph.of_country(store, "Canada")
    drawn = picturing.read(network.draw(found, chosen="organisation/institute-for-citizen-centred-service"))
    faded = {
        part.get("data-id")
        for group in drawn.iter(f"{picturing.NS}g")
        if group.get("opacity") == "0.3"
        for part in group
    }
    near = found.neighbours("organisation/institute-for-citizen-centred-service")
    assert len(near) == 3
    assert faded == {node.id for node in found.nodes} - near - {"organisation/institute-for-citizen-centred-service"}


def test_an_unknown_choice_fades_nothing(store):
    """A case that was removed while it was chosen."""
    found = graph.of_country(store, "Canada")
    assert network.draw(found, chosen="case/gone") == network.draw(found)


def test_parts_stand_next_to_their_whole(store):
    """In the column of a country a whole comes first and its parts follow."""
    found = graph.of_country(store, "Canada")
    heights = {
        node.get("data-id"): float(next(iter(node.iter(f"{picturing.NS}rect"))).get("y"))
        for node in picturing.read(network.draw(found)).iter()
        if (node.get("data-id") or "").startswith("case/")
    }
    order = sorted(heights, key=heights.get)
    parts = {tie.one for tie in found.ties if tie.sort == "part of" and tie.other == "case/cpche"}
    start = order.index("case/cpche")
    assert len(parts) == 2
    assert set(order[start + 1 : start + 3]) == parts


SIZES = st.lists(st.tuples(st.floats(0, 1000), st.floats(5, 30)), min_size=1, max_size=30)


@given(SIZES)
def test_places_do_not_overlap_and_keep_their_order(nodes):
    """Whatever is wished for, a gap stays between neighbours, and the first stays below the upper edge."""
    wanted, halves = sorted(want for want, _ in nodes), [half for _, half in nodes]
    found = settle(wanted, halves, 9, 0, 1000)
    tops = [place - half for place, half in zip(found, halves, strict=True)]
    feet = [place + half for place, half in zip(found, halves, strict=True)]
    assert all(top - foot >= 9 - 1e-6 for foot, top in zip(feet, tops[1:], strict=False))
    assert tops[0] >= -1e-6


def test_places_that_fit_are_left_where_they_are_wanted():
    """Nothing is moved without need, and those in each other's way share the move."""
    assert settle([100, 200, 300], [10, 10, 10], 9, 0, 1000) == pytest.approx([100, 200, 300])
    assert settle([200, 200], [10, 10], 10, 0, 1000) == pytest.approx([185, 215])


def test_places_stay_inside_where_there_is_room():
    """A wish beyond the lower edge ends at it."""
    found = settle([5000, 6000], [10, 10], 10, 0, 100)
    assert found == pytest.approx([60, 90])
    assert all(later > earlier for earlier, later in pairwise(found))


def test_an_empty_network_says_so():
    """Never a blank picture."""
    assert "Nothing is recorded" in " ".join(picturing.texts(network.draw(Network("x", (), (), {}))))


def test_parts_of_each_other_do_not_hang():
    """Records that contradict each other are drawn all the same."""
    nodes = (Node("case/a", "case", "A"), Node("case/b", "case", "B"))
    ring = (Tie("case/a", "case/b", "part of"), Tie("case/b", "case/a", "part of"))
    assert len(picturing.parts(network.draw(Network("x", nodes, ring, {})))) == 2


@pytest.mark.parametrize("name", picturing.HOSTILE)
@pytest.mark.parametrize("width", [344, 760])
def test_names_that_try_to_break_out(name, width):
    """A case, an organisation and a theme may be called anything."""
    nodes = tuple(Node(f"{kind}/{name}", kind, name, name) for kind in graph.KINDS)
    ties = (
        Tie(f"case/{name}", f"organisation/{name}", "takes part", role=name),
        Tie(f"case/{name}", f"theme/{name}", "enacted", "possible"),
        Tie(f"case/{name}", f"theme/{name}", "neglected"),
    )
    for centre in ("", f"case/{name}", f"theme/{name}"):
        drawn = network.draw(Network(name, nodes, ties, {}, centre), width, note=name)
        assert picturing.is_safe(drawn)
        assert picturing.faults(drawn) == []


def test_the_words_and_the_table_hold_every_tie(store):
    """The text in place of the picture."""
    found = graph.of_case(store, "virginia-comprehensive-services")
    columns, rows = network.table(found)
    assert len(rows) == len(found.ties)
    assert {len(row) for row in rows} == {len(columns)}
    told = network.words(found)
    assert "Office of Comprehensive Services (lead organisation)" in told
    assert "Share power (left undone (possible))" in told


def test_the_same_bytes_on_every_run(built):
    """No picture hangs on the order in which Python keeps sets."""
    code = f"""
from pathlib import Path
from kg.gaps import gap_map
from kg.pictures import changes, gapmap, graph, model, network, numbers, phases, themes
from kg.store import open_store
store = open_store(Path({str(built)!r}))
case, twelve = "virginia-comprehensive-services", themes.themes(store)
for width in (344, 760):
    for view in (themes.one(store, case), themes.many(store, "x", store.cases)):
        print(model.draw(twelve, view, width))
    print(phases.draw(phases.course(store, case), width), changes.draw("x", numbers.changes(store, case), width))
    print(gapmap.draw(gap_map(store), width))
    for found in (graph.of_case(store, case), graph.of_theme(store, "share-power"), graph.of_country(store, "Canada")):
        print(network.draw(found, width), network.words(found))
"""
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert len(runs[0].stdout) > 100_000
    assert runs[0].stdout == runs[1].stdout
