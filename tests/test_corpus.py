"""All files of a project, read together."""

from kg.corpus import LISTS, evidence_of, read_corpus


def test_every_file_is_read(project, corpus):
    """As many records of files come out as there are files."""
    assert set(corpus.cases) == {project.name(path) for path in project.case_files()}
    assert set(corpus.registry) == {project.name(path) for path in project.registry_files()}


def test_problems_of_all_files_come_together(small):
    """A broken file hides neither the sound ones nor the faults of others."""
    small.case("good")
    (small.project.cases / "bad.md").write_text("nothing\n", encoding="utf-8")
    (small.project.registry / "worse.yaml").write_text("a: [\n", encoding="utf-8")
    corpus, problems = read_corpus(small.project)
    assert list(corpus.cases) == ["cases/good.md"]
    assert {p.file for p in problems} == {"cases/bad.md", "cases/registry/worse.yaml"}


def test_entries_are_found_by_kind_wherever_they_stand(small):
    """A registry list may be spread over several files."""
    more = small.project.registry / "more.yaml"
    more.write_text("people:\n  - {id: guide, name: Gus Guide, evidence: [tiny:1-1]}\n", encoding="utf-8")
    corpus, _ = read_corpus(small.project)
    assert sorted(corpus.by_id("person")) == ["clerk", "guide", "teller"]
    assert [file for file, person in corpus.entries("person") if person.id == "guide"] == ["cases/registry/more.yaml"]


def test_every_list_of_the_registry_has_a_kind(corpus):
    """Each kind of the registry reads the list of its name."""
    registry = next(iter(corpus.registry.values()))
    assert all(isinstance(getattr(registry, name), list) for name in LISTS.values())


def test_evidence_is_found_at_every_depth(small):
    """Places cited by a case, its findings, figures, people and organisations are all found."""
    small.case(
        "bridge",
        "organisations:\n  - {organisation: ferry-trust, role: partner, evidence: [tiny:11-11]}\n"
        "people:\n  - {person: teller, evidence: [tiny:12-12]}\n"
        "phases:\n  - {id: p, name: P, evidence: [tiny:13-13]}\n"
        "themes:\n" + small.finding("t1", "theme/share-power", "enacted", evidence="[tiny:14-14]") + "figures:\n"
        "  - {id: g1, indicator: crossings, value: 1, unit: NUM, evidence: [tiny:15-15]}\n",
    )
    corpus, problems = read_corpus(small.project)
    assert problems == []
    cited = [place for _, place, _ in evidence_of(corpus.cases["cases/bridge.md"])]
    assert cited == ["tiny:1-2"] + [f"tiny:{n}-{n}" for n in range(11, 16)]


def test_a_passage_that_two_files_cite_is_one(compiled, corpus):
    """Passages are gathered by their place, so that two files may share one."""
    places = [place for _, owner in corpus.files() for place in owner.passages]
    assert compiled.counts["passages"] == len(corpus.passages()) == len(set(places))
