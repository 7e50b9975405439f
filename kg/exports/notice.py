"""What every export says of itself: its title, its licence, and how far it may be trusted."""

from __future__ import annotations

from kg import __version__
from kg.corpus import Corpus

TITLE = "Collaborative Working Knowledge Graph"
VERSION = __version__
LICENCE_NAME = "Creative Commons Attribution 4.0 International"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def about(corpus: Corpus) -> str:
    """A few sentences for whoever opens a file of the export without its documentation."""
    fellowship = [case.tier for case in corpus.cases.values() if case.kind == "fellowship"]
    return (
        f"Cases of joint working, every claim tied to its passage. The {len(fellowship)} projects of the fellowship "
        "are a reconstruction: the report counts them and never lists them. "
        f"{fellowship.count('listed')} of them are known from the list of interviewees alone and have no findings. "
        "What is not stated in the sources is not thereby false. "
        "Findings with no reconciled basis were set aside and count for nothing."
    )
