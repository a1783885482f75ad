"""The frameworks and crosswalks that come with the package."""

import pytest
import yaml

from contract import CROSSWALK
from equity_blocks.errors import CatalogueWarning
from equity_blocks.files.catalogue import crosswalk_paths, crosswalks, framework_ids, frameworks, shipped
from equity_blocks.files.search_folders import also_from


def counted(name: str) -> tuple[int, int]:
    """Count the blocks and practices of a shipped framework in its raw YAML, whatever the nesting."""
    folder = shipped() / name
    top = yaml.safe_load((folder / "framework.yaml").read_text(encoding="utf-8"))

    def count(block: dict) -> tuple[int, int]:
        inner = [count(part) for part in block.get("blocks", [])]
        return 1 + sum(b for b, _ in inner), len(block.get("practices", [])) + sum(p for _, p in inner)

    whole = [
        yaml.safe_load((folder / f"{block}.yaml").read_text(encoding="utf-8")) if isinstance(block, str) else block
        for block in top["blocks"]
    ]
    counts = [count(block) for block in whole]
    return sum(b for b, _ in counts), sum(p for _, p in counts)


def test_the_shipped_folder_holds_frameworks_and_scales():
    """The folder is found beside the sources, with the scales that frameworks share."""
    assert (shipped() / "hcplan-apm" / "framework.yaml").is_file()
    assert (shipped() / "scales" / "implementation.yaml").is_file()


def test_ids_are_the_names_of_folders_in_order():
    """Every folder with a main file is a framework, listed by the alphabet."""
    ids = framework_ids()

    assert list(ids) == sorted(ids)
    assert "hcplan-apm" in ids
    assert "scales" not in ids


def test_listings_agree_with_the_raw_files():
    """Blocks and practices are counted as they stand in the YAML, nested ones included."""
    listings = frameworks()

    assert tuple(listing.id for listing in listings) == framework_ids()
    assert {listing.id: (listing.blocks, listing.practices) for listing in listings} == {
        name: counted(name) for name in framework_ids()
    }


def test_a_listing_says_what_a_framework_is_for():
    """Guidance that is never totaled is told apart from what is scored."""
    uses = {listing.id: listing.use for listing in frameworks()}

    assert uses["hcplan-apm"] == uses["ahe-roadmap"] == "assessment"
    assert uses["ric-iccop"] == "guidance"


def test_every_shipped_crosswalk_is_named_after_its_ends():
    """The file, the id, and the two frameworks it joins have the same names."""
    found = crosswalks()

    assert tuple(crosswalk_paths()) == tuple(crosswalk.id for crosswalk in found)
    assert all(c.id == f"{c.source.framework}--{c.target.framework}" for c in found)
    assert {name for c in found for name in (c.source.framework, c.target.framework)} == set(framework_ids())


def test_a_crosswalk_that_is_not_named_after_its_file_is_left_out(tmp_path):
    """It could not be opened by its id."""
    before = crosswalks()
    path = tmp_path / "crosswalks" / "hcplan-apm--contract.yaml"
    path.parent.mkdir()
    path.write_text(CROSSWALK, encoding="utf-8")
    with also_from([tmp_path]):
        assert {crosswalk.id for crosswalk in crosswalks()} == {*(c.id for c in before), "hcplan-apm--contract"}
        path.rename(path.with_name("ours.yaml"))
        why = r"ours\.yaml is left out: its file is called 'ours', but its id is 'hcplan-apm--contract'"
        with pytest.warns(CatalogueWarning, match=why):
            assert crosswalks() == before
