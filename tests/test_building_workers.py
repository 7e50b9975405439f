"""Processes that share the work: the same results in the same order, and one clear line where one of them dies."""

import os
import signal
import subprocess
import sys
import time

import pytest

from kg import pipeline
from kg.building import project as module
from kg.building.base import Base
from kg.building.workers import Workers
from kg.errors import KgError
from kg.store import open_store


def counted(job, base):
    """How many entries of a kind the registry of a worker holds, and which process says so."""
    return job, len(base.ids[job]), os.getpid()


def refused(job, base):
    raise KgError(f"{job} is refused")


def killed(job, base):
    if job:
        os.kill(os.getpid(), signal.SIGKILL)
    return job


@pytest.fixture
def base(small) -> Base:
    small.locate()
    return Base(small.project)


def test_results_come_in_the_order_of_the_jobs(base):
    """Workers see the registry that this process sees; none is started where one process is asked for."""
    jobs = ["person", "place", "coder", "organisation"] * 3
    expected = [(job, len(base.ids[job])) for job in jobs]
    with Workers(base, 2) as two, Workers(base, 1) as one:
        far, near = list(two.run(counted, jobs)), list(one.run(counted, jobs))
    assert [found[:2] for found in far] == [found[:2] for found in near] == expected
    assert os.getpid() not in {found[2] for found in far}
    assert {found[2] for found in near} == {os.getpid()}


def test_what_a_worker_raises_is_raised_here(base):
    """A clear error stays that error."""
    with Workers(base, 2) as workers, pytest.raises(KgError, match=r"^person is refused$"):
        list(workers.run(refused, ["person"]))


def test_a_worker_that_is_killed_is_told_of(base):
    """The system ends a process that takes too much memory: this is said in a line, with what to do."""
    with Workers(base, 2) as workers, pytest.raises(KgError, match=r"was ended from outside.*run kg build again"):
        list(workers.run(killed, [False, True]))


def test_a_registry_that_changes_meanwhile_is_noticed(base, small):
    """A worker that reads other shared files than this process works on none."""
    _ = base.shared
    path = small.project.registry / "people.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Tess Teller", "Bess Teller"), encoding="utf-8")
    with Workers(base, 2) as workers, pytest.raises(KgError, match="a file has changed while"):
        list(workers.run(counted, ["person"]))


def test_a_build_that_was_killed_goes_on(town_of_many, monkeypatch):
    """What was finished before a worker died is kept, the old graph stays, and the next build makes the rest."""
    project = town_of_many
    real, calls = module.study, []

    def dies(jobs, base, **ways):
        calls.append(len(jobs))
        if len(calls) == 2:
            raise KgError("a process of the build was ended from outside")
        return real(jobs, base, **ways)

    with monkeypatch.context() as patch:
        patch.setattr(module, "study", dies)
        with pytest.raises(KgError, match="ended from outside"):
            pipeline.build_project(project, shapes=False, jobs=1)
    assert not project.compiled.exists()
    done = pipeline.build_project(project, shapes=False, jobs=1)
    assert calls == [module.BATCH, 12 - module.BATCH]
    assert len(list(project.parts.glob("??/*"))) == done.made + module.BATCH
    assert len(open_store(project.compiled).cases) == 12


@pytest.fixture
def town_of_many(small):
    for number in range(12):
        small.case(f"bridge-{number}")
    small.locate()
    return small.project


def test_a_stop_from_the_keyboard_is_one_line(town_of_many):
    """Ctrl-C ends the workers too, says one word, and leaves nothing half-written."""
    command = [sys.executable, "-m", "kg", "--project", str(town_of_many.root), "build", "--no-shapes", "--jobs", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 60
    while not list(town_of_many.root.glob(".kg-parts/??/*")) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode in (0, 130)
    assert err.decode() == ("kg: stopped\n" if process.returncode == 130 else "the shapes were not checked\n")
    assert [p.name for p in town_of_many.root.iterdir() if p.name.startswith(".cwkg-")] == []
    assert bool(out) == (process.returncode == 0)
