import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks import (
    Assessment,
    Framework,
    InvalidDataError,
    UnsuitableError,
    compare,
    load_assessment,
    load_framework,
    load_tailoring,
    migrate,
    tailor,
)
from equity_blocks.engine.lint import lint
from equity_blocks.engine.revision.migrate import in_words
from equity_blocks.model.assessment_checks import misfits
from equity_blocks.model.rating import Rating
from revisions import ADDED, REMOVED, RENAMED, SPLIT, revised
from strategies import assessments, dice, fewer, frameworks

OLD = load_framework("hcplan-apm@1")
NEW = revised()
RIVERBEND = load_assessment("assessments/riverbend-2025.yaml")
RECENT = load_assessment("tests/cases/riverbend-revision-1.yaml")


def _mini(*practices, revision=1, scale=("no", "some", "yes"), **more):
    block = {"id": "b", "title": "B", "practices": [{"title": "T", **practice} for practice in practices]}
    data = {"id": "f", "title": "F", "revision": revision, "scale": list(scale), "blocks": [block], **more}
    return Framework.model_validate(data)


def _texts(value):
    """Every word, number and date in some data."""
    if isinstance(value, dict):
        return {text for entry in value.values() for text in _texts(entry)}
    if isinstance(value, list | tuple):
        return {text for entry in value for text in _texts(entry)}
    return {value}


@pytest.mark.parametrize("old", [OLD, None], ids=["old at hand", "was alone"])
@pytest.mark.parametrize("given_", [RIVERBEND, RECENT], ids=["2025", "2026"])
def test_the_samples_keep_every_answer(given_, old):
    """Across a renamed, a removed and a split practice, the older framework at hand or not."""
    made = migrate(NEW, given_, old).migrated
    for name, rating in given_.ratings.items():
        kept = [entry.rating for entry in made.retired.get(name, ())]
        assert rating in [made.ratings.get(RENAMED[1] if name == RENAMED[0] else name), *kept]
    assert set(made.retired) == {REMOVED, SPLIT[0]}
    assert misfits(NEW, made) == ()
    before, now = (data.model_dump(mode="json", exclude={"revision", "final"}) for data in (given_, made))
    assert _texts(before) - {RENAMED[0], SPLIT[0]} <= _texts(now)  # ids that goals and initiatives pointed at


def test_a_migrated_sample_is_a_draft_of_the_newer_revision():
    """What was final was final for the revision that was rated."""
    made = migrate(NEW, RIVERBEND, OLD)
    assert (RIVERBEND.final, made.migrated.final, made.final) == (True, False, False)
    assert (made.rated.revision, made.framework.revision, made.migrated.revision) == (1, 2, 2)
    assert made.added == (ADDED,)


def test_parts_of_what_was_split_are_not_rated():
    """Each says what was said of the whole, and keeps its evidence."""
    made = migrate(NEW, RIVERBEND, OLD).migrated
    whole = RIVERBEND.ratings[SPLIT[0]]
    for part in SPLIT[1]:
        rating = made.rating(part)
        assert (rating.status, rating.evidence) == ("unanswered", whole.evidence)
        assert rating.note == f"Split from '{SPLIT[0]}' ({whole.level}): to be rated anew."
    assert made.retired[SPLIT[0]][0].rating == whole


def test_what_became_of_each_practice_is_told():
    """Its change, where it went, what was said, and whether somebody must look."""
    found = {item.id: item for item in migrate(NEW, RIVERBEND, OLD).practices}
    assert {name for name, item in found.items() if item.to_review} == {REMOVED, SPLIT[0]}
    assert (found[REMOVED].change, found[REMOVED].to, found[REMOVED].retired) == ("removed", (), True)
    assert (found[RENAMED[0]].change, found[RENAMED[0]].to, found[RENAMED[0]].said) == (
        "renamed",
        (RENAMED[1],),
        "planned",
    )
    assert found["vision-setting"].change == "kept"


