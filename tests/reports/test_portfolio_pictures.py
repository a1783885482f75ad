from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.portfolio_pictures import (
    FEW,
    bands_of_blocks,
    bands_of_groups,
    cards_of,
    levels_of_practices,
    spread_of_groups,
    spread_of_nodes,
)


def test_nodes_are_the_whole_and_every_block(cohorts, framework):
    """With where one sits, where its standing is told."""
    picture = spread_of_nodes(cohorts())
    assert [strip.title for strip in picture.strips] == ["The whole", "People", "Power"]
    assert picture.who == "canary-7"
    assert [strip.own[0].path for strip in picture.strips] == [f"/standing/{place}/low" for place in range(3)]
    assert spread_of_nodes(cohorts("cohort")).who == ""
    assert framework.id == cohorts().framework.id


def test_groups_may_be_those_of_one_column(cohorts):
    """All come first."""
    titles = [strip.title for strip in spread_of_groups(cohorts(), block=1, column="type").strips]
    assert titles == ["All", "type: health-plan", "type: provider"]
    assert [strip.title for strip in spread_of_groups(cohorts(), column="state").strips] == ["All"]


def test_a_small_group_says_why_it_has_no_quantiles(cohorts):
    """Where others read it, and its counts stand in bands."""
    read = cohorts("cohort", 12)
    assert {strip.words for strip in spread_of_nodes(read).strips} == {FEW}
    assert {strip.middle for strip in spread_of_nodes(read).strips} == {NO_VALUE}
    assert [sum(count.value for count in each.counts) for each in bands_of_blocks(read).divisions] == [12, 12]


def test_bands_have_their_titles(cohorts, framework):
    """Else their ids as words."""
    assert bands_of_groups(cohorts(), framework).parts == ("Early", "Far along")
    assert bands_of_groups(cohorts()).parts == ("early", "far")


def test_levels_count_every_organization(cohorts, framework):
    """What could not be said stands apart, without a rank."""
    picture = levels_of_practices(cohorts(), framework, "power")
    assert picture.parts[-1] == "Unknown"
    assert picture.ranked == 3
    assert [sum(count.value for count in each.counts) for each in picture.divisions] == [40, 40, 40]


def test_cards_say_the_middle(cohorts):
    """Of a cohort that is too small, how many there are."""
    assert [card.title for card in cards_of(cohorts()).cards] == ["Organizations", "Median", "Middle half", "Mean"]
    assert [card.figure for card in cards_of(cohorts("cohort", 12)).cards] == ["12"]
