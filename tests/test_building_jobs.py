"""What a process does of a build: parts are kept where they are whole, and told of where they are not."""

import pytest

from kg.building.base import Base
from kg.building.jobs import make_and_keep, study, write_quads
from kg.building.kept import Kept
from kg.building.part import Summary, Unit, make
from kg.rdf import parse_named


def unit(small, name: str) -> Unit:
    file = f"cases/{name}.md"
    return Unit(file, ((file, (small.root / file).read_bytes()),))


@pytest.fixture
def base(small) -> Base:
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    small.case("ferry", start="2500")
    small.case("pier", tier="naimed")
    small.locate()
    return Base(small.project)


def test_a_sound_part_is_kept_at_once(small, base, tmp_path):
    """A family without problems is made as it is examined; one with a problem or a broken shape is only told of."""
    jobs = [(unit(small, name), f"{name}-key") for name in ("bridge", "ferry", "pier")]
    cases = {"bridge", "ferry", "pier"}
    (bridge, made), (ferry, broken), (pier, unread) = study(jobs, base, cases, tmp_path / "kept", shapes=True)
    kept = Kept(tmp_path / "kept")
    assert (bridge.problems, ferry.problems, [p.message for p in pier.problems]) == ([], [], ["'naimed' is not a tier"])
    assert (broken, unread) == (None, None)
    found = kept.get("bridge-key", base, shapes=True)
    assert (found.summary, found.warnings) == (made.summary, made.warnings) == (bridge.summary, found.warnings)
    (part,) = make([unit(small, "bridge")], base, shapes=True)
    assert kept.lines("bridge-key") == (part.asserted, part.derived)
    assert [kept.lines(key) for key in ("ferry-key", "pier-key")] == [None, None]
    bad, _, _ = make_and_keep([(unit(small, "ferry"), "ferry-key", Summary())], base, tmp_path / "kept", shapes=True)
    assert [(p.file, "start year" in p.message) for p in bad] == [("cases/ferry.md", True)]


def test_without_a_folder_nothing_is_made(small, base):
    """Where parts come back to be kept elsewhere, families are only examined at first."""
    ((examined, made),) = study([(unit(small, "bridge"), "key")], base, {"bridge"}, None, shapes=False)
    assert (examined.problems, made) == ([], None)


def test_a_broken_rule_is_left_to_be_told_later(small, base, tmp_path):
    """The problems of the files come first: a rule that cannot be run does not stop their reading."""
    (small.project.rules / "99-broken.rq").write_text("INSERT {", encoding="utf-8")
    ((examined, made),) = study([(unit(small, "bridge"), "key")], Base(small.project), {"bridge"}, tmp_path, True)
    assert (examined.problems, made) == ([], None)


def test_quads_hold_what_was_typed_and_what_was_derived_apart(small, base, tmp_path):
    """A part as N-Quads is its triples in two graphs."""
    (part,) = make([unit(small, "bridge")], base, shapes=False)
    write_quads(tmp_path / "part.nq", [(unit(small, "bridge"), "key", Summary())], [part], base)
    graphs = parse_named((tmp_path / "part.nq").read_bytes(), "n-quads")
    counts = {name.rsplit("/", 1)[-1]: len(found) for name, found in graphs.items()}
    assert counts == {"asserted": part.asserted.count(b"\n"), "derived": part.derived.count(b"\n")}
