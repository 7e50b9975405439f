"""`kg notebook`: JupyterLab in a folder of the user's, on this machine alone. The door to JupyterLab.

JupyterLab is given settings of its own in a hidden folder beside the notebooks. The user's own Jupyter configuration
is neither read nor written. Widgets are saved with their notebook, so that one that is opened again shows them, and
nothing is asked of another host: no news, no check for updates, no list of extensions.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.client import checked_url
from kg.errors import KgError, UsageError
from kg.notebook import copies
from kg.paths import find_project

FOLDER = "cwkg-notebooks"
FIRST = "01-browse.ipynb"
NEEDED = ("jupyterlab", "ipywidgets", "anywidget", "ipykernel")
HOST = "127.0.0.1"
LOG = "jupyterlab.log"
OVERRIDES: dict[str, dict[str, Any]] = {
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
    "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},  # widgets out of sight stay as they are
}
# a notebook that is exported as HTML shows the plain forms of widgets, and loads nothing from another host
EXPORT = {"ClearMetadataPreprocessor.enabled": True, "HTMLExporter.mathjax_url": "", "HTMLExporter.require_js_url": ""}
PAGE = {
    "buildAvailable": False,
    "buildCheck": False,
    "disabledExtensions": {
        "@jupyterlab/apputils-extension:announcements": True,
        "@jupyterlab/extensionmanager-extension": True,
    },
}


def notebook(options: argparse.Namespace) -> int:
    """Copy the notebooks, then open JupyterLab on them until it is ended. Raises `UsageError` and `KgError`."""
    folder = _folder(options)
    copied = copies.copy_notebooks(copies.originals(), folder)
    for line in told(copied, folder):
        print(line)
    if options.copy_only:
        return 0
    lacking = [name for name in NEEDED if not find_spec(name)]
    if lacking:
        raise UsageError(f'opening them needs {", ".join(lacking)}: pip install "cwkg[notebook]"')
    if options.port is not None and not _free(options.port):
        raise UsageError(f"port {options.port} is taken; without --port a free one is found")
    settle(folder)
    if options.endpoint is not None:
        os.environ["CWKG_ENDPOINT"] = checked_url(options.endpoint)  # `kg.open()` of every notebook reads it
    print("JupyterLab is starting …", flush=True)
    return _serve(folder, options.port, options.browser)


def told(copied: copies.Copied, folder: Path) -> list[str]:
    """What became of the notebooks, in lines for the user."""
    lines = [f"Your notebooks are in {folder}"]
    if copied.kept:
        lines.append(f"Left as you changed them: {', '.join(copied.kept)}")
    if copied.beside:
        lines.append(f"Newer than yours, so put beside them: {', '.join(copied.beside)}")
    return lines


def settle(folder: Path) -> None:
    """Write the settings that JupyterLab starts with; what the user sets in it stands in other files and stays."""
    labconfig = folder / copies.PRIVATE / "labconfig"
    copies.write(labconfig / "default_setting_overrides.json", json.dumps(OVERRIDES, indent=2).encode())
    copies.write(labconfig / "page_config.json", json.dumps(PAGE, indent=2).encode())


def _folder(options: argparse.Namespace) -> Path:
    """The folder to copy into; with --project it lies in the project, so that the notebooks find its cases."""
    if not options.project:
        return Path(options.to or FOLDER).absolute()
    root = find_project(options.project).root
    folder = Path(options.to).resolve() if options.to else root / FOLDER
    if not folder.is_relative_to(root):
        raise UsageError(
            f"with --project the notebooks must lie in it, or they open other cases; leave out --to {folder}"
        )
    return folder


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _serve(folder: Path, port: int | None, browser: bool) -> int:
    """Run JupyterLab in this process until it is ended by Ctrl-C, a signal or its own menu."""
    private = folder / copies.PRIVATE
    for name in [name for name in os.environ if name.startswith(("JUPYTERLAB_", "JUPYTER_CONFIG"))]:
        del os.environ[name]
    config = dict.fromkeys(("JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH"), str(private))
    os.environ |= {**config, "JUPYTER_PREFER_ENV_PATH": "1"}  # the kernel of this environment, which has the package
    from jupyterlab.labapp import LabApp

    token = os.environ.get("JUPYTER_TOKEN") or secrets.token_urlsafe(24)
    with _logged(private / LOG):
        try:
            server = LabApp.initialize_server(_arguments(folder, token, port, browser))
        except SystemExit:
            raise KgError(f"JupyterLab could not start; {private / LOG} says why") from None
        where = f"http://{HOST}:{server.port}{server.base_url}lab?token={token}"
        server.io_loop.add_callback(_greet, where, browser)
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, lambda *_: server.stop(from_signal=True))  # without asking whether that was meant
        server.start()
    print(f"\nEnded. Your notebooks are in {folder}")
    return 0


@contextmanager
def _logged(log: Path) -> Iterator[None]:
    """Send what JupyterLab and its kernels write on standard error into a file, to show the user only what to do."""
    terminal = os.dup(2)
    with open(log, "wb") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)


def _greet(where: str, browser: bool) -> None:
    """Tell where JupyterLab is, once it listens."""
    print(f"{'It opens in your browser. If it does not, go to' if browser else 'It is at'}:\n  {where}")
    print("To end it, press Ctrl-C here.", flush=True)


def _arguments(folder: Path, token: str, port: int | None, browser: bool) -> list[str]:
    first = f"/lab/tree/{FIRST}" if (folder / FIRST).is_file() else "/lab"
    given = {
        "ServerApp.root_dir": folder,
        "ServerApp.ip": HOST,
        "ServerApp.port": port or 8888,
        "ServerApp.port_retries": 0 if port else 200,
        "ServerApp.open_browser": browser,
        "ServerApp.allow_root": True,  # it listens on this machine only, to whoever has the token
        "Application.log_level": "WARN",
        "IdentityProvider.token": token,
        "LabApp.default_url": first,
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
        **EXPORT,
    }
    return [f"--{name}={value}" for name, value in given.items()]
