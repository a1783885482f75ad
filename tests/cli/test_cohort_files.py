import pytest

import equity_blocks as eb
from equity_blocks.cli.cohort_files import open_folder, open_table

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
    """So that all are read by one rule; its own score, as `score` gives it, stands beside."""
    ours = files("ours.yaml", "framework: mini\npractices: {vision: {weight: 3, title: Our aim}}\n")
    said = files("a.yaml", "framework: mini\ntailoring: ours.yaml\nratings: {Our aim: 4, training: 0}\n")
    found = open_folder(str(tmp_path), str(mini))
    (read,) = found.used
    assert (read.note, read.tailoring) == ("tailored by ours.yaml; read as published, like all others", "ours.yaml")
    assert found.framework.tailored is None
    framework = eb.load_framework(mini)
    assert eb.score(framework, read.assessment).score.value == 0.5
    tailored = eb.tailor(framework, eb.load_tailoring(ours))
    assert read.tailored_score == eb.score(tailored, read.assessment).score.value == 0.75
    assert said.name == "a.yaml"


@pytest.mark.parametrize("text", [None, "framework: mini\npractices: {visoin: {weight: 3}}\n", "framework: ["])
def test_a_tailoring_that_cannot_be_used_leaves_nobody_out(files, mini, tmp_path, text):
    """The assessment is read as published, and the reason is told."""
    if text:
        files("ours.yaml", text)
    files("a.yaml", "framework: mini\ntailoring: ours.yaml\nratings: {vision: 4}\n")
    (read,) = open_folder(str(tmp_path), str(mini)).used
    assert read.note.startswith(
        "tailored by ours.yaml; read as published, like all others; it has no score of its own: "
    )
    assert (read.tailoring, read.tailored_score) == ("ours.yaml", None)


def test_what_is_carried_over_keeps_the_name_of_its_tailoring(files, mini, tmp_path):
    """That was made for the earlier revision, so it gives no score here, and the note says so."""
    mini.write_text(
        mini.read_text(encoding="utf-8").replace("title: Mini", "revision: 2\ntitle: Mini", 1), encoding="utf-8"
    )
    files("a.yaml", "framework: mini\nrevision: 1\ntailoring: ours.yaml\nratings: {vision: 4}\n")
    (read,) = open_folder(str(tmp_path), str(mini), migrating=True).used
    assert read.note.startswith("carried over from revision 1 to 2; tailored by ours.yaml, which does not count here")
    assert (read.tailoring, read.tailored_score) == ("ours.yaml", None)


def test_only_levels_become_numbers(files, framework):
    """Ids with zeros in front stay, and words stay words; a number beside words says its level by word."""
    frame = open_table(str(files("t.csv", "organization,vision,training\n007,1,yes\n008,,2\n")), framework)
    assert frame["organization"].tolist() == ["007", "008"]
    assert frame["vision"].isna().tolist() == [False, True]
    assert frame["vision"].iloc[0] == 1
    assert frame["training"].tolist() == ["yes", "partial"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("vision,vision\n1,2\n", "two of its columns are called 'vision'"),
        ("vision;training\n1;2\n", "semicolons divide its cells; save it with commas"),
        ("vision\ttraining\n1\t2\n", "tabs divide its cells"),
        ("vision,training\n1,2,3\n", "its rows have more cells than its first line"),
        ("vision,training\na,2,3\n", "its rows have more cells than its first line"),
    ],
)
def test_columns_that_cannot_be_told_apart_are_refused(files, framework, text, words):
    """Else cells would stand under the name of another column."""
    with pytest.raises(eb.FileAccessError, match=words):
        open_table(str(files("t.csv", text)), framework)


def test_rows_that_say_nothing_are_passed_over(files, framework):
    """Spreadsheets leave such rows behind the last."""
    assert len(open_table(str(files("t.csv", "organization,vision\na,1\n,\n\n,\n")), framework)) == 1


def test_a_file_that_is_no_table_is_refused(files, framework):
    """By its name."""
    with pytest.raises(eb.FileAccessError, match="cannot be read as a table"):
        open_table(str(files("t.csv", "")), framework)


def test_a_table_in_another_encoding_says_how_to_save_it(tmp_path, framework):
    """Wherever in the file the letter stands."""
    for lines in (1, 5_000):
        file = tmp_path / f"{lines}.csv"
        file.write_bytes(b"state,vision\n" + lines * b"OH,1\n" + "Qu\xe9bec,1\n".encode("latin-1"))
        with pytest.raises(eb.FileAccessError, match="it is not in UTF-8; a spreadsheet saves it as `CSV UTF-8`"):
            open_table(str(file), framework)


def test_weights_and_values_are_numbers(files, framework):
    """As in a frame that is made in Python."""
    frame = open_table(str(files("t.csv", "vision,vision:weight,vision:value\n1,2,\n2,,0.7\n")), framework)
    assert eb.score_frame(framework, frame)["score"].tolist() == [0.25, 0.7]
