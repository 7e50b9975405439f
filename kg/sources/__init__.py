"""The source texts: passages, and what stands in their words."""
