"""The command `kg`: reads the arguments, calls one action, turns errors into one clear line and an exit code."""

from __future__ import annotations

import argparse
import importlib
import keyword
import os
import sys
from collections.abc import Sequence

from kg import __version__
from kg.errors import BadInput, KgError
from kg.namespaces import LOADED

SHOWN_PROBLEMS = 8
FORMATS = ("table", "json", "csv", "md")
HOMES = {  # module -> the commands whose functions stand there
    "kg.asking": ("ask", "questions", "query", "show", "list", "truth-table", "why", "agreement"),
    "kg.web.serve": ("serve",),
    "kg.importing.command": ("import",),
    "kg.authoring": ("check", "build", "quality", "reason", "verify", "locate", "new", "export"),
    "kg.notebook.lab": ("notebook",),
    "kg.diff.command": ("diff",),
    "kg.loading.command": ("load",),
    "kg.federation.command": ("federate",),
}
EXAMPLES = {
    "ask": 'kg ask "which projects shared power and cut costs"',
    "questions": "kg questions total-savings --format csv",
    "query": "kg query my-question.rq --format json",
    "show": "kg show cpche",
    "why": "kg why bernalillo-jdai power-sharing",
    "list": "kg list --theme share-power --country CA",
    "truth-table": 'kg truth-table "common purpose, shared power and cost saving"',
    "agreement": "kg agreement --format csv",
    "serve": "kg serve --open",
    "check": "kg check",
    "build": "kg build",
    "quality": "kg quality --to build/quality.html --to build/quality.md",
    "reason": "kg reason",
    "verify": "kg verify --sources ../shared/sources",
    "locate": "kg locate miles-2011 2103-2107 --sources ../shared/sources",
    "new": "kg new our-town-partnership",
    "export": "kg export --to build/export",
    "import": "kg import my-cases/",
    "diff": "kg diff build/export-old build/export --format md",
    "notebook": "kg notebook --to my-notebooks",
    "load": "kg load --endpoint http://localhost:7878/query",
    "federate": "kg federate most-common-themes --endpoint http://localhost:8000/sparql --endpoint http://localhost:8001/sparql",
}


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; the command reference in the docs is generated from it."""
    parser = argparse.ArgumentParser(
        prog="kg",
        description="Ask the cases of collaborative working; every answer carries its evidence.",
        epilog='Start with: kg ask "which projects shared power and cut costs"',
    )
    parser.add_argument("--version", action="version", version=f"kg {__version__}")
    parser.add_argument("--project", metavar="DIR", help="folder with ontology/, cases/ and queries/ to work on")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    ask = _command(commands, "ask", "ask a question in plain English")
    ask.add_argument("question", nargs="*", help="the question; quotes are optional")
    ask.add_argument("--sparql", action="store_true", help="print only the SPARQL that answers it")
    ask.add_argument("--robust", action="store_true", help="say what each case rests on, and what would change it")
    ask.add_argument("--first", type=_count, metavar="N", help="show no more than N cases of each level")
    _format(ask)
    _endpoint(ask)

    questions = _command(commands, "questions", "list the named questions, or answer one")
    questions.add_argument("name", nargs="?", help="the name of a question")
    questions.add_argument("parameters", nargs="*", metavar="NAME=VALUE", help="values for its parameters")
    questions.add_argument("--sparql", action="store_true", help="print only the SPARQL")
    _format(questions)
    _endpoint(questions)

    query = _command(commands, "query", "run a SPARQL query on the graph")
    query.add_argument("file", metavar="FILE|-", help="a file with the query, or - for standard input")
    _format(query)
    _endpoint(query)

    show = _command(commands, "show", "show one case with all its evidence")
    show.add_argument("case", help="the id of a case, or the start of its name")
    show.add_argument("--format", choices=("table", "json", "md"), default="table", help="how to print it")
    _endpoint(show)

    why = _command(commands, "why", "say why a case belongs to a class or practised a theme, or why not")
    why.add_argument("case", help="the id of a case, or the start of its name")
    why.add_argument(
        "target", nargs="+", help="a class such as power-sharing or both-and, or a theme, barrier or outcome"
    )
    why.add_argument("--no-reasoner", action="store_true", help="explain by the rules alone, without HermiT and Java")
    why.add_argument("--format", choices=("table", "json"), default="table", help="how to print it")
    _endpoint(why)

    listing = _command(commands, "list", "list cases, all or by conditions")
    for name, text in (
        ("theme", "a theme they practised"),
        ("barrier", "a barrier they met"),
        ("outcome", "an outcome they achieved"),
        ("country", "a country, by name or two-letter code"),
        ("kind", "fellowship, part, comparator or all (default: all)"),
        ("tier", "described, named or listed"),
        ("area", "a policy area"),
    ):
        listing.add_argument(f"--{name}", action="append", default=[], help=text)
    _format(listing)
    _endpoint(listing)

    table = _command(commands, "truth-table", "show in which combinations of conditions the cases stand")
    table.add_argument("question", nargs="+", help="the conditions in plain English; quotes are optional")
    table.add_argument("--evidence", action="store_true", help="show for each case what its places rest on")
    _format(table)
    _endpoint(table)

    agreement = _command(commands, "agreement", "show how far the two codings agree, entry by entry")
    _format(agreement)
    _endpoint(agreement)

    _serve(_command(commands, "serve", "serve pages for people and a SPARQL endpoint for programs"))

    _command(commands, "check", "check every case and registry file")

    build = _command(commands, "build", "build the graph from the files")
    build.add_argument("--no-shapes", action="store_true", help="leave out the SHACL check")
    build.add_argument(
        "--engine",
        choices=("local", "spark"),
        default="local",
        help="who does the work: processes, or Apache Spark",
    )
    build.add_argument(
        "--master", metavar="URL", default="local[*]", help="with --engine spark: where Spark runs (default: local[*])"
    )
    build.add_argument(
        "--quads",
        metavar="DIR",
        help="with --engine spark: a folder that every executor sees, to write all parts into as N-Quads",
    )
    build.add_argument("--fresh", action="store_true", help="make every part anew, also those that did not change")
    build.add_argument(
        "--jobs",
        metavar="N",
        type=_count,
        default=0,
        help="how many processes share the work (default: as many as there are cores)",
    )

    quality = _command(commands, "quality", "report on the state of the data, from its labels to its evidence")
    quality.add_argument(
        "--format", choices=("table", "md", "html", "json"), default="table", help="how to print it (default: table)"
    )
    quality.add_argument(
        "--to",
        metavar="FILE",
        action="append",
        default=[],
        help="write it into a file, in the form that its name ends in: .html, .md, .json or .txt; may be repeated",
    )
    _sources(quality)
    quality.add_argument(
        "--reason", action="store_true", default=None, help="run HermiT too (default: where it is installed)"
    )
    quality.add_argument("--no-reason", dest="reason", action="store_false", help="leave HermiT out")
    quality.add_argument(
        "--fail-on",
        choices=("error", "warning", "never"),
        default="error",
        help="what makes the exit code 1 (default: error)",
    )

    reason = _command(commands, "reason", "derive everything a second time with HermiT and compare the two routes")
    reason.add_argument(
        "--timeout", metavar="SECONDS", type=_seconds, default=600.0, help="end HermiT after so long (default: 600)"
    )

    verify = _command(commands, "verify", "re-read every passage in your copy of the sources")
    _sources(verify)

    locate = _command(commands, "locate", "print the position and digest of lines of a source")
    locate.add_argument("source", nargs="?", help="the id or number of a source, as miles-2011 or 002")
    locate.add_argument("lines", nargs="*", metavar="FROM-TO", help="lines, counted from 1")
    locate.add_argument(
        "--write", nargs="+", metavar="FILE", help="fill in the passages table of case or registry files"
    )
    _sources(locate)

    new = _command(commands, "new", "write the template of a new case")
    new.add_argument("id", help="the id of the case: small letters, digits and hyphens")

    bring = _command(commands, "import", "show what tables or RDF would be as case files, check it, and write it")
    bring.add_argument(
        "files", nargs="+", metavar="FILE|DIR", help="CSV files in the layout of the exports, a folder of them, or RDF"
    )
    bring.add_argument("--write", action="store_true", help="write the files, where all is well")
    bring.add_argument("--replace", action="store_true", help="with --write: replace files of the project that differ")
    bring.add_argument("--full", action="store_true", help="show every line of every file")
    bring.add_argument(
        "--no-shapes", action="store_true", help="leave out the SHACL check, which takes most of the time"
    )
    _sources(bring)

    export = _command(commands, "export", "write the graph and its tables for other tools")
    export.add_argument("--to", metavar="DIR", required=True, help="the folder to write into")
    export.add_argument(
        "--only",
        metavar="GROUP",
        action="append",
        default=[],
        help="write only a group of files, such as rdf or tables; may be repeated (default: all groups)",
    )
    export.add_argument(
        "--sources",
        metavar="DIR",
        help="a folder with your own copy of the sources: adds a project for programs of qualitative research, "
        "which holds these texts",
    )
    export.add_argument(
        "--public-url",
        metavar="URL",
        default="",
        help="the address at which kg serve publishes the same, for what the export says of itself",
    )

    notebook = _command(commands, "notebook", "copy the notebooks into a folder of yours and open them in JupyterLab")
    notebook.add_argument("--to", metavar="DIR", help="the folder to copy them into (default: cwkg-notebooks)")
    notebook.add_argument(
        "--no-browser", dest="browser", action="store_false", help="print the address instead of opening a browser"
    )
    notebook.add_argument("--port", metavar="N", type=_port, help="the port to listen on (default: a free one)")
    notebook.add_argument("--copy-only", action="store_true", help="copy them without opening JupyterLab")
    notebook.add_argument("--endpoint", metavar="URL", help="have the notebooks ask the store at this SPARQL endpoint")
    diff = _command(commands, "diff", "say what changed between two versions: records, and answers with their causes")
    diff.add_argument(
        "old", metavar="OLD", help="an export, a compiled graph, a checkout that was built, or an RDF file"
    )
    diff.add_argument("new", metavar="NEW", help="the same of the newer version")
    diff.add_argument("--format", choices=("table", "json", "md"), default="table", help="how to print it")

    _load(_command(commands, "load", "publish the graph to a SPARQL store, in batches, and compare what arrived"))

    federate = _command(commands, "federate", "ask several endpoints one question, and keep apart who says what")
    federate.add_argument(
        "question",
        nargs="+",
        metavar="QUESTION",
        help="a named question with its NAME=VALUE, a file with a SELECT, or a question in plain English",
    )
    federate.add_argument(
        "--endpoint", metavar="URL", action="append", required=True, help="an endpoint to ask; give two or more"
    )
    federate.add_argument("--sparql", action="store_true", help="print only the one query over all, with SERVICE")
    _format(federate)
    return parser


def _load(load: argparse.ArgumentParser) -> None:
    load.add_argument("--endpoint", metavar="URL", required=True, help="the address of its SPARQL queries")
    load.add_argument("--store-url", metavar="URL", help="the address of its Graph Store Protocol")
    load.add_argument(
        "--update-url", metavar="URL", help="the address of its SPARQL Update, where it has no Graph Store Protocol"
    )
    load.add_argument(
        "--graph",
        metavar="IRI",
        default=LOADED,
        help=f"the graph to write, or the word default (default: {LOADED})",
    )
    load.add_argument("--replace", action="store_true", help="put it in the place of what the graph holds")
    load.add_argument(
        "--batch", metavar="N", type=_count, help="triples in one request (default: 50000; by SPARQL Update 1000)"
    )
    load.add_argument(
        "--timeout", metavar="SECONDS", type=_seconds, default=300.0, help="wait for an answer so long (default: 300)"
    )
    load.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")


def _serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    serve.add_argument("--port", type=int, default=8000, help="the port to listen on, 0 for any (default: 8000)")
    serve.add_argument("--public-url", metavar="URL", help="the address that people use, where a proxy stands in front")
    serve.add_argument("--open", action="store_true", help="open the browser")
    serve.add_argument(
        "--timeout", metavar="SECONDS", type=_seconds, default=10.0, help="end a query after so long (default: 10)"
    )
    serve.add_argument("--workers", type=int, metavar="N", help="how many requests may run at once")
    serve.add_argument("--memory", type=int, metavar="MB", help="memory that one query may take (default: 1024)")
    serve.add_argument(
        "--limit",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        dest="limits",
        help="set another limit, as result=200MB; docs/serving.md lists them; may be repeated",
    )
    serve.add_argument("--proxy", action="store_true", help="believe a proxy in front who the client is")
    serve.add_argument("--log-queries", action="store_true", help="write the text of queries into the log")
    serve.add_argument("--data", metavar="FILE", help="serve the triples or quads of a file, without pages")
    serve.add_argument("--endpoint", metavar="URL", help="serve the graph of the store at this SPARQL endpoint")
    serve.add_argument(
        "--pass-queries", action="store_true", help="with --endpoint: pass queries of anybody on to that store"
    )


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, help: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=help, description=f"{help[0].upper()}{help[1:]}.", epilog=f"Example: {EXAMPLES[name]}"
    )


def _seconds(text: str) -> float:
    """A time limit. Raises `ArgumentTypeError` for what is no number above zero."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of seconds above zero")
    return number


