import pytest

from equity_blocks import InvalidDataError, Problem
from equity_blocks.engine.collecting.reading import normal, read_reply


def _problem(framework, reply):
    with pytest.raises(InvalidDataError, match=reply.source) as caught:
        read_reply(framework, reply)
    return caught.value.problems


def test_a_misspelt_level_is_told_at_its_cell(framework, reply_of):
    """With the level that was meant."""
    (problem,) = _problem(framework, reply_of("a.xlsx", {"vision": {"level": "prtly"}}, "ann"))
    assert (problem.file, problem.place, problem.line) == ("a.xlsx", "Answers!C2", 0)
    assert str(problem) == (
        "a.xlsx Answers!C2: ratings.vision.level: 'prtly' is not a level of the scale 'inline': no, partly, yes "
        "(or 0 to 2) (did you mean 'partly'?)"
    )


def test_levels_are_read_as_people_write_them(framework, reply_of):
    """Titles and other spellings give way to ids, as in a file."""
    read = read_reply(framework, reply_of("a.xlsx", {"vision": {"level": "PARTLY"}, "pay": {"level": "62.5"}}, "ann"))
    assert read.ratings == {"vision": {"level": "partly"}, "pay": {"level": 62.5}}


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"framework": "other"}, "wrong_framework", "it asks about 'other', not 'mini'"),
        ({"revision": 1}, "wrong_revision", "collect it with mini@1 (framework), then `migrate`"),
        ({"revision": 3}, "wrong_revision", "upgrade equity-blocks, or open the file of that revision"),
        ({"edition": "2"}, "wrong_edition", "it asks about edition '2', not '1'"),
        ({"respondents": []}, "no_respondent", "write a short name for who answers"),
    ],
)
def test_a_reply_to_something_else_is_refused_with_what_to_do(framework, reply_of, changes, code, said):
    """At its file, and once: what would follow from it is not listed."""
    reply = reply_of("a.xlsx", {"gone": {"level": "no"}}, "ann", **changes)
    (problem,) = _problem(framework, reply)
    assert (problem.code, problem.file) == (code, "a.xlsx")
    assert said in str(problem)


def test_what_the_door_could_not_read_comes_first(framework, reply_of):
    """Nothing of such a file is used."""
    broken = Problem("formula", "a formula stands here", file="a.xlsx", place="Answers!C3")
    reply = reply_of("a.xlsx", {"vision": {"level": "yes"}}, "ann")._replace(problems=(broken,))
    assert _problem(framework, reply) == (broken,)


def test_a_reason_that_contradicts_a_level_is_told_at_its_cell(framework, reply_of):
    """As a file would tell it at its line."""
    reply = reply_of("a.xlsx", {"vision": {"level": "yes", "not_applicable": "None here."}}, "ann")
    (problem,) = _problem(framework, reply)
    assert (problem.code, problem.place) == ("contradiction", "Answers!D2")


def test_another_fingerprint_of_one_revision_is_noted(framework, reply_of):
    """It is a tailoring, and its answers fit all the same."""
    reply = reply_of("a.xlsx", {"vision": {"level": "yes"}}, "ann")
    assert read_reply(framework, reply._replace(fingerprint=framework.fingerprint)).notes == ()
    (note,) = read_reply(framework, reply._replace(fingerprint="0" * 32)).notes
    assert note.startswith("a.xlsx was made with a tailoring, or before of mini")


def test_one_level_means_the_same_however_it_is_written(framework):
    """A position is its id; on a range numbers are shares; normal feasibility is the default."""
    scale = framework.scale_of("vision")
    assert normal(scale, "agreed", {"level": 2, "why": ""}) == {"level": "yes"}
    assert normal(framework.scale_of("pay"), "level", 40) == normal(framework.scale_of("pay"), "level", 40.0)
    assert normal(scale, "feasibility", "normal") is None
    assert normal(scale, "evidence", []) is None
    assert normal(scale, "level", "unknown") == "unknown"


def test_evidence_of_a_register_that_is_not_at_hand_keeps_its_id(framework, riverbend, reply_of):
    """As its title, which is all that is known; where the register is there, it is a slip."""
    reply = reply_of("a.xlsx", {"vision": {"level": "yes", "evidence": ["chartr"]}}, "ann")
    assert read_reply(framework, reply).evidence == {"chartr": {"title": "chartr"}}
    with pytest.raises(InvalidDataError, match=r"a.xlsx Answers!D2: .* 'chartr' .*did you mean 'charter'"):
        read_reply(framework, reply, riverbend.evidence)
