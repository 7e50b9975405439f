"""Records as the text of their files: what `kg/reader.py` reads, written.

Reading a written file gives the records again. Comments of an older file are not records, and are lost.
"""

from __future__ import annotations

import json
from typing import Any

from kg.case import Case, Coding, Contradiction, Figure, Measurement, Participation, Passage, Phase, Tenure
from kg.fields import Record
from kg.reader import Owner
from kg.registry import Coder, Place, Post, Section
from kg.yamltext import OneLine, block

SHORT = (Participation, Tenure, Phase, Measurement, Figure, Contradiction, Coding, Passage, Post, Section, Place, Coder)


def file_text(owner: Owner) -> str:
    """The whole text of the file that holds a case, a registry, a coding or third looks."""
    if isinstance(owner, Case):
        return f"---\n{_head(owner)}---\n{_prose(owner)}"
    return _head(owner)


def plain(record: Record) -> dict[str, Any]:
    """A record as plain data under the keys of its file; fields with nothing in them are left out."""
    values = {name: getattr(record, name) for name in record.kinds()}
    made = {name.replace("_", "-"): _plain(value) for name, value in values.items() if value not in (None, [], {})}
    return OneLine(made) if isinstance(record, SHORT) else made


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return plain(value)
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _head(owner: Owner) -> str:
    """The fields of a file in the order of its record, its passages last."""
    fields = plain(owner)
    fields.pop("passages", None)
    return block(fields) + _passages(owner)


def _passages(owner: Owner) -> str:
    if not owner.passages:
        return "passages: {}\n" if isinstance(owner, Case) else ""
    return "passages:\n" + "".join(f"  {place}: {_passage(passage)}\n" for place, passage in owner.passages.items())


def _passage(passage: Passage) -> str:
    digest, locator = json.dumps(passage.digest), json.dumps(passage.locator, ensure_ascii=False)
    return f"{{start: {passage.start}, end: {passage.end}, digest: {digest}, locator: {locator}}}"


def _prose(case: Case) -> str:
    questions = "".join(f"{number}. {question}\n" for number, question in enumerate(case.class_questions, 1))
    return f"## Story\n\n{case.story}\n" + (f"\n## Questions\n\n{questions}" if questions else "")
