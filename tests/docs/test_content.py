"""The tables of the page on content against the frameworks that ship."""

import importlib.util


def test_the_tables_are_those_of_the_frameworks(pages):
    """Whoever changes a question or whom it asks makes them again: `python docs/make_content.py`."""
    spec = importlib.util.spec_from_file_location("make_content", pages.folder / "make_content.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.page() == (pages.folder / "methods" / "content.md").read_text(encoding="utf-8")


def test_every_question_above_the_bound_is_listed(pages):
    """As many rows as the table of grades says."""
    listed = pages.section("methods/content.md", "How hard it is to read").split("Questions above grade 10")[1]
    rows = [line for line in listed.splitlines() if line.startswith("| 1")]
    told = pages.section("methods/content.md", "How hard it is to read").splitlines()
    counts = [line.split(" | ")[-1].strip(" |") for line in told if "| everybody and every audience |" in line]
    assert len(rows) == sum(int(count or 0) for count in counts)
