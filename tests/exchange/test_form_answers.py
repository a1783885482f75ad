import json
import time

import pytest

import workbooks
from equity_blocks import InvalidDataError
from equity_blocks.exchange.form_answers import MOST_BYTES, SCHEMA, asked_in, from_form


def _file(ratings=None, kind="owner", **changes):
    framework = workbooks.mini()
    data = {
        "schema": SCHEMA,
        "kind": kind,
        "framework": "mini",
        "edition": "2026",
        "revision": 1,
        "fingerprint": framework.fingerprint,
        "ratings": {} if ratings is None else ratings,
    }
    return json.dumps({**data, **changes}).encode()


def _read(*args, **changes):
    return from_form(_file(*args, **changes), "answers.json", workbooks.mini())


def test_everything_that_a_form_says_is_in_the_reply():
    """With its place, who answers, and when it was filled in."""
    who = {"id": "ann", "role": "board", "organization": "", "people": 3, "asked": ["vision"]}
    ratings = {"vision": {"level": "partly", "evidence": ["minutes", "Equity plan"], "note": "a\nb"}, "budget": {}}
    reply = _read(ratings, "answers", respondent=who, filled_on="2026-09-12", assessment="sample")
    assert reply.problems == ()
    assert reply.data["respondents"] == [{"id": "ann", "role": "board", "people": 3, "asked": ["vision"]}]
    assert reply.data["ratings"]["vision"]["evidence"] == ["minutes", "equity-plan"]
    assert reply.data["evidence"] == {"equity-plan": {"title": "Equity plan"}}
    assert (reply.data["id"], reply.filled_on, reply.kind) == ("sample", "2026-09-12", "answers")
    assert reply.fingerprint == workbooks.mini().fingerprint
    assert reply.place(("ratings", "vision", "level")) == "ratings.vision.level"
    assert reply.place(("evidence", "equity-plan", "title")) == "ratings.vision.evidence"
    assert reply.data["ratings"]["budget"] == {}


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        ({"vision": {"level": "partyl"}}, "ratings.vision.level: 'partyl' is not a level .*mean 'partly'"),
        ({"vision": {"level": True}}, "ratings.vision.level: a level is needed here, not true or false"),
        ({"vision": {"level": 7}}, "ratings.vision.level: 7 is not a level"),
        ({"access": {"level": 11}}, "ratings.access.level: 11 is not a score from 0 to 10"),
        ({"vision": {"target": "unknown"}}, "ratings.vision.target: 'unknown' is not a level"),
        ({"vision": {"target": {"share": 2}}}, "ratings.vision.target.share: a share is from 0 to 1"),
        ({"visoin": {}}, "ratings.visoin: mini has no practice 'visoin' here.*mean 'vision'"),
        ({"vision": {"lvel": "partly"}}, "ratings.vision.lvel: 'lvel' is no key .*mean 'level'"),
        ({"vision": {"criteria": {"writen": "partly"}}}, "ratings.vision.criteria.writen: .*mean 'written'"),
        ({"vision": {"criteria": {"written": "x"}}}, "ratings.vision.criteria.written: 'x' is not a level"),
        ({"vision": {"criteria": ["written"]}}, "ratings.vision.criteria: a mapping is needed here, not a list"),
        ({"vision": {"not_applicable": " "}}, "ratings.vision.not_applicable: nothing says why it does not apply"),
        ({"vision": {"not_pursued": ""}}, "ratings.vision.not_pursued: nothing says why it is not pursued"),
        ({"vision": {"importance": "hgih"}}, "ratings.vision.importance: 'hgih' is none of .*mean 'high'"),
        ({"vision": {"note": 3}}, "ratings.vision.note: text is needed here, not the number 3"),
        ({"vision": {"note": "a\x07b"}}, "ratings.vision.note: the text has characters that no one can see"),
        ({"vision": {"note": "\ud800"}}, "ratings.vision.note: the text has characters that no one can see"),
        ({"vision": {"evidence": "plan"}}, "ratings.vision.evidence: a list is needed here, not the text 'plan'"),
        ({"vision": {"evidence": [1]}}, r"ratings.vision.evidence\[0\]: text is needed here, not the number 1"),
        ({"vision": "partly"}, "ratings.vision: a mapping is needed here, not the text 'partly'"),
        ([], "ratings: a mapping is needed here, not a list"),
    ],
)
def test_what_cannot_be_used_is_told_at_its_key(ratings, said):
    """And never guessed."""
    reply = from_form(_file(kind="owner", ratings=ratings), "answers.json", workbooks.mini())
    assert len(reply.problems) == 1
    with pytest.raises(InvalidDataError, match=f"answers.json {said}"):
        raise InvalidDataError(reply.problems)


