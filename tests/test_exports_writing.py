"""Writing an export into a folder."""

import hashlib
import os
import shutil
import subprocess

import pytest

from kg.errors import KgError, UsageError
from kg.exports import writing
from kg.exports.frame import File, Group, Written
from kg.exports.writing import DIGESTS, export

PROMISED = ["cwkg.ttl", "cwkg.nt", "cwkg.nq", "cwkg.jsonld", "cwkg.rdf", "cases.csv", "findings.csv", "outcomes.csv"]


def inside(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def plain(monkeypatch):
    """Two short files in the place of all groups: `plain(b"one", b"two")` says what they hold."""

    def plain(*contents):
        made = [
            File(name, "", "text/plain", lambda c=c: c) for name, c in zip(("a.txt", "in/b.txt"), contents, strict=True)
        ]
        monkeypatch.setattr(writing, "chosen", lambda only=(): [Group("plain", "", lambda given: made)])

    return plain


def test_every_promised_file_is_written(exported):
    """Names that were released stay."""
    assert set(PROMISED) <= set(inside(exported))


def test_the_paths_given_back_are_the_files_written(project, compiled, plain, tmp_path):
    """What was written is named, and nothing else stands in a new folder."""
    plain(b"one", [b"t", b"wo"])
    folder = tmp_path / "new" / "folder"
    written = export(project, compiled, folder)
    assert [path.relative_to(folder).as_posix() for path in written] == ["a.txt", "in/b.txt", DIGESTS]
    assert inside(folder) == sorted(["a.txt", "in/b.txt", DIGESTS])
    assert (folder / "in/b.txt").read_bytes() == b"two"


def test_two_exports_have_the_same_bytes(project, compiled, exported, tmp_path):
    """The same cases give the same files, byte for byte."""
    export(project, compiled, tmp_path)
    assert (tmp_path / DIGESTS).read_text() == (exported / DIGESTS).read_text()
    assert inside(tmp_path) == inside(exported)


def test_digests_are_checked_by_the_usual_program(exported):
    """`sha256sum -c SHA256SUMS` finds every file as it was written; every file but the list itself is in it."""
    lines = (exported / DIGESTS).read_text(encoding="utf-8").splitlines()
    assert [line.partition("  ")[2] for line in lines] == [name for name in inside(exported) if name != DIGESTS]
    for line in lines:
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((exported / name).read_bytes()).hexdigest() == digest
    if program := shutil.which("sha256sum"):
        run = subprocess.run(
            [program, "--strict", "--quiet", "-c", DIGESTS], cwd=exported, capture_output=True, check=False
        )
        assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def test_foreign_files_stay(project, compiled, plain, tmp_path):
    """A file of somebody else's in the folder is left alone; an older export is replaced."""
    plain(b"one", b"two")
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "mine.txt").write_text("keep", encoding="utf-8")
    (tmp_path / "a.txt").write_text("old", encoding="utf-8")
    export(project, compiled, tmp_path)
    assert inside(tmp_path) == sorted(["a.txt", "in/b.txt", "in/mine.txt", "mine.txt", DIGESTS])
    assert (tmp_path / "mine.txt").read_text() == (tmp_path / "in" / "mine.txt").read_text() == "keep"
    assert (tmp_path / "a.txt").read_text() == "one"


