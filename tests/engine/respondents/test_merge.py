from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import InvalidDataError, UnsuitableError, load_assessment, load_framework, merge, score
from equity_blocks.model.assessment import Assessment
from strategies import assessments, dice, fewer, frameworks


def _file(ratings=None, **more):
    return Assessment.model_validate({"framework": "f", "ratings": ratings or {}, **more})


def _by(who, ratings=None, **more):
    return _file(ratings, id=f"file-{who}", respondents=[{"id": who}], **more)


def _answers(merged, practice="p"):
    return {who: answer.level for who, answer in merged.ratings[practice].answers.items()}


def _clashes(*files, names=()):
    with pytest.raises(InvalidDataError, match=r"\(.+\)") as caught:
        merge(files, names)
    assert {problem.code for problem in caught.value.problems} == {"merge_conflict"}
    return caught.value.problems


def test_ratings_of_single_respondents_become_their_answers():
    """Each level stands beside the others with its note; what only one file rates is an answer too."""
    ann = _by("ann", {"p": {"level": "yes", "note": "In every review."}, "q": 0})
    ben = _by("ben", {"p": "no", "r": {"not_applicable": "not ours"}, "s": "unknown"})
    merged = merge([ann, ben])
    assert _answers(merged) == {"ann": "yes", "ben": "no"}
    assert merged.ratings["p"].answers["ann"].note == "In every review."
    assert merged.ratings["p"].note == ""
    assert _answers(merged, "q") == {"ann": 0}
    assert merged.ratings["r"].answers["ben"].not_applicable == "not ours"
    assert _answers(merged, "s") == {"ben": "unknown"}
    assert [who.id for who in merged.respondents] == ["ann", "ben"]


def test_equal_ratings_are_two_answers():
    """That two people agree is not lost."""
    assert _answers(merge([_by("ann", {"p": "yes"}), _by("ben", {"p": "yes"})])) == {"ann": "yes", "ben": "yes"}


def test_a_file_without_respondents_speaks_by_its_id():
    """Or by its name where it has no id; the organization goes with it."""
    home = {"organization": {"id": "acme"}}
    one, two = _file({"p": 1}, id="finance", **home), _file({"p": 2}, **home)
    merged = merge([one, two], ["a/one.yaml", "b/Second File.yaml"])
    assert _answers(merged) == {"finance": 1, "second-file": 2}
    assert {who.organization for who in merged.respondents} == {"acme"}
    assert _answers(merge([_file({"p": 0}), _file({"p": 1})])) == {"assessment-1": 0, "assessment-2": 1}


def test_a_file_of_several_respondents_speaks_by_its_id_where_it_says_not_who():
    """Their answers stay theirs."""
    people = [{"id": "ann"}, {"id": "ben"}]
    group = _file({"p": {"answers": {"ann": 0, "ben": 1}}, "q": 1}, id="group", respondents=people)
    merged = merge([group, _by("cleo", {"p": 1, "q": 0})])
    assert _answers(merged) == {"ann": 0, "ben": 1, "cleo": 1}
    assert _answers(merged, "q") == {"group": 1, "cleo": 0}


def test_nobody_is_made_up_for_a_file_that_says_who_says_what():
    """Its respondents are all there are."""
    people = [{"id": "ann"}, {"id": "ben"}]
    group = _file({"p": {"answers": {"ann": 0}, "note": "asked twice"}}, id="group", respondents=people)
    merged = merge([group, _by("cleo", {"p": 1})])
    assert [who.id for who in merged.respondents] == ["ann", "ben", "cleo"]
    assert merged.ratings["p"].note == "asked twice"


def test_an_id_is_a_person_in_whichever_file_it_stands():
    """A file that is called as a person in another one is hers: she says one thing about a practice."""
    merged = merge([_file({"p": 0}, id="ann"), _by("ann", {"q": 1})])
    assert (_answers(merged), _answers(merged, "q")) == ({"ann": 0}, {"ann": 1})
    (problem,) = _clashes(_file({"p": 0}, id="ann"), _by("ann", {"p": 1}))
    assert problem.message == "level 0 in ann, but level 1 in file-ann"


def test_files_of_one_id_that_list_no_respondent_are_refused():
    """Nobody can tell a copy from a second person who got the same file; whoever lists a respondent says it."""
    for levels in ((0, 1), (1, 1)):
        copies = [_file({"p": level}, id="copy") for level in levels]
        (problem, *_) = _clashes(*copies, names=["x/ann.yaml", "y/ann.yaml"])
        assert problem.key_path == ("respondents",)
        assert problem.message == (
            "x/ann.yaml and y/ann.yaml list no respondent, and both would speak as 'copy': one voice, or two?"
        )
        people = [copy.replace(respondents=[{"id": who}]) for copy, who in zip(copies, ("ann", "ben"), strict=True)]
        assert _answers(merge(people)) == {"ann": levels[0], "ben": levels[1]}