SPEAKING = {
    "goals": [{"id": "g", "population": "P", "measure": "M", "root_causes": [{"title": "C", "practices": ["a", "b"]}]}],
    "initiatives": [{"id": "i", "title": "I", "practices": ["a", "b", "c"]}],
    "actions": {"a": {"progress": "started"}, "b": {"progress": "done", "note": "finished in May"}},
}
FROM = _mini({"id": "a"}, {"id": "b"}, {"id": "c"})
TO = _mini({"id": "a2", "was": ["a"]}, {"id": "c1", "was": ["c"]}, {"id": "c2", "was": ["c"]}, revision=2)


def test_whatever_points_at_practices_follows_them():
    """Renamed, replaced by the parts; what pointed at a removed practice is kept with it."""
    made = migrate(TO, Assessment(framework="f", **SPEAKING), FROM).migrated
    assert made.goals[0].root_causes[0].practices == ("a2",)
    assert made.initiatives[0].practices == ("a2", "c1", "c2")
    assert made.actions == {"a2": made.actions["a2"]}
    (gone,) = made.retired["b"]
    assert (gone.action.note, gone.goals, gone.initiatives) == ("finished in May", ("g",), ("i",))


def test_an_id_that_lives_on_keeps_its_rating():
    """The part that split off is a draft, and somebody is asked to look."""
    made = migrate(_mini({"id": "a"}, {"id": "x", "was": ["a"]}), Assessment(framework="f", ratings={"a": "yes"}), FROM)
    assert (made.migrated.ratings["a"].level, made.migrated.rating("x").status) == ("yes", "unanswered")
    assert (made.practices[0].to_review, made.practices[0].retired) == (True, False)


MERGED = _mini({"id": "ab", "was": ["a", "b"]}, {"id": "c"}, revision=2)


@pytest.mark.parametrize(
    ("ratings", "level"),
    [
        ({"a": "yes", "b": 2}, None),
        ({"a": "yes", "b": "yes"}, "yes"),
        ({"a": "yes", "b": "no"}, None),
        ({"a": "yes"}, None),
        ({"a": "yes", "b": {"level": "yes", "not_pursued": "no money"}}, None),
    ],
)
def test_merged_practices_are_rated_where_all_agree(ratings, level):
    """Both old ratings are kept whichever way."""
    given_ = Assessment(framework="f", ratings=ratings)
    made = migrate(MERGED, given_, FROM).migrated
    assert made.rating("ab").level == level
    assert {name: entries[0].rating for name, entries in made.retired.items()} == given_.ratings
    assert (level is None) == made.rating("ab").note.startswith("Merged from 'a' (yes)")


def test_a_level_that_is_gone_is_retired_with_its_rating():
    """Wishes stay; the reason names the level."""
    given_ = Assessment(framework="f", ratings={"a": {"level": 1, "owner": "CIO"}, "b": 2}, targets={"default": "some"})
    made = migrate(_mini({"id": "a"}, {"id": "b"}, {"id": "c"}, scale=("no", "yes"), revision=2), given_, FROM)
    assert made.migrated.ratings == {"a": Rating(owner="CIO"), "b": Rating(level="yes")}
    assert made.migrated.retired["a"][0].why == "this revision has no level 1"
    assert made.migrated.retired["targets.default"][0].target == "some"
    assert "targets" not in made.migrated.model_fields_set
    assert made.notes == ("The target some of 'targets.default' is retired: no scale of this revision has this level.",)


def test_the_target_of_a_block_that_is_gone_is_retired():
    """Blocks have no `was`."""
    given_ = Assessment(framework="f", targets={"blocks": {"b": "some"}})
    other = _mini({"id": "a"}, blocks=[{"id": "z", "title": "Z", "practices": [{"id": "a", "title": "A"}]}])
    made = migrate(other, given_, FROM).migrated
    assert (made.targets.blocks, made.retired["b"][0].target) == ({}, "some")


def test_a_second_migration_keeps_what_the_first_retired():
    """Also under the same id."""
    first = migrate(TO, Assessment(framework="f", revision=1, ratings={"b": "yes"}), FROM).migrated
    again = migrate(_mini({"id": "b"}, revision=3), first.replace(revision=None, ratings={"a2": "no"})).migrated
    assert {name: [entry.revision for entry in entries] for name, entries in again.retired.items()} == {
        "b": [1],
        "a2": [None],
    }


