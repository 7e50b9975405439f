"""What pages look up once: entries with their counts, labels, places."""


def test_entries_are_those_of_the_codebook(site, graph):
    """Each list has its entries in the order of the codebook, with code and definition."""
    for key, found in site.entries.items():
        assert list(found) == [value.entry for value in graph.facets.group(key).entries]
        assert all(entry.definition for entry in found.values())
    assert site.entries["theme"]["share-power"].code == "T04"


def test_counts_are_those_of_the_facets(site, graph):
    """Certain, and possible besides, among cases of all kinds."""
    levels = graph.facets.levels("outcome", "cost-saving")
    (count,) = (one for one in site.counts["outcome"] if one.entry.id == "cost-saving")
    assert count.certain == list(levels.values()).count("certain")
    assert count.total == len(levels)


def test_things_have_names(site):
    """A label by the short name; a passage by its place; the id where there is neither."""
    assert site.label("basis:author-assessment") == "The author's own assessment"
    assert site.label("case:no-such-case") == "no-such-case"
    places = [place for iri, place in site.places.items() if iri.endswith("/miles-2011-93-96")]
    assert places == ["Collaborative Working (InsideOUT report), Executive summary, lines 93-96"]


def test_a_list_is_told_in_its_order(site):
    """The levels of documentation with what each means."""
    found = dict(site.described("documentation"))
    assert found["Listed only"] == "The case is known only from the list of people interviewed."