def test_a_copy_under_another_name_does_not_count_twice():
    """Without an id it would speak by its name; what somebody says to the word in another file is in doubt."""
    said = {"p": {"level": 1, "note": "Since spring."}, "q": 0}
    (problem,) = _clashes(_file(said), _file(said), names=["ann.yaml", "ann (1).yaml"])
    assert problem.message.startswith("ann.yaml and ann (1).yaml say the same, to the word")
    collected = merge([_file(said), _file({"p": 0})], ["ann.yaml", "ben.yaml"])
    assert set(_answers(merge([collected, _file(said)], ["all.yaml", "x/ann.yaml"]))) == {"ann", "ben"}
    (problem,) = _clashes(collected, _file(said), names=["all.yaml", "renamed.yaml"])
    assert "all.yaml and renamed.yaml say the same" in problem.message
    assert set(_answers(merge([_file(said), _file({"p": 1})], ["ann.yaml", "ben.yaml"]))) == {"ann", "ben"}


def test_one_person_in_two_files_is_one_respondent():
    """What only one file says of her is kept."""
    one = _file({"p": 0}, respondents=[{"id": "ann", "role": "board"}])
    two = _file({"q": 1}, respondents=[{"id": "ann", "weight": 2}])
    (who,) = merge([one, two]).respondents
    assert (who.id, who.role, who.weight) == ("ann", "board", 2)


def test_two_people_of_one_id_get_two():
    """Their roles differ, so the later one is renamed, and her answers with her; a third one like her is she."""
    files = [
        _file({name: 1}, respondents=[{"id": "x", "role": role}]) for name, role in (("p", "a"), ("q", "b"), ("r", "b"))
    ]
    merged = merge(files)
    assert {who.id: who.role for who in merged.respondents} == {"x": "a", "x-2": "b"}
    assert [_answers(merged, name) for name in "pqr"] == [{"x": 1}, {"x-2": 1}, {"x-2": 1}]


def test_a_number_at_the_end_is_part_of_an_id():
    """Whoever is called x-2 is not taken for x."""
    merged = merge([_by("x-2", {"p": 0}), _by("x", {"p": 1})])
    assert _answers(merged) == {"x-2": 0, "x": 1}


def test_one_person_who_says_two_things_is_refused():
    """Perhaps they are two; the message says what to do."""
    (problem,) = _clashes(_by("ann", {"p": "yes"}), _by("ann", {"p": "no"}), names=["a.yaml", "b.yaml"])
    assert problem.key_path == ("ratings", "p", "answers", "ann")
    assert problem.message == "level 'yes' in a.yaml, but level 'no' in b.yaml"
    assert problem.hint.startswith("if these are two people, give them two ids")
    assert "later=True" in problem.hint


@pytest.mark.parametrize("turned", [False, True])
def test_the_later_answer_holds_where_that_is_said(turned):
    """By its date, in whichever order the files come; what gave way is noted, and a blank takes nothing back."""
    spring = _by("ann", {"p": {"level": 0, "note": "Not yet."}, "q": 1, "r": 1}, as_of="2026-03-01")
    autumn = _by("ann", {"p": 1, "q": None, "r": 1}, as_of="2026-09-01")
    files = [autumn, spring] if turned else [spring, autumn]
    names = ["b.yaml", "a.yaml"] if turned else ["a.yaml", "b.yaml"]
    merged = merge(files, names, as_of=date(2026, 9, 1), later=True)
    assert [_answers(merged, name) for name in "pqr"] == [{"ann": 1}] * 3
    assert len(merged.respondents) == 1
    assert "ann on p: level 0 (Not yet.) in a.yaml gave way to level 1 in b.yaml." in merged.note.splitlines()


def test_of_one_date_the_file_named_later_holds():
    """Of three, the last; each that gave way is noted, and merging that again changes nothing."""
    files = [_by("ann", {"p": level}, as_of="2026-03-01") for level in (2, 0, 1)]
    merged = merge(files, ["a", "b", "c"], later=True)
    assert _answers(merged) == {"ann": 1}
    assert merged.note.splitlines() == [
        "ann on p: level 2 in a gave way to level 0 in b.",
        "ann on p: level 0 in b gave way to level 1 in c.",
    ]
    assert merge([merged, files[2]], ["all", "c"]).ratings == merged.ratings


def test_the_later_of_two_files_without_a_respondent_holds():
    """They are of one id, so they are one voice; a copy without an id stays in doubt."""
    files = [_file({"p": level}, id="ann") for level in (0, 1)]
    assert _answers(merge(files, ["a.yaml", "b.yaml"], later=True)) == {"ann": 1}
    with pytest.raises(InvalidDataError, match="say the same, to the word"):
        merge([_file({"p": 0}), _file({"p": 0})], ["a.yaml", "b.yaml"], later=True)


