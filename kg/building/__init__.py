"""A graph built from its parts: families of cases, pieces of the registry and the terms, each by itself.

One pure function makes the triples of a part from its files; everything else here maps that function, keeps what it
gave, and joins it into the compiled graph. The result is the one that `kg.pipeline.compile_graph` makes in one go.
"""
