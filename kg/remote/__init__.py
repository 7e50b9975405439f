"""A graph that lies in another store: its endpoint, asked over HTTP, and what is made from the answers."""
