import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_blocks import Assessment, InvalidDataError, UnsuitableError, load_framework
from equity_blocks.engine.collecting.collect import collect
from equity_blocks.engine.collecting.questionnaire import questionnaire, roles_with_items
from equity_blocks.model.reply import Reply
from strategies import cases


def _level(made, practice, who):
    return made.assessment.ratings[practice].answers[who].level


def test_answers_of_several_become_one_assessment_however_they_differ(framework, reply_of):
    """Nobody is refused; each answer says where it was read, and when it was given."""
    made = collect(
        framework,
        None,
        [
            reply_of("a.xlsx", {"vision": {"level": "yes", "note": "Yes!"}}, "ann", role="board", day="2026-09-12"),
            reply_of("b.xlsx", {"vision": {"level": "no"}, "trust": {"not_applicable": "None here."}}, "ben"),
        ],
    )
    answers = made.assessment.ratings["vision"].answers
    assert {who: answer.level for who, answer in answers.items()} == {"ann": "yes", "ben": "no"}
    assert (answers["ann"].note, answers["ann"].date) == ("Yes!", dt.date(2026, 9, 12))
    assert (answers["ann"].imported.source, answers["ann"].imported.place) == ("a.xlsx", "Answers!C2")
    assert answers["ben"].date is None
    assert [(who.id, who.role, who.asked) for who in made.assessment.respondents] == [
        ("ann", "board", ("vision",)),
        ("ben", None, ("vision", "trust")),
    ]
    assert (made.conflicts, made.notes) == ((), ())
    assert (made.assessment.edition, made.assessment.revision) == ("1", 2)


def test_who_was_shown_everything_was_asked_everything(framework, reply_of):
    """Then `asked` says nothing, and blanks are silent."""
    made = collect(framework, None, [reply_of("a.xlsx", {name: {} for name in framework.practices}, "ann")])
    assert made.assessment.respondents[0].asked == ()
    assert made.assessment.ratings == {}


@pytest.mark.parametrize("is_reversed", [False, True])
def test_of_one_respondent_the_newer_file_holds(framework, reply_of, is_reversed):
    """Told by the day; a note says which file replaced which, and what a blank leaves."""
    older = reply_of("old.xlsx", {"vision": {"level": "no"}, "trust": {"level": "no"}}, "ann", day="2026-09-01")
    newer = reply_of("new.xlsx", {"vision": {"level": "yes"}, "trust": {}}, "ann", day="2026-09-12")
    made = collect(framework, None, [newer, older] if is_reversed else [older, newer])
    assert (_level(made, "vision", "ann"), _level(made, "trust", "ann")) == ("yes", "no")
    (note,) = made.notes
    assert note.startswith("new.xlsx replaces old.xlsx, both of 'ann' (filled in on 2026-09-12 and 2026-09-01): ")
    assert note.endswith(": 1 answer differs; what the newer one leaves blank stays: trust")
    assert len(made.assessment.respondents) == 1


def test_of_one_day_the_file_given_later_holds(framework, reply_of):
    """And the note says that it was."""
    replies = [reply_of(f"{level}.xlsx", {"vision": {"level": level}}, "ann") for level in ("no", "yes")]
    made = collect(framework, None, replies)
    assert _level(made, "vision", "ann") == "yes"
    assert made.notes == ("yes.xlsx replaces no.xlsx, both of 'ann' (given later): 1 answer differs",)


def test_what_no_reply_carries_stays(framework, riverbend, reply_of):
    """Owner, target, other answers, other practices, the register; the answer that gave way is noted whole."""
    made = collect(framework, riverbend, [reply_of("a.xlsx", {"vision": {"level": "partly"}, "trust": {}}, "ann")])
    after = made.assessment
    assert made.changed == (("ratings", "vision", "answers", "ann"),)
    assert after.ratings["vision"].answers["ann"].level == "partly"
    changed = after.ratings["vision"].answers["ann"]
    answers = {**riverbend.ratings["vision"].answers, "ann": changed}
    expected = {**riverbend.ratings, "vision": riverbend.ratings["vision"].replace(answers=answers)}
    assert after == riverbend.replace(ratings=expected)
    assert made.notes == ("ann on vision: 'yes' (Ann's words.) gave way to 'partly' in a.xlsx",)


