"""The records of the registry: each list of a registry file has its own kind of record."""

import pytest

from kg.corpus import LISTS
from kg.registry import Coder, Event, Indicator, Mention, Organisation, Person, Place, RegistryFile, Source

RECORDS = {
    "organisation": Organisation,
    "person": Person,
    "place": Place,
    "indicator": Indicator,
    "source": Source,
    "coder": Coder,
    "mention": Mention,
    "event": Event,
}


@pytest.mark.parametrize("kind", LISTS)
def test_each_list_holds_its_kind(kind):
    """A registry file's list is read as records of its own kind, and each has an id."""
    record = RegistryFile.kinds()[LISTS[kind]].record
    assert record is RECORDS[kind]
    assert record.kinds()["id"].required


def test_every_list_of_a_registry_file_is_known():
    """Lists, evidence, conflicts and passages: a registry file has nothing else."""
    assert set(RegistryFile.kinds()) == {*LISTS.values(), "evidence", "conflicts", "passages"}


def test_the_registry_of_the_checkout_fills_every_list(corpus):
    """Each kind has entries in the files at hand, and no id stands twice."""
    for kind in LISTS:
        ids = [entry.id for _, entry in corpus.entries(kind)]
        assert ids
        assert len(ids) == len(set(ids))