def test_the_same_said_twice_is_said_once():
    """With the notes of both; and a note alone goes with the answer."""
    one, two = _by("ann", {"p": {"level": 1, "note": "Seen."}}), _by("ann", {"p": {"level": 1, "note": "Seen twice."}})
    answer = merge([one, two, _by("ann", {"p": {"note": "Ask ben."}})]).ratings["p"].answers["ann"]
    assert (answer.level, answer.note.splitlines()) == (1, ["Seen.", "Seen twice.", "Ask ben."])
    out = [_by("ann", {"p": {"not_applicable": why}}) for why in ("no clinics", "no records")]
    assert merge(out).ratings["p"].answers["ann"].not_applicable == "no clinics\nno records"


def test_a_blank_answer_contradicts_nobody():
    """Who had not answered yet in one file may have in another."""
    listed = {"respondents": [{"id": "ann"}, {"id": "ben"}]}
    blank = _file({"p": {"answers": {"ann": None, "ben": 1}}}, **listed)
    assert _answers(merge([blank, _by("ann", {"p": 0})])) == {"ben": 1, "ann": 0}


def test_registers_are_united_and_clashing_ids_renamed():
    """Equal entries are one; different ones of one id are two, and the ratings point at their own."""
    plan, other = {"title": "Plan"}, {"title": "Another plan"}
    goal = {"population": "Members", "measure": "Visits"}
    one = _by(
        "ann",
        {"p": {"level": 1, "evidence": ["plan", "same"]}},
        evidence={"plan": plan, "same": {"title": "Same"}},
        goals=[{"id": "g", **goal}],
        initiatives=[{"id": "i", "title": "Board"}],
    )
    two = _by(
        "ben",
        {"p": {"level": 0, "evidence": ["plan", "same"]}},
        evidence={"plan": other, "same": {"title": "Same"}},
        goals=[{"id": "g", **goal, "measure": "Screening"}, {"id": "h", **goal}],
        initiatives=[{"id": "i", "title": "Board"}],
    )
    merged = merge([one, two])
    assert {name: entry.title for name, entry in merged.evidence.items()} == {
        "plan": "Plan",
        "same": "Same",
        "plan-2": "Another plan",
    }
    assert merged.ratings["p"].evidence == ("plan", "same", "plan-2")
    assert [(g.id, g.measure) for g in merged.goals] == [("g", "Visits"), ("g-2", "Screening"), ("h", "Visits")]
    assert [i.id for i in merged.initiatives] == ["i"]


def test_wishes_are_taken_from_whichever_file_has_them():
    """Zero is a wish too."""
    one = _by("ann", {"p": {"level": 1, "importance": "high", "cost": 0, "target": 0}})
    two = _by("ben", {"p": {"level": 0, "owner": "CIO", "decision": "pursue", "importance": "high"}})
    rating = merge([one, two]).ratings["p"]
    assert (rating.importance, rating.cost, rating.target, rating.owner, rating.decision) == (
        "high",
        0,
        0,
        "CIO",
        "pursue",
    )


def test_duties_are_united():
    """Each once."""
    duty, other = {"title": "Contract", "due": "2027-06-30"}, {"title": "Law"}
    files = [_by("ann", {"p": {"required_by": [duty]}}), _by("ben", {"p": {"required_by": [duty, other]}})]
    assert [item.title for item in merge(files).ratings["p"].required_by] == ["Contract", "Law"]


def test_all_clashes_are_told_at_once():
    """What an assessment can hold only once, with both files by name."""
    one = _by("ann", {"p": {"owner": "CIO"}, "q": {"agreed": {"level": 1, "by": "all"}}}, targets={"default": 1})
    two = _by("ben", {"p": {"owner": "CMO"}, "q": {"agreed": {"level": 2, "by": "all"}}}, targets={"default": 2})
    problems = _clashes(one, two)
    assert {problem.key_path for problem in problems} == {
        ("targets", "default"),
        ("ratings", "p", "owner"),
        ("ratings", "q", "agreed"),
    }
    assert "'CIO' in file-ann, but 'CMO' in file-ben" in [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("more", "key"),
    [({"framework": "g"}, "framework"), ({"edition": "2"}, "edition"), ({"revision": 2}, "revision")],
)
def test_another_framework_edition_or_revision_is_refused(more, key):
    """Their practices need not mean the same; nothing else is looked at."""
    one = _file({"p": {"owner": "a"}}, edition="1", revision=1)
    two = Assessment.model_validate(
        {"framework": "f", "edition": "1", "revision": 1, "ratings": {"p": {"owner": "b"}}, **more}
    )
    (problem,) = _clashes(one, two)
    assert problem.key_path == (key,)
    assert f"only assessments of one {key} can be merged" in problem.hint


