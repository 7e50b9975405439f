"""`kg notebook` opens JupyterLab on this machine alone, with settings of its own, and leaves nothing behind."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import make_parser
from kg.errors import UsageError
from kg.notebook import copies, lab

MARK = "KG_TEST_OF_LAB"
ENDED = 60  # seconds in which everything must have ended, on a busy machine


@dataclass
class Lab:
    """A JupyterLab that `kg notebook` runs."""

    process: subprocess.Popen
    folder: Path
    home: Path
    mark: str
    lines: list[str]

    def get(self, path: str, data: bytes | None = None, token: bool = True) -> bytes:
        base, _, secret = self.address.partition("lab?token=")
        headers = {"Authorization": f"token {secret}"} if token else {}
        with urllib.request.urlopen(urllib.request.Request(base + path, data, headers), timeout=60) as answer:
            return answer.read()

    @property
    def address(self) -> str:
        return next(line.strip() for line in self.lines if "token=" in line)


def running(mark: str) -> set[int]:
    """The processes whose environment bears a mark: those of a run, and all that they started."""
    found = set()
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{MARK}={mark}".encode() in environment.read_bytes().split(b"\0"):
                found.add(int(environment.parent.name))
        except OSError:
            continue
    return found


def start(folder: Path, *arguments: str, project: Path) -> Lab:
    """Run `kg notebook` with a home of its own, and wait until it tells how to end it."""
    home = folder.parent / "home"
    (home / ".jupyter").mkdir(parents=True)
    (home / ".jupyter" / "jupyter_server_config.py").write_text("c.ServerApp.port = 1\nc.LabApp.default_url = '/no'\n")
    mark = folder.parent.name
    environment = {**os.environ, MARK: mark, "HOME": str(home), "PYTHONPATH": str(project)}
    command = [sys.executable, "-m", "kg", "notebook", "--to", str(folder), "--no-browser", *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder.parent, env=environment
    )
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    else:
        pytest.fail("".join(lines) + (folder / copies.PRIVATE / lab.LOG).read_text())
    return Lab(process, folder, home, mark, lines)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def running_lab(project, tmp_path_factory):
    """One JupyterLab for all tests here; the last of them ends it."""
    found = start(tmp_path_factory.mktemp("lab") / "mine", project=project.root)
    yield found
    if found.process.poll() is None:
        found.process.terminate()
        found.process.wait(ENDED)


# ---------------------------------------------------------------- What is told before it starts


def test_only_copying_opens_nothing(run, tmp_path):
    """The notebooks are there for another editor, and their place is told."""
    result = run("notebook", "--to", str(tmp_path / "mine"), "--copy-only")
    assert (result.code, result.err) == (0, "")
    assert result.out == f"Your notebooks are in {tmp_path / 'mine'}\n"
    assert (tmp_path / "mine" / lab.FIRST).is_file()


def test_what_the_user_changed_is_named(tmp_path):
    """One line for what was kept, one for what was put beside it."""
    copied = copies.Copied(["c.ipynb"], ["a.ipynb", "b.ipynb"], ["a-new.ipynb"])
    assert lab.told(copied, tmp_path)[1:] == [
        "Left as you changed them: a.ipynb, b.ipynb",
        "Newer than yours, so put beside them: a-new.ipynb",
    ]


def test_without_jupyterlab_the_remedy_is_told(run, tmp_path, monkeypatch):
    """The notebooks are copied all the same."""
    monkeypatch.setattr(lab, "NEEDED", ("jupyterlab_of_nobody",))
    result = run("notebook", "--to", str(tmp_path / "mine"))
    assert result.code == 2
    assert result.err == 'kg: opening them needs jupyterlab_of_nobody: pip install "cwkg[notebook]"\n'
    assert (tmp_path / "mine" / lab.FIRST).is_file()


def test_a_port_that_is_taken_is_told(run, tmp_path):
    """A port that was asked for is that port or a message."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("notebook", "--to", str(tmp_path / "mine"), "--port", str(port))
    assert result.code == 2
    assert result.err == f"kg: port {port} is taken; without --port a free one is found\n"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "x", "8888.0", "٣"])
def test_what_is_no_port_is_told(run, port):
    """Ports are whole numbers from 1 to 65535."""
    result = run("notebook", f"--port={port}")
    assert result.code == 2
    assert "is not a port; ports are 1 to 65535" in result.err


