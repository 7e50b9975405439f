"""The widgets around a picture: the model, the network and the map of gaps."""

import pytest

pytest.importorskip("anywidget")

from widgeting import asked, fresh, shown

from kg import widgets
from kg.pictures import model
from kg.pictures.themes import Many, One

CASE = "bernalillo-jdai"


# ---------------------------------------------------------------- The model


def test_the_model_alone_has_twelve_themes(g):
    """All themes can be picked, in the narrow and in the wide drawing."""
    picks = shown(widgets.Model(g)).picks
    assert len(set(picks)) == 12
    assert len(picks) == 24


def test_a_theme_is_picked_and_let_go(g):
    """What is said of it stands under the picture, and the part is marked as chosen."""
    panel = widgets.Model(g, case=CASE)
    panel._picture.pick("theme/share-power")
    assert panel.theme == "share-power"
    assert ("aria-pressed", "true") in shown(panel).attributes
    assert "Share power: practised" in shown(panel).text
    panel._picture.pick("theme/share-power")
    assert panel.theme == ""


def test_the_model_is_coloured_by_a_case_a_set_or_two(g):
    """The view follows the traits; a case comes before sets."""
    cases = [*g.store.cases]
    panel = widgets.Model(g, cases=cases[:40], name="First")
    assert isinstance(panel.view(), Many)
    panel.others = cases[40:]
    assert [many.name for many in panel.view()] == ["First", "The others"]
    assert model.title(panel.view()) in shown(panel).text
    panel.case = CASE
    assert isinstance(panel.view(), One)


def test_sets_are_chosen_from_lists(g, project):
    """A country, then another against it; each has as many cases as there are files; no set brings the model back."""
    panel = widgets.Model(g, case=CASE)
    first, second = panel._sets.values()
    first.value = "country/canada"
    files = [path.read_text(encoding="utf-8") for path in project.case_files()]
    assert len(panel.cases) == sum("\ncountry: CA\n" in file for file in files)
    assert (panel.case, panel.name) == ("", "Canada")
    second.value = "country/united-states"
    assert "Canada and United States compared" in shown(panel).text
    first.value = second.value = ""
    assert panel.view() is None


def test_a_set_from_elsewhere_is_named_in_the_list(g):
    """One that is a country shows as that country; any other as given; a case that is chosen comes before both."""
    panel = widgets.Model(g, cases=[*g.facets.levels("country", "india")])
    assert panel._sets["cases"].label == "Country: India"
    panel.cases = ["cpche"]
    assert panel._sets["cases"].label == "the cases given"
    panel._choice.value = CASE
    assert isinstance(panel.view(), One)


def test_a_theme_that_is_picked_is_told_of(g):
    """Its definition; for a case the findings with their places, for a set the cases that practised it, by level."""
    panel = widgets.Model(g, case=CASE, theme="share-power")
    definition = g.query("SELECT ?d { theme:share-power skos:definition ?d }").rows[0]["d"]
    findings = [found for found in g.case(CASE).data["findings"] if found["about"] == "Share power"]
    assert findings
    for told in (definition, *(found["places"] for found in findings)):
        assert told in shown(panel).text
    panel.case, panel.cases = "", ["cpche", CASE, "total-place"]
    text = shown(panel).text
    assert "certain These cases (1)" in " ".join(text.split())
    assert g.store.cases["cpche"].name in text


@pytest.mark.parametrize(("trait", "value"), [("case", "flurb"), ("theme", "flurb")])
def test_an_unknown_case_or_theme_is_told(g, trait, value):
    """There is a line, and setting it back shows the model again."""
    panel = widgets.Model(g)
    setattr(panel, trait, value)
    assert "flurb" in panel.message
    setattr(panel, trait, "")
    assert panel.message == ""
    assert len(set(shown(panel).picks)) == 12


def test_the_table_of_the_model_can_be_saved(g):
    """A row for each theme."""
    assert asked(widgets.Model(g)._picture, "save:table")["text"].count("\n") == 13


# ---------------------------------------------------------------- The network


def test_the_network_is_around_what_was_set_last(g):
    """A case, then a theme, then a country; without it, what was set before."""
    panel = widgets.Network(g, case=CASE)
    assert f"case/{CASE}" in shown(panel).picks
    panel._choices["theme"].value = "share-power"
    assert "Share power" in shown(panel).text
    assert panel._drawn.centre == "theme/share-power"
    panel.country = "Canada"
    assert panel._drawn.title == "Canada"
    panel.country = ""
    assert panel._drawn.centre == f"case/{CASE}"


def test_a_part_is_picked_with_its_neighbours(g):
    """Its neighbours are named, and a button puts it in the middle."""
    panel = widgets.Network(g, theme="share-power")
    assert panel.neighbours == []
    panel._picture.pick(f"case/{CASE}")
    assert "theme/share-power" in panel.neighbours
    assert f"centre/case/{CASE}" in shown(panel).picks
    panel._picture.pick(f"centre/case/{CASE}")
    assert panel.case == CASE
    assert panel._drawn.centre == f"case/{CASE}"
    assert panel.node == ""


@pytest.mark.parametrize(("trait", "value"), [("case", "flurb"), ("theme", "flurb"), ("country", "Flurbia")])
def test_an_unknown_centre_is_told(g, trait, value):
    """There is a line with what is known."""
    panel = widgets.Network(g)
    setattr(panel, trait, value)
    assert value in panel.message


def test_a_case_that_is_gone_from_the_network_is_told(store):
    """A click on what is no longer there gives a line."""
    g = fresh(store)
    panel = widgets.Network(g, theme="share-power")
    del g.store.cases[CASE]
    panel._picture.pick(f"centre/case/{CASE}")
    assert panel.message


# ---------------------------------------------------------------- The map of gaps


def test_a_cell_gives_its_cases(g):
    """The certain ones first, then the possible ones; the five lists stand under the map."""
    panel = widgets.GapMap(g)
    cell = next(cell for cell in panel.map.cells if cell.certain and cell.possible)
    panel._picture.pick(f"theme/{cell.row}|outcome/{cell.column}")
    assert panel.cases == [*cell.certain, *cell.possible]
    assert f"● certain ({len(cell.certain)})" in shown(panel).text
    panel._picture.pick(f"case/{cell.certain[0]}")
    assert panel.case == cell.certain[0]
    panel._picture.pick(panel.cell)
    assert panel.cases == []


def test_rows_and_kinds_can_be_chosen(g):
    """Barriers in the rows, and cases of one kind."""
    panel = widgets.GapMap(g, cell="theme/share-power|outcome/cost-saving")
    panel._rows.value = "barrier"
    assert panel.cell == ""
    assert {entry.standing for entry in panel.map.rows} == {"met"}
    panel._kinds.value = "fellowship"
    assert panel.map.cases == 47


@pytest.mark.parametrize(("trait", "value"), [("rows", "flurb"), ("kinds", ["flurb"]), ("cell", "theme/x|outcome/y")])
def test_a_wrong_choice_is_told(g, trait, value):
    """There is a line."""
    panel = widgets.GapMap(g)
    setattr(panel, trait, value)
    assert panel.message
    assert "could not be shown" not in panel.message
