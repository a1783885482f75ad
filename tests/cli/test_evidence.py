import csv
import io
import json

SAMPLE = "assessments/riverbend-2026.yaml"
REVIEW = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "max_age", "asks_for", "value", "evidenced",
    "claims", "items", "scope", "coverage", "policy_in_words", "heard", "remarks",
}  # fmt: skip


def test_json_has_the_promised_keys(call):
    """Claims and the register stand in it, worst first."""
    called = call("evidence", SAMPLE, "--format", "json")
    assert (called.code, called.err) == (0, "")
    review = json.loads(called.out)
    assert set(review) == REVIEW
    points = [claim["points"] for claim in review["claims"]]
    assert points == sorted(points, reverse=True)
    assert review["items"][0]["age"] == "outdated"


def test_csv_holds_the_claims_or_the_register(call):
    """One table a file."""
    claims = list(csv.DictReader(io.StringIO(call("evidence", SAMPLE, "--format", "csv").out)))
    register = list(csv.DictReader(io.StringIO(call("evidence", SAMPLE, "--format", "csv", "--register").out)))
    assert (len(claims), len(register)) == (4, 10)
    assert claims[0]["practice"] == "policy-development"
    assert (register[0]["id"], register[0]["age_months"]) == ("governance-charter", "35")


def test_table_and_markdown_say_the_same(call):
    """How much of the score is shown."""
    for form in ("table", "markdown"):
        text = " ".join(call("evidence", SAMPLE, "--format", form).out.split())
        assert "4 claims have no current evidence. The score is 40% by your own rating and 37%" in text


def test_without_a_date_it_says_what_is_missing(call, files, mini):
    """No age without a day to count from."""
    file = files("a.yaml", "framework: mini\nratings: {vision: partial}\n")
    called = call("evidence", file, "--framework", mini)
    assert (called.code, called.out) == (2, "")
    assert "give it an as_of" in called.err


def test_what_is_shared_has_no_titles(call):
    """The register is numbered."""
    out = call("evidence", SAMPLE, "--share", "client").out
    assert "charter" not in out
    assert "evidence-1" in out
