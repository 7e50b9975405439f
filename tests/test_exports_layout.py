"""The tables of an export."""

import re

import pytest

from kg import case, coding
from kg.exports.layout import BY_NAME, TABLES

PROMISED = {
    "cases": "case name kind documented part_of country places policy_areas service_users start_year end_year mandated"
    " coded findings summary coders things_found",
    "findings": "finding case list concept stance status basis said_by phase authority method note evidence locators"
    " coder reconciliation reconciled_basis",
    "outcomes": "change finding case outcome stance status indicator design before after comparison unit relative"
    " points amount amount_low amount_high currency recurrence start_year end_year favourable computed computed_from"
    " approximate note coder reconciliation reconciled_basis",
}
HELD = {  # record -> the table that holds its fields, and the columns of fields that have another name there
    case.Case: ("cases", "id=case tier=documented start=start_year end=end_year"),
    case.Participation: ("participations", ""),
    case.Tenure: ("posts", "start=start_year end=end_year"),
    case.Phase: ("phases", "id=phase start=start_year end=end_year"),
    case.ThemeFinding: ("findings", "id=finding theme=concept"),
    case.BarrierFinding: ("findings", "id=finding barrier=concept"),
    case.OutcomeFinding: ("findings", "id=finding outcome=concept"),
    case.Change: ("outcomes", "id=change start=start_year end=end_year"),
    case.Figure: ("figures", "id=figure start=start_year end=end_year"),
    case.Contradiction: ("contradictions", "id=contradiction"),
    case.Coding: ("codings", "schemes=lists_read"),
    case.Passage: ("passages", "start=start_char end=end_char"),
    coding.CodingFile: ("codings", "schemes=lists_read"),
    coding.Settlement: ("third_looks", "id=third_look"),
    coding.SettlementFile: ("third_looks", ""),
}


@pytest.mark.parametrize("name", PROMISED)
def test_released_columns_stay_where_they_are(name):
    """Columns are added after those that programs rely on."""
    promised = PROMISED[name].split()
    assert BY_NAME[name].names[: len(promised)] == promised


@pytest.mark.parametrize("table", TABLES, ids=BY_NAME)
def test_a_table_is_fit_for_every_program(table):
    """Names are plain, each is told in a few words, the key is made of columns, and links lead to keys."""
    assert all(re.fullmatch("[a-z][a-z0-9]*(_[a-z0-9]+)*", name) for name in [table.name, *table.names])
    assert len(set(table.names)) == len(table.names)
    assert all(column.about for column in table.columns)
    assert set(table.key) <= set(table.names)
    assert all(link.to == BY_NAME[link.table].key and set(link.columns) <= set(table.names) for link in table.links())


@pytest.mark.parametrize("record", HELD, ids=lambda record: record.__name__)
def test_every_field_of_a_record_has_a_column(record):
    """Nothing that a case file says is lost in the tables; values with parts of their own have a column for each."""
    table, renamed = HELD[record]
    names = dict(pair.split("=") for pair in renamed.split())
    fields = {name for name, kind in record.kinds().items() if kind.shape not in ("record", "table")}
    assert {names.get(name, name) for name in fields} <= set(BY_NAME[table].names)


def test_values_of_a_change_are_told_whole():
    """The value before, the one after and that of a comparison group each have their unit, label and years."""
    parts = ["unit", "label", "start_year", "end_year", "approximate"]
    assert {f"{name}_{part}" for name in ("before", "after", "comparison") for part in parts} <= set(
        BY_NAME["outcomes"].names
    )
