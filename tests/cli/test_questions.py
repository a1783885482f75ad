import csv
import io
import json
from math import fsum
from pathlib import Path

import pytest

from equity_blocks import load_framework
from equity_blocks.cli import questions

SAMPLES = ("riverbend-2025", "riverbend-2026", "three-partners-ahe", "lakeside-rise")
FIRST = "tests/cases/riverbend-revision-1.yaml"
"""Riverbend in 2026 by the first revision, in which three of its claims lacked what they rest on."""
NOTICE = (
    "Self-reported and not validated; not an accreditation, audit or benchmark; not endorsed by the source's "
    "publisher; prerequisites, weights and effort are editorial."
)
CARD = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "named_revision",
    "made_with", "assessment", "audience", "withheld", "scope", "score", "blocks", "policy",
    "policy_in_words", "verdict", "must_pass_failed", "heard", "remarks",
}  # fmt: skip
SCOPE = {"practices", "rated", "unanswered", "unknown", "not_applicable", "not_pursued", "counted"}
NODE = {
    "value", "low", "high", "coverage", "whole", "consistent", "evidenced", "raters", "target", "of_target",
    "contribution", "band", "stage", "next_stage", "output", "points", "attainable", "distribution",
}  # fmt: skip
BLOCK = NODE | {"id", "title", "blocks", "practices"}
PRACTICE = {
    "id", "title", "horizon", "theme", "status", "level", "output", "value", "low", "high", "target", "contribution",
    "consistent_level", "evidenced_level", "unmet", "unverified", "waived",
}  # fmt: skip
POLICY = {
    "aggregate", "unanswered", "not_applicable", "min_coverage", "evidence_max_age", "evidence_counts", "bands",
    "over", "minimum_share", "level", "empty_stage", "stage_count", "output", "rounding", "top", "band_edge", "stages",
    "verdicts", "empty_block", "asks", "overall", "bands_in",
}  # fmt: skip
STATUSES = ("rated", "unanswered", "unknown", "not_applicable", "not_pursued")
NESTED = """\
id: nested
title: Nested
scale: implementation
blocks:
  - id: outer
    title: Outer
    weight: 3
    practices: [{id: a, title: A}, {id: b, title: B, weight: 0.7}]
    blocks:
      - {id: inner, title: Inner, weight: 0.1, practices: [{id: c, title: C}, {id: d, title: D, weight: 2.9}]}
  - {id: other, title: Other, practices: [{id: e, title: E}]}
"""


@pytest.fixture(params=SAMPLES)
def card(request, document):
    """Give the score of each sample as JSON."""
    return document("score", f"assessments/{request.param}.yaml")


@pytest.fixture
def riverbend(document):
    """Give the practices of Riverbend's score of 2026 by id."""
    card = document("score", "assessments/riverbend-2026.yaml")
    return {practice["id"]: practice for block in card["blocks"] for practice in block["practices"]}


def _card(called):
    assert (called.code, called.err) == (0, "")
    return json.loads(called.out)


def _blocks(node):
    for block in node["blocks"]:
        yield block
        yield from _blocks(block)


def _practices(card):
    return [practice for block in _blocks(card) for practice in block["practices"]]


def test_json_has_the_promised_keys(card):
    """Every object holds exactly what the contract names; `waived` stands beside `unverified`."""
    assert set(card) == CARD
    assert (card["schema"], card["notice"]) == ("equity-blocks/scorecard/1", NOTICE)
    assert set(card["framework"]) == {"id", "edition", "revision", "fingerprint", "tailored"}
    assert set(card["scope"]) == SCOPE
    assert set(card["score"]) == NODE
    assert set(card["policy"]) == POLICY
    for block in _blocks(card):
        assert set(block) == BLOCK
    for practice in _practices(card):
        assert set(practice) == PRACTICE
        for entry in practice["unmet"] + practice["unverified"] + practice["waived"]:
            assert set(entry) == {"any_of"}
            assert all(set(need) == {"practice", "level"} for need in entry["any_of"])


