"""What a finding counts for once two codings are held against each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.case import AS_STATED, Case, Coding, ThemeFinding
from kg.coding import CodingFile, Settlement, SettlementFile
from kg.corpus import Corpus, read_corpus
from kg.reconcile import coded, reconcile

SCHEMES = ["theme", "barrier", "outcome"]


def theme(id: str, basis: str, stance: str = "enacted", entry: str = "share-power") -> ThemeFinding:
    return ThemeFinding(id, entry, stance, basis, ["teller"], note="A note.", evidence=["tiny:1-1"])


def two(first: list[ThemeFinding], second: list[ThemeFinding] | None, verdicts: dict[str, str] | None = None) -> Corpus:
    """A case "a" with one or two codings of its themes, and third looks by the name of the finding."""
    corpus = Corpus(cases={"a": Case(id="a", themes=first, coding=Coding("coder-1", SCHEMES))})
    if second is not None:
        corpus.codings["b"] = CodingFile("a", "coder-2", SCHEMES, themes=second)
    looks = [Settlement(f"s{n}", [name], verdict) for n, (name, verdict) in enumerate((verdicts or {}).items())]
    corpus.settlements["c"] = SettlementFile("a", "third-look", looks)
    return corpus


def of(corpus: Corpus) -> dict[str, tuple[str, str | None]]:
    return {name: (found.reconciliation, found.basis) for name, found in reconcile(corpus).items()}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("stated", "stated", (("agreed", "stated"), ("agreed", "stated"))),
        ("stated", "author-assessment", (("agreed", "stated"), ("agreed", "author-assessment"))),
        ("inferred", "inferred", (("agreed", "inferred"), ("agreed", "inferred"))),
        ("stated", "inferred", (("basis-differs", "inferred"), ("agreed", "inferred"))),
        ("inferred", "author-assessment", (("agreed", "inferred"), ("basis-differs", "inferred"))),
    ],
)
def test_two_coders_who_found_the_same(first, second, expected):
    """A finding counts as outright only where both coders say that the source says it."""
    found = of(two([theme("t1", first)], [theme("t1", second)]))
    assert (found["a-t1"], found["a-coder-2-t1"]) == expected


def test_one_of_several_findings_on_a_unit_is_enough_to_agree():
    """Coders agree on a unit, however many passages each of them cites for it."""
    found = of(two([theme("t1", "stated"), theme("t2", "stated")], [theme("t5", "inferred"), theme("t6", "stated")]))
    assert [found[f"a-{name}"] for name in ("t1", "t2")] == [("agreed", "stated")] * 2


@pytest.mark.parametrize("other", [[], [theme("t1", "stated", "neglected")], [theme("t1", "stated", entry="other")]])
def test_what_only_one_coder_found_counts_as_inferred(other):
    """Nothing, another stance and another entry are all no agreement."""
    assert of(two([theme("t1", "stated")], other))["a-t1"] == ("one-coder", "inferred")


def test_a_case_coded_once_keeps_its_bases():
    """Where nobody else has read the case there is nothing to hold it against."""
    assert of(two([theme("t1", "stated")], None))["a-t1"] == ("one-coding", "stated")


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [("upheld", ("upheld", "stated")), ("set-aside", ("set-aside", None)), ("open", ("one-coder", "inferred"))],
)
def test_a_third_look_settles_what_one_coder_found(verdict, expected):
    """Upheld keeps the basis, set aside counts for nothing, open changes nothing."""
    assert of(two([theme("t1", "stated")], [], {"t1": verdict}))["a-t1"] == expected


def test_a_third_look_may_uphold_the_stronger_basis():
    """The coder who read it in stays; the one who says that it is stated is borne out."""
    found = of(two([theme("t1", "inferred")], [theme("t1", "stated")], {"coder-2-t1": "upheld"}))
    assert found["a-coder-2-t1"] == ("upheld", "stated")
    assert found["a-t1"] == ("agreed", "inferred")


BASES = st.sampled_from(["stated", "author-assessment", "inferred"])
STANCES = st.sampled_from(["enacted", "neglected", "advocated"])
FINDINGS = st.lists(st.tuples(BASES, STANCES), max_size=4)


@given(FINDINGS, FINDINGS)
def test_one_coder_alone_makes_nothing_certain(first, second):
    """Without a third look a finding counts as outright only if each coder has an outright one of the same stance."""
    corpus = two(*([theme(f"t{n}", *pair) for n, pair in enumerate(found)] for found in (first, second)))
    settled = reconcile(corpus)
    for one in coded(corpus, "a"):
        if settled[f"a-{one.name}"].basis in AS_STATED:
            stance = one.finding.stance
            assert all(any(b in AS_STATED and s == stance for b, s in found) for found in (first, second))


@given(FINDINGS, FINDINGS)
def test_it_does_not_matter_who_was_first(first, second):
    """Swapping the coders swaps the findings and changes nothing else."""

    def counts(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> list[tuple[str, str | None]]:
        return sorted(of(two(*([theme(f"t{n}", *p) for n, p in enumerate(f)] for f in (one, other)))).values(), key=str)

    assert counts(first, second) == counts(second, first)


def test_hopes_and_results_are_different_units(small):
    """A coder who records a hope does not bear out one who records a result."""
    made = small.finding("o1", "outcome/cost-saving", "improved", status="claimed")
    hoped = small.finding("o1", "outcome/cost-saving", "improved", status="forecast")
    small.case("bridge", "outcomes:\n" + made)
    small.coding("bridge", "outcomes:\n" + hoped)
    found = reconcile(read_corpus(small.project)[0])
    assert {one.reconciliation for one in found.values()} == {"one-coder"}


def test_a_list_that_only_one_coder_read_is_coded_once(small):
    """The second coder read for barriers only, so themes have one coding."""
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    small.coding("bridge", schemes="barrier")
    assert reconcile(read_corpus(small.project)[0])["bridge-t1"].reconciliation == "one-coding"


def test_what_counts_reaches_the_shortcuts(small):
    """One coder's finding is possible, two coders' certain, and one set aside is nothing."""
    themes = "themes:\n" + small.finding("t1", "theme/share-power", "enacted")
    for case in ("alone", "agreed", "gone"):
        small.case(case, themes)
    small.coding("alone")
    small.coding("agreed", themes)
    small.coding("gone")
    small.settle("gone", t1="set-aside")
    graph = small.build().graph
    assert not list(graph.rows("SELECT ?s WHERE { case:gone cw:enactsTheme ?s }"))
    assert [r[0] for r in graph.rows("SELECT ?c WHERE { ?c cw:enactsThemeAsStated theme:share-power }")] == [
        "https://w3id.org/cwkg/id/case/agreed"
    ]
    assert list(graph.rows("SELECT ?s WHERE { case:alone cw:enactsTheme ?s }"))
