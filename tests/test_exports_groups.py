"""Which groups of files there are."""

import pytest

from kg.errors import UsageError
from kg.exports.frame import Given
from kg.exports.groups import GROUPS, chosen


def test_without_a_choice_all_groups_are_made():
    """An export is whole unless somebody says otherwise."""
    assert chosen() == GROUPS
    assert chosen([]) == GROUPS


@pytest.mark.parametrize("only", [["tables", "rdf"], ["tables,rdf"], [" rdf , tables ", "rdf"]])
def test_groups_are_chosen_by_name(only):
    """Names may be given one by one or with commas, and the order of making stays the same."""
    assert [group.name for group in chosen(only)] == ["rdf", "tables"]


def test_an_unknown_group_names_the_nearest():
    """A slip is told with the group that was probably meant."""
    with pytest.raises(UsageError, match=r"'tabels' is no group of files; did you mean 'tables'\?"):
        chosen(["rdf", "tabels"])


def test_a_name_like_no_other_lists_them_all():
    """Where nothing is near, all groups are named."""
    with pytest.raises(UsageError, match="'zzz' is no group of files; there are description, rdf, "):
        chosen(["zzz"])


@pytest.mark.parametrize("only", [[""], [" , "]])
def test_an_empty_choice_is_no_choice(only):
    """A name that is left empty, as by an unset variable of a script, does not export everything."""
    with pytest.raises(UsageError, match="--only needs the name of a group"):
        chosen(only)


def test_names_are_told_apart(project, compiled):
    """No group and no file has the name of another, capitals or not, and no name leads out of the folder."""
    assert len({group.name for group in GROUPS}) == len(GROUPS)
    names = [file.name for group in GROUPS for file in group.files(Given(project, compiled))]
    assert len({name.lower() for name in names}) == len(names)
    assert [n for n in names if n.startswith(("/", ".")) or ".." in n or "\\" in n] == []
