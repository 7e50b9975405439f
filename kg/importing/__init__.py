"""Cases from tables or RDF of somebody else's: read, held against the rules, shown, and only then written.

Two ways lead to the same records: `kg/importing/tables.py` reads tables in the layout of the exports, and
`kg/importing/graph.py` reads RDF in our terms. `kg/importing/plan.py` works out which files these would be, and checks
them as any case.
"""
