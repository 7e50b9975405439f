"""What a graph says of itself, for programs that find data: VoID, DCAT 3, SPARQL Service Description, schema.org.

Each description is a pure function of the graph's triples and of where they are published; both the web face and the
exports use it. Nothing that the graph knows is typed a second time:

    described = Described(triples)                      # counts, and what the dataset says of itself
    published = Published(page, endpoint, downloads)    # addresses; each may be left out
    void.statements(described, published)               # each gives triples, sorted, without blank nodes
    dcat.statements(described, published)
    service.statements(described, published, …)
    schemaorg.dataset(described, published)             # a dict, JSON-LD with its context inside

Triples are written with the prefixes `terms.PREFIXES`.
"""
