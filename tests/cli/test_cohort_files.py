import pytest

import equity_blocks as eb
from equity_blocks.cli.cohort_files import library, open_folder, open_table

pytest.importorskip("pandas", reason="the extra `frames` is not installed")


@pytest.fixture
def framework(mini):
    """Give a framework with two practices."""
    return eb.load_framework(mini)


def test_files_come_in_the_order_of_their_names(files, mini, tmp_path):
    """Whatever the system lists first; hidden files are not seen."""
    for name in ("b.yaml", "a.yaml", ".c.yaml"):
        files(name, "framework: mini\nratings: {vision: 1}\n")
    found = open_folder(str(tmp_path), str(mini))
    assert [each.file.rsplit("/", 1)[-1] for each in found.opened] == ["a.yaml", "b.yaml", "mini.yaml"]
    assert len(found.assessments) == 2


def test_the_framework_lies_beside_the_files(files, mini, tmp_path):
    """The first assessment names it."""
    files("a.yaml", "framework: mini\nratings: {vision: 1}\n")
    assert open_folder(str(tmp_path), None).framework == eb.load_framework(mini)


def test_a_tailored_assessment_is_read_as_published(files, mini, tmp_path):
    """So that all are read by one rule, and the note says so."""
    files("ours.yaml", "framework: mini\nblocks: {people: {weight: 2}}\n")
    files("a.yaml", "framework: mini\ntailoring: ours.yaml\nratings: {vision: 1}\n")
    found = open_folder(str(tmp_path), str(mini))
    assert found.opened[0].note == "tailored by ours.yaml; read as published, like all others"
    assert found.framework.tailored is None


def test_only_levels_become_numbers(files, framework):
    """Ids with zeros in front stay, and words stay words."""
    frame = open_table(str(files("t.csv", "organization,vision,training\n007,1,yes\n008,,2\n")), framework)
    assert frame["organization"].tolist() == ["007", "008"]
    assert frame["vision"].isna().tolist() == [False, True]
    assert frame["vision"].iloc[0] == 1
    assert frame["training"].tolist() == ["yes", "2"]


def test_a_file_that_is_no_table_is_refused(files, framework):
    """By its name."""
    with pytest.raises(eb.FileAccessError, match="cannot be read as a table"):
        open_table(str(files("t.csv", "")), framework)


def test_a_library_that_is_missing_is_named():
    """With what to install."""
    with pytest.raises(eb.UnsuitableError, match=r"pip install equity-blocks\[frames\]"):
        library("a_library_that_nobody_has")