def test_an_answer_that_is_the_same_changes_nothing(framework, riverbend, reply_of):
    """Not even its origin, though it is written as a position."""
    reply = reply_of("a.xlsx", {"vision": {"level": 2, "note": "Ann's words."}}, "ann", day="2026-10-01")
    made = collect(framework, riverbend, [reply])
    assert (made.assessment, made.changed, made.notes) == (riverbend, (), ())


def test_a_blank_takes_nothing_back(framework, riverbend, reply_of):
    """It stays, and is noted; a door that carries no notes leaves them."""
    made = collect(framework, riverbend, [reply_of("a.xlsx", {"vision": {}}, "ann")])
    assert made.assessment == riverbend
    assert made.notes == ("a.xlsx leaves blank what 'ann' said before; it stays: vision",)
    reply = reply_of("a.xlsx", {"vision": {"level": "no"}}, "ann", carries=("level",))
    assert collect(framework, riverbend, [reply]).assessment.ratings["vision"].answers["ann"].note == "Ann's words."


def test_what_the_file_says_itself_becomes_an_answer_once_somebody_else_answers(framework, riverbend, reply_of):
    """Of the assessment's id, as `merge` does; only where somebody answers."""
    made = collect(framework, riverbend, [reply_of("a.xlsx", {"data": {"level": "no"}}, "ann")])
    rating = made.assessment.ratings["data"]
    assert rating.answers["riverbend-2026"].criteria == {"kept": "yes", "used": "no"}
    assert (rating.answers["ann"].level, rating.criteria, rating.note) == ("no", {}, "Owner's note.")
    assert made.assessment.ratings["pay"] == riverbend.ratings["pay"]
    assert made.notes == ("what the assessment says itself now stands as the answers of 'riverbend-2026'",)
    assert made.assessment.respondents[0].id == "riverbend-2026"


def test_new_evidence_goes_into_the_register_once(framework, riverbend, reply_of):
    """What is called the same is one artifact; another one under a taken id gets a number."""
    replies = [
        reply_of("a.xlsx", {"vision": {"evidence": ["charter"]}}, "ann", evidence={"charter": {"title": "Budget"}}),
        reply_of("b.xlsx", {"trust": {"evidence": ["x"]}}, "ben", evidence={"x": {"title": "Charter"}}),
    ]
    made = collect(framework, riverbend, replies).assessment
    assert {name: entry.title for name, entry in made.evidence.items()} == {"charter": "Charter", "charter-2": "Budget"}
    assert (made.ratings["vision"].evidence, made.ratings["trust"].evidence) == (("charter-2",), ("charter",))


def test_two_people_under_one_id_are_refused(framework, riverbend, reply_of):
    """Among the replies, and against the file; so are two neighbors."""
    ratings = {"vision": {"level": "yes"}}
    two = [reply_of("a.xlsx", ratings, "x", role="board"), reply_of("b.xlsx", ratings, "x", role="quality")]
    with pytest.raises(InvalidDataError, match=r"b.xlsx: respondents: a.xlsx is of 'x', too, with another role"):
        collect(framework, None, two)
    with pytest.raises(InvalidDataError, match="'ann' is known with another role or organization"):
        collect(framework, riverbend, [reply_of("a.xlsx", ratings, "ann", role="quality")])
    with pytest.raises(InvalidDataError, match="'neighbor', too, who would be one person in both"):
        collect(framework, None, [reply_of("a.xlsx", ratings, "neighbor"), reply_of("b.xlsx", ratings, "neighbor")])


def test_the_problems_of_all_replies_are_listed_at_once(framework, reply_of):
    """Each with its file and cell, and nothing is collected."""
    replies = [reply_of(f"{who}.xlsx", {"vision": {"level": "odd"}}, who) for who in ("ann", "ben")]
    with pytest.raises(InvalidDataError, match="odd") as caught:
        collect(framework, None, replies)
    assert [(problem.file, problem.place) for problem in caught.value.problems] == [
        ("ann.xlsx", "Answers!C2"),
        ("ben.xlsx", "Answers!C2"),
    ]


def test_there_must_be_a_reply(framework):
    """Nothing cannot be collected."""
    with pytest.raises(UnsuitableError, match="there are no replies"):
        collect(framework, None, [])