def test_shares_lie_between_0_and_1_and_values_in_their_intervals(card):
    """A share may be null, but never out of bounds."""
    for node in (card["score"], *_blocks(card), *_practices(card)):
        shares = [node.get(key) for key in ("value", "low", "high", "coverage", "whole", "consistent", "evidenced")]
        shares += [node["contribution"], *(node.get("raters") or ())]
        assert all(share is None or 0 <= share <= 1 for share in shares)
        if node["value"] is not None:
            assert node["low"] - 1e-12 <= node["value"] <= node["high"] + 1e-12
    for node in (card["score"], *_blocks(card)):
        if node["value"] is not None:
            assert node["consistent"] <= node["value"] + 1e-12
            assert node["target"] is not None


def test_contributions_add_up_to_the_score(card):
    """Practices add up to their block, blocks to the score, to the last bit but a few."""
    value = card["score"]["value"]
    assert card["score"]["contribution"] == value
    _sums_to(value, _practices(card))
    _sums_to(value, card["blocks"])
    for block in _blocks(card):
        _sums_to(block["contribution"], block["practices"] + block["blocks"])


def _sums_to(total, parts):
    assert fsum(part["contribution"] or 0.0 for part in parts) == pytest.approx(total, abs=1e-12)


def test_contributions_add_up_in_nested_blocks_with_odd_weights(call, files):
    """Thirds and tenths do not break the sum."""
    framework = files("nested.yaml", NESTED)
    ratings = files("a.yaml", "framework: nested\nratings: {a: 1, b: 2, c: 3, d: 1, e: 4}\n")
    card = _card(call("score", ratings, "--framework", framework, "--format", "json"))
    inner = (0.75 * 1 + 0.25 * 2.9) / 3.9
    outer = (0.25 * 1 + 0.5 * 0.7 + inner * 0.1) / 1.8
    assert card["score"]["value"] == pytest.approx((3 * outer + 1.0) / 4, abs=1e-12)
    _sums_to(card["score"]["value"], _practices(card))
    for block in _blocks(card):
        _sums_to(block["contribution"], block["practices"] + block["blocks"])


def test_blocks_and_practices_keep_the_order_of_the_source(card):
    """Readers find them where the framework has them."""
    framework = load_framework(card["framework"]["id"])
    assert [block["id"] for block in _blocks(card)] == [block.id for block, _, _ in framework.walk()]
    assert [practice["id"] for practice in _practices(card)] == list(framework.practices)


def test_the_scope_counts_every_practice_once(card):
    """Statuses add up, and are those of the practices."""
    scope = card["scope"]
    assert scope["practices"] == len(_practices(card)) == sum(scope[status] for status in STATUSES)
    for status in STATUSES:
        assert scope[status] == sum(practice["status"] == status for practice in _practices(card))
    assert scope["counted"] == sum(practice["contribution"] is not None for practice in _practices(card))


def test_levels_lie_on_the_scale_and_lenses_never_raise_them(card):
    """Claimed, consistent and evidenced are levels; the lenses can only lower what is claimed."""
    framework = load_framework(card["framework"]["id"])
    for practice in _practices(card):
        scale = framework.scale_of(practice["id"])
        if practice["level"] is None:
            assert (practice["consistent_level"], practice["evidenced_level"]) == (None, None)
        else:
            held = scale.position(practice["level"])
            assert scale.position(practice["consistent_level"]) <= held
            assert scale.position(practice["evidenced_level"]) <= held
        assert practice["target"] is None or scale.holds(practice["target"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("impact-and-relatability", ("unanswered", None, None, 0, 1, "partial", None)),
        ("provider-cultural-competency", ("unknown", None, None, 0, 1, "in-place", None)),
        ("ehr-investment-strategy", ("not_applicable", None, None, None, None, None, None)),
        ("market-dynamics", ("not_pursued", "planned", 0.25, 0.25, 0.25, "partial", None)),
    ],
)
def test_null_means_no_value(riverbend, name, expected):
    """What has no level has null there, not 0; what is not counted contributes null."""
    keys = ("status", "level", "value", "low", "high", "target", "contribution")
    assert tuple(riverbend[name][key] for key in keys) == expected


