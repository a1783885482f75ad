import csv
import io
import json
from math import fsum

import pytest

SAMPLE = "assessments/riverbend-2026.yaml"
EXPLANATION = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "node", "kind", "title", "value", "low", "high",
    "coverage", "band", "output", "is_additive", "parts", "practices", "above", "consistent", "evidenced", "policy",
    "scope", "policy_in_words", "note", "heard", "remarks", "next_stage", "points", "attainable", "distribution",
}  # fmt: skip


def test_json_has_the_promised_keys(document):
    """Contributions add up to the score of the card, to the last bit."""
    found = document("explain", SAMPLE)
    assert set(found) == EXPLANATION
    assert found["schema"] == "equity-blocks/explanation/1"
    assert found["value"] == document("score", SAMPLE)["score"]["value"]
    assert fsum(p["contribution"] for p in found["practices"] if p["contribution"] is not None) == found["value"]
    assert {"id", "title", "block", "status", "level", "value", "contribution", "next_level", "gain", "notes"} == set(
        found["practices"][0]
    )


def test_the_gap_of_the_lens_is_a_finding_with_names(document):
    """Which practices, which prerequisite, how many points; together the gap between the lenses."""
    gap = document("explain", SAMPLE)["consistent"]
    assert [p["id"] for p in gap["practices"]] == [
        "reporting-requirements", "measure-patient-perspectives", "financial-incentives",
    ]  # fmt: skip
    assert gap["practices"][0]["unmet"] == [
        {"any_of": [{"practice": "performance-management-systems", "level": "partial"}]}
    ]
    top = document("score", SAMPLE)["score"]
    assert gap["points"] == pytest.approx(top["value"] - top["consistent"])
    assert fsum(rests["points"] for rests in gap["rests_on"]) == pytest.approx(gap["points"])


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ([], "40%, band Emerging (between 36% and 44% once everything is rated)."),
        (["payment-incentives"], "Why: Payment Incentives"),
        (["financial-incentives"], "Its value is the best of the criteria that are rated, 3 of 3."),
    ],
)
def test_a_table_explains_the_whole_a_block_or_a_practice(call, node, words):
    """Whatever is named, or nothing."""
    called = call("explain", SAMPLE, *node)
    assert (called.code, called.err) == (0, "")
    assert words in " ".join(called.out.split())


def test_csv_has_a_row_for_each_practice(call, document):
    """With what the lenses take away beside it."""
    rows = list(csv.DictReader(io.StringIO(call("explain", SAMPLE, "--format", "csv").out)))
    assert len(rows) == len(document("explain", SAMPLE)["practices"])
    row = next(row for row in rows if row["practice"] == "reporting-requirements")
    assert (row["level"], row["consistent_level"], row["evidenced_level"]) == ("in-place", "partial", "")


def test_markdown_ends_with_the_notice(call):
    """Like every output."""
    called = call("explain", SAMPLE, "care-delivery", "--format", "markdown")
    assert called.out.startswith("# Why: Care Delivery\n")
    assert "not an accreditation" in called.out.splitlines()[-1]


def test_an_unknown_node_is_told_with_the_nearest_one(call):
    """Nothing is explained, and standard output stays empty."""
    called = call("explain", SAMPLE, "care-delivry")
    assert (called.code, called.out) == (2, "")
    assert "no building block or promising practice 'care-delivry' (did you mean 'care-delivery'?)" in called.err


def test_what_is_shared_has_no_names(call):
    """The organization is a pseudonym for a cohort."""
    found = json.loads(call("explain", SAMPLE, "--share", "cohort", "--format", "json").out)
    assert found["organization"]["id"].startswith("org-")
    assert found["organization"]["name"] == ""


def test_markup_stays_text(call, hostile):
    """Nothing that a file says can steer the terminal."""
    framework, ratings = hostile
    for form in ("table", "markdown", "csv"):
        called = call("explain", ratings, "--framework", framework, "--format", form)
        assert called.code == 0
        assert "\x1b" not in called.out
        assert "[bold]" in called.out.replace("\\", "")
