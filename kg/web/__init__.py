"""The web face: pages, linked data and a SPARQL endpoint, served by `kg serve`.

One thin process speaks HTTP and never evaluates anything; worker processes hold the graph and answer it.
"""
