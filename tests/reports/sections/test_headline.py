import pytest

from equity_blocks import Assessment, plan, report, score
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Value
from equity_blocks.reports.given import given_of
from equity_blocks.reports.pictures.cards import Cards
from equity_blocks.reports.sections.headline import one_page, section


@pytest.fixture
def told(framework, draft):
    """Give a function that says the headline of an assessment with a card and a plan."""

    def telling(assessment=draft):
        results = score(framework, assessment), plan(framework, assessment, periods=4, capacity=60, start="2026-Q4")
        return list(section(given_of(framework, assessment, results)))

    return telling


def _cards(parts):
    return {card.title: card for part in parts if isinstance(part, Cards) for card in part.cards}


def _figures(text):
    if isinstance(text, Value):
        return [text]
    return [figure for piece in getattr(text, "pieces", ()) for figure in _figures(piece)]


def test_the_score_stands_with_its_doubt(told):
    """And the band with what it may still be; then the targets and the plan."""
    cards = _cards(told())
    assert list(cards) == [
        "Readiness today",
        "If every target is met",
        "Band",
        "Actions in the plan",
        "What they lead to",
    ]
    assert cards["Readiness today"].words.startswith("between ")
    assert cards["Actions in the plan"].words == "2026-Q4 to 2027-Q2"


def test_the_last_action_ends_the_plan_not_the_calendar(told):
    """Four quarters were given, and three are enough."""
    (lead,) = (part for part in told() if isinstance(part, Paragraph) and part.tone == "lead")
    assert "3 actions by the end of 2027-Q2 raise it from " in lead.text


def test_a_plan_that_starts_below_today_s_score_says_why(told):
    """What nobody rated counts as zero there; and it says how far all targets lead."""
    card = _cards(told())["What they lead to"]
    assert card.figure == "46% to 100%"
    words = "starts from 46%, not 58%: what nobody rated counts as zero here; all targets together reach 100%"
    assert card.words == words


def test_all_stands_in_a_sentence_of_figures(told, draft):
    """Where it stands, what leads where, and whether the goal is in time; smaller below an own headline."""
    dated = {**draft.goals[0].model_dump(exclude_defaults=True), "target": {"value": 70, "by": "2027-06-30"}}
    late = draft.replace(goals=[dated], narrative={"headline": "We listen."})
    _, own, lead, *_ = told(late)
    assert (own.tone, lead.tone) == ("lead", "")
    assert lead.text == (
        "Readiness stands at 58%, between 46% and 71% once everything is rated. 3 actions by the end of 2027-Q2 raise "
        "it from 46% to 100%, where what nobody rated counts as zero. What carries the goal is done too late."
    )
    paths = ["/score/value", "/score/low", "/score/high", "/actions", "/score_now", "/score_after"]
    assert [figure.path for figure in _figures(lead.text)] == paths


def test_the_own_headline_comes_first(told, draft):
    """In the organization's words."""
    parts = told(draft.replace(narrative={"headline": "We listen.", "asks": ["Fund the council", "Name an owner"]}))
    assert parts[:2] == [Heading("In short"), Paragraph("We listen.", tone="lead")]


def test_what_is_asked_stands_once(framework, draft):
    """Right below, in a section of its own."""
    own = draft.replace(narrative={"asks": ["Fund the council", "Name an owner"]})
    results = score(framework, own), plan(framework, own)
    for is_brief in (False, True):
        text = report(framework, own, *results, one_page=is_brief).markdown
        assert (text.count("Fund the council"), text.count("# What you are asked to decide")) == (1, 1)


def test_goals_are_told_in_a_word(told):
    """What the plan does for each."""
    goals = next(part for part in told() if isinstance(part, Bullets))
    assert goals.items[0].startswith(("Serves the goal", "Nothing serves the goal"))


def test_a_score_that_is_not_shown_is_not_told(framework):
    """Where too little is rated, what it may be is told instead."""
    little = Assessment(framework="mini", ratings={"vision": "some"})
    cards = _cards(section(given_of(framework, little, [score(framework, little)])))
    assert cards["Readiness today"].figure == "no score yet"
    assert cards["Readiness today"].words.startswith("it would lie between ")


def test_without_a_total_there_is_none(framework, draft):
    """It is said that this is so by design."""
    apart = framework.replace(scoring={"overall": False})
    parts = list(section(given_of(apart, draft, [score(apart, draft)])))
    assert "Readiness today" not in _cards(parts)
    assert any(isinstance(part, Paragraph) and part.text.startswith("No total, by design") for part in parts)


def test_without_results_nothing_is_said(framework, draft):
    """Nor on the one page, where what is asked has a place of its own."""
    given = given_of(framework, draft, [])
    assert list(section(given)) == list(one_page(given)) == []


@pytest.mark.parametrize(
    ("in_time", "said"),
    [
        ((True,), "What carries the goal is done in time."),
        ((True, True), "What carries the goals is done in time."),
        ((True, False), "What carries some goals is done too late."),
        ((False, False), "What carries the goals is done too late."),
        ((None,), "counts as zero."),
    ],
)
def test_whether_goals_are_in_time_is_said_of_all(framework, draft, in_time, said):
    """Of those that have a date."""
    made = plan(framework, draft)
    goals = tuple(made.goals[0].replace(id=f"g{place}", in_time=kept) for place, kept in enumerate(in_time))
    _, lead, *_ = section(given_of(framework, draft, [made.replace(goals=goals)]))
    assert lead.text.endswith(said)


def test_a_plan_alone_and_one_without_a_total_are_told_too(framework, draft):
    """The score is named there, or none is."""
    made = plan(framework, draft).replace(goals=())
    _, lead, *_ = section(given_of(framework, draft, [made]))
    assert lead.text == "3 actions raise the score from 46% to 100%, where what nobody rated counts as zero."
    _, lead, *_ = section(given_of(framework, draft, [made.replace(actions=made.actions[:1], unrated=0)]))
    assert lead.text == "1 action raises the score from 46% to 100%."
    apart = framework.replace(scoring={"overall": False})
    _, lead, *_ = section(given_of(apart, draft, [plan(apart, draft).replace(goals=())]))
    assert lead.text == "3 actions are planned."


def test_a_plan_that_starts_from_today_s_score_only_says_how_far_targets_lead(framework, draft):
    """There is nothing to explain."""
    results = score(framework, draft), plan(framework, draft).replace(unrated=0)
    card = _cards(section(given_of(framework, draft, results)))["What they lead to"]
    assert card.words == "all targets together reach 100%"
