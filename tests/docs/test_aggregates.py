"""The page of aggregates says what their records say: formulas, meanings, and the laws that each keeps."""

from pathlib import Path

from equity_blocks.model.aggregates import AGGREGATES, LAWS

PAGE = Path(__file__).parents[2] / "docs" / "methods" / "aggregates.md"


def _table(head: list[str], rows: list[list[str]]) -> str:
    """Write a table as the page does."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" if cells[0] != "---" else f"|{'|'.join(cells)}|" for cells in lines)


def test_every_aggregate_has_its_formula():
    """In the order of the records, in their words."""
    rows = [[f"`{name}`", rule.formula, rule.meaning] for name, rule in AGGREGATES.items()]
    assert _table(["aggregate", "formula", "in words"], rows) in PAGE.read_text(encoding="utf-8")


def test_every_law_is_in_the_table_of_laws():
    """A law that a record does not claim does not hold."""
    rows = [[words, *(rule.laws.get(law, "no") for rule in AGGREGATES.values())] for law, words in LAWS.items()]
    assert _table(["law", *AGGREGATES], rows) in PAGE.read_text(encoding="utf-8")
