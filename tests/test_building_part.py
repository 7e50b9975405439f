"""One part: from files to triples, by nothing but what it is given."""

from pathlib import Path

import pytest

from kg.building.base import Base
from kg.building.part import TERMS, Unit, case_from, examine, make
from kg.reader import read_case


def unit(small, *files):
    """The unit of some files of a project."""
    return Unit(files[0], tuple((file, (small.root / file).read_bytes()) for file in files))


@pytest.fixture
def base(small) -> Base:
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    small.case("ferry", organisations="[{organisation: ferry-trust, role: lead, evidence: [tiny:3-3]}]")
    small.locate()
    return Base(small.project)


def test_a_part_is_the_same_whatever_is_made_with_it(small, base):
    """Made alone or with others, in any order, a part has the same triples, entries, and words of the shapes."""
    units = [unit(small, "cases/bridge.md"), unit(small, "cases/ferry.md"), Unit(TERMS)]
    alone = [make([one], base, shapes=True)[0] for one in units]
    assert make(units, base, shapes=True) == alone
    assert make(units[::-1], base, shapes=True)[::-1] == alone
    assert [len(part.warnings) for part in alone] == [1, 1, 0]  # each case has fewer than three partners


def test_a_family_says_who_speaks_in_it(small, base):
    """That somebody is a speaker is said by the case in which they speak, not by the registry."""
    bridge, ferry = make([unit(small, "cases/bridge.md"), unit(small, "cases/ferry.md")], base, shapes=False)
    line = b"<https://w3id.org/cwkg/id/person/teller> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    assert line + b"<https://w3id.org/cwkg/ontology#Speaker> .\n" in bridge.asserted
    assert line not in ferry.asserted


def test_an_examination_gives_problems_and_an_outline(small, base):
    """Problems come with their place; the outline holds what the checks across all cases need."""
    path = small.root / "cases/ferry.md"
    path.write_text(path.read_text(encoding="utf-8").replace("tier: named", "tier: naimed"), encoding="utf-8")
    found = examine(unit(small, "cases/ferry.md"), base, {"bridge", "ferry"})
    assert [(p.line, p.message) for p in found.problems] == [(5, "'naimed' is not a tier")]
    case = read_case(Path(path), "cases/ferry.md")[0]
    outline = case_from(found.summary.cases[0])
    assert (outline.id, outline.name, outline.country) == (case.id, case.name, case.country)
    assert [(p.organisation, p.role) for p in outline.organisations] == [("ferry-trust", "lead")]
    assert outline.marks["name"] == case.marks["name"]
    assert found.summary.claims == {"cases/ferry.md": ("ferry", "")}
