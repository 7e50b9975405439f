"""Which groups of files there are."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import UsageError, closest
from kg.exports import syntaxes, tables
from kg.exports.frame import Group

GROUPS = [syntaxes.GROUP, tables.GROUP]


def chosen(only: Sequence[str] = ()) -> list[Group]:
    """The groups named, in their own order, or all of them; several names may stand in one text, with commas.

    Raises `UsageError` for a name that is none, with the nearest.
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
    return [group for group in GROUPS if not names or group.name in names]
