"""The picture of phases: years where they are given, and a place apart where they are not."""

import re

import picturing
import pytest

from kg.pictures import phases
from kg.pictures.phases import Course, Phase, Told


@pytest.fixture(scope="module")
def virginia(store):
    """The case with three phases that have years."""
    return phases.course(store, "virginia-comprehensive-services")


def told(course, name):
    """What findings say of a phase, as label -> {(stance, level)}."""
    (phase,) = (phase for phase in course.phases if phase.name == name)
    found = {}
    for item in phase.told:
        found.setdefault(item.label, set()).add((item.stance, item.level))
    return found


def test_years_come_from_the_case(virginia):
    """The Act came in 1993; the push from the top lasted from 2007 until the leaders left in 2010."""
    assert (virginia.start, virginia.end) == (1993, 0)
    assert [(phase.name, phase.start, phase.end) for phase in virginia.dated] == [
        ("The Act alone", 1993, 2007),
        ("Driven from the top", 2007, 2010),
        ("After the leaders left", 2010, 0),
    ]


def test_a_theme_may_be_left_undone_in_one_phase_and_practised_in_the_next(virginia):
    """Training and money for new ways of working came only with the second phase, and both are certain."""
    theme = "Resource new ways of working"
    assert told(virginia, "The Act alone")[theme] == {("neglected", "certain")}
    assert told(virginia, "Driven from the top")[theme] == {("enacted", "certain")}


def test_yes_and_no_in_one_phase_are_possible_only(store):
    """The report both credits and faults the Delivery Unit over the user's perspective, in the same years."""
    unit = phases.course(store, "pmdu")
    stands = told(unit, "The years the report assesses")["Appreciate the service user's perspective"]
    assert stands == {("enacted", "possible"), ("neglected", "possible")}


def test_phases_without_years_stand_off_the_line(store):
    """No year is made up: the ward campaign's years of success and struggle have no date."""
    course = phases.course(store, "janaagraha-ward-vision")
    assert {phase.name for phase in course.undated} == {"First year", "Second and third years"}
    drawn = phases.draw(course)
    assert not [text for text in picturing.texts(drawn) if re.fullmatch(r"\d{4}", text)]
    assert picturing.texts(drawn).count(phases.NO_YEARS) == 3  # two phases and the legend


def test_dated_and_undated_phases_of_one_case(store):
    """Service Ontario: taking part by choice has no years, the mandate came in 2006."""
    course = phases.course(store, "service-ontario")
    assert [phase.name for phase in course.dated] == ["After the mandate of 2006"]
    assert [phase.name for phase in course.undated] == ["Taking part by choice"]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (2001, 2005, "2001 to 2005"),
        (2006, 2006, "2006"),
        (2010, 0, "from 2010, no end given"),
        (0, 2009, "until 2009, no beginning given"),
        (0, 0, ""),
    ],
)
def test_years_in_words(start, end, words):
    """A missing year is said to be missing."""
    assert phases.span(start, end) == words


def bars(picture):
    """The bars of years: left and right, without the strokes of open ends and without the legend."""
    found = []
    for node in picturing.read(picture).iter(f"{picturing.NS}rect"):
        if node.get("rx") == "2.5" and node.get("height") == "14":
            left = float(node.get("x"))
            found.append((left, left + float(node.get("width"))))
    return found


def test_a_bar_is_as_long_as_its_years(virginia):
    """Fourteen years are drawn as more than four times three; what follows starts where it ends."""
    _, act, driven, after = bars(phases.draw(virginia))
    assert act[1] == pytest.approx(driven[0], abs=0.2)
    assert driven[1] == pytest.approx(after[0], abs=0.2)
    assert (act[1] - act[0]) / (driven[1] - driven[0]) == pytest.approx(14 / 3, rel=0.01)


def test_an_open_end_has_strokes_and_a_closed_one_has_none():
    """A phase without a last year does not end in a clean edge."""
    open_end, closed = (
        phases.draw(Course("x", phases=(Phase("a", 2000, end), Phase("b", 1990, 2005)))) for end in (0, 2003)
    )
    assert "no end given" in " ".join(picturing.texts(open_end))
    assert "the source gives no end" not in " ".join(picturing.texts(closed))
    assert open_end.count("<rect") > closed.count("<rect")


@pytest.mark.parametrize("width", picturing.WIDTHS)
def test_no_words_lie_on_each_other(store, width):
    """Every case of the graph that has years or phases."""
    courses = [phases.course(store, case) for case in store.cases]
    drawn = [phases.draw(course, width) for course in courses if course.phases or course.start]
    assert len(drawn) > 10
    assert [fault for picture in drawn for fault in picturing.faults(picture)] == []


def test_a_case_without_years_and_phases_says_so(store):
    """Never a blank picture."""
    drawn = phases.draw(phases.course(store, "cpche"))
    assert "neither years nor phases" in " ".join(picturing.texts(drawn))


@pytest.mark.parametrize("name", picturing.HOSTILE)
@pytest.mark.parametrize("width", [344, 760])
def test_names_that_try_to_break_out(name, width):
    """A phase, its note and an entry may be called anything."""
    item = Told("x", name, "enacted", "possible")
    drawn = phases.draw(Course(name, 1, 9999, (Phase(name, 1, 0, name, (item,)), Phase(name, note=name))), width, name)
    assert picturing.is_safe(drawn)
    assert picturing.faults(drawn) == []


def test_the_words_and_the_table_say_the_same(virginia):
    """Each phase has its years, its note and what findings say."""
    columns, rows = phases.table(virginia)
    assert [row[0] for row in rows] == [phase.name for phase in virginia.dated]
    assert {len(row) for row in rows} == {len(columns)}
    assert all(cell in phases.words(virginia) for row in rows for cell in row)
