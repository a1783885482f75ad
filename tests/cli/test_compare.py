import csv
import io
import json
import math
from pathlib import Path

import pytest

BEFORE, AFTER = "assessments/riverbend-2025.yaml", "assessments/riverbend-2026.yaml"
COMPARISON = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "named_revision",
    "made_with", "assessment", "audience", "withheld", "before", "score", "reread", "like_for_like",
    "split", "blocks", "goals", "gone", "regressions", "lost_evidence",
    "scope", "coverage", "policy_in_words", "heard", "remarks",
}  # fmt: skip
SMALL = """\
id: mini
title: Mini
edition: "{edition}"
scale: implementation
blocks: [{{id: people, title: People, practices: [{{id: vision, title: V, weight: {weight}}}, {{id: rest, title: R}}]}}]
"""
SAID = "framework: mini\nedition: '{edition}'\nas_of: {as_of}\nratings: {{vision: in-place, rest: planned}}\n"


def test_json_has_the_promised_keys(call):
    """It is one document, and the parts of the split sum to the change."""
    called = call("compare", BEFORE, AFTER, "--format", "json")
    assert (called.code, called.err) == (0, "")
    made = json.loads(called.out, parse_constant=pytest.fail)
    assert set(made) == COMPARISON
    assert made["schema"] == "equity-blocks/comparison/1"
    assert [part["cause"] for part in made["split"]] == ["framework", "scope", "respondents", "ratings"]
    assert math.fsum(part["change"] for part in made["split"]) == made["score"]["change"]
    assert set(made["score"]) == {"before", "after", "change", "percent"}
    assert (made["before"]["as_of"], made["as_of"], made["final"]) == ("2025-09-30", "2026-09-30", False)


def test_csv_has_a_row_for_each_practice(call):
    """Numbers are unrounded, so that a spreadsheet can go on with them."""
    rows = list(csv.DictReader(io.StringIO(call("compare", BEFORE, AFTER, "--format", "csv").out)))
    assert len(rows) == 49
    (fell,) = (row for row in rows if row["practice"] == "continuous-education-and-awareness")
    assert (fell["level_from"], fell["level_to"], fell["change"], fell["percent"]) == (
        "partial", "planned", "-0.25", "-50.0",
    )  # fmt: skip


def test_table_and_markdown_say_the_same(call):
    """What fell is called out in both."""
    for form in ("table", "markdown"):
        text = " ".join(call("compare", BEFORE, AFTER, "--format", form).out.split())
        assert "As published, the score went from 21.3% (by revision 1) to 39.7% (by revision 2)" in text
        assert "Lower than before" in text
        assert "Evidence lost" in text


def test_one_of_the_two_can_come_from_standard_input(call):
    """But not both."""
    text = Path(BEFORE).read_text(encoding="utf-8")
    assert call("compare", "-", AFTER, stdin=text).out == call("compare", BEFORE, AFTER).out
    called = call("compare", "-", "-", stdin=text)
    assert (called.code, called.out) == (2, "")
    assert "standard input (-) can be read only once" in called.err


def test_different_frameworks_are_refused(call):
    """The message says what to do instead."""
    called = call("compare", "assessments/three-partners-ahe.yaml", AFTER)
    assert (called.code, called.out) == (2, "")
    assert "are not one framework" in called.err
    assert "translate the older assessment" in called.err
    assert "--framework-before" in called.err


def test_the_older_file_comes_first(call):
    """A swap is noticed by the dates."""
    called = call("compare", AFTER, BEFORE)
    assert (called.code, "give the older one first" in called.err) == (2, True)


def test_two_editions_are_compared_with_the_older_framework(call, files):
    """Without it, it is asked for."""
    older = files("older.yaml", SMALL.format(edition=2024, weight=1))
    newer = files("newer.yaml", SMALL.format(edition=2026, weight=3))
    before = files("before.yaml", SAID.format(edition=2024, as_of="2025-01-01"))
    after = files("after.yaml", SAID.format(edition=2026, as_of="2026-01-01"))
    refused = call("compare", before, after, "--framework", newer)
    assert (refused.code, refused.out) == (2, "")
    assert "before rated edition '2024', but this is '2026'" in refused.err
    called = call("compare", before, after, "--framework", newer, "--framework-before", older, "--format", "json")
    assert (called.code, called.err) == (0, "")
    made = json.loads(called.out)
    assert (made["split"][0]["change"], made["score"]["change"]) == (0.125, 0.125)


