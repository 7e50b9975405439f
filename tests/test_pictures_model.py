"""The picture of the model: true to the codebook, true to the answers, and legible."""

import picturing
import pytest

from kg.answers import answer
from kg.conditions import Condition, Reading
from kg.namespaces import expand
from kg.pictures import gauge, model, themes
from kg.pictures.themes import Many, One, Theme


@pytest.fixture(scope="module")
def twelve(store):
    """The themes of the codebook."""
    return themes.themes(store)


@pytest.fixture(scope="module")
def known(store):
    """How every theme stands in every case."""
    return themes.stands(store)


def test_the_rings_are_those_of_the_report(twelve):
    """The user's perspective at the centre, three core themes around it, eight activities outside."""
    assert [t.id for t in twelve if t.ring == 0] == ["appreciate-service-user-perspective"]
    assert {t.id for t in twelve if t.ring == 1} == {
        "create-common-purpose",
        "insist-on-whole-system-approaches",
        "share-power",
    }
    assert sum(t.ring == 2 for t in twelve) == 8


def test_each_activity_supports_the_theme_that_the_report_puts_it_under(twelve):
    """Two activities under common purpose, three under whole systems, three under sharing power (section 1.1)."""
    under = {}
    for theme in twelve:
        for core in theme.supports:
            under.setdefault(core, set()).add(theme.id)
    assert under == {
        "create-common-purpose": {"explain-what-is-important", "promote-collaborative-front-line-working"},
        "insist-on-whole-system-approaches": {
            "hold-partners-to-account",
            "resource-new-ways-of-working",
            "build-political-backing",
        },
        "share-power": {"distribute-leadership", "serve-others-perspectives", "spend-time-on-relationships"},
    }


def test_the_further_links_are_those_that_the_report_tells(twelve):
    """Explaining helps backing and power sharing; time on relationships helps account and resources."""
    also = {t.id: set(t.also) for t in twelve if t.also}
    assert also == {
        "explain-what-is-important": {"build-political-backing", "share-power"},
        "spend-time-on-relationships": {"hold-partners-to-account", "resource-new-ways-of-working"},
    }


@pytest.mark.parametrize("stance", ["enacted", "advocated", "neglected", "obstructed"])
def test_levels_are_those_of_the_answers(store, twelve, known, stance):
    """What the picture calls certain and possible is what a question about it answers, for every theme and case."""
    for theme in twelve:
        condition = Condition("theme", expand(f"theme:{theme.id}"), theme.label, "", stance)
        found = answer(store, Reading("", [[condition]], []))
        levels = {hit.facts.id: "certain" for hit in found.certain} | {
            hit.facts.id: "possible" for hit in found.possible
        }
        assert {
            case: kept[theme.id][stance] for case, kept in known.items() if stance in kept.get(theme.id, {})
        } == levels


@pytest.mark.parametrize("width", picturing.WIDTHS)
def test_every_theme_is_a_part_with_its_name(twelve, width):
    """All twelve can be reached, in both layouts, and no words lie on each other."""
    drawn = model.draw(twelve, width=width, also=True)
    assert set(picturing.parts(drawn)) == {f"theme/{t.id}" for t in twelve}
    assert picturing.faults(drawn) == []


@pytest.mark.parametrize("width", [344, 760])
def test_no_words_lie_on_each_other_in_any_case(store, twelve, known, width):
    """Every case of the graph, narrow and wide."""
    for case, facts in store.cases.items():
        drawn = model.draw(twelve, One(facts.name, known.get(case, {}), case in known), width)
        assert picturing.faults(drawn) == [], case


def test_a_case_that_nobody_read_says_nothing(store, twelve):
    """A case known from the list of interviewees alone is not taken for twelve times no."""
    view = themes.one(store, "unnati-education-centre")
    assert not view.read
    drawn = model.draw(twelve, view)
    assert "not a no" in " ".join(picturing.texts(drawn))
    assert all(says.endswith("not read in full") for says in picturing.parts(drawn).values())


def test_certain_possible_undone_and_silent_are_drawn_in_four_ways():
    """The signs differ without their colours too."""
    stands = [{"enacted": "certain"}, {"enacted": "possible"}, {"neglected": "certain"}, {"neglected": "possible"}, {}]
    drawn = [gauge.case_sign(stand, 50, 50, 40) for stand in stands]
    grey = ["".join(part for part in one.split('"') if not part.startswith("#")) for one in drawn]
    assert len(set(drawn)) == len(set(grey)) == 5


def test_a_theme_both_practised_and_left_undone_shows_both():
    """Virginia's money for new ways of working came late: one disc, two badges."""
    assert gauge.case_sign({"enacted": "certain", "neglected": "certain"}, 50, 50, 40).count("translate(") == 2


