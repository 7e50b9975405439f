"""The records of case and registry files, field by field."""

import dataclasses
from decimal import Decimal

import pytest

from kg import case as records
from kg.case import Case, Change, Figure, OutcomeFinding, ThemeFinding
from kg.fields import Record
from kg.registry import RegistryFile

CLASSES = [c for c in vars(records).values() if isinstance(c, type) and issubclass(c, Record)]
SHAPES = {"text", "id", "year", "count", "number", "flag", "ref", "place", "record", "table"}


@pytest.mark.parametrize("cls", CLASSES, ids=lambda c: c.__name__)
def test_every_field_says_how_it_is_read(cls):
    """Each field of a record but its marks has a known shape; a reference names its list, a record its class."""
    for name, kind in cls.kinds().items():
        assert kind.shape in SHAPES, name
        assert bool(kind.ref) == (kind.shape == "ref"), name
        assert (kind.record is not None) == (kind.shape in ("record", "table")), name
    plain = {f.name for f in dataclasses.fields(cls)} - set(cls.kinds())
    assert plain <= {"marks", "story", "class_questions"}


@pytest.mark.parametrize("cls", CLASSES, ids=lambda c: c.__name__)
def test_every_record_can_be_empty(cls):
    """A record can be made before its values are read, so that one run reports every fault."""
    made = cls()
    assert all(getattr(made, name) in (None, [], {}) for name in cls.kinds())


def test_every_claim_needs_evidence():
    """Findings, figures and known places cannot be written without a passage."""
    for cls in (records.ThemeFinding, records.BarrierFinding, OutcomeFinding, Figure, records.Participation):
        assert cls.kinds()["evidence"].required
    assert Case.kinds()["known_from"].required


def test_stances_belong_to_their_lists():
    """Themes, barriers and outcomes each have their own stances."""
    assert ThemeFinding.stances == ("enacted", "advocated", "neglected", "obstructed")
    assert records.BarrierFinding.stances == ("encountered", "anticipated", "overcome")
    assert OutcomeFinding.stances == ("improved", "unchanged", "worsened")


def test_findings_come_in_the_order_of_the_file():
    """A case gives themes, then barriers, then outcomes."""
    case = Case(themes=[ThemeFinding(id="t1")], outcomes=[OutcomeFinding(id="o1")])
    assert [f.id for f in case.findings] == ["t1", "o1"]


def test_records_are_equal_by_their_values_alone():
    """Where a record stands in its file does not matter to what it says."""
    one, other = Change(id="c1", relative=Decimal("0.5")), Change(id="c1", relative=Decimal("0.50"))
    one.marks["id"] = (3, 4)
    assert one == other


def test_two_records_share_no_list():
    """Filling one record leaves the next empty."""
    Case().places.append("riverland")
    assert Case().places == []


def test_a_registry_file_may_hold_any_list():
    """No list of a registry file is required: each file holds the one that its name says."""
    assert not any(kind.required for kind in RegistryFile.kinds().values())
