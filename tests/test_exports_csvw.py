"""Tables described in the words of CSV on the Web."""

import warnings

import csvw as reader
import pytest

from kg.exports import csvw
from kg.exports.columns import Table, own
from kg.exports.tables import to_csv

CASES = Table("cases", "A row for each case", (own("case", "id", "Its id", required=True),), ("case",))
COLUMNS = (
    own("finding", "id", "Its id", required=True),
    own("case", "ref", "The case", ref="case", required=True),
    own("other", "ref", "Another case", ref="case"),
    own("person", "ref", "Who", ref="person", required=True),
    own("year", "year", "When"),
    own("amount", "number", "How much"),
    own("computed", "flag", "Whether we did"),
    own("names", "text", "Names", many=True),
)
FINDINGS = Table("findings", "A row for each finding", COLUMNS, ("finding",))
ROW = ["t1", "bridge", None, "teller", 1999, None, True, ["a", "b"]]


@pytest.fixture
def described(tmp_path):
    """A folder with both tables: `described(rows)` gives the path of their description."""

    def described(*rows):
        (tmp_path / "cases.csv").write_bytes(to_csv(CASES, [["bridge"]]))
        (tmp_path / "findings.csv").write_bytes(to_csv(FINDINGS, rows))
        path = tmp_path / "csv-metadata.json"
        path.write_bytes(csvw.metadata([CASES, FINDINGS], "Title", "About", "https://example.org/licence"))
        return path

    return described


def test_a_reader_gets_typed_values(described):
    """A reader of CSV on the Web gives numbers, flags and lists, and nothing for an empty cell."""
    group = reader.TableGroup.from_file(described(ROW))
    (row,) = group.tabledict["findings.csv"]
    assert dict(row) == dict(zip(FINDINGS.names, ROW, strict=True))
    assert group.common_props["dc:title"] == "Title"


@pytest.mark.parametrize(
    ("column", "value"),
    [("year", "soon"), ("amount", "1,5"), ("computed", "perhaps"), ("case", "ferry"), ("case", None)],
)
def test_a_planted_fault_is_caught(described, column, value):
    """A wrong type, a broken link or a missing value makes the table invalid by its description."""
    assert reader.CSVW(str(described(ROW)), validate=True).is_valid
    broken = dict(zip(FINDINGS.names, ROW, strict=True)) | {column: value}
    path = described(list(broken.values()))
    with warnings.catch_warnings(action="ignore"):
        assert not _valid(path)


def _valid(path):
    """What the validator says; it raises for some faults and warns of others."""
    try:
        return reader.CSVW(str(path), validate=True).is_valid
    except ValueError:
        return False