def test_a_claim_beyond_its_prerequisites_names_what_is_missing(document):
    """In the first revision, whoever paid for equity had to have chosen measures."""
    (practice,) = (p for p in _practices(document("score", FIRST)) if p["id"] == "financial-incentives")
    assert (practice["level"], practice["consistent_level"]) == ("in-place", "partial")
    assert practice["unmet"] == [{"any_of": [{"practice": "measure-selection", "level": "partial"}]}]


def test_without_a_date_the_evidenced_lens_is_null(call, files):
    """Nobody can say how old the evidence is."""
    path = files("a.yaml", "framework: hcplan-apm\nratings: {vision-setting: partial, trust-building: 3}\n")
    card = _card(call("score", path, "--format", "json"))
    assert (card["as_of"], card["organization"], card["final"]) == (None, None, False)
    assert {node["evidenced"] for node in (card["score"], *_blocks(card))} == {None}
    assert {practice["evidenced_level"] for practice in _practices(card)} == {None}


def test_too_little_answered_withholds_the_point(call, files):
    """2 of 49 are not half: the value is null, while the interval, coverage and target stay."""
    path = files("a.yaml", "framework: hcplan-apm\nratings: {vision-setting: partial, trust-building: 3}\n")
    score = _card(call("score", path, "--format", "json"))["score"]
    for key in ("value", "whole", "consistent", "of_target", "contribution"):
        assert score[key] is None
    assert score["band"] == {"value": None, "low": "beginning", "high": "leading"}
    assert 0 < score["low"] < score["high"] < 1
    assert 0 < score["coverage"] < 0.5
    assert score["target"] is not None


def test_csv_has_one_row_for_each_practice(call, document):
    """Cells are those of the JSON, empty where it has null."""
    called = call("score", "assessments/riverbend-2026.yaml", "--format", "csv")
    assert (called.code, called.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(called.out)))
    card = document("score", "assessments/riverbend-2026.yaml")
    assert list(rows[0]) == ["block", "block_title", "practice", *_CELLS, "unmet", "unverified", "waived"]
    assert [(row["block"], row["practice"]) for row in rows] == [
        (block["id"], practice["id"]) for block in card["blocks"] for practice in block["practices"]
    ]
    for row, practice in zip(rows, _practices(card), strict=True):
        for key in _CELLS:
            assert row[key] == ("" if practice[key] is None else str(practice[key]))


_CELLS = (
    "title", "horizon", "theme", "status", "level", "value", "low", "high", "target", "contribution", "output",
    "consistent_level", "evidenced_level",
)  # fmt: skip


def test_the_table_shows_every_block_and_says_draft(call):
    """Riverbend's assessment of 2026 is not final, that of 2025 is."""
    out = call("score", "assessments/riverbend-2026.yaml").out
    assert "DRAFT" in out
    folded = " ".join(out.split())
    for block in load_framework("hcplan-apm").blocks:
        assert block.title.split()[0] in folded
    assert (
        "Scope: 49 promising practices: 42 rated, 3 unanswered, 2 unknown, 1 not applicable, 1 not pursued." in folded
    )
    assert "DRAFT" not in call("score", "assessments/riverbend-2025.yaml").out


def test_markdown_says_the_same_as_the_table(call):
    """The same words, in another form."""
    table, markdown = (call("score", "assessments/lakeside-rise.yaml", "--format", form).out for form in _FORMS)
    words = [word for word in table.split() if word.isalpha() and word.isascii()]
    missing = set(words) - set("".join(c if c.isalpha() else " " for c in markdown).split())
    assert missing == set()


_FORMS = ("table", "markdown")


@pytest.mark.parametrize("command", ["score", "plan"])
@pytest.mark.parametrize("form", ["table", "json", "markdown", "csv"])
def test_what_is_shared_has_no_names(call, monkeypatch, command, form):
    """A client sees no name and no owner, and a cohort sees a pseudonym that depends on the owner's key."""
    path = "assessments/riverbend-2026.yaml"
    assert call(command, path, "--share", "owner", "--format", form) == call(command, path, "--format", form)
    client = call(command, path, "--share", "client", "--format", form).out
    assert [word for word in ("Riverbend", "Director", "Chief", "State Medicaid") if word in client] == []
    cohort = []
    for secret in ("one", "two"):
        monkeypatch.setenv("EQUITY_BLOCKS_SECRET", secret)
        cohort.append(call(command, path, "--share", "cohort", "--format", form).out)
    assert "riverbend" not in "".join(cohort)
    assert (cohort[0] == cohort[1]) is (form == "csv")


