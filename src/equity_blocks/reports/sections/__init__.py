"""Sections of a report, one file each.

A section is a module with `ORDER`, its place in the report, and `section(given)`, which yields the parts it is made of,
none where there is nothing to say. One that has `one_page(given)` stands on the one page, too. A new file is found.
"""
