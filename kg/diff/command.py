"""The command `kg diff`: two versions of the graph, and what differs between them and between their answers."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kg.diff import answers, records, report
from kg.diff.snapshot import Snapshot, load
from kg.paths import Project, find_project
from kg.questions import read_questions
from kg.store import reconstruction
from kg.vocabulary import read_context


def compare(project: Project, old: Snapshot, new: Snapshot) -> report.Comparison:
    """What differs; the named questions, the rules and the names of fields are those of the project."""
    typed = records.Typed(read_context(project.ontology / "context.jsonld"))
    questions = read_questions(project.answers)
    changes = records.changes(old, new, typed)
    found = answers.differing(old, new, questions, changes)
    causes = answers.Causes(old, new, typed, sorted(project.rules.glob("*.rq")))
    return report.Comparison(
        old.name,
        new.name,
        (old.version, new.version),
        changes,
        causes.explain(found, changes),
        len(questions),
        reconstruction(new.levels),
    )


def diff(options: argparse.Namespace) -> int:
    old, new = load(Path(options.old)), load(Path(options.new))
    found = compare(find_project(options.project), old, new)
    print(report.FORMATS[options.format](found), end="")
    if options.format == "table" and len(found.changes) > answers.MOST_TRIED:
        print("kg: many records changed; causes were tried case by case", file=sys.stderr)
    return 0
