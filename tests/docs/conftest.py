"""What the tests of the pages read from them."""

import re
from pathlib import Path

import pytest


class Pages:
    """README.md and the pages of docs/, as text and by their parts."""

    root = Path(__file__).resolve().parents[2]
    folder = root / "docs"
    source = root / "src" / "equity_blocks"

    def all(self) -> list[Path]:
        """List README.md and every page of docs/."""
        return [self.root / "README.md", *sorted(self.folder.rglob("*.md"))]

    def section(self, page: str, heading: str) -> str:
        """Give the text under a heading of the second rank."""
        text = (self.folder / page).read_text(encoding="utf-8")
        return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]

    def first_column(self, page: str, heading: str) -> list[str]:
        """List the names that begin the rows of the tables under a heading."""
        return re.findall(r"^\| `([^`]+)` \|", self.section(page, heading), re.MULTILINE)


@pytest.fixture
def pages():
    """Give the pages."""
    return Pages()
