import csv
import io
import json

import pytest

SAMPLE = "assessments/three-partners-ahe.yaml"
REACH = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "band", "block", "status", "score_now", "band_now",
    "limit", "score_card", "score_card_band",
    "score_after", "highest", "effort", "is_least", "bound", "raises", "held_back", "blocked",
    "scope", "coverage", "policy_in_words", "heard", "remarks",
}  # fmt: skip


def test_json_has_the_promised_keys(document):
    """A small framework is searched through."""
    found = document("reach", SAMPLE, "leading")
    assert set(found) == REACH
    assert (found["schema"], found["status"], found["is_least"]) == ("equity-blocks/reach/1", "reachable", True)
    keys = {"practice", "title", "block", "from", "to", "above_target", "effort", "gain", "wave", "needed_by"}
    assert set(found["raises"][0]) == keys
    assert sum(item["effort"] for item in found["raises"]) == found["effort"]
    assert found["score_after"] >= found["band"]["from"] == 0.9


def test_the_table_says_where_it_starts_what_it_takes_and_how_sure_that_is(call):
    """The score card's figure stands beside; what lies above the targets is marked."""
    least = " ".join(call("reach", SAMPLE, "leading").out.split())
    assert "raise 7 components, 160 person-days in all. Leading begins at 90%." in least
    assert "No other such way takes less effort" in least
    beyond = " ".join(call("reach", "assessments/riverbend-2026.yaml", "established").out.split())
    assert "Targets are not enough: some promising practices rise above theirs" in beyond
    assert " above its target " in beyond
    within = " ".join(call("reach", "assessments/riverbend-2026.yaml", "progressing").out.split())
    assert "36%, not 40%: the 5 unanswered promising practices count as zero here." in within
    assert "No promising practice rises above its target." in within
    assert " above its target " not in within


def test_a_band_that_is_reached_needs_nothing(call):
    """It says so, with the score and the edge."""
    called = call("reach", SAMPLE, "progressing")
    assert (called.code, called.err) == (0, "")
    now = "62% (Progressing; may still be Emerging or Established)"
    assert f"Reached already: the score is {now}, and Progressing begins at 50%." in " ".join(called.out.split())


def test_csv_has_a_row_for_each_raise(call, document):
    """For a spreadsheet."""
    rows = list(csv.DictReader(io.StringIO(call("reach", SAMPLE, "leading", "--format", "csv").out)))
    assert [row["practice"] for row in rows] == [
        item["practice"] for item in document("reach", SAMPLE, "leading")["raises"]
    ]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["leadng"], "ahe-roadmap has no band 'leadng' (did you mean 'leading'?; there are beginning, emerging"),
        ([], "Missing argument 'BAND'"),
    ],
)
def test_a_band_that_there_is_not_is_refused(call, args, words):
    """The message says what there is."""
    called = call("reach", SAMPLE, *args)
    assert (called.code, called.out) == (2, "")
    assert words in called.err


def test_what_is_shared_has_no_names(call):
    """The organization has none for a client."""
    found = json.loads(call("reach", SAMPLE, "leading", "--share", "client", "--format", "json").out)
    assert found["organization"]["name"] == ""
