import pytest
from hypothesis import given

from equity_blocks import Framework, UnsuitableError, diff, load_framework
from equity_blocks.engine.revision.diff import edges
from equity_blocks.engine.revision.lineage import lineage
from revisions import ADDED, REMOVED, RENAMED, SPLIT, practices_of, revised
from strategies import fewer, frameworks

MINI = {
    "id": "f",
    "title": "F",
    "scale": ["no", "some", "yes"],
    "blocks": [
        {"id": "one", "title": "One", "practices": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]},
        {
            "id": "two",
            "title": "Two",
            "practices": [{"id": "c", "title": "C", "criteria": [{"id": "x", "title": "X"}]}],
        },
    ],
}


def _framework(change=None, **more):
    blocks = [{**block, "practices": [dict(practice) for practice in block["practices"]]} for block in MINI["blocks"]]
    data = {**MINI, "blocks": blocks, **more}
    if change:
        change(data)
    return Framework.model_validate(data)


def _set(block, practice, **more):
    def change(data):
        data["blocks"][block]["practices"][practice].update(more)

    return change


def _move(data):
    data["blocks"][1]["practices"].append(data["blocks"][0]["practices"].pop())


def _swap(data):
    data["blocks"][0]["practices"].reverse()


def _block(data):
    data["blocks"][0]["weight"] = 2


LEVELS = [{"id": "no", "value": 0}, {"id": "some", "value": 0.5}, {"id": "yes", "value": 1}]
CHANGES = {
    "weight": (_framework(_set(0, 0, weight=2)), ("weight", "a", "weight", "1", "2")),
    "block-weight": (_framework(_block), ("weight", "one", "weight", "1", "2")),
    "effort": (_framework(_set(0, 0, effort="L")), ("effort", "a", "effort", None, "L")),
    "effort-days": (_framework(effort_days={"XL": 300}), ("effort", "f", "effort_days.XL", "240", "300")),
    "horizon": (_framework(_set(0, 0, horizon="long")), ("horizon", "a", "horizon", None, "long")),
    "stage": (_framework(_set(0, 0, stage=3)), ("horizon", "a", "stage", None, "3")),
    "scoring": (_framework(scoring={"aggregate": "sum"}), ("scoring", "f", "scoring.aggregate", "mean", "sum")),
    "scale": (_framework(scale=["no", "yes"]), ("scale", "f", "scale", "no, some, yes", "no, yes")),
    "own-scale": (_framework(_set(0, 0, scale=["off", "on"])), ("scale", "a", "scale", "no, some, yes", "off, on")),
    "moved": (_framework(_move), ("moved", "b", "blocks", "one", "two")),
    "criteria": (_framework(_set(1, 0, criteria=[])), ("criteria", "c", "criteria", "x", None)),
    "min-periods": (_framework(_set(0, 0, min_periods=4)), ("other", "a", "min_periods", "1", "4")),
    "min-periods-by-level": (
        _framework(_set(0, 0, min_periods={"yes": 4})),
        ("other", "a", "min_periods", "1", "yes: 4"),
    ),
    "effort-by-size": (
        _framework(effort_by_size={"large": 1.6}),
        ("effort", "f", "effort_by_size", None, "large: 1.6"),
    ),
    "effort-counts": (_framework(effort_counts="Ours."), ("wording", "f", "effort_counts", None, "Ours.")),
    "use": (_framework(use="guidance"), ("other", "f", "use", "assessment", "guidance")),
    "title": (_framework(_set(0, 0, title="Z")), ("wording", "a", "title", "A", "Z")),
    "question": (_framework(_set(0, 0, question="Is it?")), ("wording", "a", "question", None, "default: Is it?")),
    "order": (_framework(_swap), ("wording", "one", "practices order", "a, b", "b, a")),
}