def test_an_absent_edition_goes_with_any():
    """It means the current one."""
    merged = merge([_file(), _file(edition="1", revision=3)])
    assert (merged.edition, merged.revision) == ("1", 3)


def test_criteria_are_somebodys_answer():
    """Beside levels and other criteria of others; they say of the practice what the file's respondent says."""
    parts = _by("ann", {"p": {"criteria": {"a": 1, "b": None}, "note": "in part"}})
    answers = merge([parts, _by("ben", {"p": {"criteria": {"a": 0}}}), _by("cleo", {"p": 2})]).ratings["p"].answers
    assert [(who, dict(said.criteria), said.level, said.note) for who, said in answers.items()] == [
        ("ann", {"a": 1}, None, "in part"), ("ben", {"a": 0}, None, ""), ("cleo", {}, 2, ""),
    ]  # fmt: skip


def test_one_person_may_rate_some_criteria_now_and_others_later():
    """What does not contradict is one answer; another level of one criterion is refused, and so is one for all."""
    first, second = _by("ann", {"p": {"criteria": {"a": 1}}}), _by("ann", {"p": {"criteria": {"a": 1, "b": 0}}})
    assert dict(merge([first, second]).ratings["p"].answers["ann"].criteria) == {"a": 1, "b": 0}
    for other in ({"criteria": {"a": 0}}, 1):
        (problem,) = _clashes(first, _by("ann", {"p": other}))
        assert problem.key_path == ("ratings", "p", "answers", "ann")
        assert problem.message.startswith("a 1 in file-ann, but ")


def test_answers_keep_the_date_of_their_file():
    """Where files differ in it; the later answer is the one that was given later, whatever its file says."""
    old, new = _by("ann", {"p": 1, "q": 0}, as_of="2026-01-01"), _by("ben", {"p": 2}, as_of="2026-06-30")
    both = merge([old, new], as_of=date(2026, 6, 30))
    dates = {who: answer.date.isoformat() for who, answer in both.ratings["p"].answers.items()}
    assert dates == {"ann": "2026-01-01", "ben": "2026-06-30"}
    assert merge([both, new]) == both
    assert merge([old, old]).ratings["p"].answers["ann"].date is None
    again = _by("ann", {"p": {"answers": {"ann": {"level": 2, "date": "2026-02-01"}}}})
    assert _answers(merge([again, both], later=True))["ann"] == 2


def test_where_an_answer_came_from_goes_with_it():
    """A plain rating's goes to whoever speaks; that of a rating with answers stays there."""
    origin = {"from": "survey.xlsx", "place": "C7"}
    plain, many = _by("ann", {"p": {"level": 1, "imported": origin}}), {"answers": {"ben": 0}, "imported": origin}
    rating = merge([plain, _by("ben", {"p": many})]).ratings["p"]
    assert (rating.answers["ann"].imported.place, rating.imported.place) == ("C7", "C7")
    assert merge([plain, _by("ben", {"p": 0})]).ratings["p"].imported is None


OLD, NEW = {"level": 1, "by": "all", "date": "2026-01-10"}, {"level": 2, "by": "all", "date": "2026-06-10"}


@pytest.mark.parametrize("turned", [False, True])
def test_an_agreement_that_lists_another_as_earlier_holds(turned):
    """Nobody contradicts what they had settled on before; all of it is kept."""
    files = [_by("ann", {"p": {"agreed": OLD}}), _by("ben", {"p": {"agreed": {**NEW, "earlier": [OLD]}}})]
    agreed = merge(files[::-1] if turned else files).ratings["p"].agreed
    assert (agreed.level, [each.level for each in agreed.earlier]) == (2, [1])
    assert merge([_file({"p": {"agreed": agreed}}), *files]).ratings["p"].agreed == agreed


@pytest.mark.parametrize("turned", [False, True])
def test_the_later_agreement_holds_where_that_is_said(turned):
    """By its own date; the one that gave way is kept as an earlier one. Else two are refused."""
    files = [_by("ann", {"p": {"agreed": OLD}}), _by("ben", {"p": {"agreed": NEW}})][:: -1 if turned else 1]
    agreed = merge(files, later=True).ratings["p"].agreed
    assert (agreed.level, [each.level for each in agreed.earlier]) == (2, [1])
    (problem,) = _clashes(*files)
    assert problem.key_path == ("ratings", "p", "agreed")