def test_without_the_older_framework_a_position_is_to_be_looked_over():
    """Nobody knows what it stood for."""
    made = migrate(FROM, Assessment(framework="f", ratings={"a": 1, "b": "some"}))
    assert {item.id: item.to_review for item in made.practices} == {"a": True, "b": False}


def test_what_is_no_revision_is_refused():
    """Another framework, another revision than was rated, or an assessment that does not fit it."""
    said = Assessment(framework="f", revision=2, ratings={"a": "yes"})
    with pytest.raises(UnsuitableError, match="rates 'f', not 'hcplan-apm': `migrate` leads from revision to revision"):
        migrate(OLD, said)
    with pytest.raises(UnsuitableError, match="revision 2 was rated, but the older framework given is revision 1"):
        migrate(TO, said, FROM)
    with pytest.raises(InvalidDataError, match="f has no practice 'zz'"):
        migrate(TO, Assessment(framework="f", ratings={"zz": "yes"}), FROM)


@pytest.mark.parametrize(
    ("rating", "said"),
    [
        (Rating(), ""),
        (Rating(level="yes", not_pursued="no money"), "yes, not pursued"),
        (Rating(answers={"ann": "no", "ben": 2}), "no, 2"),
        (Rating(answers={"ann": "no"}, agreed={"level": "yes", "by": "all"}), "yes"),
        (Rating(criteria={"x": "no", "y": None}), "no"),
        (Rating(not_applicable="none here"), "not applicable"),
    ],
)
def test_a_rating_is_told_in_a_few_words(rating, said):
    """Levels first, then what stands instead of them or beside them."""
    assert in_words(rating) == said


def _changed(framework, drawn):
    """Rename, remove, split, merge and keep practices by the throw of dice, and perhaps drop a level of the scale."""
    names = list(framework.practices)
    practices = []
    while names:
        name = names.pop(0)
        kept = {key: getattr(framework.practices[name], key) for key in ("title", "criteria", "scale")}
        match drawn.number(5):
            case 0:
                practices.append({**kept, "id": name})
            case 1:
                practices.append({**kept, "id": f"{name}-new", "was": [name]})
            case 2:
                parts = [name, f"{name}-part"] if drawn.number(2) else [f"{name}-one", f"{name}-two"]
                practices += [{**kept, "id": part, "was": [name] if part != name else []} for part in parts]
            case 3 if names:
                practices.append({**kept, "id": f"{name}-both", "was": [name, names.pop(0)]})
    levels = framework.scale.levels
    levels = levels[1:] if len(levels) > 2 and drawn.number(2) else levels
    block = {"id": drawn.pick((framework.blocks[0].id, "another")), "title": "B", "practices": practices}
    scale = {"id": "s", "levels": levels}
    return Framework(id=framework.id, title="Changed", revision=2, scale=scale, blocks=[block])


def _by_id(rating, scale):
    """Give what a rating says with every level by its id."""
    data = rating.model_dump(mode="json")
    name = lambda level: level if level in (None, "unknown") else scale.ids[scale.position(level)]  # noqa: E731
    data["level"], data["target"] = name(data["level"]), name(data["target"])
    data["criteria"] = {key: name(level) for key, level in data["criteria"].items()}
    for part in (*data["answers"].values(), *([data["agreed"]] if data["agreed"] else ())):
        part["level"] = name(part["level"])
    return data


@fewer
@given(st.data(), frameworks(rules=0), dice(40))
def test_no_answer_is_lost(data, framework, drawn):
    """Each rating lives on whole under one id, or is kept as it was; so does all that points at practices."""
    given_ = data.draw(assessments(framework))
    new = _changed(framework, drawn)
    made = migrate(new, given_, framework).migrated
    assert misfits(new, made) == ()
    for name, rating in given_.ratings.items():
        scale = framework.scale_of(name)
        kept = [_by_id(entry.rating, scale) for entry in made.retired.get(name, ()) if entry.rating]
        successors = [
            successor for successor in new.practices if name == successor or name in new.practices[successor].was
        ]
        live = [_by_id(made.rating(successor), new.scale_of(successor)) for successor in successors]
        assert rating == Rating() or _by_id(rating, scale) in [*kept, *live]
    retired = {name: [entry.target for entry in entries] for name, entries in made.retired.items()}
    for block, aim in given_.targets.blocks.items():
        name = framework.scale.ids[aim]
        assert made.targets.blocks.get(block) in (aim, name) or aim in retired[block]