def test_what_does_not_fit_has_its_line(call, files, mini):
    """In the file that it stands in, whichever of the two."""
    good = files("good.yaml", "framework: mini\nratings: {vision: planned}\n")
    bad = files("bad.yaml", "framework: mini\nratings:\n  vison: planned\n")
    for pair in ((good, bad), (bad, good)):
        called = call("compare", *pair, "--framework", mini)
        assert called.code == 2
        assert f"{bad}:3:3: ratings.vison: mini has no practice 'vison'" in called.err


def test_what_is_shared_has_no_names(call):
    """Neither of now nor of then."""
    out = call("compare", BEFORE, AFTER, "--share", "cohort", "--format", "json").out
    assert "iverbend" not in out
    assert '"state":"XX"' not in out


def test_two_tailorings_are_compared_as_what_the_framework_changed(call, files):
    """Each assessment is scored as it says; a tailoring that is given is for both."""
    framework = files("mini.yaml", SMALL.format(edition="1", weight=1))
    heavy = files("heavy.yaml", "framework: mini\npractices: {vision: {weight: 3}}\n")
    said = [SAID.format(edition="1", as_of=f"{year}-01-01") for year in (2025, 2026)]
    before = files("before.yaml", said[0])
    after = files("after.yaml", said[1] + "tailoring: heavy.yaml\n")

    def scores(*more):
        called = call("compare", before, after, "--framework", framework, *more, "--format", "json")
        made = json.loads(called.out)
        return [made["score"]["before"], made["score"]["after"], made["split"][0]["change"]]

    assert scores() == [0.5, 0.625, 0.125]
    assert scores("--tailoring", heavy) == [0.625, 0.625, 0.0]
    before = files("before.yaml", said[0] + "tailoring: heavy.yaml\n")
    assert scores() == [0.625, 0.625, 0.0]


def test_the_policy_is_shown_where_details_are_asked_for(call):
    """It is long, and the same for both."""
    assert "Policy: " not in call("compare", BEFORE, AFTER).out
    assert "Policy: The value is the weighted mean" in " ".join(call("compare", BEFORE, AFTER, "--details").out.split())


def test_more_than_two_give_the_trend(call):
    """The oldest first, each by the revision that it names."""
    called = call("compare", BEFORE, AFTER, AFTER, "--format", "json")
    assert (called.code, called.err) == (0, "")
    made = json.loads(called.out, parse_constant=pytest.fail)
    assert made["schema"] == "equity-blocks/trend/1"
    assert [(each["as_of"], each["framework"]["revision"]) for each in made["rounds"]] == [
        ("2025-09-30", 1), ("2026-09-30", 2), ("2026-09-30", 2),
    ]  # fmt: skip
    assert made["rounds"][0]["reread"] is not None
    rows = list(csv.DictReader(io.StringIO(call("compare", BEFORE, AFTER, AFTER, "--format", "csv").out)))
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    rows = list(
        csv.DictReader(io.StringIO(call("compare", BEFORE, AFTER, AFTER, "--table", "blocks", "--format", "csv").out))
    )
    assert len(rows) == 15


def test_the_trend_is_shared_like_all_else(call):
    """A client reads no id of an assessment of other rounds either, only figures."""
    shared = json.loads(call("compare", BEFORE, AFTER, AFTER, "--share", "cohort", "--format", "json").out)
    assert {each["assessment"] for each in shared["rounds"]} == {None}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((BEFORE,), "compare takes two assessments or more, the oldest first"),
        ((BEFORE, AFTER, AFTER, "--framework-before", "hcplan-apm"), "--framework-before is for two assessments"),
    ],
)
def test_what_does_not_go_together_is_refused(call, words, said):
    """As a slip of usage."""
    called = call("compare", *words)
    assert called.code == 2
    assert said in " ".join(called.err.split())


def test_a_trend_goes_from_old_to_new(call):
    """As a comparison does."""
    called = call("compare", AFTER, AFTER, BEFORE)
    assert called.code != 0
    assert "give the older one first" in " ".join(called.err.split())
