"""A Virtuoso 7 of one's own on this machine: its settings and its commands, for the benchmarks and for the tests."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

PROGRAMS = ("virtuoso-t", "isql-vt")
PACKAGE = "virtuoso-opensource"
# Without a stop its planner may think about a query for a minute that then takes a hundredth of a second.
SETTINGS = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {data}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
ThreadsPerQuery = {cores}
AsyncQueueMaxThreads = {threads}
StopCompilerWhenXOverRunTime = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 12
[SPARQL]
ResultSetMaxRows = 10000000
{more}
"""


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def configure(folder: Path, data: Path, buffers: int = 20_000, more: str = "") -> tuple[list[str], int, int]:
    """Write the settings of a server with its database in `folder`, which may read files of `data`.

    `buffers` are the pages of 8 KB that it keeps in memory, `more` are further lines on SPARQL. Gives the command that
    starts it, the port for `isql`, and the one for HTTP.
    """
    sql, http, cores = free_port(), free_port(), os.cpu_count() or 1
    sizes = {"buffers": buffers, "dirty": buffers * 3 // 4, "cores": cores, "threads": cores + 4}
    text = SETTINGS.format(folder=folder, data=data, sql=sql, http=http, more=more, **sizes)
    path = folder / "virtuoso.ini"
    path.write_text(text, encoding="utf-8")
    return ["virtuoso-t", "+configfile", str(path), "+foreground"], sql, http


def isql(port: int, order: str, seconds: float | None = None) -> None:
    """Give an order to the server of a port, as the owner of a new database."""
    call = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"exec={order}"]
    subprocess.run(call, check=True, capture_output=True, timeout=seconds)


def bulk_load(port: int, folder: Path, name: str, graph: str) -> None:
    """Load a file of a folder by its bulk loader, which by itself is at work in several threads."""
    isql(port, f"ld_dir('{folder}', '{name}', '{graph}'); rdf_loader_run(); checkpoint;")