def test_the_policy_is_shown_where_details_are_asked_for(call):
    """It is long, and the same for every assessment of a framework."""
    file = "assessments/riverbend-2026.yaml"
    assert "Policy: " not in call("score", file).out
    assert "Policy: The value is the weighted mean" in " ".join(call("score", file, "--details").out.split())


SAMPLE = "assessments/riverbend-2026.yaml"
EXPLANATION = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "named_revision",
    "made_with", "assessment", "audience", "withheld", "node", "kind", "title", "value", "low", "high",
    "coverage", "band", "output", "is_additive", "parts", "practices", "above", "consistent", "evidenced", "policy",
    "scope", "policy_in_words", "note", "heard", "remarks", "next_stage", "points", "attainable", "distribution",
}  # fmt: skip


def test_json_has_the_promised_keys_of_explain(document):
    """Contributions add up to the score of the card, to the last bit."""
    found = document("explain", SAMPLE)
    assert set(found) == EXPLANATION
    assert found["schema"] == "equity-blocks/explanation/1"
    assert found["value"] == document("score", SAMPLE)["score"]["value"]
    assert fsum(p["contribution"] for p in found["practices"] if p["contribution"] is not None) == found["value"]
    assert set(found["practices"][0]) == {
        "id", "title", "block", "status", "level", "value", "contribution", "next_level", "gain", "notes", "grounds",
    }  # fmt: skip


def test_the_gap_of_the_lens_is_a_finding_with_names(document):
    """Which practices, which prerequisite, how many points; together the gap between the lenses."""
    gap = document("explain", FIRST)["consistent"]
    assert [p["id"] for p in gap["practices"]] == [
        "reporting-requirements", "measure-patient-perspectives", "financial-incentives",
    ]  # fmt: skip
    assert gap["practices"][0]["unmet"] == [
        {"any_of": [{"practice": "performance-management-systems", "level": "partial"}]}
    ]
    top = document("score", FIRST)["score"]
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
    """What the lenses take away stands in tables of its own."""
    rows = list(csv.DictReader(io.StringIO(call("explain", SAMPLE, "--format", "csv").out)))
    assert len(rows) == len(document("explain", SAMPLE)["practices"])
    capped = call("explain", FIRST, "--format", "csv", "--table", "consistent").out
    row = next(row for row in csv.DictReader(io.StringIO(capped)) if row["practice"] == "reporting-requirements")
    assert (row["level"], row["counts_as"]) == ("in-place", "partial")


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


def test_what_is_shared_has_no_names_of_explain(call):
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


SAMPLE_STABILITY = "assessments/riverbend-2026.yaml"
STABILITY = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "named_revision",
    "made_with", "assessment", "audience", "withheld", "sentence", "low", "high", "band", "band_rules",
    "lowest", "lowest_rules", "lowest_ties", "pairs", "flips", "rules",
    "scope", "coverage", "policy_in_words", "heard", "remarks",
}  # fmt: skip


def test_json_has_the_promised_keys_of_stability(document):
    """Sixteen rules, the framework's own first, whose score is that of the card."""
    found = document("stability", SAMPLE_STABILITY)
    assert set(found) == STABILITY
    assert (found["schema"], len(found["rules"])) == ("equity-blocks/stability/1", 16)
    assert set(found["rules"][0]) == {"id", "kind", "title", "score", "band", "blocks", "flips"}
    assert found["rules"][0]["score"] == document("score", SAMPLE_STABILITY)["score"]["value"]


def test_one_sentence_says_what_stays(call):
    """Before any table."""
    called = call("stability", SAMPLE_STABILITY)
    assert (called.code, called.err) == (0, "")
    assert "Band Emerging under 9 of 16 rules; the two lowest building blocks (" in called.out


