"""What every export says of itself."""

from kg.corpus import Corpus
from kg.exports import notice


def test_the_notice_counts_the_roster(corpus, store):
    """The 47 projects are called a reconstruction, with as many known by name only as answers say."""
    told = notice.about(corpus)
    assert "The 47 projects of the fellowship are a reconstruction" in told
    assert "17 of them are known from the list of interviewees alone and have no findings" in told
    assert "17 of them" in store.roster_note


def test_the_notice_of_an_empty_project_claims_nothing():
    """A project without cases has no projects."""
    assert "The 0 projects" in notice.about(Corpus())


def test_the_licence_is_that_of_the_data(project):
    """The licence named is the one in LICENSE-DATA."""
    assert notice.LICENCE in (project.root / "LICENSE-DATA").read_text(encoding="utf-8")
