"""Planted errors: one at a time in a copy of the real data, each caught first by the gate that the list names."""

from __future__ import annotations

import planted_page
import pytest
from planted_bench import GATES, NEED_SOURCES, Bench
from planted_list import PLANTS, UNCAUGHT, Plant

ORDER = list(GATES)
NEEDY = min(map(ORDER.index, NEED_SOURCES))
WITHOUT, WITH = ([p for p in PLANTS if (ORDER.index(p.gate) >= NEEDY) is needs] for needs in (False, True))
ONE_CODER = [plant for plant in PLANTS if plant.gate == "second coding"]


@pytest.fixture(scope="module")
def bench(project, tmp_path_factory):
    """The copy that errors are planted in."""
    return Bench.make(project, tmp_path_factory.mktemp("bench") / "copy")


@pytest.fixture(scope="module")
def full(bench, sources):
    """The same copy with the sources at hand."""
    bench.sources = sources
    return bench


def silent(planted, gates):
    """Every one of some gates says nothing. The two routes part only where a rule or an axiom was changed."""
    for gate in gates:
        if gate != "two routes" or planted.touches_logic():
            assert GATES[gate](planted) == [], gate


def caught(bench, plant):
    """The gates before the one that is named are silent, and that one says what is wrong."""
    with bench.planted(plant) as planted:
        silent(planted, ORDER[: ORDER.index(plant.gate)])
        found = GATES[plant.gate](planted)
        assert any(plant.says in message for message in found), found


def test_the_list_is_long_and_its_names_are_its_own():
    """At least 45 errors that are caught and 8 that are not, each with an id of its own, spread over all gates."""
    ids = [plant.id for plant in (*PLANTS, *UNCAUGHT)]
    assert len(set(ids)) == len(ids)
    assert len(PLANTS) >= 45
    assert len(UNCAUGHT) >= 8
    assert {plant.gate for plant in PLANTS} == set(GATES)
    assert {plant.gate for plant in UNCAUGHT} == {""}


def test_plants_stand_in_every_kind_of_file():
    """Cases, both further kinds of coding, the registry, the codebook, terms, mapping, rules and questions."""
    kinds = {kind for plant in PLANTS for kind in plant.where.split(", ")}
    assert kinds >= {"case", "second coding", "third look", "registry", "codebook", "terms", "mapping", "rules"}


def test_the_copy_without_an_error_passes_every_gate(full):
    """What a gate says of a plant is said of the error, and not of the data as they stand."""
    near = ("bernalillo-jdai", "virginia-comprehensive-services", "cpche", "york-region-literacy")
    with full.planted(Plant("nothing", "nothing", (), "", "", near)) as planted:
        silent(planted, ORDER)


@pytest.mark.parametrize("plant", WITHOUT, ids=lambda plant: plant.id)
def test_a_planted_error_is_caught_without_the_sources(bench, plant):
    """Reading and checking need no source texts."""
    caught(bench, plant)


@pytest.mark.parametrize("plant", WITH, ids=lambda plant: plant.id)
def test_a_planted_error_is_caught(full, plant):
    """The other gates come after those that need the source texts."""
    caught(full, plant)


@pytest.mark.parametrize("plant", ONE_CODER, ids=lambda plant: plant.id)
def test_an_error_of_one_coder_makes_nothing_certain(bench, plant):
    """What one coder alone says is possible at most, whatever it says."""
    cases = tuple({edit.file.rpartition("/")[2].partition(".")[0] for edit in plant.edits})
    with bench.planted(Plant("nothing", "nothing", (), "", "", cases)) as untouched:
        before = untouched.certain()
    assert before
    with bench.planted(plant) as planted:
        assert planted.certain() <= before


@pytest.mark.parametrize("plant", UNCAUGHT, ids=lambda plant: plant.id)
def test_an_error_that_no_gate_can_catch(full, plant):
    """It passes the gates for records, and the empty queries: a reader of the source must see it."""
    with full.planted(plant) as planted:
        silent(planted, ORDER[: ORDER.index("shapes")])


def test_the_errors_that_no_gate_can_catch_break_no_shape_and_change_no_table(full):
    """All of them planted at once pass the shapes, and leave every table of a named question as it is."""
    edits = tuple(edit for plant in UNCAUGHT for edit in plant.edits)
    with full.planted(Plant("all", "all of them", edits, "", "")) as planted:
        silent(planted, ["shapes", "expected tables"])


def test_the_page_tells_of_every_gate_and_every_error():
    """The published page names the gates in their order, and each planted error with its gate."""
    assert list(planted_page.TOLD) == ORDER
    text = planted_page.page()
    assert all(f"| {plant.what} | {plant.where} | {plant.gate} | " in text for plant in PLANTS)
    assert all(f"| {plant.what} | {plant.where} | " in text for plant in UNCAUGHT)
