"""Notebooks are copied into a folder of the user's, and what was changed there is never written over."""

import errno
import json
from pathlib import Path

import pytest

from kg.errors import KgError, UsageError
from kg.notebook import copies
from kg.notebook.copies import Copied, copy_notebooks


@pytest.fixture
def source(tmp_path) -> Path:
    """A folder with two originals, and a file that is no notebook."""
    folder = tmp_path / "originals"
    folder.mkdir()
    for name, content in {"a.ipynb": b"a1", "b.ipynb": b"b1", "notes.txt": b"x"}.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder that is not there yet, two levels deep."""
    return tmp_path / "mine" / "notebooks"


def shown(folder: Path) -> dict[str, bytes]:
    """The files that a user sees there."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def test_the_notebooks_of_the_checkout_are_the_originals(project):
    """A checkout copies its own, numbered in the order in which they are read."""
    assert copies.originals() == project.root / "notebooks"
    assert {path.name[:3] for path in copies.originals().glob("*.ipynb")} >= {"01-", "02-"}


def test_missing_originals_are_told(tmp_path, monkeypatch):
    """A copy without notebooks says so."""
    monkeypatch.setattr(copies, "PACKAGE", tmp_path / "kg")
    with pytest.raises(UsageError, match="the notebooks are missing from this copy"):
        copies.originals()


def test_a_new_folder_gets_every_notebook(source, folder):
    """Folders are made on the way; files that are no notebooks stay behind."""
    assert copy_notebooks(source, folder) == Copied(written=["a.ipynb", "b.ipynb"])
    assert shown(folder) == {"a.ipynb": b"a1", "b.ipynb": b"b1"}


def test_copying_again_does_nothing(source, folder):
    """What is there already is not told of again."""
    copy_notebooks(source, folder)
    assert copy_notebooks(source, folder) == Copied()


def test_a_changed_notebook_is_kept(source, folder):
    """The user's work stays, and is named; nothing new is put beside it as long as the original is the same."""
    copy_notebooks(source, folder)
    (folder / "a.ipynb").write_bytes(b"mine")
    assert copy_notebooks(source, folder) == Copied(kept=["a.ipynb"])
    assert shown(folder) == {"a.ipynb": b"mine", "b.ipynb": b"b1"}


def test_a_deleted_notebook_comes_back(source, folder):
    """That is how to start one afresh."""
    copy_notebooks(source, folder)
    (folder / "b.ipynb").unlink()
    assert copy_notebooks(source, folder) == Copied(written=["b.ipynb"])


def test_a_newer_original_replaces_what_was_not_touched(source, folder):
    """After an update of the package, notebooks that nobody changed are the new ones."""
    copy_notebooks(source, folder)
    (source / "a.ipynb").write_bytes(b"a2")
    assert copy_notebooks(source, folder) == Copied(written=["a.ipynb"])
    assert shown(folder)["a.ipynb"] == b"a2"


def test_a_newer_original_is_put_beside_a_changed_one_once(source, folder):
    """Both are there then, under names that say which is which; it is not offered a second time."""
    copy_notebooks(source, folder)
    (folder / "a.ipynb").write_bytes(b"mine")
    (source / "a.ipynb").write_bytes(b"a2")
    assert copy_notebooks(source, folder) == Copied(kept=["a.ipynb"], beside=["a-new.ipynb"])
    assert shown(folder) == {"a-new.ipynb": b"a2", "a.ipynb": b"mine", "b.ipynb": b"b1"}
    assert copy_notebooks(source, folder) == Copied(kept=["a.ipynb"])


def test_a_name_that_is_taken_is_not_written_over(source, folder):
    """A second update takes the next free name."""
    copy_notebooks(source, folder)
    (folder / "a.ipynb").write_bytes(b"mine")
    for content in (b"a2", b"a3"):
        (source / "a.ipynb").write_bytes(content)
        copy_notebooks(source, folder)
    assert shown(folder) == {"a-new-2.ipynb": b"a3", "a-new.ipynb": b"a2", "a.ipynb": b"mine", "b.ipynb": b"b1"}


@pytest.mark.parametrize("record", [b"", b"{", b"[]", b"\xff"])
def test_without_a_record_a_different_file_counts_as_changed(source, folder, record):
    """A record that is lost or broken costs nobody their work."""
    copy_notebooks(source, folder)
    (folder / copies.PRIVATE / copies.RECORD).write_bytes(record)
    (folder / "a.ipynb").write_bytes(b"mine")
    assert copy_notebooks(source, folder) == Copied(kept=["a.ipynb"], beside=["a-new.ipynb"])
    assert json.loads((folder / copies.PRIVATE / copies.RECORD).read_bytes()).keys() == {"a.ipynb", "b.ipynb"}


def test_a_file_in_the_place_of_the_folder_is_told(source, tmp_path):
    """The message names it, and what to do."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match=r"file is a file, not a folder; name another one with --to"):
        copy_notebooks(source, tmp_path / "file")
    with pytest.raises(KgError, match=r"could not be written: Not a directory"):
        copy_notebooks(source, tmp_path / "file" / "below")


def test_a_full_disk_leaves_no_half_notebook(source, folder, monkeypatch):
    """The message says what is wrong; what was there before is whole, and no scrap is left."""
    copy_notebooks(source, folder)
    (source / "a.ipynb").write_bytes(b"a2")

    def full(path, content):
        with open(path, "wb") as file:
            file.write(content[:1])
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(KgError, match=r"a\.ipynb: could not be written: No space left on device"):
        copy_notebooks(source, folder)
    assert shown(folder) == {"a.ipynb": b"a1", "b.ipynb": b"b1"}
