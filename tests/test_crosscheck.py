"""One coding held against another."""

from decimal import Decimal

import pytest

from kg.case import Case, Change, Coding, Figure, OutcomeFinding
from kg.coding import CodingFile
from kg.corpus import Corpus
from kg.crosscheck import Apart, OneCoder, one_coder_only, read_apart


def finding(id, outcome="access", basis="stated", lines="1-2", **more) -> OutcomeFinding:
    fields = {"stance": "improved", "status": "claimed", "evidence": [f"tiny:{lines}"], **more}
    return OutcomeFinding(id=id, outcome=outcome, basis=basis, **fields)


def coded_twice(own, further, **more) -> Corpus:
    case = Case(id="bridge", country="CA", outcomes=own, coding=Coding(coder="coder-1", schemes=["outcome"]), **more)
    return Corpus(
        {"c": case}, {}, {"d": CodingFile(case="bridge", coder="coder-2", schemes=["outcome"], outcomes=further)}
    )


def change(**fields) -> Change:
    return Change(id="c1", **fields)


FALL = change(relative=Decimal("-0.58"), start=1999, end=2004)


@pytest.mark.parametrize(
    ("printed", "rows"),
    [
        (["58%", "1999", "2004"], []),
        (["58 per cent", "1999-2004"], []),
        ([], []),
        (["58%"], [("coder-1", "1999"), ("coder-1", "2004")]),
        (["59%", "1999", "2004"], [("coder-1", "58%"), ("coder-2", "59%")]),
        (["58%", "1999", "2004", "7 boats"], [("coder-2", "7 boats")]),
        (["58%", "1999", "2004", "12"], []),
    ],
)
def test_numbers_that_only_one_coder_has_are_listed(printed, rows):
    """Both ways round, where the second coder noted any; a figure of the case is no number that is missing."""
    figures = [Figure(id="g1", value=Decimal(12), unit="NUM")]
    found = one_coder_only(
        coded_twice([finding("o1", changes=[FALL])], [finding("o1", printed=printed)], figures=figures)
    )
    assert found == [OneCoder("bridge", "access", coder, number) for coder, number in rows]


def test_numbers_are_compared_where_the_coders_agree():
    """An outcome that one coder has alone is not compared; a computed number is not printed."""
    own = [
        finding("o1", changes=[FALL]),
        finding("o2", "cost-saving", changes=[change(points=Decimal(9), computed=True)]),
    ]
    further = [finding("o1", stance="worsened", printed=["7%"]), finding("o2", "cost-saving", printed=["8%"])]
    assert one_coder_only(coded_twice(own, further)) == [OneCoder("bridge", "cost-saving", "coder-2", "8%")]


def test_a_number_under_another_outcome_is_told():
    """The other coder has it, and under which outcome."""
    own = [finding("o1", changes=[change(relative=Decimal("0.1"))]), finding("o2", "cost-saving", changes=[FALL])]
    further = [finding("o1", printed=["10%", "58%"])]
    assert one_coder_only(coded_twice(own, further)) == [
        OneCoder("bridge", "access", "coder-2", "58%", ("cost-saving",))
    ]


def test_agreed_findings_from_other_lines_are_listed():
    """Coders who cite one line in common read the same; those who do not may have read different things."""
    own, near = finding("o1", lines="1-4"), finding("o1", lines="4-9")
    assert read_apart(coded_twice([own], [near])) == []
    far = finding("o1", lines="5-9")
    assert read_apart(coded_twice([own], [far])) == [
        Apart("bridge", "coder-2-o1", "access"),
        Apart("bridge", "o1", "access"),
    ]
    assert read_apart(coded_twice([own], [far, finding("o2", lines="2-2")])) == [
        Apart("bridge", "coder-2-o1", "access")
    ]
    assert read_apart(coded_twice([own], [finding("o1", stance="worsened", lines="5-9")])) == []


def test_the_numbers_of_the_checkout_that_one_coder_has_alone(corpus):
    """Each was looked up in the two codings: spans of time, rough counts, and numbers put under another outcome."""
    found = {(row.case, row.outcome, row.coder, row.number) for row in one_coder_only(corpus)}
    assert found == {
        ("andhra-pradesh-area-sabhas", "participation", "coder-2", "thousands"),
        ("cook-jdai", "cost-saving", "coder-2", "20 years"),
        ("cook-jdai", "cost-saving", "coder-2", "two decades"),
        ("janaagraha-ward-vision", "participation", "coder-2", "hundreds"),
        ("janaagraha-ward-vision", "participation", "coder-2", "thousands"),
        ("multnomah-jdai", "cost-saving", "coder-2", "1998"),
        ("multnomah-jdai", "cost-saving", "coder-2", "2001"),
        ("multnomah-jdai", "cost-saving", "coder-2", "three"),
        ("multnomah-jdai", "effectiveness", "coder-1", "1998"),
        ("multnomah-jdai", "effectiveness", "coder-1", "2001"),
        ("multnomah-jdai", "effectiveness", "coder-1", "3"),
        ("pmdu", "effectiveness", "coder-2", "2006"),
        ("popp", "cost-saving", "coder-2", "£1"),
        ("rikers-island-post-release-programme", "effectiveness", "coder-2", "12-month"),
        ("service-canada", "access", "coder-2", "50 kilometres"),
        ("special-cells-other-states", "collaboration-sustained", "coder-2", "2011"),
    }
    assert all(row.elsewhere for row in one_coder_only(corpus) if row.case == "multnomah-jdai")


def test_the_agreed_findings_of_the_checkout_that_rest_on_other_lines(corpus):
    """These are few, and a reader can look at each; one more means that a passage was changed."""
    found: dict[str, list[str]] = {}
    for row in read_apart(corpus):
        found.setdefault(row.case, []).append(row.finding)
    assert found == {
        "bernalillo-jdai": ["o5"],
        "cpche": ["o3", "t2", "t3"],
        "impact-india": ["coder-2-o1", "o1"],
        "local-area-agreements": ["coder-2-t5", "t2", "t5"],
        "multnomah-jdai": ["o2"],
        "ontario-nonprofit-network": ["coder-2-t4", "t3"],
        "pmdu": ["t9"],
        "service-canada": ["o2"],
        "service-ontario": ["o1"],
        "special-cells-violence-against-women": ["o2"],
        "virginia-comprehensive-services": ["coder-2-b4", "t10", "t7"],
        "wikipedia-wikimedia": ["t1", "t11"],
    }
