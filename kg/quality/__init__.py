"""The quality report: what is checked, counted and compared, and how it is shown."""
