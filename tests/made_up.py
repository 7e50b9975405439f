"""A small made-up project on the real ontology, for tests that need cases of their own."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from kg import pipeline
from kg.corpus import read_corpus
from kg.paths import Project
from kg.reader import read_records
from kg.sources.evidence import read_sources, with_passages
from kg.store import Store, open_store

NAMES = {3: " The Bridge Office and the Ferry Trust have boats."}
TEXT = "".join(f"Line {n} of a made-up text tells of thing number {n * n}.{NAMES.get(n, '')}\n" for n in range(1, 41))
SECOND = "".join(f"Row {n} in another book is about the count of {n + 100} boats.\n" for n in range(1, 41))
SCHEMES = "theme, barrier, outcome"
STORY = "## Story\n\nA made-up case.\n"
REGISTRY = {
    "sources": f"""sources:
  - id: tiny
    number: "900"
    title: A made-up source
    authors: [teller]
    year: 2011
    sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}
    lines: {TEXT.count(chr(10)) + 1}
    characters: {len(TEXT)}
    sections:
      - {{name: First half, lines: 1-20}}
      - {{name: Box A, lines: 3-6}}
      - {{name: Second half, lines: 21-40}}
  - id: undated
    number: "901"
    title: A second made-up source
    authors: [teller]
    sha256: {hashlib.sha256(SECOND.encode()).hexdigest()}
    lines: {SECOND.count(chr(10)) + 1}
    characters: {len(SECOND)}
""",
    "people": """people:
  - {id: teller, name: Tess Teller, country: CA, evidence: [tiny:1-1]}
  - {id: clerk, described-as: a clerk of the bridge office, interviewed: true, country: US, evidence: [tiny:2-2]}
""",
    "organisations": """organisations:
  - {id: bridge-office, name: Bridge Office, kind: public-body, country: CA, evidence: [tiny:2-2]}
  - {id: ferry-trust, name: Ferry Trust, kind: non-profit, country: CA, evidence: [tiny:3-3]}
""",
    "places": """places:
  - {id: canada, name: Canada, kind: country, code: CA}
  - {id: united-states, name: United States, kind: country, code: US}
  - {id: united-kingdom, name: United Kingdom, kind: country, code: GB}
  - {id: riverland, name: Riverland, kind: state, within: canada, code: CA-ON}
  - {id: millford, name: Millford, kind: city, within: riverland}
""",
    "indicators": """indicators:
  - {id: crossings, name: crossings, definition: Number of crossings in a year., unit: NUM, better: higher}
""",
    "coders": """coders:
  - {id: coder-1, name: First coding}
  - {id: coder-2, name: Second coding}
  - {id: third-look, name: Third look}
""",
}


@dataclass
class Small:
    """A made-up project on the real ontology: write cases into it, then `build` it."""

    root: Path

    @property
    def project(self) -> Project:
        return Project(self.root)

    @property
    def texts(self) -> Path:
        return self.root.parent / "texts"

    def prepare(self, project: Project) -> Small:
        shutil.copytree(project.ontology, self.root / "ontology")
        shutil.copytree(project.rules, self.project.rules)
        self.project.answers.mkdir()
        self.project.registry.mkdir(parents=True)
        self.texts.mkdir(exist_ok=True)
        (self.texts / "first.txt").write_text(TEXT, encoding="utf-8")
        (self.texts / "second.txt").write_text(SECOND, encoding="utf-8")
        for name, content in REGISTRY.items():
            (self.project.registry / f"{name}.yaml").write_text(content, encoding="utf-8")
        return self

    def case(self, id: str, body: str = "", kind: str = "fellowship", tier: str = "named", **fields: str) -> Path:
        """Write a case. `body` holds further lines of its head; `coding` is `full`, a list of schemes, or `none`."""
        coding = fields.pop("coding", "none" if tier == "listed" else "full")
        prose = fields.pop("prose", STORY)
        head = {"id": id, "name": f"The {id} project", "kind": kind, "tier": tier, "country": "CA"}
        head |= {"summary": f"What {id} did.", "known-from": "[tiny:1-2]"}
        head |= {key.replace("_", "-"): value for key, value in fields.items()}
        lines = [f"{key}: {value}" for key, value in head.items()]
        if coding != "none":
            schemes = SCHEMES if coding == "full" else coding
            lines.append(f"coding: {{coder: coder-1, schemes: [{schemes}]}}")
        path = self.project.cases / f"{id}.md"
        content = "---\n" + "\n".join(lines) + "\n" + body + "passages: {}\n---\n" + prose
        path.write_text(content, encoding="utf-8")
        return path

    def coding(
        self, case: str, body: str = "", schemes: str = "theme, barrier, outcome", coder: str = "coder-2"
    ) -> Path:
        """Write a further coding of a case; `body` holds its findings."""
        path = self.project.cases / "codings" / coder / f"{case}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"case: {case}\ncoder: {coder}\nschemes: [{schemes}]\n{body}", encoding="utf-8")
        return path

    def settle(self, case: str, **verdicts: str) -> Path:
        """Write third looks at a case: `settle("bridge", t1="upheld", coder_2_t1="open")`."""
        path = self.project.cases / "settlements" / f"{case}.yaml"
        path.parent.mkdir(exist_ok=True)
        tail = "note: Why., evidence: [tiny:4-5]"
        lines = [
            f"  - {{id: s{n}, settles: [{name.replace('_', '-')}], verdict: {verdict}, {tail}}}"
            for n, (name, verdict) in enumerate(verdicts.items(), 1)
        ]
        head = f"case: {case}\ncoder: third-look\nsettlements:\n"
        path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
        return path

    def finding(self, id: str, concept: str, stance: str, basis: str = "stated", **more: str) -> str:
        """One finding as a line of a list: `finding("t1", "theme/share-power", "enacted")`."""
        group, _, local = concept.partition("/")
        fields = {"id": id, group: local, "stance": stance, "basis": basis, "said-by": "[teller]"}
        fields |= {"note": f"Note on {id}.", "evidence": "[tiny:4-5]", **more}
        return "  - {" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}\n"

    def locate(self) -> None:
        """Fill in the passages tables of all files from the made-up texts."""
        corpus, _ = read_corpus(self.project)
        texts, _ = read_sources(self.texts, corpus.by_id("source"))
        for path in self.project.record_files():
            owner, _ = read_records(path, self.project.name(path))
            made = with_passages(path.read_text(encoding="utf-8"), owner, texts, corpus)
            path.write_text(made, encoding="utf-8")

    def build(self) -> Store:
        self.locate()
        folder = self.root.parent / "compiled-small"
        pipeline.build_project(self.project, to=folder, shapes=False)
        return open_store(folder)
