import csv
import io
import json
from math import fsum

import pytest

from equity_blocks import load_framework

SAMPLES = ("riverbend-2025", "riverbend-2026", "three-partners-ahe", "lakeside-rise")
NOTICE = (
    "Self-reported and not validated; not an accreditation, audit or benchmark; not endorsed by the source's "
    "publisher; prerequisites, weights and effort are editorial."
)
CARD = {
    "schema", "notice", "framework", "organization", "as_of", "final",
    "terms", "edges", "has_total", "scope", "score", "blocks", "policy",
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
    assert set(card["framework"]) == {"id", "edition", "revision"}
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


def test_a_claim_beyond_its_prerequisites_names_what_is_missing(riverbend):
    """Riverbend pays for equity without having chosen measures."""
    practice = riverbend["financial-incentives"]
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
    assert list(rows[0]) == ["block", "practice", *_CELLS]
    assert [(row["block"], row["practice"]) for row in rows] == [
        (block["id"], practice["id"]) for block in card["blocks"] for practice in block["practices"]
    ]
    for row, practice in zip(rows, _practices(card), strict=True):
        for key in _CELLS:
            assert row[key] == ("" if practice[key] is None else str(practice[key]))


_CELLS = (
    "title", "horizon", "theme", "status", "level", "output", "value", "low", "high", "target", "contribution",
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