def test_a_folder_that_is_a_file_is_told(run, tmp_path):
    """One line, no stack trace."""
    (tmp_path / "mine").write_text("x")
    result = run("notebook", "--to", str(tmp_path / "mine"))
    assert (result.code, result.out) == (2, "")
    assert result.err == f"kg: {tmp_path / 'mine'} is a file, not a folder; name another one with --to\n"


def test_with_a_project_the_notebooks_lie_in_it(ready, tmp_path):
    """There they find its cases; a folder elsewhere is refused, for they would open other cases."""
    given = make_parser().parse_args(["--project", str(ready), "notebook"])
    assert lab._folder(given) == ready / lab.FOLDER
    given.to = str(tmp_path / "mine")
    with pytest.raises(UsageError, match="with --project the notebooks must lie in it"):
        lab._folder(given)


# ---------------------------------------------------------------- JupyterLab itself


def test_only_what_to_do_is_told(running_lab):
    """Where the notebooks are, where to go, how to end it; no line of a log."""
    assert running_lab.lines == [
        f"Your notebooks are in {running_lab.folder}\n",
        "JupyterLab is starting …\n",
        "It is at:\n",
        f"  {running_lab.address}\n",
        "To end it, press Ctrl-C here.\n",
    ]
    assert re.match(r"http://127\.0\.0\.1:\d+/lab\?token=[\w-]{20,}$", running_lab.address)


def test_the_page_opens_and_asks_for_nothing_elsewhere(running_lab):
    """No news, no list of extensions, no build; the page names no other host for its parts."""
    page = running_lab.get("lab").decode()
    config = json.loads(re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.DOTALL).group(1))
    assert config["news"] == {"disabled": True}
    assert config["extensionManager"]["can_install"] is False
    assert config["buildCheck"] is config["buildAvailable"] is False
    assert "@jupyterlab/apputils-extension:announcements" in config["disabledExtensions"]
    assert re.findall(r'(?:src|href)="(https?:[^"]+)"', page) == []


def test_without_the_token_nobody_gets_in(running_lab):
    """Another user of the same machine is turned away."""
    with pytest.raises(urllib.error.HTTPError, match="403"):
        running_lab.get("api/contents", token=False)


def test_it_listens_on_this_machine_only(running_lab):
    """The port is bound to the loopback address alone."""
    port = int(re.search(r":(\d+)/", running_lab.address).group(1))
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    bound = {where for _, where, _, state, *_ in listening if state == "0A" and where.endswith(f":{port:04X}")}
    assert bound == {f"0100007F:{port:04X}"}


def test_settings_reach_the_page(running_lab):
    """Widgets are saved with their notebook, and no update is looked for."""
    for plugin, wanted in lab.OVERRIDES.items():
        fields = json.loads(running_lab.get(f"lab/api/settings/{plugin}"))["schema"]["properties"]
        assert {name: fields[name]["default"] for name in wanted} == wanted


def test_the_notebooks_are_served(running_lab, project):
    """Every notebook of the checkout is listed and can be read."""
    listed = json.loads(running_lab.get("api/contents"))["content"]
    names = sorted(path.name for path in (project.root / "notebooks").glob("*.ipynb"))
    assert sorted(item["name"] for item in listed) == names
    assert json.loads(running_lab.get(f"api/contents/{lab.FIRST}"))["content"]["nbformat"] == 4


def test_the_users_own_configuration_is_neither_read_nor_written(running_lab):
    """Another port and another first page were asked for in the user's home; both files stay as they were."""
    assert ":1/" not in running_lab.address
    assert [path.name for path in (running_lab.home / ".jupyter").iterdir()] == ["jupyter_server_config.py"]


def test_it_ends_with_its_kernels(running_lab):
    """Ctrl-C ends the server and every kernel, without a question, and says where the notebooks are."""
    running_lab.get("api/kernels", data=b'{"name": "python3"}')
    assert len(running(running_lab.mark)) >= 2
    running_lab.process.send_signal(signal.SIGINT)
    rest, _ = running_lab.process.communicate(timeout=ENDED)
    assert (running_lab.process.returncode, rest) == (0, f"\nEnded. Your notebooks are in {running_lab.folder}\n")
    until = time.monotonic() + ENDED
    while running(running_lab.mark) and time.monotonic() < until:
        time.sleep(0.1)
    assert running(running_lab.mark) == set()