def test_csv_has_a_row_for_each_rule_and_block(call):
    """Sixteen rules, five blocks."""
    rows = list(csv.DictReader(io.StringIO(call("stability", SAMPLE_STABILITY, "--format", "csv").out)))
    assert len(rows) == 80
    assert {row["rule"] for row in rows if row["kind"] == "levels"} == {"levels-quadratic"}


def test_markdown_ends_with_the_notice_of_stability(call):
    """Like every output."""
    called = call("stability", SAMPLE_STABILITY, "--format", "markdown")
    assert called.out.startswith("# Stability of the score\n")
    assert "not an accreditation" in called.out.splitlines()[-1]


def test_what_is_shared_has_no_names_of_stability(call):
    """The organization is a pseudonym for a cohort."""
    found = json.loads(call("stability", SAMPLE_STABILITY, "--share", "cohort", "--format", "json").out)
    assert found["organization"]["id"].startswith("org-")


SAMPLE_REACH = "assessments/three-partners-ahe.yaml"
REACH = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "named_revision",
    "made_with", "assessment", "audience", "withheld", "band", "block", "status", "score_now", "band_now",
    "limit", "score_card", "score_card_band",
    "score_after", "highest", "effort", "is_least", "bound", "raises", "held_back", "blocked",
    "scope", "coverage", "policy_in_words", "heard", "remarks",
}  # fmt: skip


def test_json_has_the_promised_keys_of_reach(document):
    """A small framework is searched through."""
    found = document("reach", SAMPLE_REACH, "leading")
    assert set(found) == REACH
    assert (found["schema"], found["status"], found["is_least"]) == ("equity-blocks/reach/1", "reachable", True)
    keys = {"practice", "title", "block", "from", "to", "above_target", "effort", "gain", "wave", "needed_by"}
    assert set(found["raises"][0]) == keys
    assert sum(item["effort"] for item in found["raises"]) == found["effort"]
    assert found["score_after"] >= found["band"]["from"] == 0.9


def test_the_table_says_where_it_starts_what_it_takes_and_how_sure_that_is(call):
    """The score card's figure stands beside; what lies above the targets is marked."""
    least = " ".join(call("reach", SAMPLE_REACH, "leading").out.split())
    assert "raise 7 components, 190 person-days in all. Leading begins at 90%." in least
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
    called = call("reach", SAMPLE_REACH, "progressing")
    assert (called.code, called.err) == (0, "")
    now = "62% (Progressing; may still be Emerging or Established)"
    assert f"Reached already: the score is {now}, and Progressing begins at 50%." in " ".join(called.out.split())


def test_csv_has_a_row_for_each_raise(call, document):
    """For a spreadsheet."""
    rows = list(csv.DictReader(io.StringIO(call("reach", SAMPLE_REACH, "leading", "--format", "csv").out)))
    assert [row["practice"] for row in rows] == [
        item["practice"] for item in document("reach", SAMPLE_REACH, "leading")["raises"]
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
    called = call("reach", SAMPLE_REACH, *args)
    assert (called.code, called.out) == (2, "")
    assert words in called.err


def test_what_is_shared_has_no_names_of_reach(call):
    """The organization has none for a client."""
    found = json.loads(call("reach", SAMPLE_REACH, "leading", "--share", "client", "--format", "json").out)
    assert found["organization"]["name"] == ""


SAMPLE_EVIDENCE = "assessments/riverbend-2026.yaml"
REVIEW = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "named_revision",
    "made_with", "assessment", "audience", "withheld", "max_age", "asks_for", "value", "evidenced",
    "claims", "items", "scope", "coverage", "policy_in_words", "heard", "remarks",
}  # fmt: skip


def test_json_has_the_promised_keys_of_evidence(call):
    """Claims and the register stand in it, worst first."""
    called = call("evidence", SAMPLE_EVIDENCE, "--format", "json")
    assert (called.code, called.err) == (0, "")
    review = json.loads(called.out)
    assert set(review) == REVIEW
    points = [claim["points"] for claim in review["claims"]]
    assert points == sorted(points, reverse=True)
    assert review["items"][0]["age"] == "outdated"