def test_words_for_the_board_are_united():
    """What is asked for once each; two headlines are refused."""
    ann = _file(id="a", narrative={"headline": "We listen.", "asks": ["Fund it"], "blocks": {"b": "Well."}})
    ben = _file(id="b", narrative={"asks": ["Fund it", "Name a lead"], "blocks": {"c": "Slow."}})
    told = merge([ann, ben]).narrative
    assert (told.headline, told.asks, dict(told.blocks)) == (
        "We listen.", ("Fund it", "Name a lead"), {"b": "Well.", "c": "Slow."},
    )  # fmt: skip
    (problem,) = _clashes(ann, _file(id="c", narrative={"headline": "We wait."}))
    assert problem.key_path == ("narrative", "headline")


def test_left_out_and_pursued_is_refused():
    """Somebody has to decide."""
    out = _by("ann", {"p": {"not_pursued": "not now"}})
    (problem,) = _clashes(out, _by("ben", {"p": {"decision": "pursue"}}))
    assert problem.key_path == ("ratings", "p", "decision")


@pytest.mark.parametrize(
    "said", [1, "unknown", {"not_applicable": "not ours"}, {"level": 0, "note": "n"}, {"criteria": {"a": 1}}]
)
@pytest.mark.parametrize("turned", [False, True])
def test_one_person_does_not_take_a_practice_out_for_all(said, turned):
    """That is the organization's decision: refused while another file rates it, whoever comes first."""
    out, rated = _by("ann", {"p": {"not_pursued": "not now"}}), _by("ben", {"p": said})
    (problem,) = _clashes(*((rated, out) if turned else (out, rated)))
    assert problem.key_path == ("ratings", "p", "not_pursued")
    assert problem.message == "file-ann leaves this out ('not now'), but file-ben rates it"
    assert problem.hint.endswith("write not_pursued in each of these files, or in none")


def test_what_all_leave_out_is_left_out():
    """With every reason; files that say nothing of it do not matter, and its levels stay."""
    files = [_by("ann", {"p": {"level": 0, "not_pursued": "not now"}}), _by("ben", {"p": {"not_pursued": "no budget"}})]
    merged = merge([*files, _by("cleo", {"p": None, "q": 1}), _by("dan", {"p": {"owner": "CIO"}})])
    assert (merged.ratings["p"].not_pursued, _answers(merged)) == ("not now\nno budget", {"ann": 0})
    assert merge([merged, *files]).ratings == merged.ratings


def test_what_was_left_out_of_a_merged_file_stays_out():
    """Who did so had the answers before them; merging those files again is no contradiction, a new answer is."""
    files = [_by("ann", {"p": 0}), _by("ben", {"p": 1})]
    collected = merge(files)
    ratings = {"p": collected.ratings["p"].replace(not_pursued="the board said so")}
    decided = collected.replace(ratings=ratings)
    assert merge([decided, *files]).ratings["p"].status == "not_pursued"
    (problem,) = _clashes(decided, _by("cleo", {"p": 2}))
    assert problem.key_path == ("ratings", "p", "not_pursued")


def test_the_head_is_the_careful_one():
    """Draft and confidential win; the date is the one asked for, and what each file said is noted."""
    one = _file(id="a", as_of="2026-01-31", final=True, note="First.", respondents_told="confidential")
    two = _file(id="b", as_of="2026-03-31", final=False, note="Second.")
    merged = merge([one, two], as_of=date(2026, 3, 31))
    assert (merged.as_of, merged.final, merged.respondents_told) == (date(2026, 3, 31), False, "confidential")
    assert merged.note.splitlines() == ["First.", "Second.", "a speaks of 2026-01-31.", "b speaks of 2026-03-31."]
    assert merge([one, one.replace(id="b")]).final
    assert (merged.id, merge([one, one]).id) == (None, "a")


def test_organizations_become_a_partnership():
    """Each respondent is of the organization whose file it was; what was said of each is noted."""
    plan = _by("ann", {"p": 1}, organization={"id": "plan", "name": "A Plan", "type": "health-plan", "state": "XX"})
    clinic = _by("ben", {"p": 0}, organization={"id": "clinic", "lines_of_business": ["medicaid"]})
    merged = merge([plan, clinic], partnership=True)
    partnership = merged.organization
    assert (partnership.id, partnership.type, partnership.name) == ("plan-clinic", "partnership", "A Plan, clinic")
    assert partnership.lines_of_business == ("medicaid",)
    assert partnership.note == "A Plan (health-plan, XX)\nclinic"
    assert [who.organization for who in merged.respondents] == ["plan", "clinic"]


def test_several_dates_or_organizations_are_refused_unless_it_is_said_what_becomes_of_them():
    """A file of another year, or of another client, does not slip in; both are told, with the way to do it."""
    one = _by("ann", {"p": 1}, as_of="2025-06-30", organization={"id": "acme"})
    two = _by("ben", {"p": 0}, as_of="2026-06-30", organization={"id": "oak"})
    date_, home = _clashes(one, two)
    assert (date_.key_path, home.key_path) == (("as_of",), ("organization", "id"))
    assert date_.message == "2025-06-30 in file-ann, but 2026-06-30 in file-ben"
    assert "(as_of)" in date_.hint
    assert "partnership=True" in home.hint
    undated = _by("cleo", {"p": 1})
    assert merge([one, undated]).as_of == date(2025, 6, 30)


