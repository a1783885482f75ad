"""The page of the architecture against the source."""

import re


def test_the_floors_are_those_of_the_contract(pages):
    """The drawing of the house names the layers of the import contract, in their order."""
    contract = (pages.root / "pyproject.toml").read_text(encoding="utf-8").split("[[tool.importlinter.contracts]]")[1]
    layers = [line.replace("equity_blocks.", "") for line in re.findall(r'^    "([^"]+)",$', contract, re.MULTILINE)]

    drawing = (pages.folder / "architecture.md").read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]

    assert [re.split(r" {2,}", line)[0] for line in drawing.splitlines()] == layers