def test_csv_holds_the_claims_or_the_register(call):
    """One table a file."""
    claims = list(csv.DictReader(io.StringIO(call("evidence", SAMPLE_EVIDENCE, "--format", "csv").out)))
    register = list(
        csv.DictReader(io.StringIO(call("evidence", SAMPLE_EVIDENCE, "--format", "csv", "--table", "register").out))
    )
    assert (len(claims), len(register)) == (4, 10)
    assert claims[0]["practice"] == "policy-development"
    assert (register[0]["id"], register[0]["age_months"]) == ("governance-charter", "35")


def test_table_and_markdown_say_the_same(call):
    """How much of the score is shown."""
    for form in ("table", "markdown"):
        text = " ".join(call("evidence", SAMPLE_EVIDENCE, "--format", form).out.split())
        assert "4 claims have no current evidence. The score is 40% by your own rating and 37%" in text


def test_without_a_date_it_says_what_is_missing(call, files, mini):
    """No age without a day to count from."""
    file = files("a.yaml", "framework: mini\nratings: {vision: partial}\n")
    called = call("evidence", file, "--framework", mini)
    assert (called.code, called.out) == (2, "")
    assert "give it an as_of" in called.err


def test_what_is_shared_has_no_titles(call):
    """The register is numbered."""
    out = call("evidence", SAMPLE_EVIDENCE, "--share", "client").out
    assert "charter" not in out
    assert "evidence-1" in out


SAMPLE_RESPONDENTS = "assessments/three-partners-ahe.yaml"
CODES = "tests/cases/public/p06"
CONTESTED = ("identifying-a-health-equity-focus", "obtaining-stakeholder-buy-in", "designing-payment-mechanisms")
VIEW = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "named_revision",
    "made_with", "assessment", "audience", "withheld", "respondents", "respondents_told", "practices",
    "without_answers", "agreement", "blocks", "roles", "organizations", "policy", "people", "member_voice",
}  # fmt: skip
PRACTICE_RESPONDENTS = {
    "id", "title", "block", "status", "answers", "raters", "combined", "agreed", "level", "value", "spread", "range",
    "contested", "lowest", "highest", "note", "silent",
}  # fmt: skip
AGREEMENT = {"alpha", "low", "high", "units", "spread", "doubt"}


def test_json_has_the_promised_keys_of_respondents(document):
    """Every object holds exactly what the contract names."""
    view = document("respondents", SAMPLE_RESPONDENTS)
    assert set(view) == VIEW
    assert view["schema"] == "equity-blocks/respondents/1"
    assert all(set(practice) == PRACTICE_RESPONDENTS for practice in view["practices"])
    assert set(view["agreement"]) == AGREEMENT
    assert all(set(block) == AGREEMENT | {"id", "title", "block"} for block in view["blocks"])
    assert set(view["policy"]) == {"combine", "silent", "role_weights", "draws", "confidence", "seed"}


def test_the_contested_components_are_named_with_both_sides(call, document):
    """The table names them before all others, and who stands at either end."""
    view = document("respondents", SAMPLE_RESPONDENTS)
    assert tuple(p["id"] for p in view["practices"] if p["contested"]) == CONTESTED
    text = call("respondents", SAMPLE_RESPONDENTS).out
    first, _, rest = text.partition("The other practices")
    for words in ("Identifying a health equity", "Obtaining stakeholder buy-in", "Designing payment mechanisms"):
        assert words in first
        assert words not in rest.split("Agreement")[0]
    for name in ("member-voice", "plan-contracts", "agency-programs", "clinic-medical", "clinic-quality"):
        assert name in first


def test_csv_has_a_row_for_each_answer(call, document):
    """Long form, for a spreadsheet or a data frame."""
    rows = list(csv.DictReader(io.StringIO(call("respondents", SAMPLE_RESPONDENTS, "--format", "csv").out)))
    assert len(rows) == sum(len(p["answers"]) for p in document("respondents", SAMPLE_RESPONDENTS)["practices"])
    assert {row["contested"] for row in rows} == {"true", "false"}


def test_markdown_ends_with_the_notice_of_respondents(call):
    """Like every output."""
    called = call("respondents", SAMPLE_RESPONDENTS, "--format", "markdown")
    assert (called.code, called.err) == (0, "")
    assert called.out.startswith("# Respondents\n")
    assert "not an accreditation" in called.out.splitlines()[-1]


