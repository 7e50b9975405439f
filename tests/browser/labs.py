"""JupyterLab as `kg notebook` runs it, and a notebook that is open in it, for tests in a real browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.sign import NotebookNotary
from playwright.sync_api import Locator, Page, expect

from kg.notebook import copies, lab
from kg.notebook.lab import FOLDER

PATIENCE = 120_000  # milliseconds in which a busy machine has started a kernel and run a notebook
expect.set_options(timeout=30_000)  # and for everything else, as nothing here is a test of speed
ENDED = 60  # seconds


@dataclass
class Lab:
    """A JupyterLab that runs. `folder` holds its notebooks, `home` is the home folder of its user."""

    address: str
    token: str
    folder: Path
    home: Path

    def of(self, name: str) -> str:
        """The address of a notebook, with nothing left over from an earlier page."""
        return f"{self.address}lab/tree/{name}?token={self.token}&reset"

    def write(self, name: str, *cells: str) -> None:
        """Put a notebook of these cells of code into the folder, as one that was never run."""
        made = [
            {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": code, "outputs": [], "execution_count": None}
            for n, code in enumerate(cells)
        ]
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        book = {"cells": made, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}
        (self.folder / name).write_text(json.dumps(book), encoding="utf-8")

    def end_kernels(self) -> None:
        """End every kernel, as when the computer was shut down in between."""
        for kernel in json.loads(self._ask("api/kernels")):
            self._ask(f"api/kernels/{kernel['id']}", "DELETE")

    def trust(self, name: str) -> None:
        """Trust a notebook of the folder, as if it had been run here."""
        notary = NotebookNotary(data_dir=str(self.home / ".local" / "share" / "jupyter"))
        notary.sign(nbformat.read(self.folder / name, 4))

    def _ask(self, path: str, method: str = "GET") -> bytes:
        headers = {"Authorization": f"token {self.token}"}
        with urllib.request.urlopen(
            urllib.request.Request(self.address + path, headers=headers, method=method), timeout=ENDED
        ) as answer:
            return answer.read()


@contextmanager
def running(project: Path, code: Path, home: Path) -> Iterator[Lab]:
    """JupyterLab on copies of the notebooks in `project`, with a home of its own and the package from `code`."""
    home.mkdir()
    path = os.pathsep.join(map(str, (code, code / "tests")))
    environment = {**os.environ, "HOME": str(home), "PYTHONPATH": path, "IPYTHONDIR": str(home / "ipython")}
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "--project", str(project), "notebook", "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=home,
        env=environment,
    )
    lines = []
    try:
        for line in process.stdout:
            lines.append(line)
            if "token=" in line:
                break
        else:
            log = project / FOLDER / copies.PRIVATE / lab.LOG
            raise AssertionError("".join(lines) + (log.read_text() if log.is_file() else ""))
        address, _, token = line.strip().partition("lab?token=")
        yield Lab(address, token, project / FOLDER, home)
    finally:
        process.terminate()
        process.wait(ENDED)


@dataclass
class Notebook:
    """A notebook that is open in a page."""

    page: Page

    def run(self) -> Notebook:
        """Run all cells by the menu, and wait until the last one has its output."""
        self.choose("Run", "Run All Cells")
        last = self.page.locator(".jp-CodeCell").last.locator(".jp-OutputArea-output").last
        expect(last).to_be_visible(timeout=PATIENCE)
        return self

    def choose(self, menu: str, entry: str) -> None:
        """Choose an entry of a menu at the top."""
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        self.page.locator(f"#jp-mainmenu-{menu.lower()}").get_by_text(entry, exact=True).click()

    def narrow(self, width: int) -> None:
        """Make the window narrow, with the list of files shut, as people do there."""
        if self.page.locator("#jp-left-stack").is_visible():
            self.page.keyboard.press("Control+b")
        self.page.set_viewport_size({"width": width, "height": self.page.viewport_size["height"]})

    def choose_theme(self, name: str) -> None:
        """Choose a theme of JupyterLab by the menu, as `JupyterLab Dark`."""
        self.page.get_by_role("menuitem", name="Settings", exact=True).click()
        self.page.locator("#jp-mainmenu-settings").get_by_text("Theme", exact=True).hover()
        self.page.get_by_role("menuitem", name=name, exact=True).click()
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-name", name)

    def part(self, label: str, number: int = 0) -> Locator:
        """The part of a widget with that label; the `number`th of several."""
        return self.page.get_by_role("region", name=label).nth(number)

    def panel(self, number: int) -> Locator:
        """The `number`th widget of the notebook, whole."""
        return self.page.locator(".cw-panel").nth(number)

    def save(self) -> None:
        """Save it by the menu, and wait until that is done."""
        self.choose("File", "Save Notebook")
        expect(self.page.locator(".jp-mod-dirty")).to_have_count(0, timeout=PATIENCE)


def opened(page: Page) -> Notebook:
    """The notebook of a page, once JupyterLab shows it and its kernel waits for work."""
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#jp-bottom-panel").get_by_text("| Idle")).to_be_visible(timeout=PATIENCE)
    return Notebook(page)
