import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import answered
import workbooks
from equity_blocks.exchange.answer_fields import CARRIED
from equity_blocks.exchange.answer_rows import RowReader
from equity_blocks.exchange.questions import CARRIES, Given, answers_of, item_of, questions_of, ratings_of


def _links(practice, kind, **changes):
    item = item_of(workbooks.mini(), practice)._replace(**changes)
    return [question.link for question in questions_of("mini", item, kind)]


def test_a_respondent_is_asked_answers_and_the_owner_the_plan_besides():
    """The level by the practice's own id; of a range the statuses are a question of their own."""
    assert _links("vision", "answers") == [
        "vision", "vision/reason", "vision/part/written", "vision/part/known", "vision/evidence", "vision/note",
    ]  # fmt: skip
    assert _links("access", "answers") == ["access", "access/status", "access/reason", "access/evidence", "access/note"]
    planned = ("not-pursued", "target", "target-share", "importance", "feasibility", "decision", "owner")
    asked = [link for link in _links("budget", "owner") if link not in _links("budget", "answers")]
    assert asked == [f"budget/{key}" for key in planned]
    assert _links("budget", "contested") == ["budget", "budget/by", "budget/date", "budget/why"]
    assert set(CARRIES) == set(CARRIED)


def test_what_applies_to_everybody_cannot_be_left_out():
    """No such option, and no question why."""
    item = item_of(workbooks.mini(), "budget")._replace(may_not_apply=False)
    questions = questions_of("mini", item, "answers")
    assert [option.code for option in questions[0].options] == ["not-started", "partly", "in-place", "unknown"]
    assert "budget/reason" not in [question.link for question in questions]


def test_a_link_is_nobody_elses():
    """Practices and parts may be called almost anything."""
    framework = answered.drawn(7)[0]
    for kind in CARRIES:
        links = [
            each.link
            for name in framework.practices
            for each in questions_of(framework.id, item_of(framework, name), kind)
        ]
        assert len(set(links)) == len(links)


def _read(framework, kind, given):
    problems = []
    asked = {name: questions_of(framework.id, item_of(framework, name), kind) for name in framework.practices}
    places = {link: Given(value, link) for link, value in given.items()}
    ratings = ratings_of(asked, places, RowReader(framework, kind, "a.json"), framework.practices, problems)
    return ratings, [(problem.code, problem.place) for problem in problems]


@settings(max_examples=20)
@given(st.integers(0, 10**9), st.sampled_from(("owner", "answers")))
def test_what_is_known_is_read_as_it_was(number, kind):
    """Question by question, for random frameworks."""
    framework, ratings, asked = answered.drawn(number, kind)
    given = {}
    for item in asked.items:
        given |= answers_of(framework.id, item, kind)
    read, problems = _read(framework, kind, given)
    assert problems == []
    wanted = {name: workbooks.carried(answered.Rating.model_validate(ratings[name]), CARRIES[kind]) for name in ratings}
    assert {name: answered.Rating.model_validate(rating) for name, rating in read.items()} == wanted


@pytest.mark.parametrize(
    "links",
    [("budget/target", "budget/target-share"), ("budget/not-pursued", "budget")],
)
def test_two_answers_that_exclude_each_other_are_a_contradiction(links):
    """A level and a share to aim for; a practice that does not apply and is not pursued."""
    framework = workbooks.mini()
    questions = {each.link: each for each in questions_of("mini", item_of(framework, "budget"), "owner")}
    values = {"budget/target-share": 0.5, "budget/not-pursued": "Not now"}
    given = {link: values.get(link) or questions[link].options[-1] for link in links}
    assert "contradiction" in [code for code, _ in _read(framework, "owner", given)[1]]
