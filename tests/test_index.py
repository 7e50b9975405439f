"""The index of cases answers every condition as the query of that condition does."""

from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import rdf
from kg.conditions import DEFAULT_STANCE, FACTS, SHORTCUTS, VIA_FINDING, Condition, Reading, sparql
from kg.errors import KgError
from kg.index import Bits, CaseIndex, load_index, make_index
from kg.namespaces import expand, local_name


def by_query(store, reading):
    """Cases and levels as the SPARQL of a reading gives them, in its order."""
    return [(local_name(row["case"].value), row["answer"].value) for row in store.graph.query(sparql(reading))]


def by_index(store, reading):
    """Cases and levels as the index gives them."""
    return store.index.ordered(store.index.answer(reading))


def entries(store):
    """Everything that a condition may name, by list."""
    found = {}
    kinds = {"theme": "cw:Theme", "barrier": "cw:Barrier", "outcome": "cw:OutcomeType"}
    for name, kind in kinds.items():
        found[name] = [iri for (iri,) in store.graph.rows(f"SELECT ?e WHERE {{ ?e a {kind} }}")]
    for name, predicate in [*((n, p) for n, (p, _) in FACTS.items() if p), *VIA_FINDING.items()]:
        found[name] = [iri for (iri,) in store.graph.rows(f"SELECT DISTINCT ?e WHERE {{ ?x {predicate} ?e }}")]
    found["case"] = [expand(f"case:{id}") for id in store.cases]
    return {name: sorted(iris) for name, iris in found.items() if iris}


def conditions(known):
    """Any condition over these entries, in any stance, negated or not; spans of years too."""
    stances = {name: [s for list, s in SHORTCUTS if list == name] for name in DEFAULT_STANCE}

    def one(name):
        return st.builds(
            Condition,
            st.just(name),
            st.sampled_from(known[name]),
            st.just("a label"),
            st.just("words"),
            st.sampled_from(stances.get(name, [""])),
            st.booleans(),
        )

    years = st.tuples(st.integers(1960, 2015), st.integers(0, 20)).map(lambda span: (span[0], sum(span)))
    spans = st.builds(
        Condition,
        st.sampled_from(["began", "running"]),
        st.just(""),
        st.just("a span"),
        st.just("words"),
        st.just(""),
        st.booleans(),
        years,
    )
    return st.one_of(spans, *map(one, known))


def readings(known):
    """Up to three groups of up to two conditions each, among some kinds of case or all."""
    groups = st.lists(st.lists(conditions(known), min_size=1, max_size=2), min_size=1, max_size=3)
    kinds = st.lists(st.sampled_from(["fellowship", "part", "comparator"]), unique=True, max_size=2)
    return st.builds(lambda groups, kinds: Reading("", groups, kinds), groups, kinds)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_reading_has_the_same_answer_by_index_and_by_query(store, data):
    """Certain and possible cases, and their order, for random conditions joined by 'and' and 'or'."""
    reading = data.draw(readings(_known(store)))
    assert by_index(store, reading) == by_query(store, reading)


def test_every_single_condition_has_the_same_answer(store):
    """Each entry of the codebook in each stance, each country, area, method and span, and the negation of each."""
    known = _known(store)
    single = [
        Condition(name, entry, "a label", "words", stance, negated)
        for name in [*DEFAULT_STANCE, *VIA_FINDING, "country", "kind", "documentation", "area", "group"]
        for entry in known[name]
        for stance in ([s for list, s in SHORTCUTS if list == name] or [""])
        for negated in (False, True)
    ]
    assert len(single) > 150
    for condition in single:
        reading = Reading("", [[condition]], [])
        assert by_index(store, reading) == by_query(store, reading), condition


def _known(store, kept={}):  # noqa: B006  (once a session: one store)
    return kept.setdefault(id(store), entries(store))


def test_the_file_gives_the_index_back(store):
    """What was compiled is what would be made anew, and the same bytes come of it twice."""
    made = make_index(store.graph)
    raw = made.dumped()
    read = load_index(raw)
    assert read.ids == made.ids == [*store.cases]
    assert read.dumped() == raw == store.index.dumped()
    reading = Reading("", [[Condition("theme", expand("theme:share-power"), "", "", "enacted")]], [])
    assert read.answer(reading) == made.answer(reading)


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", slice(0, 40), slice(0, -1), slice(13, None)])
def test_a_damaged_file_is_an_error(store, damage):
    """Another file, or one cut short, is never read as an index of fewer cases."""
    raw = store.index.dumped()
    with pytest.raises(KgError, match="run kg build"):
        load_index(raw[damage] if isinstance(damage, slice) else damage)


def test_sets_of_cases_keep_their_order():
    """Bit n is the nth case; a rare set and a common one say the same."""
    ids = [f"c{n:03}" for n in range(100)]
    many = b"\xff" * 12 + b"\x0f"
    index = CaseIndex(ids, {"common": many, "rare": array("I", [3, 99])})
    assert list(index.cases(index.holding("common"))) == ids
    assert list(index.cases(index.holding("rare"))) == ["c003", "c099"]
    assert index.together(["c099", "c003"]) == index.holding("rare")
    assert index.ordered(Bits(1 << 5, 1 << 5 | 1)) == [("c005", "certain"), ("c000", "possible")]
    assert index.holding("nothing of the kind") == 0


def test_rare_sets_are_found_where_they_lie():
    """Sets of a few cases are looked up in the file's own pieces: each by its key, and no other key gives anything."""
    sets = {f"cw:involvesPerson person:p{n}": array("I", [n, n + 1]) for n in range(80)}
    years = {"began 1999": array("I", [4]), "years 1999 2001": array("I", [5])}
    made = CaseIndex([f"c{n:04}" for n in range(2000)], {**sets, **years})
    read = load_index(made.dumped())
    assert {key: read.holding(key) for key in (*sets, *years)} == {key: made.holding(key) for key in (*sets, *years)}
    assert sorted(read.sets()) == sorted((key, [*found]) for key, found in (sets | years).items())
    for key in ("", "cw:involvesPerson person:p", "cw:involvesPerson person:p800", "zzz"):
        assert read.holding(key) == 0
    assert read.dumped() == made.dumped()


def test_an_answer_is_read_page_by_page():
    """Cases of an answer and their levels are a sequence and a mapping: length, slices, look-up, in one order."""
    index = CaseIndex([f"c{n}" for n in range(9)], {})
    levels = index.levels(Bits(0b100100, 0b110111))
    cases = index.members(0b100100, 0b010011)
    assert [*levels] == cases == ["c2", "c5", "c0", "c1", "c4"]
    assert (len(cases), cases[1], cases[-1], cases[1:3], cases[::-2]) == (
        5,
        "c5",
        "c4",
        ["c5", "c0"],
        ["c4", "c0", "c2"],
    )
    assert levels == {"c2": "certain", "c5": "certain", "c0": "possible", "c1": "possible", "c4": "possible"}
    assert "c3" not in cases
    assert "c5" in cases
    assert 5 not in cases
    with pytest.raises(IndexError):
        _ = cases[5]
    with pytest.raises(KeyError):
        _ = levels["c3"]


def test_cases_are_counted_alike_in_both_levels():
    """Equal sets give one number twice, others their own."""
    assert Bits(0b11, 0b11).counts() == (2, 2)
    assert Bits(0b1, 0b111).counts() == (1, 3)


def test_a_graph_without_cases_has_an_empty_index():
    """No case, no answer, no error."""
    index = make_index(rdf.Graph())
    assert index.ids == []
    assert index.ordered(index.answer(Reading("", [], []))) == []
