"""The folder of an export as a research object."""

import json
import os
import subprocess
from pathlib import Path

import programs
import pytest
import rocrate
from rocrate.rocrate import ROCrate

from kg.exports.crate import NAME, PROFILE
from kg.exports.writing import DIGESTS, export


@pytest.fixture(scope="module")
def entities(exported):
    document = json.loads((exported / NAME).read_text(encoding="utf-8"))
    assert document["@context"] == f"{PROFILE}/context"
    return {entity["@id"]: entity for entity in document["@graph"]}


def test_the_program_of_ro_crate_reads_it(exported):
    """The library of RO-Crate takes the folder in as a crate of 1.3, with every file in its place."""
    crate = ROCrate(exported)
    assert crate.version == "1.3"
    assert crate.name == "Collaborative Working Knowledge Graph"
    found = {entity.id for entity in crate.data_entities}
    assert {"cwkg.ttl", "cases.csv", "cases/cpche.ttl"} <= found
    assert [id for id in found if not (exported / id).is_file()] == []


def test_the_validator_of_ro_crate_finds_nothing_required_missing(project, compiled, tmp_path):
    """roc-validator holds the crate against its profile of 1.3: everything that must be there is.

    It wants an older library than ours for what is shown in a terminal, and so it runs in an environment of its own,
    whose Python is named in CWKG_ROC_VALIDATOR. Its context comes from the library of RO-Crate, not from the network.
    Some groups of files stand for all: it needs a minute for every file of an export.
    """
    python = os.environ.get("CWKG_ROC_VALIDATOR", "")
    if not Path(python).is_file():
        programs.missing("no roc-validator; install it in an environment and name its Python in CWKG_ROC_VALIDATOR")
    export(project, compiled, tmp_path, ["description", "matrix", "qda"])
    context = Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld"
    call = [python, str(Path(__file__).with_name("roc_validation.py")), str(tmp_path), str(context)]
    run = subprocess.run(call, capture_output=True, text=True, timeout=300, check=False)
    assert (run.returncode, run.stdout.split("\n")[0]) == (0, "passed"), run.stdout + run.stderr
    path = tmp_path / NAME
    path.write_text(path.read_text(encoding="utf-8").replace('"datePublished"', '"dateCreated"'), encoding="utf-8")
    run = subprocess.run(call, capture_output=True, text=True, timeout=300, check=False)
    assert "datePublished" in run.stdout
    assert run.stdout.split("\n")[0] == "failed"


def test_every_file_is_in_it(exported, entities):
    """What stands in the folder is described, but for the crate's own document and the list of digests."""
    there = {path.relative_to(exported).as_posix() for path in exported.rglob("*") if path.is_file()}
    files = {id for id, entity in entities.items() if entity["@type"] == "File"}
    assert files == there - {NAME, DIGESTS}
    assert {part["@id"] for part in entities["./"]["hasPart"]} == files


def test_every_file_has_its_size(exported, entities):
    """In bytes, as it lies in the folder."""
    told = {id: entity["contentSize"] for id, entity in entities.items() if entity["@type"] == "File"}
    assert told == {id: str((exported / id).stat().st_size) for id in told}


def test_the_descriptor_and_the_root_have_what_is_required(entities):
    """The document is about the folder, which has name, description, day and licence, as the standard asks."""
    assert entities[NAME]["about"] == {"@id": "./"}
    assert entities[NAME]["conformsTo"] == {"@id": PROFILE}
    assert entities[NAME]["@type"] == "CreativeWork"
    root = entities["./"]
    assert root["@type"] == "Dataset"
    assert all(root[key] for key in ("name", "description", "datePublished", "license"))


def test_nothing_is_left_hanging(entities):
    """Every reference leads to an entity of the document, and every entity has a type and a name but the descriptor."""
    pointed = set()
    for entity in entities.values():
        for value in entity.values():
            pointed |= {one["@id"] for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)}
    assert pointed - {PROFILE} <= set(entities)
    assert [id for id, entity in entities.items() if id != NAME and not (entity["@type"] and entity["name"])] == []