@pytest.mark.parametrize(("new", "told"), CHANGES.values(), ids=CHANGES)
def test_one_change_is_told_once(new, told):
    """With its node, its key, and what stood and stands there."""
    made = diff(_framework(), new)
    found = [(a.kind, a.id, a.field, a.start, a.to) for a in made.alterations if a.field != "scale.default_target"]
    assert found == [told]
    assert made.needs_revision == (told[0] != "wording")


def test_quarters_that_mean_the_same_are_no_change():
    """By level or for all, with the ones written out or not."""
    every, by_level = _framework(_set(0, 0, min_periods=1)), _framework(_set(0, 0, min_periods={"some": 1}))
    assert diff(every, by_level).alterations == ()


def test_values_of_levels_are_told_apart_from_their_names():
    """The same levels may count more, or ask for evidence."""
    levels = [{**LEVELS[0]}, {**LEVELS[1], "value": 0.25, "needs_evidence": True}, {**LEVELS[2], "title": "Done"}]
    levels[0]["plain"] = "I see nothing."
    made = diff(_framework(scale={"id": "s", "levels": LEVELS}), _framework(scale={"id": "s", "levels": levels}))
    assert [(a.kind, a.field, a.start, a.to) for a in made.alterations] == [
        ("levels", "scale.levels.value", "0, 0.5, 1", "0, 0.25, 1"),
        ("levels", "scale.levels.needs_evidence", "false, false, false", "false, true, false"),
        ("wording", "scale.levels.no.plain", None, "I see nothing."),
        ("wording", "scale.levels.yes.title", "Yes", "Done"),
    ]


def test_a_made_up_revision_is_read_as_it_was_made():
    """Renamed, removed, split and added practices are told as such, and nothing else but prerequisites on them."""
    made = diff(load_framework("hcplan-apm@1"), revised())
    assert {kind: [item.id for item in made.of(kind)] for kind in ("added", "removed", "renamed", "split")} == {
        "added": [ADDED],
        "removed": [REMOVED],
        "renamed": [RENAMED[1]],
        "split": list(SPLIT[1]),
    }
    assert made.of("renamed")[0].was == (RENAMED[0],)
    assert {item.kind for item in made.alterations} - {"added", "removed", "renamed", "split"} == {
        "prerequisite_changed", "prerequisite_removed", "other",
    }  # fmt: skip
    assert [(item.field, item.to) for item in made.of("other")] == [("revision", "2")]
    assert not made.needs_revision


def test_merged_practices_name_what_they_were():
    """One new practice, two old ones; that they are gone is not told besides."""

    def merge(data):
        data["blocks"][0]["practices"] = [{"id": "ab", "title": "AB", "was": ["a", "b"]}]

    (item,) = diff(_framework(), _framework(merge)).alterations
    assert (item.kind, item.id, item.was) == ("merged", "ab", ("a", "b"))


def test_the_kinds_come_in_order_and_wording_last():
    """Readers see first what moves their scores."""

    def change(data):
        for practices in practices_of(data):
            practices[0] |= {"title": "New title", "weight": 3}

    kinds = [item.kind for item in diff(load_framework("hcplan-apm@1"), revised(change)).alterations]
    assert kinds.count("weight") == kinds.count("wording") == 5
    assert kinds.index("removed") < kinds.index("weight") < kinds.index("prerequisite_changed")
    assert kinds[-5:] == ["wording"] * 5


@fewer
@given(frameworks(), frameworks())
def test_only_equal_frameworks_have_no_difference(one, other):
    """Nothing differs from itself; what is different is never called the same."""
    assert diff(one, one).is_same
    assert diff(one, other).is_same == (one == other)


def test_two_frameworks_have_no_difference():
    """A rename of a framework is told nowhere; a crosswalk relates two of them."""
    with pytest.raises(UnsuitableError, match="'f' and 'g' are two frameworks, not two revisions of one: give both"):
        diff(_framework(), _framework(id="g"))


