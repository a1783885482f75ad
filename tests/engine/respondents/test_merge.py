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
    """Or by its name where it has no id, or where two files have the same; the organization goes with it."""
    home = {"organization": {"id": "acme"}}
    one, two = _file({"p": 1}, id="finance", **home), _file({"p": 2}, **home)
    merged = merge([one, two], ["a/one.yaml", "b/Second File.yaml"])
    assert _answers(merged) == {"finance": 1, "second-file": 2}
    assert {who.organization for who in merged.respondents} == {"acme"}
    copies = [_file({"p": level}, id="copy") for level in (0, 1)]
    assert _answers(merge(copies, ["x/ann.yaml", "y/ann.yaml"])) == {"ann": 0, "ann-2": 1}
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


def test_a_made_respondent_takes_nobodys_id():
    """The file is called as a person in another one is."""
    merged = merge([_file({"p": 0}, id="ann"), _by("ann", {"p": 1})])
    assert _answers(merged) == {"ann-2": 0, "ann": 1}


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
    assert problem.hint == "if these are two people, give them two ids"


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


def test_criteria_stay_where_nobody_else_rates():
    """They are nobody's answer; beside other ratings and other criteria they are refused."""
    parts = _by("ann", {"p": {"criteria": {"a": 1, "b": None}, "note": "in part"}})
    alone = merge([parts, _by("ben", {"q": 1})]).ratings["p"]
    assert (dict(alone.criteria), alone.note) == ({"a": 1}, "in part")
    more = _by("ben", {"p": {"criteria": {"a": 1, "c": 2}}})
    same = _by("cleo", {"p": {"criteria": {"a": 1}}})
    assert dict(merge([parts, same]).ratings["p"].criteria) == {"a": 1}
    (problem,) = _clashes(parts, more)
    assert (problem.key_path, problem.message.count("ann"), problem.message.count("ben")) == (
        ("ratings", "p", "criteria"), 1, 1,
    )  # fmt: skip
    assert problem.hint.startswith("an answer is one level: give a level instead of criteria in each file")
    (problem,) = _clashes(parts, _by("ben", {"p": 1}))
    assert problem.key_path == ("ratings", "p", "criteria")
    (problem,) = _clashes(parts, _by("ben", {"p": {"criteria": {"a": 0}}}))
    assert problem.key_path == ("ratings", "p", "criteria")


def test_left_out_and_pursued_is_refused():
    """Somebody has to decide."""
    out = _by("ann", {"p": {"not_pursued": "not now"}})
    (problem,) = _clashes(out, _by("ben", {"p": {"level": 0, "decision": "pursue"}}))
    assert problem.key_path == ("ratings", "p", "decision")


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
    assert "--as-of" in date_.hint
    assert "--partnership" in home.hint
    undated = _by("cleo", {"p": 1})
    assert merge([one, undated]).as_of == date(2025, 6, 30)


def test_one_given_twice_counts_once():
    """The same file is one voice; two files that say the same are two."""
    one = _file({"p": 1}, id="a")
    assert merge([one, one]) == merge([one])
    assert _answers(merge([one, one], ["a.yaml", "a.yaml"])) == {"a": 1}
    assert len(_answers(merge([one, one], ["a.yaml", "b.yaml"]))) == 2


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


def test_who_says_something_else_now_is_somebody_else():
    """A file that has changed since is not the one that was merged."""
    collected = merge([Assessment(framework="f", id=name, ratings={"p": level}) for name, level in ("ax", "by")])
    made = merge([collected, Assessment(framework="f", id="b", ratings={"p": "x"})])
    assert set(made.ratings["p"].answers) == {"a", "b", "b-2"}
