"""Lines are sorted the same whether they fit into memory or not."""

from hypothesis import given
from hypothesis import strategies as st

from kg.building.runs import Runs, without

LINES = st.lists(
    st.binary(max_size=3).map(lambda raw: raw.replace(b"\n", b"").replace(b"\r", b"") + b"\n"), max_size=30
)


@given(pieces=st.lists(LINES, max_size=5), run=st.integers(0, 40))
def test_every_line_once_in_order(tmp_path_factory, pieces, run):
    """Runs on the disk and lines in memory give together what sorting a set gives."""
    with Runs(tmp_path_factory.getbasetemp(), run) as runs:
        for piece in pieces:
            runs.add(b"".join(piece))
        assert list(runs.merged()) == sorted({line for piece in pieces for line in piece})


@given(LINES, LINES)
def test_lines_without_others(lines, others):
    """Two files in order are walked side by side, as sets are taken from each other."""
    assert list(without(sorted(set(lines)), sorted(set(others)))) == sorted(set(lines) - set(others))
