"""Themes, barriers and outcomes: what each means, where it stands, and what is not stated."""

import pytest
import webbing


@pytest.fixture(scope="module")
def page(graph):
    return webbing.get(graph, "/theme/share-power")


@pytest.mark.parametrize(("plural", "key"), [("themes", "theme"), ("barriers", "barrier"), ("outcomes", "outcome")])
def test_a_list_has_every_entry_with_its_counts(graph, site, plural, key):
    """Each entry stands there with what it means and in how many cases it stands."""
    reply = webbing.get(graph, f"/{plural}")
    shown = webbing.text(reply)
    for count in site.counts[key]:
        assert count.entry.definition in shown
        assert f"/{key}/{count.entry.id}" in webbing.links(reply)
    assert len(site.counts[key]) == len(graph.facets.group(key).entries)


def test_every_case_stands_in_one_place_for_the_usual_stance(page, graph, store):
    """Certain, possible, otherwise, not stated, not read: together they are all cases, and each is listed."""
    facets = graph.facets
    sections = {}
    for node in webbing.tree(page).iter("section"):
        links = [a.get("href").removeprefix("/case/") for a in node.iter("a") if a.get("href", "").startswith("/case/")]
        sections[node.get("aria-labelledby")] = links
    usual = facets.levels("theme", "share-power")
    assert set(sections["stood-1"]) == set(usual)
    spoken = set().union(
        *(facets.levels("theme", v.id) for v in facets.group("theme").values if v.entry == "share-power")
    )
    silent = set(sections["not-stated"])
    assert silent == set(store.cases) - spoken
    assert silent - facets.read_in_full["theme"]
    assert "practised" in webbing.text(page).lower()


def test_what_is_said_to_the_contrary_is_listed(page, graph):
    """Left undone and blocked have lists of their own."""
    shown = webbing.text(page)
    for stance, words in (("neglected", "Left undone"), ("obstructed", "Tried and blocked")):
        number = len(graph.facets.levels("theme", f"share-power:{stance}"))
        assert f"{words} {number}" in shown


def test_mention_counts_have_their_denominator(page):
    """The report prints 55 of 69 for sharing power, and a range; both stand with their places."""
    shown = webbing.text(page)
    assert "55 of 69 interviewed" in shown
    assert "80% to 90% a range" in shown
    assert "What people spoke of says nothing of any one case." in shown


def test_a_count_without_a_total_says_so(graph):
    """The section on accountability prints another number than the table, and no total."""
    shown = webbing.text(webbing.get(graph, "/theme/hold-partners-to-account"))
    assert "55 of 69 interviewed" in shown
    assert "53 no total given" in shown


def test_a_theme_has_its_place_in_the_model_and_its_questions(page):
    """What supports it, what it is to be held together with, and what the report asks leaders about it."""
    shown = webbing.text(page)
    assert (
        "It is supported by Distribute leadership , Serve others' perspectives , Spend time on relationships" in shown
    )
    assert "It is to be held together with Insist on whole-system approaches" in shown
    assert "What more control could you give up" in shown
    assert "surrendered power" in shown


def test_what_meets_it_is_counted_as_the_map_of_gaps_has_it(page, graph):
    """For each outcome, the cases that tell of both, with a link to them."""
    from kg.gaps import gap_map

    cell = gap_map(graph.store, facets=graph.facets).cell("share-power", "effectiveness")
    assert "/cases?theme=share-power&outcome=effectiveness" in webbing.links(page)
    assert f"Effectiveness {len(cell.certain)} + {len(cell.possible)}" in webbing.text(page)


def test_an_outcome_meets_themes_and_barriers(graph):
    """The page of an outcome has both lists."""
    links = webbing.links(webbing.get(graph, "/outcome/cost-saving"))
    assert "/cases?outcome=cost-saving&theme=share-power" in links
    assert "/cases?outcome=cost-saving&barrier=impatience" in links