def test_a_respondent_plans_nothing():
    """A key that only the owner's form has is refused."""
    (problem,) = _read({"vision": {"owner": "Ann"}}, "answers").problems
    assert (problem.code, problem.place) == ("unknown_key", "ratings.vision.owner")


@pytest.mark.parametrize(
    ("agreed", "said"),
    [
        ({"by": "board"}, "ratings.vision.agreed: it says by whom, when or why, and no level"),
        ({"level": "partly"}, "ratings.vision.agreed: nothing says who agreed"),
        ({"level": "partly", "by": "b", "date": "12.9."}, "ratings.vision.agreed.date: '12.9.' is no day"),
    ],
)
def test_what_is_agreed_says_who_agreed_and_on_what(agreed, said):
    """Each at its key."""
    (problem,) = _read({"vision": {"agreed": agreed}}, "contested").problems
    assert str(problem).startswith(f"answers.json {said}")


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"framework": "other"}, "wrong_framework", "framework"),
        ({"revision": 2}, "wrong_revision", "revision"),
        ({"edition": "2020"}, "wrong_edition", "edition"),
        ({"kind": "poll"}, "not_listed", "kind"),
    ],
)
def test_a_file_about_something_else_is_not_read(changes, code, place):
    """Nothing of it is in the reply."""
    reply = from_form(_file({"vision": {"level": "partly"}}, **changes), "a.json", workbooks.mini())
    assert reply.data == {}
    assert [(problem.code, problem.place) for problem in reply.problems] == [(code, place)]


def test_another_fingerprint_is_handed_on():
    """Who collects says so; the answers fit."""
    assert _read(fingerprint="other").fingerprint == "other"
    assert _read(fingerprint="other").problems == ()


@pytest.mark.parametrize(
    ("who", "place"),
    [
        ({"id": 3}, "respondent.id"),
        ({"id": "ann", "people": 0}, "respondent.people"),
        ({"id": "ann", "asked": "all"}, "respondent.asked"),
        ({"id": "ann", "colour": "red"}, "respondent.colour"),
    ],
)
def test_who_answers_is_read_as_strictly(who, place):
    """Each at its key."""
    assert [problem.place for problem in _read({}, "answers", respondent=who).problems] == [place]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<!DOCTYPE html><p>", "a.json: this is the page itself, and what was filled in is not in it .*import the"),
        (b"[" * 100_000, "a.json: this is no JSON that can be read"),
        (b'{"a":' * 100_000, "a.json: this is no JSON that can be read"),
        (b"\xff\xfe{", "a.json: this is no JSON that can be read"),
        (b'{"schema": NaN}', "a.json: this is no JSON that can be read"),
        (b'{"schema": 1, "schema": 2}', "a.json: the key 'schema' is there twice"),
        (b'{"schema": "equity-blocks/answers/2"}', "a.json: this was not saved by a form"),
        (b"[]", "a.json: this was not saved by a form"),
    ],
)
def test_what_no_form_saved_is_refused(content, said):
    """With what to do."""
    with pytest.raises(InvalidDataError, match=said):
        from_form(content, "a.json", workbooks.mini())


def test_a_large_file_is_refused_at_once():
    """Before it is read as JSON."""
    content = b'{"schema": "' + b"x" * 50_000_000
    begun = time.perf_counter()
    with pytest.raises(InvalidDataError, match=f"50,000,012 bytes, and {MOST_BYTES:,} are enough"):
        from_form(content, "a.json", workbooks.mini())
    assert time.perf_counter() - begun < 0.1


def test_of_endless_problems_the_first_are_told():
    """Fifty of them are enough to see what is wrong."""
    assert len(_read({f"p{i}": {} for i in range(1_000)}).problems) == 50


def test_a_file_says_what_it_asks_about():
    """Its framework and revision, where it says so."""
    assert asked_in(_file(), "a.json") == ("mini", 1)
    assert asked_in(_file(revision="1"), "a.json") == ("mini", None)
    assert asked_in(_file(framework=None), "a.json") is None
