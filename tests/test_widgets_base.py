"""What holds for every widget: plain forms, messages in the place of stack traces, names, and no hostile text."""

import re

import pytest

pytest.importorskip("anywidget")
pytest.importorskip("ipywidgets")

from widgeting import CASE, STATES, Page, asked, empty, fresh, hostile, shown, without

import kg
from kg import widgets
from kg.errors import UsageError
from kg.widgets.base import FOLDER, Picture


def made(g, name):
    """A widget in a state with something to show."""
    return getattr(widgets, name)(g, **STATES[name])


def test_every_widget_is_tested():
    """A new widget is tested here too."""
    assert set(STATES) == set(widgets.__all__) - {"link", "dlink"}


def test_widgets_are_there_without_an_import():
    """`kg.widgets` needs no import of its own, and other names are not there."""
    assert kg.widgets is widgets
    with pytest.raises(AttributeError, match="no attribute 'flurbs'"):
        _ = kg.flurbs


@pytest.mark.parametrize("name", STATES)
def test_a_widget_has_a_plain_form(g, name):
    """HTML and text stand beside the widget: nothing to press, no SVG, no IRI, every picture with words."""
    bundle = made(g, name)._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
    page = Page(bundle["text/html"])
    assert not {"button", "svg", "script", "input"} & set(page.tags)
    assert page.tags.count("img") == len([1 for key, value in page.attributes if key == "alt" and value])
    assert all(value.startswith("data:image/svg+xml") for key, value in page.attributes if key == "src")
    assert "Juvenile Detention" in bundle["text/plain"] or name in ("Explorer", "Lesson", "GapMap", "Ask")
    visible = re.sub(r"PREFIX [^\n]*\n", "", page.text)
    assert "w3id.org" not in visible


@pytest.mark.parametrize("name", STATES)
def test_a_widget_shows_something_and_every_part_has_a_name(g, name):
    """There are no messages, each part and each button is named for screen readers, and something can be pressed."""
    panel = made(g, name)
    page = shown(panel)
    assert panel.message == ""
    assert page.unnamed == []
    assert len(page.text) > 200
    assert all(part.label for part in panel._pictures())
    assert "button" in page.tags
    controls = [
        child for child in _all(panel) if type(child).__name__ in ("Text", "Dropdown", "Button", "BoundedIntText")
    ]
    assert all(control.description and control.tooltip for control in controls)


def _all(box):
    for child in getattr(box, "children", ()):
        yield child
        yield from _all(child)


@pytest.mark.parametrize("name", STATES)
def test_hostile_texts_stay_texts(g, store, name):
    """With a hostile text for every name and note, no tag and no attribute comes out that is not there without."""
    bad, usual = made(hostile(store), name), made(g, name)
    for found, plain in ((shown(bad), shown(usual)), *(map(Page, (bad.plain(), usual.plain())),)):
        assert not {"script", "iframe"} & set(found.tags)
        assert not [key for key, _ in found.attributes if key.startswith("on")]
        assert "onerror" not in {key for key, _ in found.attributes}
        assert not [v for k, v in found.attributes if k in ("href", "src") and v and v.startswith("javascript")]
        assert set(found.tags) <= set(plain.tags) | {
            "p",
            "div",
            "span",
            "strong",
            "li",
            "ul",
            "details",
            "summary",
            "button",
        }
    assert "\u202e" not in "".join(part.content for part in bad._pictures())
    assert "\x1b" not in bad._repr_mimebundle_()["text/plain"]


@pytest.mark.parametrize("name", STATES)
def test_an_empty_graph_is_told(store, name):
    """Whatever was asked for, there is a readable line, and never a blank widget."""
    for state in ({}, STATES[name]):
        panel = getattr(widgets, name)(empty(store), **state)
        assert (shown(panel).text + panel.message).strip()
        assert "could not be shown" not in panel.message
        assert panel._repr_mimebundle_()["text/plain"].strip()


@pytest.mark.parametrize("lost", ["Theme", "OutcomeType", "Phase", "CaseKind", "Passage"])
@pytest.mark.parametrize("name", STATES)
def test_a_graph_without_a_class_is_shown_or_told(store, name, lost):
    """Where every thing of a class is gone, there is something to read, and no error of Python's."""
    panel = made(without(store, lost), name)
    assert (shown(panel).text + panel.message).strip()
    assert "could not be shown" not in panel.message
    assert panel._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize("name", STATES)
