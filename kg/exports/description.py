"""What an export says of itself: to people, to catalogues of data, to search engines and to SPARQL editors."""

from __future__ import annotations

import json
from functools import cached_property, partial

from kg import output, rdf
from kg.describing import dcat, schemaorg, service, void
from kg.describing.dataset import Described, Download, Published
from kg.describing.terms import used_prefixes
from kg.exports import crate, dictionary
from kg.exports.frame import File, Given, Group
from kg.namespaces import GRAPHS
from kg.questions import read_questions

HERE = "http://export.invalid/"  # stands for the folder while a description is made; files name each other without it


class _Description:
    def __init__(self, given: Given) -> None:
        self.given = given

    @cached_property
    def described(self) -> Described:
        return Described(self.given.all)

    @cached_property
    def issued(self) -> str:
        """The day of this version, from CITATION.cff; nothing where there is none."""
        path = self.given.project.citation
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        days = (line.partition(":")[2].strip(" '\"") for line in lines if line.startswith("date-released:"))
        return next(days, "")

    @property
    def published(self) -> Published:
        """The files of the whole graph, and the tables, as downloads beside the description."""
        wanted = [file for file in self.given.files if "/" not in file.name and file.name.startswith("cwkg.")]
        wanted += [file for file in self.given.files if file.name.endswith(".csv") and "/" not in file.name]
        downloads = tuple(map(self._download, wanted))
        page, endpoint = (
            f"{self.given.public_url}/{name}" if self.given.public_url else "" for name in ("data", "sparql")
        )
        return Published(page, endpoint, downloads, self.issued)

    def _download(self, file: File) -> Download:
        """A file of the folder, with size and digest once it is written."""
        written = self.given.written.get(file.name)
        known = (written.size, written.sha256) if written else ()
        return Download(HERE + file.name, file.about, file.media_type, *known)

    def void(self) -> bytes:
        return _turtle(void.statements(self.described, self.published))

    def service(self) -> bytes:
        """What `kg serve` can do with the data; without an address, where that is not known."""
        graphs = {GRAPHS["asserted"]: len(self.given.asserted), GRAPHS["derived"]: len(self.given.derived)}
        questions = read_questions(self.given.project.answers)
        examples = [(question.name, question.summary, question.query) for question in questions]
        return _turtle(service.statements(self.described, self.published, graphs, examples))

    def dcat(self) -> bytes:
        return _turtle(dcat.statements(self.described, self.published))

    def schema_org(self) -> bytes:
        found = schemaorg.dataset(self.described, self.published)
        return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").replace(f'"{HERE}', '"').encode()

    def crate(self) -> bytes:
        return crate.metadata(self.described, self.given.files, self.issued, self.given.written)

    def readme(self) -> bytes:
        """The front page of the folder: what it is, how far it may be trusted, and every file in a line."""
        described = self.described
        rows = {file.shown: file.about for file in self.given.files}
        files = output.to_markdown(["File", "What it is"], [[f"`{name}`", about] for name, about in rows.items()])
        lines = [
            f"# {described.title}",
            "",
            f"Version {described.version}. {described.description}",
            "",
            "Each case says how it is documented: described in a source, named in passing, or known from a list alone.",
            "",
            f"Licence of the data: {described.licence}. How to cite it stands in `CITATION.cff`.",
            "",
            "Begin with `cwkg.ttl` for the whole graph, `cases.csv` and `findings.csv` for tables, or a file in",
            "`cases/` for one case. `data-dictionary.md` tells what each term means. `sha256sum -c SHA256SUMS`",
            "checks every file.",
            "",
            files,
        ]
        return "\n".join(lines).encode()


def _turtle(triples: list[rdf.Triple]) -> bytes:
    """Turtle in which the files of the folder are named as seen from this one."""
    return rdf.serialize(triples, "turtle", used_prefixes(triples)).replace(f"<{HERE}".encode(), b"<")


def files(given: Given) -> list[File]:
    made = _Description(given)
    listed = [
        File("README.md", "What this folder holds", "text/markdown", made.readme),
        File(
            "data-dictionary.md",
            "The data dictionary: terms, fields, entries",
            "text/markdown",
            partial(dictionary.markdown, given),
        ),
        File("data-dictionary.csv", "The data dictionary as a table", "text/csv", partial(dictionary.csv, given)),
        File("void.ttl", "VoID: how much there is of each class and property", "text/turtle", made.void),
        File("service.ttl", "SPARQL Service Description: how kg serve answers queries", "text/turtle", made.service),
        File("dcat.ttl", "DCAT 3: the record for a catalogue of data", "text/turtle", made.dcat, turn=1),
        File(
            "schema-org.jsonld",
            "schema.org: the dataset for search engines",
            "application/ld+json",
            made.schema_org,
            turn=1,
        ),
    ]
    if given.project.citation.is_file():
        listed += [
            File(
                crate.NAME, "RO-Crate 1.3: this folder as a research object", "application/ld+json", made.crate, turn=2
            ),
            File("CITATION.cff", "How to cite it", "text/yaml", given.project.citation.read_bytes),
        ]
    return listed


GROUP = Group("description", "what the export says of itself", files)
