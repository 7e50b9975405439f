"""What the tests of imports share: a project with nothing in it but its vocabulary, and tables written by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

from kg.corpus import Corpus, read_corpus
from kg.importing.found import Found
from kg.importing.sheets import read_sheets
from kg.importing.tables import read_tables
from kg.paths import Project

CASES = "case,name,kind,documented,country,summary,coders,lists_read,known_from,story\n"
FINDINGS = "finding,case,list,concept,stance,status,basis,said_by,note,evidence\n"
TOWN = "our-town,Our Town,comparator,named,CA,What our town did.,coder-1,theme | barrier | outcome,tiny:2-2,It met.\n"
SHARED = "t1,our-town,theme,share-power,enacted,,stated,teller,They shared.,tiny:4-5\n"


def empty_project(like: Project, folder: Path) -> Project:
    """A project without cases and without registry, with the vocabulary and the queries of another."""
    for name in ("ontology", "queries"):
        shutil.copytree(like.root / name, folder / name)
    (folder / "cases" / "registry").mkdir(parents=True)
    return Project(folder)


def write(folder: Path, **tables: str) -> Path:
    """Tables as CSV files of a folder: `write(folder, cases=CASES + TOWN)`."""
    folder.mkdir(exist_ok=True)
    for name, content in tables.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def found_in(folder: Path, known: Corpus) -> Found:
    """What the tables of a folder hold, with the faults of their reading."""
    sheets, problems, notes = read_sheets([folder])
    found = read_tables(sheets, known)
    found.notes += notes
    found.report_all(problems)
    return found


def corpus_of(project: Project) -> Corpus:
    return read_corpus(project)[0]