SET = Many(
    "Four cases",
    {
        "a": {"t": {"enacted": "certain"}},
        "b": {"t": {"enacted": "possible", "neglected": "certain"}},
        "c": {"t": {"obstructed": "possible", "neglected": "certain"}},
        "d": {},
    },
    unread=2,
)


def test_a_set_is_counted_theme_by_theme():
    """A case may be practised and undone; of two ways of being undone the certain one counts."""
    assert SET.count("t") == (1, 1, 2, 0)
    assert SET.count("u") == (0, 0, 0, 0)
    assert gauge.figures(SET, Theme("t", "T1", "T", 2)) == "1 + 1"


def test_cases_never_read_are_left_out_of_the_share(store):
    """Seventeen of the forty-seven projects are known from the list of interviewees alone."""
    fellowship = [id for id, facts in store.cases.items() if facts.kind == "Fellowship project"]
    view = themes.many(store, "All", fellowship)
    assert (view.size, view.unread) == (30, 17)


@pytest.mark.parametrize(
    ("first", "second", "lead"),
    [
        ((3, 0, 4), (1, 0, 4), (0, True)),
        ((1, 0, 4), (3, 0, 4), (1, True)),
        ((2, 0, 4), (1, 2, 4), (0, False)),
        ((2, 1, 4), (1, 0, 2), (-1, False)),
        ((0, 3, 3), (0, 0, 3), (-1, False)),
    ],
)
def test_the_larger_share_is_sure_only_where_nothing_possible_could_change_it(first, second, lead):
    """Shares are compared, not counts; possible cases may turn out either way."""

    def made(certain, possible, size):
        levels = ["certain"] * certain + ["possible"] * possible
        cases = {str(n): ({"t": {"enacted": levels[n]}} if n < len(levels) else {}) for n in range(size)}
        return Many("x", cases)

    assert gauge.lead((made(*first), made(*second)), "t") == lead


def test_two_sets_are_told_apart_by_side(store, twelve):
    """Canada to the left, India to the right, and both named in the words for each theme."""
    pair = (
        themes.many(store, "Canada", [id for id, c in store.cases.items() if c.country == "Canada"]),
        themes.many(store, "India", [id for id, c in store.cases.items() if c.country == "India"]),
    )
    for width in (344, 760):
        drawn = model.draw(twelve, pair, width)
        assert picturing.faults(drawn) == []
        assert all("Canada" in says and "India" in says for says in picturing.parts(drawn).values())
    columns, rows = model.table(twelve, pair)
    assert len(columns) == 5 + 2 * 5
    assert {len(row) for row in rows} == {len(columns)}


def test_an_empty_set_divides_by_nothing(twelve):
    """A choice that leaves no case is drawn too."""
    for view in (Many("None", {}), (Many("None", {}), SET)):
        assert picturing.is_safe(model.draw(twelve, view))


def test_a_graph_without_themes_says_so():
    """Never a blank picture."""
    assert "no themes" in " ".join(picturing.texts(model.draw([])))


@pytest.mark.parametrize("lost", [0, 1, 2])
@pytest.mark.parametrize("width", [344, 760])
def test_a_graph_without_a_ring_is_drawn(twelve, lost, width):
    """A codebook without a centre, without core themes, or without activities."""
    rest = [theme for theme in twelve if theme.ring != lost]
    assert set(picturing.parts(model.draw(rest, width=width))) == {f"theme/{t.id}" for t in rest}


@pytest.mark.parametrize("name", picturing.HOSTILE)
@pytest.mark.parametrize("width", [344, 760])
def test_names_that_try_to_break_out(name, width):
    """A theme and a case may be called anything."""
    made = [Theme(name, name, name, 0), Theme("b", "T2", name, 1, balances=(name,)), Theme("c", "T3", name, 2, ("b",))]
    for view in (One(name, {"b": {"enacted": "certain"}}), Many(name, {"x": {}}), (Many(name, {}), Many(name, {}))):
        drawn = model.draw(made, view, width, also=True, note=name)
        assert picturing.is_safe(drawn)
        assert picturing.faults(drawn) == []


def test_the_words_say_all_that_is_drawn(store, twelve):
    """The text in place of the picture has each theme, its place, its ties and how it stands."""
    told = model.words(twelve, themes.one(store, "virginia-comprehensive-services"))
    assert all(theme.label in told for theme in twelve)
    assert (
        "Insist on whole-system approaches: practised (certain) (a core theme around the centre; held together" in told
    )
    assert "Resource new ways of working: practised (certain), left undone (certain)" in told


def test_chosen_themes_are_outlined_and_links_are_kept(twelve):
    """What a page or a widget needs of the picture."""
    drawn = model.draw(twelve, chosen={"share-power"}, links={"theme/create-common-purpose": "/themes/2"})
    assert drawn.count("cw-chosen") == 1 + drawn.count(".cw-chosen")
    assert 'href="/themes/2"' in drawn