@fewer
@given(st.data(), frameworks(rules=0))
def test_the_same_revision_changes_nothing(data, framework):
    """But that it names the revision."""
    given_ = data.draw(assessments(framework))
    made = migrate(framework, given_, framework)
    assert made.migrated.replace(revision=None, targets=given_.targets) == given_
    assert not any(item.to_review for item in made.practices)


@fewer
@given(st.data(), frameworks(rules=0), dice(40))
def test_migrating_again_changes_nothing(data, framework, drawn):
    """Whatever stays under `was`, and whether the revision is given or only named."""
    new = _changed(framework, drawn)
    once = migrate(new, data.draw(assessments(framework)), framework).migrated
    for old in (new, None):
        again = migrate(new, once, old)
        assert again.migrated == once
        assert not any(item.to_review for item in again.practices)
    later = new.replace(revision=3)
    assert migrate(later, once, new).migrated == once.replace(revision=3)


def test_an_older_split_is_not_repeated():
    """Without the older framework too: its parts keep their ratings."""
    two, three = (_mini({"id": "p"}, {"id": "q", "was": ["p"]}, revision=revision) for revision in (2, 3))
    said = Assessment(framework="f", revision=2, ratings={"p": "yes", "q": "some"})
    for old in (two, None):
        assert migrate(three, said, old).migrated == said.replace(revision=3, final=False)


def test_no_empty_key_is_left_over():
    """What became empty goes; what was given empty stays."""
    given_ = Assessment(
        framework="f",
        goals=[],
        ratings={"a": {"criteria": {"x": "yes"}, "owner": "CIO"}},
        actions={"b": {"progress": "done"}},
        targets={"blocks": {"gone": "some"}},
    )
    made = migrate(_mini({"id": "a"}, revision=2), given_).migrated
    assert made.model_fields_set == {"framework", "revision", "goals", "ratings", "retired"}
    assert made.ratings["a"].model_fields_set == {"owner"}


class _Thing:
    """A practice of one revision that knows the ones it comes from; the discipline of `was` is kept for it."""

    def __init__(self, name, *parents, title=None):
        self.id, self.parents = name, parents
        self.title = title or (parents[0].title if len(parents) == 1 else f"Title {name}")

    def ancestors(self, generations):
        """Give those it comes from, so many revisions ago."""
        found = {self}
        for _ in range(generations):
            found = {parent for thing in found for parent in thing.parents}
        return found

    def history(self):
        """Give every id that these had."""
        return {name for parent in self.parents for name in (parent.id, *parent.history())}


def _next_revision(drawn, things, number, reused):
    """Let ids change places in a circle or along a chain, once each; rename, split, merge, remove and keep the rest."""
    left, made = drawn.shuffled(things), []
    count = drawn.pick((0, 2, 3, 4))
    movers = [thing for thing in left if thing.id not in reused][:count]
    is_circle = drawn.number(2)
    for i, thing in enumerate(movers):
        name = movers[(i + 1) % len(movers)].id if is_circle or i + 1 < len(movers) else f"n{number}x"
        made.append(_Thing(name, thing))
    reused.update(thing.id for thing in movers if len(movers) > 1)
    left = [thing for thing in left if thing not in movers]
    while left:
        thing, fresh = left.pop(), f"n{number}{len(left)}"
        match drawn.number(6):
            case 0:
                made.append(_Thing(fresh, thing))
            case 1:
                made += [_Thing(f"{fresh}{part}", thing, title=f"Part {fresh}{part}") for part in "ab"]
            case 2:
                made += [_Thing(thing.id, thing), _Thing(fresh, thing, title=f"Part {fresh}")]
            case 3 if left:
                other = left.pop()
                made.append(_Thing(drawn.pick((thing.id, fresh)), thing, other))
            case 4:
                pass
            case _:
                made.append(_Thing(thing.id, thing))
    return made


