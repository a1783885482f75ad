"""The questions for the community."""

import re

import pytest

from equity_blocks import Assessment, Framework, load_framework, merge
from equity_blocks.files.community_pack import community_pack
from equity_blocks.files.yaml_reader import read_yaml
from equity_blocks.model import misfits
from equity_blocks.model.practice import for_audience
from equity_blocks.model.wording import asked_in_plain_words

RATED = ("ahe-roadmap", "hcplan-apm", "rise-to-health-payers")
KINDS = [(name, audience) for name in RATED for audience in (*load_framework(name).audiences, "partnership")]
JARGON = (
    "health equity", "stakeholder", "stratif", "REL", "SOGI", "APM", "HCPLAN", "incentive", "governance", "interoperab",
    "practice", "framework", "assessment", "rating", "respondent", "criteria", "line of business", "evidence",
)  # fmt: skip


def _mini(**changes: object) -> Framework:
    practices = [
        {"id": "p", "title": "Patient Voice", "question": "Do you?", "plain": "Do you feel heard?"},
        {"id": "q", "title": "Other", "question": "Is it?"},
    ]
    scale = {"id": "s", "levels": [{"id": "no", "value": 0, "plain": "I see no sign."}, {"id": "yes", "value": 1}]}
    given = {"id": "mini", "title": "Mini", "edition": "2026", "scale": scale, "roles": {"members": "Members"}}
    return Framework.model_validate({**given, "blocks": [{"id": "b", "title": "B", "practices": practices}], **changes})


def _comments(text: str) -> str:
    lines = (line.strip().removeprefix("#").strip() for line in text.splitlines() if line.strip().startswith("#"))
    return " ".join(line for line in lines if "yaml-language-server" not in line)


@pytest.mark.parametrize(("name", "audience"), KINDS)
def test_exactly_what_has_plain_words_is_asked_in_them(name: str, audience: str):
    """Every shipped pack fits its framework, rates nothing, and has no word of the field in what people read."""
    framework = load_framework(name)
    text = community_pack(framework, audience)
    made, asked = Assessment.model_validate(read_yaml(text).data), asked_in_plain_words(framework, audience)

    assert misfits(framework, made) == ()
    assert tuple(made.ratings) == made.respondents[0].asked == asked
    assert {rating.status for rating in made.ratings.values()} == {"unanswered"}
    said = _comments(text)
    assert all(for_audience(framework.practice(n).plain, audience) in said for n in asked)
    assert [word for word in JARGON if re.search(rf"\b{word}", said.replace("community-partners", ""))] == []
    assert max(map(len, text.splitlines())) <= 100


def test_levels_are_told_in_plain_words():
    """Else by what the scale says of them."""
    text = community_pack(_mini())
    assert "#   no: I see no sign." in text
    assert "#   yes: Yes" in text
    assert "Patient Voice" not in text


def test_it_merges_into_the_file_of_the_organization():
    """Which names the organization and the date; what a neighbor says becomes an answer."""
    pack = read_yaml(community_pack(_mini()).replace("  p:", "  p: no").replace("neighbor", "rosa")).data
    own = {"framework": "mini", "revision": 1, "id": "own", "as_of": "2026-09-30", "organization": {"id": "us"},
           "respondents": [{"id": "ceo"}], "ratings": {"p": "yes", "q": "yes"}}  # fmt: skip
    merged = merge([Assessment.model_validate(own), Assessment.model_validate(pack)])

    assert {who: answer.level for who, answer in merged.ratings["p"].answers.items()} == {"ceo": "yes", "rosa": "no"}
    assert [(who.id, who.role, who.asked) for who in merged.respondents] == [
        ("ceo", None, ()), ("rosa", "members", ("p",))
    ]  # fmt: skip
    assert (merged.organization.id, merged.as_of.isoformat()) == ("us", "2026-09-30")


def test_a_framework_without_such_roles_gets_a_respondent_without_one():
    """No role is made up."""
    assert "role" not in read_yaml(community_pack(_mini(roles={}))).data["respondents"][0]
    assert "community-partners" not in community_pack(_mini())
    both = community_pack(_mini(roles={"members": "Members", "community-partners": "Partners"}))
    assert "change members to community-partners" in both


def test_a_practice_with_a_scale_of_its_own_says_so():
    """Its levels are other words."""
    practice = {"id": "p", "title": "P", "plain": "Are you?", "scale": ["never", "always"]}
    text = community_pack(_mini(blocks=[{"id": "b", "title": "B", "practices": [practice]}]))
    assert "# Write one of these: never, always" in text