def test_one_given_twice_counts_once():
    """The same file is one voice, and so is a copy that lists the same respondent; else a copy is in doubt."""
    one = _file({"p": 1}, id="a")
    assert merge([one, one]) == merge([one])
    assert _answers(merge([one, one], ["a.yaml", "a.yaml"])) == {"a": 1}
    with pytest.raises(InvalidDataError, match="both would speak as 'a': one voice, or two"):
        merge([one, one], ["a.yaml", "b.yaml"])
    ann = _by("ann", {"p": 1})
    assert _answers(merge([ann, ann], ["a.yaml", "copy of a.yaml"])) == {"ann": 1}


def test_one_organization_stays_one():
    """What its files say of it is united, or refused."""
    one, two = {"id": "acme", "name": "Acme"}, {"id": "acme", "state": "XX"}
    merged = merge([_by("ann", organization=one), _by("ben", organization=two)])
    assert (merged.organization.name, merged.organization.state) == ("Acme", "XX")
    assert merged.respondents[0].organization is None
    (problem,) = _clashes(_by("ann", organization=one), _by("ben", organization={**one, "name": "Acne"}))
    assert problem.key_path == ("organization", "name")


def test_weights_of_roles_are_united():
    """Or refused where they differ."""
    one, two = _by("ann", role_weights={"board": 2}), _by("ben", role_weights={"board": 2, "members": 3})
    assert dict(merge([one, two]).role_weights) == {"board": 2, "members": 3}
    (problem,) = _clashes(one, _by("ben", role_weights={"board": 1}))
    assert problem.key_path == ("role_weights", "board")


def test_actions_targets_and_rules_are_united():
    """What one file has and the others lack is taken."""
    one = _by("ann", actions={"p": {"progress": "started"}}, targets={"long": 1, "blocks": {"b": 1}})
    two = _by("ben", actions={"q": {"progress": "done"}}, targets={"default": 2, "blocks": {"c": 2}}, combine="mean")
    merged = merge([one, two])
    assert {name: action.progress for name, action in merged.actions.items()} == {"p": "started", "q": "done"}
    assert (merged.targets.default, merged.targets.long, dict(merged.targets.blocks)) == (2, 1, {"b": 1, "c": 2})
    assert merged.combine == "mean"


@pytest.mark.parametrize(("files", "names"), [([], []), ([_file()], ["a", "b"])])
def test_nothing_and_names_for_nobody_are_refused(files, names):
    """There has to be something to merge."""
    with pytest.raises(UnsuitableError, match="give one assessment or more"):
        merge(files, names)


def test_a_sample_split_by_respondent_comes_together_again():
    """Each of the seven partners fills a file; merged, they score as before and no answer or note is lost."""
    whole = load_assessment("assessments/three-partners-ahe.yaml")
    asked = {name: rating for name, rating in whole.ratings.items() if rating.answers}
    files = []
    for who in whole.respondents:
        mine = {
            name: {
                **rating.model_dump(exclude_unset=True, exclude={"answers"}),
                **answer.model_dump(exclude_unset=True),
            }
            for name, rating in asked.items()
            for answer in [rating.answers.get(who.id)]
            if answer is not None and "note" not in rating.model_fields_set
        }
        noted = {
            name: rating.answers[who.id].model_dump(exclude_unset=True)
            for name, rating in asked.items()
            if "note" in rating.model_fields_set and who.id in rating.answers
        }
        files.append(whole.replace(id=f"of-{who.id}", respondents=[who], ratings={**mine, **noted}))
    merged = merge(files)
    assert {name: dict(rating.answers) for name, rating in merged.ratings.items()} == {
        name: dict(rating.answers) for name, rating in asked.items()
    }
    assert (merged.evidence, merged.goals, merged.initiatives) == (whole.evidence, whole.goals, whole.initiatives)
    assert merged.respondents == whole.respondents
    framework = load_framework(whole.framework)
    levels = {name: practice.level for name, practice in score(framework, merged).practices.items()}
    before = {name: practice.level for name, practice in score(framework, whole).practices.items()}
    assert {name: levels[name] for name in asked} == {name: before[name] for name in asked}


@fewer
@given(frameworks().flatmap(lambda framework: st.tuples(st.just(framework), assessments(framework))))
def test_merging_again_changes_nothing(case):
    """Once everything is somebody's answer, merging with itself is no change."""
    _, assessment = case
    once = merge([assessment.replace(id="a")])
    assert merge([once, once]) == once
    assert merge([once]) == once


