"""Apache Spark in the place of processes, for more cases than one machine should make. The door to pyspark.

The same function is mapped as by `kg.building.workers`. What all parts share travels to the executors once; parts come
back to the machine that asked, which keeps and joins them as ever. Python and this package must be on every executor,
in the same version.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from kg.building.base import Base
from kg.errors import KgError, UsageError
from kg.paths import Project

Job = TypeVar("Job")
Done = TypeVar("Done")
AHEAD = 8  # jobs for each core that are read and sent at a time
NEEDS = (
    "--engine spark needs Apache Spark and a whole Java (17, 21 or 25); install them with pip install 'cwkg[spark]' "
    "and from https://adoptium.net, or with your system's package default-jre-headless"
)
_bases: dict[str, Base] = {}


class Spark:
    """A session of Spark; use it in `with`. Raises `UsageError` where Spark or Java is missing."""

    def __init__(self, base: Base, master: str) -> None:
        self.base, self.master = base, master
        self._session: Any = None

    def __enter__(self) -> Spark:
        try:
            from py4j.protocol import Py4JError
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError:
            raise UsageError(NEEDS) from None
        if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
            raise UsageError(NEEDS)
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master(self.master).appName("kg build").config("spark.ui.enabled", "false")
        builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "OFF")
        if self.master.startswith("local"):
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        try:
            self._session = builder.getOrCreate()
        except (Py4JError, PySparkException, OSError, RuntimeError) as error:
            raise UsageError(f"Apache Spark does not start at {self.master}: {_first(error)}") from None
        return self

    def __exit__(self, *_: object) -> None:
        self._session.stop()

    def run(self, function: Callable[[Job, Base], Done], jobs: Iterable[Job]) -> Iterator[Done]:
        """What a function gives for each job, in the order of the jobs. Raises `KgError`."""
        from py4j.protocol import Py4JError

        context = self._session.sparkContext
        shared = context.broadcast((self.base.shared, shared_files(self.base.project)))
        left = iter(jobs)
        try:
            while window := list(islice(left, context.defaultParallelism * AHEAD)):
                spread = context.parallelize(window, min(len(window), context.defaultParallelism * 2))
                for failed, done in spread.map(lambda job: _call(function, job, shared.value)).collect():
                    if failed:
                        raise KgError(done)
                    yield done
        except Py4JError as error:
            raise KgError(f"Apache Spark could not finish; what was made is kept: {_first(error)}") from None


def shared_files(project: Project) -> dict[str, bytes]:
    """The files that every part hangs on, by their names in the project."""
    ontology = [path for path in project.ontology.glob("*.*") if path.suffix in (".ttl", ".jsonld")]
    paths = [*ontology, *project.rules.glob("*.rq"), *project.registry_files()]
    return {project.name(path): path.read_bytes() for path in paths}


def _call(function: Callable[[Job, Base], Done], job: Job, shared: tuple[str, dict[str, bytes]]) -> tuple[bool, Any]:
    """What an executor does with a job: whether it failed, and the result or why."""
    try:
        return False, function(job, _unpacked(*shared))
    except KgError as error:
        return True, str(error)


def _unpacked(digest: str, files: dict[str, bytes]) -> Base:
    """The shared files as this executor sees them, unpacked once."""
    if digest not in _bases:
        folder = Path(tempfile.mkdtemp(prefix="cwkg-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        for name, raw in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(raw)
        _bases[digest] = Base(Project(folder))
    if _bases[digest].shared != digest:
        raise KgError(
            "an executor has another version of kg, or of the libraries that it works with, than this machine"
        )
    return _bases[digest]


def _first(error: BaseException) -> str:
    """The first telling line of an error of Spark's."""
    lines = [line.strip(": ") for line in str(error).splitlines() if line.strip() and not line.startswith("\t")]
    return (lines[1:2] or lines or [type(error).__name__])[0][:200]
