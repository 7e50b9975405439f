"""Files for other tools, made from the source graph and the records: no store has touched a literal.

A group of files is one module with a constant `GROUP`; `kg/exports/groups.py` lists the groups, and `kg export --only`
takes their names. To add files to a group, add `File`s to the list that its function gives:

    def files(given: Given) -> list[File]:
        return [File("cases.csv", "A row for each case", "text/csv", lambda: table_of_cases(given))]

    GROUP = Group("tables", "rows for a spreadsheet or a program", files)

- The name of a file may have folders in it (`cases/cpche.ttl`). A released name is a promise.
- `make` gives the bytes, or pieces of them where the whole is large. It is called once, late, and only where the group
  was asked for.
- The same graph gives the same bytes: no clock, no random names, no order of a set, no path of this machine.
- What several files need is worked out once: in `Given`, or in a class of the module's own with `cached_property`.
- A file of many that are alike carries `pattern` (`cases/<case>.ttl`), so that the docs have one line for all of them.

A file that only an engine can write (SQLite, Parquet) is made in memory or in a folder of its own, and its bytes are
given back. Writing, renaming, full disks and the list of digests are the business of `kg/exports/writing.py` alone.
"""
