"""CSV files in the layout of the exports."""

import pytest

from kg.errors import UsageError
from kg.exports.layout import BY_NAME
from kg.exports.spreadsheet import to_csv
from kg.importing import sheets
from kg.importing.sheets import read_sheets

HEAD = "coder,name,note\n"


@pytest.fixture
def read(tmp_path):
    """The sheets and problems of one file: `read(b"coder,name\\n…")`, its folder taken off the names."""

    def read(content, name="coders.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        found, problems, _ = read_sheets([path])
        return found, [str(problem).replace(f"{tmp_path}/", "") for problem in problems]

    return read


def texts(found, table="coders"):
    return [{name: row.text(name) for name in row.cells} for row in found[table].rows]


def test_rows_know_their_place(read):
    """A row starts in the line of its first cell, even where cells hold line breaks; empty rows are passed over."""
    found, problems = read(HEAD + 'a,"First\ncoder",\n,,\nb,Second,"A, note"\n')
    assert texts(found) == [{"coder": "a", "name": "First\ncoder"}, {"coder": "b", "name": "Second", "note": "A, note"}]
    assert problems == []
    second = found["coders"].rows[1]
    assert second.mark("note") == (5, 3)
    assert second.mark("note")[0].label == "note"


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_columns_may_be_parted_by_other_signs(read, sign):
    """Spreadsheet programs part columns by semicolons in some countries, and tabs are common."""
    found, problems = read(f"coder{sign}name\na{sign}First\n")
    assert (texts(found), problems) == ([{"coder": "a", "name": "First"}], [])


def test_names_of_columns_are_taken_kindly(read):
    """Capitals and spaces in a column's name do no harm, nor does a byte order mark."""
    found, problems = read("\ufeffCoder , NAME\na,First\n")
    assert (texts(found), problems) == ([{"coder": "a", "name": "First"}], [])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "coders.csv:1:1: the file is empty; its first line names the columns"),
        (b" \n\n", "coders.csv:1:1: the file is empty"),
        (HEAD.encode() + b"a,Caf\xe9,\n", "coders.csv:2:6: byte 0xe9 is not UTF-8; save it as CSV UTF-8"),
        ("coder".encode("utf-16"), "coders.csv:1:1: this is text in UTF-16; save it as CSV UTF-8"),
        (b"PK\x03\x04rest", "coders.csv:1:1: this is a spreadsheet file; save it as CSV UTF-8"),
        (b"coder\n\0", "coders.csv:2:1: this is a binary file"),
        (
            HEAD + 'a,"First\n',
            "coders.csv:2:1: the row cannot be read: unexpected end of data; is a quotation mark missing?",
        ),
        (HEAD + 'a,"First" coder,\n', "coders.csv:2:1: the row cannot be read"),
        (
            HEAD + "a,First\n",
            "coders.csv:2:1: this row has 2 cells, and there are 3 columns; is a quotation mark missing",
        ),
        (HEAD + "a,First,x,y\n", "coders.csv:2:1: this row has 4 cells, and there are 3 columns"),
        ("coder,nme\na,b\n", "coders.csv:1:2: coders has no column 'nme'; did you mean 'name' or 'note'?"),
        ("coder,zzzzz\na,b\n", "coders.csv:1:2: coders has no column 'zzzzz'; delete it; coders has coder, name, note"),
        ("coder,coder\na,b\n", "coders.csv:1:2: column 'coder' stands twice; delete one of the two"),
        (HEAD + "a,=1+1,\n", "coders.csv:2:2: name: this looks like a formula: =1+1; write its value"),
        (HEAD + "a,@SUM(A1),\n", "coders.csv:2:2: name: this looks like a formula: @SUM(A1)"),
        (HEAD + "a,-1+cmd|' /C calc'!A0,\n", "coders.csv:2:2: name: this looks like a formula: -1+cmd|"),
        (HEAD + "a,Fir\u202est,\n", "coders.csv:2:2: name: invisible character RIGHT-TO-LEFT OVERRIDE; delete it"),
    ],
)
def test_a_fault_is_told_with_its_place(read, content, told):
    """File, line and column, what is wrong, and what to do."""
    _, problems = read(content)
    assert any(problem.startswith(told) for problem in problems), problems


@pytest.mark.parametrize("text", ["-5 degrees", "+ a note", "- one", "@home", "a = b", "1=1"])
def test_signs_in_texts_are_no_formulas(read, text):
    """A text may begin with a sign, as long as no program would run it."""
    found, problems = read(f"{HEAD}a,{text},\n")
    assert (texts(found)[0]["name"], problems) == (text, [])


def test_guarded_cells_of_spreadsheets_come_back(tmp_path):
    """What the export for spreadsheet programs guards with an apostrophe is read as it was; other apostrophes stay."""
    (tmp_path / "coders.csv").write_bytes(to_csv(BY_NAME["coders"], [["a", "=First", "'quoted'"]]))
    found, problems, _ = read_sheets([tmp_path])
    assert (texts(found), problems) == ([{"coder": "a", "name": "=First", "note": "'quoted'"}], [])


def test_a_table_is_told_by_the_name_of_its_file(read):
    """A file with another name is no table, and the nearest name is suggested."""
    assert read(HEAD, "coder.csv")[1][0].startswith("coder.csv:1:1: no table is called 'coder'; is it 'coders'")
    assert "tables are told by the names of their files" in read(HEAD, "sheet1.csv")[1][0]


def test_a_file_of_something_else_is_passed_over(tmp_path):
    """A CSV file beside tables that is none is named in a note; with the columns of a table it is a slip."""
    for name, head in (("coders", HEAD), ("readings", "day,reader\n"), ("my-cases", "case,name\n")):
        (tmp_path / f"{name}.csv").write_text(head, encoding="utf-8")
    found, problems, notes = read_sheets([tmp_path])
    assert list(found) == ["coders"]
    assert ["no table is called 'my-cases'" in str(problem) for problem in problems] == [True]
    assert notes == ["readings.csv is passed over: it has neither the name of a table nor the columns of one"]


def test_a_table_given_twice_is_a_fault(tmp_path):
    """Two files of one table are not mixed."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "coders.csv").write_text(HEAD, encoding="utf-8")
    found, problems, _ = read_sheets([tmp_path / "a", tmp_path / "b"])
    assert list(found) == ["coders"]
    assert "is the table coders too; join them" in str(problems[0])


def test_a_folder_without_tables_is_refused(tmp_path):
    """A folder that holds no CSV is wrong use."""
    with pytest.raises(UsageError, match="this folder holds no CSV file"):
        read_sheets([tmp_path])


def test_a_file_too_large_is_not_read(read, monkeypatch):
    """A file beyond the limit is named, and nothing of it is taken."""
    monkeypatch.setattr(sheets, "LARGEST", 1 << 20)
    found, problems = read(HEAD + "a" * (1 << 20))
    assert (found, problems) == ({}, ["coders.csv:1:1: the file has more than 1 MB; split it"])


def test_a_cell_too_large_is_told(read):
    """A single cell without end is a fault of its row, not a crash."""
    _, problems = read(f"{HEAD}a,{'x' * 200_000},\n")
    assert problems[0].startswith("coders.csv:2:1: the row cannot be read: field larger than field limit")
