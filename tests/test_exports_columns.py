"""What tables are made of."""

from kg.case import Participation, Phase
from kg.exports.columns import Link, Table, key_of, of, own


def test_a_column_knows_the_type_of_its_field():
    """Columns of a record take shape, list and duty from the declaration of the field."""
    phase, start, evidence = of(Phase, "phase=id start_year=start evidence")
    assert (phase.name, phase.field, phase.kind.shape, phase.required) == ("phase", "id", "id", True)
    assert (start.kind.shape, start.many, start.required) == ("year", False, False)
    assert (evidence.many, evidence.target) == (True, "passages")


def test_what_a_column_means_may_be_told_anew():
    """A meaning given for one table goes before the one that holds elsewhere."""
    (usual,), (other,) = of(Phase, "phase=id"), of(Phase, "phase=id", {"phase": "Its id"})
    assert (usual.about, other.about) == ("The phase of the case, where there are phases", "Its id")


def test_single_references_are_links_and_lists_are_not():
    """A database can hold a table to links of single values; joint links come after them."""
    joint = Link(("case", "organisation"), "other", ("a", "b"))
    key = own("participation", "id", "Key", required=True)
    case = own("case", "ref", "The case", ref="case")
    table = Table(
        "made-up", "Rows", (key, case, *of(Participation, "organisation evidence")), ("participation",), (joint,)
    )
    assert list(table.links()) == [
        Link(("case",), "cases", ("case",)),
        Link(("organisation",), "organisations", ("organisation",)),
        joint,
    ]


def test_the_key_of_a_table_is_no_link_to_itself():
    """A column that is the key by itself leads nowhere."""
    table = Table("cases", "Rows", (own("case", "ref", "The case", ref="case", required=True),), ("case",))
    assert list(table.links()) == []
    assert key_of("people") == "person"