def _as_framework(things, number, *, titled):
    """Write a revision down, with every id that a practice had under `was`."""
    practices = [
        {"id": thing.id, "title": thing.title if titled else "T", "was": sorted(thing.history() - {thing.id})}
        for thing in things
    ]
    named = {old for practice in practices for old in practice["was"]}
    for thing, practice in zip(things, practices, strict=True):
        if len(thing.parents) > 1 and thing.id in named and any(parent.id == thing.id for parent in thing.parents):
            practice["was"].append(thing.id)  # it lives on, although another names it
    return _mini(*practices, revision=number)


@given(dice(90))
def test_every_answer_is_where_its_history_leads_or_is_retired(drawn):
    """Over three revisions, step by step and at once, the older one at hand or not; never lost, and never doubled.

    No two answers are the same, so that no merge is rated.
    """
    first = [_Thing(f"a{i}") for i in range(1 + drawn.number(6))]
    revisions, reused, titled = [first], set(), bool(drawn.number(2))
    for number in (2, 3):
        revisions.append(_next_revision(drawn, revisions[-1], number, reused))
    made = [_as_framework(things, i, titled=titled) for i, things in enumerate(revisions, 1)]
    for start, end in ((0, 1), (1, 2), (0, 2)):
        said = Assessment(
            framework="f",
            revision=start + 1,
            ratings={
                thing.id: {"level": "some", "not_pursued": f"why {thing.id} is not", "note": f"said of {thing.id}"}
                for thing in revisions[start]
            },
        )
        for old in (made[start], None):
            found = migrate(made[end], said, old).migrated
            for thing in revisions[start]:
                note = f"said of {thing.id}"
                live = [name for name, rating in found.ratings.items() if note in rating.note.split("\n")]
                kept = [entry.rating.note for entry in found.retired.get(thing.id, ()) if entry.rating]
                assert len(live) + kept.count(note) >= 1
                assert len(live) <= 1
                for name in live:
                    [home] = [each for each in revisions[end] if each.id == name]
                    assert thing in home.ancestors(end - start)
            if start == 0 and end == 1:
                whole = [
                    (thing, heirs[0])
                    for thing in first
                    if len(heirs := [each for each in revisions[1] if thing in each.parents]) == 1
                    and heirs[0].parents == (thing,)
                ]
                assert all(found.rating(heir.id).note == f"said of {thing.id}" for thing, heir in whole)


CASES = "tests/cases/public/p13"
PLACES = [
    ("one", "two", "answers", {"Fraud risk": ("sustained", "fraud"), "Change risk": ("planned", "change"),
                               "Asset disposal": ("in-place", "")}),
    ("cycle-one", "cycle-two", "cycle-answers", {"Integrity": ("sustained", ""), "Monitoring": ("in-place", ""),
                                                 "Watermarks": ("not-started", "")}),
]  # fmt: skip


@pytest.mark.parametrize(("one", "two", "answers", "right"), PLACES, ids=["two change places", "three in a circle"])
def test_ids_that_change_places_take_their_answers_along(one, two, answers, right):
    """With the older framework and without, and back again; the findings of the newer one say so."""
    old, new = (load_framework(f"{CASES}/{name}.yaml") for name in (one, two))
    given_ = load_assessment(f"{CASES}/{answers}.yaml")
    for older in (old, None):
        made = migrate(new, given_, older)
        by_title = {new.practices[name].title: (r.level, r.note) for name, r in made.migrated.ratings.items()}
        assert (by_title, made.migrated.retired) == (right, {})
        assert all(item.carried and item.change == "renamed" for item in made.practices)
    back = migrate(old, made.migrated, new).migrated
    assert {old.practices[name].title: (r.level, r.note) for name, r in back.ratings.items()} == right
    compared = compare(new, given_, made.migrated, old)
    assert {part.change for block in compared.blocks for part in block.practices} == {0.0}
    assert "reused_id" in {finding.code for finding in lint(new)}


