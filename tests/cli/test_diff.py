import csv
import io
import json

OTHER = {"title: Vision,": "title: The Vision,", "id: training": "id: training\n        weight: 2"}


def _other(mini, files, **more):
    text = mini.read_text(encoding="utf-8")
    for old, new in {**OTHER, **more}.items():
        text = text.replace(old, new)
    return files("other.yaml", text)


def test_a_difference_is_told_and_ends_with_one(call, mini, files):
    """Meaning first, wording last, and that the revision should have been raised."""
    called = call("diff", mini, _other(mini, files))
    assert (called.code, called.err) == (1, "")
    assert "1 change of meaning, 1 of wording." in called.out
    assert "raise it, so that files can tell" in " ".join(called.out.split())
    assert called.out.index("Weights") < called.out.index("Wording only")


def test_no_difference_ends_with_zero(call, mini):
    """Ids and paths may be mixed."""
    called = call("diff", "hcplan-apm", "frameworks/hcplan-apm")
    assert (called.code, called.err) == (0, "")
    assert "There is no difference." in called.out
    assert call("diff", mini, "-", stdin=mini.read_text(encoding="utf-8")).code == 0


def test_a_difference_for_programs(call, mini, files):
    """One document, or one row for each change."""
    other = _other(mini, files)
    found = json.loads(call("diff", mini, other, "--format", "json").out)
    assert (found["schema"], found["needs_revision"]) == ("equity-blocks/difference/1", True)
    assert [(item["kind"], item["from"], item["to"]) for item in found["alterations"]] == [
        ("weight", "1", "2"),
        ("wording", "Vision", "The Vision"),
    ]
    head, *rows = csv.reader(io.StringIO(call("diff", mini, other, "--format", "csv").out))
    assert (head[0], [row[0] for row in rows]) == ("kind", ["weight", "wording"])


def test_standard_input_is_read_once(call):
    """It cannot be both."""
    called = call("diff", "-", "-")
    assert called.code == 2
    assert "only one of OLD and NEW can be standard input" in called.err


def test_two_frameworks_are_refused(call):
    """With the way out."""
    called = call("diff", "hcplan-apm", "ahe-roadmap")
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith("'hcplan-apm' and 'ahe-roadmap' are two frameworks, not two revisions of one: give")
