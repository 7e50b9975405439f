"""Which groups of files there are."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import UsageError, closest
from kg.exports import (
    datasette,
    description,
    graphfiles,
    mappings,
    matrix,
    parquet,
    percase,
    qda,
    spreadsheet,
    syntaxes,
    tables,
)
from kg.exports.frame import Group

GROUPS = [
    description.GROUP,
    syntaxes.GROUP,
    percase.GROUP,
    mappings.GROUP,
    tables.GROUP,
    matrix.GROUP,
    spreadsheet.GROUP,
    parquet.GROUP,
    datasette.GROUP,
    graphfiles.GROUP,
    qda.GROUP,
]


def chosen(only: Sequence[str] = ()) -> list[Group]:
    """The groups named, in their own order, or all that can be made here; several names may stand in one text, with
    commas.

    Raises `UsageError` for a name that is none, with the nearest, and for a group that needs what is not installed.
    """
    names = [name.strip() for text in only for name in text.split(",") if name.strip()]
    known = [group.name for group in GROUPS]
    for name in names:
        if name not in known:
            raise UsageError(
                f"'{name}' is no group of files; {closest(name, known) or 'there are ' + ', '.join(known)}"
            )
    if only and not names:
        raise UsageError(f"--only needs the name of a group: {', '.join(known)}")
    if not names:
        return [group for group in GROUPS if not group.missing()]
    found = [group for group in GROUPS if group.name in names]
    for group in found:
        if message := group.missing():
            raise UsageError(message)
    return found


def left_out() -> list[str]:
    """Why groups are not part of a whole export on this machine, a line for each."""
    return [f"{group.name} left out: {message}" for group in GROUPS if (message := group.missing())]