@pytest.mark.parametrize(("one", "two", "answers"), [case[:3] for case in PLACES], ids=["two", "three in a circle"])
def test_nothing_is_rated_where_nobody_knows_which_revision_an_id_is_of(one, two, answers):
    """The places may have changed before or after it; what was said is retired, and noted where it may belong."""
    new, later = load_framework(f"{CASES}/{two}.yaml"), load_framework(f"{CASES}/{two}.yaml").replace(revision=3)
    given_ = load_assessment(f"{CASES}/{answers}.yaml")
    moved = {name for name in given_.ratings if name in new.practices}
    for said, newer in ((given_.replace(revision=None), new), (given_.replace(revision=2, ratings={
        name: rating for name, rating in given_.ratings.items() if name in moved}), later)):  # fmt: skip
        made = migrate(newer, said)
        assert {item.id for item in made.practices if item.change == "unclear" and item.to_review} == moved
        assert not any(made.migrated.rating(name).level for name in moved)
        assert {name: made.migrated.retired[name][0].rating for name in moved} == {
            name: said.ratings[name] for name in moved
        }
        assert all("framework_before" in made.migrated.retired[name][0].why for name in moved)
    then = given_.replace(ratings={name: given_.ratings[name] for name in moved})
    with pytest.raises(UnsuitableError, match=r"revision 1, where .* may be other practices than in this one: give"):
        compare(new, then, then.replace(revision=2))
    assert migrate(later, given_.replace(revision=2, ratings=then.ratings), new).migrated.ratings == then.ratings
    [note] = migrate(load_framework(f"{CASES}/{one}.yaml"), then.replace(revision=3)).notes
    assert note.startswith("Revision 3 was rated, and revision 1 tells nothing of it: look over whether each id means")


def test_all_that_speaks_of_a_practice_changes_places_with_it():
    """Actions, goals, initiatives, answers, criteria, wishes, evidence; and whom one asked about it."""
    older = _mini({"id": "a", "criteria": [{"id": "x", "title": "X"}]}, {"id": "b"}, {"id": "c"})
    newer = _mini(
        {"id": "c"},
        {"id": "b", "was": ["a"], "criteria": [{"id": "y", "title": "X", "was": ["x"]}]},
        {"id": "a", "was": ["b"]},
        revision=2,
    )
    said = Assessment(
        framework="f",
        revision=1,
        evidence={"e": {"title": "E"}},
        respondents=[{"id": "ann", "asked": ["a"]}, {"id": "ben", "asked": ["c", "a", "a"]}],
        ratings={
            "a": {"criteria": {"x": "yes"}, "target": "yes", "evidence": ["e"], "owner": "CIO"},
            "b": {"answers": {"ann": "no", "ben": "some"}, "agreed": {"level": "some", "by": "both"}},
        },
        actions={"a": {"progress": "started"}, "b": {"progress": "done"}},
        goals=[
            {"id": "g", "population": "P", "measure": "M", "root_causes": [{"title": "C", "practices": ["a"]}]},
        ],
        initiatives=[{"id": "i", "title": "I", "practices": ["b", "a"]}],
        retired={"a": {"why": "it was removed", "rating": "no"}},
    )
    for old in (older, None):
        made = migrate(newer, said, old).migrated
        assert made.ratings["b"] == said.ratings["a"].replace(criteria={"y": "yes"})
        assert made.ratings["a"] == said.ratings["b"]
        assert {name: work.progress for name, work in made.actions.items()} == {"b": "started", "a": "done"}
        assert made.goals[0].root_causes[0].practices == ("b",)
        assert made.initiatives[0].practices == ("a", "b")
        assert [who.asked for who in made.respondents] == [("b",), ("c", "b")]
        assert made.retired == said.retired


