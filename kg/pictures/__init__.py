"""Pictures as SVG text: each module draws one picture from plain data, and gives the same in words and as a table."""