def _count(text: str) -> int:
    """A number of things. Raises `ArgumentTypeError` for anything else."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 1_000_000_000):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above zero")
    return int(text)


def _port(text: str) -> int:
    """A number of a port. Raises `ArgumentTypeError` for anything else."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"'{text}' is not a port; ports are 1 to 65535")
    return int(text)


def _format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print rows (default: table)")


def _endpoint(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--endpoint",
        metavar="URL",
        help="ask the store at this SPARQL endpoint instead of the project's own graph (or set CWKG_ENDPOINT)",
    )


def _sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sources",
        metavar="DIR",
        default=os.environ.get("CWKG_SOURCES"),
        help="the folder with the source texts (or set CWKG_SOURCES)",
    )


def _show_problems(bad: BadInput, all_of_them: bool) -> None:
    """Problems on stderr: all of them to those who write cases, the first few to those who ask."""
    shown = bad.problems if all_of_them else bad.problems[:SHOWN_PROBLEMS]
    for problem in shown:
        print(problem, file=sys.stderr)
    count = len(bad.problems)
    more = "" if len(shown) == count else "; kg check lists them all"
    print(f"{count} problem{'s' * (count != 1)} found{more}", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0, 1 for problems or no answer, 2 for wrong use."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = make_parser()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if any("\ud800" <= character <= "\udfff" for word in given for character in word):
        print("kg: an argument is not UTF-8 text", file=sys.stderr)
        return 2
    options = parser.parse_args(given)
    if not options.command:
        parser.print_help(sys.stderr)
        return 2
    try:
        home = next(module for module, commands in HOMES.items() if options.command in commands)
        name = options.command.replace("-", "_") + "_" * keyword.iskeyword(options.command)
        code: int = getattr(importlib.import_module(home), name)(options)
        sys.stdout.flush()
        return code
    except BadInput as bad:
        _show_problems(bad, all_of_them=home in ("kg.authoring", "kg.importing.command", "kg.loading.command"))
        return bad.exit_code
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"kg: {error.filename or 'a file'}: {error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("kg: stopped", file=sys.stderr)
        return 130
