"""The picture of numbers: honest about what each number rests on."""

from decimal import Decimal

import picturing
import pytest

from kg.pictures import changes, numbers
from kg.pictures.numbers import Change, Measured, amount, plain, short


@pytest.fixture(scope="module")
def of(store):
    """The changes of a case by its id."""
    return lambda case: numbers.changes(store, case)


def change(**fields):
    """A change with what every change has."""
    given = {
        "id": "c",
        "finding": "f",
        "indicator": "boats",
        "design": "before-after",
        "design_label": "Before and after",
    }
    return Change(**{**given, **fields})


def draw(found, width=760):
    """The texts of a picture, which must be sound."""
    drawn = changes.draw("A case", found, width)
    assert picturing.faults(drawn) == []
    return picturing.texts(drawn)


def widths(picture, tone):
    """The widths of the bars of one colour that are 18 pixels high."""
    nodes = picturing.read(picture).iter(f"{picturing.NS}rect")
    return [
        float(node.get("width"))
        for node in nodes
        if node.get("height") == "18" and f"cw-f-{tone} " in node.get("class", "")
    ]


def test_two_times_are_two_bars_from_nought(of):
    """Children in care in Virginia: 4,300 before and 2,900 after, drawn in that ratio."""
    (pair,) = (c for c in of("virginia-comprehensive-services") if c.indicator == "children in care" and not c.computed)
    drawn = changes.draw("x", [pair])
    (before,), (after,) = widths(drawn, "blue-tint"), widths(drawn, "blue")
    assert before / after == pytest.approx(4300 / 2900, rel=0.01)
    assert {"4,300", "2,900"} <= set(picturing.texts(drawn))


def test_what_we_worked_out_is_told_with_the_pair_it_comes_from(of):
    """It gets no panel of its own, and says whose sum it is."""
    found = of("virginia-comprehensive-services")
    texts = " ".join(draw(found))
    assert "Worked out by us from these two: −32.6%." in texts
    assert "Worked out by us from these two: USD 79 million, per year." in texts
    assert changes.SECTIONS["saving"] not in texts


def test_shares_are_drawn_on_a_whole(of):
    """44 and 27 per cent fill 44 and 27 hundredths, not all and most of a bar."""
    (pair,) = (c for c in of("virginia-comprehensive-services") if c.before and c.before.unit == "PERCENT")
    drawn = changes.draw("x", [pair])
    (whole, *_), (before,), (after,) = widths(drawn, "faint") or [0], widths(drawn, "blue-tint"), widths(drawn, "blue")
    assert before / after == pytest.approx(44 / 27, rel=0.01)
    assert "100%" in picturing.texts(drawn)
    assert whole == 0 or before / whole == pytest.approx(0.44, rel=0.01)


def test_two_groups_are_no_before_and_after(of):
    """Rikers Island: those who finished the programme and those who did not, at one time."""
    (groups,) = of("rikers-island-post-release-programme")
    assert groups.sort == "groups"
    texts = " ".join(draw([groups]))
    assert "Two groups at one time: not a before and after" in texts
    assert {"59%", "30%"} <= set(draw([groups]))
    assert not {"before", "after", "Before", "After"} & set(draw([groups]))


def test_a_change_in_per_cent_alone_is_one_arrow(of):
    """Bernalillo County: the source prints falls of 58, 37 and about 50 per cent, and no values."""
    found = of("bernalillo-jdai")
    assert [c.sort for c in found] == ["arrow"] * 3
    texts = draw(found)
    assert {"−58%", "−37%", "about −50%"} <= set(texts)
    drawn = changes.draw("x", found)
    assert widths(drawn, "blue") == widths(drawn, "blue-tint") == []


def test_a_comparison_group_is_an_arrow_of_its_own(of):
    """Enfield: burglary fell by 53 per cent, and rose by 4 in comparable areas."""
    (burglary,) = of("enfield-burglary")
    texts = draw([burglary])
    assert {"−53%", "+4%"} <= set(texts)
    assert "the change in the comparison group" in texts
    assert any(text.startswith("Before and after with a comparison group") for text in texts)


def test_a_fall_points_left_and_a_rise_right():
    """By their size, on one scale that has no change in its middle."""
    ends = []
    for share in ("-0.5", "0.5"):
        drawn = changes.draw("x", [change(relative=Decimal(share))])
        (head,) = (
            node.get("d")
            for node in picturing.read(drawn).iter(f"{picturing.NS}path")
            if node.get("class") == "cw-f-blue" and float(node.get("d")[1:].split()[0]) > 60
        )
        ends.append(float(head[1:].split()[0]))
    assert ends[0] < 380 < ends[1]
    assert ends[0] + ends[1] == pytest.approx(760, abs=1)


def test_savings_name_currency_and_recurrence_and_are_never_added_up(of):
    """Service Canada: two sums that may overlap stand side by side, and their total appears nowhere."""
    found = [c for c in of("service-canada") if c.is_saving]
    texts = draw(found)
    assert {"CAD 292 million", "CAD 424 million"} <= set(texts)
    assert texts.count("Once") == 2
    assert not any("716" in text for text in texts)
    assert texts.count("It may count the same money as another number of this case.") == 2


