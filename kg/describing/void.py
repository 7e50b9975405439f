"""VoID: how much the graph holds, class by class and property by property, and where to get it.

Partitions have the form that SPARQL editors read to complete what is typed, such as the SIB's editor over YASGUI:
a class partition has property partitions, and these the classes (`void:classPartition`) and datatypes
(`void-ext:datatypePartition`) of their values. Each partition has an IRI, a fragment of the describing document.
The outline has them without their counts: less than half of the whole, and all that an editor needs.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg import rdf
from kg.describing.dataset import ONTOLOGY, Described, Published
from kg.describing.profile import Use
from kg.describing.terms import DATA, PAGE, Statements, english, local
from kg.mediatypes import DATASET_TYPES
from kg.namespaces import BASE, DATASET

EXAMPLES = ("cw:Collaboration", "cw:Theme", "cw:ThemeFinding", "cw:Organisation")  # one thing of each is an example


def statements(described: Described, published: Published) -> list[rdf.Triple]:
    """The graph as a `void:Dataset`, with the document that says so; triples in a fixed order."""
    made = _begun(described, published)
    for name, use in described.profile.properties.items():
        partition = f"{DATA}property-{local(name)}"
        _property(made, DATASET, partition, name, use)
        _count(made, partition, use)
    for _, _, partition, use in _uses(described):
        _count(made, partition, use)
    return made.triples


def outline(described: Described, published: Published) -> list[rdf.Triple]:
    """The same without counts of properties: which class has which properties, and of what kind their values are."""
    return _begun(described, published).triples


def _begun(described: Described, published: Published) -> Statements:
    """What both have."""
    made = Statements()
    made.link(PAGE, "a", "void:DatasetDescription")
    made.link(PAGE, "foaf:primaryTopic", DATASET)
    made.say(PAGE, "dct:title", english(f"What the {described.title} holds"))
    made.link(DATASET, "a", "void:Dataset")
    _head(made, described)
    _places(made, described, published)
    _totals(made, described)
    for owner, name, partition, use in _uses(described):
        _property(made, owner, partition, name, use)
    return made


def _head(made: Statements, described: Described) -> None:
    made.say(DATASET, "dct:title", english(described.title))
    made.say(DATASET, "dct:description", english(described.description))
    made.link(DATASET, "dct:license", described.licence)
    made.link(DATASET, "dct:creator", *(agent.iri for agent in described.creators))
    made.link(DATASET, "dct:source", *(source.iri for source in described.sources))
    made.say(DATASET, "owl:versionInfo", described.version)
    for agent in described.creators:
        made.link(agent.iri, "a", "foaf:Agent")
        made.say(agent.iri, "foaf:name", english(agent.name))


def _places(made: Statements, described: Described, published: Published) -> None:
    dumps = [download for download in published.downloads if download.is_rdf]
    kept = {download.media_type for download in dumps}
    made.link(DATASET, "foaf:homepage", published.page)
    made.link(DATASET, "void:sparqlEndpoint", published.endpoint)
    made.link(DATASET, "void:dataDump", *(download.address for download in dumps))
    made.link(DATASET, "void:feature", *(kind.iri for kind in DATASET_TYPES if kind.name in kept))
    made.say(DATASET, "void:uriSpace", BASE)
    made.link(DATASET, "void:vocabulary", *described.profile.vocabularies)
    made.link(DATASET, "void:exampleResource", *(iri for kind in EXAMPLES for iri in described.members(kind)[:1]))
    made.link(DATASET, "void:rootResource", ONTOLOGY)


def _totals(made: Statements, described: Described) -> None:
    profile = described.profile
    made.say(DATASET, "void:triples", profile.triples)
    made.say(DATASET, "void:entities", profile.entities)
    made.say(DATASET, "void:classes", len(profile.members))
    made.say(DATASET, "void:properties", len(profile.properties))
    made.say(DATASET, "void:distinctSubjects", len(profile.subjects))
    made.say(DATASET, "void:distinctObjects", len(profile.objects))
    for name, count in profile.members.items():
        partition = f"{DATA}class-{local(name)}"
        made.link(DATASET, "void:classPartition", partition)
        made.link(partition, "void:class", name)
        made.say(partition, "void:entities", count)


def _uses(described: Described) -> Iterator[tuple[str, str, str, Use]]:
    """Each property of each class: the class's partition, the property, the property's partition, and its use."""
    for name, uses in described.profile.by_class.items():
        owner = f"{DATA}class-{local(name)}"
        for property, use in uses.items():
            yield owner, property, f"{owner}-{local(property)}", use


def _property(made: Statements, owner: str, partition: str, name: str, use: Use) -> None:
    """One property of the graph or of a class, with what its values are."""
    made.link(owner, "void:propertyPartition", partition)
    made.link(partition, "void:property", name)
    for kind in use.classes:
        made.link(partition, "void:classPartition", f"{partition}-{local(kind)}")
        made.link(f"{partition}-{local(kind)}", "void:class", kind)
    for kind in use.datatypes:
        made.link(partition, "void-ext:datatypePartition", f"{partition}-{local(kind)}")
        made.link(f"{partition}-{local(kind)}", "void-ext:datatype", kind)


def _count(made: Statements, partition: str, use: Use) -> None:
    """How often that property is used, with values of each sort."""
    made.say(partition, "void:triples", use.triples)
    made.say(partition, "void:distinctSubjects", len(use.subjects))
    made.say(partition, "void:distinctObjects", len(use.objects))
    for kind, count in (use.classes + use.datatypes).items():
        made.say(f"{partition}-{local(kind)}", "void:triples", count)