@pytest.mark.parametrize("form", ["table", "json", "markdown", "csv"])
@pytest.mark.parametrize("audience", ["client", "cohort"])
def test_what_is_shared_names_nobody(call, audience, form):
    """In every format: no respondent, no organization, no note."""
    called = call("respondents", SAMPLE_RESPONDENTS, "--share", audience, "--format", form)
    assert (called.code, called.err) == (0, "")
    for word in ("member-voice", "clinic-quality", "millbrook", "laurel", "rides and housing", "steering group"):
        assert word not in called.out
    assert "Designing payment mechanisms" in " ".join(called.out.split())


def test_the_least_number_of_people_can_be_chosen(document):
    """Not below three; with four, four who rated are told."""
    view = document("respondents", SAMPLE_RESPONDENTS, "--share", "client", "--min-respondents", 4)
    raters = {practice["id"]: practice["raters"] for practice in view["practices"]}
    assert (raters["engaging-members-as-partners"], raters["swot-analysis"]) == (4, None)


def test_the_rule_and_the_seed_can_be_chosen(call):
    """Payment mechanisms at the highest answer are in place; another seed draws other intervals."""
    high = json.loads(call("respondents", SAMPLE_RESPONDENTS, "--combine", "highest", "--format", "json").out)
    payment = next(p for p in high["practices"] if p["id"] == "designing-payment-mechanisms")
    assert (payment["combined"], high["policy"]["combine"]) == ("in-place", "highest")
    seeded = json.loads(call("respondents", SAMPLE_RESPONDENTS, "--seed", 3, "--format", "json").out)
    assert seeded["agreement"]["alpha"] == high["agreement"]["alpha"]
    assert seeded["agreement"]["low"] != high["agreement"]["low"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--combine", "loudest"], "median_low"),
        (["--seed", "-1"], "is not in the range"),
        (["--share", "client", "--min-respondents", "2"], "is not in the range"),
    ],
)
def test_rules_and_seeds_that_there_are_not_are_refused(call, args, words):
    """The message says what there is."""
    called = call("respondents", SAMPLE_RESPONDENTS, *args)
    assert (called.code, called.out) == (2, "")
    assert words in called.err


def test_markup_in_names_and_notes_stays_text(call, hostile, files):
    """Nothing that a file says can steer the terminal or a spreadsheet."""
    framework, _ = hostile
    text = r"""
framework: hostile
respondents: [{id: ann}, {id: ben}]
ratings:
  markup: {answers: {ann: {level: in-place, note: "=cmd\e[31m[bold]x[/bold]"}, ben: not-started}}
"""
    path = files("answers.yaml", text)
    for form in ("table", "markdown", "csv"):
        called = call("respondents", path, "--framework", framework, "--format", form)
        assert called.code == 0
        assert "\x1b" not in called.out
        assert "[bold]" in called.out.replace("\\", "")
    assert ",'=cmd" in called.out


@pytest.mark.parametrize(("ending", "start"), [("html", "<!DOCTYPE html>"), ("md", "# What to agree on")])
def test_a_sheet_for_the_meeting_holds_what_they_differ_on(call, tmp_path, ending, start):
    """Each contested practice with both sides; an existing file is kept."""
    sheet = tmp_path / f"meeting.{ending}"
    called = call("respondents", SAMPLE_RESPONDENTS, "-o", sheet)
    assert called == (0, f"wrote {sheet}: 3 components\n", "")
    text = sheet.read_text(encoding="utf-8")
    assert text.startswith(start)
    for words in ("Designing payment mechanisms", "member-voice (Medicaid members)", "By, and when", "accreditation"):
        assert words in text
    assert "SWOT" not in text
    again = call("respondents", SAMPLE_RESPONDENTS, "-o", sheet)
    assert (again.code, "exists already" in again.err) == (2, True)
    assert call("respondents", SAMPLE_RESPONDENTS, "-o", sheet, "--force").code == 0


