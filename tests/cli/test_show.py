import json
import re

from equity_blocks import Framework, load_framework
from equity_blocks.model.framework import Practice


def test_a_framework_is_shown_with_every_block_and_practice(call):
    """Each practice stands with its id, so that it can be asked for."""
    framework = load_framework("rise-to-health-payers")
    out = call("show", "rise-to-health-payers").out
    assert out.startswith(f"{framework.title}\n")
    for block in framework.blocks:
        assert block.title in out
    for name in framework.practices:
        assert re.search(rf"^ {name}\b", out, re.MULTILINE)


def test_a_practice_is_shown_with_its_question_and_who_does_it(call):
    """Ids of roles and levels are told in words."""
    called = call("show", "hcplan-apm", "data-standards")
    assert called.code == 0
    practice = load_framework("hcplan-apm").practice("data-standards")
    said = " ".join(called.out.split())
    assert said.startswith("Data Standards data-standards ·")
    assert f"Question: {practice.question['default']}" in said
    for item in practice.evidence:
        assert item in said
    assert "Data and analytics" in said


def test_json_is_the_whole_noun(call):
    """What is shown can be read back and is the same."""
    framework = load_framework("ahe-roadmap")
    assert Framework.model_validate_json(call("show", "ahe-roadmap", "--format", "json").out) == framework
    one = call("show", "ahe-roadmap", "team-charter", "--format", "json").out
    assert Practice.model_validate_json(one) == framework.practice("team-charter")
    assert json.loads(one)["id"] == "team-charter"


def test_a_folder_or_a_file_can_be_shown(call):
    """A path works like an id."""
    by_id = call("show", "rise-to-health-payers")
    assert call("show", "frameworks/rise-to-health-payers/framework.yaml") == by_id
    assert call("show", "frameworks/rise-to-health-payers/") == by_id


def test_an_unknown_practice_is_told_with_the_nearest_one(call):
    """The framework is named too."""
    assert call("show", "hcplan-apm", "vison-setting") == (
        2,
        "",
        "hcplan-apm has no promising practice 'vison-setting' (did you mean 'vision-setting'?)\n",
    )


def test_a_heading_of_ours_is_marked(call):
    """Where the source shows no heading, the reader is told that it is ours."""
    out = call("show", "hcplan-apm").out
    assert "Payment Incentives (heading ours: the source shows none)" in " ".join(out.split())
    assert out.count("heading ours") == sum(b.title_source == "derived" for b in load_framework("hcplan-apm").blocks)