def test_a_block_may_have_another_id():
    """Targets and respondents follow; of a block that is gone, respondents are asked about what it had."""
    scale = ["no", "some", "yes"]

    def framework(revision, *blocks):
        listed = [
            {"title": "B", **block, "practices": [{"id": n, "title": n} for n in names]} for block, names in blocks
        ]
        return Framework(id="f", title="F", revision=revision, scale=scale, blocks=listed)

    old = framework(1, ({"id": "one"}, ["a"]), ({"id": "two"}, ["b"]), ({"id": "gone"}, ["c", "d"]))
    new = framework(2, ({"id": "two", "was": ["one"]}, ["a", "c"]), ({"id": "one", "was": ["two"]}, ["b"]))
    asked = [["one"], ["gone", "two"], ["d"], []]
    said = Assessment(
        framework="f",
        targets={"blocks": {"one": "some", "two": "yes", "gone": "no"}},
        respondents=[{"id": f"r{i}", "asked": names} for i, names in enumerate(asked)],
    )
    made = migrate(new, said, old)
    assert made.migrated.targets.blocks == {"two": "some", "one": "yes"}
    assert made.migrated.retired["gone"][0].target == "no"
    assert [who.asked for who in made.migrated.respondents] == [("two",), ("c", "one"), ("d",), ()]
    assert any("'r2' was asked about d, of which nothing lives on: name what is asked instead" in n for n in made.notes)
    assert any("does not fit yet" in note for note in made.notes)


def test_equal_answers_of_merged_practices_are_carried_over():
    """A copy of each is kept all the same, and nobody has to look."""
    made = migrate(MERGED, Assessment(framework="f", ratings={"a": "yes", "b": "yes"}), FROM)
    assert [(item.carried, item.retired, item.to_review) for item in made.practices] == [(True, True, False)] * 2
    made = migrate(MERGED, Assessment(framework="f", ratings={"a": "yes", "b": "no"}), FROM)
    assert [(item.carried, item.retired, item.to_review) for item in made.practices] == [(False, True, True)] * 2


def test_tailored_frameworks_migrate():
    """What was taken out stays as it was said, wherever it is a practice still; else it is retired."""
    tailored = tailor(OLD, load_tailoring("assessments/tailoring/riverbend.yaml"))
    out = set(tailored.tailored.practices_taken_out)
    spoken = {name for name in out if RECENT.rating(name) != Rating()}
    assert spoken
    for old, new in ((tailored, tailored), (tailored, OLD), (OLD, tailored)):
        made = migrate(new.replace(revision=2), RECENT, old)
        assert (made.migrated.ratings, made.migrated.retired) == (RECENT.ratings, {})
        told_ = {item.id for item in made.practices if "counts nowhere" in item.why}
        assert told_ == (spoken if new is tailored else set())
    gone = {name: {"out": "none here"} for name in (REMOVED, RENAMED[0])}
    made = migrate(NEW, RIVERBEND, tailor(OLD, RECENT_TAILORING.replace(practices=gone))).migrated
    assert REMOVED in made.retired
    assert made.ratings[RENAMED[1]] == RIVERBEND.ratings[RENAMED[0]]


RECENT_TAILORING = load_tailoring("assessments/tailoring/riverbend.yaml").replace(blocks={}, practices={})


def test_words_about_blocks_go_where_the_blocks_went():
    """Those about one that is gone are retired, and said to be."""

    def framework(revision, *blocks):
        made = [{"id": name, "title": "B", "was": was, "practices": [{"id": f"p-{name[0]}", "title": "P"}]}
                for name, was in blocks]  # fmt: skip
        return Framework(id="mini", title="Mini", revision=revision, scale=["no", "yes"], blocks=made)

    old, new = framework(1, ("care", []), ("data", [])), framework(2, ("cares", ["care"]))
    narrative = {"headline": "H", "asks": ["A"], "blocks": {"care": "Well.", "data": "Slow."}}
    made = migrate(new, Assessment(framework="mini", revision=1, narrative=narrative), old)
    told = made.migrated.narrative
    assert (told.headline, told.asks, dict(told.blocks)) == ("H", ("A",), {"cares": "Well."})
    assert made.migrated.retired["data"][0].narrative == "Slow."
    assert "The words about 'data' are retired: this revision no longer has it." in made.notes
