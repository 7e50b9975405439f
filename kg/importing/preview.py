"""A planned import in words: which files are new or changed, what they hold, and the lines themselves."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from kg.builder import slug
from kg.case import Case
from kg.coding import SettlementFile
from kg.corpus import LISTS
from kg.importing.plan import Plan, Planned
from kg.reader import Owner
from kg.registry import RegistryFile

SHOWN_FILES, SHOWN_LINES = 5, 12
SINGULAR = {"people": "person", "third looks": "third look"}


def preview(made: Plan, whole: bool = False) -> str:
    """What an import would write: a line for each file, then the lines of the first files, or of all."""
    lines = [f"{'changed' if file.changes else 'new':<8} {file.name}: {holds(file.owner)}" for file in made.files]
    if made.same:
        lines.append(f"{'same':<8} {_many(len(made.same), 'files')} of the project already")
    for file in made.files if whole else made.files[:SHOWN_FILES]:
        lines += ["", *_lines(file, whole)]
    if not whole and len(made.files) > SHOWN_FILES:
        lines += ["", f"… and {_many(len(made.files) - SHOWN_FILES, 'files')} more; --full shows all of them"]
    lines += [f"warning: {warning}" for warning in warnings(made)]
    return "\n".join([*lines, *(f"note: {note}" for note in made.notes)]) + "\n"


def holds(owner: Owner) -> str:
    """What a file holds, counted."""
    counts: dict[str, int] = {}
    if isinstance(owner, RegistryFile):
        counts = {list_: len(getattr(owner, list_)) for list_ in [*LISTS.values(), "conflicts"]}
        counts["places of the codebook"] = len(owner.evidence)
    elif isinstance(owner, SettlementFile):
        counts = {"third looks": len(owner.settlements)}
    else:
        numbers = sum(len(finding.changes) for finding in owner.outcomes)
        counts = {"findings": len(owner.findings), "numbers": numbers}
        if isinstance(owner, Case):
            counts |= {"phases": len(owner.phases), "figures": len(owner.figures)}
    counts["passages"] = len(owner.passages)
    return ", ".join(_many(count, name) for name, count in counts.items() if count) or "nothing but its head"


def _many(count: int, name: str) -> str:
    return f"{count} {SINGULAR.get(name, name.removesuffix('s')) if count == 1 else name}"


def _lines(file: Planned, whole: bool) -> Iterator[str]:
    """The difference between what a file holds and what it would hold."""
    old = file.name if file.changes else "(no such file)"
    found = list(difflib.unified_diff(file.old.splitlines(), file.new.splitlines(), old, file.name, "", "", 1, ""))
    shown = found if whole or len(found) <= SHOWN_LINES + 3 else found[:SHOWN_LINES]
    yield from shown
    if len(shown) < len(found):
        yield f"… {len(found) - len(shown)} more lines; --full shows them"


def warnings(made: Plan) -> list[str]:
    """What the shapes remark on the files of the plan; remarks on other files are not the import's."""
    names = {file.name for file in made.files}
    found = made.compiled.warnings if made.compiled else []
    return [str(warning) for warning in found if warning.file in names]


def import_name(path: str) -> str:
    """The name of an import, for files of the registry that are its own."""
    return slug(path) or "import"