def test_sums_that_contradict_each_other_say_so(of):
    """Cook County: 250 and 240 million cannot both be right; one is approximate, the other ours."""
    texts = draw([c for c in of("cook-jdai") if c.is_saving])
    assert {"about USD 250 million", "USD 240 million"} <= set(texts)
    assert texts.count("The sources also give another sum for this, and both cannot be right.") == 2
    assert any("worked out by us" in text for text in texts)


def test_a_range_keeps_both_ends(of):
    """Leicester hoped for between 3.75 and 5.25 million pounds a year, which is no result."""
    (hope,) = of("total-place-leicester")
    texts = draw([hope])
    assert {"GBP 3.75 million to 5.25 million", "at least GBP 3.75 million", "at most GBP 5.25 million"} <= set(texts)
    assert "a hope or a plan, not a result" in texts
    assert any("Forecast" in text for text in texts)


def test_currencies_never_share_a_scale():
    """A before in pounds and an after in dollars are printed without bars."""
    pair = change(before=Measured(Decimal(5), "CCY_GBP"), after=Measured(Decimal(9), "CCY_USD"))
    drawn = changes.draw("x", [pair])
    assert widths(drawn, "blue") == widths(drawn, "blue-tint") == []
    assert {"GBP 5", "USD 9"} <= set(picturing.texts(drawn))


def test_a_plan_is_no_earlier_time():
    """What was planned and what came are named so."""
    plan = change(
        design="projection",
        design_label="Plan against outturn",
        before=Measured(Decimal(5)),
        after=Measured(Decimal(3)),
    )
    texts = draw([plan])
    assert changes.SECTIONS["plan"] in texts
    assert {"Planned", "Came"} <= set(texts)
    assert "Before" not in texts


def test_a_lone_figure_is_not_compared(of):
    """Multnomah County closed three units: a number, and nothing to hold it against."""
    (closed,) = (c for c in of("multnomah-jdai") if c.indicator == "detention units closed")
    assert closed.sort == "figure"
    assert "3" in draw([closed])


def test_values_below_nought_and_of_nought_are_drawn():
    """A bar cannot be shorter than nothing; the number still stands there."""
    for before, after in ((-5, 5), (0, 0), (3, 0)):
        texts = draw([change(before=Measured(Decimal(before)), after=Measured(Decimal(after)))])
        assert {plain(Decimal(before)), plain(Decimal(after))} <= set(texts)


def test_a_rise_of_more_than_all_stays_on_the_paper():
    """A threefold rise widens the scale."""
    texts = draw([change(relative=Decimal("2.5"))])
    assert {"+250%", "−250%"} <= set(texts)


@pytest.mark.parametrize("width", picturing.WIDTHS)
def test_no_words_lie_on_each_other(store, of, width):
    """Every case of the graph."""
    drawn = [changes.draw(facts.name, of(case), width) for case, facts in store.cases.items()]
    assert [fault for picture in drawn for fault in picturing.faults(picture)] == []


def test_every_change_of_the_graph_is_drawn_once(store, of):
    """None is lost between the sections, and each stands in the table."""
    found = [c for case in store.cases for c in of(case)]
    assert len(found) == len(store.graph.rows("SELECT ?c WHERE { ?f cw:hasChange ?c }"))
    assert {c.sort for c in found} <= set(changes.SECTIONS)
    assert len(changes.table(found)[1]) == len(found)


def test_the_words_name_design_and_origin(of):
    """The text in place of the picture says what each number rests on."""
    told = changes.words("Enfield", of("enfield-burglary"))
    assert "Before and after with a comparison group; Measured; as printed" in told
    assert "−53%" in told


def test_a_case_without_numbers_says_so(of):
    """Never a blank picture."""
    assert "print no number" in " ".join(picturing.texts(changes.draw("x", of("cpche"))))


@pytest.mark.parametrize("name", picturing.HOSTILE)
@pytest.mark.parametrize("width", [344, 760])
def test_names_that_try_to_break_out(name, width):
    """Every text of a change may be anything."""
    of = Measured(Decimal(5), name, name, name)
    texts = {"indicator": name, "design_label": name, "status_label": name, "years": name, "recurrence": name}
    found = [
        change(**texts, before=of, after=of, comparison=of),
        change(**texts, design="group-comparison", after=of, comparison=of),
        change(**texts, design="before-after-with-comparison", relative=Decimal("-0.5"), comparison=of),
        change(**texts, after=of),
        change(**texts, currency=name, saved=Decimal(5), recurrence_meaning=name),
        change(**texts, currency=name, low=Decimal(5), high=Decimal(9)),
    ]
    drawn = changes.draw(name, found, width, note=name)
    assert picturing.is_safe(drawn)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("250000000", "250 million"),
        ("167500000", "167.5 million"),
        ("25000000000", "25 billion"),
        ("1234567", "1,234,567"),
        ("2166", "2,166"),
        ("1.2", "1.2"),
        ("-0.50", "−0.5"),
        ("1E+3", "1,000"),
    ],
)
def test_sums_are_shortened_only_where_nothing_is_lost(value, text):
    """A round sum is told in millions; an exact one stays exact."""
    assert short(Decimal(value)) == text


def test_units_are_told():
    """A number is never without its unit."""
    told = [amount(Decimal(5), unit) for unit in ("PERCENT", "CCY_GBP", "YR", "NUM", "")]
    assert told == ["5%", "GBP 5", "5 years", "5", "5"]
