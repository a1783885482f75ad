import csv
import io
import json

IDS = ["ahe-roadmap", "chcs-acap", "hcplan-apm", "ric-iccop", "rise-to-health-payers"]


def test_frameworks_are_listed_with_use_and_size(call):
    """Each has a row with its id, what it is for and how many practices it holds."""
    called = call("frameworks")
    assert (called.code, called.err) == (0, "")
    rows = [line.split() for line in called.out.splitlines()]
    found = {row[0]: (row[-3], row[-2]) for row in rows if row and row[0] in IDS}
    assert found == {
        "ahe-roadmap": ("assessment", "12"),
        "chcs-acap": ("guidance", "5"),
        "hcplan-apm": ("assessment", "49"),
        "ric-iccop": ("guidance", "5"),
        "rise-to-health-payers": ("assessment", "40"),
    }


def test_frameworks_are_listed_as_json(call):
    """Programs get the same list, one object each."""
    listed = json.loads(call("frameworks", "--format", "json").out)
    assert [item["id"] for item in listed] == IDS
    assert {tuple(item) for item in listed} == {
        ("id", "title", "edition", "use", "blocks", "practices", "origin", "place")
    }
    assert [(item["blocks"], item["practices"]) for item in listed] == [(3, 12), (1, 5), (5, 49), (1, 5), (6, 40)]


def test_frameworks_are_listed_as_csv(call):
    """One row each below the head."""
    head, *rows = csv.reader(io.StringIO(call("frameworks", "--format", "csv").out))
    assert head == ["Id", "Title", "Use", "Practices", "From"]
    assert [row[0] for row in rows] == IDS


def test_frameworks_of_a_folder_are_listed_with_their_place(call, mini, tmp_path):
    """The folder of one's own stands below the title."""
    (tmp_path / "own" / "mini").mkdir(parents=True)
    mini.rename(tmp_path / "own" / "mini" / "framework.yaml")
    listed = json.loads(call("frameworks", "--frameworks", tmp_path / "own", "--format", "json").out)
    assert [(item["id"], item["place"]) for item in listed if item["origin"] == "folder"] == [
        ("mini", str(tmp_path / "own"))
    ]
