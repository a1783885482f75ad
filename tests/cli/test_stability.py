import csv
import io
import json

SAMPLE = "assessments/riverbend-2026.yaml"
STABILITY = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "sentence", "low", "high", "band", "band_rules",
    "lowest", "lowest_rules", "lowest_ties", "pairs", "flips", "rules",
    "scope", "coverage", "policy_in_words", "heard", "remarks",
}  # fmt: skip


def test_json_has_the_promised_keys(document):
    """Sixteen rules, the framework's own first, whose score is that of the card."""
    found = document("stability", SAMPLE)
    assert set(found) == STABILITY
    assert (found["schema"], len(found["rules"])) == ("equity-blocks/stability/1", 16)
    assert set(found["rules"][0]) == {"id", "kind", "title", "score", "band", "blocks", "flips"}
    assert found["rules"][0]["score"] == document("score", SAMPLE)["score"]["value"]


def test_one_sentence_says_what_stays(call):
    """Before any table."""
    called = call("stability", SAMPLE)
    assert (called.code, called.err) == (0, "")
    assert "Band Emerging under 9 of 16 rules; the two lowest building blocks (" in called.out


def test_csv_has_a_row_for_each_rule_and_block(call):
    """Sixteen rules, five blocks."""
    rows = list(csv.DictReader(io.StringIO(call("stability", SAMPLE, "--format", "csv").out)))
    assert len(rows) == 80
    assert {row["rule"] for row in rows if row["kind"] == "levels"} == {"levels-quadratic"}


def test_markdown_ends_with_the_notice(call):
    """Like every output."""
    called = call("stability", SAMPLE, "--format", "markdown")
    assert called.out.startswith("# Stability of the score\n")
    assert "not an accreditation" in called.out.splitlines()[-1]


def test_what_is_shared_has_no_names(call):
    """The organization is a pseudonym for a cohort."""
    found = json.loads(call("stability", SAMPLE, "--share", "cohort", "--format", "json").out)
    assert found["organization"]["id"].startswith("org-")
