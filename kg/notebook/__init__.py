"""The graph as objects, for notebooks and programs."""
