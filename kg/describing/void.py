"""VoID: how much the graph holds, class by class and property by property, and where to get it.

Partitions have the form that SPARQL editors read to complete what is typed, such as the SIB's editor over YASGUI:
a class partition has property partitions, and these the classes (`void:classPartition`) and datatypes
(`void-ext:datatypePartition`) of their values. Each partition has an IRI, a fragment of the describing document.
"""

from __future__ import annotations

from kg import rdf
from kg.describing.dataset import ONTOLOGY, Described, Published
from kg.describing.profile import Use
from kg.describing.terms import DATA, PAGE, Statements, english, local
from kg.mediatypes import DATASET_TYPES
from kg.namespaces import BASE, DATASET

EXAMPLES = ("cw:Collaboration", "cw:Theme", "cw:ThemeFinding", "cw:Organisation")  # one thing of each is an example


def statements(described: Described, published: Published) -> list[rdf.Triple]:
    """The graph as a `void:Dataset`, with the document that says so; triples in a fixed order."""
    made = Statements()
    made.link(PAGE, "a", "void:DatasetDescription")
    made.link(PAGE, "foaf:primaryTopic", DATASET)
    made.say(PAGE, "dct:title", english(f"What the {described.title} holds"))
    made.link(DATASET, "a", "void:Dataset")
    _head(made, described)
    _places(made, described, published)
    _counts(made, described)
    return made.triples


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


def _counts(made: Statements, described: Described) -> None:
    profile = described.profile
    made.say(DATASET, "void:triples", profile.triples)
    made.say(DATASET, "void:entities", profile.entities)
    made.say(DATASET, "void:classes", len(profile.members))
    made.say(DATASET, "void:properties", len(profile.properties))
    made.say(DATASET, "void:distinctSubjects", len(profile.subjects))
    made.say(DATASET, "void:distinctObjects", len(profile.objects))
    for name, use in profile.properties.items():
        _property(made, DATASET, f"{DATA}property-{local(name)}", name, use)
    for name, count in profile.members.items():
        partition = f"{DATA}class-{local(name)}"
        made.link(DATASET, "void:classPartition", partition)
        made.link(partition, "void:class", name)
        made.say(partition, "void:entities", count)
    for name, uses in profile.by_class.items():
        for property, use in uses.items():
            partition = f"{DATA}class-{local(name)}"
            _property(made, partition, f"{partition}-{local(property)}", property, use)


def _property(made: Statements, owner: str, partition: str, name: str, use: Use) -> None:
    """One property of the graph or of a class, with what its values are."""
    made.link(owner, "void:propertyPartition", partition)
    made.link(partition, "void:property", name)
    made.say(partition, "void:triples", use.triples)
    made.say(partition, "void:distinctSubjects", len(use.subjects))
    made.say(partition, "void:distinctObjects", len(use.objects))
    for kind, count in use.classes.items():
        value = f"{partition}-{local(kind)}"
        made.link(partition, "void:classPartition", value)
        made.link(value, "void:class", kind)
        made.say(value, "void:triples", count)
    for kind, count in use.datatypes.items():
        value = f"{partition}-{local(kind)}"
        made.link(partition, "void-ext:datatypePartition", value)
        made.link(value, "void-ext:datatype", kind)
        made.say(value, "void:triples", count)