def test_an_unexpected_error_becomes_a_line(g, name, monkeypatch):
    """A fault of ours is a line in the widget, which goes when the next action succeeds."""
    panel = made(g, name)
    with monkeypatch.context() as patch:
        patch.setattr(panel, "_show", lambda: 1 / 0)
        panel._refresh()
        assert panel.message.startswith("This could not be shown (ZeroDivisionError)")
        assert 'class="cw-warning"' in panel._repr_mimebundle_()["text/html"]
    panel._refresh()
    assert panel.message == ""


def test_a_wrong_call_is_told(g):
    """What is no graph, an unknown trait and a value of another kind are told in a line."""
    with pytest.raises(UsageError, match=r"takes what kg.open\(\) gives"):
        widgets.Explorer("cases")
    with pytest.raises(UsageError, match="CaseCard has no 'cases'; it takes case"):
        widgets.CaseCard(g, cases=[])
    with pytest.raises(UsageError, match="case cannot be 7"):
        widgets.CaseCard(g, case=7)


def test_widgets_are_joined_by_their_traits(g):
    """A case picked in one is shown in another; a theme picked in the model narrows the explorer."""
    explorer, card, model = widgets.Explorer(g), widgets.CaseCard(g), widgets.Model(g)
    widgets.link((explorer, "case"), (card, "case"))
    widgets.link((model, "theme"), (explorer, "theme"))
    model._picture.pick("theme/share-power")
    assert explorer.chosen == {"theme": ["share-power"]}
    explorer._found.pick(f"case/{CASE}")
    assert card.case == CASE
    assert g.store.cases[CASE].name in shown(card).text
    model._picture.pick("theme/share-power")
    assert explorer.chosen == {}


def test_the_plain_form_is_an_output_of_its_own(g, monkeypatch):
    """In a notebook the plain form comes first, marked as standing for the widget; the second output is the widget."""
    seen, panel = [], made(g, "Explorer")
    monkeypatch.setattr("IPython.display.publish_display_data", seen.append)
    panel._ipython_display_()
    plain, view = seen
    assert f'data-stead="{panel.model_id}"' in plain["text/html"]
    assert "19 cases" in plain["text/html"]
    assert set(view) == {"application/vnd.jupyter.widget-view+json", "text/plain"}
    assert view["text/plain"] == "(Explore the cases: to use it, run the cell.)"
    assert panel._message.stead == panel.model_id


def test_a_new_graph_is_shown(g, store):
    """Where the graph is set anew, the widget shows the new one."""
    other = fresh(store)
    card = widgets.CaseCard(g, case="cpche")
    del other.store.cases["cpche"]
    card.graph = other
    assert card.message == "no case is called 'cpche'; choose one in the list"


def test_a_button_with_nothing_to_give_tells_so():
    """An unknown request from the browser gives a message and sends nothing."""
    part, failed = Picture("x"), []
    part.failed = failed.append
    for wanted in ("save:x", "flurb:x", ""):
        assert asked(part, wanted) is None
    part._act("text")
    assert len(failed) == 4
    assert all(isinstance(error, UsageError) for error in failed)


def test_picking_twice_is_told_twice():
    """A part that is picked again is a new pick."""
    part, seen = Picture("x"), []
    part.on_pick(seen.append)
    part.pick("theme/a")
    part.pick("theme/a")
    assert seen == ["theme/a", "theme/a"]


def test_the_script_needs_no_other_host():
    """The script imports nothing and names no address; nor does the style."""
    for name in ("picture.js", "widgets.css", "stead.css"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        text = re.sub(r"^const FETCHES = .*$", "", text, flags=re.M)  # names what is not let through
        assert not re.search(r"\bimport\b|@import|url\(|fetch\(|XMLHttpRequest|//cdn", text)


def test_the_page_names_every_widget_and_trait(project):
    """The table of the library's page: each widget of the package, each trait that it says."""
    page = (project.root / "docs/library.md").read_text(encoding="utf-8").partition("## Widgets")[2]
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    named = {cells[1].strip(" `"): [trait.strip(" `") for trait in cells[3].split(",")] for cells in rows}
    assert set(named) == set(widgets.__all__) - {"link", "dlink"}
    for name, traits in named.items():
        assert set(traits) <= set(getattr(widgets, name).class_trait_names())
