"""How far coders agree: counts worked out by hand, and coefficients from the books that define them."""

import math

import pytest

from kg import agreement
from kg.agreement import Agreement, alpha, kappa
from kg.errors import UsageError


def test_cohens_kappa_of_a_worked_example():
    """20 yes-yes, 5 and 10 split, 15 no-no: observed 0.7, expected 0.5, so kappa is 0.4 (Cohen's formula by hand)."""
    assert kappa((20, 5, 10, 15)) == pytest.approx(0.4)


def test_krippendorffs_alpha_of_his_binary_example():
    """Krippendorff (2011), section B: ten units, two observers, one pair of ones, four splits: alpha is 0.095."""
    assert alpha((1, 1, 3, 5)) == pytest.approx(0.095, abs=0.0005)


@pytest.mark.parametrize("table", [(0, 0, 0, 9), (9, 0, 0, 0)])
def test_where_nothing_varies_there_is_no_coefficient(table):
    """Chance explains all of it: a coefficient of one would be a claim without ground."""
    assert kappa(table) is None
    assert alpha(table) is None


def test_full_agreement_is_one_and_full_disagreement_is_below_nought():
    assert kappa((3, 0, 0, 4)) == alpha((3, 0, 0, 4)) == 1
    assert kappa((0, 3, 3, 0)) < 0
    assert alpha((0, 3, 3, 0)) < 0


@pytest.fixture
def four(small):
    """Four cases read by both coders: sharing power is found by both, by the first, by the second, by neither; and a
    fifth case that was coded once."""
    power = "themes:\n" + small.finding("t1", "theme/share-power", "enacted")
    neglected = "themes:\n" + small.finding("t1", "theme/share-power", "neglected")
    hoped = "outcomes:\n" + small.finding("o1", "outcome/access", "improved", status="forecast")
    for case, first, second in (
        ("a", power, power),
        ("b", power, neglected),
        ("c", hoped, power),
        ("d", "", hoped),
    ):
        small.case(case, first)
        small.coding(case, second)
    small.case("e", power)
    return small.build()


def test_counts_of_a_made_up_project(four):
    """Another stance is no finding of the theme, a hope is no achieved outcome, a case coded once is no unit."""
    rows = {row.entry: row for row in agreement.agreements(four)}
    assert rows["share-power"].table == (1, 1, 1, 1)
    assert rows["access"].table == (0, 0, 0, 4)
    assert rows["share-power"].per_cent == 50


def test_a_whole_list_is_the_sum_of_its_entries(store):
    """Every cell of case and entry is counted once in the row of its list."""
    rows = agreement.agreements(store)
    for whole in (row for row in rows if not row.entry):
        parts = [row.table for row in rows if row.list == whole.list and row.entry]
        assert whole.table == tuple(map(sum, zip(*parts, strict=True)))
        assert all(sum(table) == 78 for table in parts)


def test_every_entry_of_the_three_lists_has_a_row(store, corpus):
    """Twelve themes, six barriers, eight outcomes and a row for each list."""
    rows = agreement.agreements(store)
    assert [sum(1 for r in rows if r.list == name) for name in ("theme", "barrier", "outcome")] == [13, 7, 9]


def test_counts_agree_with_the_files(store, corpus):
    """Counted a second time from the files: power shared, by either coder, in the cases that both read."""

    def found(owners) -> set[str]:
        return {
            getattr(owner, "case", None) or owner.id
            for owner in owners
            for f in owner.themes
            if f.theme == "share-power" and f.stance == "enacted"
        }

    first = found(corpus.cases.values())
    second = found(coding for coding in corpus.codings.values() if coding.coder == "coder-2")
    row = next(row for row in agreement.agreements(store) if row.entry == "share-power")
    assert row.table == (len(first & second), len(first - second), len(second - first), 78 - len(first | second))


def test_intervals_hold_the_value_and_repeat(four):
    """The same seed gives the same interval; with four cases it is wide."""
    once, twice = (agreement.measure(four, samples=200) for _ in range(2))
    assert [m.as_dict() for m in once] == [m.as_dict() for m in twice]
    power = next(m for m in once if m.agreement.entry == "share-power")
    assert power.kappa.value == pytest.approx(0)
    assert power.kappa.low < 0 < power.kappa.high


def test_a_project_coded_once_has_no_agreement(small):
    """Nothing to compare is said, not shown as an empty table."""
    small.case("bridge")
    with pytest.raises(UsageError, match="no case was read by both"):
        agreement.agreements(small.build())


def test_without_the_extra_there_are_counts_only(four, monkeypatch, capsys):
    """The counts need no further package, and the command says what would give the rest."""
    monkeypatch.setattr(agreement.importlib.util, "find_spec", lambda name: None)
    assert "kappa" not in agreement.published(four)[0]
    assert agreement.summary(four)[0]["units"] == 4 * 12


def test_the_command_prints_every_row(run, ready):
    """As CSV, with a column for each coefficient and both ends of its interval."""
    found = run("agreement", "--format", "csv", project=ready)
    lines = found.out.splitlines()
    assert found.code == 0
    assert lines[0].endswith("per cent,kappa,kappa low,kappa high,alpha,alpha low,alpha high")
    assert len(lines) == 1 + 13 + 7 + 9


def test_rounded_rows_have_no_nan():
    """What is not defined is empty."""
    none = agreement.Coefficient(None, None, None)
    row = agreement.Measured(Agreement("theme", "x", "X", 0, 0, 0, 5), none, none).as_dict()
    assert row["kappa"] == ""
    assert not any(isinstance(value, float) and math.isnan(value) for value in row.values())
