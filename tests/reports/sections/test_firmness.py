from equity_blocks import plan
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.firmness import section


def test_each_of_the_first_actions_is_told_in_a_word(framework, draft):
    """With the share, and where it stands in the plan."""
    made = plan(framework, draft, confidence=50)
    _, how, picture, means = section(given_of(framework, draft, [made]))
    assert how.text.startswith("Actions were ranked anew by benefit per person-day in 50 variations of weights")
    first = [action for action in made.actions if action.practice in made.confidence.first]
    assert [(hold.title, hold.words, hold.share.value) for hold in picture.holds] == [
        (action.title, action.p_top.firmness, action.p_top.p) for action in first
    ]
    assert picture.holds[0].width.path == f"/actions/{made.actions.index(first[0])}/p_top/half_width"
    assert means.text.startswith("Firm: it keeps its place in at least 90 of 100 variations. Likely: in at least 60.")


def test_nothing_is_said_where_nobody_asked(framework, draft):
    """Without variations, and without a plan."""
    assert list(section(given_of(framework, draft, [plan(framework, draft)]))) == []
    assert list(section(given_of(framework, draft, []))) == []


def test_a_share_stands_on_its_side_of_what_the_words_mean(framework, draft):
    """Of 1,000 variations 896 are no 90 of 100, which would be firm."""
    made = plan(framework, draft, confidence=50)
    first = made.confidence.first[0]
    place = next(i for i, action in enumerate(made.actions) if action.practice == first)
    actions = list(made.actions)
    actions[place] = actions[place].replace(p_top=actions[place].p_top.replace(p=0.896, half_width=0.01))
    *_, picture, _ = section(given_of(framework, draft, [made.replace(actions=actions)]))
    hold = next(hold for hold in picture.holds if hold.share.path == f"/actions/{place}/p_top/p")
    assert (hold.share, hold.words) == ("89.6%", "likely")


def test_the_column_has_one_digit_count(framework, draft):
    """Where one share needs a digit, all have it."""
    made = plan(framework, draft, confidence=50)
    first = made.confidence.first[0]
    actions = [
        action.replace(p_top=action.p_top.replace(p=0.896)) if action.practice == first else action
        for action in made.actions
    ]
    *_, picture, _ = section(given_of(framework, draft, [made.replace(actions=actions)]))
    assert {len(hold.share.rstrip("%").partition(".")[2]) for hold in picture.holds} == {1}


def test_what_give_or_take_is_of_is_said(framework, draft):
    """Points of the share beside it."""
    *_, means = section(given_of(framework, draft, [plan(framework, draft, confidence=50)]))
    assert "Give or take: by so many points of 100 the share in “Kept in” may be off" in means.text
