"""The model of themes: plain, for a case, for a set, and for two sets side by side."""

import webbing


def titles(reply):
    """What each theme of the wide picture says of itself, by its address."""
    root = webbing.tree(reply)
    wide = next(node for node in root.iter("div") if node.get("class") == "picture-wide")
    parts = [node for node in wide.iter() if "cw-pick" in (node.get("class") or "")]
    return {node.get("href"): node.get("aria-label") for node in parts}


def test_every_theme_is_a_link(graph, site):
    """The plain model leads to all twelve."""
    assert set(titles(webbing.get(graph, "/model"))) == {f"/theme/{theme.id}" for theme in site.model}


def test_a_case_colours_the_model(graph):
    """The picture says how each theme stands in the case."""
    found = titles(webbing.get(graph, "/model?case=cpche"))
    assert found["/theme/create-common-purpose"] == "Create common purpose: practised (certain)"
    assert found["/theme/build-political-backing"].endswith("not stated")


def test_two_sets_are_set_side_by_side(graph):
    """Each theme has the numbers of both sets, in words too."""
    reply = webbing.get(graph, "/model?set=country:canada&set=country:india")
    found = titles(reply)["/theme/share-power"]
    assert "Canada, practised in 3 of 12" in found
    assert "India, practised in 4 of 15" in found
    assert found.removeprefix("Share power") in webbing.text(reply)


def test_a_set_of_all(graph, store):
    """All cases make a set, of which those not read in full are left out and counted."""
    shown = webbing.text(webbing.get(graph, "/model?set=all"))
    assert "78 cases read in full (18 more not read in full, left out)" in shown


def test_what_is_drawn_stays_chosen(graph):
    """The lists of the form say what the picture shows."""
    root = webbing.tree(webbing.get(graph, "/model?set=country:canada&set=kind:part"))
    chosen = [option.get("value") for option in root.iter("option") if option.get("selected") is not None]
    assert chosen == ["country:canada", "kind:part"]


def test_a_case_and_a_set_at_once_are_refused(graph):
    """One thing is drawn at a time, and the page says what can be."""
    reply = webbing.get(graph, "/model?case=cpche&set=all")
    assert reply.status == 400
    assert "for one case, for one set of cases, or for two sets" in webbing.text(reply)
