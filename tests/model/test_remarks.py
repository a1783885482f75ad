import pytest

from equity_blocks import Framework
from equity_blocks.model.remarks import CODES, remark, silence_in_words

FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["no", "some", "yes"],
    scoring={"bands": [{"id": "low", "title": "Low", "from": 0}, {"id": "far", "title": "Far", "from": 0.6}]},
    blocks=[{"id": "b", "title": "Base", "practices": [{"id": name, "title": name.upper()} for name in "abcdefgh"]}],
)
GOAL = {"goal": "g", "title": "Gap"}
AT_TARGET = {"code": "at_target", "data": {"practice": "a", "level": "yes"}}
DROPPED = {"code": "dropped", "data": {"practice": "b"}}
NARROW = {"block": None, "held": 1, "practices": 4, "share": 0.25, "light": False, "left": {"not_applicable": 3}}
FACTS = {
    "narrow_base": (NARROW, "The score rests on 1 of 4 practices: 3 do not apply."),
    "must_pass_not_applicable": ({"practices": ["a", "b"]}, "Must-pass, and said not to apply: A and B."),
    "not_pursued_decides": ({"band": "far"}, "Counting what is not pursued, too: band Far."),
    "silent_voices": (
        {"respondents": 1, "of": 2, "practices": 1, "counts_as": "lowest"},
        "1 of 2 respondents is silent on 1 practice that others answered; silence counts as the lowest level.",
    ),
    "band_not_reached": (
        {"band": "far", "start": 0.6, "score_after": 0.5, "dated": False},
        "The plan does not reach Far whatever is raised.",
    ),
    "deadline_missed": ({"practices": ["a"]}, "Not on time: A."),
    "dates_unchecked": (
        {"practices": ["a"]},
        "These have due dates, which cannot be checked against numbered periods: A. Set the first period (start).",
    ),
    "starts_in_the_past": (
        {"period": "2027-Q1", "as_of": "2027-08-01"},
        "The first period, 2027-Q1, is over on the date of the assessment, 2027-08-01.",
    ),
    "not_additive": ({}, "What a step adds to this score depends on the order, so no bound of the schedule is given."),
    "duties_unproven": (
        {"found": {}, "bound": {}},
        "The time was over before it was proven that dates and work under way cannot do better.",
    ),
    "goal_unconfirmed": (
        GOAL,
        "'Gap' is not confirmed, so it chooses nothing: confirm it with your own data and the people concerned.",
    ),
    "goal_without_action": (
        {**GOAL, "causes": [{"cause": "Hours", "reasons": [AT_TARGET]}, {"cause": "Trust", "reasons": [DROPPED]}]},
        "No action serves the goal 'Gap'. A: Is at its target already: yes. B: The organization dropped this work.",
    ),
    "cause_without_action": (
        {**GOAL, "cause": "Trust", "reasons": [DROPPED]},
        "'Gap': no action for the root cause 'Trust'. B: The organization dropped this work.",
    ),
    "goal_late": (
        {
            **GOAL,
            "due": "2027-06-30",
            "lead": 4,
            "actions": [{"rank": 1, "practice": "a", "finish": "2027-Q4", "periods": 2}],
        },
        (
            "'Gap' needs its actions done by 2027-06-30, 4 quarters before its target: A ends in 2027-Q4 "
            "(2 quarters late)."
        ),
    ),
    "goal_below_in_place": (
        {
            **GOAL,
            "practices": [
                {"practice": "a", "to": "some", "below": "yes", "why": "own_target"},
                {"practice": "b", "to": "no", "below": "yes", "why": "starts_too_late"},
            ],
        },
        "'Gap': below yes, so its measure may not move: A at some (its own target) and B at no (starts too late).",
    ),
    "small_count": (GOAL, "'Gap' has a figure from 1 to 10: if it counts members, it may identify them."),
    "serves_no_goal": ({"practices": ["a", "b"]}, "A and B serve no goal directly."),
    "important_left_out": (
        {"practices": list("abcdefgh")},
        "Important or required, but not selected: A, B, C, D, E, F and 2 more.",
    ),
    "required_beside_pick": (
        {"practices": ["a"]},
        "Required from outside, and so in the plan beside those picked: A.",
    ),
    "pursued_but_dropped": (
        {"practices": ["a", "b"], "needed": ["b"]},
        (
            "Marked to be pursued, but reported as dropped, and so not planned: A. "
            "Marked to be pursued, but reported as dropped, and planned only as far as others need it: B."
        ),
    ),
    "done_but_below_target": (
        {"practices": ["gone"]},
        "Reported as done, but rated below target: gone. Rate again, or lower the target.",
    ),
    "tailoring_not_applied": (
        {},
        "The assessment names a tailoring, but this plan is of the framework as it was published.",
    ),
}


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_its_sentence(code):
    """A program reads code and data, a person the sentence that is made of them alone."""
    data, sentence = FACTS[code]
    made = remark(code, FRAMEWORK, **data)
    assert (made.code, made.message, dict(made.data).keys()) == (code, sentence, data.keys())


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"block": "b"}, "Base rests on 1 of 4 practices: 3 do not apply."),
        (
            {"held": 3, "practices": 5, "light": True, "left": {"unknown": 1, "not_pursued": 1}},
            (
                "The score rests on 3 of 5 practices, and on less than half of the weight: 1 is not pursued and 1 is "
                "unknown."
            ),
        ),
    ],
)
def test_what_a_narrow_base_is_of_is_named(facts, sentence):
    """A block by its title, and each reason why practices are left out by its number."""
    assert remark("narrow_base", FRAMEWORK, **{**NARROW, **facts}).message == sentence


def test_a_goal_without_any_root_cause_is_told_apart():
    """There is nothing that could serve it."""
    message = remark("goal_without_action", FRAMEWORK, **GOAL, causes=[]).message
    assert message == "No root cause of 'Gap' is named, so no action serves it."


def test_silence_that_does_not_count_is_said():
    """The default of an assessment."""
    assert silence_in_words("excluded") == "silence does not count"