def test_a_link_is_replaced_and_not_followed(project, compiled, plain, tmp_path):
    """A link in the place of a file gives way to the file; what it led to stays as it is."""
    plain(b"one", b"two")
    (tmp_path / "elsewhere").write_text("keep", encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.txt").symlink_to(tmp_path / "elsewhere")
    export(project, compiled, tmp_path / "out")
    assert (tmp_path / "elsewhere").read_text() == "keep"
    assert (tmp_path / "out" / "a.txt").read_text() == "one"


def test_some_groups_keep_the_digests_of_the_others(project, compiled, plain, tmp_path):
    """An export of some groups renews their lines in the list and keeps those of files that are still there."""
    other, gone = hashlib.sha256(b"x").hexdigest(), hashlib.sha256(b"gone").hexdigest()
    (tmp_path / "other.txt").write_bytes(b"x")
    (tmp_path / DIGESTS).write_text(f"{'0' * 64}  a.txt\n{gone}  gone.txt\nnot a line\n{other}  other.txt\n")
    plain(b"one", b"two")
    export(project, compiled, tmp_path, ["plain"])
    lines = (tmp_path / DIGESTS).read_text().splitlines()
    assert lines == [
        f"{hashlib.sha256(b'one').hexdigest()}  a.txt",
        f"{hashlib.sha256(b'two').hexdigest()}  in/b.txt",
        f"{other}  other.txt",
    ]


def test_a_file_of_a_later_turn_knows_the_earlier_ones(project, compiled, monkeypatch, tmp_path):
    """How large they are and what is in them: of those made now, and of those that lie there already."""
    told = {}

    def files(given):
        last = File("0.txt", "", "text/plain", lambda: told.update(given.written) or b"", turn=1)
        return [
            last,
            File("one.txt", "", "text/plain", lambda: b"one"),
            File("two.txt", "", "text/plain", lambda: b"2"),
        ]

    groups = [Group("all", "", files)]
    monkeypatch.setattr(writing, "chosen", lambda only=(): groups)
    export(project, compiled, tmp_path)
    assert told == {
        name: Written(len(b), hashlib.sha256(b).hexdigest()) for name, b in (("one.txt", b"one"), ("two.txt", b"2"))
    }
    told.clear()
    some = [Group("some", "", lambda given: files(given)[:1])]
    monkeypatch.setattr(writing, "chosen", lambda only=(): some if only else groups)
    export(project, compiled, tmp_path, ["some"])
    assert told["one.txt"].size == 3


def test_a_file_is_no_folder(project, compiled, plain, tmp_path):
    """A path that is a file is refused and stays as it is."""
    plain(b"one", b"two")
    path = tmp_path / "file"
    path.write_text("keep", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file; name a folder"):
        export(project, compiled, path)
    assert path.read_text(encoding="utf-8") == "keep"


def test_what_stands_in_the_way_is_named_before_anything_is_written(project, compiled, plain, tmp_path):
    """A folder with the name of a file, or a file with that of a folder, stops the export while nothing has changed."""
    plain(b"one", b"two")
    (tmp_path / "first" / "a.txt").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"a\.txt is a folder, and a file of the export has its name"):
        export(project, compiled, tmp_path / "first")
    (tmp_path / "second").mkdir()
    (tmp_path / "second" / "in").write_text("keep", encoding="utf-8")
    with pytest.raises(UsageError, match=r"in is a file, and a folder of the export has its name"):
        export(project, compiled, tmp_path / "second")
    assert inside(tmp_path) == ["second/in"]


def full_disk(*_, **__):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("after", [0, 1])
def test_a_disk_that_is_full_half_way_leaves_the_old_files(project, compiled, plain, tmp_path, after):
    """While the new files are written aside, the old ones stand; the fault is told in one line, without scraps."""
    plain(b"one", b"two")
    export(project, compiled, tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in inside(tmp_path)}

    def pieces():
        yield b"new"
        full_disk()

    plain(*(b"new", pieces())[:: 1 if after else -1])
    with pytest.raises(KgError, match=f"^{tmp_path}: the export could not be written: No space left on device$"):
        export(project, compiled, tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in inside(tmp_path)} == before


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_an_interruption_between_two_files_leaves_each_whole(project, compiled, plain, tmp_path, monkeypatch, moves):
    """A stop while the files take their places leaves each old or new, and the list of digests tells them apart."""
    plain(b"old one", b"old two")
    export(project, compiled, tmp_path)
    plain(b"new one", b"new two")
    real, made = os.replace, []

    def replace(source, target):
        if len(made) == moves:
            raise KeyboardInterrupt
        made.append(target)
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            export(project, compiled, tmp_path)
    found = [(tmp_path / name).read_bytes() for name in ("a.txt", "in/b.txt")]
    assert found == [b"new one", b"new two"][:moves] + [b"old one", b"old two"][moves:]
    listed = (tmp_path / DIGESTS).read_text()
    assert [hashlib.sha256(content).hexdigest() in listed for content in found] == [n >= moves for n in range(2)]
    assert inside(tmp_path) == sorted(["a.txt", "in/b.txt", DIGESTS])