@fewer
@given(frameworks().flatmap(lambda framework: st.tuples(st.just(framework), assessments(framework))))
def test_a_merged_file_scores_as_before(case):
    """A single file's ratings as somebody's answers mean the same."""
    framework, assessment = case
    merged = merge([assessment.replace(id="a")])
    assert score(framework, merged).score == score(framework, assessment).score


@st.composite
def separate_files(draw):
    """Draw two or three files of one framework, with answers, notes, and registers whose keys clash."""
    files = []
    for i in range(draw(st.integers(2, 3))):
        drawn = draw(dice(40))
        people = [f"who-{i}-{j}" for j in range(drawn.number(3))]
        evidence = {key: {"title": drawn.pick(("Plan", "Minutes", "Report"))} for key in ("a", "b")}
        ratings = {}
        for name in drawn.shuffled("pqrs")[: 1 + drawn.number(4)]:
            said = {"level": drawn.pick((0, 1, 2, "unknown"))}
            said = drawn.pick((said, said, {"not_applicable": f"reason {i}{name}"}))
            if drawn.number(3) and len(people) > 1:
                said = {"answers": {who: {**said, "note": f"note {who} {name}"} for who in people}}
            note = drawn.pick(({}, {"note": f"note {i} {name}"}))
            ratings[name] = {**said, **note, "evidence": drawn.pick(((), ("a",), ("a", "b")))}
        goal = {"id": "g", "population": drawn.pick(("Members", "Children")), "measure": "Visits"}
        more = {"goals": [goal], "note": f"about {i}", "initiatives": [{"id": "i", "title": drawn.pick(("X", "Y"))}]}
        respondents = [{"id": who} for who in people]
        files.append(_file(ratings, id=f"file-{i}", respondents=respondents, evidence=evidence, **more))
    return files


def _said(rating):
    """What is said about a level, by whom: (level, why not applicable, note)."""
    if rating.answers:
        return [(answer.level, answer.not_applicable, answer.note) for answer in rating.answers.values()]
    return [(rating.level, rating.not_applicable, rating.note)]


@fewer
@given(separate_files())
def test_everything_that_was_said_is_found_again(files):
    """Every level, reason, note, piece of evidence, goal and initiative of every file, and nothing else."""
    merged = merge(files)
    for name, rating in merged.ratings.items():
        given = [each.ratings[name] for each in files if name in each.ratings]
        assert Counter(_said(rating)) == Counter(said for one in given for said in _said(one))
        noted = "\n".join([rating.note, *(answer.note for answer in rating.answers.values())])
        assert all(one.note in noted for one in given)
        titles = {
            each.evidence[key].title for each in files if name in each.ratings for key in each.ratings[name].evidence
        }
        assert {merged.evidence[key].title for key in rating.evidence} == titles
    assert set(merged.ratings) == {name for each in files for name in each.ratings}
    assert {who.id for who in merged.respondents} >= {who.id for each in files for who in each.respondents}
    assert {(g.population, g.measure) for g in merged.goals} == {
        (g.population, g.measure) for f in files for g in f.goals
    }
    assert {item.title for item in merged.initiatives} == {item.title for each in files for item in each.initiatives}
    assert merged.note.splitlines() == [each.note for each in files]
    assert {item.title for item in merged.evidence.values()} == {
        e.title for each in files for e in each.evidence.values()
    }


def test_what_is_retired_stays_retired():
    """Of every file, once, and pointing at the evidence and the people of the merged file."""
    old = {"why": "gone", "rating": {"answers": {"ann": "no"}, "evidence": ["minutes"]}, "goals": ["visits"]}

    def _file(title, **more):
        goal = {"id": "visits", "population": "P", "measure": title}
        head = {"framework": "f", "goals": [goal], "evidence": {"minutes": {"title": title}}}
        return Assessment(**head, respondents=[{"id": "ann", "role": title}], retired={"p": old}, **more)

    one, other = _file("first"), _file("second")
    assert merge([one, one]).retired["p"] == one.retired["p"]
    entries = merge([one, other]).retired["p"]
    assert [(entry.rating.evidence, list(entry.rating.answers), entry.goals) for entry in entries] == [
        (("minutes",), ["ann"], ("visits",)),
        (("minutes-2",), ["ann-2"], ("visits-2",)),
    ]


def test_a_file_that_was_merged_before_adds_nothing():
    """Whoever merges it into the collected file again gets that file, in either order: nobody votes twice."""
    files = [
        Assessment(
            framework="f", id=name, ratings={"p": {"level": level, "evidence": ["e"]}}, evidence={"e": {"title": name}}
        )
        for name, level in (("a", "x"), ("b", "y"))
    ]
    collected = merge(files)
    for again in ([collected, files[1]], [files[1], collected], [collected, *files]):
        made = merge(again)
        assert made.ratings["p"].answers == collected.ratings["p"].answers
        assert {who.id for who in made.respondents} == {"a", "b"}
        assert {item.title for item in made.evidence.values()} == {"a", "b"}
        assert len(made.evidence) == 2