@pytest.mark.parametrize("audience", ["steering", "client", "cohort"])
def test_the_sheet_is_not_shared(call, tmp_path, audience):
    """Each side of it is what single people say."""
    called = call("respondents", SAMPLE_RESPONDENTS, "-o", tmp_path / "a.html", "--share", audience)
    assert (called.code, called.out) == (2, "")
    assert f"--share {audience} cannot have the sheet" in called.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["-o", "a.pdf"], "does not end in .html, .md or .docx"),
        (["-o", "a.html", "--combine", "lowest"], "--combine changes nothing on the sheet"),
        (["-o", "a.html", "--format", "json"], "--format changes nothing on the sheet"),
        (["-o", SAMPLE_RESPONDENTS], "is read by this command"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(call, args, words):
    """What would change nothing on it is said."""
    called = call("respondents", SAMPLE_RESPONDENTS, *args)
    assert (called.code, called.out) == (2, "")
    assert words in called.err


def test_without_the_means_for_word_the_extra_is_named(call, tmp_path, monkeypatch):
    """Nothing is written."""

    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(questions, "import_module", missing)
    called = call("respondents", SAMPLE_RESPONDENTS, "-o", tmp_path / "a.docx")
    assert (called.code, called.out) == (2, "")
    assert "pip install equity-blocks[office]" in called.err
    assert list(tmp_path.iterdir()) == []


def test_where_nobody_differs_there_is_no_sheet(call, tmp_path):
    """It is said that there is nothing to agree on."""
    called = call("respondents", "assessments/riverbend-2026.yaml", "-o", tmp_path / "a.html")
    assert (called.code, called.out) == (2, "")
    assert "there is nothing to agree on" in called.err


def test_a_rule_of_ones_own_is_not_shared(call):
    """The lowest and the highest reading together would tell what single people say."""
    called = call("respondents", "assessments/three-partners-ahe.yaml", "--combine", "lowest", "--share", "client")
    assert (called.code, called.out) == (2, "")
    assert "--combine is for the owner" in called.err


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("agree", "1.00"),
        ("one-off", "Overall alpha rests on hardly any spread: more than nine in ten of the answers name"),
        ("single", "Overall alpha is undefined: no practice has two levels to compare."),
        ("same", "Overall alpha is undefined: everybody names one and the same level"),
    ],
)
def test_what_alpha_cannot_say_is_said(call, name, words):
    """A figure that means little is not read as one, and where there is none the reason stands there."""
    called = call("respondents", f"{CODES}/{name}.yaml", "--framework", f"{CODES}/framework.yaml")
    assert (called.code, words in called.out.replace("\n", " ")) == (0, True)
    assert "low\n" not in called.out


def test_who_is_silent_is_told_to_the_owner(call, files, mini):
    """With what silence counts; what is shared tells neither who nor on what."""
    text = (
        "framework: mini\nsilent: lowest\nrespondents: [{id: ann}, {id: ben}, {id: cleo, asked: [training]}]\n"
        "ratings: {vision: {answers: {ann: partial}}, training: {answers: {ann: planned, ben: planned}}}\n"
    )
    path = files("silent.yaml", text)
    called = call("respondents", path, "--framework", mini)
    assert "Asked, and silent" in called.out
    assert "Their silence counts as the lowest level." in called.out.replace("\n", " ")
    assert "ben: Vision" in called.out
    assert "cleo: Training" in called.out
    shared = call("respondents", path, "--framework", mini, "--share", "client")
    assert "silent" not in shared.out


def test_a_figure_leads_to_the_line_of_its_rating(call):
    """In JSON for every practice that is rated, and in the table of one practice; nobody else is told where it lies."""
    path = "tests/stored/0.2/assessment.yaml"
    command = ("explain", path, "council", "--framework", "tests/stored/0.2/framework.yaml")
    line = Path(path).read_text(encoding="utf-8").split("  council:\n")[0].count("\n") + 1
    (practice,) = json.loads(call(*command, "--format", "json").out)["practices"]
    assert practice["grounds"]["place"] == f"{path}:{line}"
    assert f"The rating stands in {path}:{line}." in call(*command).out
    (shared,) = json.loads(call(*command, "--format", "json", "--share", "steering").out)["practices"]
    assert (shared["grounds"]["place"], shared["grounds"]["answers"]) == ("", [])
