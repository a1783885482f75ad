"""The page of the architecture against the source."""

import re


def _listed(tree: str) -> set[str]:
    """Read the paths from an indented tree; a folder's line ends in a slash before its comment."""
    paths: set[str] = set()
    folders: dict[int, str] = {}
    for line in tree.splitlines():
        found = re.match(r"( +)([\w.]+)(/?)", line)
        if not found:
            continue
        depth = len(found[1])
        around = folders.get(depth - 2, "")
        if found[3]:
            folders[depth] = f"{around}{found[2]}/"
        else:
            paths.add(f"{around}{found[2]}")
    return paths


def test_the_tree_lists_exactly_the_modules_of_the_package(pages):
    """Every module has its line, and no line names a module that is gone; a folder's line stands for its package."""
    tree = pages.section("architecture.md", "Modules").split("```text\nsrc/equity_blocks/\n")[1].split("```")[0]

    there = {path.relative_to(pages.source).as_posix() for path in pages.source.rglob("*.py")}

    assert _listed(tree) == {path for path in there if not path.endswith("/__init__.py")}


def test_the_floors_are_those_of_the_contract(pages):
    """The drawing of the house names the layers of the import contract, in their order."""
    contract = (pages.root / "pyproject.toml").read_text(encoding="utf-8").split("[[tool.importlinter.contracts]]")[1]
    layers = [line.replace("equity_blocks.", "") for line in re.findall(r'^    "([^"]+)",$', contract, re.MULTILINE)]

    drawing = (pages.folder / "architecture.md").read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]

    assert [re.split(r" {2,}", line)[0] for line in drawing.splitlines()] == layers
