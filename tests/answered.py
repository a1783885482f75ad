"""Replies of every door, compared with what was known when its questionnaire was made."""

import workbooks
from equity_blocks.model.rating import Rating

TEXTS = (
    *workbooks.TEXTS,
    "'=1+1",
    "''-x",
    "'tis",
    "\n=1",
    "\t@x",
    "a;-b",
    "\N{FULLWIDTH EQUALS SIGN}1",
    "- a\n- b",
    "'",
)
"""Texts that tables like to turn into something else."""


def drawn(number, kind="owner"):
    """Give a random framework, ratings as a door of a kind carries them, and the questionnaire of these."""
    chance = workbooks.Chance(number)
    framework = chance.framework()
    ratings = chance.ratings(framework, is_owner=kind == "owner")
    if kind == "owner":
        return framework, ratings, workbooks.asked(framework, ratings)
    given = {name: {"answers": {"ann": answer}} for name, answer in ratings.items() if answer}
    known = workbooks.assessed(framework, given, respondents=[{"id": "ann", "people": 3}])
    return framework, ratings, workbooks.questionnaire(framework, known, respondent="ann")


def same(framework, ratings, reply):
    """Say whether a reply without problems holds what these ratings say, as far as its door carries it."""
    assert reply.problems == ()
    wanted = {name: _carried(ratings.get(name) or {}, reply.carries) for name in framework.practices}
    found = {name: Rating.model_validate(reply.data["ratings"].get(name, {})) for name in framework.practices}
    assert found == wanted
    return True


def _carried(rating, carries):
    return workbooks.carried(Rating.model_validate(rating), carries)
