import datetime as dt

import pytest

from equity_blocks import Assessment, Framework, explain, share
from equity_blocks.engine.scoring import voices
from equity_blocks.engine.scoring.voices import silent_voices

FRAMEWORK = Framework(
    id="mini", title="Mini", scale=["no", "partly", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [
        {"id": "p", "title": "P"}, {"id": "q", "title": "Q", "criteria": [{"id": "c", "title": "C"}]}]}],
)  # fmt: skip
ASSESSMENT = Assessment(
    framework="mini",
    as_of="2026-09-30",
    respondents=[{"id": "cmo", "role": "board", "organization": "acme"}, {"id": "ann"}],
    evidence={"charter": {"title": "Charter", "date": "2026-01-31", "checked": {"by": "Bo"}}, "old": {"title": "Old"}},
    ratings={
        "p": {
            "answers": {
                "cmo": {"level": "partly", "date": "2026-09-01", "imported": {"from": "form.xlsx", "place": "A1"}},
                "ann": "yes",
            },
            "agreed": {"level": "partly", "by": "The group", "date": "2026-09-20"},
            "evidence": ["charter", "old"],
        },
        "q": {"criteria": {"c": "yes"}},
    },
)


def _grounds(name, assessment=ASSESSMENT):
    return explain(FRAMEWORK, assessment, name).practices[0].grounds


def test_answers_say_who_gave_them_and_when():
    """The date is null where nobody said one; and where it was read from."""
    first, second = _grounds("p").answers
    assert (first.respondent, first.role, first.organization, first.level) == ("cmo", "board", "acme", "partly")
    assert (first.date, first.imported.place) == (dt.date(2026, 9, 1), "A1")
    assert (second.role, second.level, second.date, second.imported) == (None, "yes", None, None)


def test_what_was_agreed_and_the_rule_stand_beside_them():
    """The rule is in words, and names nobody."""
    grounds = _grounds("p")
    assert (grounds.agreed.by, grounds.agreed.date) == ("The group", dt.date(2026, 9, 20))
    assert grounds.rule[0] == "The group agreed on its level, which overrides single answers."
    assert _grounds("q").rule[0] == "Its value is the mean of the criteria that are rated, 1 of 1."


def test_evidence_says_whether_it_counts():
    """By the policy on the day of the assessment; nobody knows where there is no such day."""
    charter, old = _grounds("p").evidence
    assert (charter.id, charter.newest, charter.checked.by, charter.counts) == (
        "charter",
        dt.date(2026, 1, 31),
        "Bo",
        True,
    )
    assert (old.newest, old.checked, old.counts) == (None, None, False)
    undated = _grounds("p", ASSESSMENT.replace(as_of=None))
    assert [item.counts for item in undated.evidence] == [None, None]


def test_every_practice_of_a_block_has_its_grounds():
    """So that each figure leads to the answers under it."""
    assert [len(p.grounds.answers) for p in explain(FRAMEWORK, ASSESSMENT).practices] == [2, 0]


@pytest.mark.parametrize(("audience", "evidence"), [("steering", 2), ("client", 0), ("cohort", 0)])
def test_who_said_what_stays_with_the_owner(audience, evidence):
    """A board of the organization keeps the evidence."""
    shared = share(explain(FRAMEWORK, ASSESSMENT, "p"), audience)
    grounds = shared.practices[0].grounds
    assert (grounds.answers, grounds.agreed, grounds.place, len(grounds.evidence)) == ((), None, "", evidence)
    assert grounds.rule == _grounds("p").rule


def test_a_score_that_means_no_answer_is_none_in_the_grounds_too():
    """One respondent gives the score that a range keeps for "no answer"; the other one's is the ground."""
    framework = Framework(
        id="mini", title="Mini", scale={"id": "s", "range": [0, 10], "missing": [99]},
        blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}],
    )  # fmt: skip
    people = [{"id": "ann"}, {"id": "ben"}]
    rated = Assessment(framework="mini", respondents=people, ratings={"p": {"answers": {"ann": 99, "ben": 4}}})
    grounds = explain(framework, rated).practices[0].grounds
    assert [(a.respondent, a.status, a.level) for a in grounds.answers] == [
        ("ann", "unanswered", None),
        ("ben", "rated", "4"),
    ]


def test_who_is_silent_is_found_out_once_for_all_practices(monkeypatch):
    """However many practices there are, so that explaining a large framework takes no square of the time."""
    calls = []
    monkeypatch.setattr(voices, "silent_voices", lambda *given: calls.append(given) or silent_voices(*given))
    counts = []
    for many in (2, 20):
        names = [f"p{i}" for i in range(many)]
        practices = [{"id": name, "title": name} for name in names]
        blocks = [{"id": "b", "title": "B", "practices": practices}]
        framework = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=blocks)
        answers = {name: {"answers": {"ann": "yes"}} for name in names}
        people = [{"id": "ann"}, {"id": "ben"}]
        explain(framework, Assessment(framework="mini", respondents=people, ratings=answers, silent="lowest"))
        counts.append(len(calls))
        calls.clear()
    assert counts[0] == counts[1]
