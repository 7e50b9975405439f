"""What changed between two versions of the graph: in the records, and in the answers that rest on them."""