def test_six_departments_and_a_council_become_one_assessment():
    """Each with a pack of its own, all disagreeing, one handing in twice: every answer is there, every conflict too."""
    framework = load_framework("hcplan-apm")
    roles = [*roles_with_items(framework)[:6], "members"]
    levels = framework.scale.ids
    replies, expected = [], {}
    for number, role in enumerate(roles):
        asked = questionnaire(framework, role=role, respondent=f"team-{role}")
        assert asked.items
        said = {
            item.practice: {"level": levels[(number + i) % len(levels)], "note": f"{role} on {item.practice}"}
            for i, item in enumerate(asked.items)
        }
        who = {"id": asked.asked.id, "role": role, "asked": list(asked.asked.practices)}
        data = {"framework": framework.id, "revision": framework.revision, "respondents": [who], "ratings": said}
        replies.append(Reply(f"{role}.xlsx", "answers", data, carries=("level", "note"), filled_on="2026-09-01"))
        expected |= {(practice, asked.asked.id): answer for practice, answer in said.items()}
    first = replies[0]
    again = {name: {"level": "unknown", "note": "Second thoughts."} for name in [*first.data["ratings"]][:2]}
    newer = first._replace(source="again.xlsx", data={**first.data, "ratings": again}, filled_on="2026-09-20")
    expected |= {(practice, f"team-{roles[0]}"): answer for practice, answer in again.items()}
    owners = [
        Reply(f"{name}.xlsx", "owner", {"ratings": {"vision-setting": {"owner": name, "decision": "pursue"}}},
              carries=("owner", "decision"))
        for name in ("CIO", "CFO")
    ]  # fmt: skip
    made = collect(framework, None, [newer, *replies, *owners])
    got = {
        (practice, who): {"level": answer.level, "note": answer.note}
        for practice, rating in made.assessment.ratings.items()
        for who, answer in rating.answers.items()
    }
    assert got == expected
    assert len(made.assessment.respondents) == 7
    assert all(who.asked for who in made.assessment.respondents)
    assert [(each.practice, each.field, [value for _, value in each.sides]) for each in made.conflicts] == [
        ("vision-setting", "owner", ["CIO", "CFO"])
    ]
    assert made.assessment.ratings["vision-setting"].decision == "pursue"
    assert any(note.startswith(f"again.xlsx replaces {roles[0]}.xlsx") for note in made.notes)
    assert isinstance(made.assessment, Assessment)


OWNED = (
    "level", "criteria", "not_applicable", "not_pursued", "target", "decision", "importance", "feasibility", "effort",
    "evidence", "required_by", "note",
)  # fmt: skip


def _owners(framework, assessment, source="o.xlsx"):
    """Give what an owner's workbook says when nobody changes anything: every practice, blank ones included."""
    given = assessment.model_dump(mode="json", by_alias=True, exclude_unset=True)["ratings"]
    ratings = {
        name: {key: value for key, value in given.get(name, {}).items() if key in OWNED} for name in framework.practices
    }
    return Reply(source, "owner", {"framework": framework.id, "ratings": ratings}, carries=OWNED)


@given(cases())
@settings(max_examples=40, deadline=None)
def test_what_comes_back_unchanged_changes_nothing(case):
    """Of any assessment of any framework, from one owner or from two."""
    framework, assessment = case
    replies = [_owners(framework, assessment, name) for name in ("a.xlsx", "b.xlsx")]
    made = collect(framework, assessment, replies)
    assert (made.assessment, made.changed, made.conflicts, made.notes) == (assessment, (), (), ())


@given(cases(), st.data())
@settings(max_examples=40, deadline=None)
def test_only_what_was_answered_changes(case, data):
    """As many key paths as answers that differ; whatever else the assessment says stays, whoever comes first."""
    framework, assessment = case
    names = data.draw(st.lists(st.sampled_from([*framework.practices]), unique=True, min_size=1))
    replies = []
    for who in ("zoe", "yan"):
        said = {name: {"level": data.draw(st.integers(0, framework.scale_of(name).top))} for name in names}
        replies.append(Reply(f"{who}.csv", "answers", {"respondents": [{"id": who}], "ratings": said}))
    made = collect(framework, assessment, replies)
    assert set(made.changed) == {
        *(("ratings", name, "answers", who) for name in names for who in ("zoe", "yan")),
        ("respondents", "zoe"),
        ("respondents", "yan"),
    }
    before, after = assessment.ratings, made.assessment.ratings
    assert {name: rating for name, rating in after.items() if name not in names} == {
        name: rating for name, rating in before.items() if name not in names
    }
    assert made.assessment.replace(ratings={}, respondents=()) == assessment.replace(ratings={}, respondents=())
    other = collect(framework, assessment, replies[::-1]).assessment
    assert other.ratings == after
    again = collect(framework, made.assessment, replies)
    assert (again.assessment, again.changed) == (made.assessment, ())