def test_ids_that_stay_under_was_change_nothing():
    """They may stay for ever: what happened in an earlier revision does not happen again."""
    practices = [{"id": "a", "title": "A"}, {"id": "b", "title": "B", "was": ["a"]}]
    practices += [{"id": "c", "title": "C"}, {"id": "d", "title": "D", "was": ["gone", "c"]}]
    two, three = (_framework(revision=n, blocks=[{"id": "o", "title": "O", "practices": practices}]) for n in (2, 3))
    assert [(a.kind, a.field) for a in diff(two, three).alterations] == [("other", "revision")]


def test_a_target_that_stays_is_not_told_where_its_value_moves():
    """The level is told with its new value; from it to itself nothing changed."""
    levels = [LEVELS[0], {**LEVELS[1], "value": 0.25}, LEVELS[2]]
    one, two = (_framework(scale={"id": "s", "levels": each, "default_target": "some"}) for each in (LEVELS, levels))
    assert [(a.field, a.start, a.to) for a in diff(one, two).alterations] == [
        ("scale.levels.value", "0, 0.5, 1", "0, 0.25, 1")
    ]


def test_a_target_between_two_levels_of_a_range_is_told_as_a_score():
    """Its nearest level stays, and of_target moves all the same."""
    one, two = (_framework(scale={"id": "s", "range": [0, 100], "default_target": score}) for score in (60, 70))
    assert [(a.field, a.start, a.to) for a in diff(one, two).alterations] == [("scale.default_target", "60", "70")]


def _with_needs(*requires, first="a", parts=()):
    practices = [{"id": first, "title": "A", "was": ["a"]}, *({"id": n, "title": n, "was": ["a"]} for n in parts)]
    practices += [{"id": "b", "title": "B"}, {"id": "p", "title": "P", "requires": list(requires)}]
    block = {"id": "b", "title": "B", "practices": practices}
    return Framework(id="f", title="F", scale=["no", "some", "yes"], blocks=[block])


def _need(name, **more):
    return {"practice": name, "why": "first", **more}


def _told(old, new):
    return list(edges(old, new, old.practices["p"], new.practices["p"], lineage(old, new)))


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (_need("a"), _need("a", level="yes")),
        (_need("a", level=1), _need("a", level="some", **{"from": "yes"})),
        (
            {"any_of": [{"practice": "a"}, {"practice": "b"}], "why": "first"},
            {"any_of": [{"practice": "b"}, {"practice": "a"}], "why": "first"},
        ),
    ],
    ids=["default level", "position", "order of alternatives"],
)
def test_what_means_the_same_is_no_difference(before, now):
    """Whatever way it is written."""
    assert _told(_with_needs(before), _with_needs(now)) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"level": "some"}, "prerequisite_changed"),
        ({"from": "some"}, "prerequisite_changed"),
        ({"kind": "soft"}, "prerequisite_changed"),
        ({"basis": "source"}, "prerequisite_changed"),
        ({"why": "because"}, "wording"),
    ],
)
def test_a_changed_prerequisite_is_told_once(change, kind):
    """Levels, kind and basis are meaning; the reason is wording."""
    (told,) = _told(_with_needs(_need("a")), _with_needs(_need("a") | change))
    assert told[0] == kind


def test_new_and_lost_prerequisites_are_told():
    """On another practice it is another prerequisite."""
    told = _told(_with_needs(_need("a")), _with_needs(_need("b")))
    assert [(kind, start, to) for kind, _, start, to in told] == [
        ("prerequisite_removed", "yes needs a at yes (hard, editorial)", None),
        ("prerequisite_added", None, "yes needs b at yes (hard, editorial)"),
    ]


def test_a_prerequisite_on_a_renamed_practice_has_not_changed():
    """It only follows the name."""
    assert _told(_with_needs(_need("a")), _with_needs(_need("z"), first="z")) == []


def test_a_prerequisite_on_a_part_of_what_was_split_has_changed():
    """It is not as much as before."""
    (told,) = _told(_with_needs(_need("a")), _with_needs(_need("y"), first="z", parts=["y"]))
    assert told[0] == "prerequisite_changed"
