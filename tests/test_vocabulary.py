"""The lists that the checker reads from the ontology folder."""

import pytest

from kg.errors import KgError
from kg.vocabulary import read_context, read_vocabulary


@pytest.fixture(scope="module")
def vocabulary(project):
    return read_vocabulary(project.ontology / "codebook.ttl", project.ontology / "context.jsonld")


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        (
            "theme",
            "appreciate-service-user-perspective create-common-purpose insist-on-whole-system-approaches share-power "
            "explain-what-is-important promote-collaborative-front-line-working hold-partners-to-account "
            "resource-new-ways-of-working build-political-backing distribute-leadership serve-others-perspectives "
            "spend-time-on-relationships",
        ),
        (
            "barrier",
            "power-struggles institutional-inertia lack-of-passion-or-time changes-in-leadership impatience other",
        ),
        (
            "outcome",
            "cost-saving effectiveness access satisfaction policy-change participation collaboration-sustained other",
        ),
        ("basis", "stated author-assessment inferred"),
        ("status", "measured claimed preliminary forecast"),
        ("kind", "fellowship part comparator"),
        ("documentation", "described named listed"),
        ("authority", "vertical horizontal"),
        ("scheme", "theme barrier outcome"),
        ("unit", "NUM PERCENT CCY_USD CCY_CAD CCY_GBP YR KM"),
        (
            "organisation-kind",
            "public-body non-profit foundation social-enterprise company university community international unknown",
        ),
    ],
)
def test_a_list_holds_what_is_promised(vocabulary, name, ids):
    """The names that other people's tools rely on are all there, and no others."""
    assert vocabulary.ids(name) == set(ids.split())


def test_stances_are_told_apart_by_what_they_belong_to(vocabulary):
    """Each kind of finding has its own stances."""
    assert vocabulary.stances == {
        "theme": {"enacted", "advocated", "neglected", "obstructed"},
        "barrier": {"encountered", "anticipated", "overcome"},
        "outcome": {"improved", "unchanged", "worsened"},
    }


def test_an_unknown_list_is_empty(vocabulary):
    """A list that is not there has no ids."""
    assert vocabulary.ids("colours") == set()


@pytest.mark.parametrize("text", ["{", "[]", "{}", "\x00", '{"@context": 1}'])
def test_a_damaged_mapping_is_named(tmp_path, text):
    """A context file that is no mapping gives one clear error with its path."""
    path = tmp_path / "context.jsonld"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KgError, match=r"context\.jsonld"):
        read_context(path)


def test_a_missing_mapping_is_named(tmp_path):
    """A context file that is gone gives one clear error."""
    with pytest.raises(KgError, match="the mapping cannot be read"):
        read_context(tmp_path / "gone.jsonld")


def test_a_broken_codebook_is_named_with_its_place(tmp_path, project):
    """A codebook that is no Turtle gives file, line and column."""
    path = tmp_path / "codebook.ttl"
    path.write_text("@prefix a: <http://a/> .\na:b a:c .\n", encoding="utf-8")
    with pytest.raises(KgError, match=r"codebook\.ttl:2:\d+: this is not turtle"):
        read_vocabulary(path, project.ontology / "context.jsonld")