def test_who_says_something_else_now_is_asked_which_holds():
    """A file that has changed since it was merged is still the same voice."""
    collected = merge([Assessment(framework="f", id=name, ratings={"p": level}) for name, level in ("ax", "by")])
    changed = Assessment(framework="f", id="b", ratings={"p": "x", "q": "y"})
    (problem,) = _clashes(collected, changed, names=["all.yaml", "b.yaml"])
    assert problem.message == "level 'y' in all.yaml, but level 'x' in b.yaml"
    made = merge([collected, changed], later=True)
    assert (_answers(made), _answers(made, "q")) == ({"a": "x", "b": "x"}, {"b": "y"})


def _two_called_x():
    return [_file({"p": i}, id=role, respondents=[{"id": "x", "role": role}]) for i, role in enumerate(("a", "b"))]


def test_a_numbered_respondent_keeps_the_number():
    """However often, and in whichever order, the files are merged again: two voices stay two."""
    files = _two_called_x()
    collected = merge(files)
    assert _answers(collected) == {"x": 0, "x-2": 1}
    assert collected.note == "x of b is called x-2 here: another role or organization."
    for again in ([collected, files[1]], [collected, files[0]], [collected, *files], [collected, collected, files[1]]):
        assert _answers(merge(again)) == {"x": 0, "x-2": 1}
    for again in ([files[1], collected], [files[1], files[0], collected]):
        assert sorted(_answers(merge(again)).values()) == [0, 1]


def test_who_was_numbered_says_one_thing_too():
    """The role leads to the one who was renumbered, and a second answer of theirs is refused."""
    files = _two_called_x()
    changed = files[1].replace(ratings={"p": 2}, id="new")
    (problem,) = _clashes(merge(files), changed, names=["all", "b"])
    assert problem.message == "level 1 in all, but level 2 in b"


def test_people_with_numbers_of_their_own_are_not_mixed_up():
    """Two nurses of one role are two, though one is called as the other would be with a number."""
    people = [{"id": "nurse", "role": "r"}, {"id": "nurse-2", "role": "r"}]
    both = _file({"p": {"answers": {"nurse": 0, "nurse-2": 1}}}, respondents=people)
    other = _file({"p": 2}, id="o", respondents=[{"id": "nurse-3", "role": "r"}])
    assert _answers(merge([both, other])) == {"nurse": 0, "nurse-2": 1, "nurse-3": 2}
    again = _file({"p": 1}, id="again", respondents=[{"id": "nurse-2", "role": "r"}])
    assert _answers(merge([both, again])) == {"nurse": 0, "nurse-2": 1}


def test_another_weight_makes_nobody_a_second_person():
    """It is told; what each file asked them about is united."""
    one, two = (_file({"p": 1}, id=f"f{i}", respondents=[{"id": "ann", "weight": i}]) for i in (1, 2))
    (problem,) = _clashes(one, two)
    assert (problem.key_path, problem.message) == (("respondents", "ann", "weight"), "1.0 in f1, but 2.0 in f2")
    one, two = (_file({name: 1}, id=name, respondents=[{"id": "ann", "asked": [name]}]) for name in "pq")
    assert [who.asked for who in merge([one, two, one]).respondents] == [("p", "q")]


def test_silence_counts_alike_in_all_files():
    """Or is asked about, as the way of combining is."""
    merged = merge([_by("ann", {"p": 1}, silent="lowest"), _by("ben", {"p": 1})])
    assert merged.silent == "lowest"
    (problem,) = _clashes(_by("ann", silent="lowest"), _by("ben", silent="exclude"))
    assert problem.key_path == ("silent",)


@fewer
@given(st.data())
def test_merging_parts_again_adds_no_voice(data):
    """Of people with few ids and roles: files and what is merged of them give the same voices, in any order."""
    people = data.draw(
        st.lists(st.tuples(st.sampled_from("xy"), st.sampled_from("ab")), min_size=2, max_size=4, unique=True)
    )
    files = [
        _file({"p": i % 3, f"q{i}": 1}, id=f"file-{i}", respondents=[{"id": who, "role": role}])
        for i, (who, role) in enumerate(people)
    ]
    again = data.draw(st.permutations([merge(files), *files[: data.draw(st.integers(1, len(files)))]]))
    merged = merge(again)
    assert len(merged.respondents) == len(people)
    assert sorted(_answers(merged).values()) == sorted(i % 3 for i in range(len(people)))
    assert all(len(merged.ratings[f"q{i}"].answers) == 1 for i in range(len(people)))
