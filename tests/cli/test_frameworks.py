import csv
import io
import json

IDS = ["ahe-roadmap", "chcs-acap", "hcplan-apm", "ric-iccop", "rise-to-health-payers"]


def test_frameworks_are_listed_with_use_and_size(call):
    """Each has a row with its id, what it is for and how many practices it holds."""
    called = call("frameworks")
    assert (called.code, called.err) == (0, "")
    rows = [line.split() for line in called.out.splitlines()]
    found = {row[0]: (row[-2], row[-1]) for row in rows if row and row[0] in IDS}
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
    assert {tuple(item) for item in listed} == {("id", "title", "edition", "use", "blocks", "practices")}
    assert [(item["blocks"], item["practices"]) for item in listed] == [(3, 12), (1, 5), (5, 49), (1, 5), (6, 40)]


def test_frameworks_are_listed_as_csv(call):
    """One row each below the head."""
    head, *rows = csv.reader(io.StringIO(call("frameworks", "--format", "csv").out))
    assert head == ["Id", "Title", "Use", "Practices"]
    assert [row[0] for row in rows] == IDS
